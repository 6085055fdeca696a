"""Calendars of meetings, groups and people: read strictly, revised only for what they show, closed to strangers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject
from django.http import HttpResponse
from django.test import Client

from multaqa.core.access import SYSTEM
from multaqa.core.models import AuditEntry
from multaqa.meetings import actions
from multaqa.meetings.models import CalendarFeed, Meeting, Session
from multaqa.members.invitations import hash_of
from multaqa.members.models import Person
from tests.meetings.factories import DelegationFactory, ItemFactory, MeetingFactory, SessionFactory, delegate
from tests.members.factories import GroupFactory, PersonFactory, coordinator, secretariat

pytestmark = pytest.mark.django_db
MORNING = {"en": "Morning session", "ar": "الجلسة الصباحية"}
CLOSED = {"en": "Behind the door", "ar": "خلف الباب"}


@pytest.fixture
def meeting() -> Meeting:
    return MeetingFactory(
        access="public",
        name={"en": "Ninth meeting", "ar": "الاجتماع التاسع"},
        place={"en": "Dubai", "ar": "دبي"},
    )


@pytest.fixture
def session(meeting: Meeting) -> Session:
    """A session from 9 to 12 in Dubai, released."""
    row = SessionFactory(meeting=meeting, title=MORNING, room={"en": "Hall A"})
    actions.release_agenda(SYSTEM, meeting)
    return row


def signed_in(person: Person | None = None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def calendar_at(meeting: Meeting, language: str = "en") -> str:
    return f"/{language}/meetings/{meeting.key}/calendar.ics"


def feed_at(secret: str, language: str = "en") -> str:
    return f"/{language}/meetings/feeds/{secret}.ics"


def events(response: HttpResponse) -> dict[str, icalendar.Event]:
    """The events by UID; two parsers read the file without an error and find the same ones."""
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = icalendar.Calendar.from_ical(response.content)
    assert [error for part in calendar.walk() for error in part.errors] == []
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    other = vobject.readOne(response.content.decode())
    assert sorted(event.uid.value for event in getattr(other, "vevent_list", [])) == sorted(found)
    return found


def of(client: Client, meeting: Meeting, language: str = "en") -> dict[str, icalendar.Event]:
    return events(client.get(calendar_at(meeting, language)))


def uid(part: Meeting | Session) -> str:
    return f"{part.key}@multaqa"


def revisions(meeting: Meeting) -> dict[str, int]:
    return {key: int(event["SEQUENCE"]) for key, event in of(Client(), meeting).items()}


def edit(session: Session, **values: object) -> Session:
    """Change a session as the secretariat, leaving the rest as it stands."""
    row = Session.objects.get(pk=session.pk)
    stands = {
        name: getattr(row, name) for name in ("title", "starts_at", "ends_at", "time_zone", "room", "access")
    }
    return actions.edit_session(SYSTEM, row, row.version, **stands | values)


# ── what a calendar shows ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Ninth meeting", "Ninth meeting: Morning session", "Hall A, Dubai")),
        ("ar", ("الاجتماع التاسع", "الاجتماع التاسع: الجلسة الصباحية", "Hall A, دبي")),
    ],
)
def test_a_meeting_is_days_and_its_sessions_are_hours(
    meeting: Meeting, session: Session, language: str, words: tuple[str, ...]
) -> None:
    found = of(Client(), meeting, language)
    assert set(found) == {uid(meeting), uid(session)}
    days, hours = found[uid(meeting)], found[uid(session)]
    assert (days.decoded("DTSTART"), days.decoded("DTEND")) == (date(2014, 2, 9), date(2014, 2, 10))
    assert (str(days["SUMMARY"]), str(hours["SUMMARY"]), str(hours["LOCATION"])) == words
    assert hours["DTSTART"].params["TZID"] == "Asia/Dubai"
    assert f"{hours.decoded('DTSTART'):%H:%M}–{hours.decoded('DTEND'):%H:%M}" == "09:00–12:00"
    assert (hours.decoded("DTSTART").astimezone(UTC), str(hours["RELATED-TO"])) == (
        session.starts_at,
        uid(meeting),
    )
    assert str(hours["URL"]) == f"http://testserver/{language}/meetings/{meeting.key}/#{session.key}"
    assert {str(event["STATUS"]) for event in found.values()} == {"CONFIRMED"}


def test_a_session_is_in_the_calendar_as_it_was_released_last(meeting: Meeting, session: Session) -> None:
    edit(session, title={"en": "Edited since"})
    SessionFactory(meeting=meeting, title={"en": "Added since"}, is_released=False, room={"en": "Hall B"})
    for client in (Client(), signed_in(secretariat(meeting.series.group))):
        found = of(client, meeting)
        assert [str(event["SUMMARY"]) for event in found.values()] == [
            "Ninth meeting",
            "Ninth meeting: Morning session",
        ]


def test_each_session_keeps_the_clock_of_its_time_zone_when_clocks_change() -> None:
    meeting = MeetingFactory(access="public", starts_on=date(2014, 3, 29), ends_on=date(2014, 3, 30))
    made = [
        SessionFactory(
            meeting=meeting,
            time_zone=zone,
            starts_at=datetime(2014, 3, day, hour, tzinfo=UTC),
            ends_at=datetime(2014, 3, day, hour + 1, tzinfo=UTC),
        )
        for zone, day, hour in (("", 29, 5), ("Europe/Rome", 29, 9), ("Europe/Rome", 30, 8))
    ]
    actions.release_agenda(SYSTEM, meeting)
    found = of(Client(), meeting)
    clocks = [
        (found[uid(row)]["DTSTART"].params["TZID"], f"{found[uid(row)].decoded('DTSTART'):%d %H:%M %z}")
        for row in made
    ]
    assert clocks == [
        ("Asia/Dubai", "29 09:00 +0400"),
        ("Europe/Rome", "29 10:00 +0100"),
        ("Europe/Rome", "30 10:00 +0200"),
    ]
    content = Client().get(calendar_at(meeting)).content.decode()
    assert content.count("BEGIN:VTIMEZONE") == 2
    other = {event.uid.value: event.dtstart.value for event in vobject.readOne(content).vevent_list}
    assert [other[uid(row)].astimezone(UTC) for row in made] == [row.starts_at for row in made]


# ── revisions ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("values", "raised"),
    [
        ({"title": {"en": "Renamed"}}, 1),
        ({"starts_at": datetime(2014, 2, 9, 6, tzinfo=UTC)}, 1),
        ({"ends_at": datetime(2014, 2, 9, 9, tzinfo=UTC)}, 1),
        ({"time_zone": "Europe/Rome"}, 1),
        ({"room": {"en": "Hall B"}}, 1),
        ({"access": "delegates"}, 0),
    ],
)
def test_a_session_is_revised_when_and_only_when_what_a_calendar_shows_of_it_changed(
    meeting: Meeting, session: Session, values: dict[str, object], raised: int
) -> None:
    before = revisions(meeting)
    edit(session, **values)
    assert revisions(meeting).get(uid(session), 0) == before[uid(session)]
    actions.release_agenda(SYSTEM, meeting)
    client = signed_in(secretariat(meeting.series.group))
    after = {key: int(event["SEQUENCE"]) for key, event in of(client, meeting).items()}
    assert after == {uid(meeting): before[uid(meeting)], uid(session): before[uid(session)] + raised}


def test_an_item_s_change_revises_no_calendar(meeting: Meeting, session: Session) -> None:
    before = revisions(meeting)
    for title in ("One", "Two"):
        actions.add_item(SYSTEM, session, title={"en": title})
        actions.release_agenda(SYSTEM, meeting)
    assert revisions(meeting) == before


@pytest.mark.parametrize(
    ("values", "raised"),
    [
        ({"name": {"en": "Renamed"}}, 1),
        ({"place": {"en": "Abu Dhabi"}}, 1),
        ({"ends_on": date(2014, 2, 10)}, 1),
        ({"online": "https://example.org/room"}, 1),
        ({"access": "group"}, 0),
        ({"number": 77}, 0),
    ],
)
def test_a_meeting_is_revised_when_and_only_when_what_a_calendar_shows_of_it_changed(
    meeting: Meeting, values: dict[str, object], raised: int
) -> None:
    before = Meeting.objects.get().sequence
    actions.edit_meeting(SYSTEM, meeting, meeting.version, **values)
    assert Meeting.objects.get().sequence - before == raised


def test_a_meeting_s_sessions_are_revised_with_what_they_show_of_it(
    meeting: Meeting, session: Session
) -> None:
    """Name and place of the meeting stand in the entries of its sessions."""
    before = revisions(meeting)
    actions.edit_meeting(SYSTEM, meeting, meeting.version, place={"en": "Abu Dhabi"})
    after = revisions(meeting)
    assert {key: after[key] - before[key] for key in before} == {uid(meeting): 1, uid(session): 1}
    assert "Abu Dhabi" in str(of(Client(), meeting)[uid(session)]["LOCATION"])


def test_uids_stay_over_every_release(meeting: Meeting, session: Session) -> None:
    before = set(of(Client(), meeting))
    edit(session, title={"en": "Renamed"}, room={"en": "Hall B"})
    actions.release_agenda(SYSTEM, meeting)
    assert set(of(Client(), meeting)) == before


# ── cancelled ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_that_is_taken_off_is_cancelled_where_calendars_showed_it(
    meeting: Meeting, session: Session
) -> None:
    never_shown = SessionFactory(meeting=meeting, is_released=False, room={"en": "Hall B"})
    before = revisions(meeting)
    for row in (session, never_shown):
        actions.withdraw_session(SYSTEM, row, Session.objects.get(pk=row.pk).version)
    at_once = of(Client(), meeting)
    SessionFactory(meeting=meeting, title={"en": "Another"}, is_released=False)
    actions.release_agenda(SYSTEM, meeting)
    later = of(Client(), meeting)
    assert {key: str(event["STATUS"]) for key, event in at_once.items()} == {
        uid(meeting): "CONFIRMED",
        uid(session): "CANCELLED",
    }
    assert (len(later), str(later[uid(session)]["STATUS"])) == (3, "CANCELLED")
    for found in (at_once, later):
        assert int(found[uid(session)]["SEQUENCE"]) == before[uid(session)] + 1


def test_a_cancelled_meeting_is_cancelled_with_all_its_sessions(meeting: Meeting, session: Session) -> None:
    before = revisions(meeting)
    actions.cancel(SYSTEM, meeting, site="http://testserver")
    found = of(Client(), meeting)
    assert {str(event["STATUS"]) for event in found.values()} == {"CANCELLED"}
    after = revisions(meeting)
    assert [after[key] > revision for key, revision in before.items()] == [True, True]


def test_a_draft_is_in_no_calendar(meeting: Meeting) -> None:
    draft = MeetingFactory(
        series=meeting.series, state="draft", access="public", name={"en": "In preparation"}
    )
    group = meeting.series.group
    keeper = secretariat(group)
    client = signed_in(keeper)
    assert client.get(f"/en/meetings/{draft.key}/").status_code == 200
    assert client.get(calendar_at(draft)).status_code == 404
    secret = actions.make_feed(keeper, "en")
    for path in (f"/en/meetings/groups/{group.slug}.ics", feed_at(secret)):
        response = client.get(path)
        assert set(events(response)) == {uid(meeting)}
        assert b"In preparation" not in response.content


# ── closed ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_closed_session_is_only_in_the_calendars_of_those_who_are_admitted(
    meeting: Meeting, session: Session, withdrawn: bool
) -> None:
    jordan = DelegationFactory(meeting=meeting)
    closed = SessionFactory(meeting=meeting, title=CLOSED, access="closed", room={"en": "Hall B"})
    closed.admitted.add(jordan)
    actions.release_agenda(SYSTEM, meeting)
    if withdrawn:
        actions.withdraw_session(SYSTEM, closed, closed.version)
    group = meeting.series.group

    def shown(person: Person | None) -> list[bool]:
        client = signed_in(person)
        paths = [calendar_at(meeting), calendar_at(meeting, "ar"), f"/en/meetings/groups/{group.slug}.ics"]
        if person is not None:
            paths.append(feed_at(actions.make_feed(person, "en")))
        found = [client.get(path) for path in paths]
        for response in found:
            said = response.content.decode().replace("\r\n ", "")
            known = uid(closed) in events(response)
            assert known == (CLOSED["en"] in said or CLOSED["ar"] in said) == (closed.key in said)
        return [uid(closed) in events(response) for response in found]

    assert shown(secretariat(group)) == shown(delegate(meeting, "JOR")) == [True] * 4
    assert (
        shown(delegate(meeting, "TUN")) == shown(coordinator(group)) == shown(PersonFactory()) == [False] * 4
    )
    assert shown(None) == [False] * 3


def test_a_session_that_was_narrowed_leaves_the_calendars_of_the_others_at_once(
    meeting: Meeting, session: Session
) -> None:
    assert uid(session) in of(Client(), meeting)
    edit(session, access="closed")
    assert set(of(Client(), meeting)) == {uid(meeting)}
    assert MORNING["en"] not in Client().get(calendar_at(meeting)).content.decode()


def test_calendars_of_what_one_does_not_find_do_not_exist() -> None:
    kept = MeetingFactory(access="delegates")
    hidden = MeetingFactory(access="public", series__group=GroupFactory(access="members"))
    for client in (Client(), signed_in(secretariat(GroupFactory()))):
        for path in (
            calendar_at(kept),
            calendar_at(hidden),
            f"/en/meetings/groups/{hidden.series.group.slug}.ics",
            "/en/meetings/groups/no-such-group.ics",
            "/en/meetings/nothing/calendar.ics",
        ):
            assert (path, client.get(path).status_code) == (path, 404)
    assert set(of(signed_in(delegate(kept)), kept)) == {uid(kept)}


# ── one's own ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_address_of_a_feed_is_shown_once_and_only_its_hash_is_kept(
    meeting: Meeting, session: Session, language: str
) -> None:
    person = coordinator(meeting.series.group)
    client = signed_in(person)
    page = f"/{language}/meetings/calendar/"
    assert client.post(page).url == page
    first, second = client.get(page), client.get(page)
    address = first.context["address"]
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert address == f"http://testserver{feed_at(secret, language)}"
    assert (address in first.content.decode(), secret in second.content.decode()) == (True, False)
    assert second.context["feed"].person == person
    row = CalendarFeed.objects.get()
    assert row.secret_hash == hash_of(secret)
    entry = AuditEntry.objects.get(verb="meetings.make_feed")
    assert [part for part in (secret, row.secret_hash) if part in str((entry.before, entry.after))] == []
    assert set(events(Client().get(address))) == {uid(meeting), uid(session)}


def test_a_feed_speaks_the_language_in_which_it_was_made(meeting: Meeting) -> None:
    secret = actions.make_feed(coordinator(meeting.series.group), "ar")
    found = events(Client().get(feed_at(secret, "en")))
    assert str(found[uid(meeting)]["SUMMARY"]) == "الاجتماع التاسع"


def test_a_secret_that_was_replaced_or_revoked_is_the_address_of_nothing(meeting: Meeting) -> None:
    person = coordinator(meeting.series.group)
    client = signed_in(person)
    first = actions.make_feed(person, "en")
    second = actions.make_feed(person, "en")
    assert [Client().get(feed_at(secret)).status_code for secret in (first, second)] == [404, 200]
    response = client.post("/en/meetings/calendar/", {"revoke": "yes"}, follow=True)
    assert "The calendar&#x27;s address no longer works." in response.content.decode()
    assert [Client().get(feed_at(secret)).status_code for secret in (first, second, "guessed")] == [404] * 3


def test_a_feed_ends_with_its_owner_s_account_and_follows_what_they_may_see(meeting: Meeting) -> None:
    kept = MeetingFactory(access="delegates", series=meeting.series)
    person = delegate(kept)
    secret = actions.make_feed(person, "en")
    assert set(events(Client().get(feed_at(secret)))) == {uid(meeting), uid(kept)}
    actions.withdraw_participant(SYSTEM, kept.delegations.get().participants.get())
    assert set(events(Client().get(feed_at(secret)))) == {uid(meeting)}
    Person.objects.update(is_active=False)
    assert Client().get(feed_at(secret)).status_code == 404


def test_nobody_sees_or_revokes_the_feed_of_another(meeting: Meeting) -> None:
    secret = actions.make_feed(coordinator(meeting.series.group), "en")
    client = signed_in(secretariat(meeting.series.group))
    assert client.get("/en/meetings/calendar/").context["feed"] is None
    client.post("/en/meetings/calendar/", {"revoke": "yes"})
    assert Client().get(feed_at(secret)).status_code == 200
    response = Client().get("/en/meetings/calendar/")
    assert (response.status_code, response.url) == (302, "/en/accounts/login/?next=/en/meetings/calendar/")


def test_a_calendar_is_kept_by_nobody_between(meeting: Meeting) -> None:
    person = coordinator(meeting.series.group)
    secret = actions.make_feed(person, "en")
    for client, path in ((signed_in(person), calendar_at(meeting)), (Client(), feed_at(secret))):
        assert "private" in client.get(path)["Cache-Control"]
    feed = Client().get(feed_at(secret))
    assert "no-store" in feed["Cache-Control"] or "no-cache" in feed["Cache-Control"]


def test_calendars_take_the_same_number_of_queries_for_few_and_many(django_assert_max_num_queries) -> None:
    group = GroupFactory()
    person = secretariat(group)
    secret = actions.make_feed(person, "en")
    counts = []
    for many in (1, 10):
        for number in range(many):
            row = MeetingFactory(series__group=group, access="public")
            at = datetime(2014, 2, 9, 5, tzinfo=UTC)
            for hour in range(many):
                begins = at + timedelta(hours=hour)
                session = SessionFactory(meeting=row, starts_at=begins, ends_at=begins + timedelta(hours=1))
                ItemFactory(session=session)
            for _ in range(min(many, 2)):
                actions.release_agenda(SYSTEM, row)
                ItemFactory(session=session, title={"en": f"New in {number}"})
        found = []
        for client, path in (
            (Client(), calendar_at(row)),
            (signed_in(person), f"/en/meetings/groups/{group.slug}.ics"),
            (Client(), feed_at(secret)),
        ):
            with django_assert_max_num_queries(60) as captured:
                assert client.get(path).status_code == 200
            found.append(len(captured))
        counts.append(found)
    assert counts[0] == counts[1]
