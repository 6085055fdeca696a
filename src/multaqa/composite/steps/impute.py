"""Imputation: missing values → estimates, each with its spread.

Arrays are (times, units, indicators), NaN where missing. Every function fills what it can of the cells that are NaN,
leaves what is there, and tells for each estimate the standard deviation of its error, so that an uncertainty analysis
can draw it (multiple imputation). What it cannot estimate stays missing.

Source of the methods: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 3; Little and Rubin,
Statistical Analysis with Missing Data (2002).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.methods import (
    ConstantImputation,
    EmImputation,
    Imputation,
    LatestImputation,
    LinearImputation,
    MeanImputation,
    MedianImputation,
    NearestImputation,
    NoImputation,
    RegressionImputation,
    SiblingImputation,
)
from multaqa.composite.steps.moments import spread as spread_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]

_EM_ROUNDS = 1000
_EM_CLOSE = 1e-10


@dataclass(frozen=True)
class Imputed:
    """``values`` with the estimates in place; ``spread`` of each estimate, NaN where the value was there or is still missing."""

    values: Floats
    spread: Floats

    @property
    def filled(self) -> Flags:
        """Which cells hold an estimate."""
        filled: Flags = ~np.isnan(self.spread)
        return filled


@dataclass(frozen=True)
class Surroundings:
    """What methods look at beside the values.

    ``families`` are the positions of the indicators of each parent, ``positive`` the direction of each indicator,
    ``groups`` the labels of units (times, units) by column, ``times`` the numbers between which values are
    interpolated, ``indicators`` their ids.
    """

    families: tuple[Indices, ...]
    positive: Flags
    times: Floats
    indicators: tuple[str, ...]
    groups: Mapping[str, NDArray[Any]] = field(default_factory=dict)


def impute(
    values: Floats, methods: Sequence[Imputation], around: Surroundings, allowed: Flags | None = None
) -> Imputed:
    """Fill in by each method in order; each fills what the ones before it left, where it is `allowed`.

    What may not be filled stays missing for every method, so that none learns from it.
    """
    spread = np.full_like(values, np.nan)
    current = values
    for method in methods:
        step = IMPUTE[method.kind](current, method, around)
        fresh = np.isnan(current) & ~np.isnan(step.values)
        if allowed is not None:
            fresh &= allowed
        spread = np.where(fresh, step.spread, spread)
        current = np.where(fresh, step.values, current)
    return Imputed(current, spread)


def leave(values: Floats, method: NoImputation, around: Surroundings) -> Imputed:
    """Nothing is filled in."""
    return Imputed(values, np.full_like(values, np.nan))


def mean(values: Floats, method: MeanImputation, around: Surroundings) -> Imputed:
    """The mean over the units that have a value, or over those of the same group; spread s √(1 + 1/n)."""
    return _by_group(values, method.by, around, lambda part: spread_of(part).mean)


def median(values: Floats, method: MedianImputation, around: Surroundings) -> Imputed:
    """The median likewise; its spread is that of the mean times √(π/2)."""

    def middle(part: Floats) -> Floats:
        known = ~np.isnan(part).all(axis=-2, keepdims=True)
        return np.nanmedian(np.where(known, part, 0.0), axis=-2, keepdims=True)

    found = _by_group(values, method.by, around, middle)
    return Imputed(found.values, found.spread * np.sqrt(np.pi / 2))


def _by_group(
    values: Floats, by: str | None, around: Surroundings, statistic: Callable[[Floats], Floats]
) -> Imputed:
    filled, spread = values.copy(), np.full_like(values, np.nan)
    for t in range(len(values)):
        for members in _members(by, around, t, values.shape[1]):
            part = values[t, members]
            found = spread_of(part)
            error = np.nan_to_num(found.deviation) * np.sqrt(1 + 1 / np.maximum(found.count, 1))
            gaps = np.isnan(part) & (found.count > 0)
            filled[t, members] = np.where(gaps, statistic(part), part)
            spread[t, members] = np.where(gaps, error, np.nan)
    return Imputed(filled, spread)


def _members(by: str | None, around: Surroundings, t: int, units: int) -> Iterator[Indices]:
    if by is None:
        yield np.arange(units)
        return
    labels = around.groups[by][t]
    for label in dict.fromkeys(labels.tolist()):
        if label is not None:
            yield np.flatnonzero(labels == label)


def siblings(values: Floats, method: SiblingImputation, around: Surroundings) -> Imputed:
    """The unit's mean (median) over its other indicators of the family, all brought to 0–1 by min–max, and back.

    An indicator whose values are all equal tells nothing and is left out. Spread: the deviation of the unit's own
    values on that scale, brought back.
    """
    low, high = np.fmin.reduce(values, axis=1, keepdims=True), np.fmax.reduce(values, axis=1, keepdims=True)
    width = np.where(high > low, high - low, np.nan)
    shares = (values - low) / width
    shares = np.where(around.positive, shares, 1.0 - shares)
    filled, spread = values.copy(), np.full_like(values, np.nan)
    for family in _families(method.within, around):
        part = np.swapaxes(shares[..., family], -1, -2)
        found = spread_of(part)
        known = found.count > 0
        if method.statistic == "mean":
            centre = found.mean
        else:
            centre = np.nanmedian(np.where(known, part, 0.0), axis=-2, keepdims=True)
        own, error = np.swapaxes(centre, -1, -2), np.swapaxes(np.nan_to_num(found.deviation), -1, -2)
        own = np.where(around.positive[family], own, 1.0 - own)
        gaps = np.isnan(values[..., family]) & np.swapaxes(known, -1, -2) & ~np.isnan(width[..., family])
        estimate = low[..., family] + own * width[..., family]
        filled[..., family] = np.where(gaps, estimate, values[..., family])
        spread[..., family] = np.where(gaps, error * width[..., family], np.nan)
    return Imputed(filled, spread)


def _families(within: str, around: Surroundings) -> tuple[Indices, ...]:
    return around.families if within == "parent" else (np.arange(len(around.positive)),)


def regression(values: Floats, method: RegressionImputation, around: Surroundings) -> Imputed:
    """Ordinary least squares with an intercept, within each time.

    Without ``on``, each missing value takes the predictor of strongest correlation that the unit has. Spread: the
    standard error of prediction at the mean, s √(1 + 1/n).
    """
    filled, spread = values.copy(), np.full_like(values, np.nan)
    named = [around.indicators.index(name) for name in method.on]
    for t, table in enumerate(values):
        for j in np.flatnonzero(np.isnan(table).any(axis=0)):
            candidates = (
                [[p for p in named if p != j]] if named else [[p] for p in _by_correlation(table, int(j))]
            )
            gaps = np.isnan(table[:, j])
            for predictors in candidates:
                if not predictors:
                    continue
                usable = ~np.isnan(table[:, predictors]).any(axis=1)
                known = usable & ~np.isnan(table[:, j])
                targets = usable & gaps
                if not targets.any() or known.sum() < len(predictors) + 2:
                    continue
                design = np.column_stack([np.ones(len(table)), table[:, predictors]])
                slopes = np.linalg.lstsq(design[known], table[known, j], rcond=None)[0]
                rest = table[known, j] - design[known] @ slopes
                error = np.sqrt((rest**2).sum() / (known.sum() - len(predictors) - 1) * (1 + 1 / known.sum()))
                filled[t, targets, j] = design[targets] @ slopes
                spread[t, targets, j] = error
                gaps = gaps & ~targets
    return Imputed(filled, spread)


def _by_correlation(table: Floats, target: int) -> list[int]:
    """Other columns by the strength of their correlation with `target`, over the rows that have both."""
    strengths: list[tuple[float, int]] = []
    for other in range(table.shape[1]):
        both = ~np.isnan(table[:, other]) & ~np.isnan(table[:, target])
        if other == target or both.sum() < 3:
            continue
        left, right = table[both, other], table[both, target]
        if np.ptp(left) > 0 and np.ptp(right) > 0:
            strengths.append((-abs(float(np.corrcoef(left, right)[0, 1])), other))
    return [other for _, other in sorted(strengths)]


def expectation_maximisation(values: Floats, method: EmImputation, around: Surroundings) -> Imputed:
    """Conditional expectation under a multivariate normal distribution, whose mean and covariance EM finds.

    Within each time and each family. Source: Dempster, Laird and Rubin (1977). Spread: the conditional standard
    deviation. A unit without any value of the family stays missing.
    """
    filled, spread = values.copy(), np.full_like(values, np.nan)
    for t in range(len(values)):
        for family in _families(method.within, around):
            table = values[t][:, family]
            usable = np.flatnonzero((~np.isnan(table)).sum(axis=0) >= 2)
            rows = np.flatnonzero(~np.isnan(table[:, usable]).all(axis=1))
            if not np.isnan(table[np.ix_(rows, usable)]).any() or len(rows) < 3:
                continue
            estimate, error = _em(table[np.ix_(rows, usable)])
            place = np.ix_(np.array([t]), rows, family[usable])
            gaps = np.isnan(values[place])
            filled[place] = np.where(gaps, estimate, values[place])
            spread[place] = np.where(gaps, error, np.nan)
    return Imputed(filled, spread)


def _em(table: Floats) -> tuple[Floats, Floats]:
    """Estimates and conditional deviations of a table (rows, columns), each row with at least one value."""
    centre, scale = np.nanmean(table, axis=0), np.nanstd(table, axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    standard = (table - centre) / scale
    gaps = np.isnan(standard)
    patterns = [
        (pattern, np.flatnonzero((gaps == pattern).all(axis=1))) for pattern in np.unique(gaps, axis=0)
    ]
    size = standard.shape[1]
    mean_, covariance = np.zeros(size), np.eye(size)
    complete, error = np.where(gaps, 0.0, standard), np.zeros_like(standard)
    for _ in range(_EM_ROUNDS):
        extra = np.zeros((size, size))
        before = covariance
        for pattern, rows in patterns:
            if not pattern.any():
                continue
            known, missing = np.flatnonzero(~pattern), np.flatnonzero(pattern)
            inside = covariance[np.ix_(known, known)] + 1e-9 * np.eye(len(known))
            slopes = np.linalg.solve(inside, covariance[np.ix_(known, missing)])
            complete[np.ix_(rows, missing)] = (
                mean_[missing] + (standard[np.ix_(rows, known)] - mean_[known]) @ slopes
            )
            rest = covariance[np.ix_(missing, missing)] - covariance[np.ix_(missing, known)] @ slopes
            extra[np.ix_(missing, missing)] += len(rows) * rest
            error[np.ix_(rows, missing)] = np.sqrt(np.maximum(np.diag(rest), 0.0))
        mean_ = complete.mean(axis=0)
        covariance = (np.cov(complete, rowvar=False, bias=True).reshape(size, size)) + extra / len(standard)
        if np.abs(covariance - before).max() < _EM_CLOSE:
            break
    return complete * scale + centre, error * scale


def nearest(values: Floats, method: NearestImputation, around: Surroundings) -> Imputed:
    """The mean of the nearest units that have the indicator, by the root mean square distance of standardised values.

    The distance of two units is over the indicators that both have; equally near units come in the order of the
    data. Spread: the deviation among the neighbours. Source: Troyanskaya et al. (2001), KNNimpute.
    """
    filled, spread = values.copy(), np.full_like(values, np.nan)
    for t, table in enumerate(values):
        found = spread_of(table)
        standard = (table - found.mean) / np.where(found.deviation > 0, found.deviation, np.nan)
        present = ~np.isnan(standard)
        zeros = np.where(present, standard, 0.0)
        shared = present.astype(np.float64) @ present.T
        squares = (zeros**2) @ present.T
        total = squares + squares.T - 2 * zeros @ zeros.T
        distance = np.where(shared > 0, np.maximum(total, 0.0) / np.maximum(shared, 1), np.inf)
        np.fill_diagonal(distance, np.inf)
        for u, j in np.argwhere(np.isnan(table)):
            has = np.where(np.isnan(table[:, j]), np.inf, distance[u])
            order = np.argsort(has, kind="stable")[: method.neighbours]
            near = table[order[np.isfinite(has[order])], j]
            if near.size:
                filled[t, u, j] = near.mean()
                spread[t, u, j] = near.std(ddof=1) if near.size > 1 else 0.0
    return Imputed(filled, spread)


def latest(values: Floats, method: LatestImputation, around: Surroundings) -> Imputed:
    """The unit's last earlier value, at most ``longest`` units of time back; spread: how much values change in that time."""
    before, _ = _neighbours(values)
    lag = around.times[:, None, None] - np.where(before >= 0, around.times[before], -np.inf)
    allowed = np.isfinite(lag) & (lag <= (np.inf if method.longest is None else method.longest))
    return _fill(values, allowed, _taken(values, before), _changes(values, around.times, before))


