"""What belongs to a commitment: its steps, and the elements of indices that it is meant to move."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from multaqa.commitments import checks
from multaqa.commitments.actions.shared import acting, must_be_complete, stripped
from multaqa.commitments.errors import (
    NoSuchElement,
)
from multaqa.commitments.models import Commitment, IndicatorLink, Milestone
from multaqa.core.access import visible_to
from multaqa.core.actions import change, create, snapshot
from multaqa.indices.frameworks import framework_of
from multaqa.indices.models import Index
from multaqa.indices.queries import released_editions
from multaqa.language import Text


def add_milestone(
    actor: Any, commitment: Commitment, *, title: Text, due_on: date, indicator: Text | None = None
) -> Milestone:
    """Add a step with the day by which it is to be done; `indicator` says what will show that it is."""
    with acting(actor, "commitments.add_milestone", "commitment.edit", commitment) as (entry, stored):
        checks.due_after(stored.decision, due_on)
        texts = stripped({"title": title, "indicator": indicator})
        milestone = Milestone(commitment=stored, due_on=due_on, **texts)
        create(entry, milestone)
    return milestone


def edit_milestone(
    actor: Any, milestone: Milestone, *, title: Text, due_on: date, indicator: Text | None = None
) -> Milestone:
    """Change a step."""
    with acting(actor, "commitments.edit_milestone", "commitment.edit", milestone.commitment) as (
        entry,
        stored,
    ):
        checks.due_after(stored.decision, due_on)
        texts = stripped({"title": title, "indicator": indicator})
        changed = stored.milestones.get(pk=milestone.pk)
        change(entry, changed, due_on=due_on, **texts)
    return changed


def complete_milestone(actor: Any, milestone: Milestone, done_on: date | None) -> Milestone:
    """Say when a step of a published commitment was done; None takes that back."""
    with acting(actor, "commitments.complete_milestone", "commitment.report", milestone.commitment) as (
        entry,
        stored,
    ):
        if done_on is not None and done_on > timezone.localdate():
            sentence = _("This day has not come yet.")
            raise ValidationError({"done_on": ValidationError(sentence, code="in-future")})
        changed = stored.milestones.get(pk=milestone.pk)
        change(entry, changed, done_on=done_on)
    return changed


def remove_milestone(actor: Any, milestone: Milestone) -> None:
    """Take a step away. Raises Incomplete for the only one of a published commitment."""
    with acting(actor, "commitments.remove_milestone", "commitment.edit", milestone.commitment) as (
        entry,
        stored,
    ):
        gone = stored.milestones.get(pk=milestone.pk)
        entry.record(gone, before=snapshot(gone), after=None)
        Milestone.objects.filter(pk=gone.pk).delete()
        if stored.state != Commitment.State.DRAFT:
            must_be_complete(stored)


def link_indicator(actor: Any, commitment: Commitment, *, index: str, node: str) -> IndicatorLink:
    """Name an element of an index that the commitment is meant to move. Raises NoSuchElement.

    The actor must find the index, and the latest edition that was released must have the element.
    """
    with acting(actor, "commitments.link_indicator", "commitment.edit", commitment) as (entry, stored):
        found = visible_to(actor, Index).filter(slug=index).first()
        editions = released_editions(actor, found) if found else []
        if not editions or node not in {one.id for one in framework_of(editions[0].current).nodes}:
            raise NoSuchElement
        link = IndicatorLink(commitment=stored, index=index, node=node)
        create(entry, link)
    return link


def unlink_indicator(actor: Any, link: IndicatorLink) -> None:
    """Take an element of an index away from a commitment."""
    with acting(actor, "commitments.unlink_indicator", "commitment.edit", link.commitment) as (
        entry,
        stored,
    ):
        gone = stored.indicators.get(pk=link.pk)
        entry.record(gone, before=snapshot(gone), after=None)
        IndicatorLink.objects.filter(pk=gone.pk).delete()
