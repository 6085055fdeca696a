"""The agenda for a reader: those who run the meeting see what they edit, everybody else the version given out last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    """A version of the agenda and what of its changes a reader may know.

    Its number is the reader's: a version in which nothing changed for them is none, and leaves no number out.
    """

    number: int
    release: AgendaRelease
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ReadersAgenda:
    """The agenda as one reader sees it, numbered and timed; its versions, the latest first."""

    agenda: Agenda
    versions: tuple[Version, ...]
    pending: tuple[Change, ...]
    """For those who edit: what the next version will change."""


def readers_agenda(actor: Any, meeting: Meeting, *, editing: bool) -> ReadersAgenda:
    """The agenda of a meeting that the actor sees: the released one, or the one being edited. Three queries."""
    sessions = list(visible_to(actor, Session).filter(meeting=meeting))
    items = list(visible_to(actor, Item).filter(session__meeting=meeting))
    releases = list(meeting.agenda_releases.all())
    now = _Now.of(sessions, items)
    last = from_json(releases[0].content) if releases else ()
    working = agenda_of(sessions, items, meeting.time_zone)
    return ReadersAgenda(
        agenda=numbered(working if editing else shown_to(last, now.sessions, now.items)),
        versions=_versions(releases, now, all_of_them=editing),
        pending=changes_between(last, working) if editing else (),
    )


def agenda_version(actor: Any, meeting: Meeting, number: int) -> tuple[Version, Agenda] | None:
    """An earlier version as the actor may see it now; None where there is no such version."""
    sessions = list(visible_to(actor, Session).filter(meeting=meeting))
    items = list(visible_to(actor, Item).filter(session__meeting=meeting))
    now = _Now.of(sessions, items)
    runs = "meeting.run" in allowed_actions(actor, meeting)
    versions = _versions(meeting.agenda_releases.all(), now, all_of_them=runs)
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        return None
    return found, numbered(shown_to(from_json(found.release.content), now.sessions, now.items))


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


def _versions(releases: Iterable[AgendaRelease], now: _Now, *, all_of_them: bool) -> tuple[Version, ...]:
    """The versions in which something changed for a reader, or all of them; given and returned the latest first."""
    told = [(release, _known_changes(release, now)) for release in releases]
    shown = [(release, changes) for release, changes in told if changes or all_of_them]
    return tuple(
        Version(len(shown) - place, release, changes) for place, (release, changes) in enumerate(shown)
    )


def _known_changes(release: AgendaRelease, now: _Now) -> tuple[Change, ...]:
    """What a reader may know of a version: changes of what they see, and removals of what everybody saw.

    What was said of a part while it was narrower is not told to those who see it because it was opened since.
    """

    def may_be_known(change: Change) -> bool:
        if change.kind == "removed":
            return change.was_open
        seen = change.key in now.sessions or change.key in now.items
        return seen and (change.was_open or change.key not in now.open)

    return tuple(one for one in changes_from_json(release.changes) if may_be_known(one))
