"""Letters are kept, sent once, tried again where that fails, and keep no secret."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.apps import apps
from django.core import mail, serializers
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend as Outbox
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from multaqa.core import tasks
from multaqa.core.access import SYSTEM, visible_to
from multaqa.core.actions import act
from multaqa.core.letters import (
    CLAIM_HOLDS,
    INTERRUPTED,
    MOST_ATTEMPTS,
    RETRY_DELAYS,
    Attachment,
    deliver,
    due_letters,
    letters_about,
    reason,
    withdraw_letters,
    write_letter,
)
from multaqa.core.models import AuditEntry, Letter
from multaqa.members.models import Group
from tests.members.factories import GroupFactory, PersonFactory

pytestmark = pytest.mark.django_db

State = Letter.State
SECRET = "https://multaqa.example/en/invitations/Zq3-secret-token/"
BACKENDS = "tests.core.test_letters."


def a_letter(**values: object) -> Letter:
    """A letter that waits, written as actions write it."""
    fields = {
        "to": "delegate@example.org",
        "language": "en",
        "subject": "The meeting opens",
        "body": "It opens on Sunday.",
        "purpose": "reminder",
        "about": None,
    }
    with transaction.atomic():
        return write_letter(**fields | values)


def wait(letter: Letter) -> None:
    """Let the time pass at which the letter is due again."""
    Letter.objects.filter(pk=letter.pk).update(next_try_at=timezone.now())


def everything_stored() -> str:
    """Every row of every table of the platform, as text."""
    return "".join(serializers.serialize("json", model.objects.all()) for model in apps.get_models())


class Unreachable(Outbox):
    """A mail server that is not there."""

    def send_messages(self, messages):
        raise ConnectionRefusedError(111, "Connection refused")


class Echoing(Outbox):
    """A mail server that repeats in its refusal what it was sent."""

    def send_messages(self, messages):
        raise SMTPDataError(554, f"5.7.1 blocked: {messages[0].body}".encode())


class Dying(Outbox):
    """A mail server during whose answer the worker dies."""

    def send_messages(self, messages):
        raise SystemExit


class Slow(Outbox):
    """A mail server so slow that a second worker comes to the same letter meanwhile."""

    def send_messages(self, messages):
        deliver(Letter.objects.get().pk)
        return super().send_messages(messages)


class Late(Outbox):
    """A mail server that takes a letter while it is withdrawn."""

    def send_messages(self, messages):
        withdraw_letters(Group.objects.get(slug="group"), "reminder")
        return super().send_messages(messages)


class Gone(Outbox):
    """A mail server that is not there, and whose letter is withdrawn meanwhile."""

    def send_messages(self, messages):
        withdraw_letters(Group.objects.get(slug="group"), "reminder")
        raise ConnectionRefusedError(111, "Connection refused")


class Overtaken(Outbox):
    """A mail server that gives up on a first worker after a second one has taken its letter over."""

    def send_messages(self, messages):
        letter = Letter.objects.get()
        if letter.attempts > 1:
            raise SystemExit
        wait(letter)
        with suppress(SystemExit):
            deliver(letter.pk)
        raise TimeoutError


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_letter_goes_to_the_worker_once_its_action_is_committed(django_capture_on_commit_callbacks):
    with (
        django_capture_on_commit_callbacks(execute=True),
        act(SYSTEM, "groups.found", may=True) as entry,
    ):
        group = GroupFactory()
        letter = a_letter(about=group, purpose="invitation")
        entry.record(group, before=None, after={})
        assert not DBTaskResult.objects.exists()
    queued = DBTaskResult.objects.get()
    assert (queued.task_path, queued.args_kwargs) == (
        "multaqa.core.tasks.send_letter",
        {"args": [letter.pk], "kwargs": {}},
    )
    queued.task.call(letter.pk)
    assert [message.to for message in mail.outbox] == [["delegate@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_an_action_that_is_undone_writes_no_letter():
    with pytest.raises(RuntimeError, match="recorded nothing"), act(SYSTEM, "groups.found", may=True):
        a_letter()
    assert (Letter.objects.exists(), DBTaskResult.objects.exists()) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_written_inside_an_action_only():
    with pytest.raises(RuntimeError, match="inside an action"):
        write_letter(to="a@example.org", language="en", subject="A", body="B", purpose="reminder", about=None)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"to": "a@example.org\nBcc: everybody@example.org"},
        {"to": "a@example.org, everybody@example.org"},
        {"to": "nobody"},
        {"subject": "Hello\r\nBcc: everybody@example.org"},
        {"subject": "Hello\nBcc: everybody@example.org"},
        {"subject": "Hello\u2028Bcc: everybody@example.org"},
        {"language": "en\r\nX: y"},
        {"attachment": Attachment("a.ics\r\nX: y", "text/calendar", "BEGIN:VCALENDAR")},
        {"attachment": Attachment("a.ics", "text/calendar\r\nX: y", "BEGIN:VCALENDAR")},
    ],
)
def test_what_could_add_a_line_to_the_head_of_a_letter_is_refused(values):
    with pytest.raises(ValidationError):
        a_letter(**values)
    assert not Letter.objects.exists()


def test_the_same_reminder_is_written_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = a_letter(dedupe="meeting:7:one-week"), a_letter(dedupe="meeting:7:one-week")
        other = a_letter(dedupe="meeting:8:one-week")
    assert (first, Letter.objects.count(), DBTaskResult.objects.count()) == (second, 2, 2)
    assert other != first


@pytest.mark.parametrize(
    "values",
    [
        {"body": "Follow the link.", "secret": SECRET},
        {"body": f"Follow {{secret}}, that is {SECRET}.", "secret": SECRET},
        {"body": "Follow {secret}.", "subject": SECRET, "secret": SECRET},
        {"body": "{secret}", "secret": SECRET, "attachment": Attachment("a.ics", "text/calendar", SECRET)},
    ],
)
def test_a_secret_stands_in_its_place_and_nowhere_else(values):
    with pytest.raises(ValueError, match="secret"):
        a_letter(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"state": State.SENT, "next_try_at": None},
        {"state": State.QUEUED, "sent_at": timezone.now()},
        {"state": State.QUEUED, "next_try_at": None},
        {"state": State.FAILED},
        {"state": State.WITHDRAWN, "next_try_at": None, "secret": SECRET},
        {"about_type": "members.group"},
    ],
)
def test_the_database_refuses_a_letter_in_no_proper_state(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(to="a@example.org", language="en", subject="A", body="B", **values)


def test_letters_are_seen_by_nobody_but_through_the_thing_that_they_concern():
    letter = a_letter(about=GroupFactory())
    assert (list(visible_to(PersonFactory(), Letter)), list(visible_to(SYSTEM, Letter))) == ([], [letter])


# ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_letter_is_sent_with_its_attachment_in_the_name_of_the_platform(settings):
    settings.DEFAULT_FROM_EMAIL = "Multaqa <secretariat@multaqa.example>"
    calendar = Attachment(
        "meeting.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    )
    letter = a_letter(language="ar", subject="افتتاح الاجتماع", body="يفتتح يوم الأحد.", attachment=calendar)
    assert deliver(letter.pk)
    (message,) = mail.outbox
    sent = message.message()
    text, attached = sent.get_payload()
    assert (message.from_email, message.to, message.subject, message.body) == (
        "Multaqa <secretariat@multaqa.example>",
        ["delegate@example.org"],
        "افتتاح الاجتماع",
        "يفتتح يوم الأحد.",
    )
    assert (sent["Content-Language"], sent["Auto-Submitted"]) == ("ar", "auto-generated")
    assert sent["Message-ID"].endswith("@multaqa.example>")
    assert text.get_content_type() == "text/plain"
    assert (attached.get_content_type(), attached.get_param("method"), attached.get_filename()) == (
        "text/calendar",
        "REQUEST",
        "meeting.ics",
    )
    assert attached.get_payload(decode=True).decode().split() == ["BEGIN:VCALENDAR", "END:VCALENDAR"]


def test_a_sent_letter_is_not_sent_again():
    letter = a_letter()
    assert [deliver(letter.pk), deliver(letter.pk)] == [True, False]
    letter.refresh_from_db()
    assert (len(mail.outbox), letter.state, letter.attempts, letter.next_try_at) == (1, State.SENT, 1, None)
    assert letter.sent_at >= letter.created_at
    assert list(due_letters()) == []


def test_a_letter_that_one_worker_is_sending_is_not_sent_by_another(settings):
    settings.EMAIL_BACKEND = BACKENDS + "Slow"
    letter = a_letter()
    deliver(letter.pk)
    letter.refresh_from_db()
    assert (len(mail.outbox), letter.state, letter.attempts) == (1, State.SENT, 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_sends_a_letter():
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lives in one process; tests/site/test_worker.py races on a file")
    letter, workers = a_letter(), 8
    start, sent = threading.Barrier(workers), []

    def work() -> None:
        start.wait()
        sent.append(deliver(letter.pk))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(sent), len(mail.outbox)) == ([False] * (workers - 1) + [True], 1)


def test_a_failing_server_is_tried_again_ever_later_until_the_letter_has_failed(settings):
    settings.EMAIL_BACKEND = BACKENDS + "Unreachable"
    letter = a_letter(body="Follow {secret}.", secret=SECRET)
    for number, delay in enumerate(RETRY_DELAYS, 1):
        earliest = timezone.now() + delay
        assert not deliver(letter.pk)
        latest = timezone.now() + delay
        letter.refresh_from_db()
        assert (letter.state, letter.attempts, letter.last_error) == (
            State.QUEUED,
            number,
            "ConnectionRefusedError ECONNREFUSED",
        )
        assert earliest <= letter.next_try_at <= latest
        assert (list(due_letters()), deliver(letter.pk)) == ([], False)
        wait(letter)
    assert not deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.get_state_display(), letter.attempts) == (
        State.FAILED,
        "Could not be sent",
        MOST_ATTEMPTS,
    )
    assert (letter.last_error, letter.secret, letter.sent_at) == (
        "ConnectionRefusedError ECONNREFUSED",
        "",
        None,
    )
    assert (list(due_letters()), mail.outbox) == ([], [])


def test_a_letter_goes_out_when_the_server_is_back(settings):
    letter, working = a_letter(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = BACKENDS + "Unreachable"
    deliver(letter.pk)
    wait(letter)
    settings.EMAIL_BACKEND = working
    assert deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.last_error) == (State.SENT, 2, "")


def test_a_letter_whose_worker_died_is_sent_again_when_its_claim_is_old(settings):
    letter, working = a_letter(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = BACKENDS + "Dying"
    earliest = timezone.now() + CLAIM_HOLDS
    with pytest.raises(SystemExit):
        deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (State.QUEUED, 1)
    assert earliest <= letter.next_try_at
    settings.EMAIL_BACKEND = working
    assert not deliver(letter.pk)
    wait(letter)
    assert deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, len(mail.outbox)) == (State.SENT, 2, 1)


def test_a_letter_that_kills_every_worker_has_failed_in_the_end(settings):
    letter, working = a_letter(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = BACKENDS + "Dying"
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(SystemExit):
            deliver(letter.pk)
        wait(letter)
    settings.EMAIL_BACKEND = working
    assert not deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.last_error, mail.outbox) == (State.FAILED, INTERRUPTED, [])


def test_a_worker_that_is_late_to_fail_leaves_the_letter_to_the_one_that_took_it_over(settings):
    settings.EMAIL_BACKEND = BACKENDS + "Overtaken"
    letter = a_letter()
    earliest = timezone.now() + CLAIM_HOLDS
    assert not deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.last_error) == (State.QUEUED, 2, "")
    assert earliest <= letter.next_try_at


def test_both_tries_of_a_letter_carry_the_same_name_for_the_mail_program():
    letter = a_letter()
    deliver(letter.pk)
    Letter.objects.update(state=State.QUEUED, sent_at=None, next_try_at=timezone.now())
    deliver(letter.pk)
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second


# ── secrets ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_secret_is_told_in_the_letter_and_gone_from_the_database_afterwards():
    letter = a_letter(body="Follow {secret}.", secret=SECRET, about=GroupFactory())
    assert SECRET in everything_stored()
    deliver(letter.pk)
    letter.refresh_from_db()
    assert (mail.outbox[0].body, letter.body) == (f"Follow {SECRET}.", "Follow {secret}.")
    assert SECRET not in everything_stored()


def test_a_server_that_echoes_the_letter_brings_no_secret_into_the_database_or_the_log(settings, caplog):
    settings.EMAIL_BACKEND = BACKENDS + "Echoing"
    letter = a_letter(body="Follow {secret}.", secret=SECRET)
    deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.last_error == "SMTPDataError 554 5.7.1"
    assert "SMTPDataError 554 5.7.1" in caplog.text
    assert "secret-token" not in caplog.text
    Letter.objects.update(secret="")
    assert "secret-token" not in everything_stored()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            SMTPRecipientsRefused({"a@example.org": (550, b"5.1.1 no such user a@example.org")}),
            "SMTPRecipientsRefused 550 5.1.1",
        ),
        (SMTPDataError(451, b"greylisted"), "SMTPDataError 451"),
        (TimeoutError("timed out"), "TimeoutError"),
        (PermissionError(13, "Permission denied", "/home/somebody/mail"), "PermissionError EACCES"),
        (ValueError("delegate@example.org"), "ValueError"),
    ],
)
def test_a_reason_has_a_code_and_nothing_that_was_sent(error, words):
    assert reason(error) == words


def test_a_text_that_speaks_of_secrets_in_braces_is_sent_as_it_is():
    letter = a_letter(body="Write {secret} in braces.")
    deliver(letter.pk)
    assert mail.outbox[0].body == "Write {secret} in braces."


def test_the_audit_log_holds_each_attempt_without_what_the_letter_says(settings):
    letter, working = a_letter(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = BACKENDS + "Unreachable"
    deliver(letter.pk)
    wait(letter)
    settings.EMAIL_BACKEND = working
    deliver(letter.pk)
    entries = list(AuditEntry.objects.order_by("pk"))
    assert [(e.actor_label, e.verb, e.subject_type, e.subject_id) for e in entries] == [
        ("system", "core.deliver_letter", "core.letter", str(letter.pk))
    ] * 2
    assert [(e.before["state"], e.after["state"], e.after["last_error"]) for e in entries] == [
        ("queued", "queued", "ConnectionRefusedError ECONNREFUSED"),
        ("queued", "sent", ""),
    ]
    kept = str([(e.before, e.after) for e in entries])
    assert [word for word in ("delegate@example.org", "opens") if word in kept] == []


# ── withdrawing ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_withdrawn_is_not_sent():
    group, other = GroupFactory(), GroupFactory()
    mine = a_letter(about=group, body="{secret}", secret=SECRET)
    sent, invitation, others = (
        a_letter(about=group),
        a_letter(about=group, purpose="invitation"),
        a_letter(about=other),
    )
    deliver(sent.pk)
    assert withdraw_letters(group, "reminder") == 1
    assert not deliver(mine.pk)
    assert {letter.pk: letter.state for letter in Letter.objects.all()} == {
        mine.pk: State.WITHDRAWN,
        sent.pk: State.SENT,
        invitation.pk: State.QUEUED,
        others.pk: State.QUEUED,
    }
    assert {letter.pk for letter in letters_about(group, "reminder")} == {mine.pk, sent.pk}
    assert (len(mail.outbox), SECRET in everything_stored()) == (1, False)


def test_a_letter_that_went_out_while_it_was_withdrawn_says_that_it_was_sent(settings):
    settings.EMAIL_BACKEND = BACKENDS + "Late"
    letter = a_letter(about=GroupFactory(slug="group"))
    deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, len(mail.outbox)) == (State.SENT, 1)


def test_a_letter_that_could_not_be_sent_while_it_was_withdrawn_stays_withdrawn(settings):
    settings.EMAIL_BACKEND = BACKENDS + "Gone"
    letter = a_letter(about=GroupFactory(slug="group"))
    deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.next_try_at, mail.outbox) == (State.WITHDRAWN, None, [])


# ── jobs ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_job_that_fails_is_told_and_keeps_no_other_from_its_work(caplog):
    done = []

    def fail() -> None:
        raise RuntimeError("no")

    tasks.run_jobs((fail, lambda: done.append("second")))
    assert done == ["second"]
    assert "fail failed" in caplog.text


def test_registered_jobs_are_found_and_forget_the_tasks_that_ended_long_ago():
    assert tasks.forget_finished_tasks in tasks.find_jobs()
    ended = [tasks.send_letter.enqueue(0) for _ in range(3)]
    for result, days in zip(ended, (tasks.KEEP_FINISHED_TASKS_DAYS + 1, 1), strict=False):
        DBTaskResult.objects.filter(pk=result.id).update(
            status="SUCCESSFUL", finished_at=timezone.now() - timedelta(days=days)
        )
    tasks.run_jobs((tasks.forget_finished_tasks,))
    assert {str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)} == {
        result.id for result in ended[1:]
    }
