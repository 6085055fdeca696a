"""Every cell of the two tables of commitments, and that nothing of what is closed leaks anywhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from multaqa.commitments import queries
from multaqa.commitments.access import DOES, SEES, allowed_actions, held_by, may
from multaqa.commitments.dossiers import commitment_page
from multaqa.commitments.exchange import export
from multaqa.commitments.models import (
    Assessment,
    AssessmentMethod,
    Commitment,
    IndicatorLink,
    Milestone,
    ProgressReport,
)
from multaqa.commitments.queries import Filters
from multaqa.commitments.timelines import follow_up, meeting_timeline, open_commitments_of
from multaqa.core.access import SYSTEM, visible_to
from multaqa.core.permissions import matrix, table
from multaqa.meetings.models import Decision, Meeting
from multaqa.members.models import RoleKind
from tests.commitments.factories import (
    STATES,
    AssessmentFactory,
    CommitmentFactory,
    MethodFactory,
    MilestoneFactory,
    ProgressReportFactory,
    decided,
    group_of,
    published,
)
from tests.meetings.factories import (
    DecisionFactory,
    ItemFactory,
    MeetingFactory,
    SessionFactory,
    delegate,
    focal_point,
)
from tests.members.factories import PersonFactory, administrator, coordinator, country, with_role

pytestmark = pytest.mark.django_db


def in_group(kind: RoleKind, country: str | None = None):
    return lambda decision: with_role(kind, group_of(decision), country)


def admitted(decision: Decision):
    """Somebody of a delegation that is admitted to the closed item of the decision, as an observer organisation is."""
    person = delegate(decision.item.session.meeting, "KWT")
    decision.item.admitted.add(decision.item.session.meeting.delegations.get(country="KWT"))
    return person


ACTORS = {
    "A": lambda decision: administrator(),
    "S": in_group(RoleKind.SECRETARIAT),
    "C": in_group(RoleKind.CHAIR),
    "F": lambda decision: focal_point(decision.item.session.meeting, "OMN"),
    "H": lambda decision: delegate(decision.item.session.meeting, "EGY", role="head"),
    "D": lambda decision: delegate(decision.item.session.meeting, "TUN"),
    "N": admitted,
    "O": in_group(RoleKind.COORDINATOR, "JOR"),
    "R": in_group(RoleKind.REVIEWER),
    "M": in_group(RoleKind.OBSERVER),
    "V": lambda decision: AnonymousUser(),
}
"""Somebody who holds one role of the matrix and no other that it does not bring along."""
ALSO = {"A": "M", "S": "M", "C": "M", "O": "M", "R": "M", "H": "D", "N": "D"}


def letters(role: str) -> set[str]:
    return {role, *ALSO.get(role, ""), "V"}


def test_every_role_of_the_matrix_is_played():
    assert set(ACTORS) == set(matrix().roles)


@pytest.mark.parametrize("role", ACTORS)
@pytest.mark.parametrize("state", table(SEES).states)
def test_who_sees_a_commitment(state, role):
    decision = decided()
    row = CommitmentFactory(decision=decision, **STATES[state])
    actor = ACTORS[role](decision)
    expected = bool(letters(role) & table(SEES).allowed("commitment", state))
    assert visible_to(actor, Commitment).filter(pk=row.pk).exists() == expected


@pytest.mark.parametrize("role", ACTORS)
@pytest.mark.parametrize("state", table(DOES).states)
@pytest.mark.parametrize("action", table(DOES).rows)
def test_who_does_what_with_a_commitment(action, state, role):
    decision = decided()
    row = CommitmentFactory(decision=decision, **STATES[state])
    actor = ACTORS[role](decision)
    sees = bool(letters(role) & table(SEES).allowed("commitment", state))
    expected = sees and bool(letters(role) & table(DOES).allowed(action, state))
    assert may(actor, action, row) == expected
    assert (action in allowed_actions(actor, row)) == expected


@pytest.mark.parametrize("kind", [RoleKind.COORDINATOR, RoleKind.DELEGATE])
def test_an_owner_is_one_for_the_country_in_the_group_alone(kind):
    decision = decided()
    row = CommitmentFactory(decision=decision)
    collective = CommitmentFactory(decision=decision, country_id=None)
    own, other, elsewhere = (
        with_role(kind, group_of(decision), "JOR"),
        with_role(kind, group_of(decision), "TUN"),
        with_role(kind, group_of(decided()), "JOR"),
    )
    assert ["O" in held_by(one, row) for one in (own, other, elsewhere)] == [True, False, False]
    assert held_by(own, collective) == frozenset()


def test_the_system_does_everything():
    row = CommitmentFactory(decision=decided())
    assert may(SYSTEM, "commitment.publish", row)


# ── nothing leaks ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def closed():
    """A published commitment of a closed item, with everything below it; beside it an open one, and a draft."""
    meeting = MeetingFactory(access="public", state="concluded", name={"en": "Ninth meeting"})
    session = SessionFactory(meeting=meeting)
    item = ItemFactory(session=session, access="closed")
    secret = published(
        DecisionFactory(item=item, text={"en": "SECRET decision"}),
        country_id="YEM",
        title={"en": "SECRET commitment"},
    )
    method = MethodFactory(group=meeting.series.group)
    reviewer = with_role(RoleKind.REVIEWER, meeting.series.group)
    ProgressReportFactory(commitment=secret, status="limited")
    AssessmentFactory(commitment=secret, method=method, assessed_by=reviewer)
    secret.indicators.create(index="ready", node="skills")
    seen = published(decided(meeting), title={"en": "Open commitment"})
    CommitmentFactory(decision=seen.decision, country_id="IRQ", title={"en": "SECRET draft"})
    return secret


def outsiders(secret: Commitment) -> dict[str, object]:
    meeting = secret.decision.item.session.meeting
    return {
        "a visitor": AnonymousUser(),
        "a delegate of another group": delegate(MeetingFactory(), "YEM"),
        "a coordinator of the country in another group": coordinator(group_of(decided()), "YEM"),
        "a delegate who is not admitted": delegate(meeting, "TUN"),
        "the country's coordinator, not admitted": coordinator(group_of(secret), "YEM"),
        "somebody without a role": PersonFactory(),
    }


PARTS = (Milestone, IndicatorLink, ProgressReport, Assessment)


def test_what_is_closed_is_nowhere_for_whoever_is_not_admitted(closed):
    meeting = closed.decision.item.session.meeting
    following = MeetingFactory(
        series=meeting.series, access="public", starts_on="2015-02-09", ends_on="2015-02-09"
    )
    following.refresh_from_db()
    for who, actor in outsiders(closed).items():
        found = queries.commitment_list(actor)
        assert [line.title for line in found.lines] == [{"en": "Open commitment"}], who
        assert (found.count, found.counts["limited"]) == (1, 0), who
        assert [code for code, _name in queries.choices(actor).countries] == ["JOR"], who
        assert queries.commitment_list(actor, Filters(decision=closed.decision.key)).count == 0, who
        with pytest.raises(Commitment.DoesNotExist):
            commitment_page(actor, closed.key)
        for text in (
            str(meeting_timeline(actor, meeting.key)),
            str(follow_up(actor, following)),
            str(open_commitments_of(actor, meeting=following)),
            str(open_commitments_of(actor, country=country("YEM"))),
            str(export(actor, Filters())),
        ):
            assert "SECRET" not in text, who
            assert closed.key not in text, who
        for part in PARTS:
            assert not visible_to(actor, part).filter(commitment=closed).exists(), who
        assert not allowed_actions(actor, closed), who


def test_what_is_closed_is_there_for_whoever_is_admitted(closed):
    meeting = closed.decision.item.session.meeting
    person = delegate(meeting, "KWT")
    closed.decision.item.admitted.add(meeting.delegations.get(country="KWT"))
    assert queries.commitment_list(person).count == 2
    assert "SECRET commitment" in str(meeting_timeline(person, meeting.key))
    assert "SECRET commitment" in str(export(person, Filters()))
    for part in PARTS:
        assert visible_to(person, part).filter(commitment=closed).exists()


def test_a_method_is_seen_by_those_who_find_the_group():
    decision = decided()
    group = group_of(decision)
    MethodFactory(group=group)
    assert visible_to(AnonymousUser(), AssessmentMethod).count() == 1
    type(group).objects.filter(pk=group.pk).update(access="members")
    assert visible_to(AnonymousUser(), AssessmentMethod).count() == 0
    assert visible_to(coordinator(group), AssessmentMethod).count() == 1


def test_a_draft_of_another_country_is_no_owner_s_business():
    decision = decided()
    draft = CommitmentFactory(decision=decision, country_id="TUN")
    MilestoneFactory(commitment=draft)
    person = coordinator(group_of(decision), "JOR")
    assert queries.commitment_list(person).count == 0
    assert not visible_to(person, Milestone).exists()


def test_a_meeting_in_draft_shows_its_commitments_to_those_who_run_it():
    meeting = MeetingFactory(access="public", state=Meeting.State.DRAFT)
    row = CommitmentFactory(
        decision=decided(meeting), state="published", published_at=datetime(2014, 3, 1, tzinfo=UTC)
    )
    secretariat = with_role(RoleKind.SECRETARIAT, group_of(row))
    assert queries.commitment_list(AnonymousUser()).count == 0
    assert queries.commitment_list(secretariat).count == 1
