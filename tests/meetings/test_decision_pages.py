"""The pages of decisions in both languages: one decision, drafting, changing, adopting with reservations."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client

from multaqa.core.access import SYSTEM
from multaqa.meetings import actions
from multaqa.meetings.models import Decision, Item, Meeting, Reservation
from multaqa.members.models import Person, RoleKind
from tests.meetings.factories import (
    DecisionFactory,
    DelegationFactory,
    ItemFactory,
    MeetingFactory,
    SessionFactory,
    delegate,
)
from tests.members.factories import PersonFactory, coordinator, secretariat, with_role

pytestmark = pytest.mark.django_db
TEXT = {"en": "Data are open.", "ar": "البيانات مفتوحة."}
DRAFT = {"number": "", "manner": "", "adopted_at": None}
SENT = {"text_en": TEXT["en"], "text_ar": TEXT["ar"]}
ROWS = 3


@pytest.fixture
def meeting() -> Meeting:
    return MeetingFactory(access="public", state=Meeting.State.OPEN)


@pytest.fixture
def item(meeting: Meeting) -> Item:
    return ItemFactory(session__meeting=meeting, title={"en": "Open data", "ar": "البيانات المفتوحة"})


@pytest.fixture
def chair(meeting: Meeting) -> Person:
    return with_role(RoleKind.CHAIR, meeting.series.group)


@pytest.fixture
def draft(item: Item) -> Decision:
    return DecisionFactory(item=item, text=TEXT, **DRAFT)


def signed_in(person: Person | AnonymousUser) -> Client:
    client = Client()
    if isinstance(person, Person):
        client.force_login(person)
    return client


def address(decision: Decision, what: str = "", language: str = "en") -> str:
    return f"/{language}/meetings/decisions/{decision.key}/{what}"


def new_address(item: Item, language: str = "en") -> str:
    return f"/{language}/meetings/items/{item.key}/decisions/new/"


def adoption(*reservations: tuple[str, str, str], version: int = 1, rows: int = ROWS, **values: str) -> dict:
    """What the form of the adoption sends: rows of the key of a delegation and its text in English and Arabic."""
    sent = {"version": str(version), "manner": "consensus", "form-INITIAL_FORMS": "0"} | values
    sent["form-TOTAL_FORMS"] = str(rows)
    for number in range(rows):
        key, english, arabic = reservations[number] if number < len(reservations) else ("", "", "")
        sent |= {
            f"form-{number}-delegation": key,
            f"form-{number}-text_en": english,
            f"form-{number}-text_ar": arabic,
        }
    return sent


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


# ── the page of a decision ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("language", "other"), [("en", "ar"), ("ar", "en")])
def test_a_decision_stands_in_the_language_of_the_page_and_the_other_folds(
    item: Item, language: str, other: str
) -> None:
    actions.release_agenda(SYSTEM, item.session.meeting)
    decision = DecisionFactory(item=item, text=TEXT, number="4")
    text = text_of(Client().get(address(decision, language=language)))
    opened, folded = f"<p>{TEXT[language]}</p>", f"<p>{TEXT[other]}</p>"
    assert text.index(opened) < text.index('<details class="fold">') < text.index(folded)
    assert item.title[language] in text


def test_a_decision_says_when_and_how_it_was_adopted(item: Item) -> None:
    decision = DecisionFactory(
        item=item,
        number="4",
        manner="vote",
        votes_for=12,
        votes_against=2,
        abstentions=0,
        adopted_at=datetime(2014, 2, 9, 21, 15, tzinfo=UTC),
    )
    text = text_of(Client().get(address(decision)))
    assert "<h1>Decision 4</h1>" in text
    assert "10 February 2014, 01:15 (<bdi>Asia/Dubai</bdi>)<br>By vote" in text
    assert [f'<dd class="num">{count}</dd>' in text for count in (12, 2, 0)] == [True] * 3
    assert f'href="/en/meetings/{item.session.meeting.key}/decisions.pdf"' in text


def test_reservations_stand_under_their_delegation(meeting: Meeting, item: Item) -> None:
    decision = DecisionFactory(item=item)
    Reservation.objects.create(
        decision=decision, delegation=DelegationFactory(meeting=meeting), text={"en": "Not <i>now</i>."}
    )
    text = text_of(Client().get(address(decision)))
    assert text.index("<h3>Jordan</h3>") < text.index("<p>Not &lt;i&gt;now&lt;/i&gt;.</p>")


def steps_offered(person: Person | AnonymousUser, decision: Decision) -> list[bool]:
    context = signed_in(person).get(address(decision)).context
    return [context[name] for name in ("may_edit", "may_adopt", "may_commit")]


def test_what_comes_next_is_offered_to_those_who_run_the_meeting(
    chair: Person, meeting: Meeting, item: Item, draft: Decision
) -> None:
    adopted = DecisionFactory(item=item)
    assert steps_offered(chair, draft) == [True, True, False]
    assert steps_offered(chair, adopted) == [False, False, True]
    for reader in (AnonymousUser(), delegate(meeting, role="head")):
        assert steps_offered(reader, adopted) == [False, False, False]


def test_commitments_are_made_of_an_adopted_decision(chair: Person, item: Item) -> None:
    decision = DecisionFactory(item=item)
    link = f'href="/en/commitments/new/{decision.key}/"'
    pages = [text_of(signed_in(reader).get(address(decision))) for reader in (chair, AnonymousUser())]
    assert [link in page for page in pages] == [True, False]


def test_the_page_takes_the_same_number_of_queries_for_few_and_many_reservations(
    meeting: Meeting, item: Item, django_assert_max_num_queries
) -> None:
    decision, counts = DecisionFactory(item=item), []
    for code in ("JOR", "TUN", "OMN"):
        delegation = DelegationFactory(meeting=meeting, country_id=code)
        Reservation.objects.create(decision=decision, delegation=delegation, text={"en": "Reserved"})
        with django_assert_max_num_queries(1000) as captured:
            assert Client().get(address(decision)).status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


# ── drafting and changing ───────────────────────────────────────────────────────────────────────────────────


def test_a_decision_is_drafted_and_changed(chair: Person, item: Item) -> None:
    client = signed_in(chair)
    drafted = client.post(new_address(item), SENT)
    decision = Decision.objects.get()
    page = text_of(client.get(drafted.url))
    form = text_of(client.get(address(decision, "edit/")))
    changed = client.post(address(decision, "edit/"), {"version": "1", "text_en": "Changed", "text_ar": ""})
    decision.refresh_from_db()
    assert (drafted.status_code, drafted.url, changed.status_code) == (302, address(decision), 302)
    assert "This is a draft. Only those who run the meeting see it." in page
    assert f"{TEXT['en']}</textarea>" in form
    assert (decision.text, decision.version) == ({"en": "Changed"}, 2)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_empty_text_is_refused_at_its_field(chair: Person, item: Item, language: str) -> None:
    response = signed_in(chair).post(new_address(item, language), {"text_en": "  ", "text_ar": ""})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text"])
    assert Decision.objects.count() == 0


def test_the_second_of_two_editors_sees_both_and_may_save_once_more(chair: Person, draft: Decision) -> None:
    actions.edit_decision(chair, draft, 1, text={"en": "What the first wrote"})
    client = signed_in(chair)
    sent = {"text_en": "What the second wrote", "text_ar": ""}
    conflict = client.post(address(draft, "edit/"), sent | {"version": "1"})
    again = client.post(address(draft, "edit/"), sent | {"version": "2"})
    draft.refresh_from_db()
    assert conflict.status_code == 409
    assert "<dd>What the first wrote</dd>" in text_of(conflict)
    assert "What the second wrote</textarea>" in text_of(conflict)
    assert (again.status_code, draft.text) == (302, {"en": "What the second wrote"})


# ── adoption ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_form_of_the_adoption_shows_the_text_and_three_empty_rows(chair: Person, draft: Decision) -> None:
    response = signed_in(chair).get(address(draft, "adopt/"))
    assert (response.status_code, response.context["rows"].total_form_count()) == (200, ROWS)
    assert TEXT["en"] in text_of(response)
    assert 'name="form-2-text_ar"' in text_of(response)


def test_a_decision_is_adopted_by_consensus_with_reservations(
    chair: Person, meeting: Meeting, draft: Decision
) -> None:
    jordan = DelegationFactory(meeting=meeting)
    client = signed_in(chair)
    response = client.post(address(draft, "adopt/"), adoption((jordan.key, "Reserved", "تحفظ")))
    draft.refresh_from_db()
    kept = [(one.delegation, one.text) for one in draft.reservations.all()]
    assert (response.status_code, draft.number, draft.manner) == (302, "1", "consensus")
    assert kept == [(jordan, {"en": "Reserved", "ar": "تحفظ"})]
    assert "The decision was adopted as number 1." in text_of(client.get(response.url))


def test_a_decision_is_adopted_by_a_counted_vote(chair: Person, draft: Decision) -> None:
    counts = {"manner": "vote", "votes_for": "12", "votes_against": "2", "abstentions": "0"}
    response = signed_in(chair).post(address(draft, "adopt/"), adoption(**counts))
    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.manner, draft.votes_for, draft.votes_against, draft.abstentions) == ("vote", 12, 2, 0)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_count_that_is_missing_is_named_at_its_field(chair: Person, draft: Decision, language: str) -> None:
    counts = {"manner": "vote", "votes_for": "12", "votes_against": "-1", "abstentions": ""}
    response = signed_in(chair).post(address(draft, "adopt/", language), adoption(**counts))
    draft.refresh_from_db()
    assert (response.status_code, draft.adopted_at) == (422, None)
    assert list(response.context["form"].errors) == ["votes_against", "abstentions"]


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([("", "Reserved", "")], [{"delegation": ["Choose whose reservation this is."]}, {}, {}]),
        ([("own", "", " ")], [{"text": ["Enter what is reserved."]}, {}, {}]),
        (
            [("own", "One", ""), ("own", "Two", "")],
            [{}, {"delegation": ["This delegation stands in a row above already."]}, {}],
        ),
    ],
    ids=["whose", "what", "twice"],
)
def test_a_row_that_is_wrong_says_so_and_nothing_is_adopted(
    chair: Person, meeting: Meeting, draft: Decision, rows: list, errors: list
) -> None:
    own = DelegationFactory(meeting=meeting)
    filled = [(own.key if key == "own" else key, english, arabic) for key, english, arabic in rows]
    response = signed_in(chair).post(address(draft, "adopt/"), adoption(*filled))
    draft.refresh_from_db()
    assert (response.status_code, draft.adopted_at, Reservation.objects.count()) == (422, None, 0)
    assert [dict(row.errors) for row in response.context["rows"]] == errors


def test_only_delegations_of_the_meeting_reserve(chair: Person, draft: Decision) -> None:
    foreign = DelegationFactory()
    response = signed_in(chair).post(address(draft, "adopt/"), adoption((foreign.key, "Reserved", "")))
    assert (response.status_code, Reservation.objects.count()) == (422, 0)
    assert list(response.context["rows"][0].errors) == ["delegation"]


def test_more_rows_are_given_without_losing_or_adopting_anything(
    chair: Person, meeting: Meeting, draft: Decision
) -> None:
    jordan = DelegationFactory(meeting=meeting)
    response = signed_in(chair).post(
        address(draft, "adopt/"), adoption((jordan.key, "Kept as typed", ""), more="1")
    )
    draft.refresh_from_db()
    assert (response.status_code, draft.adopted_at) == (200, None)
    assert response.context["rows"].total_form_count() == 2 * ROWS
    assert "Kept as typed</textarea>" in text_of(response)
    assert f'<option value="{jordan.key}" selected>' in text_of(response)


def test_the_form_takes_the_same_number_of_queries_for_few_and_many_delegations(
    chair: Person, meeting: Meeting, draft: Decision, django_assert_max_num_queries
) -> None:
    client, counts = signed_in(chair), []
    for code in ("JOR", "TUN", "OMN"):
        DelegationFactory(meeting=meeting, country_id=code)
        with django_assert_max_num_queries(1000) as captured:
            assert client.get(address(draft, "adopt/")).status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


def test_a_text_that_lacks_a_language_is_not_adopted(chair: Person, draft: Decision) -> None:
    Decision.objects.update(text={"en": TEXT["en"]})
    response = signed_in(chair).post(address(draft, "adopt/"), adoption())
    draft.refresh_from_db()
    assert (response.status_code, draft.adopted_at) == (422, None)
    assert "A decision is adopted in every language" in text_of(response)


def test_who_adopts_a_text_that_was_changed_meanwhile_sees_the_new_one(
    chair: Person, draft: Decision
) -> None:
    actions.edit_decision(chair, draft, 1, text=TEXT | {"en": "Another text"})
    client = signed_in(chair)
    conflict = client.post(address(draft, "adopt/"), adoption())
    again = client.post(address(draft, "adopt/"), adoption(version=2))
    assert (conflict.status_code, again.status_code) == (409, 302)
    assert "<dd>Another text</dd>" in text_of(conflict)
    assert 'name="version" value="2"' in text_of(conflict)


def test_a_second_adoption_gets_its_sentence(chair: Person, draft: Decision) -> None:
    client = signed_in(chair)
    first = client.post(address(draft, "adopt/"), adoption())
    client.get(first.url)
    second = client.post(address(draft, "adopt/"), adoption())
    edited = client.post(address(draft, "edit/"), SENT | {"version": "2"})
    draft.refresh_from_db()
    sentence = "This was adopted already and can no longer be changed."
    assert (first.status_code, second.status_code, edited.status_code) == (302, 409, 409)
    assert (sentence in text_of(second), sentence in text_of(edited), draft.version) == (True, True, 2)


@pytest.mark.parametrize("what", ["edit/", "adopt/"])
def test_an_adopted_decision_offers_no_form(chair: Person, item: Item, what: str) -> None:
    decision, client = DecisionFactory(item=item), signed_in(chair)
    response = client.get(address(decision, what))
    assert (response.status_code, response.url) == (302, address(decision))
    assert "This was adopted already and can no longer be changed." in text_of(client.get(response.url))


# ── what leaves no trace ────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_leaves_no_trace(chair: Person, meeting: Meeting, draft: Decision) -> None:
    Decision.objects.update(text={"en": "A secret", "ar": "سر"})
    for reader in (
        AnonymousUser(),
        PersonFactory(),
        delegate(meeting, role="head"),
        coordinator(MeetingFactory(access="public").series.group),
        secretariat(MeetingFactory().series.group),
    ):
        client = signed_in(reader)
        for response in (
            client.get(address(draft)),
            client.get(address(draft, language="ar")),
            client.get(address(draft, "edit/")),
            client.get(address(draft, "adopt/")),
            client.post(address(draft, "edit/"), SENT | {"version": "1"}),
            client.post(address(draft, "adopt/"), adoption()),
            client.get(new_address(draft.item)),
            client.post(new_address(draft.item), SENT),
        ):
            assert response.status_code == 404
            assert [word in text_of(response) for word in ("A secret", "سر")] == [False, False]
    assert Decision.objects.values_list("version", "adopted_at").get() == (1, None)
    assert "A secret" in text_of(signed_in(chair).get(address(draft)))


@pytest.mark.parametrize("where", ["item", "session"])
def test_an_adopted_decision_behind_closed_doors_leaves_no_trace(
    chair: Person, meeting: Meeting, where: str
) -> None:
    closed = {"access": "closed"}
    session = SessionFactory(meeting=meeting, **(closed if where == "session" else {}))
    inside = ItemFactory(session=session, **(closed if where == "item" else {}))
    decision = DecisionFactory(item=inside, text={"en": "A secret", "ar": "سر"})
    for reader in (
        AnonymousUser(),
        delegate(meeting),
        delegate(MeetingFactory(access="public"), country="TUN"),
    ):
        response = signed_in(reader).get(address(decision))
        assert (response.status_code, "A secret" in text_of(response)) == (404, False)
    assert "A secret" in text_of(signed_in(chair).get(address(decision)))
