"""Decisions and minutes: drafted, commented on, adopted once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from multaqa.core.access import visible_to
from multaqa.core.actions import act, change, create, locked, refuse_stale, snapshot
from multaqa.language import Text
from multaqa.meetings.access import delegations_of, facts, may
from multaqa.meetings.errors import AdoptedAlready, NeedsEveryLanguage, NotYetOpenToComments, WrongMeeting
from multaqa.meetings.models import (
    OPEN,
    Decision,
    Delegation,
    Item,
    Minutes,
    MinutesComment,
    Reservation,
    Session,
)
from multaqa.members.models import Person


def draft_decision(actor: Any, item: Item, *, text: Text, is_example: bool = False) -> Decision:
    """Write down a decision before it is adopted; those who run the meeting see it."""
    with act(actor, "meetings.draft_decision", may=_may_in(actor, item.session, "decision.draft")) as entry:
        decision = Decision(item=item, text=text, is_example=is_example)
        create(entry, decision)
    return decision


def edit_decision(actor: Any, decision: Decision, version: int, *, text: Text) -> Decision:
    """Change the text of a decision that is not adopted. Raises AdoptedAlready."""
    may_edit = _may_in(actor, decision.item.session, "decision.draft")
    with act(actor, "meetings.edit_decision", may=may_edit) as entry:
        stored = locked(decision)
        if stored.adopted_at:
            raise AdoptedAlready
        refuse_stale(stored, version)
        change(entry, stored, text=text)
    return stored


def adopt_decision(
    actor: Any,
    decision: Decision,
    version: int,
    *,
    manner: Decision.Manner,
    votes_for: int | None = None,
    votes_against: int | None = None,
    abstentions: int | None = None,
    reservations: Mapping[Delegation, Text] | None = None,
    at: datetime | None = None,
) -> Decision:
    """Adopt a decision, once: it gets its number, and its text no longer changes. `at`: when it was, if not now.

    Raises AdoptedAlready, NeedsEveryLanguage, WrongMeeting, and ValidationError for a vote without its counts.
    """
    may_adopt = _may_in(actor, decision.item.session, "decision.adopt")
    with act(actor, "meetings.adopt_decision", may=may_adopt) as entry:
        meeting = locked(decision.item.session.meeting)
        stored = locked(decision)
        if stored.adopted_at:
            raise AdoptedAlready
        refuse_stale(stored, version)
        if _lacks_a_language(stored.text):
            raise NeedsEveryLanguage
        counts = (votes_for, votes_against, abstentions) if manner == Decision.Manner.VOTE else (None,) * 3
        change(
            entry,
            stored,
            manner=manner,
            votes_for=counts[0],
            votes_against=counts[1],
            abstentions=counts[2],
            adopted_at=at or timezone.now(),
            number=_next_number(stored),
        )
        for delegation, text in (reservations or {}).items():
            if delegation.meeting_id != meeting.pk:
                raise WrongMeeting
            reservation = Reservation(decision=stored, delegation=delegation, text=text)
            reservation.full_clean()
            reservation.save()
    return stored


def write_minutes(actor: Any, session: Session, *, version: int | None, text: Text) -> Minutes:
    """Write or change the minutes of a session; nobody but those who run the meeting sees a draft."""
    with act(actor, "meetings.write_minutes", may=_may_in(actor, session, "minutes.write")) as entry:
        locked(session)  # of two who write the first text at once, the second waits, and learns of the other
        known = Minutes.objects.filter(session=session).first()
        if known is None:
            minutes = Minutes(session=session, text=text)
            create(entry, minutes)
            return minutes
        stored = locked(known)
        if stored.phase == Minutes.Phase.ADOPTED:
            raise AdoptedAlready
        refuse_stale(stored, version or 0)
        change(entry, stored, text=text)
    return stored


def open_minutes_to_comments(
    actor: Any, minutes: Minutes, version: int, *, until: datetime | None = None
) -> Minutes:
    """Show the draft to the delegations, for comments until a time."""
    with act(
        actor, "meetings.open_minutes_to_comments", may=_may_in(actor, minutes.session, "minutes.write")
    ) as entry:
        stored = locked(minutes)
        if stored.phase == Minutes.Phase.ADOPTED:
            raise AdoptedAlready
        refuse_stale(stored, version)
        change(entry, stored, phase=Minutes.Phase.COMMENTS, comments_until=until)
    return stored


def comment_on_minutes(actor: Any, minutes: Minutes, *, text: str) -> MinutesComment:
    """Ask for a change in the minutes. Raises NotYetOpenToComments outside the phase of comments."""
    with act(
        actor, "meetings.comment_on_minutes", may=_may_in(actor, minutes.session, "minutes.comment")
    ) as entry:
        stored = locked(minutes)
        late = stored.comments_until is not None and stored.comments_until < timezone.now()
        if stored.phase != Minutes.Phase.COMMENTS or late:
            raise NotYetOpenToComments
        comment = MinutesComment(
            minutes=stored, author=actor, delegation=_delegation_of(actor, stored.session), text=text
        )
        comment.full_clean()
        comment.save()
        entry.record(comment, before=None, after=snapshot(comment))
    return comment


def adopt_minutes(actor: Any, minutes: Minutes, version: int) -> Minutes:
    """Adopt the minutes, once. Raises AdoptedAlready, and NeedsEveryLanguage."""
    with act(actor, "meetings.adopt_minutes", may=_may_in(actor, minutes.session, "minutes.adopt")) as entry:
        stored = locked(minutes)
        if stored.phase == Minutes.Phase.ADOPTED:
            raise AdoptedAlready
        refuse_stale(stored, version)
        if _lacks_a_language(stored.text):
            raise NeedsEveryLanguage(
                _("Minutes are adopted in every language: enter the text in English and in Arabic.")
            )
        change(entry, stored, phase=Minutes.Phase.ADOPTED, adopted_at=timezone.now())
    return stored


def _may_in(actor: Any, session: Session, action: str) -> bool:
    """Whether the actor sees the session, and may do the action in its meeting."""
    sees = visible_to(actor, Session).filter(pk=session.pk).exists()
    return sees and may(actor, action, session.meeting)


def _lacks_a_language(text: Text) -> bool:
    return any(not text.get(language, "").strip() for language, _name in settings.LANGUAGES)


def _next_number(decision: Decision) -> str:
    """1, 2, 3 for what everybody sees; for the rest a number drawn at random, whose neighbours tell nothing."""
    item = decision.item
    meeting = Decision.objects.filter(item__session__meeting=item.session.meeting_id)
    taken = set(meeting.filter(adopted_at__isnull=False).values_list("number", flat=True))
    if item.access == OPEN and item.session.access == OPEN:
        return str(sum(not number.startswith("C") for number in taken) + 1)
    while (number := f"C-{secrets.randbelow(9000) + 1000}") in taken:
        pass
    return number


def _delegation_of(person: Person, session: Session) -> Delegation | None:
    """The delegation in which somebody is registered, or else that for which they answer."""
    registered = Delegation.objects.filter(pk__in=facts(person).delegations, meeting=session.meeting_id)
    return registered.first() or delegations_of(person).filter(meeting=session.meeting_id).first()
