"""One commitment with everything below it: its steps, what was said of each period, the elements it moves, its chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from multaqa.commitments.access import allowed_actions
from multaqa.commitments.models import (
    Assessment,
    Challenge,
    Commitment,
    IndicatorLink,
    Milestone,
    ProgressReport,
    Status,
)
from multaqa.commitments.queries import MEETING, CommitmentLine, line_of, lines_of, with_progress
from multaqa.core.access import visible_to
from multaqa.core.printing import page_language
from multaqa.indices.frameworks import framework_of
from multaqa.indices.models import Edition
from multaqa.indices.queries import released_editions
from multaqa.language import Text


@dataclass(frozen=True)
class Step:
    """A milestone. It is overdue where its day has passed and it is not done."""

    key: str
    title: Text
    indicator: Text
    due_on: date
    done_on: date | None
    is_overdue: bool


@dataclass(frozen=True)
class Report:
    """What the owner said of a period."""

    key: str
    status: str
    points: Mapping[str, Sequence[str]]
    evidence: tuple[str, ...]
    challenge: str
    challenge_words: Text
    at: datetime

    @property
    def status_label(self) -> Any:
        return Status(self.status).label

    @property
    def challenge_label(self) -> Any:
        return Challenge(self.challenge).label if self.challenge else ""

    @property
    def said(self) -> tuple[str, Sequence[str]]:
        """The points in the language of the page, else in one that there is: its code, and the sentences."""
        page = page_language()
        return next(
            ((code, self.points[code]) for code in (page, *self.points) if code in self.points), ("", ())
        )


@dataclass(frozen=True)
class Finding:
    """What a reviewer found for a period, under a version of the method."""

    key: str
    status: str
    words: Text
    method: int
    method_text: Text
    at: datetime

    @property
    def status_label(self) -> Any:
        return Status(self.status).label


@dataclass(frozen=True)
class Period:
    """A period with what was said of it, the latest first; what follows the first was superseded by it."""

    starts: date
    ends: date
    reports: tuple[Report, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Element:
    """An element of an index that the actor finds, with the name and the edition that are current."""

    index: str
    node: str
    name: Text
    index_name: Text
    edition: str
    pk: int

    @property
    def address(self) -> str:
        """The page of the edition."""
        return reverse("indices:edition", kwargs={"index": self.index, "edition": self.edition})


@dataclass(frozen=True)
class CommitmentPage:
    """One commitment with everything below it, and what the actor may do with it now."""

    commitment: Commitment
    line: CommitmentLine
    steps: tuple[Step, ...]
    periods: tuple[Period, ...]
    elements: tuple[Element, ...]
    chain: tuple[CommitmentLine, ...]
    """The commitments that were carried forward into each other, from the first to the last; empty for one alone."""
    allowed: frozenset[str]


def commitment_page(actor: Any, key: str, on: date | None = None) -> CommitmentPage:
    """One commitment. Raises Commitment.DoesNotExist where the actor sees none of that key."""
    day = on or timezone.localdate()
    row = with_progress(visible_to(actor, Commitment), day).get(key=key)
    return CommitmentPage(
        commitment=row,
        line=line_of(row),
        steps=tuple(step_of(one, day) for one in visible_to(actor, Milestone).filter(commitment=row)),
        periods=_periods(actor, row),
        elements=_elements(actor, visible_to(actor, IndicatorLink).filter(commitment=row)),
        chain=_chain(actor, row, day),
        allowed=allowed_actions(actor, row),
    )


def step_of(row: Milestone, on: date) -> Step:
    """A milestone as it stands on a day."""
    overdue = row.done_on is None and row.due_on < on
    return Step(row.key, row.title, row.indicator, row.due_on, row.done_on, overdue)


def _periods(actor: Any, commitment: Commitment) -> tuple[Period, ...]:
    """What was said of each period, the latest period first. Two queries."""
    reports: dict[tuple[date, date], list[Report]] = {}
    findings: dict[tuple[date, date], list[Finding]] = {}
    for row in visible_to(actor, ProgressReport).filter(commitment=commitment):
        reports.setdefault((row.period_ends, row.period_starts), []).append(
            Report(
                row.key,
                row.status,
                row.points,
                tuple(row.evidence),
                row.challenge,
                row.challenge_words,
                row.reported_at,
            )
        )
    found = visible_to(actor, Assessment).filter(commitment=commitment).select_related("method")
    for one in found:
        findings.setdefault((one.period_ends, one.period_starts), []).append(
            Finding(one.key, one.status, one.words, one.method.number, one.method.text, one.assessed_at)
        )
    return tuple(
        Period(starts, ends, tuple(reports.get((ends, starts), ())), tuple(findings.get((ends, starts), ())))
        for ends, starts in sorted({*reports, *findings}, reverse=True)
    )


def _elements(actor: Any, links: QuerySet[IndicatorLink]) -> tuple[Element, ...]:
    """The elements of indices that the actor finds, by the latest edition of each."""
    wanted = list(links)
    current: dict[str, Edition] = {}
    for edition in released_editions(actor) if wanted else ():
        current.setdefault(edition.index.slug, edition)
    found = []
    for link in wanted:
        if latest := current.get(link.index):
            nodes = {node.id: node for node in framework_of(latest.current).nodes}
            if node := nodes.get(link.node):
                name = dict(node.name or {"en": node.id})
                found.append(Element(link.index, link.node, name, latest.index.name, latest.label, link.pk))
    return tuple(found)


def _chain(actor: Any, commitment: Commitment, on: date) -> tuple[CommitmentLine, ...]:
    """The commitments carried forward into each other, as far as the actor sees them. One query."""
    series = commitment.decision.item.session.meeting.series_id
    same = visible_to(actor, Commitment).filter(
        Q(carries__isnull=False) | Q(carried_by__isnull=False),
        country=commitment.country,
        **{f"{MEETING}__series": series},
    )
    rows = {row.pk: row for row in with_progress(same, on)}
    onwards = {row.carries_id: row.pk for row in rows.values() if row.carries_id}
    first: int = commitment.pk
    while first in rows and rows[first].carries_id in rows:
        first = rows[first].carries_id
    chain = [first]
    while chain[-1] in onwards:
        chain.append(onwards[chain[-1]])
    return lines_of(rows[pk] for pk in chain if pk in rows) if len(chain) > 1 else ()
