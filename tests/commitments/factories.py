"""Commitments for the tests, each of a decision of its own in a meeting of the group's people."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from multaqa.commitments.models import (
    Assessment,
    AssessmentMethod,
    Commitment,
    Milestone,
    ProgressReport,
    Status,
)
from multaqa.meetings.models import Decision, Meeting
from multaqa.members.models import Group
from tests.meetings.factories import DecisionFactory, ItemFactory, MeetingFactory, SessionFactory

TEXTS = {
    "problem": {"en": "Data are hard to find", "ar": "يصعب العثور على البيانات"},
    "expected_result": {"en": "One portal", "ar": "بوابة واحدة"},
    "lead": {"en": "Ministry of digital economy", "ar": "وزارة الاقتصاد الرقمي"},
    "resources": {"en": "Two people", "ar": "شخصان"},
}
PUBLISHED = {"state": "published", "published_at": datetime(2014, 3, 1, tzinfo=UTC)}
CLOSED = {**PUBLISHED, "state": "closed", "closed_at": datetime(2015, 3, 1, tzinfo=UTC)}
STATES = {"draft": {}, "published": PUBLISHED, "closed": CLOSED}


class CommitmentFactory(factory.django.DjangoModelFactory):
    """A draft of Jordan, complete but for its milestone."""

    class Meta:
        model = Commitment

    decision = factory.SubFactory(DecisionFactory)
    country_id = "JOR"
    title = factory.Sequence(lambda number: {"en": f"Commitment {number}", "ar": f"الالتزام {number}"})
    theme = "open_data"
    due_on = date(2015, 1, 31)
    problem = TEXTS["problem"]
    expected_result = TEXTS["expected_result"]
    lead = TEXTS["lead"]
    resources = TEXTS["resources"]


class MilestoneFactory(factory.django.DjangoModelFactory):
    """A step that is not done."""

    class Meta:
        model = Milestone

    commitment = factory.SubFactory(CommitmentFactory)
    title = factory.Sequence(lambda number: {"en": f"Step {number}", "ar": f"المرحلة {number}"})
    due_on = date(2014, 6, 30)


class ProgressReportFactory(factory.django.DjangoModelFactory):
    """What was said of the first half of 2014."""

    class Meta:
        model = ProgressReport

    commitment = factory.SubFactory(CommitmentFactory, **PUBLISHED)
    period_starts = date(2014, 1, 1)
    period_ends = date(2014, 6, 30)
    status = Status.LIMITED


class MethodFactory(factory.django.DjangoModelFactory):
    """The first version of a group's method."""

    class Meta:
        model = AssessmentMethod

    number = 1
    text = {"en": "Compare with the milestones", "ar": "قارن بالمراحل"}


class AssessmentFactory(factory.django.DjangoModelFactory):
    """What a reviewer found for the first half of 2014."""

    class Meta:
        model = Assessment

    period_starts = date(2014, 1, 1)
    period_ends = date(2014, 6, 30)
    status = Status.LIMITED
    words = {"en": "Little was done", "ar": "أُنجز القليل"}


def decided(meeting: Meeting | None = None, **values: object) -> Decision:
    """An adopted decision of a meeting (of one that is open to everyone), under an open item."""
    place = meeting or MeetingFactory(access="public", state="concluded")
    return DecisionFactory(item=ItemFactory(session=SessionFactory(meeting=place)), **values)


def published(decision: Decision | None = None, **values: object) -> Commitment:
    """A published commitment with one milestone."""
    values = {**PUBLISHED, **values}
    commitment = CommitmentFactory(decision=decision or decided(), **values)
    MilestoneFactory(commitment=commitment)
    return commitment


def group_of(thing: Decision | Commitment) -> Group:
    """The group whose meeting decided."""
    decision = thing.decision if isinstance(thing, Commitment) else thing
    return decision.item.session.meeting.series.group
