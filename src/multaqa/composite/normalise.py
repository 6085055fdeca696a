"""Normalisation: indicators of any unit of measure → comparable numbers.

Every function takes values with units on axis −2 and indicators on axis −1 (NaN where missing) and anything
before them batched, the typed method, and whether high values are good. It returns the normalised values and
the parameters that it used, so that an explanation can show them. Missing stays missing.

Source of the methods: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.methods import Goalposts, MinMax, NoNormalisation, Range, Rank, ZScore
from multaqa.composite.ranking import rank

Floats = NDArray[np.float64]
UNITS = -2


@dataclass(frozen=True)
class Normalised:
    """``values`` in the shape that came in; each parameter in that shape with one unit on axis −2."""

    values: Floats
    parameters: Mapping[str, Floats] = field(default_factory=dict)


def leave(values: Floats, method: NoNormalisation, positive: bool) -> Normalised:
    """The values themselves. A framework cannot ask for a direction here, so `positive` is always true."""
    return Normalised(values)


def minmax(values: Floats, method: MinMax, positive: bool) -> Normalised:
    """Linear between the units' lowest and highest value; the middle of the range where these are equal."""
    present = ~np.isnan(values)
    low = np.min(values, axis=UNITS, keepdims=True, where=present, initial=np.inf)
    high = np.max(values, axis=UNITS, keepdims=True, where=present, initial=-np.inf)
    has_any = present.any(axis=UNITS, keepdims=True)
    low, high = np.where(has_any, low, np.nan), np.where(has_any, high, np.nan)
    return Normalised(_onto_range(values, low, high, method.range, positive), {"low": low, "high": high})


def zscore(values: Floats, method: ZScore, positive: bool) -> Normalised:
    """(x − mean) / standard deviation with n − 1; zero where all units are equal or there is only one."""
    present = ~np.isnan(values)
    count = present.sum(axis=UNITS, keepdims=True)
    filled = np.where(present, values, 0.0)
    mean = filled.sum(axis=UNITS, keepdims=True) / np.maximum(count, 1)
    gaps = np.where(present, values - mean, 0.0)
    deviation = np.sqrt((gaps**2).sum(axis=UNITS, keepdims=True) / np.maximum(count - 1, 1))
    # Rounding must not make a deviation out of equal values: 0.1 three times does not average 0.1 exactly.
    largest = np.abs(filled).max(axis=UNITS, keepdims=True, initial=0.0)
    constant = deviation <= largest * 1e-14
    scores = np.where(constant, 0.0, gaps / np.where(constant, 1.0, deviation))
    turned = scores if positive else -scores + 0.0
    shown_mean = np.where(count > 0, mean, np.nan)
    return Normalised(np.where(present, turned, np.nan), {"mean": shown_mean, "deviation": deviation})


def goalposts(values: Floats, method: Goalposts, positive: bool) -> Normalised:
    """Linear between two stated values; what lies beyond a goalpost stands at it."""
    shape = (*values.shape[:-2], 1, values.shape[-1])
    low, high = np.full(shape, method.low), np.full(shape, method.high)
    clipped = np.clip(values, method.low, method.high)
    return Normalised(_onto_range(clipped, low, high, method.range, positive), {"low": low, "high": high})


def place(values: Floats, method: Rank, positive: bool) -> Normalised:
    """Place among the n units that have a value, 1 for the weakest and n for the strongest; ties share the mean."""
    from_worst = rank(-values if positive else values, ties="average", axis=UNITS)
    count = (~np.isnan(values)).sum(axis=UNITS, keepdims=True).astype(np.float64)
    return Normalised(from_worst, {"count": count})


def _onto_range(values: Floats, low: Floats, high: Floats, ends: Range, positive: bool) -> Floats:
    constant = high <= low
    width = np.where(constant, 1.0, high - low)
    share = np.where(constant & ~np.isnan(values), 0.5, (values - low) / width)
    start, end = ends if positive else (ends[1], ends[0])
    # Weighted ends rather than start + share × width: both ends are met exactly.
    return start * (1.0 - share) + end * share


NORMALISE: dict[str, Callable[[Floats, Any, bool], Normalised]] = {
    "none": leave,
    "minmax": minmax,
    "zscore": zscore,
    "goalposts": goalposts,
    "rank": place,
}
"""Kind of a method in the document → the function that carries it out."""
