"""Reminders of the clock: to whom, on which day by the meeting's clock, in what language, once, and to nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.test import Client

from multaqa.core.letters import deliver
from multaqa.core.models import AuditEntry, Letter
from multaqa.core.tasks import find_jobs
from multaqa.meetings import actions
from multaqa.meetings.models import Delegation, Meeting
from multaqa.meetings.tasks import remind_focal_points, remind_participants
from multaqa.members.models import Invitation
from tests.meetings.factories import (
    DelegationFactory,
    MeetingFactory,
    ParticipantFactory,
    focal_point,
    observer_organisation,
)
from tests.members.factories import secretariat

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2030, 3, 20)
NAME = {"en": "Directors of e-government", "ar": "مديرو الحكومة الإلكترونية"}


@pytest.fixture
def meeting(settings) -> Meeting:
    settings.PUBLIC_ADDRESS = "https://multaqa.example.org"
    return MeetingFactory(access="delegates", name=NAME, starts_on=FIRST_DAY, ends_on=FIRST_DAY)


def before(days: int, hour: int = 8) -> datetime:
    """So many days before the meeting, at an hour of UTC."""
    return datetime(2030, 3, 20, hour, tzinfo=UTC) - timedelta(days=days)


def invited(meeting: Meeting, days: int = 60, **values: object) -> Delegation:
    """A delegation that was invited so many days before the meeting."""
    row = DelegationFactory(meeting=meeting, **values)
    Delegation.objects.filter(pk=row.pk).update(invited_at=before(days))
    return row


def letters() -> list[tuple[str, str, str]]:
    return list(Letter.objects.order_by("pk").values_list("purpose", "to", "subject"))


def asked(*days: int) -> int:
    """How many letters the focal points' job has written after it ran on these days before the meeting."""
    for one in days:
        remind_focal_points(before(one))
    return Letter.objects.count()


def test_the_clock_knows_both_jobs() -> None:
    assert {remind_focal_points, remind_participants} <= set(find_jobs())


@pytest.mark.parametrize(
    ("days", "written"),
    [(15, 0), (14, 1), (13, 1), (12, 0), (4, 0), (3, 1), (2, 1), (1, 0), (0, 0), (-1, 0)],
)
def test_focal_points_are_reminded_a_fortnight_and_three_days_before(
    meeting: Meeting, days: int, written: int
) -> None:
    invited(meeting)
    assert asked(days) == written


def test_each_reminder_is_written_once_however_often_the_clock_strikes(meeting: Meeting) -> None:
    row = invited(meeting)
    said = ("meeting-reminder", row.focal_email, f"Your answer is awaited: {NAME['en']}")
    assert (asked(14), asked(14, 13), asked(12, 5), asked(3), asked(3, 2, 1)) == (1, 1, 1, 2, 2)
    assert letters() == [said, said]
    entries = AuditEntry.objects.filter(verb="meetings.remind_focal_point", actor=None)
    assert entries.count() == 2


def test_whoever_was_invited_since_has_just_had_a_letter(meeting: Meeting) -> None:
    invited(meeting, days=14)
    assert (asked(14, 13), asked(3)) == (0, 1)


@pytest.mark.parametrize(
    ("answer", "written"), [("none", 1), ("tentative", 1), ("accepted", 0), ("declined", 0)]
)
def test_only_those_who_have_not_answered_for_good_are_asked(
    meeting: Meeting, answer: str, written: int
) -> None:
    invited(meeting, answer=answer)
    assert asked(14) == written


@pytest.mark.parametrize("state", Meeting.State.values)
def test_of_a_meeting_that_is_not_to_come_nobody_hears(meeting: Meeting, state: str) -> None:
    delegation = invited(meeting)
    ParticipantFactory(delegation=delegation)
    Meeting.objects.update(state=state)
    remind_focal_points(before(14))
    remind_participants(before(1))
    stands = state in ("announced", "open")
    purposes = ["meeting-reminder", "meeting-tomorrow"] if stands else []
    assert [purpose for purpose, _to, _subject in letters()] == purposes


def test_a_meeting_that_was_put_off_is_reminded_of_again(meeting: Meeting) -> None:
    invited(meeting)
    asked(14)
    later = FIRST_DAY + timedelta(days=14)
    Meeting.objects.update(starts_on=later, ends_on=later)
    assert asked(0) == 2


def test_the_day_is_that_of_the_meeting_s_clock(meeting: Meeting) -> None:
    ParticipantFactory(delegation=invited(meeting))
    Meeting.objects.update(time_zone="Pacific/Auckland")
    remind_participants(before(2, hour=10))
    assert letters() == []
    remind_participants(before(2, hour=12))
    assert [purpose for purpose, _to, _subject in letters()] == ["meeting-tomorrow"]


@pytest.mark.parametrize(("days", "written"), [(3, 0), (2, 0), (1, 1), (0, 0), (-1, 0)])
def test_participants_are_reminded_on_the_eve(meeting: Meeting, days: int, written: int) -> None:
    ParticipantFactory(delegation=invited(meeting, answer="accepted"))
    remind_participants(before(days))
    assert Letter.objects.count() == written


