"""Series and meetings: planned, announced, opened, concluded, cancelled."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from multaqa.core.actions import act, change, create, locked
from multaqa.language import Text
from multaqa.meetings import letters
from multaqa.meetings.access import may
from multaqa.meetings.errors import NoChair, OutsideTheMeeting
from multaqa.meetings.models import Delegation, Meeting, Series, Session, SpeechRequest
from multaqa.members.access import may_manage
from multaqa.members.models import Group, Office, holds

State = Meeting.State


def create_series(actor: Any, group: Group, *, slug: str, name: Text, symbol: str) -> Series:
    """Begin a series of meetings of a group; for those who keep the group."""
    with act(actor, "meetings.create_series", may=may_manage(actor, group)) as entry:
        series = Series(group=group, slug=slug, name=name, symbol=symbol)
        create(entry, series)
    return series


def plan_meeting(actor: Any, series: Series, **values: Any) -> Meeting:
    """Plan a meeting as a draft that only those who run it see; for those who keep the group.

    It follows the latest meeting of the series that begins before it.
    """
    with act(actor, "meetings.plan_meeting", may=may_manage(actor, series.group)) as entry:
        meeting = Meeting(series=series, **values)
        meeting.clean_fields()
        earlier = series.meetings.exclude(state=State.CANCELLED).filter(starts_on__lt=meeting.starts_on)
        meeting.previous = earlier.first()
        create(entry, meeting)
    return meeting


def edit_meeting(actor: Any, meeting: Meeting, version: int, **values: Any) -> Meeting:
    """Change what is said of a meeting. Calendars show a change of time, place or name as a new revision.

    Raises Conflict, and OutsideTheMeeting where a session would be left outside the days.
    """
    with act(actor, "meetings.edit_meeting", may=may(actor, "meeting.edit", meeting)) as entry:
        stored = locked(meeting, version)
        shown = ("name", "purpose", "place", "online", "starts_on", "ends_on")
        if any(name in values and values[name] != getattr(stored, name) for name in shown):
            values["sequence"] = stored.sequence + 1
        change(entry, stored, **values)
        for session in stored.sessions.filter(is_withdrawn=False):
            refuse_outside(stored, session)
    return stored


def announce(actor: Any, meeting: Meeting) -> Meeting:
    """Show a draft to those whom its level of access admits.

    Raises NoChair where the group has had a chair, and no country's term covers the first day of the meeting. A group
    that never entered a chair meets without one.
    """
    with act(actor, "meetings.announce", may=may(actor, "meeting.announce", meeting)) as entry:
        stored = locked(meeting)
        chairs = Office.objects.filter(group=stored.series.group_id, role=Office.Role.CHAIR)
        if chairs.exists() and not chairs.filter(holds(stored.starts_on)).exists():
            raise NoChair
        change(entry, stored, state=State.ANNOUNCED)
    return stored


def open_meeting(actor: Any, meeting: Meeting) -> Meeting:
    """Begin: from now on the chair gives the floor and decisions are taken."""
    with act(actor, "meetings.open_meeting", may=may(actor, "meeting.open", meeting)) as entry:
        stored = locked(meeting)
        change(entry, stored, state=State.OPEN)
    return stored


def conclude(actor: Any, meeting: Meeting) -> Meeting:
    """Close an open meeting; whoever still waits for the floor no longer does."""
    with act(actor, "meetings.conclude", may=may(actor, "meeting.conclude", meeting)) as entry:
        stored = locked(meeting)
        waiting = SpeechRequest.objects.filter(item__session__meeting=stored)
        waiting.filter(state=SpeechRequest.State.WAITING).update(state=SpeechRequest.State.WITHDRAWN)
        waiting.filter(state=SpeechRequest.State.CALLED).update(state=SpeechRequest.State.DONE)
        change(entry, stored, state=State.CONCLUDED)
    return stored


def cancel(actor: Any, meeting: Meeting, *, site: str) -> Meeting:
    """Call a meeting off. Its calendars say so, and whoever was told of it is told; of a draft nobody is."""
    with act(actor, "meetings.cancel", may=may(actor, "meeting.cancel", meeting)) as entry:
        stored = locked(meeting)
        was_known = stored.state != State.DRAFT
        stored.sessions.update(sequence=F("sequence") + 1)
        change(entry, stored, state=State.CANCELLED, sequence=stored.sequence + 1)
        if was_known:
            invited = stored.delegations.exclude(answer=Delegation.Answer.DECLINED)
            letters.tell_of_cancellation(stored, list(invited.prefetch_related("participants")), site)
    return stored


def refuse_outside(meeting: Meeting, session: Session) -> None:
    """Raise OutsideTheMeeting unless the session lies on the days of the meeting, by its own clock."""
    zone = ZoneInfo(session.time_zone or meeting.time_zone)
    first, last = session.starts_at.astimezone(zone).date(), session.ends_at.astimezone(zone).date()
    if first < meeting.starts_on or last > meeting.ends_on:
        raise OutsideTheMeeting