def linear(values: Floats, method: LinearImputation, around: Surroundings) -> Imputed:
    """On the line between the unit's last earlier and first later value; spread as for the nearer of the two."""
    before, after = _neighbours(values)
    times = around.times
    start, end = times[before], times[after]
    width = np.where(end > start, end - start, 1.0)
    share = (times[:, None, None] - start) / width
    first, last = _taken(values, before), _taken(values, after)
    estimate = first + (last - first) * share
    near = np.where(share <= 0.5, before, after)
    return _fill(values, (before >= 0) & (after >= 0), estimate, _changes(values, times, near))


def constant(values: Floats, method: ConstantImputation, around: Surroundings) -> Imputed:
    """The unit's last earlier value; before its first value, that one. Spread as for ``latest``."""
    before, after = _neighbours(values)
    source = np.where(before >= 0, before, after)
    return _fill(values, source >= 0, _taken(values, source), _changes(values, around.times, source))


def _fill(values: Floats, allowed: Flags, estimate: Floats, error: Floats) -> Imputed:
    gaps = np.isnan(values) & allowed & ~np.isnan(estimate)
    return Imputed(np.where(gaps, estimate, values), np.where(gaps, error, np.nan))


def _neighbours(values: Floats) -> tuple[Indices, Indices]:
    """For each cell the position of the last earlier and the first later time that has a value; −1 where there is none."""
    present = ~np.isnan(values)
    places = np.arange(len(values))[:, None, None]
    before = np.maximum.accumulate(np.where(present, places, -1), axis=0)
    after = np.minimum.accumulate(np.where(present, places, len(values))[::-1], axis=0)[::-1]
    return before, np.where(after == len(values), -1, after)


