"""Progress reports and assessments: what is accepted, what is refused at which field, what takes the place of what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from multaqa.commitments import actions
from multaqa.commitments.errors import NoMethod
from multaqa.commitments.models import Assessment, AssessmentMethod, ProgressReport
from multaqa.core.errors import Denied
from multaqa.core.models import AuditEntry
from multaqa.members.models import RoleKind
from tests.commitments.factories import (
    AssessmentFactory,
    CommitmentFactory,
    MethodFactory,
    ProgressReportFactory,
    decided,
    group_of,
    published,
)
from tests.commitments.test_actions import codes
from tests.members.factories import coordinator, country, secretariat, with_role

pytestmark = pytest.mark.django_db
HALF = {"period_starts": date(2014, 1, 1), "period_ends": date(2014, 6, 30)}
SECOND_HALF = {"period_starts": date(2014, 7, 1), "period_ends": date(2014, 12, 31)}
STUCK = {"challenge": "capacity", "challenge_words": {"en": "Two posts are empty"}}


def reported(commitment, **values):
    owner = coordinator(group_of(commitment))
    return actions.report_progress(owner, commitment, **{**HALF, "status": "limited", **values})


def reviewer(commitment):
    return with_role(RoleKind.REVIEWER, group_of(commitment))


def found(commitment, person=None, **values):
    words = {"words": {"en": "The portal answers"}, "status": "substantial"}
    return actions.assess(person or reviewer(commitment), commitment, **{**HALF, **words, **values})


# ── reports ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_owner_reports_on_a_period():
    commitment = published()
    report = reported(
        commitment,
        points={"en": [" The law is drafted ", ""], "ar": ["صيغ القانون"]},
        evidence=["https://example.org/law", "https://example.org/law", ""],
    )
    assert (report.points, report.evidence) == (
        {"en": ["The law is drafted"], "ar": ["صيغ القانون"]},
        ["https://example.org/law"],
    )
    assert AuditEntry.objects.latest("pk").verb == "commitments.report_progress"


def test_a_report_may_be_short():
    assert reported(published()).points == {}


def test_the_same_period_is_reported_again_and_the_earlier_report_stays():
    commitment = published()
    first, second = reported(commitment), reported(commitment, status="substantial")
    assert list(commitment.reports.all()) == [second, first]


def test_periods_that_follow_each_other_do_not_overlap():
    commitment = published(due_on=date(2015, 1, 31))
    reported(commitment)
    reported(commitment, **SECOND_HALF, **STUCK)
    assert commitment.reports.count() == 2


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (date(2014, 6, 30), date(2014, 1, 1), {"period_ends": ["period-reversed"]}),
        (date(2014, 1, 1), date(2014, 1, 1), {"period_ends": ["period-reversed"]}),
        (date(2014, 1, 1), date(2015, 6, 30), {"period_ends": ["period-too-long"]}),
        (date(2013, 1, 1), date(2013, 12, 31), {"period_ends": ["period-too-early"]}),
        (date(2014, 6, 30), date(2014, 12, 31), {"period_starts": ["period-overlaps"]}),
        (date(2014, 1, 1), date(2014, 12, 31), {"period_starts": ["period-overlaps"]}),
        (date(2014, 2, 1), date(2014, 5, 31), {"period_starts": ["period-overlaps"]}),
    ],
)
def test_a_period_that_cannot_be_is_refused(starts, ends, expected):
    commitment = published()
    ProgressReportFactory(commitment=commitment)
    with pytest.raises(ValidationError) as refused:
        reported(commitment, period_starts=starts, period_ends=ends, **STUCK)
    assert (codes(refused.value), ProgressReport.objects.count()) == (expected, 1)


def test_a_period_that_is_not_over_is_refused():
    today = timezone.localdate()
    with pytest.raises(ValidationError) as refused:
        reported(published(), period_starts=today, period_ends=today + timedelta(days=1))
    assert codes(refused.value) == {"period_ends": ["period-in-future"]}


@pytest.mark.parametrize("status", ["not_started", "limited", "substantial"])
def test_the_challenge_is_named_where_the_commitment_is_overdue(status):
    commitment = published(due_on=date(2014, 6, 29))
    with pytest.raises(ValidationError) as refused:
        reported(commitment, status=status)
    assert (codes(refused.value), ProgressReport.objects.count()) == ({"challenge": ["challenge-needed"]}, 0)
    assert reported(commitment, status=status, **STUCK).challenge == "capacity"


@pytest.mark.parametrize("status", ["complete", "withdrawn"])
def test_what_is_complete_or_withdrawn_is_late_no_more(status):
    assert reported(published(due_on=date(2014, 6, 29)), status=status).challenge == ""


def test_the_challenge_is_named_where_a_step_is_overdue_at_the_end_of_the_period():
    commitment = published(due_on=date(2016, 1, 1))
    commitment.milestones.update(due_on=date(2014, 6, 29))
    with pytest.raises(ValidationError) as refused:
        reported(commitment)
    assert codes(refused.value) == {"challenge": ["challenge-needed"]}
    commitment.milestones.update(done_on=date(2014, 8, 1))
    with pytest.raises(ValidationError):
        reported(commitment)
    commitment.milestones.update(done_on=date(2014, 6, 30))
    assert reported(commitment).challenge == ""


def test_what_is_due_on_the_last_day_of_the_period_is_not_late():
    assert reported(published(due_on=date(2014, 6, 30))).challenge == ""


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"challenge": "design"}, {"challenge_words": ["challenge-words-needed"]}),
        ({"challenge_words": {"en": "Why"}}, {"challenge": ["challenge-unnamed"]}),
        ({"challenge": "weather", "challenge_words": {"en": "Why"}}, {"challenge": ["invalid_choice"]}),
        ({"status": "splendid"}, {"status": ["invalid_choice"]}),
    ],
)
def test_a_challenge_and_its_words_come_together(values, expected):
    with pytest.raises(ValidationError) as refused:
        reported(published(), **values)
    assert (codes(refused.value), ProgressReport.objects.count()) == (expected, 0)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://example.org/a", "example.org", "https://", "data:text/html,x"]
)
def test_evidence_is_a_web_address(address):
    with pytest.raises(ValidationError) as refused:
        reported(published(), evidence=["https://example.org/", address])
    assert codes(refused.value) == {"evidence": ["evidence-address"]}
    assert address in refused.value.messages[0]


def test_a_draft_and_what_is_closed_are_not_reported_on():
    for commitment in (CommitmentFactory(decision=decided()), published(state="closed")):
        with pytest.raises(Denied):
            reported(commitment)
    assert ProgressReport.objects.count() == 0


# ── assessments ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_group_adopts_its_method_version_by_version():
    group = group_of(published())
    keeper = secretariat(group)
    for text in ({"en": "First"}, {"en": "Second", "ar": "الثانية"}):
        actions.adopt_assessment_method(keeper, group, text=text)
    assert list(AssessmentMethod.objects.values_list("number", "text")) == [
        (2, {"en": "Second", "ar": "الثانية"}),
        (1, {"en": "First"}),
    ]
    with pytest.raises(Denied):
        actions.adopt_assessment_method(coordinator(group), group, text={"en": "Third"})


def test_a_method_says_something():
    group = group_of(published())
    with pytest.raises(ValidationError) as refused:
        actions.adopt_assessment_method(secretariat(group), group, text={"en": " "})
    assert (codes(refused.value), AssessmentMethod.objects.count()) == ({"text": ["blank"]}, 0)


def test_a_reviewer_assesses_under_the_latest_method():
    commitment = published()
    for number in (1, 2):
        MethodFactory(group=group_of(commitment), number=number)
    MethodFactory(number=7, group=group_of(published()))
    assessment = found(commitment)
    assert (assessment.method.number, assessment.status) == (2, "substantial")
    assert AuditEntry.objects.latest("pk").verb == "commitments.assess"


def test_nothing_is_assessed_without_a_method():
    with pytest.raises(NoMethod) as refused:
        found(published())
    assert (refused.value.code, Assessment.objects.count()) == ("no-assessment-method", 0)


@pytest.mark.parametrize("tie", ["by birth", "by office"])
def test_whoever_assesses_is_not_of_the_country(tie):
    commitment = published()
    MethodFactory(group=group_of(commitment))
    person = reviewer(commitment)
    if tie == "by birth":
        person.country = country("JOR")
    else:
        person.roles.create(kind=RoleKind.COORDINATOR, group=group_of(published()), country_id="JOR")
    with pytest.raises(Denied):
        found(commitment, person)
    assert Assessment.objects.count() == 0
    other = published(commitment.decision, country_id="TUN")
    assert found(other, person).commitment == other


def test_periods_of_assessments_do_not_overlap_either():
    commitment = published()
    method = MethodFactory(group=group_of(commitment))
    AssessmentFactory(commitment=commitment, method=method, assessed_by=reviewer(commitment))
    assert found(commitment).pk
    with pytest.raises(ValidationError) as refused:
        found(commitment, period_ends=date(2014, 5, 31))
    assert codes(refused.value) == {"period_starts": ["period-overlaps"]}
    with pytest.raises(ValidationError) as refused:
        found(commitment, words={"en": " "})
    assert (codes(refused.value), Assessment.objects.count()) == ({"words": ["blank"]}, 2)


# ── on record ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_said_is_never_changed():
    commitment = published()
    method = MethodFactory(group=group_of(commitment))
    rows = (
        ProgressReportFactory(commitment=commitment),
        method,
        AssessmentFactory(commitment=commitment, method=method, assessed_by=reviewer(commitment)),
    )
    for row in rows:
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
        for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(row._meta.db_table))
