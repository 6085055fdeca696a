"""The steps before aggregation: denominate, impute, screen, treat, normalise.

Values are (times, units, indicators), NaN where missing; treatment and normalisation take any batch before that.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.cells import Codes, Floats
from multaqa.composite.framework import Framework, Node
from multaqa.composite.methods import (
    DistanceToReference,
    Edition,
    FractionOfMaximum,
    Goalposts,
    Imputation,
    Log,
    MinMax,
    Normalisation,
    Screening,
    Treatment,
)
from multaqa.composite.observations import Observations
from multaqa.composite.problems import DataError, Problem
from multaqa.composite.status import Status
from multaqa.composite.steps.denominate import denominate
from multaqa.composite.steps.impute import Imputed, Surroundings, impute
from multaqa.composite.steps.normalise import NORMALISE, Frame, Normalised
from multaqa.composite.steps.screen import Screened, screen
from multaqa.composite.steps.treat import Treated, treat

Method = TypeVar("Method", bound=Hashable)
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Alternatives:
    """What an uncertainty analysis may put in the place of the method at every indicator that does not name its own."""

    impute: tuple[Imputation, ...] | None = None
    treat: Treatment | str | None = None
    normalise: Normalisation | None = None


@dataclass(frozen=True)
class Prepared:
    """Indicators after each step, and the status of each cell after imputation and screening."""

    denominated: Floats
    imputed: Imputed
    screened: Screened | None
    treated: Treated
    normalised: Normalised
    status: Codes


def prepare(framework: Framework, observed: Observations, instead: Alternatives | None = None) -> Prepared:
    """Carry out every step before aggregation. Raises DataError where the data do not allow a method."""
    instead = instead or Alternatives()
    denominated = denominate_all(framework, observed)
    completed = complete(framework, observed, denominated, instead.impute)
    treated = treat_all(framework, completed.values, instead.treat, observed.units)
    normalised = normalise_all(framework, treated.values, observed.units, observed.times, instead.normalise)
    return Prepared(denominated, completed.imputed, completed.screened, treated, normalised, completed.status)


def denominate_all(framework: Framework, observed: Observations) -> Floats:
    """Each indicator that has a denominator divided by it. Raises DataError (`denominator-zero`)."""
    values = observed.values.copy()
    problems: list[Problem] = []
    for place, node in enumerate(framework.indicators):
        if node.denominator is None:
            continue
        divisors = observed.denominators[node.denominator.key]
        zero = np.argwhere((divisors == 0) & ~np.isnan(values[..., place]))
        for _, u in zero[:1]:
            words = {"id": node.id, "column": node.denominator.column, "unit": observed.units[u]}
            line = framework.line_of(node.id)
            problems.append(Problem("denominator-zero", framework.file, line, node.id, params=words))
        values[..., place] = denominate(values[..., place], divisors, node.denominator.scale)
    if problems:
        raise DataError(problems)
    return values


@dataclass(frozen=True)
class Completed:
    """Values with the missing ones imputed and the units with too little taken out."""

    values: Floats
    imputed: Imputed
    screened: Screened | None
    status: Codes


def complete(
    framework: Framework, observed: Observations, values: Floats, instead: tuple[Imputation, ...] | None
) -> Completed:
    """Impute and screen, in the order that the screening asks for. Raises DataError (`unknown-unit`)."""
    screening = framework.method.screen
    status = np.where(
        np.isnan(values) & (observed.status == Status.observed), Status.no_data, observed.status
    ).astype(np.int8)
    applicable = status != Status.not_applicable
    screened: Screened | None = None
    if screening is not None:
        _refuse_unknown_units(framework, screening, observed.units)
    if screening is not None and screening.on == "observed":
        screened = screen(values, applicable, observed.units, screening)
        values, status = _without(values, status, screened.removed)
    imputed = impute_all(framework, observed, values, status, instead)
    status = np.where(imputed.filled, np.int8(Status.observed), status)
    values = imputed.values
    if screening is not None and screening.on == "imputed":
        screened = screen(values, applicable, observed.units, screening)
        values, status = _without(values, status, screened.removed)
    return Completed(values, imputed, screened, status)


def _without(values: Floats, status: Codes, removed: Flags) -> tuple[Floats, Codes]:
    """Without the units removed; those that did not take part keep that as their reason."""
    took_part = (status != Status.not_participating).any(axis=-1)
    out = (removed & took_part)[..., None]
    return np.where(removed[..., None], np.nan, values), np.where(
        out, np.int8(Status.screened_out), status
    ).astype(np.int8)


def _refuse_unknown_units(framework: Framework, screening: Screening, units: tuple[str, ...]) -> None:
    unknown = [name for name in (*screening.keep, *screening.remove) if name not in units]
    if unknown:
        raise DataError([Problem("unknown-unit", framework.file, params={"value": name}) for name in unknown])


def impute_all(
    framework: Framework,
    observed: Observations,
    values: Floats,
    status: Codes,
    instead: tuple[Imputation, ...] | None = None,
) -> Imputed:
    """Impute each indicator by its own methods; what does not apply, and who took no part, stays missing."""
    missing = np.isnan(values) & ((status == Status.no_data) | (status == Status.not_reported))
    spread = np.full_like(values, np.nan)
    filled = values.copy()
    around = _surroundings(framework, observed)

    def choice(node: Node) -> tuple[Imputation, ...]:
        return node.impute or instead or framework.method.impute

    for methods, columns in _grouped(framework.indicators, choice):
        wanted = np.zeros(values.shape[-1], dtype=bool)
        wanted[columns] = True
        if all(method.kind == "none" for method in methods) or not (missing & wanted).any():
            continue
        found = impute(values, methods, around, missing & wanted)
        fresh = found.filled
        filled = np.where(fresh, found.values, filled)
        spread = np.where(fresh, found.spread, spread)
    return Imputed(filled, spread)


def _surroundings(framework: Framework, observed: Observations) -> Surroundings:
    place = {node.id: position for position, node in enumerate(framework.indicators)}
    families = [
        [place[child.id] for child in node.children or () if child.children is None]
        for node in framework.nodes
    ]
    return Surroundings(
        families=tuple(np.array(family) for family in families if family),
        positive=np.array([node.direction == "positive" for node in framework.indicators]),
        times=_numbers_of(observed.times),
        indicators=observed.indicators,
        groups=observed.groups,
    )


def _numbers_of(times: Sequence[str]) -> Floats:
    """Times as numbers to measure distances with: years where all are years, else places in their order."""
    if all(time.isdecimal() for time in times):
        return np.array([float(time) for time in times])
    return np.arange(len(times), dtype=np.float64)


def treat_all(
    framework: Framework,
    values: Floats,
    instead: Treatment | str | None = None,
    units: Sequence[str] | None = None,
) -> Treated:
    """Treat the outliers of each indicator by its own method; any batch before (times, units, indicators).

    Where `units` are named, raises DataError for values that a logarithm has no meaning for; else these go missing.
    """

    def choice(node: Node) -> Treatment | None:
        chosen = node.treat if node.treat is not None else instead or framework.method.treat
        return None if isinstance(chosen, str) else chosen

    lead = (*values.shape[:-2], values.shape[-1])
    out = values.copy()
    step, points = np.zeros(lead, dtype=np.intp), np.zeros(lead, dtype=np.intp)
    passed = np.ones(lead, dtype=bool)
    for method, columns in _grouped(framework.indicators, choice):
        if method is None:
            continue
        part = values[..., columns]
        found = treat(_pooled(part) if method.over == "panel" else part, method)
        out[..., columns] = found.values.reshape(part.shape)
        for target, source in ((step, found.step), (points, found.points), (passed, found.passed)):
            target[..., columns] = source
    treated = Treated(out, step, points, passed)
    if units is not None:
        _refuse_lost(framework, values, treated, choice, units)
    return treated


def _refuse_lost(
    framework: Framework,
    values: Floats,
    treated: Treated,
    choice: Callable[[Node], Treatment | None],
    units: Sequence[str],
) -> None:
    """Values that a logarithm lost, or turned round."""
    problems: list[Problem] = []
    taken = treated.step.reshape(-1, treated.step.shape[-1]).max(axis=0)
    for place in np.flatnonzero(taken).tolist():
        node, step = framework.indicators[place], int(taken[place])
        method = choice(node)
        if method is None:
            continue
        line, column = framework.line_of(node.id), values[..., place]
        lost = np.isnan(treated.values[..., place]) & ~np.isnan(column)
        action = method.steps[step - 1]
        if lost.any():
            words = {"id": node.id, "unit": units[np.argwhere(lost)[0][-1]], "value": f"{column[lost][0]:g}"}
            problems.append(Problem("treatment-needs-positive", framework.file, line, node.id, params=words))
        elif isinstance(action, Log) and action.form == "gii" and not np.nanmax(column) > 1:
            words = {"id": node.id, "value": f"{np.nanmax(column):g}"}
            problems.append(Problem("treatment-needs-range", framework.file, line, node.id, params=words))
    if problems:
        raise DataError(problems)


def normalise_all(
    framework: Framework,
    values: Floats,
    units: Sequence[str],
    times: Sequence[str],
    instead: Normalisation | None = None,
    *,
    checked: bool = False,
) -> Normalised:
    """Normalise each indicator by its own method; parameters are NaN where a method does not use them.

    `values` (…, times, units, indicators). Raises DataError where the values do not allow a method, unless they are
    `checked` already; where they do not after all, the result is missing.
    """

    def choice(node: Node) -> tuple[Normalisation, bool]:
        return node.normalise or instead or framework.method.normalise, node.direction == "positive"

    if not checked:
        _refuse_impossible(framework, values, units, times, choice)
    normalised = np.empty_like(values)
    parameters: dict[str, Floats] = {}
    for (method, positive), columns in _grouped(framework.indicators, choice):
        part = normalise_columns(values[..., columns], method, positive, units, times)
        normalised[..., columns] = part.values
        for name, found in part.parameters.items():
            blank = np.full((*values.shape[:-2], 1, values.shape[-1]), np.nan)
            parameters.setdefault(name, blank)[..., columns] = found
    return Normalised(normalised, parameters)


def normalise_columns(
    values: Floats, method: Normalisation, positive: bool, units: Sequence[str], times: Sequence[str]
) -> Normalised:
    """Normalise (…, times, units, columns) by one method, its parameters taken from what ``over`` says."""
    over = getattr(method, "over", "time")
    function = NORMALISE[method.kind]
    if over == "panel":
        pooled = _pooled(values)
        found = function(pooled, method, positive, Frame(pooled))
        return Normalised(found.values.reshape(values.shape), found.parameters)
    if isinstance(over, Edition):
        place = list(times).index(over.edition)
        return function(values, method, positive, Frame(values[..., [place], :, :]))
    return function(values, method, positive, Frame(values, tuple(units)))


def _pooled(values: Floats) -> Floats:
    """All times together: (…, times, units, columns) → (…, 1, times × units, columns)."""
    *lead, times, units, columns = values.shape
    return values.reshape(*lead, 1, times * units, columns)


def _refuse_impossible(
    framework: Framework,
    values: Floats,
    units: Sequence[str],
    times: Sequence[str],
    choice: Callable[[Node], tuple[Normalisation, bool]],
) -> None:
    """Values that a method has no meaning for, and references that the data do not hold."""
    problems = [
        problem
        for place, node in enumerate(framework.indicators)
        for problem in impossible(framework, node, choice(node)[0], values[..., place], units, times)
    ]
    if problems:
        raise DataError(problems)


def impossible(
    framework: Framework,
    node: Node,
    method: Normalisation,
    values: Floats,
    units: Sequence[str],
    times: Sequence[str],
) -> Iterator[Problem]:
    """Why a normalisation has no meaning for a node's values (…, times, units), if it has none."""
    words: dict[str, str] = {"id": node.id, "method": method.kind}
    code, over = "", getattr(method, "over", "time")
    if isinstance(over, Edition) and over.edition not in times:
        code, words = "unknown-time", {"value": over.edition, "known": ", ".join(times)}
    elif isinstance(method, DistanceToReference) and method.unit not in units:
        code, words = "unknown-unit", {"value": method.unit}
    elif isinstance(method, FractionOfMaximum) or (isinstance(method, Goalposts) and method.log):
        capped = isinstance(method, Goalposts) and method.cap in ("both", "low")
        wrong = (values < 0) if isinstance(method, FractionOfMaximum) else (values <= 0) & (not capped)
        if wrong.any():
            code = "negative-in-normalisation"
            words |= {"unit": units[np.argwhere(wrong)[0][-1]], "value": f"{values[wrong][0]:g}"}
    elif isinstance(method, MinMax) and (method.low is None) != (method.high is None) and over == "time":
        low = method.low if method.low is not None else float(np.nanmin(values, initial=np.inf))
        high = method.high if method.high is not None else float(np.nanmax(values, initial=-np.inf))
        if np.isfinite(low) and np.isfinite(high) and low > high:
            code, words = "bounds-order", {"key": method.kind, "low": f"{low:g}", "high": f"{high:g}"}
    if code:
        yield Problem(code, framework.file, framework.line_of(node.id), node.id, params=words)


def _grouped(
    nodes: Iterable[Node], choice: Callable[[Node], Method]
) -> list[tuple[Method, slice | list[int]]]:
    """Columns by the method that they share; a slice, which needs no copy, where they all share one."""
    groups: dict[Any, list[int]] = {}
    count = 0
    for position, node in enumerate(nodes):
        groups.setdefault(choice(node), []).append(position)
        count += 1
    return [(method, slice(None) if len(columns) == count else columns) for method, columns in groups.items()]
