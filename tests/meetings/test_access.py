"""Who sees what of a meeting, and who may do what: every cell of the matrix, each with what could leak made first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from multaqa.core.access import visible_to
from multaqa.core.permissions import matrix, table
from multaqa.meetings.access import DOCUMENTS, DOES, RECORDS, SEES, may, roles_in
from multaqa.meetings.models import (
    Decision,
    Delegation,
    Document,
    DocumentVersion,
    Item,
    Meeting,
    Minutes,
    Participant,
    Session,
)
from multaqa.members.models import RoleKind
from tests.meetings.factories import (
    AudienceFactory,
    DecisionFactory,
    DocumentFactory,
    ItemFactory,
    MeetingFactory,
    SessionFactory,
    delegate,
    focal_point,
)
from tests.members.factories import PersonFactory, administrator, with_role

pytestmark = pytest.mark.django_db

STATES = Meeting.State.values
PARTS = ("delegates", "named", "closed")


def in_group(kind: RoleKind, country: str | None = None) -> Callable[[Meeting], object]:
    return lambda meeting: with_role(kind, meeting.series.group, country)


ACTORS: dict[str, Callable[[Meeting], object]] = {
    "A": lambda meeting: administrator(),
    "S": in_group(RoleKind.SECRETARIAT),
    "C": in_group(RoleKind.CHAIR),
    "F": focal_point,
    "H": lambda meeting: delegate(meeting, role="head"),
    "D": lambda meeting: delegate(meeting, country="TUN"),
    "O": in_group(RoleKind.COORDINATOR, "MAR"),
    "R": in_group(RoleKind.REVIEWER),
    "M": in_group(RoleKind.OBSERVER),
    "V": lambda meeting: AnonymousUser(),
}
"""Somebody who holds one role of the matrix and no other that it does not bring along."""

ALSO = {"A": "M", "S": "M", "C": "M", "O": "M", "R": "M", "H": "D"}
"""Roles that a role brings along: whoever serves a group holds a role in it, a head is a delegate."""


def letters(role: str) -> set[str]:
    return {role, *ALSO.get(role, ""), "V"}


def cast(meeting: Meeting) -> dict[str, object]:
    """One actor for each role of the matrix."""
    return {role: make(meeting) for role, make in ACTORS.items()}


def named(meeting: Meeting, heading: str, row: str, state: str) -> dict[str, bool]:
    """What the matrix says for each actor, of a meeting that it lets everybody see once it is no draft."""
    through = table(SEES).allowed("public", meeting.state)
    cell = table(heading).allowed(row, state)
    return {role: bool(letters(role) & cell) and bool(letters(role) & through) for role in ACTORS}


@pytest.mark.parametrize("state", STATES)
def test_every_cell_of_what_is_done_holds(state: str) -> None:
    meeting = MeetingFactory(access="public", state=state)
    actors = cast(meeting)
    for action in table(DOES).rows:
        done = {role: may(actor, action, meeting) for role, actor in actors.items()}
        assert (action, done) == (action, named(meeting, DOES, action, state))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("level", ["public", "group", "delegates"])
def test_every_cell_of_who_sees_a_meeting_holds(level: str, state: str) -> None:
    meeting = MeetingFactory(access=level, state=state)
    actors = cast(meeting)
    expected = {role: bool(letters(role) & table(SEES).allowed(level, state)) for role in actors}
    seen = {role: visible_to(one, Meeting).filter(pk=meeting.pk).exists() for role, one in actors.items()}
    assert seen == expected
    assert {role: bool(roles_in(actor, meeting)) for role, actor in actors.items()} == expected


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("level", PARTS)
def test_every_cell_of_who_sees_a_narrowed_part_holds(level: str, state: str) -> None:
    meeting = MeetingFactory(access="public", state=state)
    session = SessionFactory(meeting=meeting, access=level)
    item = ItemFactory(session=SessionFactory(meeting=meeting), access=level)
    below = ItemFactory(session=session)
    document = DocumentFactory(meeting=meeting, item=item)
    expected = named(meeting, SEES, level, state)
    through = bool({"N", "D"} & table(SEES).allowed("public", state))
    expected["N"] = through and bool({"N", "D"} & table(SEES).allowed(level, state))
    for role, actor in (cast(meeting) | {"N": admitted_to(meeting, session, item)}).items():
        seen = {
            "session": visible_to(actor, Session).filter(pk=session.pk).exists(),
            "item": visible_to(actor, Item).filter(pk=item.pk).exists(),
            "item below the session": visible_to(actor, Item).filter(pk=below.pk).exists(),
            "document of the item": visible_to(actor, Document).filter(pk=document.pk).exists(),
        }
        assert (role, seen) == (role, dict.fromkeys(seen, expected[role]))


@pytest.mark.parametrize("hour", ["embargoed", "issued", "derestricted"])
@pytest.mark.parametrize("distribution", Document.Distribution.values)
def test_every_cell_of_who_sees_a_document_holds(distribution: str, hour: str) -> None:
    day, now = timedelta(days=1), timezone.now()
    times = {"embargoed": {"embargo_until": now + day}, "derestricted": {"derestricted_at": now - day}}
    document = DocumentFactory(
        meeting=MeetingFactory(access="public"), distribution=distribution, **times.get(hour, {})
    )
    actors = cast(document.meeting)
    expected = named(document.meeting, DOCUMENTS, distribution, hour)
    assert {role: visible_to(one, Document).exists() for role, one in actors.items()} == expected
    assert {role: visible_to(one, DocumentVersion).exists() for role, one in actors.items()} == expected


@pytest.mark.parametrize("state", ["draft", "adopted"])
def test_every_cell_of_who_sees_a_decision_holds(state: str) -> None:
    meeting = MeetingFactory(access="public", state="open")
    draft = {"number": "", "manner": "", "adopted_at": None} if state == "draft" else {}
    DecisionFactory(item=ItemFactory(session__meeting=meeting), **draft)
    seen = {role: visible_to(actor, Decision).exists() for role, actor in cast(meeting).items()}
    assert seen == named(meeting, RECORDS, "decision", state)


@pytest.mark.parametrize("phase", Minutes.Phase.values)
def test_every_cell_of_who_sees_minutes_holds(phase: str) -> None:
    meeting = MeetingFactory(access="public", state="concluded")
    adopted = timezone.now() if phase == "adopted" else None
    session = SessionFactory(meeting=meeting)
    Minutes.objects.create(session=session, phase=phase, text={"en": "Said"}, adopted_at=adopted)
    seen = {role: visible_to(actor, Minutes).exists() for role, actor in cast(meeting).items()}
    assert seen == named(meeting, RECORDS, "minutes", phase)


@pytest.mark.parametrize("state", STATES)
def test_delegations_and_people_are_seen_by_those_whom_the_matrix_names(state: str) -> None:
    meeting = MeetingFactory(access="public", state=state)
    other = delegate(meeting, country="QAT")
    actors = cast(meeting)
    expected = named(meeting, DOES, "delegation.see", state)
    countries = {role: visible_to(one, Delegation).filter(country="QAT") for role, one in actors.items()}
    people = {role: visible_to(one, Participant).filter(email=other.email) for role, one in actors.items()}
    assert {role: rows.exists() for role, rows in countries.items()} == expected
    assert {role: rows.exists() for role, rows in people.items()} == expected


def test_every_role_of_the_matrix_is_walked() -> None:
    assert set(matrix().roles) == {*ACTORS, "N"}


def test_what_is_not_released_is_seen_by_those_who_run_the_meeting_only() -> None:
    meeting = MeetingFactory(access="public")
    session = SessionFactory(meeting=meeting)
    ItemFactory(session=session, is_released=False)
    SessionFactory(meeting=meeting, is_released=False)
    seen = {
        role: (visible_to(actor, Session).count(), visible_to(actor, Item).count())
        for role, actor in cast(meeting).items()
    }
    assert session.is_released
    assert seen == {role: (2, 1) if role in "ASC" else (1, 0) for role in ACTORS}


@pytest.mark.parametrize("kind", [RoleKind.SECRETARIAT, RoleKind.CHAIR, RoleKind.COORDINATOR])
def test_roles_in_another_group_open_nothing(kind: RoleKind) -> None:
    meeting = MeetingFactory(access="group")
    DocumentFactory(meeting=meeting)
    ItemFactory(session__meeting=meeting)
    stranger = with_role(kind, MeetingFactory().series.group, "JOR")
    found = [visible_to(stranger, model).count() for model in (Document, Item, Session)]
    assert (found, visible_to(stranger, Meeting).filter(pk=meeting.pk).exists()) == ([0, 0, 0], False)


def test_a_child_never_widens_what_its_parent_closes() -> None:
    meeting = MeetingFactory(access="public")
    closed = SessionFactory(meeting=meeting, access="closed")
    item = ItemFactory(session=closed, access="open")
    document = DocumentFactory(meeting=meeting, session=closed, item=item, distribution="general")
    outsider = delegate(meeting)
    found = {model: list(visible_to(outsider, model)) for model in (Session, Item, Document)}
    assert document.distribution == "general"
    assert found == {Session: [], Item: [], Document: []}


def test_an_address_that_was_not_verified_makes_nobody_a_delegate() -> None:
    meeting = MeetingFactory(access="delegates")
    delegate(meeting, email="known@example.org")
    claimant = PersonFactory()
    claimant.emailaddress_set.create(email="known@example.org", verified=False)
    Participant.objects.filter(email="known@example.org").update(email="known2@example.org")
    claimant.emailaddress_set.create(email="known2@example.org", verified=False)
    assert not visible_to(claimant, Meeting).filter(pk=meeting.pk).exists()


def test_who_was_taken_off_the_list_sees_no_more_than_others() -> None:
    meeting = MeetingFactory(access="delegates")
    person = delegate(meeting)
    before = visible_to(person, Meeting).filter(pk=meeting.pk).exists()
    Participant.objects.update(is_withdrawn=True)
    assert (before, visible_to(person, Meeting).filter(pk=meeting.pk).exists()) == (True, False)


def admitted_to(meeting: Meeting, *parts: Session | Item) -> object:
    """A delegate who is in an audience of the parts, and whose delegation is admitted to them."""
    person = delegate(meeting, country="OMN")
    participant = Participant.objects.get(email=person.email)
    audience = AudienceFactory(meeting=meeting)
    audience.participants.add(participant)
    for part in parts:
        part.audiences.add(audience)
        part.admitted.add(participant.delegation)
    return person
