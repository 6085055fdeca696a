"""What a calendar shows of meetings: each meeting as days, each session that the reader sees as hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from multaqa.core.access import visible_to
from multaqa.language import in_language
from multaqa.meetings import access
from multaqa.meetings.agendas import AgendaSession, calendar_changed, from_json, meant_for
from multaqa.meetings.models import AgendaRelease, Meeting, Session
from multaqa.standards.calendars import Calendar, Event, to_icalendar

DOMAIN = "multaqa"
"""The end of every UID. It is no host, so that an installation can move without its events being doubled."""
REFRESH_HOURS = 4


def calendar_of(actor: Any, meetings: QuerySet[Meeting], name: str, language: str, site: str) -> bytes:
    """The iCalendar file of the meetings that the actor sees; drafts are in no calendar. A fixed number of queries."""
    seen = (
        visible_to(actor, Meeting)
        .filter(pk__in=meetings.values("pk"))
        .exclude(state=Meeting.State.DRAFT)
        .order_by("starts_on", "pk")
        .prefetch_related(
            Prefetch(
                "agenda_releases",
                AgendaRelease.objects.order_by("number").only("meeting", "content", "released_at"),
            )
        )
    )
    rows = Session.objects.filter(meeting__in=seen, is_released=True)
    standing = {row.key: row for row in visible_to(actor, Session).filter(pk__in=rows.values("pk"))}
    cancelled = {row.key: row for row in rows.filter(access.sessions(actor, withdrawn=True))}
    levels = {key: row.access for key, row in (standing | cancelled).items()}
    events: list[Event] = []
    for meeting in seen:
        events.append(meeting_event(meeting, site, language))
        shown: dict[str, tuple[AgendaSession, datetime]] = {}
        for release in meeting.agenda_releases.all():
            for session in from_json(release.content):
                known, since = shown.get(session.key, (None, release.released_at))
                if meant_for(session, levels):
                    since = release.released_at if calendar_changed(known, session) else since
                    shown[session.key] = session, since
        for key, (session, since) in shown.items():
            if key in standing:
                events.append(_session_event(meeting, session, standing[key], since, language, site))
            elif key in cancelled:
                event = _session_event(meeting, session, cancelled[key], since, language, site)
                events.append(replace(event, cancelled=True, changed_at=cancelled[key].changed_at))
    return to_icalendar(Calendar(name, language, events, refresh_hours=REFRESH_HOURS))


def meeting_event(meeting: Meeting, site: str, language: str = "en") -> Event:
    """A meeting as days, from its first to its last."""
    return Event(
        uid=f"{meeting.key}@{DOMAIN}",
        sequence=meeting.sequence,
        summary=in_language(meeting.name, language),
        starts_at=meeting.starts_on,
        ends_at=meeting.ends_on + timedelta(days=1),
        time_zone=None,
        changed_at=meeting.changed_at,
        location=in_language(meeting.place, language) or meeting.online,
        description=in_language(meeting.purpose, language),
        url=site + reverse("meetings:meeting", kwargs={"key": meeting.key}),
        cancelled=meeting.state == Meeting.State.CANCELLED,
    )


def _session_event(
    meeting: Meeting, session: AgendaSession, row: Session, since: datetime, language: str, site: str
) -> Event:
    """A session as its last released version says, in the time zone in which it is planned; `since` when it says so.

    It shows name, place and state of its meeting too, so a revision of either is a revision of it.
    """
    zone = ZoneInfo(session.time_zone)
    places: Sequence[str] = (in_language(session.room, language), in_language(meeting.place, language))
    meeting_name, title = in_language(meeting.name, language), in_language(session.title, language)
    return Event(
        uid=f"{session.key}@{DOMAIN}",
        sequence=row.sequence + meeting.sequence,
        summary=f"{meeting_name}: {title}",
        starts_at=session.starts_at.astimezone(zone),
        ends_at=session.ends_at.astimezone(zone),
        time_zone=session.time_zone,
        changed_at=max(since, meeting.changed_at),
        location=", ".join(place for place in places if place) or meeting.online,
        url=site + reverse("meetings:meeting", kwargs={"key": meeting.key}) + f"#{session.key}",
        cancelled=meeting.state == Meeting.State.CANCELLED,
        related_to=f"{meeting.key}@{DOMAIN}",
    )
