"""The statistical audit of one edition, as a reviewer of an index writes it.

    found = audit(result)
    found.findings

Source of the questions and of their limits: Saisana, Becker et al., JRC statistical audits of composite indicators
(the Global Innovation Index, from 2011; the 10-step guide, 2019); OECD/JRC, Handbook (2008), steps 3, 4 and 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from multaqa.composite.analysis.components import ComponentAnalysis, analyse_components
from multaqa.composite.analysis.correlation import (
    CorrelatedPair,
    Correlations,
    correlation_flags,
    correlations,
)
from multaqa.composite.analysis.importance import Importance, cumulative_weights, importances
from multaqa.composite.analysis.reliability import Reliability, assess_reliability
from multaqa.composite.analysis.statistics import IndicatorStatistics, availability, describe_indicators
from multaqa.composite.audit.elements import LeftOut, leave_out
from multaqa.composite.audit.findings import Finding, finding
from multaqa.composite.cells import Floats
from multaqa.composite.framework import Node
from multaqa.composite.methods import Assumptions
from multaqa.composite.problems import DataError, Problem
from multaqa.composite.result import Result
from multaqa.composite.uncertainty import Robustness, Sensitivity, robustness, sensitivity
from multaqa.composite.uncertainty.robustness import Progress


@dataclass(frozen=True)
class Limits:
    """Beyond these something is pointed out; the usual ones of JRC audits.

    A correlation is held against an indicator only where chance alone gives one as far from zero in less than
    ``significance`` of all cases. ``better_elsewhere`` is by how much another pillar must correlate more than the rest
    of its own.
    """

    availability: float = 0.65
    redundant: float = 0.92
    contrary: float = -0.4
    silent: float = 0.3
    significance: float = 0.05
    better_elsewhere: float = 0.1
    alpha: float = 0.7
    weight_ratio: float = 2.0
    decisive_shift_share: float = 0.05
    stable_width_share: float = 0.1


@dataclass(frozen=True, eq=False)
class PillarAudit:
    """The children of one pillar, as they enter it (normalised, oriented).

    ``correlations`` are (children, children), ``with_parent`` (children, 1) those with the pillar's score; ``pairs``
    the children that are redundant or contrary. ``reliability`` and ``components`` are None where there are too few
    children or units.
    """

    node: str
    children: tuple[str, ...]
    correlations: Correlations
    with_parent: Correlations
    pairs: tuple[CorrelatedPair, ...]
    reliability: Reliability | None
    components: ComponentAnalysis | None
    importances: tuple[Importance, ...]


@dataclass(frozen=True, eq=False)
class Audit:
    """Everything that the audit of one time computed.

    ``indicators`` describe the data after denominators, ``treated_points`` how many values of each indicator were
    winsorised and ``transformed`` which were put on another scale. ``with_index`` (indicators, 1) are their
    correlations with the root, ``weights`` the weight of each node in the root by multiplication down the tree.
    ``sensitivity`` is None where a single input is uncertain, which then explains everything.
    """

    result: Result
    time: str
    limits: Limits
    indicators: tuple[IndicatorStatistics, ...]
    unit_availability: Mapping[str, float]
    imputed: Mapping[str, int]
    treated_points: Mapping[str, int]
    transformed: tuple[str, ...]
    pillars: tuple[PillarAudit, ...]
    with_index: Correlations
    weights: Mapping[str, float]
    elements: tuple[LeftOut, ...]
    robustness: Robustness
    sensitivity: Sensitivity | None
    findings: tuple[Finding, ...]


def audit(
    result: Result,
    assumptions: Assumptions | None = None,
    *,
    time: str | None = None,
    base: int = 1000,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Audit one time (the latest). `assumptions` as for `robustness`; `base` draws for the sensitivity indices.

    `progress` is called with the scorings done and to do; how many the sensitivity indices take is known only after
    the draws of the robustness analysis. Raises DataError for a time that the result does not hold, and as `robustness` does.
    """
    time = result.times[-1] if time is None else time
    if time not in result.times:
        raise DataError([Problem("unknown-time", params={"value": time, "known": ", ".join(result.times)})])
    t, limits = result.times.index(time), limits or Limits()
    framework, prepared = result.framework, result.prepared
    names = result.observed.indicators
    judged = _of_scored_units(result, t)
    described = describe_indicators(judged, names)
    pillars = tuple(_pillar(result, node, t, limits) for node in framework.nodes if node.children)
    normalised = prepared.normalised.values[t]
    root = result.scores[t, :, 0]
    drawn = robustness(result, assumptions, progress=progress)
    steps = {node.id: prepared.treated.step[_at(prepared.treated.step, t), p] for p, node in _placed(result)}
    points = prepared.treated.points
    found = Audit(
        result=result,
        time=time,
        limits=limits,
        indicators=described,
        unit_availability=dict(zip(result.units, availability(judged, names).share.tolist(), strict=True)),
        imputed=dict(zip(names, prepared.imputed.filled[t].sum(axis=0).tolist(), strict=True)),
        treated_points=dict(zip(names, points[_at(points, t)].tolist(), strict=True)),
        transformed=tuple(
            name for name, step in steps.items() if step and _is_scale(result, name, int(step))
        ),
        pillars=pillars,
        with_index=correlations(normalised, root[:, None]),
        weights=_weights_in_root(result),
        elements=leave_out(result, time=time),
        robustness=drawn,
        sensitivity=_sensitivity(drawn, base, progress),
        findings=(),
    )
    return replace(found, findings=tuple(_findings(found)))


