"""Reminders of the clock: to focal points 14 and 3 days before a meeting, to participants on its eve, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Final, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from multaqa.core.access import SYSTEM
from multaqa.core.actions import act, locked
from multaqa.core.models import Letter
from multaqa.core.tasks import periodic
from multaqa.meetings import letters
from multaqa.meetings.models import Delegation, Meeting, Participant

DAYS_BEFORE: Final = (14, 3)
"""How many days before the first day of a meeting its focal points are asked once more."""
GRACE_DAYS: Final = 2
"""For so many days, that of the reminder included, it is made up for where no worker ran."""
UNDECIDED: Final = (Delegation.Answer.NONE, Delegation.Answer.TENTATIVE)
STANDING: Final = (Meeting.State.ANNOUNCED, Meeting.State.OPEN)

Row = TypeVar("Row", Delegation, Participant)


@periodic
def remind_focal_points(now: datetime | None = None) -> None:
    """Ask those who have not answered for good, unless they were invited since. Run again, it writes nothing."""
    moment = now or timezone.now()
    waiting = Delegation.objects.filter(
        answer__in=UNDECIDED, meeting__in=_meetings(moment, max(DAYS_BEFORE))
    ).select_related("meeting")
    due: dict[str, Delegation] = {}
    for row in waiting:
        days = _days_to(row.meeting, moment)
        mark = next((mark for mark in DAYS_BEFORE if 0 <= mark - days < GRACE_DAYS), None)
        if mark is not None and row.invited_at < _morning(row.meeting, mark):
            due[f"{letters.REMINDER}:{row.key}:{row.meeting.starts_on}:{mark}"] = row
    _write(due, "meetings.remind_focal_point", _ask_again)


@periodic
def remind_participants(now: datetime | None = None) -> None:
    """Tell those who are registered that the meeting begins tomorrow. Run again, it writes nothing."""
    moment = now or timezone.now()
    registered = (
        Participant.objects.filter(is_withdrawn=False, delegation__meeting__in=_meetings(moment, 1))
        .exclude(delegation__answer=Delegation.Answer.DECLINED)
        .select_related("delegation__meeting")
    )
    due = {
        f"{letters.TOMORROW}:{row.key}:{row.delegation.meeting.starts_on}": row
        for row in registered
        if _days_to(row.delegation.meeting, moment) == 1
    }
    _write(due, "meetings.remind_participant", _tell_of_tomorrow)


def _write(due: Mapping[str, Row], verb: str, write: Callable[[Row, str], None]) -> None:
    """Write what was not written yet, each letter in an action of its own.

    The row is held before it is asked again whether the letter is there: a second worker must not replace the link
    of the first one's letter.
    """
    written = set(Letter.objects.filter(dedupe__in=due).values_list("dedupe", flat=True))
    for dedupe in due.keys() - written:
        with transaction.atomic():
            row = locked(due[dedupe])
            if not Letter.objects.filter(dedupe=dedupe).exists():
                with act(SYSTEM, verb, may=True) as entry:
                    write(row, dedupe)
                    entry.record(row, before=None, after={"reminder": dedupe})


def _ask_again(row: Delegation, dedupe: str) -> None:
    letters.remind(row, settings.PUBLIC_ADDRESS, None, dedupe)


def _tell_of_tomorrow(row: Participant, dedupe: str) -> None:
    letters.tell_of_tomorrow(row, settings.PUBLIC_ADDRESS, dedupe)


def _meetings(moment: datetime, days: int) -> QuerySet[Meeting]:
    """The meetings that begin within so many days, a day more on either side for the time zones."""
    today = moment.date()
    window = (today - timedelta(days=1), today + timedelta(days=days + 1))
    return Meeting.objects.filter(state__in=STANDING, starts_on__range=window)


def _days_to(meeting: Meeting, moment: datetime) -> int:
    """The days until the meeting begins, counted by its own clock."""
    return (meeting.starts_on - moment.astimezone(meeting.zone).date()).days


def _morning(meeting: Meeting, days: int) -> datetime:
    """The beginning of the day so many days before the meeting."""
    return datetime.combine(meeting.starts_on - timedelta(days=days), time(), tzinfo=meeting.zone)
