"""The agenda edited where it is read: added, changed, moved, withdrawn, released, refused in words at the field."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client

from multaqa.core.access import SYSTEM
from multaqa.meetings import actions
from multaqa.meetings.models import AgendaRelease, Item, Meeting, Session
from multaqa.members.models import Person, RoleKind
from tests.meetings.factories import (
    AudienceFactory,
    DecisionFactory,
    DelegationFactory,
    MeetingFactory,
    SessionFactory,
    delegate,
    focal_point,
)
from tests.members.factories import coordinator, secretariat, with_role

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ar")
SESSION = {
    "title_en": "Morning",
    "title_ar": "الجلسة الصباحية",
    "starts_at": "2014-02-09T09:00",
    "ends_at": "2014-02-09T12:00",
    "room_en": "Hall A",
    "room_ar": "القاعة أ",
    "access": "open",
    "time_zone": "",
}
ITEM = {
    "title_en": "Progress of the year",
    "title_ar": "التقدم المحرز",
    "purpose": "discussion",
    "minutes": "60",
    "starts_at": "",
    "presenters_en": "The secretariat",
    "presenters_ar": "الأمانة",
    "summary_en": "What was done",
    "summary_ar": "ما أُنجز",
    "access": "open",
    "filling": "",
}


@pytest.fixture
def meeting() -> Meeting:
    """A meeting in Dubai on one day of 2014."""
    return MeetingFactory(access="public")


@pytest.fixture
def keeper(meeting: Meeting) -> Person:
    return secretariat(meeting.series.group)


@pytest.fixture
def client(keeper: Person) -> Client:
    return signed_in(keeper)


def signed_in(person: Person | AnonymousUser | None = None) -> Client:
    client = Client()
    if isinstance(person, Person):
        client.force_login(person)
    return client


def new_session(meeting: Meeting, language: str = "en") -> str:
    return f"/{language}/meetings/{meeting.key}/sessions/new/"


def new_item(session: Session, language: str = "en") -> str:
    return f"/{language}/meetings/sessions/{session.key}/items/new/"


def at(part: Session | Item, what: str, language: str = "en") -> str:
    kind = "sessions" if isinstance(part, Session) else "items"
    return f"/{language}/meetings/{kind}/{part.key}/{what}/"


def release_at(meeting: Meeting, language: str = "en") -> str:
    return f"/{language}/meetings/{meeting.key}/release/"


def page_at(meeting: Meeting, language: str = "en", what: str = "") -> str:
    return f"/{language}/meetings/{meeting.key}/{what}"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def agenda_of(client: Client, meeting: Meeting, language: str = "en") -> list[list[str]]:
    """The titles of the items on the page, session by session."""
    agenda = client.get(page_at(meeting, language)).context["agenda"]
    return [[item.title["en"] for item in session.items] for session in agenda]


def morning(meeting: Meeting, **values: object) -> Session:
    """A session from 9 to 12 in Dubai."""
    return SessionFactory(meeting=meeting, title={"en": "Morning", "ar": "الصباح"}, **values)


def items(session: Session, *titles: str) -> list[Item]:
    return [actions.add_item(SYSTEM, session, title={"en": title}) for title in titles]


# ── adding, changing, moving, withdrawing ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_session_and_its_item_are_added_where_the_agenda_is_read(
    client: Client, meeting: Meeting, language: str
) -> None:
    added = client.post(new_session(meeting, language), SESSION)
    session = Session.objects.get()
    assert (added.status_code, added.url) == (302, f"{page_at(meeting, language)}#{session.key}")
    assert (session.title["ar"], session.room["en"], session.is_released) == (
        SESSION["title_ar"],
        "Hall A",
        False,
    )
    assert (session.starts_at, session.ends_at) == (
        datetime(2014, 2, 9, 5, tzinfo=UTC),
        datetime(2014, 2, 9, 8, tzinfo=UTC),
    )
    second = client.post(new_item(session, language), ITEM)
    item = Item.objects.get()
    assert (second.status_code, second.url) == (302, f"{page_at(meeting, language)}#{item.key}")
    assert (item.position, item.minutes, item.purpose, item.summary["ar"]) == (1, 60, "discussion", "ما أُنجز")
    text = text_of(client.get(page_at(meeting, language)))
    assert [SESSION[f"title_{language}"] in text, ITEM[f"presenters_{language}"] in text] == [True, True]
    assert '<time class="num" dir="ltr" datetime="2014-02-09T09:00:00+04:00">09:00–12:00</time>' in text


def test_what_stands_is_in_the_form_and_what_is_sent_takes_its_place(
    client: Client, meeting: Meeting
) -> None:
    session = morning(meeting, room={"en": "Hall B"})
    (item,) = items(session, "Before")
    form = text_of(client.get(at(session, "edit")))
    fields = ('value="Morning"', 'value="2014-02-09T09:00"', 'value="2014-02-09T12:00"', 'value="Hall B"')
    assert [field in form for field in fields] == [True] * 4
    assert "Times are those of <bdi>Asia/Dubai</bdi>." in form
    assert 'value="Before"' in text_of(client.get(at(item, "edit")))
    sent = client.post(at(session, "edit"), SESSION | {"version": "1", "ends_at": "2014-02-09T13:00"})
    also = client.post(at(item, "edit"), ITEM | {"version": "1", "starts_at": "2014-02-09T09:30"})
    session.refresh_from_db()
    item.refresh_from_db()
    assert (sent.status_code, sent.url) == (302, f"{page_at(meeting)}#{session.key}")
    assert (also.status_code, also.url) == (302, f"{page_at(meeting)}#{item.key}")
    assert (session.ends_at, session.room, session.version) == (
        datetime(2014, 2, 9, 9, tzinfo=UTC),
        {"en": "Hall A", "ar": "القاعة أ"},
        2,
    )
    assert (item.title["en"], item.starts_at) == (
        "Progress of the year",
        datetime(2014, 2, 9, 5, 30, tzinfo=UTC),
    )


def test_an_item_goes_up_down_and_into_another_session(client: Client, meeting: Meeting) -> None:
    first = morning(meeting)
    noon = datetime(2014, 2, 9, 9, tzinfo=UTC)
    second = SessionFactory(meeting=meeting, starts_at=noon, ends_at=noon + timedelta(hours=3))
    one, _two, three = items(first, "One", "Two", "Three")
    items(second, "Four")

    def move(item: Item, session: Session, position: int) -> str:
        item.refresh_from_db()
        sent = {"version": item.version, "session": session.key, "position": position}
        return client.post(at(item, "move"), sent).url

    assert move(three, first, 2) == f"{page_at(meeting)}#{three.key}"
    assert agenda_of(client, meeting) == [["One", "Three", "Two"], ["Four"]]
    move(one, first, 2)
    assert agenda_of(client, meeting) == [["Three", "One", "Two"], ["Four"]]
    move(one, second, 1)
    assert agenda_of(client, meeting) == [["Three", "Two"], ["One", "Four"]]
    move(one, second, 99)
    assert agenda_of(client, meeting) == [["Three", "Two"], ["Four", "One"]]
    assert [(row.title["en"], row.position) for row in first.items.all()] == [("Three", 1), ("Two", 2)]


def test_what_the_move_buttons_send_moves_the_item(client: Client, meeting: Meeting) -> None:
    """The page's own buttons, which the keyboard presses too, carry everything that a move needs."""
    session = morning(meeting)
    items(session, "One", "Two", "Three")
    text = text_of(client.get(page_at(meeting)))
    moves = [re.findall(r'data-move="(\w+)"', part) for part in text.split("data-item")[1:]]
    assert moves == [["down"], ["up", "down"], ["up"]]
    assert text.count('data-item tabindex="-1"') == 3
    last = text.split("data-item")[3]
    (address,) = re.findall(r'formaction="([^"]+/move/)"', last)
    fields = dict(re.findall(r'name="(version|session)" value="([^"]+)"', last))
    (position,) = re.findall(r'name="position" value="(\d+)" data-move="up"', last)
    assert client.post(address, fields | {"position": position}).status_code == 302
    assert agenda_of(client, meeting) == [["One", "Three", "Two"]]