def test_each_participant_hears_once_and_whoever_does_not_come_hears_nothing(meeting: Meeting) -> None:
    coming = invited(meeting, answer="accepted")
    there = ParticipantFactory(delegation=coming)
    ParticipantFactory(delegation=coming, is_withdrawn=True)
    ParticipantFactory(delegation=invited(meeting, country_id="TUN", answer="declined"))
    ParticipantFactory(delegation=invited(MeetingFactory()))
    for _ in range(2):
        remind_participants(before(1))
    assert letters() == [("meeting-tomorrow", there.email, f"Tomorrow: {NAME['en']}")]
    assert AuditEntry.objects.filter(verb="meetings.remind_participant", actor=None).count() == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_reminders_speak_the_language_of_their_readers_and_lead_to_the_public_address(
    meeting: Meeting, language: str
) -> None:
    person = focal_point(meeting, language=language)
    Delegation.objects.update(language=language, invited_at=before(60))
    row = Delegation.objects.get()
    ParticipantFactory(delegation=row, email=person.email, language=language)
    remind_focal_points(before(14))
    remind_participants(before(1))
    asking, telling = Letter.objects.order_by("pk")
    other = {"en": "ar", "ar": "en"}[language]
    for letter, path in (
        (asking, f"/{language}/meetings/delegations/{row.key}/"),
        (telling, f"/{language}/meetings/{meeting.key}/"),
    ):
        assert letter.language == language
        assert NAME[language] in letter.subject
        assert NAME[language] in letter.body
        assert NAME[other] not in letter.subject + letter.body
        sign_in = f"https://multaqa.example.org/{language}/accounts/login/?next="
        assert f"{sign_in}{path.replace('/', '%2F')}" in letter.body


def test_whoever_has_no_account_opens_one_through_the_letter(meeting: Meeting, mailoutbox) -> None:
    participant = ParticipantFactory(delegation=invited(meeting))
    remind_participants(before(1))
    assert deliver(Letter.objects.get().pk)
    (message,) = mailoutbox
    (link,) = [line for line in message.body.splitlines() if line.startswith("https://multaqa.example.org/")]
    assert Client().get(link.removeprefix("https://multaqa.example.org")).status_code == 200
    assert Invitation.objects.get().email == participant.email


def test_the_eve_s_letter_brings_the_meeting_for_the_calendar(meeting: Meeting) -> None:
    ParticipantFactory(delegation=invited(meeting))
    remind_participants(before(1))
    letter = Letter.objects.get()
    (event,) = icalendar.Calendar.from_ical(letter.attachment).walk("VEVENT")
    assert (str(event["UID"]), event.decoded("DTSTART"), str(event["URL"])) == (
        f"{meeting.key}@multaqa",
        FIRST_DAY,
        f"https://multaqa.example.org/en/meetings/{meeting.key}/",
    )


def test_a_letter_that_waits_gives_way_to_the_later_one(meeting: Meeting) -> None:
    keeper = secretariat(meeting.series.group)
    delegation = actions.invite_delegation(
        keeper,
        meeting,
        organisation=observer_organisation(),
        focal_email="focal@example.org",
        language="en",
        site="http://testserver",
    )
    Delegation.objects.update(invited_at=before(60), answer="accepted")
    actions.register_participant(
        keeper,
        Delegation.objects.get(pk=delegation.pk),
        name="Rania Haddad",
        email="rania@example.org",
        language="en",
        role="delegate",
        site="http://testserver",
    )
    Delegation.objects.update(answer="none")
    remind_focal_points(before(14))
    remind_participants(before(1))
    assert list(Letter.objects.order_by("pk").values_list("purpose", "state")) == [
        ("meeting-invitation", "withdrawn"),
        ("meeting-registration", "withdrawn"),
        ("meeting-reminder", "queued"),
        ("meeting-tomorrow", "queued"),
    ]


def test_whoever_is_taken_off_or_told_of_a_cancellation_hears_nothing_of_tomorrow(meeting: Meeting) -> None:
    keeper = secretariat(meeting.series.group)
    delegation = invited(meeting, answer="accepted")
    taken_off, told = ParticipantFactory(delegation=delegation), ParticipantFactory(delegation=delegation)
    remind_participants(before(1))
    actions.withdraw_participant(keeper, taken_off)
    actions.cancel(keeper, meeting, site="http://testserver")
    waiting = Letter.objects.filter(state="queued").order_by("to").values_list("purpose", "to")
    assert list(waiting) == [
        ("meeting-cancelled", delegation.focal_email),
        ("meeting-cancelled", told.email),
    ]


def test_a_run_with_nothing_to_write_takes_the_same_queries_for_few_and_many(
    meeting: Meeting, django_assert_max_num_queries
) -> None:
    counts, codes = [], iter(("JOR", "TUN", "OMN", "MAR", "EGY", "LBN"))
    for many in (1, 5):
        for _ in range(many):
            ParticipantFactory(delegation=invited(meeting, country_id=next(codes)))
        remind_focal_points(before(14))
        remind_participants(before(1))
        with django_assert_max_num_queries(50) as captured:
            remind_focal_points(before(14))
            remind_participants(before(1))
        counts.append((Letter.objects.count(), len(captured)))
    assert counts == [(2, 4), (12, 4)]
