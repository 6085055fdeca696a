"""The minutes of a session as a reader finds them: how far they have come, their text, and who asked for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from multaqa.core.access import visible_to
from multaqa.meetings.access import allowed_actions
from multaqa.meetings.models import Minutes, MinutesComment, Session
from multaqa.meetings.queries.decisions import LanguageText, texts_in


@dataclass(frozen=True)
class Step:
    """A phase of the minutes: in words, and whether it is past, the present one, or to come."""

    name: str
    is_past: bool
    is_present: bool


@dataclass(frozen=True)
class MinutesPage:
    """The minutes of a session, None where none are written; and which of them the reader may change, comment, adopt."""

    minutes: Minutes | None
    steps: tuple[Step, ...]
    texts: tuple[LanguageText, ...]
    comments: tuple[MinutesComment, ...]
    is_late: bool
    """Whether the time for comments is over."""
    may_write: bool
    may_open: bool
    may_comment: bool
    may_adopt: bool


def minutes_page(actor: Any, session: Session) -> MinutesPage | None:
    """What the actor finds about the minutes of a session that they see; None where they find nothing."""
    minutes = visible_to(actor, Minutes).filter(session=session).first()
    allowed = allowed_actions(actor, session.meeting)
    if minutes is None and "minutes.write" not in allowed:
        return None
    phase = minutes.phase if minutes else Minutes.Phase.DRAFT
    is_open = phase != Minutes.Phase.ADOPTED
    until = minutes.comments_until if minutes else None
    is_late = until is not None and until < timezone.now()
    in_comments = phase == Minutes.Phase.COMMENTS and not is_late
    return MinutesPage(
        minutes=minutes,
        steps=_steps(phase),
        texts=texts_in(minutes.text) if minutes else (),
        comments=_comments(actor, minutes) if minutes else (),
        is_late=is_late,
        may_write=is_open and "minutes.write" in allowed,
        may_open=minutes is not None and is_open and "minutes.write" in allowed,
        may_comment=in_comments and "minutes.comment" in allowed,
        may_adopt=minutes is not None and is_open and "minutes.adopt" in allowed,
    )


def _comments(actor: Any, minutes: Minutes) -> tuple[MinutesComment, ...]:
    rows = visible_to(actor, MinutesComment).filter(minutes=minutes)
    return tuple(rows.select_related("delegation__country", "delegation__organisation", "author"))


def _steps(phase: str) -> tuple[Step, ...]:
    place = Minutes.Phase.values.index(phase)
    return tuple(
        Step(str(label), is_past=number < place, is_present=number == place)
        for number, label in enumerate(Minutes.Phase.labels)
    )