def test_items_and_sessions_are_taken_off(client: Client, meeting: Meeting) -> None:
    session, other = morning(meeting), SessionFactory(meeting=meeting, room={"en": "Hall B"})
    one, _two = items(session, "One", "Two")
    items(other, "Three")
    assert client.post(at(one, "withdraw"), {"version": one.version}).url == page_at(meeting)
    assert agenda_of(client, meeting) == [["Two"], ["Three"]]
    assert client.post(at(session, "withdraw"), {"version": session.version}).url == page_at(meeting)
    assert agenda_of(client, meeting) == [["Three"]]
    assert client.get(at(one, "edit")).status_code == client.get(at(session, "edit")).status_code == 404


@pytest.mark.parametrize("version", ["1", "", "abc", "9" * 30])
def test_a_button_on_an_outdated_page_changes_nothing_and_says_so(
    client: Client, meeting: Meeting, version: str
) -> None:
    session = morning(meeting)
    (item,) = items(session, "One")
    actions.edit_item(SYSTEM, item, 1, title={"en": "One, changed"})
    Session.objects.update(version=2)
    session.refresh_from_db()
    for part in (item, session):
        response = client.post(at(part, "withdraw"), {"version": version}, follow=True)
        assert "Somebody else saved a change meanwhile." in text_of(response)
    assert agenda_of(client, meeting) == [["One, changed"]]