def _of_scored_units(result: Result, t: int) -> Floats:
    """The data after denominators, without the units that screening left out: they are no part of the index."""
    screened = result.prepared.screened
    values = result.prepared.denominated[t]
    return values if screened is None else np.where(screened.removed[t][:, None], np.nan, values)


def _sensitivity(drawn: Robustness, base: int, progress: Progress | None) -> Sensitivity | None:
    if len(drawn.inputs) < 2:
        return None

    def add(done: int, total: int) -> None:
        if progress is not None:
            progress(drawn.draws + done, drawn.draws + total)

    return sensitivity(drawn.result, drawn.assumptions, base=base, progress=add)


def _placed(result: Result) -> Iterator[tuple[int, Node]]:
    return enumerate(result.framework.indicators)


def _at(values: np.ndarray[tuple[int, ...], np.dtype[np.intp]], t: int) -> int:
    return t if len(values) > t else 0


def _is_scale(result: Result, name: str, step: int) -> bool:
    """Whether the step that a treatment ended on put the indicator on another scale."""
    method = result.framework.treatment_of(result.framework.node(name))
    return method is not None and method.steps[step - 1].kind != "winsorise"


def _pillar(result: Result, node: Node, t: int, limits: Limits) -> PillarAudit:
    children = tuple(child.id for child in node.children or ())
    places = [result.nodes.index(child) for child in children]
    values, score = result.scores[t][:, places], result.scores[t, :, result.nodes.index(node.id)]
    weights = np.nan_to_num(result.node_weights[places], nan=1.0)
    try:
        components = analyse_components(values, children) if len(children) > 1 else None
    except DataError:
        components = None
    among = correlations(values, values)
    chance = {
        (first, second): among.p_values[i, j]
        for i, first in enumerate(children)
        for j, second in enumerate(children)
    }
    pairs = correlation_flags(values, children, {node.id: children}, limits.redundant, limits.contrary)
    return PillarAudit(
        node=node.id,
        children=children,
        correlations=among,
        with_parent=correlations(values, score[:, None]),
        pairs=tuple(pair for pair in pairs if chance[pair.first, pair.second] < limits.significance),
        reliability=assess_reliability(values) if len(children) > 1 else None,
        components=components,
        importances=importances(values, score, children, weights),
    )


def _weights_in_root(result: Result) -> dict[str, float]:
    nodes = result.framework.nodes
    parents = {child.id: node.id for node in nodes for child in node.children or ()}
    names = tuple(node.id for node in nodes)
    weights = np.nan_to_num(result.node_weights, nan=1.0)
    found = cumulative_weights(names, [parents.get(name) for name in names], weights)
    return dict(zip(names, np.asarray(found).tolist(), strict=True))


