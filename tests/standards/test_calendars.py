"""Calendars are read alike by two independent parsers, hold their hours, and carry nothing that was not meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from multaqa.standards.calendars import Calendar, Event, to_icalendar

CHANGED = datetime(2014, 1, 20, 12, 0, tzinfo=UTC)


def event(zone: str = "Asia/Dubai", day: date = date(2014, 2, 9), hour: int = 15, **values: object) -> Event:
    starts = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
    standard = {
        "uid": f"{zone}-{day}@multaqa",
        "sequence": 0,
        "summary": "Session",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "time_zone": zone,
        "changed_at": CHANGED,
    }
    return Event(**standard | values)


def written(*events: Event, **values: object) -> bytes:
    return to_icalendar(Calendar("Meetings", "en", events, **values))


def read(content: bytes) -> list[icalendar.Event]:
    """The events, read strictly: the parser found no error anywhere."""
    calendar = icalendar.Calendar.from_ical(content)
    assert [error for part in calendar.walk() for error in part.errors] == []
    return list(calendar.walk("VEVENT"))


def in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def test_both_parsers_read_the_same_hours_names_and_revisions() -> None:
    content = written(event(summary="مستقبل الخدمات الإلكترونية", sequence=3))
    (strict,) = read(content)
    other = vobject.readOne(content.decode()).vevent
    assert (strict["UID"], int(strict["SEQUENCE"]), str(strict["SUMMARY"]), str(strict["STATUS"])) == (
        "Asia/Dubai-2014-02-09@multaqa",
        3,
        "مستقبل الخدمات الإلكترونية",
        "CONFIRMED",
    )
    assert (other.uid.value, other.sequence.value, other.summary.value) == (
        "Asia/Dubai-2014-02-09@multaqa",
        "3",
        "مستقبل الخدمات الإلكترونية",
    )
    expected = datetime(2014, 2, 9, 11, 0, tzinfo=UTC)
    assert in_utc(strict["DTSTART"].dt) == in_utc(other.dtstart.value) == expected
    assert strict["DTSTART"].params["TZID"] == "Asia/Dubai"


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/Paris", date(2014, 3, 29), date(2014, 3, 31)),
        ("Europe/Rome", date(2014, 10, 25), date(2014, 10, 27)),
        ("America/New_York", date(2014, 3, 8), date(2014, 3, 10)),
        ("Africa/Casablanca", date(2014, 3, 29), date(2014, 3, 31)),
    ],
)
def test_nine_in_the_morning_stays_nine_when_the_clocks_change(zone: str, before: date, after: date) -> None:
    content = written(event(zone, before, 9), event(zone, after, 9))
    others = vobject.readOne(content.decode()).vevent_list
    starts = [one["DTSTART"].dt for one in read(content)]
    assert [moment.hour for moment in starts] == [9, 9]
    assert starts[0].utcoffset() != starts[1].utcoffset()
    expected = [in_utc(datetime(*day.timetuple()[:3], 9, tzinfo=ZoneInfo(zone))) for day in (before, after)]
    assert [in_utc(one.dtstart.value) for one in others] == expected


def test_a_meeting_in_two_time_zones_keeps_both() -> None:
    content = written(event("Asia/Dubai", hour=15), event("Africa/Tunis", hour=9))
    zones = [str(zone["TZID"]) for zone in icalendar.Calendar.from_ical(content).walk("VTIMEZONE")]
    hours = [in_utc(one.dtstart.value).hour for one in vobject.readOne(content.decode()).vevent_list]
    assert (zones, hours) == (["Africa/Tunis", "Asia/Dubai"], [11, 8])


def test_days_are_days_whatever_the_time_zone_of_the_reader() -> None:
    days = event(starts_at=date(2014, 2, 9), ends_at=date(2014, 2, 11), time_zone=None)
    (one,) = read(written(days))
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2014, 2, 9), date(2014, 2, 11))
    assert vobject.readOne(written(days).decode()).vevent.dtend.value == date(2014, 2, 11)


def test_what_is_cancelled_keeps_its_uid_and_rises_in_sequence() -> None:
    first = event()
    (one,) = read(written(replace(first, cancelled=True, sequence=1), method="CANCEL"))
    assert (one["UID"], int(one["SEQUENCE"]), str(one["STATUS"])) == (first.uid, 1, "CANCELLED")


def test_the_same_calendar_gives_the_same_bytes() -> None:
    assert written(event(), refresh_hours=4) == written(event(), refresh_hours=4)


def test_lines_are_folded_at_75_octets_and_never_inside_a_letter() -> None:
    content = written(event(summary="جلسة الخدمات الإلكترونية " * 20, location="قاعة " * 30))
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines]


@pytest.mark.parametrize(
    "text", ["x\r\nATTENDEE:mailto:a@example.org", "x\nEND:VEVENT\nBEGIN:VEVENT", "a\x00b\x0bc"]
)
def test_no_text_becomes_a_property_of_its_own(text: str) -> None:
    (one,) = read(written(event(summary=text, location=text, description=text)))
    assert "ATTENDEE" not in one
    assert "\x00" not in str(one["SUMMARY"])


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).filter(str.strip))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    (one,) = read(written(event(summary=text)))
    assert str(one["SUMMARY"]) == text


@pytest.mark.parametrize(
    "wrong",
    [
        {"uid": ""},
        {"uid": "a\r\nb"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": None},
        {"starts_at": datetime(2014, 2, 9, 9)},  # noqa: DTZ001  (a time without a zone is what is wrong)
        {"ends_at": datetime(2014, 2, 9, 1, tzinfo=UTC)},
        {"starts_at": date(2014, 2, 9), "ends_at": date(2014, 2, 9), "time_zone": None},
        {"changed_at": datetime(2014, 2, 9)},  # noqa: DTZ001
        {"url": "https://x\r\nATTENDEE:y"},
    ],
)
def test_what_makes_no_event_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (each has a sentence of its own)
        written(event(**wrong))


def test_a_uid_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        written(event(), event())
