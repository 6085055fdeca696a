"""What pages and the API read of commitments: frozen values, with a number of queries that no number of rows changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from multaqa.commitments.checks import FINAL
from multaqa.commitments.models import (
    Assessment,
    Commitment,
    Milestone,
    ProgressReport,
    Status,
    Theme,
)
from multaqa.core.access import visible_to
from multaqa.core.printing import page_language
from multaqa.language import Text, sort_key
from multaqa.language.text import in_language

MEETING: Final = "decision__item__session__meeting"
COLLECTIVE: Final = "collective"
"""In the filter of countries: commitments of the whole group."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; an empty value narrows nothing. Codes that nobody knows find nothing."""

    group: str = ""
    meeting: str = ""
    decision: str = ""
    country: str = ""
    theme: str = ""
    status: str = ""
    late: str = ""
    """``yes`` or ``no``."""

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Filters:
        """The filters that a query string or a form names."""
        return cls(**{one.name: str(values.get(one.name) or "").replace("\0", "") for one in fields(cls)})


@dataclass(frozen=True)
class CommitmentLine:
    """A commitment on a list. ``status`` is what its owner reported last, ``assessed`` what a reviewer found last."""

    key: str
    title: Text
    country: str | None
    country_name: Text | None
    lead: Text
    theme: str
    state: str
    status: str
    assessed: str | None
    is_late: bool
    due_on: date
    steps: int
    steps_done: int
    decision: str
    decision_number: str
    meeting: str
    meeting_name: Text
    group: str
    group_name: Text
    is_example: bool

    @property
    def status_label(self) -> Any:
        return Status(self.status).label

    @property
    def assessed_label(self) -> Any:
        return Status(self.assessed).label if self.assessed else ""

    @property
    def theme_label(self) -> Any:
        return Theme(self.theme).label

    @property
    def is_draft(self) -> bool:
        return self.state == Commitment.State.DRAFT

    @property
    def is_closed(self) -> bool:
        return self.state == Commitment.State.CLOSED


@dataclass(frozen=True)
class Choices:
    """What a list can be narrowed to: value and text, in the alphabetical order of the page's language."""

    groups: tuple[tuple[str, Text], ...]
    meetings: tuple[tuple[str, Text], ...]
    countries: tuple[tuple[str, Text], ...]
    has_collective: bool


@dataclass(frozen=True)
class CommitmentList:
    """A window on the commitments that were asked for. ``counts`` are by status, whatever status was asked for."""

    lines: tuple[CommitmentLine, ...]
    count: int
    counts: Mapping[str, int]
    late: int
    """How many of those counted are late."""


def commitment_list(
    actor: Any,
    filters: Filters | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
    on: date | None = None,
) -> CommitmentList:
    """The commitments that the actor sees, in the order in which they are due. Two queries."""
    asked = filters or Filters()
    every = _narrowed(with_progress(visible_to(actor, Commitment), on), asked)
    counts = dict.fromkeys(Status.values, 0)
    late = 0
    for status, is_late, number in every.order_by().values_list("current", "late").annotate(rows=Count("pk")):
        counts[status] += number
        late += number if is_late else 0
    count = counts.get(asked.status, 0) if asked.status else sum(counts.values())
    rows = _of_status(every, asked)[offset : None if limit is None else offset + limit]
    return CommitmentList(tuple(line_of(row) for row in rows), count, counts, late)


def commitment_rows(actor: Any, filters: Filters, on: date | None = None) -> QuerySet[Any]:
    """The stored commitments that `commitment_list` shows as lines, with their progress."""
    return _of_status(_narrowed(with_progress(visible_to(actor, Commitment), on), filters), filters)


