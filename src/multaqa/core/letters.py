"""Letters: written inside the action that they belong to, kept, and sent by a worker.

A letter is sent at least once, and hardly ever twice. A worker claims it in one statement, so that of several workers
one sends it. A worker that dies between the sending and its record leaves its claim; when that is ``CLAIM_HOLDS``
old, the letter is sent again under the same Message-ID, by which mail programs recognise the repetition.
"""

from __future__ import annotations

import errno
import logging
import re
from datetime import timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Final, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from multaqa.core.access import SYSTEM
from multaqa.core.actions import act, snapshot
from multaqa.core.models import Letter

PLACEHOLDER: Final = "{secret}"
RETRY_DELAYS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
MOST_ATTEMPTS: Final = len(RETRY_DELAYS) + 1
CLAIM_HOLDS: Final = timedelta(minutes=10)
"""How long a worker may take to send one letter before another one tries."""
INTERRUPTED: Final = "Interrupted"
CONTENT: Final = ("to", "subject", "body", "secret", "attachment", "attachment_name")
"""What the audit log does not repeat: it is never erased, and a letter may be."""

logger = logging.getLogger(__name__)


class Attachment(NamedTuple):
    """A text file that goes with a letter; ``type`` is a media type such as ``text/calendar; method=REQUEST``."""

    name: str
    type: str
    content: str


def write_letter(
    *,
    to: str,
    language: str,
    subject: str,
    body: str,
    purpose: str,
    about: models.Model | None,
    secret: str = "",
    attachment: Attachment | None = None,
    dedupe: str | None = None,
) -> Letter:
    """Write a letter as a part of the surrounding action, which checks permission and leaves the audit entry.

    It is sent once that action is committed, and never where it is undone. ``about`` is the thing that it concerns.
    ``secret``, for example a whole link, takes the place of ``{secret}`` in the body when the letter is sent, and is
    erased then. Where a letter with the same ``dedupe`` was written before, that one is returned and none written.

    Raises ValidationError where an address is none, or a line of the letter's head could hold a second one;
    ValueError where the secret would be kept in clear or never be told; RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a letter is written inside an action")
    attached = attachment or Attachment("", "", "")
    if secret and (PLACEHOLDER not in body or any(secret in text for text in (subject, body, *attached))):
        raise ValueError(
            "the body holds {secret} where the secret belongs, and the letter nowhere the secret"
        )
    values = {
        "to": to,
        "language": language,
        "subject": subject,
        "body": body,
        "secret": secret,
        "purpose": purpose,
        "about_type": about._meta.label_lower if about else "",
        "about_id": str(about.pk) if about else "",
        "attachment_name": attached.name,
        "attachment_type": attached.type,
        "attachment": attached.content,
    }
    Letter(dedupe=dedupe, **values).clean_fields()
    if dedupe is None:
        letter, new = Letter.objects.create(**values), True
    else:
        letter, new = Letter.objects.get_or_create(values, dedupe=dedupe)
    if new:
        from multaqa.core.tasks import send_letter  # which imports this module

        # Where the task cannot be stored, the clock finds the letter.
        transaction.on_commit(partial(send_letter.enqueue, letter.pk), robust=True)
    return letter


def deliver(letter_pk: int) -> bool:
    """Try once to send a letter that is due, and keep what became of it; whether it was sent now.

    A failure is tried again after 1, 5 and 30 minutes, 2 and 12 hours, and then the letter has failed. At least once:
    see the head of this module.
    """
    letter = _claim(letter_pk)
    if letter is None:
        return False
    if letter.attempts > MOST_ATTEMPTS:  # the last attempt broke off, and did not say why
        _record(letter, error=INTERRUPTED)
        return False
    try:
        _message(letter).send()
    except Exception as error:  # whatever is wrong with this letter, the next one is sent
        _record(letter, error=reason(error))
        logger.warning("Letter %s was not sent at attempt %s: %s", letter.pk, letter.attempts, reason(error))
        return False
    _record(letter, error="")
    return True


def due_letters() -> QuerySet[Letter]:
    """The letters that wait and whose time has come, the oldest first; those that a worker has claimed are not."""
    return Letter.objects.filter(state=Letter.State.QUEUED, next_try_at__lte=timezone.now()).order_by("pk")


def letters_about(about: models.Model, purpose: str) -> QuerySet[Letter]:
    """All letters of a purpose that concern a thing. Who may see the thing's letters, its room decides."""
    return Letter.objects.filter(about_type=about._meta.label_lower, about_id=str(about.pk), purpose=purpose)


