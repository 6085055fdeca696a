"""Decisions are drafted among those who run the meeting and adopted once, by consensus or by a counted vote."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from multaqa.core.access import reading, visible_to
from multaqa.core.errors import Conflict, Denied
from multaqa.core.models import AuditEntry
from multaqa.meetings import actions
from multaqa.meetings.errors import AdoptedAlready, NeedsEveryLanguage, WrongMeeting
from multaqa.meetings.models import Decision, Item, Meeting, Reservation
from multaqa.meetings.queries.decisions import decisions_of, reservations_of, texts_in
from multaqa.members.models import Person, RoleKind
from tests.meetings.factories import (
    DecisionFactory,
    DelegationFactory,
    ItemFactory,
    MeetingFactory,
    SessionFactory,
    delegate,
)
from tests.members.factories import secretariat, with_role

pytestmark = pytest.mark.django_db
TEXT = {"en": "Data are open.", "ar": "البيانات مفتوحة."}
DRAFT = {"number": "", "manner": "", "adopted_at": None}


@pytest.fixture
def meeting() -> Meeting:
    return MeetingFactory(access="public", state=Meeting.State.OPEN)


@pytest.fixture
def item(meeting: Meeting) -> Item:
    return ItemFactory(session__meeting=meeting)


@pytest.fixture
def chair(meeting: Meeting) -> Person:
    return with_role(RoleKind.CHAIR, meeting.series.group)


@pytest.fixture
def draft(item: Item) -> Decision:
    return DecisionFactory(item=item, text=TEXT, **DRAFT)


def stored() -> tuple[int, int, int, list[tuple[str, int]]]:
    """How much there is, and the number and version of every decision."""
    counts = (model.objects.count() for model in (Decision, Reservation, AuditEntry))
    return (*counts, sorted(Decision.objects.values_list("number", "version")))


# ── drafts ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_has_no_number_and_is_no_decision_yet(chair: Person, item: Item) -> None:
    decision = actions.draft_decision(chair, item, text=TEXT)
    entry = AuditEntry.objects.latest("pk")
    assert (decision.number, decision.adopted_at, decision.text) == ("", None, TEXT)
    assert (entry.verb, entry.actor) == ("meetings.draft_decision", chair)


def test_a_draft_without_a_text_is_refused(chair: Person, item: Item) -> None:
    before = stored()
    with pytest.raises(ValidationError) as refused:
        actions.draft_decision(chair, item, text={})
    assert (list(refused.value.message_dict), stored()) == (["text"], before)


def test_the_second_of_two_editors_learns_of_the_first(chair: Person, draft: Decision) -> None:
    actions.edit_decision(chair, draft, 1, text=TEXT | {"en": "First"})
    before = stored()
    with pytest.raises(Conflict) as conflict:
        actions.edit_decision(chair, draft, 1, text=TEXT | {"en": "Second"})
    assert (conflict.value.stored.text["en"], stored()) == ("First", before)


def test_only_those_who_run_the_meeting_draft_change_and_adopt(meeting: Meeting, draft: Decision) -> None:
    strangers = (AnonymousUser(), delegate(meeting, role="head"), secretariat(MeetingFactory().series.group))
    before = stored()
    for actor in strangers:
        for attempted in (
            lambda actor: actions.draft_decision(actor, draft.item, text=TEXT),
            lambda actor: actions.edit_decision(actor, draft, 1, text=TEXT),
            lambda actor: actions.adopt_decision(actor, draft, 1, manner=Decision.Manner.CONSENSUS),
        ):
            with pytest.raises(Denied):
                attempted(actor)
    assert stored() == before


def test_nothing_is_decided_before_the_meeting_is_open(chair: Person, meeting: Meeting, item: Item) -> None:
    Meeting.objects.update(state=Meeting.State.ANNOUNCED)
    with pytest.raises(Denied):
        actions.draft_decision(chair, item, text=TEXT)


# ── adoption ────────────────────────────────────────────────────────────────────────────────────────────────


def test_decisions_are_numbered_as_they_are_adopted(chair: Person, item: Item) -> None:
    second, first = (DecisionFactory(item=item, text=TEXT, **DRAFT) for _ in range(2))
    numbers = [actions.adopt_decision(chair, one, 1, manner="consensus").number for one in (first, second)]
    assert numbers == ["1", "2"]


def test_what_not_everybody_sees_leaves_no_gap_in_the_numbers(
    chair: Person, meeting: Meeting, item: Item
) -> None:
    closed = ItemFactory(session=SessionFactory(meeting=meeting, access="closed"))
    drafts = [DecisionFactory(item=where, text=TEXT, **DRAFT) for where in (item, closed, item)]
    numbers = [actions.adopt_decision(chair, one, 1, manner="consensus").number for one in drafts]
    assert (numbers[0], numbers[2], numbers[1].startswith("C-")) == ("1", "2", True)


def test_a_vote_keeps_its_counts_and_a_consensus_has_none(chair: Person, item: Item) -> None:
    counts = {"votes_for": 12, "votes_against": 2, "abstentions": 0}
    kept = {}
    for manner in Decision.Manner.values:
        decision = DecisionFactory(item=item, text=TEXT, **DRAFT)
        adopted = actions.adopt_decision(chair, decision, 1, manner=manner, **counts)
        kept[manner] = (adopted.votes_for, adopted.votes_against, adopted.abstentions)
    assert kept == {"consensus": (None, None, None), "vote": (12, 2, 0)}


def test_a_vote_without_its_counts_is_refused(chair: Person, draft: Decision) -> None:
    before = stored()
    with pytest.raises(ValidationError, match="three counts"):
        actions.adopt_decision(chair, draft, 1, manner="vote", votes_for=12)
    assert stored() == before


@pytest.mark.parametrize("missing", ["en", "ar"])
def test_a_decision_is_adopted_in_every_language(chair: Person, draft: Decision, missing: str) -> None:
    Decision.objects.update(text=TEXT | {missing: "  "})
    before = stored()
    with pytest.raises(NeedsEveryLanguage) as refused:
        actions.adopt_decision(chair, draft, 1, manner="consensus")
    assert (refused.value.code, stored()) == ("language-missing", before)


def test_reservations_are_kept_with_the_decision(chair: Person, meeting: Meeting, draft: Decision) -> None:
    jordan = DelegationFactory(meeting=meeting)
    actions.adopt_decision(chair, draft, 1, manner="consensus", reservations={jordan: {"ar": "تحفظ"}})
    found = reservations_of(AnonymousUser(), draft)
    assert [(one.delegation, one.text) for one in found] == [(jordan, {"ar": "تحفظ"})]


@pytest.mark.parametrize("reason", ["another meeting", "no text"])
def test_where_a_reservation_is_refused_nothing_is_adopted(
    chair: Person, meeting: Meeting, draft: Decision, reason: str
) -> None:
    good, bad = DelegationFactory(meeting=meeting), DelegationFactory(meeting=meeting, country_id="TUN")
    reservations = {good: {"en": "Reserved"}, bad: {"en": "Reserved"}}
    if reason == "another meeting":
        reservations[DelegationFactory()] = {"en": "Strange"}
    else:
        reservations[bad] = {}
    before = stored()
    with pytest.raises((WrongMeeting, ValidationError)):
        actions.adopt_decision(chair, draft, 1, manner="consensus", reservations=reservations)
    assert stored() == before


def test_a_decision_is_adopted_once_and_no_longer_changes(chair: Person, draft: Decision) -> None:
    actions.adopt_decision(chair, draft, 1, manner="consensus")
    before = stored()
    for again in (
        lambda: actions.adopt_decision(chair, draft, 2, manner="vote"),
        lambda: actions.edit_decision(chair, draft, 2, text={"en": "Changed"}),
    ):
        with pytest.raises(AdoptedAlready) as refused:
            again()
        assert (refused.value.code, refused.value.status) == ("adopted-already", 409)
    assert stored() == before


def test_a_text_that_was_changed_meanwhile_is_not_adopted(chair: Person, draft: Decision) -> None:
    actions.edit_decision(chair, draft, 1, text=TEXT | {"en": "Changed"})
    before = stored()
    with pytest.raises(Conflict):
        actions.adopt_decision(chair, draft, 1, manner="consensus")
    assert stored() == before


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_holds_what_the_reader_sees_in_the_order_of_the_agenda(
    chair: Person, meeting: Meeting, item: Item, draft: Decision
) -> None:
    later = ItemFactory(session=item.session, position=item.position + 1)
    second, first = DecisionFactory(item=later, number="1"), DecisionFactory(item=item, number="2")
    closed = DecisionFactory(
        item=ItemFactory(session=item.session, access="closed", position=item.position + 2)
    )
    DecisionFactory(item__session__meeting=MeetingFactory(access="public"))
    lists = {
        name: [(line.key, line.item, line.number, line.manner) for line in decisions_of(actor, meeting)]
        for name, actor in {"visitor": AnonymousUser(), "chair": chair}.items()
    }
    adopted = [
        (first.key, item.key, "2", "By consensus"),
        (second.key, later.key, "1", "By consensus"),
    ]
    assert lists == {
        "visitor": adopted,
        "chair": [
            (draft.key, item.key, "", ""),
            *adopted,
            (closed.key, closed.item.key, closed.number, "By consensus"),
        ],
    }


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_takes_one_query_for_any_number_of_decisions(
    chair: Person, meeting: Meeting, number: int, django_assert_max_num_queries
) -> None:
    for _ in range(number):
        DecisionFactory(item__session__meeting=meeting)
    with reading():
        visible_to(chair, Decision)  # what is known of the reader is asked once a page
        with django_assert_max_num_queries(1):
            lines = decisions_of(chair, meeting)
    assert len(lines) == number


def test_texts_stand_in_paragraphs_the_language_of_the_page_first() -> None:
    text = {"ar": "أولا\n\nثانيا", "fr": "Un", "en": "One\r\nTwo"}
    found = [(one.language, one.paragraphs) for one in texts_in(text)]
    assert found == [("en", ("One", "Two")), ("ar", ("أولا", "ثانيا")), ("fr", ("Un",))]