# ── refusals ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_en": "", "title_ar": " "}, "title"),
        ({"starts_at": ""}, "starts_at"),
        ({"starts_at": "2014-02-08T09:00"}, "starts_at"),
        ({"ends_at": "2014-02-10T00:30"}, "starts_at"),
        ({"ends_at": "2014-02-09T09:00"}, "__all__"),
        ({"room_en": "Hall B", "room_ar": "القاعة ب"}, "room"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"access": "named"}, "access"),
        ({"access": "secret"}, "access"),
    ],
)
def test_a_wrong_session_is_shown_again_with_its_mistake_at_its_field(
    client: Client, meeting: Meeting, language: str, wrong: dict[str, str], field: str
) -> None:
    taken = {"en": "Hall B", "ar": "القاعة ب"}
    there = SessionFactory(meeting=meeting, room=taken)
    response = client.post(new_session(meeting, language), SESSION | wrong)
    text = text_of(response)
    assert (response.status_code, list(errors(response)), Session.objects.get()) == (422, [field], there)
    assert f'value="{wrong.get("room_ar", SESSION["room_ar"])}"' in text
    assert 'aria-invalid="true"' in text or field == "__all__"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_en": "", "title_ar": ""}, "title"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "200"}, "minutes"),
        ({"starts_at": "2014-02-09T09:30"}, "starts_at"),
        ({"starts_at": "2014-02-09T08:00"}, "starts_at"),
        ({"purpose": "applause"}, "purpose"),
        ({"filling": "weather"}, "filling"),
        ({"access": "named"}, "access"),
    ],
)
def test_a_wrong_item_is_shown_again_with_its_mistake_at_its_field(
    client: Client, meeting: Meeting, language: str, wrong: dict[str, str], field: str
) -> None:
    session = morning(meeting)
    there = actions.add_item(SYSTEM, session, title={"en": "First"}, minutes=60)
    response = client.post(new_item(session, language), ITEM | wrong)
    assert (response.status_code, list(errors(response)), Item.objects.get()) == (422, [field], there)
    assert ITEM["presenters_ar"] in text_of(response)


def test_the_sentences_of_the_refusals_say_how_to_mend_them(client: Client, meeting: Meeting) -> None:
    session = morning(meeting, room={"en": "Hall A"})
    actions.add_item(SYSTEM, session, title={"en": "First"}, minutes=60)

    def said(path: str, sent: dict[str, str]) -> list[str]:
        return [line for lines in errors(client.post(path, sent)).values() for line in lines]

    hall = SESSION | {"room_ar": ""}
    assert said(new_session(meeting), hall) == [
        "Another session is in the same room at this time. Choose another time, or name another room."
    ]
    assert said(new_session(meeting), SESSION | {"starts_at": "2014-02-08T23:00"}) == [
        "A session must begin and end on the days of the meeting."
    ]
    assert said(new_session(meeting), SESSION | {"time_zone": "Mars/Olympus"}) == [
        "“Mars/Olympus” is no time zone. Choose one such as Asia/Dubai."
    ]
    assert said(new_session(meeting), SESSION | {"access": "named"}) == [
        "Say for whom this is: choose at least one audience or delegation."
    ]
    assert said(new_item(session), ITEM | {"starts_at": "2014-02-09T09:30"}) == [
        "This item would begin before the one above it has ended."
    ]
    assert said(new_item(session), ITEM | {"minutes": "180"}) == [
        "The items take longer than the session. Shorten one of them or lengthen the session."
    ]


