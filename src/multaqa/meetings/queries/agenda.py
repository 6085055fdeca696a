"""The agenda for a reader: those who run the meeting see what they edit, everybody else the version given out last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from multaqa.core.access import visible_to
from multaqa.meetings.agendas import (
    Agenda,
    Change,
    agenda_of,
    changes_between,
    changes_from_json,
    from_json,
    numbered,
    shown_to,
)
from multaqa.meetings.models import AgendaRelease, Item, Meeting, Session


@dataclass(frozen=True)
class Version:
    """A version of the agenda and what of its changes a reader may know."""

    release: AgendaRelease
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ReadersAgenda:
    """The agenda as one reader sees it, numbered and timed; `rows` give items their row by key."""

    agenda: Agenda
    versions: tuple[Version, ...]
    pending: tuple[Change, ...]
    """For those who edit: what the next version will change."""

    @property
    def count(self) -> int:
        return sum(len(session.items) for session in self.agenda)


def readers_agenda(actor: Any, meeting: Meeting, *, editing: bool) -> ReadersAgenda:
    """The agenda of a meeting that the actor sees. Four queries, whatever its length."""
    sessions = list(visible_to(actor, Session).filter(meeting=meeting))
    items = list(visible_to(actor, Item).filter(session__meeting=meeting))
    releases = list(meeting.agenda_releases.all())
    session_keys, item_keys = {one.key for one in sessions}, {one.key for one in items}
    released = shown_to(from_json(releases[0].content), session_keys, item_keys) if releases else ()
    working = agenda_of(sessions, items, meeting.time_zone)
    versions = tuple(_version(release, session_keys | item_keys) for release in releases)
    return ReadersAgenda(
        agenda=numbered(working if editing else released),
        versions=versions,
        pending=changes_between(released, working) if editing else (),
    )


def agenda_version(actor: Any, meeting: Meeting, number: int) -> tuple[Version, Agenda] | None:
    """An earlier version as the actor may see it now; None where there is no such version."""
    release = meeting.agenda_releases.filter(number=number).first()
    if release is None:
        return None
    sessions = set(visible_to(actor, Session).filter(meeting=meeting).values_list("key", flat=True))
    items = set(visible_to(actor, Item).filter(session__meeting=meeting).values_list("key", flat=True))
    return _version(release, sessions | items), numbered(
        shown_to(from_json(release.content), sessions, items)
    )


def item_rows(actor: Any, meeting: Meeting) -> Mapping[str, Item]:
    """The items that the actor sees, by key."""
    return {item.key: item for item in visible_to(actor, Item).filter(session__meeting=meeting)}


def _version(release: AgendaRelease, keys: set[str]) -> Version:
    """What a reader may know of a version: changes of what they see, and removals of what everybody saw."""
    changes = changes_from_json(release.changes)
    known = (one for one in changes if one.key in keys or (one.kind == "removed" and one.was_open))
    return Version(release, tuple(known))
