"""Group → series → meeting → session → item → document; delegations; decisions and minutes.

Whatever may be closed carries `access`; a child narrows what its parent shows and never widens it, because who sees a
thing must see everything above it (`access.py`). Things are addressed by random keys, so that numbers leave no gaps.
"""

from multaqa.meetings.models.agenda import AgendaRelease, Item, Session
from multaqa.meetings.models.calendars import CalendarFeed
from multaqa.meetings.models.delegations import Delegation, Participant, Presence, SpeechRequest
from multaqa.meetings.models.documents import Document, DocumentFile, DocumentVersion
from multaqa.meetings.models.meetings import Audience, Meeting, Series
from multaqa.meetings.models.parts import (
    ENDS_TOO_EARLY,
    OPEN,
    PART_ACCESS,
    Access,
    Keyed,
    Narrowed,
    known_time_zone,
)
from multaqa.meetings.models.records import Decision, Minutes, MinutesComment, Reservation

__all__ = [
    "ENDS_TOO_EARLY",
    "OPEN",
    "PART_ACCESS",
    "Access",
    "AgendaRelease",
    "Audience",
    "CalendarFeed",
    "Decision",
    "Delegation",
    "Document",
    "DocumentFile",
    "DocumentVersion",
    "Item",
    "Keyed",
    "Meeting",
    "Minutes",
    "MinutesComment",
    "Narrowed",
    "Participant",
    "Presence",
    "Reservation",
    "Series",
    "Session",
    "SpeechRequest",
    "known_time_zone",
]
