"""What lists, pages and timelines read: status, lateness, periods, chains, with a fixed number of queries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from multaqa.commitments import actions, queries
from multaqa.commitments.dossiers import commitment_page
from multaqa.commitments.models import Commitment
from multaqa.commitments.queries import COLLECTIVE, Filters
from multaqa.commitments.timelines import (
    commitment_timeline,
    follow_up,
    meeting_timeline,
    open_commitments_of,
)
from multaqa.core.access import SYSTEM
from multaqa.members.models import RoleKind
from tests.commitments.factories import (
    AssessmentFactory,
    CommitmentFactory,
    MethodFactory,
    MilestoneFactory,
    ProgressReportFactory,
    decided,
    group_of,
    published,
)
from tests.indices.factories import released
from tests.meetings.factories import MeetingFactory
from tests.members.factories import country, with_role

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
DAY = date(2014, 9, 1)


def listed(on: date = DAY, **filters: str):
    return queries.commitment_list(ANYBODY, Filters(**filters), on=on)


def titles(found) -> list[str]:
    return [line.title["en"] for line in found.lines]


def named(title: str, decision=None, **values):
    return published(decision, title={"en": title}, **values)


def held_on(meeting, day: date, **values):
    """A later meeting of the series of an earlier one."""
    return MeetingFactory(
        series=meeting.series, access="public", state="concluded", starts_on=day, ends_on=day, **values
    )


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_status_is_what_was_reported_last_for_the_latest_period():
    row = published()
    ProgressReportFactory(commitment=row, status="complete")
    ProgressReportFactory(commitment=row, status="limited")
    assert listed().lines[0].status == "limited"
    ProgressReportFactory(
        commitment=row, status="substantial", period_starts=date(2014, 7, 1), period_ends=date(2014, 8, 1)
    )
    ProgressReportFactory(commitment=row, status="withdrawn")
    assert listed().lines[0].status == "substantial"


def test_without_a_report_nothing_has_started_and_without_an_assessment_nothing_was_found():
    row = published()
    line = listed().lines[0]
    assert (line.status, line.assessed) == ("not_started", None)
    reviewer = with_role(RoleKind.REVIEWER, group_of(row))
    AssessmentFactory(commitment=row, method=MethodFactory(group=group_of(row)), assessed_by=reviewer)
    line = listed().lines[0]
    assert (line.status, line.assessed) == ("not_started", "limited")


@pytest.mark.parametrize(
    ("due", "step_due", "done", "status", "late"),
    [
        (date(2014, 8, 31), date(2014, 12, 1), None, None, True),
        (date(2014, 9, 1), date(2014, 12, 1), None, None, False),
        (date(2015, 1, 31), date(2014, 8, 31), None, None, True),
        (date(2015, 1, 31), date(2014, 8, 31), date(2014, 8, 31), None, False),
        (date(2014, 8, 31), date(2014, 8, 31), None, "complete", False),
        (date(2014, 8, 31), date(2014, 8, 31), None, "withdrawn", False),
        (date(2014, 8, 31), date(2014, 8, 31), None, "substantial", True),
    ],
)
def test_what_is_overdue_and_not_over_is_late(due, step_due, done, status, late):
    row = published(due_on=due)
    row.milestones.update(due_on=step_due, done_on=done)
    if status:
        ProgressReportFactory(commitment=row, status=status)
    found = listed()
    assert (found.lines[0].is_late, found.late) == (late, int(late))


def test_a_draft_and_what_is_closed_are_not_late():
    CommitmentFactory(decision=decided(), due_on=date(2014, 3, 1))
    published(due_on=date(2014, 3, 1), state="closed", closed_at=datetime(2014, 8, 1, tzinfo=UTC))
    assert [line.is_late for line in queries.commitment_list(SYSTEM, on=DAY).lines] == [False, False]


def test_a_list_is_narrowed_by_each_filter_and_by_all_of_them():
    first, second = decided(), decided()
    late = named("Late", first, theme="skills", due_on=date(2014, 3, 1))
    named("Tunisian", first, country_id="TUN")
    named("Collective", second, country_id=None)
    ProgressReportFactory(commitment=late, status="substantial")
    meeting = first.item.session.meeting
    assert titles(listed()) == ["Late", "Tunisian", "Collective"]
    for filters, expected in (
        ({"group": meeting.series.group.slug}, ["Late", "Tunisian"]),
        ({"meeting": meeting.key}, ["Late", "Tunisian"]),
        ({"decision": second.key}, ["Collective"]),
        ({"country": "TUN"}, ["Tunisian"]),
        ({"country": COLLECTIVE}, ["Collective"]),
        ({"theme": "skills"}, ["Late"]),
        ({"status": "substantial"}, ["Late"]),
        ({"status": "not_started"}, ["Tunisian", "Collective"]),
        ({"late": "yes"}, ["Late"]),
        ({"late": "no"}, ["Tunisian", "Collective"]),
        ({"meeting": meeting.key, "country": "JOR", "late": "yes"}, ["Late"]),
        ({"country": "JOR", "late": "no"}, []),
        ({"theme": "weather"}, []),
        ({"status": "splendid"}, []),
    ):
        assert titles(listed(on=date(2014, 6, 1), **filters)) == expected, filters


def test_counts_are_by_status_whatever_status_is_shown():
    for status in ("limited", "limited", "complete"):
        ProgressReportFactory(commitment=published(), status=status)
    published()
    found = listed(status="complete")
    assert (found.count, len(found.lines)) == (1, 1)
    assert found.counts == {
        "not_started": 1,
        "limited": 2,
        "substantial": 0,
        "complete": 1,
        "withdrawn": 0,
    }


def test_a_window_of_the_list_keeps_its_count_and_its_order():
    for month in (3, 1, 2):
        named(str(month), due_on=date(2015, month, 1))
    found = queries.commitment_list(ANYBODY, limit=2, offset=1)
    assert (titles(found), found.count) == (["2", "3"], 3)


def test_choices_are_what_is_there():
    named("One", decided())
    named("Two", decided(), country_id=None)
    found = queries.choices(ANYBODY)
    assert [code for code, _name in found.countries] == ["JOR"]
    assert (len(found.groups), len(found.meetings), found.has_collective) == (2, 2, True)


# ── one commitment ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_reports_stand_beside_assessments_by_period_and_superseded_ones_follow():
    row = published()
    method = MethodFactory(group=group_of(row), number=3)
    reviewer = with_role(RoleKind.REVIEWER, group_of(row))
    second = {"period_starts": date(2014, 7, 1), "period_ends": date(2014, 12, 31)}
    ProgressReportFactory(commitment=row, status="limited")
    ProgressReportFactory(commitment=row, status="substantial", points={"en": ["One"], "ar": ["واحد"]})
    ProgressReportFactory(commitment=row, status="complete", **second)
    AssessmentFactory(commitment=row, method=method, assessed_by=reviewer)
    page = commitment_page(ANYBODY, row.key)
    assert [
        (
            period.starts,
            [report.status for report in period.reports],
            [(finding.status, finding.method) for finding in period.findings],
        )
        for period in page.periods
    ] == [
        (date(2014, 7, 1), ["complete"], []),
        (date(2014, 1, 1), ["substantial", "limited"], [("limited", 3)]),
    ]
    assert page.periods[1].reports[0].said == ("en", ["One"])


def test_elements_are_those_of_indices_that_the_reader_finds():
    released()
    row = published()
    row.indicators.create(index="ready", node="skills")
    row.indicators.create(index="ready", node="abolished")
    row.indicators.create(index="hidden", node="skills")
    found = commitment_page(ANYBODY, row.key).elements
    assert [(one.index, one.node, one.name["ar"], one.edition) for one in found] == [
        ("ready", "skills", "المهارات", "2024")
    ]


def test_a_commitment_carried_twice_shows_its_whole_chain():
    first = named("Portal")
    second_decision = decided(held_on(first.decision.item.session.meeting, date(2015, 2, 9)))
    second = actions.carry_forward(SYSTEM, first, second_decision, date(2016, 1, 31))
    Commitment.objects.filter(pk=second.pk).update(
        state="published", published_at=datetime(2015, 3, 1, tzinfo=UTC)
    )
    second.refresh_from_db()
    third_decision = decided(held_on(first.decision.item.session.meeting, date(2016, 2, 9)))
    third = actions.carry_forward(SYSTEM, second, third_decision, date(2017, 1, 31))
    keys = [first.key, second.key, third.key]
    for one in (first, second, third):
        assert [line.key for line in commitment_page(SYSTEM, one.key).chain] == keys
    assert [line.key for line in commitment_page(ANYBODY, first.key).chain] == keys[:2]
    assert commitment_page(ANYBODY, named("Alone").key).chain == ()


# ── timelines ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_way_from_the_meeting_to_the_result():
    row = published()
    row.milestones.update(done_on=date(2014, 5, 2))
    ProgressReportFactory(commitment=row, status="limited")
    ProgressReportFactory(commitment=row, status="substantial")
    reviewer = with_role(RoleKind.REVIEWER, group_of(row))
    AssessmentFactory(commitment=row, method=MethodFactory(group=group_of(row)), assessed_by=reviewer)
    assert [(event.on, event.kind, event.status) for event in commitment_timeline(ANYBODY, row.key)] == [
        (date(2014, 2, 9), "meeting", ""),
        (date(2014, 2, 9), "decision", ""),
        (date(2014, 3, 1), "published", ""),
        (date(2014, 5, 2), "milestone", ""),
        (date(2014, 6, 30), "report", "substantial"),
        (date(2014, 6, 30), "assessment", "limited"),
    ]
    with pytest.raises(Commitment.DoesNotExist):
        commitment_timeline(ANYBODY, "nothing")


def test_a_meeting_s_decisions_with_what_became_of_them():
    decision = decided()
    meeting = decision.item.session.meeting
    without = decided(meeting)
    named("Portal", decision)
    found = meeting_timeline(ANYBODY, meeting.key)
    assert [
        (one.key, [followed.line.title["en"] for followed in one.commitments]) for one in found.decisions
    ] == [(decision.key, ["Portal"]), (without.key, [])]


def test_the_next_agenda_follows_up_the_last_decisions_and_what_is_open_of_older_ones():
    oldest = decided(number="1")
    series = oldest.item.session.meeting
    long_done = decided(series, number="2")
    last = held_on(series, date(2015, 2, 9))
    recent = decided(last, number="3")
    decided(number="4")
    named("Still open", oldest)
    CommitmentFactory(decision=recent)
    ProgressReportFactory(commitment=named("Over", long_done), status="complete")
    ProgressReportFactory(commitment=named("Recent", recent), status="complete")
    following = held_on(series, date(2016, 2, 9))
    found = follow_up(SYSTEM, following)
    assert [
        (one.number, [(f.line.title["en"], f.line.status) for f in one.commitments]) for one in found
    ] == [("3", [("Recent", "complete")]), ("1", [("Still open", "not_started")])]
    assert follow_up(ANYBODY, series) == ()


def test_open_commitments_of_a_country_and_before_a_meeting():
    row = named("Jordanian")
    series = row.decision.item.session.meeting
    named("Tunisian", row.decision, country_id="TUN")
    named("Elsewhere")
    ProgressReportFactory(commitment=named("Over", row.decision), status="withdrawn")
    CommitmentFactory(decision=row.decision)
    following = held_on(series, series.starts_on + timedelta(days=365))
    jordan = country("JOR")
    for asked, expected in (
        ({"meeting": following}, ["Jordanian", "Tunisian"]),
        ({"meeting": following, "country": jordan}, ["Jordanian"]),
        ({"country": jordan}, ["Jordanian", "Elsewhere"]),
        ({"meeting": series}, []),
    ):
        assert [line.title["en"] for line in open_commitments_of(ANYBODY, **asked)] == expected


# ── how often the database is asked ─────────────────────────────────────────────────────────────────────────────────


def _grow(decision, number: int) -> None:
    method = MethodFactory(group=group_of(decision), number=number + 1)
    reviewer = with_role(RoleKind.REVIEWER, group_of(decision))
    for _count in range(number):
        row = published(decision)
        MilestoneFactory(commitment=row)
        ProgressReportFactory(commitment=row)
        AssessmentFactory(commitment=row, method=method, assessed_by=reviewer)


def test_the_number_of_queries_depends_on_no_number_of_rows(django_assert_num_queries):
    decision = decided()
    meeting = decision.item.session.meeting
    following = held_on(meeting, date(2015, 2, 9))
    for number in (1, 7):
        _grow(decision, number)
        with django_assert_num_queries(2):
            assert queries.commitment_list(ANYBODY).lines
        with django_assert_num_queries(1):
            assert queries.choices(ANYBODY).countries
        with django_assert_num_queries(6):
            assert meeting_timeline(ANYBODY, meeting.key).decisions[0].commitments
        with django_assert_num_queries(6):
            assert follow_up(ANYBODY, following)
        with django_assert_num_queries(1):
            assert open_commitments_of(ANYBODY, meeting=following)


def test_a_page_is_read_in_a_fixed_number_of_queries(django_assert_max_num_queries):
    row = published()
    method = MethodFactory(group=group_of(row))
    reviewer = with_role(RoleKind.REVIEWER, group_of(row))

    def counted() -> int:
        with django_assert_max_num_queries(100) as captured:
            assert commitment_page(ANYBODY, row.key).steps
        return len(captured)

    few = counted()
    for month in range(1, 9):
        period = {"period_starts": date(2014, month, 1), "period_ends": date(2014, month, 27)}
        MilestoneFactory(commitment=row)
        ProgressReportFactory(commitment=row, **period)
        AssessmentFactory(commitment=row, method=method, assessed_by=reviewer, **period)
    assert counted() == few
