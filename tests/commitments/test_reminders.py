"""Reminders: to whom, when, in what language, once; and to nobody who does not see the commitment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from multaqa.commitments import actions
from multaqa.commitments.models import Commitment
from multaqa.commitments.tasks import remind_owners
from multaqa.core.models import AuditEntry, Letter
from multaqa.core.tasks import find_jobs
from multaqa.members.models import RoleKind
from tests.commitments.factories import (
    CommitmentFactory,
    MilestoneFactory,
    ProgressReportFactory,
    decided,
    group_of,
    published,
)
from tests.meetings.factories import DecisionFactory, ItemFactory, SessionFactory
from tests.members.factories import coordinator, secretariat, with_role

pytestmark = pytest.mark.django_db


def due_in(days: int, decision=None, **values) -> Commitment:
    """A published commitment that is due in so many days; its milestone is done."""
    today = timezone.localdate()
    row = published(decision, due_on=today + timedelta(days=days), **values)
    row.milestones.update(done_on=today)
    return row


def reminded() -> list[tuple[str, str]]:
    """Run the clock's job; the address and the subject of every letter that there is."""
    remind_owners()
    return list(Letter.objects.order_by("pk").values_list("to", "subject"))


def test_the_clock_knows_the_job():
    assert remind_owners in find_jobs()


@pytest.mark.parametrize(
    ("days", "written"),
    [(31, 0), (30, 1), (28, 1), (27, 0), (8, 0), (7, 1), (5, 1), (4, 0), (0, 0), (-1, 1), (-3, 1), (-4, 0)],
)
def test_owners_are_reminded_a_month_and_a_week_before_and_the_day_after(days, written):
    coordinator(group_of(due_in(days)))
    assert len(reminded()) == written


def test_each_reminder_is_written_once_however_often_the_clock_strikes():
    row = due_in(30)
    person = coordinator(group_of(row))
    assert reminded() == reminded() == [(person.email, f"Due soon: {row.title['en']}")]
    assert AuditEntry.objects.filter(verb="commitments.remind_owner").count() == 1
    today = timezone.localdate()
    for days, subject in ((7, "Due soon"), (-1, "Overdue")):
        Commitment.objects.update(due_on=today + timedelta(days=days))
        assert reminded()[-1] == (person.email, f"{subject}: {row.title['en']}")
    assert len(reminded()) == 3


def test_a_letter_speaks_the_language_of_its_reader_and_leads_to_the_page():
    row = due_in(7, title={"en": "A portal", "ar": "بوابة"})
    group = group_of(row)
    coordinator(group, language="ar")
    coordinator(group, language="en")
    remind_owners()
    arabic, english = Letter.objects.order_by("pk")
    assert ("بوابة" in arabic.body, f"/ar/commitments/{row.key}/" in arabic.body, arabic.language) == (
        True,
        True,
        "ar",
    )
    assert ("A portal" in english.body, f"/en/commitments/{row.key}/" in english.body) == (True, True)
    assert f"This is due on {row.due_on:%-d %B %Y}:" in english.body
    assert (english.purpose, english.about_id) == ("commitment-reminder", str(row.pk))


def test_a_milestone_is_reminded_of_by_its_name():
    row = due_in(300)
    today = timezone.localdate()
    MilestoneFactory(commitment=row, title={"en": "The law"}, due_on=today - timedelta(days=1))
    MilestoneFactory(commitment=row, due_on=today - timedelta(days=1), done_on=today)
    coordinator(group_of(row))
    assert [subject for _to, subject in reminded()] == ["Overdue: The law"]
    body = Letter.objects.get().body
    assert "is not complete" in body
    assert row.title["en"] in body


def test_of_a_commitment_of_the_whole_group_the_secretariat_hears():
    row = due_in(7, country_id=None)
    group = group_of(row)
    person = secretariat(group)
    coordinator(group)
    with_role(RoleKind.CHAIR, group)
    assert [to for to, _subject in reminded()] == [person.email]


def test_nobody_else_hears_of_a_country_s_commitment():
    row = due_in(7)
    group = group_of(row)
    secretariat(group)
    coordinator(group, "TUN")
    coordinator(group_of(decided()), "JOR")
    former = coordinator(group, "JOR")
    former.roles.update(until=timezone.localdate(), since=timezone.localdate() - timedelta(days=9))
    gone = coordinator(group, "JOR")
    gone.is_active = False
    gone.save()
    assert reminded() == []


@pytest.mark.parametrize("status", ["complete", "withdrawn"])
def test_what_is_over_is_not_reminded_of(status):
    row = due_in(-1)
    coordinator(group_of(row))
    ProgressReportFactory(commitment=row, status=status)
    assert reminded() == []


def test_drafts_and_what_is_closed_are_not_reminded_of():
    today = timezone.localdate()
    draft = CommitmentFactory(decision=decided(), due_on=today + timedelta(days=7))
    coordinator(group_of(draft))
    closed = due_in(7, state="closed")
    coordinator(group_of(closed))
    assert reminded() == []


def test_an_owner_who_is_not_admitted_to_the_item_hears_nothing():
    item = ItemFactory(session=SessionFactory(meeting__access="public"), access="closed")
    row = due_in(7, DecisionFactory(item=item))
    coordinator(group_of(row))
    assert reminded() == []


def test_a_day_that_was_moved_is_reminded_of_again():
    row = due_in(7)
    coordinator(group_of(row))
    assert len(reminded()) == 1
    Commitment.objects.update(due_on=row.due_on - timedelta(days=1))
    assert len(reminded()) == 2


def test_a_report_ends_the_reminders():
    row = due_in(-1)
    person = coordinator(group_of(row))
    today = timezone.localdate()
    actions.report_progress(
        person,
        row,
        period_starts=today - timedelta(days=90),
        period_ends=today - timedelta(days=2),
        status="complete",
    )
    assert reminded() == []


def test_a_title_with_a_line_in_it_does_not_break_the_letter():
    row = due_in(7, title={"en": "A portal\r\nBcc: everyone@example.org"})
    coordinator(group_of(row))
    assert [subject for _to, subject in reminded()] == ["Due soon: A portal Bcc: everyone@example.org"]
