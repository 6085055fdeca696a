"""What must hold of days, periods, challenges and evidence. Each refusal is a ValidationError at its field, with a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from multaqa.commitments.models import Assessment, Commitment, ProgressReport, Status
from multaqa.meetings.models import Decision

LONGEST_PERIOD_DAYS: Final = 366
FINAL: Final = (Status.COMPLETE, Status.WITHDRAWN)
"""With one of these nothing is late any more."""
MOST_ADDRESSES: Final = 50
_is_web_address = URLValidator(schemes=["http", "https"])


def begins_on(decision: Decision) -> date:
    """The first day for which a commitment can follow a decision: the first day of its meeting."""
    return decision.item.session.meeting.starts_on


def due_after(decision: Decision, due_on: date) -> None:
    """Refuse what would be due before it was decided (`due-too-early`)."""
    if due_on < begins_on(decision):
        refuse("due_on", "due-too-early", _("This is before the meeting that took the decision."))


def period_of(
    commitment: Commitment, rows: type[ProgressReport] | type[Assessment], starts: date, ends: date
) -> None:
    """Refuse a period that is upside down, too long, not over, before the decision, or that overlaps another one.

    Exactly the period of an earlier report is no overlap: the new one takes its place.
    """
    if ends <= starts:
        refuse("period_ends", "period-reversed", _("The period must end after it begins."))
    if (ends - starts).days > LONGEST_PERIOD_DAYS:
        refuse(
            "period_ends", "period-too-long", _("A period is a year at most. Report on each year by itself.")
        )
    if ends > timezone.localdate():
        refuse(
            "period_ends", "period-in-future", _("The period must be over: what is to come is no progress.")
        )
    if ends < begins_on(commitment.decision):
        refuse("period_ends", "period-too-early", _("This is before the meeting that took the decision."))
    others = rows._default_manager.filter(commitment=commitment).exclude(
        period_starts=starts, period_ends=ends
    )
    if others.filter(period_starts__lte=ends, period_ends__gte=starts).exists():
        refuse(
            "period_starts",
            "period-overlaps",
            _("This period overlaps one that is on record. Choose exactly that period to correct it."),
        )


def challenge_of(
    commitment: Commitment, ends: date, status: str, challenge: str, words: Mapping[str, str]
) -> None:
    """Refuse a late report without its challenge, a challenge without words, and words without a challenge."""
    if not challenge and not words and status not in FINAL and was_late(commitment, ends):
        refuse("challenge", "challenge-needed", _("This commitment is late: say what holds it up."))
    if challenge and not words:
        refuse("challenge_words", "challenge-words-needed", _("Say in words what the challenge is."))
    if words and not challenge:
        refuse("challenge", "challenge-unnamed", _("Choose the kind of challenge that these words describe."))


def was_late(commitment: Commitment, on: date) -> bool:
    """Whether the commitment, or a step that was not done, was overdue at the end of a day."""
    undone = Q(done_on__isnull=True) | Q(done_on__gt=on)
    return commitment.due_on < on or commitment.milestones.filter(undone, due_on__lt=on).exists()


def web_addresses(evidence: Sequence[str]) -> list[str]:
    """The addresses of evidence, each once. Refuses what is no http or https address (`evidence-address`)."""
    addresses = list(dict.fromkeys(one.strip() for one in evidence if one.strip()))
    if len(addresses) > MOST_ADDRESSES:
        refuse("evidence", "evidence-too-many", _("This is more evidence than anybody reads. Name the best."))
    for address in addresses:
        try:
            _is_web_address(address)
        except ValidationError:
            refuse(
                "evidence",
                "evidence-address",
                _("“%(address)s” is no web address. Enter one that begins with https://, one a line."),
                address=address,
            )
    return addresses


def refuse(field: str, code: str, sentence: Any, **values: Any) -> None:
    """Raise the error of one field."""
    raise ValidationError({field: ValidationError(sentence, code=code, params=values or None)})
