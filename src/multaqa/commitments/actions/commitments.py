"""Everything that changes commitments: drafted from a decision, published, reported on, assessed, closed or carried on.

Bad values raise Django's ValidationError, whose codes are stable; refusals raise `Denied` or one of
`commitments.errors`. Whoever edits names the version from which they started; a stale one raises `Conflict`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from multaqa.commitments import checks
from multaqa.commitments.access import may, may_draft
from multaqa.commitments.errors import (
    CarriedAlready,
    Incomplete,
    NoSuchElement,
    NotAdopted,
    NotTheNextMeeting,
)
from multaqa.commitments.models import Commitment, IndicatorLink, Milestone
from multaqa.core.access import visible_to
from multaqa.core.actions import Record, act, change, create, locked, snapshot
from multaqa.core.fields import MultilingualText
from multaqa.indices.frameworks import framework_of
from multaqa.indices.models import Index
from multaqa.indices.queries import released_editions
from multaqa.language import Text
from multaqa.meetings.models import Decision
from multaqa.members.models import Country

TEXTS: Final = ("title", "problem", "expected_result", "lead", "resources", "supporters")
NEEDED: Final = ("problem", "expected_result", "lead", "resources")
"""What a published commitment says, in one language at least."""


# ── the commitment ──────────────────────────────────────────────────────────────────────────────────────────────────


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
    values = _stripped({"theme": theme, "due_on": due_on, **texts})
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
    with _acting(actor, "commitments.edit_commitment", "commitment.edit", commitment, version) as (
        entry,
        stored,
    ):
        checks.due_after(stored.decision, due_on)
        change(entry, stored, due_on=due_on, **_stripped({"theme": theme, **texts}))
        if stored.state != Commitment.State.DRAFT:
            _must_be_complete(stored)
    return stored


def publish_commitment(actor: Any, commitment: Commitment, *, at: datetime | None = None) -> Commitment:
    """Show a draft to those who see its decision; `at`: when it was, if not now.

    Raises Incomplete, which names everything that is missing.
    """
    with _acting(actor, "commitments.publish_commitment", "commitment.publish", commitment) as (
        entry,
        stored,
    ):
        _must_be_complete(stored)
        change(entry, stored, state=Commitment.State.PUBLISHED, published_at=at or timezone.now())
    return stored


def close_commitment(actor: Any, commitment: Commitment) -> Commitment:
    """End the work on a published commitment; it stays on record as it stands."""
    with _acting(actor, "commitments.close_commitment", "commitment.close", commitment) as (entry, stored):
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


# ── milestones and elements of indices ──────────────────────────────────────────────────────────────────────────────


def add_milestone(
    actor: Any, commitment: Commitment, *, title: Text, due_on: date, indicator: Text | None = None
) -> Milestone:
    """Add a step with the day by which it is to be done; `indicator` says what will show that it is."""
    with _acting(actor, "commitments.add_milestone", "commitment.edit", commitment) as (entry, stored):
        checks.due_after(stored.decision, due_on)
        texts = _stripped({"title": title, "indicator": indicator})
        milestone = Milestone(commitment=stored, due_on=due_on, **texts)
        create(entry, milestone)
    return milestone


def edit_milestone(
    actor: Any, milestone: Milestone, *, title: Text, due_on: date, indicator: Text | None = None
) -> Milestone:
    """Change a step."""
    with _acting(actor, "commitments.edit_milestone", "commitment.edit", milestone.commitment) as (
        entry,
        stored,
    ):
        checks.due_after(stored.decision, due_on)
        texts = _stripped({"title": title, "indicator": indicator})
        changed = stored.milestones.get(pk=milestone.pk)
        change(entry, changed, due_on=due_on, **texts)
    return changed


def complete_milestone(actor: Any, milestone: Milestone, done_on: date | None) -> Milestone:
    """Say when a step of a published commitment was done; None takes that back."""
    with _acting(actor, "commitments.complete_milestone", "commitment.report", milestone.commitment) as (
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
    with _acting(actor, "commitments.remove_milestone", "commitment.edit", milestone.commitment) as (
        entry,
        stored,
    ):
        gone = stored.milestones.get(pk=milestone.pk)
        entry.record(gone, before=snapshot(gone), after=None)
        Milestone.objects.filter(pk=gone.pk).delete()
        if stored.state != Commitment.State.DRAFT:
            _must_be_complete(stored)


def link_indicator(actor: Any, commitment: Commitment, *, index: str, node: str) -> IndicatorLink:
    """Name an element of an index that the commitment is meant to move. Raises NoSuchElement.

    The actor must find the index, and the latest edition that was released must have the element.
    """
    with _acting(actor, "commitments.link_indicator", "commitment.edit", commitment) as (entry, stored):
        found = visible_to(actor, Index).filter(slug=index).first()
        editions = released_editions(actor, found) if found else []
        if not editions or node not in {one.id for one in framework_of(editions[0].current).nodes}:
            raise NoSuchElement
        link = IndicatorLink(commitment=stored, index=index, node=node)
        create(entry, link)
    return link


def unlink_indicator(actor: Any, link: IndicatorLink) -> None:
    """Take an element of an index away from a commitment."""
    with _acting(actor, "commitments.unlink_indicator", "commitment.edit", link.commitment) as (
        entry,
        stored,
    ):
        gone = stored.indicators.get(pk=link.pk)
        entry.record(gone, before=snapshot(gone), after=None)
        IndicatorLink.objects.filter(pk=gone.pk).delete()


# ── what the actions share ──────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _acting(
    actor: Any, verb: str, action: str, commitment: Commitment, version: int | None = None
) -> Iterator[tuple[Record, Commitment]]:
    """Do an action of the matrix with a commitment, asked in the state in which it is stored and held meanwhile."""
    with transaction.atomic():
        stored = locked(commitment)
        with act(actor, verb, may=may(actor, action, stored)) as entry:
            yield entry, locked(commitment, version) if version is not None else stored


def _must_be_complete(commitment: Commitment) -> None:
    missing = [name for name in NEEDED if not getattr(commitment, name)]
    if not commitment.milestones.exists():
        missing.append("milestones")
    if missing:
        raise Incomplete(missing)


def _take_along(old: Commitment, new: Commitment) -> None:
    """Copy the elements of indices and the steps that are not done."""
    for link in old.indicators.all():
        IndicatorLink.objects.create(commitment=new, index=link.index, node=link.node)
    begins = checks.begins_on(new.decision)
    for step in old.milestones.filter(done_on__isnull=True):
        due = step.due_on if begins <= step.due_on <= new.due_on else new.due_on
        Milestone.objects.create(commitment=new, title=step.title, indicator=step.indicator, due_on=due)


def _stripped(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with their texts freed from blanks around them; a text that says nothing is none."""
    return {
        name: MultilingualText({code: text.strip() for code, text in (value or {}).items() if text.strip()})
        if value is None or isinstance(value, Mapping)
        else value
        for name, value in values.items()
    }
