"""Outliers: columns that a few extreme values would rule → columns that can be normalised.

Arrays have units on axis −2 and indicators on axis −1, NaN where missing; anything before is batched. Every function
works on all columns at once; what has passed is not touched again.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 3, with the stopping rule |skewness| < 2
or kurtosis < 3.5 of the Global Innovation Index (Saisana et al., JRC audits, from 2011).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.methods import BoxCox, Log, Treatment, TreatmentStep, Winsorise
from multaqa.composite.steps.moments import Moments, moments

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.intp]
UNITS = -2

_POWERS = np.linspace(-5.0, 5.0, 1001)
"""The powers among which a Box–Cox transformation of greatest likelihood is looked for."""


@dataclass(frozen=True)
class Treated:
    """``values`` in the shape that came in; for each column (units dropped) which step was kept.

    ``step``: 0 none, else the number of the step in the treatment, from 1. ``points``: how many units were
    winsorised. ``passed``: whether the column passes in the end.
    """

    values: Floats
    step: Counts
    points: Counts
    passed: Flags


def treat(values: Floats, method: Treatment) -> Treated:
    """Take the steps of a treatment until a column passes.

    Where no step brings a column to pass, the last one stands. Each step starts from the values as they were, or,
    where ``cumulative``, from what the step before left.
    """
    out = values.copy()
    lead = (*values.shape[:UNITS], values.shape[-1])
    step, points = np.zeros(lead, dtype=np.intp), np.zeros(lead, dtype=np.intp)
    passed = passes(values, method)
    for number, action in enumerate(method.steps, start=1):
        todo = np.nonzero(np.ones(lead, dtype=bool) if method.always else ~passed)
        if todo[0].size == 0:
            break
        follows = method.cumulative or method.always
        start = _columns(out if follows else values, todo)
        treated, count = _STEPS[type(action)](start, action, method)
        np.moveaxis(out, UNITS, -1)[todo] = treated.T
        step[todo] = number
        points[todo] = points[todo] + count if follows else count
        passed[todo] = passes(treated, method)
    return Treated(out, step, points, passed)


def _columns(values: Floats, chosen: tuple[Counts, ...]) -> Floats:
    """The chosen columns side by side: (units, columns)."""
    return np.ascontiguousarray(np.moveaxis(values, UNITS, -1)[chosen].T)


def passes(values: Floats, method: Treatment) -> Flags:
    """Which columns of (…, units, columns) have |skewness| or kurtosis below its limit; units dropped.

    A column whose moments are not defined (constant, or fewer than four values) has nothing to treat, and passes.
    """
    return ~_fails(moments(values), method)[..., 0, :]


def _fails(found: Moments, method: Treatment) -> Flags:
    fails: Flags = (np.abs(found.skewness) >= method.skewness) & (found.kurtosis >= method.kurtosis)
    return fails


def winsorise(columns: Floats, method: Treatment, most: int) -> tuple[Floats, Counts]:
    """Winsorise each of the columns (units, columns), point by point, until it passes or `most` points are spent.

    While a column fails, every value equal to its highest (its lowest where the skew is negative) takes the next
    value. Ties go together, so that slightly more than `most` points may be changed. Returns columns and counts.
    """
    out = columns.copy()
    # Counted are units changed so far: those of one round are changed with the others in the next.
    count = np.zeros(columns.shape[1], dtype=np.intp)
    going = np.arange(columns.shape[1])
    while True:
        part = out[:, going]
        found = moments(part)
        failing = _fails(found, method)[0] & (count[going] < most)
        if not failing.any():
            return out, count
        going, part, upper = going[failing], part[:, failing], found.skewness[0][failing] >= 0
        turned = np.where(upper, part, -part)
        at_top = turned == np.fmax.reduce(turned, axis=0)
        following = np.fmax.reduce(np.where(at_top, -np.inf, turned), axis=0)
        changed = np.where(at_top, following, turned)
        out[:, going] = np.where(upper, changed, -changed)
        count[going] = at_top.sum(axis=0)


def logarithm(columns: Floats, form: str, oriented: bool = False) -> Floats:
    """A logarithm of each of the columns (units, columns); NaN where its argument is not above zero.

    ``plain`` ln x · ``one`` ln(x − min + 1) · ``range`` ln(x − min + 0.01 (max − min)) · ``gii``
    ln((max − 1)(x − min) / (max − min) + 1), WIPO, Global Innovation Index, technical notes. Where `oriented`, columns
    with negative skewness give −ln of −x, since a logarithm only pulls in the upper tail.
    """
    sign = np.ones(columns.shape[1])
    if oriented:
        sign = np.where(moments(columns).skewness[0] < 0, -1.0, 1.0)
    # The index's own formula for falling indicators scales by the largest of the values as they are.
    factor = _ends(columns)[1] - 1.0
    columns = sign * columns
    low, high = _ends(columns)
    match form:
        case "plain":
            argument = columns
        case "one":
            argument = columns - low + 1.0
        case "gii":
            argument = factor * (columns - low) / np.where(high > low, high - low, 1.0) + 1.0
        case _:
            argument = columns - low + 0.01 * (high - low)
    usable = argument > 0
    return sign * np.where(usable, np.log(np.where(usable, argument, 1.0)), np.nan)


def box_cox(columns: Floats, power: float | None, shift: bool) -> Floats:
    """Box and Cox (1964): (x^λ − 1) / λ, ln x for λ = 0, each of the columns (units, columns) for itself.

    ``shift`` first brings the lowest value to 1 % of the range above zero, where it is not above zero already.
    Without `power` λ is the one of greatest likelihood in steps of 0.01 from −5 to 5. NaN where x ≤ 0.
    """
    low, high = _ends(columns)
    lift = np.where(low > 0, 0.0, 0.01 * (high - low) - low) if shift else 0.0
    lifted = columns + lift
    lifted = np.where(lifted > 0, lifted, np.nan)
    if power is not None:
        return _power(lifted, np.float64(power))
    size = (~np.isnan(lifted)).sum(axis=0)
    logs = np.nansum(np.log(lifted), axis=0)
    likelihood = np.full((len(_POWERS), columns.shape[1]), -np.inf)
    for place, candidate in enumerate(_POWERS):
        variance = moments(_power(lifted, candidate)).second[0] / np.maximum(size, 1)
        with np.errstate(divide="ignore", over="ignore"):
            likelihood[place] = -size / 2 * np.log(variance) + (candidate - 1) * logs
    best = _POWERS[np.argmax(np.where(np.isfinite(likelihood), likelihood, -np.inf), axis=0)]
    return np.stack([_power(lifted[:, c], chosen) for c, chosen in enumerate(best)], axis=1)


def _power(values: Floats, power: np.float64) -> Floats:
    with np.errstate(over="ignore"):
        return np.log(values) if abs(power) < 1e-12 else (values**power - 1.0) / power


def _ends(columns: Floats) -> tuple[Floats, Floats]:
    return np.fmin.reduce(columns, axis=0), np.fmax.reduce(columns, axis=0)


def _winsorise(columns: Floats, step: Winsorise, method: Treatment) -> tuple[Floats, Counts]:
    return winsorise(columns, method, step.most)


def _log(columns: Floats, step: Log, method: Treatment) -> tuple[Floats, Counts]:
    return logarithm(columns, step.form, step.oriented), np.zeros(columns.shape[1], dtype=np.intp)


def _box_cox(columns: Floats, step: BoxCox, method: Treatment) -> tuple[Floats, Counts]:
    return box_cox(columns, step.power, step.shift), np.zeros(columns.shape[1], dtype=np.intp)


_STEPS: dict[type[TreatmentStep], Callable[[Floats, Any, Treatment], tuple[Floats, Counts]]] = {
    Winsorise: _winsorise,
    Log: _log,
    BoxCox: _box_cox,
}
