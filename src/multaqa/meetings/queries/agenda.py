"""The agenda for a reader: those who run the meeting see what they edit, everybody else the version given out last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from multaqa.core.access import visible_to
from multaqa.meetings.access import allowed_actions
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
from multaqa.meetings.models import OPEN, AgendaRelease, Item, Meeting, Session


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
    now = _Now.of(sessions, items)
    last = from_json(releases[0].content) if releases else ()
    working = agenda_of(sessions, items, meeting.time_zone)
    return ReadersAgenda(
        agenda=numbered(working if editing else shown_to(last, now.sessions, now.items)),
        versions=tuple(_version(release, now) for release in releases),
        pending=changes_between(last, working) if editing else (),
    )


def agenda_version(actor: Any, meeting: Meeting, number: int) -> tuple[Version, Agenda] | None:
    """An earlier version as the actor may see it now; None where there is no such version."""
    release = meeting.agenda_releases.filter(number=number).first()
    if release is None:
        return None
    sessions = list(visible_to(actor, Session).filter(meeting=meeting))
    items = list(visible_to(actor, Item).filter(session__meeting=meeting))
    now = _Now.of(sessions, items)
    shown = shown_to(from_json(release.content), now.sessions, now.items)
    return _version(release, now), numbered(shown)


def titles_for(actor: Any, meeting: Meeting) -> dict[str, dict[str, str]]:
    """The titles of sessions and items by key, as the reader's agenda says them: an edit is known once it is released."""
    editing = "meeting.run" in allowed_actions(actor, meeting)
    agenda = readers_agenda(actor, meeting, editing=editing).agenda
    titles = {session.key: session.title for session in agenda}
    return titles | {item.key: item.title for session in agenda for item in session.items}


@dataclass(frozen=True)
class _Now:
    """What a reader sees now: key → access of sessions and of items, and the keys of what everybody sees."""

    sessions: Mapping[str, str]
    items: Mapping[str, str]
    open: frozenset[str]

    @classmethod
    def of(cls, sessions: Sequence[Session], items: Sequence[Item]) -> _Now:
        by_key = {one.key: one.access for one in sessions}
        opened = {one.pk for one in sessions if one.access == OPEN}
        everybodys = [one.key for one in sessions if one.access == OPEN]
        everybodys += [one.key for one in items if one.access == OPEN and one.session_id in opened]
        return cls(by_key, {one.key: one.access for one in items}, frozenset(everybodys))


def _version(release: AgendaRelease, now: _Now) -> Version:
    """What a reader may know of a version: changes of what they see, and removals of what everybody saw.

    What was said of a part while it was narrower is not told to those who see it because it was opened since.
    """

    def may_be_known(change: Change) -> bool:
        if change.kind == "removed":
            return change.was_open
        seen = change.key in now.sessions or change.key in now.items
        return seen and (change.was_open or change.key not in now.open)

    return Version(release, tuple(one for one in changes_from_json(release.changes) if may_be_known(one)))
