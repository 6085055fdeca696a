"""Commitments over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema

from multaqa.commitments import queries
from multaqa.commitments.dossiers import commitment_page
from multaqa.commitments.models import Commitment
from multaqa.core.api import ErrorOut, Page

router = Router(tags=["commitments"])


class CommitmentOut(Schema):
    key: str
    title: dict[str, str]
    country: str | None
    lead: dict[str, str]
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
    group: str
    is_example: bool


class CommitmentsOut(Schema):
    count: int
    limit: int
    offset: int
    by_status: dict[str, int]
    items: list[CommitmentOut]


class MilestoneOut(Schema):
    key: str
    title: dict[str, str]
    indicator: dict[str, str]
    due_on: date
    done_on: date | None
    is_overdue: bool


class ReportOut(Schema):
    key: str
    status: str
    points: dict[str, list[str]]
    evidence: list[str]
    challenge: str
    challenge_words: dict[str, str]
    at: datetime


class FindingOut(Schema):
    key: str
    status: str
    words: dict[str, str]
    method: int
    at: datetime


class PeriodOut(Schema):
    starts: date
    ends: date
    reports: list[ReportOut]
    findings: list[FindingOut]


class ElementOut(Schema):
    index: str
    node: str
    edition: str


class WholeCommitmentOut(CommitmentOut):
    problem: dict[str, str]
    expected_result: dict[str, str]
    resources: dict[str, str]
    supporters: dict[str, str]
    milestones: list[MilestoneOut]
    periods: list[PeriodOut]
    elements: list[ElementOut]
    carried: list[str]


class Narrowing(Schema):
    """What the list is narrowed to."""

    group: str = Field("", max_length=60, description=gettext_noop("Only of this group."))
    meeting: str = Field("", max_length=20, description=gettext_noop("Only from this meeting, by its key."))
    decision: str = Field("", max_length=20, description=gettext_noop("Only from this decision, by its key."))
    country: str = Field(
        "", max_length=10, description=gettext_noop("Only of this country, by its code; or: collective.")
    )
    theme: str = Field("", max_length=20, description=gettext_noop("Only about this theme."))
    status: str = Field(
        "", max_length=12, description=gettext_noop("Only with this status, as reported last.")
    )
    late: Literal["", "yes", "no"] = Field("", description=gettext_noop("Only late ones, or only others."))


@router.get(
    "/commitments",
    response={200: CommitmentsOut, 404: ErrorOut, 422: ErrorOut},
    summary=gettext_noop("Commitments, those due first, with how far each has come"),
)
def commitments(request: HttpRequest, page: Page, narrowing: Query[Narrowing]) -> Any:
    filters = queries.Filters.read(narrowing.dict())
    found = queries.commitment_list(request.user, filters, limit=page.limit, offset=page.offset)
    return {
        "count": found.count,
        "limit": page.limit,
        "offset": page.offset,
        "by_status": dict(found.counts),
        "items": [asdict(line) for line in found.lines],
    }


@router.get(
    "/commitments/{key}",
    response={200: WholeCommitmentOut, 404: ErrorOut, 422: ErrorOut},
    summary=gettext_noop("One commitment with its milestones, reports and assessments"),
)
def commitment(request: HttpRequest, key: str) -> Any:
    try:
        page = commitment_page(request.user, key.replace("\x00", ""))
    except Commitment.DoesNotExist as missing:
        raise Http404 from missing
    row = page.commitment
    texts = ("problem", "expected_result", "resources", "supporters")
    return {
        **asdict(page.line),
        **{name: dict(getattr(row, name)) for name in texts},
        "milestones": [asdict(step) for step in page.steps],
        "periods": [asdict(period) for period in page.periods],
        "elements": [asdict(element) for element in page.elements],
        "carried": [line.key for line in page.chain],
    }
