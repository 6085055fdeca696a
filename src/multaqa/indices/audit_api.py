"""The statistical audit of a release over HTTP: findings in words, and every figure behind them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema

from multaqa.core.access import visible_to
from multaqa.core.printing import page_language
from multaqa.indices.api import ERRORS, find
from multaqa.indices.audits import document_of
from multaqa.indices.models import Release

router = Router(tags=["indices"])


class FrameworkOut(Schema):
    id: str
    edition: str
    digest: str


class SoftwareOut(Schema):
    name: str
    version: str


class FindingFigures(Schema):
    nodes: list[str]
    units: list[str]
    numbers: dict[str, float | None]


class FindingOut(Schema):
    """One thing that the audit points out, in the language of the request."""

    code: str
    topic: Literal["data", "coherence", "weights", "robustness"]
    severity: Literal["serious", "caution", "note", "sound"]
    sentence: str
    items: list[str] = Field(description=gettext_noop("One entry for each case, where there are several."))
    meaning: str = Field(description=gettext_noop("What follows from it."))
    figures: list[FindingFigures]


class IndicatorAuditOut(Schema):
    """An indicator after denominators and before imputation, and its correlation with the index."""

    indicator: str
    available_share: float | None
    imputed: int
    minimum: float | None
    median: float | None
    maximum: float | None
    mean: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    zero_share: float | None
    winsorised: int
    treatment: Literal["none", "winsorised", "transformed"]
    weight_in_index: float | None
    with_index: float | None
    p_value: float | None


class UnitAvailabilityOut(Schema):
    unit: str
    available_share: float | None


class ImportanceOut(Schema):
    """The nominal weight of an element among its siblings beside the share of the variance that goes with it."""

    child: str
    weight: float | None
    linear: float | None
    linear_share: float | None
    main_effect: float | None
    main_effect_share: float | None


class PairOut(Schema):
    """Two elements that say nearly the same (high) or contradict each other (low)."""

    group: str
    first: str
    second: str
    coefficient: float | None
    flag: Literal["high", "low"]


class PillarAuditOut(Schema):
    pillar: str
    elements: list[str]
    alpha: float | None
    standardised_alpha: float | None
    first_component: float | None
    components_above_1: int | None
    correlations: list[list[float | None]]
    p_values: list[list[float | None]]
    with_pillar: list[float | None]
    alpha_without: list[float | None] | None
    eigenvalues: list[float | None] | None
    importances: list[ImportanceOut]
    pairs: list[PairOut]


class LeftOutOut(Schema):
    """The ranking without one element of the tree: by how many places the ranks move."""

    element: str
    mean_shift: float | None
    largest_shift: float | None
    farthest: str | None
    farthest_places: int | None


class UnitRobustnessOut(Schema):
    unit: str
    time: str
    rank: float | None
    rank_median: float | None
    rank_mean: float | None
    rank_low: float | None
    rank_high: float | None
    score: float | None
    score_median: float | None
    score_mean: float | None
    score_low: float | None
    score_high: float | None
    scored: float = Field(description=gettext_noop("The share of draws in which it has a score."))
    tier: int | None
    bands: dict[str, float | None] = Field(description=gettext_noop("The share of draws in each band."))


class InputSensitivityOut(Schema):
    """Shares of the variance that one uncertain input explains: by itself, and with all others."""

    time: str
    name: str
    first: float | None
    first_low: float | None
    first_high: float | None
    total: float | None
    total_low: float | None
    total_high: float | None


class SensitivityOut(Schema):
    base: int
    runs: int
    level: float
    inputs: list[InputSensitivityOut]


class RobustnessOut(Schema):
    framework: FrameworkOut
    software: SoftwareOut
    assumptions: dict[str, Any] = Field(
        description=gettext_noop("What was varied, as a framework states it, with draws and seed.")
    )
    inputs: list[str]
    level: float = Field(description=gettext_noop("The share of draws that each interval holds."))
    units: list[UnitRobustnessOut]
    sensitivity: SensitivityOut | None = Field(
        description=gettext_noop("Null where one input alone is uncertain, which then explains everything.")
    )


class AuditOut(Schema):
    index: str
    edition: str
    release: int
    framework: FrameworkOut
    software: SoftwareOut
    time: str
    limits: dict[str, float] = Field(description=gettext_noop("Beyond these something is pointed out."))
    findings: list[FindingOut]
    indicators: list[IndicatorAuditOut]
    units: list[UnitAvailabilityOut]
    pillars: list[PillarAuditOut]
    elements: list[LeftOutOut]
    robustness: RobustnessOut


@router.get(
    "/indices/{index}/editions/{edition}/audit",
    response={200: AuditOut, **ERRORS},
    summary=gettext_noop("The statistical audit of a release"),
)
def audit(
    request: HttpRequest,
    index: str,
    edition: str,
    release: Annotated[
        int | None,
        Query(
            ge=1,
            le=32_767,
            description=gettext_noop("The number of a release; the current one unless it is given."),
        ),
    ] = None,
) -> Any:
    found = find(request, index, edition)
    audited = found.current
    if release is not None and release != audited.number:
        earlier = visible_to(request.user, Release).filter(edition=found, number=release).first()
        if earlier is None:
            raise Http404
        audited = earlier
        audited.edition = found
    return document_of(audited, page_language())
