"""The agenda: sessions and items are edited as a draft, then given out as a version with what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from multaqa.core.access import SYSTEM
from multaqa.core.actions import act, change, create, locked, snapshot
from multaqa.language import Text
from multaqa.meetings.access import may
from multaqa.meetings.actions.meetings import refuse_outside
from multaqa.meetings.agendas import (
    Agenda,
    agenda_of,
    as_json,
    calendar_changed,
    changes_as_json,
    changes_between,
    check_times,
    from_json,
)
from multaqa.meetings.errors import (
    DecidedHere,
    DecidedInTheOpen,
    NobodyAdmitted,
    NothingToRelease,
    RoomTaken,
    WrongMeeting,
)
from multaqa.meetings.models import (
    Access,
    AgendaRelease,
    Audience,
    Decision,
    Delegation,
    Item,
    Meeting,
    Narrowed,
    Session,
)


def add_session(
    actor: Any,
    meeting: Meeting,
    *,
    audiences: Sequence[Audience] = (),
    admitted: Sequence[Delegation] = (),
    **values: Any,
) -> Session:
    """Add a session to the draft of the agenda. Raises OutsideTheMeeting, RoomTaken, NobodyAdmitted."""
    with act(actor, "meetings.add_session", may=may(actor, "agenda.edit", meeting)) as entry:
        session = Session(meeting=locked(meeting), **values)
        create(entry, session)
        admit(session, meeting, audiences, admitted)
        _check(session)
    return session


def edit_session(
    actor: Any,
    session: Session,
    version: int,
    *,
    audiences: Sequence[Audience] = (),
    admitted: Sequence[Delegation] = (),
    **values: Any,
) -> Session:
    """Change a session. A narrower access holds at once, the rest with the next version of the agenda."""
    with act(actor, "meetings.edit_session", may=may(actor, "agenda.edit", session.meeting)) as entry:
        locked(session.meeting)
        stored = locked(session, version)
        change(entry, stored, **values)
        admit(stored, stored.meeting, audiences, admitted)
        _check(stored)
    return stored


def withdraw_session(actor: Any, session: Session, version: int) -> Session:
    """Take a session with its items off the agenda; calendars that showed it show it as cancelled.

    Raises DecidedHere where a decision was adopted in it.
    """
    with act(actor, "meetings.withdraw_session", may=may(actor, "agenda.edit", session.meeting)) as entry:
        stored = locked(session, version)
        if _decisions_of(stored).exists():
            raise DecidedHere
        stored.items.update(is_withdrawn=True)
        change(entry, stored, is_withdrawn=True, sequence=stored.sequence + 1)
    return stored


def add_item(
    actor: Any,
    session: Session,
    *,
    audiences: Sequence[Audience] = (),
    admitted: Sequence[Delegation] = (),
    **values: Any,
) -> Item:
    """Add an item at the end of a session. Raises ItemsOverlap, SessionTooShort, NobodyAdmitted."""
    with act(actor, "meetings.add_item", may=may(actor, "agenda.edit", session.meeting)) as entry:
        stored = locked(session)
        item = Item(session=stored, position=_standing(stored).count() + 1, **values)
        create(entry, item)
        admit(item, stored.meeting, audiences, admitted)
        _check(stored)
    return item


def edit_item(
    actor: Any,
    item: Item,
    version: int,
    *,
    audiences: Sequence[Audience] = (),
    admitted: Sequence[Delegation] = (),
    **values: Any,
) -> Item:
    """Change an item. A narrower access holds at once, the rest with the next version of the agenda."""
    with act(actor, "meetings.edit_item", may=may(actor, "agenda.edit", item.session.meeting)) as entry:
        session = locked(item.session)
        stored = locked(item, version)
        change(entry, stored, **values)
        admit(stored, session.meeting, audiences, admitted)
        _check(session)
    return stored


def move_item(actor: Any, item: Item, version: int, *, session: Session, position: int) -> Item:
    """Put an item at a place (from 1) of its own or another session of the meeting; the others make room.

    A time of its own does not go with it. Raises WrongMeeting, SessionTooShort, DecidedInTheOpen.
    """
    with act(actor, "meetings.move_item", may=may(actor, "agenda.edit", item.session.meeting)) as entry:
        if session.meeting_id != item.session.meeting_id:
            raise WrongMeeting
        target = locked(session)
        stored = locked(item, version)
        source = stored.session
        if target.is_narrowed and _decided_openly(stored):
            raise DecidedInTheOpen
        others = list(_standing(target).exclude(pk=stored.pk))
        place = max(1, min(position, len(others) + 1))
        others.insert(place - 1, stored)
        change(entry, stored, session=target, position=place, starts_at=None)
        _number(others)
        if source.pk != target.pk:
            _number(list(_standing(source)))
        _check(target)
    return stored


def withdraw_item(actor: Any, item: Item, version: int) -> Item:
    """Take an item off the agenda. Raises DecidedHere where a decision was adopted under it."""
    with act(actor, "meetings.withdraw_item", may=may(actor, "agenda.edit", item.session.meeting)) as entry:
        stored = locked(item, version)
        if _decisions_of(stored).exists():
            raise DecidedHere
        change(entry, stored, is_withdrawn=True)
        _number(list(_standing(stored.session)))
    return stored


def release_agenda(actor: Any, meeting: Meeting, *, note: Text | None = None) -> AgendaRelease:
    """Give the agenda out as its next version. Raises NothingToRelease where nothing changed."""
    with act(actor, "meetings.release_agenda", may=may(actor, "agenda.release", meeting)) as entry:
        stored = locked(meeting)
        last = stored.agenda_releases.first()
        before: Agenda = from_json(last.content) if last else ()
        after = from_json(as_json(working_agenda(stored)))
        changes = changes_between(before, after)
        if not changes:
            raise NothingToRelease
        release = AgendaRelease(
            meeting=stored,
            number=last.number + 1 if last else 1,
            released_at=timezone.now(),
            released_by=None if actor is SYSTEM else actor,
            note=note or {},
            content=as_json(after),
            changes=changes_as_json(changes),
        )
        release.save()
        _bring_out(stored, before, after)
        entry.record(release, before=None, after=snapshot(release, "content"))
    return release


def working_agenda(meeting: Meeting) -> Agenda:
    """The agenda as it is being edited."""
    sessions = meeting.sessions.filter(is_withdrawn=False)
    items = Item.objects.filter(session__in=sessions, is_withdrawn=False)
    return agenda_of(sessions, items, meeting.time_zone)


def admit(
    part: Narrowed, meeting: Meeting, audiences: Sequence[Audience], admitted: Sequence[Delegation]
) -> None:
    """Name for whom a narrowed part is. Raises NobodyAdmitted, WrongMeeting."""
    if ({one.meeting_id for one in audiences} | {one.meeting_id for one in admitted}) - {meeting.pk}:
        raise WrongMeeting
    if part.is_narrowed and _decided_openly(part):
        raise DecidedInTheOpen
    if part.access == Access.NAMED and not audiences:
        raise NobodyAdmitted
    part.audiences.set(audiences if part.access == Access.NAMED else ())
    part.admitted.set(admitted if part.access == Access.CLOSED else ())


def _decided_openly(part: Narrowed) -> bool:
    """Whether a decision under the part stands in the open numbering."""
    return isinstance(part, Item | Session) and _decisions_of(part).exclude(number__startswith="C").exists()


def _decisions_of(part: Item | Session) -> QuerySet[Decision]:
    """The decisions that were adopted under an item or in a session."""
    where = {"item": part} if isinstance(part, Item) else {"item__session": part}
    return Decision.objects.filter(adopted_at__isnull=False, **where)


def _standing(session: Session) -> Any:
    return session.items.filter(is_withdrawn=False)


def _number(items: Sequence[Item]) -> None:
    for position, item in enumerate(items, 1):
        item.position = position
    Item.objects.bulk_update(items, ["position"])


def _check(session: Session) -> None:
    """Refuse a session that does not fit its meeting, its room or its items."""
    meeting = session.meeting
    refuse_outside(meeting, session)
    same_time = meeting.sessions.filter(
        is_withdrawn=False, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
    ).exclude(pk=session.pk)
    if any(dict(other.room) == dict(session.room) for other in same_time):
        raise RoomTaken
    (agenda,) = agenda_of([session], _standing(session), meeting.time_zone)
    check_times(agenda)


def _bring_out(meeting: Meeting, before: Agenda, after: Agenda) -> None:
    """Mark what the version names as released, and raise the revision of sessions whose calendar entry changed."""
    known = {session.key: session for session in before}
    changed = [session.key for session in after if calendar_changed(known.get(session.key), session)]
    revised = [key for key in changed if key in known]
    meeting.sessions.filter(key__in=revised).update(sequence=F("sequence") + 1)
    meeting.sessions.filter(is_withdrawn=False).update(is_released=True)
    Item.objects.filter(session__meeting=meeting, is_withdrawn=False).update(is_released=True)
