"""What must hold within one choice of method, and between it and the nodes that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise

from multaqa.composite.document import Path
from multaqa.composite.formulas import FormulaError, parse_formula
from multaqa.composite.methods import (
    Aggregation,
    BenefitOfTheDoubt,
    BenefitWeights,
    BudgetWeights,
    Categorical,
    Edition,
    Formula,
    Goalposts,
    HierarchyWeights,
    Imputation,
    Normalisation,
    OptimisedWeights,
    Power,
    RegressionImputation,
    Screening,
    Weighting,
)
from multaqa.composite.problems import CompositeError
from multaqa.composite.steps.judgements import budget_weights, hierarchy_weights, importance_of


@dataclass(frozen=True)
class Contradiction:
    """What does not hold: a code with its parameters, and the way to it from the choice."""

    code: str
    path: Path = ()
    params: Mapping[str, str] = field(default_factory=dict)


def in_normalisation(method: Normalisation) -> Iterator[Contradiction]:
    """Ends that stand in the wrong order, and classes without points (`bounds-order` …)."""
    ends = getattr(method, "range", None)
    if ends is not None:
        yield from in_order("range", ends, ("range",))
    low, high = getattr(method, "low", None), getattr(method, "high", None)
    if low is not None and high is not None:
        yield from in_order(method.kind, (low, high), ("low",))
    if isinstance(method, Goalposts) and method.log and method.low <= 0:
        yield Contradiction("log-needs-positive", ("low",), {"low": f"{method.low:g}"})
    if isinstance(method, Categorical):
        yield from _in_classes(method)


def in_order(key: str, pair: tuple[float, float], path: Path) -> Iterator[Contradiction]:
    """Whether a lower bound lies below the upper one (`bounds-order`)."""
    low, high = pair
    if low >= high:
        yield Contradiction("bounds-order", path, {"key": key, "low": f"{low:g}", "high": f"{high:g}"})


def _in_classes(method: Categorical) -> Iterator[Contradiction]:
    for place, (lower, upper) in enumerate(pairwise(method.thresholds), start=1):
        if upper <= lower:
            words = {"value": f"{upper:g}", "previous": f"{lower:g}"}
            yield Contradiction("thresholds-order", ("thresholds", place), words)
    for place, limit in enumerate(method.thresholds):
        if method.of == "percentile" and not 0 <= limit <= 100:
            words = {"key": "thresholds", "value": f"{limit:g}", "low": "0", "high": "100"}
            yield Contradiction("out-of-range", ("thresholds", place), words)
    classes = len(method.thresholds) + 1
    if len(method.points) != classes:
        words = {"thresholds": str(classes - 1), "classes": str(classes), "points": str(len(method.points))}
        yield Contradiction("points-count", ("points",), words)


def out_of_reach(method: Normalisation | None, key: str, node: str) -> Iterator[Contradiction]:
    """Whether parameters are taken from another edition, where only data know other editions (`edition-out-of-reach`)."""
    if isinstance(getattr(method, "over", None), Edition):
        yield Contradiction("edition-out-of-reach", ("over",), {"key": key, "id": node})


def in_imputation(
    methods: Sequence[Imputation], indicators: Sequence[str], own: str | None = None
) -> Iterator[Contradiction]:
    """Whether regressions are on other `indicators` than the node's `own` (`unknown-predictor`)."""
    for place, method in enumerate(methods):
        if not isinstance(method, RegressionImputation):
            continue
        others = [name for name in indicators if name != own]
        for number, name in enumerate(method.on):
            if name not in others:
                nearest = "" if name == own else next(iter(get_close_matches(name, others, n=1)), "")
                words = {"value": name, "suggestion": nearest}
                yield Contradiction("unknown-predictor", (place, "on", number), words)


def in_screening(screening: Screening) -> Iterator[Contradiction]:
    """Units that are to be kept and removed at once (`kept-and-removed`)."""
    for place, unit in enumerate(screening.remove):
        if unit in screening.keep:
            yield Contradiction("kept-and-removed", ("remove", place), {"unit": unit})


def in_aggregation(method: Aggregation, children: Sequence[str]) -> Iterator[Contradiction]:
    """Whether a pillar's children can be aggregated so: exponents, bounds, and the names in a formula."""
    match method:
        case Power(exponent=0):
            yield Contradiction("exponent-zero", ("exponent",))
        case BenefitOfTheDoubt(bounds=bounds):
            yield from _in_bounds(bounds, len(children))
        case Formula(formula=text):
            try:
                parse_formula(text, dict.fromkeys(children, "number"))
            except FormulaError as error:
                yield from _restated(error, ("formula",))


def in_weighting(method: Weighting, children: Sequence[str]) -> Iterator[Contradiction]:
    """Whether what people judged is about a pillar's children, complete and consistent; and bounds that can hold."""
    try:
        match method:
            case BenefitWeights(bounds=bounds):
                yield from _in_bounds(bounds, len(children))
            case HierarchyWeights(judgements=judgements, consistency=consistency):
                hierarchy_weights(children, judgements, consistency)
            case BudgetWeights(allocations=allocations):
                budget_weights(children, allocations)
            case OptimisedWeights(importance=importance):
                importance_of(children, importance)
    except CompositeError as error:
        yield from _restated(error, _JUDGED[method.kind])


_JUDGED: dict[str, Path] = {"ahp": ("judgements",), "budget": ("allocations",), "optimised": ("importance",)}
"""The key under which a method keeps what people judged."""


def _in_bounds(bounds: tuple[float, float], count: int) -> Iterator[Contradiction]:
    low, high = bounds
    if low > high:
        yield from in_order("bounds", bounds, ("bounds",))
    elif low * count > 1 + 1e-9 or high * count < 1 - 1e-9:
        words = {"low": f"{low:g}", "high": f"{high:g}", "children": str(count)}
        yield Contradiction("bounds-cannot-hold", ("bounds",), words)


def _restated(error: CompositeError, path: Path) -> Iterator[Contradiction]:
    return (Contradiction(problem.code, path, problem.params) for problem in error.problems)
