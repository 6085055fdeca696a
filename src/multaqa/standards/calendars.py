"""Calendars as iCalendar files (RFC 5545), with names and refreshing as RFC 7986 has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import icalendar

PRODUCT: Final = "-//Multaqa//Multaqa//EN"
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Event:
    """Something with a beginning and an end: days (dates, the end exclusive) or hours (aware times, in a time zone)."""

    uid: str
    sequence: int
    """The revision, raised whenever what a calendar shows has changed."""
    summary: str
    starts_at: datetime | date
    ends_at: datetime | date
    time_zone: str | None
    """The IANA zone in which the hours are planned, so that they hold when its clocks change; None for days."""
    changed_at: datetime
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    related_to: str = ""
    reminder_minutes: int | None = None


@dataclass(frozen=True)
class Calendar:
    """A calendar in one language, published or sent along with a letter (method REQUEST or CANCEL)."""

    name: str
    language: str
    events: Sequence[Event]
    method: str = "PUBLISH"
    refresh_hours: int | None = None


def to_icalendar(calendar: Calendar) -> bytes:
    """The calendar as a file: the same calendar gives the same bytes.

    Raises ValueError for an event without a UID, a UID that comes twice, times without a zone, an unknown zone, or an
    end that is not after the beginning.
    """
    _check(calendar.events)
    result = icalendar.Calendar()
    result.add("prodid", PRODUCT)
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    result.add("method", calendar.method)
    result.add("name", _clean(calendar.name), parameters={"LANGUAGE": calendar.language})
    result.add("x-wr-calname", _clean(calendar.name))
    if calendar.refresh_hours is not None:
        every = timedelta(hours=calendar.refresh_hours)
        result.add("refresh-interval", every, parameters={"VALUE": "DURATION"})
        result.add("x-published-ttl", f"PT{calendar.refresh_hours}H")
    for zone in _zones(calendar.events):
        result.add_component(zone)
    for event in calendar.events:
        result.add_component(_event(event, calendar.language))
    return bytes(result.to_ical())


def _event(event: Event, language: str) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", event.uid)
    entry.add("dtstamp", event.changed_at.astimezone(UTC).replace(microsecond=0))
    entry.add("last-modified", event.changed_at.astimezone(UTC).replace(microsecond=0))
    entry.add("sequence", event.sequence)
    entry.add("dtstart", _placed(event.starts_at, event.time_zone))
    entry.add("dtend", _placed(event.ends_at, event.time_zone))
    for name, text in (
        ("summary", event.summary),
        ("location", event.location),
        ("description", event.description),
    ):
        if text:
            entry.add(name, _clean(text), parameters={"LANGUAGE": language})
    if event.url:
        entry.add("url", event.url)
    if event.related_to:
        entry.add("related-to", event.related_to)
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if event.time_zone is None:
        entry.add("transp", "TRANSPARENT")  # days of a meeting do not fill them; its sessions do
    if event.reminder_minutes is not None and not event.cancelled:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _clean(event.summary))
        alarm.add("trigger", -timedelta(minutes=event.reminder_minutes))
        entry.add_component(alarm)
    return entry


def _zones(events: Sequence[Event]) -> list[icalendar.Timezone]:
    """A VTIMEZONE for each zone, with its changes of the clock from the year before to the year after the events."""
    years: dict[str, list[int]] = {}
    for event in events:
        if event.time_zone is not None:
            years.setdefault(event.time_zone, []).extend((event.starts_at.year, event.ends_at.year))
    return [
        icalendar.Timezone.from_tzinfo(
            ZoneInfo(name),
            tzid=name,
            first_date=date(min(found) - 1, 1, 1),
            last_date=date(max(found) + 2, 1, 1),
        )
        for name, found in sorted(years.items())
    ]


def _placed(moment: datetime | date, zone: str | None) -> datetime | date:
    """An hour by the clock of its zone; a day as it is."""
    return moment.astimezone(ZoneInfo(zone)) if isinstance(moment, datetime) and zone else moment


def _clean(text: str) -> str:
    """The text without control characters, its line breaks one kind; iCalendar escapes what is left."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _check(events: Sequence[Event]) -> None:
    seen: set[str] = set()
    for event in events:
        if not event.uid or CONTROL.search(event.uid) or "\n" in event.uid or "\r" in event.uid:
            raise ValueError("an event needs a UID of one line")
        if event.uid in seen:
            raise ValueError(f"the UID {event.uid!r} comes twice")
        seen.add(event.uid)
        if event.time_zone is not None and event.time_zone not in available_timezones():
            raise ValueError(f"{event.time_zone!r} is no time zone")
        for moment in (event.starts_at, event.ends_at):
            if isinstance(moment, datetime) != (event.time_zone is not None):
                raise ValueError(f"{event.uid}: hours need a time zone, and days have none")
            if isinstance(moment, datetime) and moment.tzinfo is None:
                raise ValueError(f"{event.uid}: {moment} does not say in which time zone it is")
        if event.changed_at.tzinfo is None:
            raise ValueError(f"{event.uid}: the time of the last change does not say its time zone")
        if not event.ends_at > event.starts_at:
            raise ValueError(f"{event.uid} does not end after it begins")
        if any(mark in event.url for mark in "\r\n"):
            raise ValueError(f"{event.uid}: an address is one line")
