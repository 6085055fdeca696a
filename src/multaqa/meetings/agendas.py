"""The agenda as a value: how it is kept when it is released, numbered for a reader, timed, and compared.

An item that is open is numbered 1, 2, 3 among the open ones, the same for every reader. What is narrower is numbered
C1, C2, C3 among those that the reader sees, so that no number is missing for anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from multaqa.meetings.errors import ItemsOverlap, SessionTooShort
from multaqa.meetings.models import OPEN, Item, Session

Texts = dict[str, str]


@dataclass(frozen=True)
class AgendaItem:
    """An item as it was released, or as it stands. ``begins`` is worked out from the items above it."""

    key: str
    title: Texts
    purpose: str
    summary: Texts
    presenters: Texts
    starts_at: datetime | None
    minutes: int | None
    access: str
    filling: str = ""
    number: str = ""
    begins: datetime | None = None
    version: int = 0

    @property
    def ends(self) -> datetime | None:
        return self.begins + timedelta(minutes=self.minutes) if self.begins and self.minutes else None


@dataclass(frozen=True)
class AgendaSession:
    """A session with its items, in order."""

    key: str
    title: Texts
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    room: Texts
    access: str
    items: tuple[AgendaItem, ...] = ()
    version: int = 0

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


Kind = Literal["added", "removed", "moved", "retimed", "renamed", "narrowed", "opened", "changed"]


@dataclass(frozen=True)
class Change:
    """What became of a session or an item between two versions of the agenda."""

    kind: Kind
    key: str
    title: Texts
    was_open: bool
    """Whether everybody who saw the meeting saw it: what was narrower and is gone is told to nobody."""


Agenda = tuple[AgendaSession, ...]
_AGENDA: TypeAdapter[Agenda] = TypeAdapter(Agenda)
_CHANGES: TypeAdapter[tuple[Change, ...]] = TypeAdapter(tuple[Change, ...])


def agenda_of(sessions: Iterable[Session], items: Iterable[Item], zone: str) -> Agenda:
    """The agenda that the rows make; `zone` is the meeting's time zone."""
    by_session: dict[int, list[Item]] = {}
    for item in items:
        by_session.setdefault(item.session_id, []).append(item)
    return tuple(
        AgendaSession(
            key=session.key,
            title=dict(session.title),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            time_zone=session.time_zone or zone,
            room=dict(session.room),
            access=session.access,
            version=session.version,
            items=tuple(_item(item) for item in by_session.get(session.pk, ())),
        )
        for session in sessions
    )


def as_json(agenda: Agenda) -> list[dict[str, Any]]:
    """The agenda as JSON-ready data, without what is worked out for a reader."""
    plain: list[dict[str, Any]] = _AGENDA.dump_python(agenda, mode="json")
    for session in plain:
        session.pop("version")
        for item in session["items"]:
            for worked_out in ("number", "begins", "version"):
                item.pop(worked_out)
    return plain


def from_json(content: Any) -> Agenda:
    """The agenda that `as_json` wrote."""
    return _AGENDA.validate_python(content)


def changes_as_json(changes: Sequence[Change]) -> list[dict[str, Any]]:
    plain: list[dict[str, Any]] = _CHANGES.dump_python(tuple(changes), mode="json")
    return plain


def changes_from_json(content: Any) -> tuple[Change, ...]:
    return _CHANGES.validate_python(content)


def shown_to(agenda: Agenda, sessions: Mapping[str, str], items: Mapping[str, str]) -> Agenda:
    """The parts of a version that a reader finds: what they see now, by key, with the access that it has now.

    What a version holds of a part that was narrower then was written for fewer readers: where everybody sees the part
    now, that version does not show it, and the next one does.
    """
    return tuple(
        replace(session, items=tuple(item for item in session.items if meant_for(item, items)))
        for session in agenda
        if meant_for(session, sessions)
    )