def test_a_session_is_not_shortened_below_its_items_nor_moved_over_them(
    client: Client, meeting: Meeting
) -> None:
    session = morning(meeting)
    start = datetime(2014, 2, 9, 5, tzinfo=UTC)
    actions.add_item(SYSTEM, session, title={"en": "First"}, starts_at=start, minutes=90)
    session.refresh_from_db()
    short = client.post(at(session, "edit"), SESSION | {"version": "1", "ends_at": "2014-02-09T10:00"})
    late = client.post(at(session, "edit"), SESSION | {"version": "1", "starts_at": "2014-02-09T09:30"})
    assert (short.status_code, list(errors(short))) == (422, ["ends_at"])
    assert (late.status_code, list(errors(late))) == (422, ["starts_at"])
    session.refresh_from_db()
    assert (session.version, session.starts_at) == (1, start)


def test_an_item_that_was_decided_openly_stays_open(client: Client, meeting: Meeting) -> None:
    jordan = DelegationFactory(meeting=meeting)
    (item,) = items(morning(meeting), "Decided")
    DecisionFactory(item=item)
    response = client.post(
        at(item, "edit"), ITEM | {"version": "1", "access": "closed", "admitted": [jordan.pk]}
    )
    item.refresh_from_db()
    assert (response.status_code, list(errors(response)), item.access) == (422, ["access"], "open")


def test_only_people_of_the_meeting_are_offered_and_taken(client: Client, meeting: Meeting) -> None:
    own, other = (
        DelegationFactory(meeting=meeting),
        DelegationFactory(meeting=MeetingFactory(), country_id="TUN"),
    )
    audience = AudienceFactory(meeting=meeting, name={"en": "Heads of delegation"})
    form = text_of(client.get(new_session(meeting)))
    assert ["Jordan" in form, "Tunisia" in form, "Heads of delegation" in form] == [True, False, True]
    foreign = client.post(new_session(meeting), SESSION | {"access": "closed", "admitted": [other.pk]})
    assert (foreign.status_code, list(errors(foreign))) == (422, ["admitted"])
    client.post(new_session(meeting), SESSION | {"access": "closed", "admitted": [own.pk]})
    named = SESSION | {"access": "named", "audiences": [audience.pk], "room_en": "Hall C"}
    client.post(new_session(meeting), named)
    kept = {
        row.access: (list(row.admitted.all()), list(row.audiences.all())) for row in Session.objects.all()
    }
    assert kept == {"closed": ([own], []), "named": ([], [audience])}


# ── conflicts ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_second_of_two_editors_of_a_session_sees_both_and_may_save_again(
    client: Client, meeting: Meeting
) -> None:
    session = morning(meeting, room={"en": "Hall B"})
    jordan = DelegationFactory(meeting=meeting)
    tunisia = DelegationFactory(meeting=meeting, country_id="TUN")
    theirs = SESSION | {
        "version": "1",
        "title_ar": "ما كتبوه",
        "ends_at": "2014-02-09T13:30",
        "access": "closed",
        "admitted": [jordan.pk, tunisia.pk],
    }
    ours = SESSION | {"version": "1", "title_en": "What we wrote"}
    assert client.post(at(session, "edit"), theirs).status_code == 302
    conflict = client.post(at(session, "edit"), ours)
    text = text_of(conflict)
    assert conflict.status_code == 409
    assert "Somebody else saved a change meanwhile." in text
    assert [(str(label), str(value)) for label, value in conflict.context["form"].conflict] == [
        ("Title", "Morning"),
        ("Ends", "9 February 2014, 13:30"),
        ("Access", "Closed: admitted delegations only"),
        ("Admitted delegations", "Jordan and Tunisia"),
    ]
    assert '<dd>Morning</dd><dd lang="ar" dir="auto">ما كتبوه</dd>' in text
    assert 'value="What we wrote"' in text
    assert 'name="version" value="2"' in text
    again = client.post(at(session, "edit"), ours | {"version": "2"})
    session.refresh_from_db()
    assert (again.status_code, session.title["en"], session.access, session.admitted.count()) == (
        302,
        "What we wrote",
        "open",
        0,
    )


