"""Normalisation: indicators of any unit of measure → comparable numbers.

Every function takes values with units on axis −2 and indicators on axis −1 (NaN where missing) and anything
before them batched, the typed method, whether high values are good, and the `Frame` that parameters are taken from.
It returns the normalised values and the parameters that it used, so that an explanation can show them. Missing stays
missing.

Source of the methods: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.methods import (
    Borda,
    Categorical,
    DistanceToMaximum,
    DistanceToReference,
    DistanceToTarget,
    FractionOfMaximum,
    Goalposts,
    MinMax,
    NoNormalisation,
    Percentile,
    Range,
    Rank,
    Scaled,
    Ties,
    ZScore,
)
from multaqa.composite.ranking import rank
from multaqa.composite.steps.moments import spread

Floats = NDArray[np.float64]
UNITS = -2
# Values that differ by less than this share of the larger are one value: 0.3 / 3 is not exactly 0.7 / 7.
_SAME = 1e-12


@dataclass(frozen=True)
class Normalised:
    """``values`` in the shape that came in; each parameter in that shape with one unit on axis −2."""

    values: Floats
    parameters: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """What parameters are taken from: ``reference`` has units on axis −2, and broadcasts with the values.

    ``units`` names the units of the values, for methods that refer to one of them.
    """

    reference: Floats
    units: tuple[str, ...] = ()


def leave(values: Floats, method: NoNormalisation, positive: bool, frame: Frame) -> Normalised:
    """The values themselves; turned round by their sign where low values are good."""
    return Normalised(values if positive else -values)


def minmax(values: Floats, method: MinMax, positive: bool, frame: Frame) -> Normalised:
    """Linear between the units' lowest and highest value; the middle of the range where these are equal."""
    low, high = _ends(frame.reference)
    low = low if method.low is None else np.full_like(low, method.low)
    high = high if method.high is None else np.full_like(high, method.high)
    return Normalised(_onto_range(values, low, high, method.range, positive), {"low": low, "high": high})


def zscore(values: Floats, method: ZScore, positive: bool, frame: Frame) -> Normalised:
    """(x − mean) / standard deviation with n − 1, times the deviation of ``to``, plus its mean.

    The mean of ``to`` where all units are equal or there is only one.
    """
    found = spread(frame.reference)
    known = found.count > 0
    mean = np.where(known, found.mean, np.nan)
    deviation = np.where(known, np.nan_to_num(found.deviation), np.nan)
    mean = mean if method.mean is None else np.full_like(mean, method.mean)
    deviation = deviation if method.deviation is None else np.full_like(deviation, method.deviation)
    constant = deviation == 0
    target_mean, target_deviation = method.to
    factor = target_deviation / np.where(constant, 1.0, deviation)
    factor = np.where(constant, 0.0, factor if positive else -factor)
    return Normalised((values - mean) * factor + target_mean, {"mean": mean, "deviation": deviation})


def goalposts(values: Floats, method: Goalposts, positive: bool, frame: Frame) -> Normalised:
    """Linear between two stated values, or between their logarithms; by ``cap`` what lies beyond one stands at it."""
    shape = (*values.shape[:-2], 1, values.shape[-1])
    low, high = np.full(shape, method.low), np.full(shape, method.high)
    kept = np.clip(
        values,
        method.low if method.cap in ("both", "low") else None,
        method.high if method.cap in ("both", "high") else None,
    )
    ends = {"low": low, "high": high}
    if not method.log:
        return Normalised(_onto_range(kept, low, high, method.range, positive), ends)
    logarithms = np.log(np.where(kept > 0, kept, np.nan))
    return Normalised(_onto_range(logarithms, np.log(low), np.log(high), method.range, positive), ends)


def place(values: Floats, method: Rank, positive: bool, frame: Frame) -> Normalised:
    """Place among the n units that have a value, 1 for the weakest and n for the strongest."""
    return Normalised(_places(values, method.ties, positive), {"count": _count(values)})


def borda(values: Floats, method: Borda, positive: bool, frame: Frame) -> Normalised:
    """Borda count: the place less one."""
    return Normalised(_places(values, method.ties, positive) - 1.0, {"count": _count(values)})


def percentile(values: Floats, method: Percentile, positive: bool, frame: Frame) -> Normalised:
    """(place − 1) / (n − 1) on ``range``; the middle of the range for a unit that is alone."""
    count = _count(values)
    places = _places(values, method.ties, positive)
    ends = {"count": count}
    return Normalised(_onto_range(places, np.ones_like(count), count, method.range, True), ends)


def fraction_of_maximum(
    values: Floats, method: FractionOfMaximum, positive: bool, frame: Frame
) -> Normalised:
    """x / max, or min / x where low values are good; 0 / 0 is a whole."""
    low, high = _ends(frame.reference)
    if positive:
        usable = ~(high <= 0)
        share = np.where(
            usable, values / np.where(usable, high, 1.0), np.where(np.isnan(values), np.nan, 1.0)
        )
        return Normalised(share * method.scale, {"high": high})
    usable = values > 0
    whole = np.where(np.isnan(values) | np.isnan(low), np.nan, 1.0)
    share = np.where(usable, low / np.where(usable, values, 1.0), whole)
    return Normalised(share * method.scale, {"low": low})


