"""What the chair's page shows at what hour, the floor, and who was there."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from multaqa.meetings.models import (
    Decision,
    Delegation,
    DocumentFile,
    Item,
    Meeting,
    Minutes,
    Presence,
    Session,
    SpeechRequest,
)
from multaqa.meetings.queries.chair import askers_of, chair_page, speakers_of
from multaqa.members.models import Person, RoleKind
from tests.meetings.factories import (
    DecisionFactory,
    DelegationFactory,
    DocumentFactory,
    ItemFactory,
    MeetingFactory,
    ParticipantFactory,
    SessionFactory,
    delegate,
    focal_point,
)
from tests.members.factories import secretariat, with_role

pytestmark = pytest.mark.django_db
State = Meeting.State
DRAFT = {"number": "", "manner": "", "adopted_at": None}
MORNING = datetime(2014, 2, 9, 5, 0, tzinfo=UTC)  # 09:00 in Dubai


@pytest.fixture
def meeting() -> Meeting:
    return MeetingFactory(access="public", state=State.OPEN)


@pytest.fixture
def chair(meeting: Meeting) -> Person:
    return with_role(RoleKind.CHAIR, meeting.series.group)


@pytest.fixture
def session(meeting: Meeting) -> Session:
    return SessionFactory(meeting=meeting, title={"en": "Opening", "ar": "الافتتاح"})


@pytest.fixture
def item(session: Session) -> Item:
    return ItemFactory(session=session, title={"en": "Open data", "ar": "البيانات المفتوحة"}, minutes=60)


def signed_in(person: Person | AnonymousUser) -> Client:
    client = Client()
    if isinstance(person, Person):
        client.force_login(person)
    return client


def address(meeting: Meeting, language: str = "en") -> str:
    return f"/{language}/meetings/{meeting.key}/chair/"


def presence_address(session: Session, language: str = "en") -> str:
    return f"/{language}/meetings/sessions/{session.key}/presence/"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def asked(item: Item, code: str, state: str = "waiting", minute: int = 0) -> SpeechRequest:
    """A request for the floor of a country, made some minutes after the session began."""
    meeting = item.session.meeting
    delegation = Delegation.objects.filter(meeting=meeting, country=code).first()
    request = SpeechRequest.objects.create(
        item=item, delegation=delegation or DelegationFactory(meeting=meeting, country_id=code), state=state
    )
    SpeechRequest.objects.filter(pk=request.pk).update(asked_at=MORNING + timedelta(minutes=minute))
    return request


def parts_of(actor: object, meeting: Meeting) -> dict[str, list[tuple[str, str, str]]]:
    """Kind of each part, in order → what waits there."""
    page = chair_page(actor, Meeting.objects.get(pk=meeting.pk))
    return {part.kind: [(one.title, one.note, one.address) for one in part.tasks] for part in page.parts}


# ── the hour ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-1, (None, None, None, "Opening")),
        (0, ("Opening", "First", "Second", "Afternoon")),
        (59, ("Opening", "First", "Second", "Afternoon")),
        (60, ("Opening", "Second", None, "Afternoon")),
        (179, ("Opening", "Second", None, "Afternoon")),
        (180, (None, None, None, "Afternoon")),
        (300, ("Afternoon", None, None, None)),
        (600, (None, None, None, None)),
    ],
)
def test_session_and_item_follow_the_clock(
    chair: Person, meeting: Meeting, session: Session, minutes: int, expected: tuple[str | None, ...]
) -> None:
    ItemFactory(session=session, title={"en": "First"}, minutes=60)
    ItemFactory(session=session, title={"en": "Second"})
    SessionFactory(
        meeting=meeting,
        title={"en": "Afternoon"},
        starts_at=MORNING + timedelta(hours=5),
        ends_at=MORNING + timedelta(hours=7),
    )
    hour = chair_page(chair, meeting, MORNING + timedelta(minutes=minutes)).hour
    found = (hour.session, hour.item, hour.next_item, hour.next_session)
    assert tuple(part and part.title["en"] for part in found) == expected


def test_the_page_tells_the_time_of_the_meeting(
    chair: Person, meeting: Meeting, session: Session, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair.roles.update(since=meeting.starts_on)
    monkeypatch.setattr(timezone, "now", lambda: MORNING + timedelta(minutes=5))
    text = text_of(signed_in(chair).get(address(meeting)))
    assert "Now: 9 February 2014, 09:05 (<bdi>Asia/Dubai</bdi>)" in text
    assert "09:00–12:00" in text
    assert f'href="{presence_address(session)}"' in text


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("state", State.values)
def test_the_page_opens_in_every_state_for_those_who_run_the_meeting(
    meeting: Meeting, chair: Person, item: Item, state: str, language: str
) -> None:
    Meeting.objects.update(state=state)
    for reader in (chair, secretariat(meeting.series.group)):
        assert signed_in(reader).get(address(meeting, language)).status_code == 200


def test_nobody_else_finds_the_page(meeting: Meeting) -> None:
    others = [AnonymousUser(), delegate(meeting, role="head"), focal_point(meeting, "TUN")]
    others.append(with_role(RoleKind.CHAIR, MeetingFactory().series.group))
    assert [signed_in(one).get(address(meeting)).status_code for one in others] == [404] * 4


def test_the_page_keeps_itself_up_to_date_without_any_inline_script(
    chair: Person, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = []
    for there in (True, False):
        monkeypatch.setattr("multaqa.site.context.has_asset", lambda path, there=there: there)
        answers.append(text_of(signed_in(chair).get(address(meeting))))
    polled = f'hx-get="{address(meeting)}" hx-trigger="every 20s" hx-select="#chair-now"'
    assert [polled in answer for answer in answers] == [True, False]
    assert [re.findall(r"<script(?![^>]+(?:src=|ld\+json))", answer) for answer in answers] == [[], []]


# ── what waits ──────────────────────────────────────────────────────────────────────────────────────────────


def test_before_the_meeting_invitations_come_first(chair: Person, meeting: Meeting) -> None:
    Meeting.objects.update(state=State.ANNOUNCED)
    silent = DelegationFactory(meeting=meeting, country_id="JOR")
    perhaps = DelegationFactory(meeting=meeting, country_id="TUN", answer="tentative")
    coming = DelegationFactory(meeting=meeting, country_id="OMN", answer="accepted", credentials="received")
    DelegationFactory(meeting=meeting, country_id="EGY", answer="accepted", credentials="accepted")
    DelegationFactory(meeting=meeting, country_id="DZA", answer="declined")
    found = parts_of(chair, meeting)
    page = "/en/meetings/delegations/"
    assert list(found) == ["invitations", "credentials", "documents", "minutes"]
    assert found["invitations"] == [
        ("Jordan", "No answer yet", f"{page}{silent.key}/"),
        ("Tunisia", "Perhaps", f"{page}{perhaps.key}/"),
    ]
    assert found["credentials"] == [("Oman", "Received", f"{page}{coming.key}/")]


def test_documents_wait_for_their_time_and_their_languages(chair: Person, meeting: Meeting) -> None:
    ready = DocumentFactory(meeting=meeting, symbol="WGOIG/2014/1")
    half = DocumentFactory(meeting=meeting, symbol="WGOIG/2014/2", title={"en": "Half"})
    later = timezone.now() + timedelta(days=1)
    kept = DocumentFactory(meeting=meeting, symbol="WGOIG/2014/3", title={"en": "Kept"}, embargo_until=later)
    for document, languages in ((ready, ("en", "ar")), (half, ("en",)), (kept, ("en", "ar"))):
        for language in languages:
            give_file(document.versions.get(), language)
    page = "/en/meetings/documents/"
    assert parts_of(chair, meeting)["documents"] == [
        ("WGOIG/2014/2 · Half", "No file in this language: Arabic.", f"{page}{half.key}/"),
        ("WGOIG/2014/3 · Kept", "Still kept back.", f"{page}{kept.key}/"),
    ]


def give_file(version: object, language: str) -> None:
    DocumentFile.objects.create(
        version=version, language=language, suffix="pdf", name="x.pdf", size=1, sha256="0" * 64, stored="x"
    )


def test_drafts_of_decisions_wait_to_be_adopted(chair: Person, meeting: Meeting, item: Item) -> None:
    draft = DecisionFactory(item=item, text={"en": "Open the data."}, **DRAFT)
    DecisionFactory(item=item)
    waiting = parts_of(chair, meeting)
    assert next(iter(waiting)) == "decisions"
    assert waiting["decisions"] == [
        ("Open the data.", "Open data", f"/en/meetings/decisions/{draft.key}/adopt/")
    ]
    for _title, _note, link in waiting["decisions"]:
        assert signed_in(chair).get(link).status_code == 200
    Decision.objects.filter(pk=draft.pk).update(number="2", manner="consensus", adopted_at=timezone.now())
    assert parts_of(chair, meeting)["decisions"] == []


def test_after_the_meeting_minutes_are_waited_for(chair: Person, meeting: Meeting, session: Session) -> None:
    second, third = (
        SessionFactory(
            meeting=meeting,
            title={"en": f"Session {number}"},
            starts_at=MORNING + timedelta(hours=number),
            ends_at=MORNING + timedelta(hours=number + 1),
        )
        for number in (4, 6)
    )
    Minutes.objects.create(session=second, phase="comments")
    Minutes.objects.create(session=third, phase="adopted", adopted_at=timezone.now())
    link = "/en/meetings/sessions/"
    open_ = ("Session 4", "Open to comments", f"{link}{second.key}/minutes/")
    assert parts_of(chair, meeting)["minutes"] == [open_]
    Meeting.objects.update(state=State.CONCLUDED)
    assert parts_of(chair, meeting)["minutes"] == [
        ("Opening", "No minutes are written yet.", f"{link}{session.key}/minutes/"),
        open_,
    ]


def test_what_waits_comes_before_what_is_done(chair: Person, meeting: Meeting) -> None:
    calm = ["decisions", "documents", "credentials", "invitations", "minutes"]
    assert list(parts_of(chair, meeting)) == calm
    DelegationFactory(meeting=meeting)
    assert list(parts_of(chair, meeting)) == ["invitations", *(one for one in calm if one != "invitations")]


def test_an_empty_part_says_so_in_a_sentence(chair: Person, meeting: Meeting) -> None:
    text = text_of(signed_in(chair).get(address(meeting)))
    for sentence in (
        "No session is on at this hour.",
        "No further session is planned.",
        "Nobody is asking for the floor.",
        "Every draft of a decision has been dealt with.",
        "Every document is out, in every language.",
        "The credentials of every delegation that is coming are accepted.",
        "Every delegation has said whether it is coming.",
        "No minutes are waiting.",
    ):
        assert f">{sentence}</p>" in text


def test_the_page_takes_the_same_number_of_queries_for_few_and_many(
    chair: Person, meeting: Meeting, item: Item, django_assert_max_num_queries
) -> None:
    client, counts = signed_in(chair), []
    for code in ("JOR", "TUN", "OMN"):
        asked(item, code)
        more = ItemFactory(session=SessionFactory(meeting=meeting))
        DocumentFactory(meeting=meeting, item=more)
        DecisionFactory(item=more, **DRAFT)
        Minutes.objects.create(session=more.session)
        DelegationFactory(meeting=meeting, country_id={"JOR": "EGY", "TUN": "DZA", "OMN": "BHR"}[code])
        with django_assert_max_num_queries(100) as captured:
            assert client.get(address(meeting)).status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


# ── the floor ───────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_has_the_floor_comes_first_then_the_one_who_waits_longest(
    chair: Person, meeting: Meeting, item: Item
) -> None:
    for code, state, minute in (
        ("JOR", "waiting", 9),
        ("TUN", "waiting", 3),
        ("OMN", "called", 6),
        ("EGY", "done", 1),
        ("DZA", "withdrawn", 2),
    ):
        asked(item, code, state, minute)
    (speakers,) = speakers_of(chair, meeting).values()
    assert [(one.delegation, one.has_floor, one.asked_at.minute) for one in speakers] == [
        ("Oman", True, 6),
        ("Tunisia", False, 3),
        ("Jordan", False, 9),
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_chair_gives_the_floor_with_one_button(
    chair: Person, meeting: Meeting, item: Item, language: str
) -> None:
    first, second = asked(item, "JOR", minute=1), asked(item, "TUN", minute=2)
    client = signed_in(chair)
    for request in (first, second):
        call = f"/{language}/meetings/speeches/{request.key}/call/"
        assert f'action="{call}"' in text_of(client.get(address(meeting, language)))
        response = client.post(call)
        assert (response.status_code, response.url) == (302, address(meeting, language))
    assert list(SpeechRequest.objects.order_by("pk").values_list("state", flat=True)) == ["done", "called"]


def test_a_delegation_that_was_called_already_is_not_called_again(
    chair: Person, meeting: Meeting, item: Item
) -> None:
    request = asked(item, "JOR", "called")
    response = signed_in(chair).post(f"/en/meetings/speeches/{request.key}/call/")
    assert response.status_code == 409
    assert "This has been done already." in text_of(response)


def test_before_the_meeting_is_open_nobody_is_called(chair: Person, meeting: Meeting, item: Item) -> None:
    request = asked(item, "JOR")
    Meeting.objects.update(state=State.ANNOUNCED)
    client, call = signed_in(chair), f"/en/meetings/speeches/{request.key}/call/"
    page = text_of(client.get(address(meeting)))
    assert ("Jordan" in page, call in page, client.post(call).status_code) == (True, False, 404)


def test_a_delegation_asks_for_the_floor_and_returns_to_the_item(meeting: Meeting, item: Item) -> None:
    focal = focal_point(meeting)
    client, delegation = signed_in(focal), Delegation.objects.get()
    ask = f"/en/meetings/items/{item.key}/floor/"
    first = client.post(ask, {"delegation": delegation.key})
    second = client.post(ask, {"delegation": delegation.key})
    back = f"/en/meetings/{meeting.key}/#{item.key}"
    said = [str(message) for message in client.get(address_of_list(meeting)).context["messages"]]
    assert [(one.status_code, one.url) for one in (first, second)] == [(302, back)] * 2
    assert said == [
        "Jordan is on the list of speakers.",
        "The delegation is on the list of speakers already.",
    ]
    assert SpeechRequest.objects.count() == 1


def address_of_list(meeting: Meeting) -> str:
    return f"/en/meetings/{meeting.key}/delegations/"


def test_nobody_asks_for_a_delegation_that_is_not_theirs(meeting: Meeting, item: Item, chair: Person) -> None:
    tunisia = DelegationFactory(meeting=meeting, country_id="TUN")
    closed = ItemFactory(session=item.session, access="closed")
    head = delegate(meeting, role="head")
    jordan = Delegation.objects.get(country="JOR")
    tries = [
        (head, item, tunisia),
        (head, closed, jordan),
        (chair, item, jordan),
        (AnonymousUser(), item, jordan),
        (delegate(MeetingFactory(access="public", state="open")), item, jordan),
    ]
    answers = [
        signed_in(who).post(f"/en/meetings/items/{what.key}/floor/", {"delegation": whose.key}).status_code
        for who, what, whose in tries
    ]
    answers.append(signed_in(head).post(f"/en/meetings/items/{item.key}/floor/").status_code)
    assert (answers, SpeechRequest.objects.count()) == ([404] * 6, 0)


def test_the_button_is_there_for_those_who_may_ask_and_are_not_on_the_list(
    meeting: Meeting, item: Item, chair: Person
) -> None:
    head, closed = delegate(meeting, role="head"), ItemFactory(session=item.session, access="closed")
    jordan = Delegation.objects.get()
    before = askers_of(head, meeting)
    asked(item, "JOR")
    assert before == {item.key: (jordan,)}
    assert askers_of(head, meeting) == {item.key: ()}
    assert [askers_of(other, meeting) for other in (chair, AnonymousUser())] == [{}, {}]
    closed.admitted.add(jordan)
    assert askers_of(head, meeting)[closed.key] == (jordan,)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_list_and_the_button_of_an_item(meeting: Meeting, item: Item, language: str) -> None:
    head = delegate(meeting, role="head")
    asked(item, "TUN", "called")
    asked(item, "OMN", minute=7)
    with timezone.override(meeting.zone):
        html = render_to_string(
            "meetings/_speakers.html",
            {
                "meeting": meeting,
                "item_key": item.key,
                "speakers": speakers_of(head, meeting)[item.key],
                "askers": askers_of(head, meeting)[item.key],
            },
        )
    assert re.findall(r"<span>(\w+)</span>", html) == ["Tunisia", "Oman"]
    assert "waiting since 09:07" in html
    assert f'action="/en/meetings/items/{item.key}/floor/"' in html
    assert f'value="{Delegation.objects.get(country="JOR").key}"' in html


def test_the_list_of_a_closed_item_is_for_those_who_are_admitted(
    meeting: Meeting, session: Session, chair: Person
) -> None:
    closed = ItemFactory(session=session, access="closed")
    asked(closed, "TUN")
    closed.admitted.add(Delegation.objects.get(country="TUN"))
    readers = {
        "chair": chair,
        "admitted": delegate(meeting, "TUN"),
        "not admitted": delegate(meeting, "JOR", role="head"),
        "other meeting": delegate(MeetingFactory(access="public", state="open"), "TUN"),
        "visitor": AnonymousUser(),
    }
    seen = {name: closed.key in speakers_of(reader, meeting) for name, reader in readers.items()}
    assert seen == {
        "chair": True,
        "admitted": True,
        "not admitted": False,
        "other meeting": False,
        "visitor": False,
    }


# ── who was there ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "ar"])
def test_presence_is_ticked_by_delegation_and_saved(
    chair: Person, meeting: Meeting, session: Session, language: str
) -> None:
    jordan = DelegationFactory(meeting=meeting)
    one, two, three = (ParticipantFactory(delegation=jordan) for _ in range(3))
    Presence.objects.create(session=session, participant=three)
    client, here = signed_in(chair), presence_address(session, language)
    before = text_of(client.get(here))
    saved = client.post(here, {"people": [one.key, two.key]})
    page = client.get(here)
    assert re.findall(r'value="(\w+)" checked', before) == [three.key]
    assert (saved.status_code, saved.url) == (302, here)
    assert set(session.presences.values_list("participant", flat=True)) == {one.pk, two.pk}
    assert set(re.findall(r'value="(\w+)" checked', text_of(page))) == {one.key, two.key}
    if language == "en":
        assert [str(message) for message in page.context["messages"]] == [
            "2 participants are recorded as present."
        ]
        assert "2 of 3 participants are ticked." in text_of(page)


def test_nobody_there_is_saved_too(chair: Person, meeting: Meeting, session: Session) -> None:
    participant = ParticipantFactory(delegation__meeting=meeting)
    Presence.objects.create(session=session, participant=participant)
    client = signed_in(chair)
    assert client.post(presence_address(session)).status_code == 302
    assert "0 of 1 participants are ticked." in text_of(client.get(presence_address(session)))


def test_nobody_of_another_meeting_is_ticked(chair: Person, meeting: Meeting, session: Session) -> None:
    stranger = ParticipantFactory()
    response = signed_in(chair).post(presence_address(session), {"people": [stranger.key]})
    assert (response.status_code, Presence.objects.count()) == (422, 0)


def test_presence_is_recorded_by_those_who_run_the_meeting_while_it_is_open(
    chair: Person, meeting: Meeting, session: Session
) -> None:
    others = [AnonymousUser(), delegate(meeting, role="head"), focal_point(meeting, "TUN")]
    answers = [signed_in(one).post(presence_address(session)).status_code for one in others]
    Meeting.objects.update(state=State.ANNOUNCED)
    answers.append(signed_in(chair).get(presence_address(session)).status_code)
    assert answers == [404] * 4


def test_the_boxes_take_the_same_number_of_queries_for_few_and_many(
    chair: Person, meeting: Meeting, session: Session, django_assert_max_num_queries
) -> None:
    client, counts = signed_in(chair), []
    for code in ("JOR", "TUN", "OMN"):
        delegation = DelegationFactory(meeting=meeting, country_id=code)
        for _ in range(2):
            Presence.objects.create(session=session, participant=ParticipantFactory(delegation=delegation))
        with django_assert_max_num_queries(100) as captured:
            assert client.get(presence_address(session)).status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3