def test_the_second_of_two_editors_of_an_item_sees_both_and_may_save_again(
    client: Client, meeting: Meeting
) -> None:
    (item,) = items(morning(meeting), "Item")
    theirs = ITEM | {"version": "1", "purpose": "decision", "minutes": "", "summary_en": "", "summary_ar": ""}
    assert client.post(at(item, "edit"), theirs).status_code == 302
    conflict = client.post(at(item, "edit"), ITEM | {"version": "1"})
    assert conflict.status_code == 409
    assert [(str(label), value and str(value)) for label, value in conflict.context["form"].conflict] == [
        ("Purpose", "Decision"),
        ("Duration in minutes", None),
        ("Summary", None),
    ]
    assert text_of(conflict).count("<dd>–</dd>") == 2
    assert "What was done</textarea>" in text_of(conflict)
    assert client.post(at(item, "edit"), ITEM | {"version": "2"}).status_code == 302
    assert Item.objects.get().purpose == "discussion"


def test_a_conflict_is_told_in_arabic(client: Client, meeting: Meeting) -> None:
    (item,) = items(morning(meeting), "Item")
    client.post(at(item, "edit"), ITEM | {"version": "1", "title_en": "Theirs", "title_ar": "ما كتبوه"})
    text = text_of(client.post(at(item, "edit", "ar"), ITEM | {"version": "1"}))
    assert '<dd lang="en" dir="auto">Theirs</dd><dd>ما كتبوه</dd>' in text


# ── versions ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_see_the_agenda_once_it_is_released_with_its_note(
    client: Client, meeting: Meeting, language: str
) -> None:
    client.post(new_session(meeting), SESSION)
    client.post(new_item(Session.objects.get()), ITEM)
    title = ITEM[f"title_{language}"]
    visitor = signed_in()
    before = text_of(visitor.get(page_at(meeting, language)))
    response = client.post(
        release_at(meeting, language), {"note_en": "The first one", "note_ar": "النسخة الأولى"}
    )
    after = text_of(visitor.get(page_at(meeting, language)))
    assert (response.status_code, response.url) == (302, page_at(meeting, language))
    assert (title in before, title in after) == (False, True)
    note = {"en": "The first one", "ar": "النسخة الأولى"}[language]
    assert (note in before, note in after) == (False, True)
    version = visitor.get(page_at(meeting, language, "versions/1/"))
    assert (version.status_code, title in text_of(version), note in text_of(version)) == (200, True, True)
    assert visitor.get(page_at(meeting, language, "versions/2/")).status_code == 404


def test_an_earlier_version_stays_readable_beside_what_changed_since(
    client: Client, meeting: Meeting
) -> None:
    session = morning(meeting)
    one, two = items(session, "One", "Two")
    client.post(release_at(meeting))
    actions.edit_item(SYSTEM, one, one.version, title={"en": "One, renamed"})
    items(session, "Three")
    pending = client.get(page_at(meeting)).context["pending"]
    assert [(str(change.word), change.title) for change in pending] == [
        ("renamed", "One, renamed"),
        ("added", "Three"),
    ]
    visitor = signed_in()
    assert agenda_of(visitor, meeting) == [["One", "Two"]]
    client.post(release_at(meeting), {"note_en": "Second thoughts"})
    assert agenda_of(visitor, meeting) == [["One, renamed", "Two", "Three"]]

    def version(number: int) -> tuple[list[str], list[tuple[str, str]]]:
        context = visitor.get(page_at(meeting, what=f"versions/{number}/")).context
        titles = [item.title["en"] for part in context["agenda"] for item in part.items]
        return titles, [(str(change.word), change.title) for change in context["changes"]]

    assert version(1)[0] == ["One", "Two"]
    assert version(2) == (
        ["One, renamed", "Two", "Three"],
        [("renamed", "One, renamed"), ("added", "Three")],
    )
    assert two.title["en"] == "Two"


def test_there_is_nothing_to_release_twice(client: Client, meeting: Meeting) -> None:
    items(morning(meeting), "One")
    client.post(release_at(meeting))
    again = client.post(release_at(meeting), {"note_en": "Once more"})
    assert (again.status_code, AgendaRelease.objects.count()) == (422, 1)
    said = "The agenda has not changed since its last version, so there is nothing to release."
    assert again.context["release_form"].non_field_errors() == [said]


