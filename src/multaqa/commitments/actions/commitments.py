"""The commitment itself: drafted from a decision, edited, published, closed or carried on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from multaqa.commitments import checks
from multaqa.commitments.access import may, may_draft
from multaqa.commitments.actions.shared import acting, must_be_complete, stripped
from multaqa.commitments.errors import (
    CarriedAlready,
    NotAdopted,
    NotTheNextMeeting,
)
from multaqa.commitments.models import Commitment, IndicatorLink, Milestone
from multaqa.core.actions import act, change, create, locked
from multaqa.language import Text
from multaqa.meetings.models import Decision
from multaqa.members.models import Country

TEXTS: Final = ("title", "problem", "expected_result", "lead", "resources", "supporters")


def draft_commitments(
    actor: Any,
    decision: Decision,
    *,
    countries: Sequence[Country] | None,
    title: Text,
    theme: str,
    due_on: date,
    problem: Text | None = None,
    expected_result: Text | None = None,
    lead: Text | None = None,
    resources: Text | None = None,
    supporters: Text | None = None,
) -> tuple[Commitment, ...]:
    """Enter drafts that follow an adopted decision: one of the whole group (None), or one for each country.

    Either all of them are stored or none. Raises NotAdopted.
    """
    texts = {
        "title": title,
        "problem": problem,
        "expected_result": expected_result,
        "lead": lead,
        "resources": resources,
        "supporters": supporters,
    }
    values = stripped({"theme": theme, "due_on": due_on, **texts})
    if countries is not None and not countries:
        raise ValidationError({"countries": ValidationError(_("Choose a country."), code="country-needed")})
    drafts = []
    with transaction.atomic():
        for country in (None,) if countries is None else dict.fromkeys(countries):
            drafted = may_draft(actor, decision, country)
            with act(actor, "commitments.draft_commitment", may=drafted) as entry:
                if decision.adopted_at is None:
                    raise NotAdopted
                checks.due_after(decision, due_on)
                new = Commitment(decision=decision, country=country, is_example=decision.is_example, **values)
                create(entry, new)
                drafts.append(new)
    return tuple(drafts)


def edit_commitment(
    actor: Any, commitment: Commitment, version: int, *, due_on: date, theme: str, **texts: Text | None
) -> Commitment:
    """Change what a commitment says (`TEXTS`), its theme and its date. A published one stays complete.

    Raises Conflict where somebody saved meanwhile, and Incomplete.
    """
    if unknown := set(texts) - set(TEXTS):
        raise TypeError(f"a commitment has no text {sorted(unknown)}")
    with acting(actor, "commitments.edit_commitment", "commitment.edit", commitment, version) as (
        entry,
        stored,
    ):
        checks.due_after(stored.decision, due_on)
        change(entry, stored, due_on=due_on, **stripped({"theme": theme, **texts}))
        if stored.state != Commitment.State.DRAFT:
            must_be_complete(stored)
    return stored


def publish_commitment(actor: Any, commitment: Commitment, *, at: datetime | None = None) -> Commitment:
    """Show a draft to those who see its decision; `at`: when it was, if not now.

    Raises Incomplete, which names everything that is missing.
    """
    with acting(actor, "commitments.publish_commitment", "commitment.publish", commitment) as (
        entry,
        stored,
    ):
        must_be_complete(stored)
        change(entry, stored, state=Commitment.State.PUBLISHED, published_at=at or timezone.now())
    return stored


def close_commitment(actor: Any, commitment: Commitment) -> Commitment:
    """End the work on a published commitment; it stays on record as it stands."""
    with acting(actor, "commitments.close_commitment", "commitment.close", commitment) as (entry, stored):
        change(entry, stored, state=Commitment.State.CLOSED, closed_at=timezone.now())
    return stored


def carry_forward(actor: Any, commitment: Commitment, decision: Decision, due_on: date) -> Commitment:
    """Go on with a commitment under a decision of a later meeting: a new draft that points to the old one, once.

    The draft has what the old one says, its elements of indices and the milestones that are not done; those that
    would be due too late to matter are due with the commitment. The old one is closed and keeps its history.
    Raises CarriedAlready, NotTheNextMeeting and NotAdopted.
    """
    with transaction.atomic():
        stored = locked(commitment)
        allowed = may(actor, "commitment.carry", stored) and may_draft(actor, decision, stored.country)
        with act(actor, "commitments.carry_forward", may=allowed) as entry:
            if Commitment.objects.filter(carries=stored).exists():
                raise CarriedAlready
            before, after = stored.decision.item.session.meeting, decision.item.session.meeting
            if before.series_id != after.series_id or after.starts_on <= before.starts_on:
                raise NotTheNextMeeting
            if decision.adopted_at is None:
                raise NotAdopted
            checks.due_after(decision, due_on)
            same = {name: getattr(stored, name) for name in (*TEXTS, "theme", "country", "is_example")}
            draft = Commitment(decision=decision, due_on=due_on, carries=stored, **same)
            create(entry, draft)
            _take_along(stored, draft)
        if stored.state == Commitment.State.PUBLISHED:
            with act(actor, "commitments.close_commitment", may=True) as entry:
                change(entry, stored, state=Commitment.State.CLOSED, closed_at=timezone.now())
    return draft


def _take_along(old: Commitment, new: Commitment) -> None:
    """Copy the elements of indices and the steps that are not done."""
    for link in old.indicators.all():
        IndicatorLink.objects.create(commitment=new, index=link.index, node=link.node)
    begins = checks.begins_on(new.decision)
    for step in old.milestones.filter(done_on__isnull=True):
        due = step.due_on if begins <= step.due_on <= new.due_on else new.due_on
        Milestone.objects.create(commitment=new, title=step.title, indicator=step.indicator, due_on=due)
