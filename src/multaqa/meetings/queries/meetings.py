"""Lists of meetings, and what stands at the head of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from multaqa.core.access import visible_to
from multaqa.meetings.access import delegations_of
from multaqa.meetings.models import Delegation, Meeting, Series
from multaqa.members.access import groups_managed_by
from multaqa.members.models import Country, Group, Office

RELATED = ("series__group", "host")


@dataclass(frozen=True)
class MeetingList:
    """The meetings that a reader sees: those to come, the soonest first, and those that were, the latest first."""

    coming: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    drafts: tuple[Meeting, ...]
    invitations: tuple[Delegation, ...]
    """Delegations for which the reader answers, of meetings that are not over."""
    groups: tuple[Group, ...]
    """The groups of all meetings that the reader sees, to filter by."""
    keeps: tuple[Group, ...]
    """Groups for which the reader may plan meetings."""
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Presidency:
    """Who presides over a meeting: the countries in office on its first day."""

    chair: Country | None
    co_chairs: tuple[Country, ...]


def meeting_list(actor: Any, group: str = "", on: date | None = None) -> MeetingList:
    """The meetings that the actor sees, of one group where its slug is given."""
    today = on or timezone.localdate()
    seen = list(visible_to(actor, Meeting).select_related(*RELATED))
    groups = {meeting.series.group_id: meeting.series.group for meeting in seen}
    shown = [meeting for meeting in seen if not group or meeting.series.group.slug == group]
    over = Meeting.State.CONCLUDED, Meeting.State.CANCELLED
    drafts = [meeting for meeting in shown if meeting.state == Meeting.State.DRAFT]
    standing = [meeting for meeting in shown if meeting.state != Meeting.State.DRAFT]
    past = [meeting for meeting in standing if meeting.state in over or meeting.ends_on < today]
    coming = [meeting for meeting in standing if meeting not in past]
    answered = visible_to(actor, Delegation).filter(pk__in=delegations_of(actor).values("pk"))
    keeps = tuple(groups_managed_by(actor)) if actor.is_authenticated else ()
    return MeetingList(
        coming=tuple(reversed(coming)),
        past=tuple(past),
        drafts=tuple(drafts),
        invitations=tuple(
            answered.exclude(meeting__state__in=over).select_related(
                "meeting__series__group", "country", "organisation"
            )
        ),
        groups=tuple(groups.values()),
        keeps=keeps,
        series=tuple(series_kept_by(actor)) if keeps else (),
    )


def series_kept_by(actor: Any) -> QuerySet[Series]:
    """The series of meetings that the actor may plan for."""
    rows = visible_to(actor, Series).filter(group__in=groups_managed_by(actor))
    return rows.select_related("group")


def presidency(actor: Any, meeting: Meeting) -> Presidency:
    """The countries that hold the chair and the co-chairs on the first day of the meeting."""
    offices = (
        visible_to(actor, Office)
        .filter(group=meeting.series.group_id, since__lte=meeting.starts_on)
        .filter(Q(until__isnull=True) | Q(until__gt=meeting.starts_on))
        .select_related("country")
    )
    in_office = list(offices)
    return Presidency(
        chair=next((one.country for one in in_office if one.role == Office.Role.CHAIR), None),
        co_chairs=tuple(one.country for one in in_office if one.role == Office.Role.CO_CHAIR),
    )