_FEWEST_RANKS = 3
"""Of fewer different ranks nobody says that they are robust."""


# --- what is pointed out ------------------------------------------------------------------------------------


def _findings(found: Audit) -> Iterator[Finding]:
    yield from _of_data(found)
    for pillar in found.pillars:
        yield from _of_pillar(found, pillar)
    yield from _of_indicators(found)
    yield from _of_elements(found)
    yield from _of_robustness(found)


def _of_data(found: Audit) -> Iterator[Finding]:
    treated = found.result.prepared.treated
    t = found.result.times.index(found.time)
    for place, indicator in enumerate(found.indicators):
        name = indicator.indicator
        if indicator.available_share < found.limits.availability:
            yield finding(
                "indicator-low-availability",
                (name,),
                share=indicator.available_share,
                least=found.limits.availability,
            )
        if indicator.available > 1 and indicator.distinct == 1:
            yield finding("indicator-constant", (name,))
            continue
        if "many_zeros" in indicator.flags:
            yield finding("indicator-many-zeros", (name,), share=1 - indicator.nonzero_share)
        is_treated = treated.step[_at(treated.step, t), place] > 0
        if "outliers" in indicator.flags and not (is_treated and treated.passed[_at(treated.step, t), place]):
            yield finding(
                "indicator-outliers", (name,), skewness=indicator.skewness, kurtosis=indicator.kurtosis
            )
        elif name in found.transformed:
            yield finding("indicator-transformed", (name,))
        elif is_treated:
            yield finding("indicator-treated", (name,), points=found.treated_points[name])
    low = [unit for unit, share in found.unit_availability.items() if share < found.limits.availability]
    took_part = [unit for unit in low if found.unit_availability[unit] > 0]
    if took_part:
        yield finding("unit-low-availability", units=tuple(took_part), least=found.limits.availability)
    imputed, cells = sum(found.imputed.values()), len(found.imputed) * len(found.unit_availability)
    if imputed:
        yield finding("imputed-share", count=imputed, share=imputed / cells)


def _of_pillar(found: Audit, pillar: PillarAudit) -> Iterator[Finding]:
    if pillar.reliability is not None and pillar.reliability.alpha < found.limits.alpha:
        yield finding(
            "pillar-alpha-low", (pillar.node,), alpha=pillar.reliability.alpha, limit=found.limits.alpha
        )
    if pillar.components is not None and len(pillar.children) > 2:
        share, count = float(pillar.components.explained[0]), pillar.components.kaiser_count
        code = "pillar-single-dimension" if count == 1 else "pillar-several-dimensions"
        yield finding(code, (pillar.node,), count=count, share=share)
    for importance in pillar.importances:
        if len(pillar.children) < 2 or not importance.weight > 0 or np.isnan(importance.main_effect_share):
            continue
        ratio = importance.main_effect_share / importance.weight
        if ratio > found.limits.weight_ratio or ratio < 1 / found.limits.weight_ratio:
            yield finding(
                "weight-not-effective",
                (importance.child, pillar.node),
                weight=importance.weight,
                importance=importance.main_effect_share,
            )
    against = pillar.with_parent.significant(found.limits.significance)[:, 0]
    for child, coefficient in zip(pillar.children, against, strict=True):
        if coefficient < 0:
            yield finding("indicator-against-pillar", (child, pillar.node), coefficient=coefficient)
    for pair in pillar.pairs:
        code = "pair-redundant" if pair.flag == "high" else "pair-contrary"
        yield finding(code, (pair.first, pair.second, pair.group), coefficient=pair.coefficient)


def _of_indicators(found: Audit) -> Iterator[Finding]:
    coefficients = found.with_index.coefficients[:, 0]
    significant = found.with_index.significant(found.limits.significance)[:, 0]
    for name, coefficient, certain in zip(
        found.result.observed.indicators, coefficients, significant, strict=True
    ):
        if certain < 0:
            yield finding("indicator-against-index", (name,), coefficient=coefficient)
        elif abs(coefficient) < found.limits.silent:
            yield finding("indicator-silent", (name,), coefficient=coefficient, limit=found.limits.silent)
    yield from _of_misplaced(found)