def test_a_note_that_is_too_long_is_refused_beside_it(client: Client, meeting: Meeting) -> None:
    items(morning(meeting), "One")
    response = client.post(release_at(meeting), {"note_en": "x" * 501, "note_ar": ""})
    assert (response.status_code, list(response.context["release_form"].errors)) == (422, ["note"])
    assert "x" * 501 in text_of(response)
    assert AgendaRelease.objects.count() == 0


def test_a_closed_item_is_on_no_page_of_those_who_are_not_admitted(client: Client, meeting: Meeting) -> None:
    jordan = DelegationFactory(meeting=meeting)
    session = morning(meeting)
    client.post(new_item(session), ITEM | {"minutes": ""})
    closed = {
        "title_en": "Behind the door",
        "title_ar": "خلف الباب",
        "access": "closed",
        "admitted": [jordan.pk],
    }
    client.post(new_item(session), ITEM | {"minutes": ""} | closed)
    client.post(release_at(meeting))
    pages = [page_at(meeting), page_at(meeting, "ar"), page_at(meeting, what="versions/1/")]

    def found(person: Person | None) -> list[bool]:
        texts = [text_of(signed_in(person).get(path)) for path in pages]
        return ["Behind the door" in text or "خلف الباب" in text for text in texts]

    assert found(delegate(meeting, "JOR")) == [True] * 3
    assert found(secretariat(meeting.series.group)) == [True] * 3
    assert (
        found(delegate(meeting, "TUN"))
        == found(coordinator(meeting.series.group))
        == found(None)
        == [False] * 3
    )


# ── time zones ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_of_another_time_zone_is_entered_and_shown_by_its_own_clock_when_the_clocks_change(
    keeper: Person,
) -> None:
    meeting = MeetingFactory(
        access="public", starts_on=date(2014, 3, 29), ends_on=date(2014, 3, 31), time_zone="Asia/Dubai"
    )
    client = signed_in(secretariat(meeting.series.group))
    for day, title in (("29", "In winter time"), ("30", "In summer time")):
        sent = SESSION | {
            "title_en": title,
            "starts_at": f"2014-03-{day}T10:00",
            "ends_at": f"2014-03-{day}T12:00",
            "time_zone": "Europe/Rome",
        }
        assert client.post(new_session(meeting), sent).status_code == 302
    winter, summer = Session.objects.order_by("starts_at")
    assert (winter.starts_at, summer.starts_at) == (
        datetime(2014, 3, 29, 9, tzinfo=UTC),
        datetime(2014, 3, 30, 8, tzinfo=UTC),
    )
    for session in (winter, summer):
        form = text_of(client.get(at(session, "edit")))
        assert "Times are those of <bdi>Europe/Rome</bdi>." in form
        assert f'value="{session.starts_at.astimezone(session.starts_at.tzinfo):%Y-%m-%d}T10:00"' in form
        client.post(new_item(session), ITEM | {"starts_at": f"{session.starts_at:%Y-%m-%d}T10:30"})
    first, second = Item.objects.order_by("starts_at")
    assert (first.starts_at, second.starts_at) == (
        datetime(2014, 3, 29, 9, 30, tzinfo=UTC),
        datetime(2014, 3, 30, 8, 30, tzinfo=UTC),
    )
    assert 'value="2014-03-30T10:30"' in text_of(client.get(at(second, "edit")))
    client.post(release_at(meeting))
    text = text_of(signed_in().get(page_at(meeting)))
    assert text.count(">10:00–12:00</time>") == 2
    assert text.count(">10:30</time>") == 2
    assert text.count("<bdi>Europe/Rome</bdi>") == 2


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [("2014-03-30T02:30", "2014-03-30T04:00"), ("2014-10-26T01:00", "2014-10-26T02:30")],
)
def test_an_hour_that_is_not_or_is_twice_on_the_clock_is_refused(starts_at: str, ends_at: str) -> None:
    day = date.fromisoformat(starts_at[:10])
    meeting = MeetingFactory(starts_on=day, ends_on=day, time_zone="Europe/Rome")
    sent = SESSION | {"starts_at": starts_at, "ends_at": ends_at}
    response = signed_in(secretariat(meeting.series.group)).post(new_session(meeting), sent)
    wrong = "starts_at" if starts_at.endswith("02:30") else "ends_at"
    assert (response.status_code, list(errors(response)), Session.objects.count()) == (422, [wrong], 0)