def _taken(values: Floats, source: Indices) -> Floats:
    return np.take_along_axis(values, np.maximum(source, 0), axis=0)


def _changes(values: Floats, times: Floats, source: Indices) -> Floats:
    """The root mean square change of each indicator, over all units, in the time between a cell and its source."""
    lags = np.abs(times[:, None, None] - times[source])
    steps = np.abs(times[:, None] - times[None, :])
    spread = np.zeros_like(values)
    for lag in np.unique(lags[lags > 0]):
        pairs = [(early, late) for early, late in np.argwhere(steps == lag) if early < late]
        changes = [values[late] - values[early] for early, late in pairs]
        if not changes:
            continue
        squares = np.concatenate(changes) ** 2
        counted = (~np.isnan(squares)).sum(axis=0)
        size = np.sqrt(np.nansum(squares, axis=0) / np.maximum(counted, 1))
        spread = np.where(lags == lag, size, spread)
    return spread


IMPUTE: dict[str, Callable[[Floats, Any, Surroundings], Imputed]] = {
    "none": leave,
    "mean": mean,
    "median": median,
    "siblings": siblings,
    "regression": regression,
    "em": expectation_maximisation,
    "nearest": nearest,
    "latest": latest,
    "linear": linear,
    "constant": constant,
}
"""Kind of a method in the document → the function that carries it out."""