def distance_to_target(values: Floats, method: DistanceToTarget, positive: bool, frame: Frame) -> Normalised:
    """(x − weakest) / (target − weakest)."""
    weakest = _weakest(frame.reference, positive)
    target = np.full_like(weakest, method.target)
    covered = _covered(values, weakest, target, method.cap, method.range, positive)
    return Normalised(covered, {"weakest": weakest, "target": target})


def distance_to_reference(
    values: Floats, method: DistanceToReference, positive: bool, frame: Frame
) -> Normalised:
    """(x − weakest) / (the reference unit's x − weakest)."""
    weakest = _weakest(values, positive)
    target = np.take(values, [frame.units.index(method.unit)], axis=UNITS)
    covered = _covered(values, weakest, target, method.cap, method.range, positive)
    return Normalised(covered, {"weakest": weakest, "target": target})


def distance_to_maximum(
    values: Floats, method: DistanceToMaximum, positive: bool, frame: Frame
) -> Normalised:
    """1 − (strongest − x) / (strongest − weakest)."""
    low, high = _ends(frame.reference)
    return Normalised(_onto_range(values, low, high, method.range, positive), {"low": low, "high": high})


def scaled(values: Floats, method: Scaled, positive: bool, frame: Frame) -> Normalised:
    """(x − low) / (high − low) on ``range``."""
    shape = (*values.shape[:-2], 1, values.shape[-1])
    low, high = np.full(shape, method.low), np.full(shape, method.high)
    return Normalised(_onto_range(values, low, high, method.range, positive), {"low": low, "high": high})


def categorical(values: Floats, method: Categorical, positive: bool, frame: Frame) -> Normalised:
    """The points of the class that a value falls in; a threshold is reached within 1e-12 of it."""
    thresholds = np.array(method.thresholds)
    shape = (*values.shape[:-2], 1, values.shape[-1])
    if method.of == "percentile":
        known = ~np.isnan(frame.reference).all(axis=UNITS, keepdims=True)
        filled = np.where(known, frame.reference, 0.0)
        found = [np.nanpercentile(filled, share, axis=UNITS, keepdims=True) for share in thresholds]
        limits = [np.where(known, limit, np.nan) for limit in found]
    else:
        limits = [np.full(shape, limit) for limit in thresholds]
    reached = sum((values >= limit - np.abs(limit) * 1e-12).astype(np.intp) for limit in limits)
    points = np.array(method.points if positive else method.points[::-1])
    named = {f"threshold_{number}": limit for number, limit in enumerate(limits, start=1)}
    unknown = np.isnan(values) | np.isnan(limits[0])
    return Normalised(np.where(unknown, np.nan, points[reached]), named)


def _ends(values: Floats) -> tuple[Floats, Floats]:
    """Lowest and highest over the units that have a value; NaN where none has."""
    low, high = np.min(values, axis=UNITS, keepdims=True), np.max(values, axis=UNITS, keepdims=True)
    if not np.isnan(low).any():
        return low, high
    return np.fmin.reduce(values, axis=UNITS, keepdims=True), np.fmax.reduce(
        values, axis=UNITS, keepdims=True
    )


def _weakest(values: Floats, positive: bool) -> Floats:
    low, high = _ends(values)
    return low if positive else high


def _count(values: Floats) -> Floats:
    count: Floats = (~np.isnan(values)).sum(axis=UNITS, keepdims=True).astype(np.float64)
    return count


def _places(values: Floats, ties: Ties, positive: bool) -> Floats:
    """Place from the weakest; `ties` are of the place's number, so that `min` is the lowest of the places shared."""
    return rank(-values if positive else values, ties, axis=UNITS)


def _covered(values: Floats, start: Floats, end: Floats, cap: bool, ends: Range, positive: bool) -> Floats:
    """The share of the way from `start` to `end`; all of it where there is no way to go."""
    way = end - start
    trace = _SAME * np.maximum(np.abs(start), np.abs(end))
    none = (way <= trace) if positive else (way >= -trace)
    share = np.where(none & ~np.isnan(values), 1.0, (values - start) / np.where(none, 1.0, way))
    share = np.minimum(share, 1.0) if cap else share
    return ends[0] * (1.0 - share) + ends[1] * share


def _onto_range(values: Floats, low: Floats, high: Floats, ends: Range, positive: bool) -> Floats:
    constant = high - low <= _SAME * np.maximum(np.abs(low), np.abs(high))
    share = values - low
    share /= np.where(constant, 1.0, high - low)
    if constant.any():
        share = np.where(constant & ~np.isnan(values), 0.5, share)
    if not positive:
        np.subtract(1.0, share, out=share)
    if ends[0] == 0:
        share *= ends[1]
        return share
    # Weighted ends rather than start + share × width: both ends are met exactly.
    rest = 1.0 - share
    rest *= ends[0]
    share *= ends[1]
    share += rest
    return share


NORMALISE: dict[str, Callable[[Floats, Any, bool, Frame], Normalised]] = {
    "none": leave,
    "minmax": minmax,
    "zscore": zscore,
    "goalposts": goalposts,
    "rank": place,
    "borda": borda,
    "percentile": percentile,
    "fraction_of_maximum": fraction_of_maximum,
    "distance_to_target": distance_to_target,
    "distance_to_reference": distance_to_reference,
    "distance_to_maximum": distance_to_maximum,
    "scaled": scaled,
    "categorical": categorical,
}
"""Kind of a method in the document → the function that carries it out."""