def test_a_session_night_in_its_zone_belongs_to_its_own_day(client: Client, meeting: Meeting) -> None:
    """23:00 of 8 February in Rome is 9 February in Dubai: what counts is the session's own clock."""
    rome = {"time_zone": "Europe/Rome", "ends_at": "2014-02-09T23:00"}
    early = client.post(new_session(meeting), SESSION | rome | {"starts_at": "2014-02-08T23:00"})
    late = client.post(new_session(meeting), SESSION | rome | {"starts_at": "2014-02-09T22:00"})
    assert (early.status_code, list(errors(early)), late.status_code) == (422, ["starts_at"], 302)
    assert Session.objects.get().starts_at == datetime(2014, 2, 9, 21, tzinfo=UTC)


# ── who may ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_may_not_edit_finds_no_page_and_changes_nothing(meeting: Meeting) -> None:
    session = morning(meeting)
    items(session, "One")
    item = Item.objects.get()
    actions.release_agenda(SYSTEM, meeting)
    before = (list(Session.objects.values()), list(Item.objects.values()), AgendaRelease.objects.count())
    place = {"version": "1", "session": session.key, "position": "1"}
    forms = [new_session(meeting), new_item(session), at(session, "edit"), at(item, "edit")]
    sent = [
        *((path, SESSION | ITEM | {"version": "1"}) for path in forms),
        (at(session, "withdraw"), {"version": "1"}),
        (at(item, "withdraw"), {"version": "1"}),
        (at(item, "move"), place),
        (release_at(meeting), {"note_en": "Mine"}),
    ]
    group = meeting.series.group
    for person in (
        secretariat(MeetingFactory().series.group),
        coordinator(group),
        with_role(RoleKind.CHAIR, group),
        delegate(meeting),
        focal_point(meeting, "TUN"),
    ):
        client = signed_in(person)
        assert [client.get(path).status_code for path in forms] == [404] * 4
        assert [client.post(path, values).status_code for path, values in sent] == [404] * 8
        assert "data-move" not in text_of(client.get(page_at(meeting)))
    for path, values in sent:
        response = signed_in().post(path, values)
        assert (response.status_code, response.url) == (302, f"/en/accounts/login/?next={path}")
    assert (
        list(Session.objects.values()),
        list(Item.objects.values()),
        AgendaRelease.objects.count(),
    ) == before


def test_the_chair_edits_an_open_meeting_and_leaves_its_versions_to_the_secretariat(meeting: Meeting) -> None:
    Meeting.objects.update(state="open")
    chair = signed_in(with_role(RoleKind.CHAIR, meeting.series.group))
    session = morning(meeting)
    assert chair.post(new_item(session), ITEM).status_code == 302
    assert chair.post(release_at(meeting)).status_code == 404
    assert "data-move" not in text_of(chair.get(page_at(meeting)))
    assert "Release the agenda" not in text_of(chair.get(page_at(meeting)))


def test_after_a_meeting_its_agenda_no_longer_changes(client: Client, meeting: Meeting) -> None:
    session = morning(meeting)
    (item,) = items(session, "One")
    Meeting.objects.update(state="concluded")
    refused = [
        client.post(new_item(session), ITEM),
        client.post(at(item, "edit"), ITEM | {"version": "1"}),
        client.post(at(item, "withdraw"), {"version": "1"}),
        client.post(release_at(meeting)),
    ]
    assert [response.status_code for response in refused] == [404] * 4
    assert agenda_of(client, meeting) == [["One"]]


def test_what_no_page_sends_is_not_found(client: Client, meeting: Meeting) -> None:
    session = morning(meeting)
    (item,) = items(session, "One")
    elsewhere = SessionFactory()
    place = {"version": "1", "session": session.key, "position": "1"}
    for wrong in (
        {"position": "first"},
        {"position": ""},
        {"session": "nowhere"},
        {"session": elsewhere.key},
    ):
        assert client.post(at(item, "move"), place | wrong).status_code == 404
    for path in (at(item, "move"), at(item, "withdraw"), at(session, "withdraw"), release_at(meeting)):
        assert client.get(path).status_code == 405