def withdraw_letters(about: models.Model, purpose: str) -> int:
    """Withdraw the letters that wait, as a part of the surrounding action; how many there were.

    One that a worker is just handing to the mail server may still go out; it then says that it was sent.
    """
    waiting = letters_about(about, purpose).filter(state=Letter.State.QUEUED)
    return waiting.update(state=Letter.State.WITHDRAWN, secret="", next_try_at=None)


def reason(error: Exception) -> str:
    """What went wrong, in a few words without what a server may have echoed: addresses and secret links among it.

    The name of the error, then the reply code with its detail of RFC 3463 (``550 5.1.1``) or the system's name of it
    (``ECONNREFUSED``).
    """
    words = [type(error).__name__]
    if isinstance(error, SMTPRecipientsRefused):
        words += [_reply(code, text) for code, text in error.recipients.values()]
    elif isinstance(error, SMTPResponseException):
        words.append(_reply(error.smtp_code, error.smtp_error))
    elif isinstance(error, OSError) and error.errno and error.errno in errno.errorcode:
        words.append(errno.errorcode[error.errno])
    return " ".join(words)[:100]


def _reply(code: int, text: bytes | str) -> str:
    said = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    detail = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", said)
    return f"{code} {detail[0]}" if detail else str(code)


def _claim(letter_pk: int) -> Letter | None:
    """Take a due letter, for this worker alone, until the claim is too old; None where there is nothing to take."""
    claimed = (
        due_letters()
        .filter(pk=letter_pk)
        .update(attempts=F("attempts") + 1, next_try_at=timezone.now() + CLAIM_HOLDS)
    )
    return Letter.objects.filter(pk=letter_pk, state=Letter.State.QUEUED).first() if claimed else None


def _message(letter: Letter) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    message = EmailMessage(
        letter.subject,
        letter.body.replace(PLACEHOLDER, letter.secret) if letter.secret else letter.body,
        to=[letter.to],
        headers={
            "Message-ID": f"<letter-{letter.pk}-{letter.created_at:%Y%m%d%H%M%S%f}@{domain}>",
            "Content-Language": letter.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    if letter.attachment_name:
        message.attach(letter.attachment_name, letter.attachment, letter.attachment_type)
    return message


def _record(claimed: Letter, *, error: str) -> None:
    """Keep the outcome of an attempt with its audit entry.

    What was sent was sent, even where it was withdrawn meanwhile. A failure counts only for the claim that it ends.
    """
    with act(SYSTEM, "core.deliver_letter", may=True) as entry:
        letter = Letter.objects.select_for_update(of=("self",)).get(pk=claimed.pk)
        before = snapshot(letter, *CONTENT)
        if not error:
            _settle(letter, Letter.State.SENT)
        elif letter.state == Letter.State.QUEUED and letter.attempts == claimed.attempts:
            letter.last_error = error
            if letter.attempts < MOST_ATTEMPTS:
                letter.next_try_at = timezone.now() + RETRY_DELAYS[letter.attempts - 1]
            else:
                _settle(letter, Letter.State.FAILED)
        letter.save()
        entry.record(letter, before=before, after=snapshot(letter, *CONTENT))


def _settle(letter: Letter, state: Letter.State) -> None:
    """Give a letter its last state; its secret is no longer needed."""
    letter.state, letter.secret, letter.next_try_at = state, "", None
    if state == Letter.State.SENT:
        letter.last_error, letter.sent_at = "", letter.sent_at or timezone.now()