def choices(actor: Any) -> Choices:
    """What the actor's commitments can be narrowed to. One query."""
    names = (
        f"{MEETING}__series__group__slug",
        f"{MEETING}__series__group__name",
        f"{MEETING}__key",
        f"{MEETING}__name",
        "country",
        "country__name",
    )
    rows = list(visible_to(actor, Commitment).order_by().values_list(*names).distinct())
    return Choices(
        groups=_in_order((slug, name) for slug, name, *_rest in rows),
        meetings=_in_order((key, name) for _slug, _group, key, name, *_rest in rows),
        countries=_in_order((code, name) for *_rest, code, name in rows if code),
        has_collective=any(row[4] is None for row in rows),
    )


# ── rows and their progress ─────────────────────────────────────────────────────────────────────────────────────────


def with_progress(rows: QuerySet[Commitment], on: date | None = None) -> QuerySet[Any]:
    """Commitments with what is known of each on a day (today): ``current``, ``found``, ``late``, steps and steps done."""
    day = on or timezone.localdate()
    of_row = {"commitment": OuterRef("pk")}
    reported = ProgressReport.objects.filter(**of_row).order_by("-period_ends", "-reported_at", "-pk")
    found = Assessment.objects.filter(**of_row).order_by("-period_ends", "-assessed_at", "-pk")
    steps = Milestone.objects.filter(**of_row).order_by()
    undone = steps.filter(done_on__isnull=True, due_on__lt=day)
    late = Q(state=Commitment.State.PUBLISHED) & ~Q(current__in=FINAL) & (Q(due_on__lt=day) | Q(overdue=True))
    return rows.select_related("country", f"{MEETING}__series__group").annotate(
        current=Coalesce(Subquery(reported.values("status")[:1]), Value(Status.NOT_STARTED.value)),
        found=Subquery(found.values("status")[:1]),
        overdue=Exists(undone),
        late=Case(When(late, then=True), default=False, output_field=BooleanField()),
        steps=_count(steps),
        steps_done=_count(steps.filter(done_on__isnull=False)),
    )


def lines_of(rows: Iterable[Commitment]) -> tuple[CommitmentLine, ...]:
    """Rows of `with_progress` as lines."""
    return tuple(line_of(row) for row in rows)


def line_of(row: Any) -> CommitmentLine:
    """A row of `with_progress` as a line."""
    meeting = row.decision.item.session.meeting
    return CommitmentLine(
        key=row.key,
        title=row.title,
        country=row.country_id,
        country_name=row.country.name if row.country else None,
        lead=row.lead,
        theme=row.theme,
        state=row.state,
        status=row.current,
        assessed=row.found,
        is_late=row.late,
        due_on=row.due_on,
        steps=row.steps,
        steps_done=row.steps_done,
        decision=row.decision.key,
        decision_number=row.decision.number,
        meeting=meeting.key,
        meeting_name=meeting.name,
        group=meeting.series.group.slug,
        group_name=meeting.series.group.name,
        is_example=row.is_example,
    )


def _count(rows: QuerySet[Any]) -> Any:
    counted = rows.values("commitment").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), Value(0))


def _narrowed(rows: QuerySet[Any], asked: Filters) -> QuerySet[Any]:
    """The rows asked for, of every status."""
    plain = {
        f"{MEETING}__series__group__slug": asked.group,
        f"{MEETING}__key": asked.meeting,
        "decision__key": asked.decision,
        "theme": asked.theme,
        "country": "" if asked.country == COLLECTIVE else asked.country,
    }
    rows = rows.filter(**{path: value for path, value in plain.items() if value})
    if asked.country == COLLECTIVE:
        rows = rows.filter(country__isnull=True)
    return rows.filter(late=asked.late == "yes") if asked.late else rows


def _of_status(rows: QuerySet[Any], asked: Filters) -> QuerySet[Any]:
    return rows.filter(current=asked.status) if asked.status else rows


def _in_order(pairs: Iterable[tuple[str, Text]]) -> tuple[tuple[str, Text], ...]:
    language = page_language()
    known = dict(pairs)
    return tuple(sorted(known.items(), key=lambda pair: sort_key(in_language(pair[1], language), language)))