def _of_misplaced(found: Audit) -> Iterator[Finding]:
    """Indicators that go better with another pillar than with the rest of their own.

    An indicator is part of its pillar's score and would correlate with itself, so that its own pillar is taken as the
    weighted mean of the other children.
    """
    result, t = found.result, found.result.times.index(found.time)
    pillars = [pillar for pillar in found.pillars[1:] if len(pillar.children) > 1]
    if len(pillars) < 2:
        return
    places = [result.nodes.index(pillar.node) for pillar in pillars]
    for place, name in enumerate(result.observed.indicators):
        own = next((number for number, pillar in enumerate(pillars) if name in pillar.children), None)
        if own is None:
            continue
        column = result.prepared.normalised.values[t][:, place, None]
        others = correlations(column, result.scores[t][:, places])
        rest = correlations(column, _without(result, pillars[own], name, t)[:, None]).coefficients[0, 0]
        shown = others.significant(found.limits.significance)[0]
        shown[[number for number, pillar in enumerate(pillars) if _holds(result, pillar.node, name)]] = np.nan
        if np.isnan(shown).all() or np.isnan(rest):
            continue
        best = int(np.nanargmax(shown))
        if shown[best] > max(rest, 0.0) + found.limits.better_elsewhere:
            nodes = (name, pillars[own].node, pillars[best].node)
            yield finding("indicator-fits-elsewhere", nodes, own=rest, other=shown[best])


def _without(result: Result, pillar: PillarAudit, name: str, t: int) -> Floats:
    """(units,): the weighted mean of a pillar's children but for one; NaN where it has none."""
    places = [result.nodes.index(child) for child in pillar.children if child != name]
    values = result.scores[t][:, places]
    weights = np.where(np.isnan(values), 0.0, np.nan_to_num(result.node_weights[places], nan=1.0))
    total = weights.sum(axis=1)
    sums: Floats = (np.nan_to_num(values) * weights).sum(axis=1)
    return np.where(total > 0, sums / np.where(total > 0, total, 1.0), np.nan)


def _holds(result: Result, pillar: str, name: str) -> bool:
    node = result.framework.node(pillar)
    return any(child.id == name or _holds(result, child.id, name) for child in node.children or ())


def _of_elements(found: Audit) -> Iterator[Finding]:
    units = int((~np.isnan(found.result.ranks[found.result.times.index(found.time), :, 0])).sum())
    for element in found.elements:
        if np.isnan(element.mean_shift):
            continue
        if element.mean_shift > max(found.limits.decisive_shift_share * units, 1.0):
            far = () if element.farthest is None else (element.farthest,)
            yield finding(
                "element-decisive",
                (element.node,),
                far,
                shift=element.mean_shift,
                largest=element.largest_shift,
            )
        if element.largest_shift == 0 and found.weights[element.node] > 0:
            yield finding("element-idle", (element.node,))


def _of_robustness(found: Audit) -> Iterator[Finding]:
    units = [u for u in found.robustness.units if u.time == found.time and u.rank is not None]
    widths = np.array([(u.rank_high or 0) - (u.rank_low or 0) for u in units])
    if len({u.rank for u in units}) < _FEWEST_RANKS:
        return
    limit = max(found.limits.stable_width_share * len(units), 2)
    wide = [u.unit for u, width in zip(units, widths, strict=True) if width > 2 * limit]
    code = "ranks-robust" if np.median(widths) <= limit else "ranks-uncertain"
    yield finding(code, width=float(np.median(widths)), widest=float(widths.max()), count=len(units))
    if wide:
        yield finding("unit-rank-uncertain", units=tuple(wide), width=2 * limit)
    if found.sensitivity is not None:
        inputs = [item for item in found.sensitivity.of(None, found.time) if item.total is not None]
        if inputs:
            first = max(inputs, key=lambda item: item.total or 0.0)
            yield finding("input-dominant", (first.name,), total=first.total or 0.0)
