"""The personal calendar feed: made under a secret, revoked."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from multaqa.core.actions import act, snapshot
from multaqa.meetings.models import CalendarFeed
from multaqa.members.invitations import hash_of, new_token
from multaqa.members.models import Person


def make_feed(actor: Any, language: str) -> str:
    """Make a personal calendar and return its secret, which is told only now; the one before no longer works."""
    token = new_token()
    with act(actor, "meetings.make_feed", may=isinstance(actor, Person) and actor.is_active) as entry:
        CalendarFeed.objects.filter(person=actor, revoked_at__isnull=True).update(revoked_at=timezone.now())
        feed = CalendarFeed(person=actor, secret_hash=hash_of(token), language=language)
        feed.full_clean()
        feed.save()
        entry.record(feed, before=None, after=snapshot(feed, "secret_hash"))
    return token


def revoke_feed(actor: Any) -> int:
    """Revoke the personal calendar; whether there was one (1 or 0)."""
    with act(actor, "meetings.revoke_feed", may=isinstance(actor, Person) and actor.is_active) as entry:
        feeds = CalendarFeed.objects.filter(person=actor, revoked_at__isnull=True)
        revoked = feeds.update(revoked_at=timezone.now())
        entry.record(actor, before=None, after={"revoked": revoked})
    return revoked
