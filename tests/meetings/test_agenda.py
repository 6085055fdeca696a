"""The agenda: edited as a draft, released in versions, numbered without gaps, its times possible."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client

from multaqa.core.access import SYSTEM
from multaqa.core.errors import Conflict, Denied
from multaqa.meetings import actions
from multaqa.meetings.errors import (
    DecidedHere,
    DecidedInTheOpen,
    ItemsOverlap,
    NobodyAdmitted,
    NoChair,
    NothingToRelease,
    OutsideTheMeeting,
    RoomTaken,
    SessionTooShort,
    WrongMeeting,
)
from multaqa.meetings.models import Item, Meeting, Session
from multaqa.meetings.queries.agenda import agenda_version, readers_agenda
from tests.meetings.factories import (
    AudienceFactory,
    DecisionFactory,
    DelegationFactory,
    ItemFactory,
    MeetingFactory,
    SeriesFactory,
    SessionFactory,
    chaired,
    delegate,
)
from tests.members.factories import secretariat

pytestmark = pytest.mark.django_db

NINE = datetime(2014, 2, 9, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def draft(**values: object) -> Meeting:
    return MeetingFactory(state=Meeting.State.DRAFT, access="public", **values)


def session(meeting: Meeting, **values: object) -> Session:
    standard = {"title": {"en": "Morning"}, "starts_at": NINE, "ends_at": NINE + 3 * HOUR}
    return actions.add_session(SYSTEM, meeting, **standard | values)


def item(part: Session, title: str = "Item", **values: object) -> Item:
    return actions.add_item(SYSTEM, part, title={"en": title}, **values)


def titles(actor: object, meeting: Meeting, *, editing: bool = False) -> list[tuple[str, str]]:
    agenda = readers_agenda(actor, meeting, editing=editing).agenda
    return [(one.number, one.title["en"]) for part in agenda for one in part.items]


def test_readers_see_what_was_released_and_nothing_of_the_edit_since() -> None:
    meeting = draft()
    morning = session(meeting)
    first = item(morning, "As released")
    actions.release_agenda(SYSTEM, meeting)
    Meeting.objects.update(state="announced")
    actions.edit_item(SYSTEM, first, first.version, title={"en": "As edited"})
    item(morning, "Added since")
    assert titles(AnonymousUser(), meeting) == [("1", "As released")]
    assert titles(SYSTEM, meeting, editing=True) == [("1", "As edited"), ("2", "Added since")]


def test_a_version_says_what_changed_since_the_one_before() -> None:
    meeting = draft()
    morning = session(meeting)
    one, two, three = item(morning, "One"), item(morning, "Two"), item(morning, "Three", minutes=20)
    actions.release_agenda(SYSTEM, meeting)
    actions.edit_item(SYSTEM, one, one.version, title={"en": "One renamed"})
    actions.withdraw_item(SYSTEM, two, two.version)
    three.refresh_from_db()
    actions.edit_item(SYSTEM, three, three.version, title={"en": "Three"}, minutes=30)
    item(morning, "Four")
    release = actions.release_agenda(SYSTEM, meeting, note={"en": "Second thoughts"})
    said = [(change["kind"], change["title"]["en"]) for change in release.changes]
    assert (release.number, said) == (
        2,
        [("renamed", "One renamed"), ("retimed", "Three"), ("added", "Four"), ("removed", "Two")],
    )


def test_there_is_nothing_to_release_twice() -> None:
    meeting = draft()
    item(session(meeting))
    actions.release_agenda(SYSTEM, meeting)
    with pytest.raises(NothingToRelease):
        actions.release_agenda(SYSTEM, meeting)
    assert meeting.agenda_releases.count() == 1


def test_no_reader_finds_a_number_missing() -> None:
    meeting = draft()
    morning = session(meeting)
    jordan, tunisia = (DelegationFactory(meeting=meeting, country_id=code) for code in ("JOR", "TUN"))
    item(morning, "Open A")
    item(morning, "For Jordan", access="closed", admitted=[jordan])
    item(morning, "For Tunisia", access="closed", admitted=[tunisia])
    item(morning, "Open B")
    actions.release_agenda(SYSTEM, meeting)
    Meeting.objects.update(state="announced")
    from_tunisia = delegate(meeting, "TUN")
    assert titles(AnonymousUser(), meeting) == [("1", "Open A"), ("2", "Open B")]
    assert titles(from_tunisia, meeting) == [("1", "Open A"), ("C1", "For Tunisia"), ("2", "Open B")]
    assert [number for number, _title in titles(SYSTEM, meeting)] == ["1", "C1", "C2", "2"]


def test_a_closed_item_is_in_no_version_and_no_change_log_of_those_who_are_not_admitted() -> None:
    meeting = draft()
    morning = session(meeting)
    item(morning, "Open")
    secret = item(morning, "Secret plan")
    actions.release_agenda(SYSTEM, meeting)
    Meeting.objects.update(state="announced")
    secret.refresh_from_db()
    delegation = DelegationFactory(meeting=meeting)
    actions.edit_item(
        SYSTEM, secret, secret.version, title={"en": "Secret plan"}, access="closed", admitted=[delegation]
    )
    actions.release_agenda(SYSTEM, meeting)
    visitor = AnonymousUser()
    read = readers_agenda(visitor, meeting, editing=False)
    earlier = agenda_version(visitor, meeting, 1)
    latest = agenda_version(visitor, meeting, 2)
    assert "Secret" in str(meeting.agenda_releases.values_list("content", "changes"))
    assert "Secret" not in str((read, earlier, latest))


def test_closing_holds_at_once_and_not_only_with_the_next_version() -> None:
    meeting = draft()
    secret = item(session(meeting), "Secret plan")
    actions.release_agenda(SYSTEM, meeting)
    Meeting.objects.update(state="announced")
    before = titles(AnonymousUser(), meeting)
    actions.edit_item(SYSTEM, secret, secret.version, title={"en": "Secret plan"}, access="closed")
    assert (before, titles(AnonymousUser(), meeting)) == ([("1", "Secret plan")], [])


def test_an_item_moves_to_its_place_and_the_others_make_room() -> None:
    meeting = draft()
    morning, noon = session(meeting), session(meeting, starts_at=NINE + 3 * HOUR, ends_at=NINE + 5 * HOUR)
    one, _two, three = (item(morning, title) for title in ("One", "Two", "Three"))
    three = actions.move_item(SYSTEM, three, three.version, session=morning, position=1)
    assert [title for _n, title in titles(SYSTEM, meeting, editing=True)] == ["Three", "One", "Two"]
    actions.move_item(SYSTEM, one, one.version, session=noon, position=99)
    assert [title for _n, title in titles(SYSTEM, meeting, editing=True)] == ["Three", "Two", "One"]
    assert list(morning.items.values_list("position", flat=True)) == [1, 2]


def test_items_begin_when_the_one_above_has_ended() -> None:
    meeting = draft()
    morning = session(meeting)
    item(morning, "One", minutes=30)
    item(morning, "Two", minutes=45)
    item(morning, "Three")
    (agenda,) = readers_agenda(SYSTEM, meeting, editing=True).agenda
    dubai = ZoneInfo("Asia/Dubai")
    assert [f"{one.begins.astimezone(dubai):%H:%M}" for one in agenda.items] == ["09:00", "09:30", "10:15"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"minutes": 181}, SessionTooShort),
        ({"starts_at": NINE - HOUR}, ItemsOverlap),
        ({"starts_at": NINE + timedelta(minutes=59)}, ItemsOverlap),
        ({"starts_at": NINE + 4 * HOUR}, SessionTooShort),
        ({"access": "named"}, NobodyAdmitted),
    ],
)
def test_an_impossible_item_is_refused_and_nothing_is_kept(values: dict, error: type) -> None:
    morning = session(draft())
    item(morning, "First", minutes=60)
    with pytest.raises(error):
        item(morning, "Impossible", **values)
    assert [one.title["en"] for one in morning.items.all()] == ["First"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"starts_at": NINE - 24 * HOUR, "ends_at": NINE - 20 * HOUR}, OutsideTheMeeting),
        ({"ends_at": NINE + 24 * HOUR}, OutsideTheMeeting),
        ({"starts_at": NINE + 2 * HOUR, "ends_at": NINE + 4 * HOUR}, RoomTaken),
        ({"ends_at": NINE - HOUR}, ValidationError),
        ({"time_zone": "Mars/Olympus"}, ValidationError),
    ],
)
def test_an_impossible_session_is_refused_and_nothing_is_kept(values: dict, error: type) -> None:
    meeting = draft()
    session(meeting)
    with pytest.raises(error):
        session(meeting, **values)
    assert meeting.sessions.count() == 1


def test_two_sessions_at_one_time_need_two_rooms() -> None:
    meeting = draft()
    session(meeting)
    session(meeting, room={"en": "Second room"})
    assert meeting.sessions.count() == 2


def test_of_two_editors_the_second_sees_what_the_first_saved() -> None:
    first = item(session(draft()), "As it was")
    seen_by_both = first.version
    actions.edit_item(SYSTEM, first, seen_by_both, title={"en": "By the first"})
    with pytest.raises(Conflict) as conflict:
        actions.edit_item(SYSTEM, first, seen_by_both, title={"en": "By the second"})
    assert conflict.value.stored.title["en"] == "By the first"
    first.refresh_from_db()
    assert first.title["en"] == "By the first"


def test_things_of_another_meeting_are_not_mixed_in() -> None:
    meeting, other = draft(), draft()
    one = item(session(meeting))
    elsewhere = session(other)
    foreign = AudienceFactory(meeting=other)
    with pytest.raises(WrongMeeting):
        actions.move_item(SYSTEM, one, one.version, session=elsewhere, position=1)
    with pytest.raises(WrongMeeting):
        actions.edit_item(SYSTEM, one, one.version, title={"en": "x"}, access="named", audiences=[foreign])


def test_what_was_decided_openly_cannot_be_closed_afterwards() -> None:
    one = ItemFactory()
    DecisionFactory(item=one, number="1")
    with pytest.raises(DecidedInTheOpen):
        actions.edit_item(SYSTEM, one, one.version, title=one.title, access="closed")


def test_what_was_decided_openly_is_not_moved_into_a_closed_session() -> None:
    one = ItemFactory()
    DecisionFactory(item=one, number="1")
    closed = SessionFactory(meeting=one.session.meeting, access="closed", room={"en": "Annex"})
    with pytest.raises(DecidedInTheOpen):
        actions.move_item(SYSTEM, one, one.version, session=closed, position=1)
    one.refresh_from_db()
    assert one.session != closed


def test_a_meeting_is_not_announced_while_no_term_of_the_chair_covers_its_day() -> None:
    meeting = chaired(draft())
    meeting.series.group.offices.update(until=date(2014, 2, 9))
    with pytest.raises(NoChair):
        actions.announce(SYSTEM, meeting)
    meeting.refresh_from_db()
    assert meeting.state == "draft"
    meeting.series.group.offices.update(until=date(2014, 2, 10))
    assert actions.announce(SYSTEM, meeting).state == "announced"


def test_a_group_that_never_had_a_chair_meets_without_one() -> None:
    assert actions.announce(SYSTEM, draft()).state == "announced"


def test_a_number_is_given_once_in_a_series() -> None:
    series = SeriesFactory()
    MeetingFactory(series=series, number=9)
    with pytest.raises(ValidationError, match="number"):
        actions.plan_meeting(
            SYSTEM,
            series,
            number=9,
            name={"en": "Ninth again"},
            time_zone="Asia/Dubai",
            starts_on=date(2015, 1, 1),
            ends_on=date(2015, 1, 1),
        )


def test_the_next_meeting_follows_the_one_before_it() -> None:
    ninth = MeetingFactory(number=9)
    values = {"name": {"en": "Tenth"}, "time_zone": "Asia/Dubai"}
    day = date(2015, 2, 9)
    tenth = actions.plan_meeting(SYSTEM, ninth.series, starts_on=day, ends_on=day, **values)
    assert tenth.previous == ninth


def test_a_concluded_meeting_is_no_longer_edited() -> None:
    meeting = MeetingFactory(state="concluded")
    keeper = secretariat(meeting.series.group)
    part = SessionFactory(meeting=meeting)
    with pytest.raises(Denied):
        actions.add_item(keeper, part, title={"en": "Late"})
    with pytest.raises(Denied):
        actions.edit_meeting(keeper, meeting, meeting.version, name={"en": "New"})


def test_the_agenda_takes_as_many_queries_long_as_short(django_assert_max_num_queries) -> None:
    meeting = draft()
    morning = session(meeting, ends_at=NINE + 10 * HOUR)
    item(morning)
    actions.release_agenda(SYSTEM, meeting)
    Item.objects.bulk_create(
        Item(session=morning, position=place, title={"en": f"Item {place}"}, is_released=True)
        for place in range(2, 301)
    )
    actions.release_agenda(SYSTEM, meeting)
    Meeting.objects.update(state="announced")
    person = delegate(meeting)
    with django_assert_max_num_queries(16):
        (shown,) = readers_agenda(person, meeting, editing=False).agenda
    assert len(shown.items) == 300


def test_a_text_in_a_language_that_no_form_offers_is_kept() -> None:
    meeting = draft(name={"en": "Ninth", "ar": "التاسع", "fr": "Neuvième"})
    saved = actions.edit_meeting(SYSTEM, meeting, meeting.version, name={"en": "9th", "ar": "التاسع"})
    assert saved.name == {"en": "9th", "ar": "التاسع", "fr": "Neuvième"}


@pytest.mark.parametrize("access", ["open", "closed"])
def test_what_decided_stays_on_the_agenda(access: str) -> None:
    one = ItemFactory(access=access)
    DecisionFactory(item=one, number="1" if access == "open" else "C-1234")
    with pytest.raises(DecidedHere):
        actions.withdraw_item(SYSTEM, one, one.version)
    with pytest.raises(DecidedHere):
        actions.withdraw_session(SYSTEM, one.session, one.session.version)
    one.refresh_from_db()
    assert (one.is_withdrawn, one.session.is_withdrawn) == (False, False)


def test_a_version_that_changed_nothing_for_a_reader_is_none_and_leaves_no_number_out() -> None:
    meeting = draft()
    morning = session(meeting)
    item(morning, "Open A")
    actions.release_agenda(SYSTEM, meeting)
    delegation = DelegationFactory(meeting=meeting)
    item(morning, "SEKRET", access="closed", admitted=[delegation])
    actions.release_agenda(SYSTEM, meeting, note={"en": "SEKRET note"})
    item(morning, "Open B")
    actions.release_agenda(SYSTEM, meeting)
    Meeting.objects.update(state="announced")
    readers = (AnonymousUser(), delegate(meeting))
    known = [
        [(one.number, one.release.number) for one in readers_agenda(reader, meeting, editing=False).versions]
        for reader in readers
    ]
    assert known == [[(2, 3), (1, 1)], [(3, 3), (2, 2), (1, 1)]]
    latest = agenda_version(AnonymousUser(), meeting, 2)
    assert latest is not None
    assert [one.title["en"] for one in latest[1][0].items] == ["Open A", "Open B"]
    assert agenda_version(AnonymousUser(), meeting, 3) is None
    page = Client().get(f"/en/meetings/{meeting.key}/")
    assert "SEKRET" not in page.content.decode()