def meant_for(part: AgendaSession | AgendaItem, now: Mapping[str, str]) -> bool:
    """Whether the reader finds the part now, and its words were not written for fewer readers than find it now."""
    return part.key in now and (part.access == OPEN or now[part.key] != OPEN)


def numbered(agenda: Agenda) -> Agenda:
    """The agenda with every item numbered and timed."""
    opened = closed = 0
    result = []
    for session in agenda:
        items = []
        for item in timed(session):
            if session.access == OPEN and item.access == OPEN:
                opened += 1
                number = str(opened)
            else:
                closed += 1
                number = f"C{closed}"
            items.append(replace(item, number=number))
        result.append(replace(session, items=tuple(items)))
    return tuple(result)


def timed(session: AgendaSession) -> tuple[AgendaItem, ...]:
    """The items with the time at which each begins: its own, or the end of the one above where that is known."""
    clock: datetime | None = session.starts_at
    result = []
    for item in session.items:
        begins = item.starts_at or clock
        item = replace(item, begins=begins)
        clock = item.ends
        result.append(item)
    return tuple(result)


def check_times(session: AgendaSession) -> None:
    """Refuse items that overlap, begin before their session or end after it."""
    clock = session.starts_at
    for item in timed(session):
        if item.begins is not None and item.begins < clock:
            raise ItemsOverlap
        clock = item.ends or item.begins or clock
        if clock > session.ends_at:
            raise SessionTooShort


def changes_between(before: Agenda, after: Agenda) -> tuple[Change, ...]:
    """What changed from one version to the next, in the order of the later one, removals last."""
    old, new = _places(before), _places(after)
    found = []
    for key, place in new.items():
        kind: Kind | None = "added" if key not in old else _difference(old[key], place)
        if kind:
            found.append(Change(kind, key, place.part.title, place.is_open))
    found += [
        Change("removed", key, place.part.title, place.is_open)
        for key, place in old.items()
        if key not in new
    ]
    return tuple(found)


def calendar_changed(before: AgendaSession | None, after: AgendaSession) -> bool:
    """Whether a calendar must show something new of a session."""
    if before is None:
        return True
    shown = ("title", "starts_at", "ends_at", "time_zone", "room")
    return any(getattr(before, name) != getattr(after, name) for name in shown)


@dataclass(frozen=True)
class _Place:
    part: AgendaSession | AgendaItem
    above: str
    """The key of the item above, within the session; for an item the session's key first."""
    is_open: bool


def _places(agenda: Agenda) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    for session in agenda:
        places[session.key] = _Place(session, "", session.access == OPEN)
        for item in session.items:
            places[item.key] = _Place(item, session.key, session.access == item.access == OPEN)
    return places


def _difference(before: _Place, after: _Place) -> Kind | None:
    """The most telling difference between two states of one part, or None."""
    old, new = before.part, after.part
    if before.is_open != after.is_open:
        return "opened" if after.is_open else "narrowed"
    if before.above != after.above:
        return "moved"
    if _times(old) != _times(new):
        return "retimed"
    if old.title != new.title:
        return "renamed"
    return "changed" if _rest(old) != _rest(new) else None


def _times(part: AgendaSession | AgendaItem) -> tuple[Any, ...]:
    if isinstance(part, AgendaSession):
        return part.starts_at, part.ends_at, part.time_zone
    return part.starts_at, part.minutes


def _rest(part: AgendaSession | AgendaItem) -> Mapping[str, Any]:
    left_out = {"items", "number", "begins", "version", "title"}
    return {name: value for name, value in vars(part).items() if name not in left_out}


def _item(item: Item) -> AgendaItem:
    return AgendaItem(
        key=item.key,
        title=dict(item.title),
        purpose=item.purpose,
        summary=dict(item.summary),
        presenters=dict(item.presenters),
        starts_at=item.starts_at,
        minutes=item.minutes,
        access=item.access,
        filling=item.filling,
        version=item.version,
    )
