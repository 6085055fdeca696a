"""Trends over a panel: growth and change of single series, and whether units grow alike.

Values have times on axis 0, NaN where missing; `times` are years, or whatever the rates are to be per.

Source: Barro and Sala-i-Martin, Convergence, Journal of Political Economy 100 (1992), 223–251; Sala-i-Martin, The
classical approach to convergence analysis, Economic Journal 106 (1996), 1019–1036.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

Floats = NDArray[np.float64]

# Values that differ by less than this share of the largest are equal.
_SAME = 1e-12


@dataclass(frozen=True)
class Trends:
    """One trend for each series, all in the shape of the panel without its times.

    ``rates`` are NaN where a series has fewer than two values or starts from nothing or less. ``availability`` is the
    share of times with a value, ``first`` and ``latest`` the times of the first and the last one.
    """

    rates: Floats
    availability: Floats
    first: Floats
    latest: Floats


@dataclass(frozen=True)
class Line:
    """Least squares line through ``count`` points: y = ``intercept`` + ``slope`` × x.

    ``standard_error`` and the two-sided ``p_value`` are of the slope (Student's t with count − 2), NaN for two points;
    all are NaN for fewer, or where x does not vary. ``r_squared`` is NaN where y does not vary.
    """

    slope: float
    intercept: float
    standard_error: float
    p_value: float
    r_squared: float
    count: int


@dataclass(frozen=True)
class SigmaConvergence:
    """Whether units draw together: dispersion at each time (times,), in the order of time, and its ``trend``.

    ``deviations`` are standard deviations with n − 1, ``variations`` coefficients of variation (deviation / mean, NaN
    where the mean is not above 0). ``trend`` is the line of the variations over time: a slope below 0 is convergence.
    ``units`` counts the units that every time has, over which all is computed.
    """

    times: Floats
    deviations: Floats
    variations: Floats
    trend: Line
    units: int


@dataclass(frozen=True)
class BetaConvergence:
    """Whether units that start low grow faster: the ``line`` of growth per time over the logarithm of the start.

    A slope below 0 is convergence. ``speed`` is β, the share of a gap that closes per time, below 0 where gaps widen, and
    ``half_life`` how long half a gap takes to close, infinite where it does not. Both are NaN without a line, and where
    gaps closed wholly or turned over within the panel.
    """

    line: Line
    speed: float
    half_life: float


def growth_rates(values: Floats, times: Sequence[float] | Floats) -> Trends:
    """Compound annual growth rate of each series of (times, …), as a fraction: (last / first)^(1 / years) − 1.

    Only the first and the last value that a series has count. Zero where these are equal, also at zero.
    """
    series = _Series.of(values, times)
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = (series.last / series.first) ** (1 / series.years) - 1
    possible = (series.first > 0) & (series.last >= 0)
    equal = (series.first == series.last) & (series.count >= 2)
    return series.trends(np.where(equal, 0.0, np.where(possible & (series.count >= 2), grown, np.nan)))


def percent_changes(values: Floats, times: Sequence[float] | Floats) -> Trends:
    """Mean change per time of each series of (times, …), in per cent of its start.

    From three values on, the slope of the least squares line over the line's own value at the first time that has a
    value; with two, their difference over the first. Zero where all values of a series are equal.
    """
    series = _Series.of(values, times)
    start = np.where(series.count > 2, series.line_at_first, series.first)
    # Through two points the line is their difference.
    changed = 100 * series.slope / np.where(start > 0, start, np.nan)
    return series.trends(np.where(series.is_constant, 0.0, changed))


def sigma_convergence(values: Floats, times: Sequence[float] | Floats) -> SigmaConvergence:
    """σ-convergence (Sala-i-Martin 1996) of (times, units).

    Units that some time lacks are left out at all times, or dispersion would change with who is there; times at which
    nobody has a value have NaN.
    """
    panel, years = _in_order(values, times)
    has_any = np.logical_not(np.isnan(panel).all(axis=1))
    whole = ~np.isnan(panel[has_any]).any(axis=0)
    count = int(whole.sum()) if has_any.any() else 0
    balanced = np.where(has_any[:, None], panel, np.nan)[:, whole]
    if count < 2:
        nothing = np.full(years.shape, np.nan)
        return SigmaConvergence(years, nothing, nothing, fit_line(years, nothing), count)
    deviations, means = balanced.std(axis=1, ddof=1), balanced.mean(axis=1)
    variations = np.where(means > 0, deviations / np.where(means > 0, means, 1.0), np.nan)
    return SigmaConvergence(years, deviations, variations, fit_line(years, variations), count)


def beta_convergence(values: Floats, times: Sequence[float] | Floats) -> BetaConvergence:
    """Unconditional β-convergence of (times, units) between the first and the last time, T apart.

    ln(y_T / y_0) / T = a + b ln y_0, by least squares over the units with a value above zero at both ends; then
    β = −ln(1 + b T) / T, since b = −(1 − e^(−βT)) / T (Barro and Sala-i-Martin 1992), and the half-life is ln 2 / β.
    """
    panel, years = _in_order(values, times)
    if years.size < 2:
        return BetaConvergence(fit_line(np.empty(0), np.empty(0)), np.nan, np.nan)
    span = float(years[-1] - years[0])
    usable = (panel[0] > 0) & (panel[-1] > 0)
    start, end = np.log(panel[0][usable]), np.log(panel[-1][usable])
    line = fit_line(start, (end - start) / span)
    left_of_gap = 1 + line.slope * span
    speed = float(-np.log(left_of_gap) / span) if left_of_gap > 0 else np.nan
    return BetaConvergence(line, speed, _half_life(speed))


def fit_line(x: Floats, y: Floats) -> Line:
    """Ordinary least squares of (points,) on (points,); points without an x or a y are left out."""
    known = ~(np.isnan(x) | np.isnan(y))
    x, y = x[known], y[known]
    if x.size < 2 or _are_equal(x):
        return Line(np.nan, np.nan, np.nan, np.nan, np.nan, int(x.size))
    x_gaps, y_gaps = x - x.mean(), y - y.mean()
    x_squares = float((x_gaps**2).sum())
    slope = float((x_gaps * y_gaps).sum()) / x_squares
    y_squares = 0.0 if _are_equal(y) else float((y_gaps**2).sum())
    left = float(((y_gaps - slope * x_gaps) ** 2).sum())
    freedom = x.size - 2
    error = float(np.sqrt(left / freedom / x_squares)) if freedom else np.nan
    return Line(
        slope=slope,
        intercept=float(y.mean() - slope * x.mean()),
        standard_error=error,
        p_value=float(2 * stdtr(freedom, -abs(slope) / error)) if freedom and error > 0 else np.nan,
        r_squared=1 - left / y_squares if y_squares > 0 else np.nan,
        count=int(x.size),
    )


@dataclass(frozen=True)
class _Series:
    """What the trends need of each series; shapes as in `Trends`."""

    count: Floats
    times: int
    first: Floats
    last: Floats
    first_time: Floats
    last_time: Floats
    slope: Floats
    line_at_first: Floats
    is_constant: NDArray[np.bool_]

    @classmethod
    def of(cls, values: Floats, times: Sequence[float] | Floats) -> _Series:
        panel, years = _in_order(values, times)
        present = ~np.isnan(panel)
        count = present.sum(axis=0).astype(np.float64)
        when = np.where(present, years.reshape(-1, *[1] * (panel.ndim - 1)), np.nan)
        first_place = present.argmax(axis=0)[None]
        last_place = panel.shape[0] - 1 - present[::-1].argmax(axis=0)[None]
        first, last = (np.take_along_axis(panel, place, axis=0)[0] for place in (first_place, last_place))
        first_time, last_time = (
            np.take_along_axis(when, place, axis=0)[0] for place in (first_place, last_place)
        )
        mean_time, mean = _means(when, count), _means(panel, count)
        gaps = np.where(present, when - mean_time, 0.0)
        spread = (gaps**2).sum(axis=0)
        products = (gaps * np.where(present, panel - mean, 0.0)).sum(axis=0)
        slope = np.where(spread > 0, products / np.where(spread > 0, spread, 1.0), np.nan)
        largest = np.abs(panel).max(axis=0, initial=0.0, where=present)
        high = panel.max(axis=0, initial=-np.inf, where=present)
        low = panel.min(axis=0, initial=np.inf, where=present)
        return cls(
            count=count,
            times=panel.shape[0],
            first=first,
            last=last,
            first_time=first_time,
            last_time=last_time,
            slope=slope,
            line_at_first=mean + slope * (first_time - mean_time),
            is_constant=(count >= 2) & (high - low <= largest * _SAME),
        )

    @property
    def years(self) -> Floats:
        """From the first value to the last."""
        return self.last_time - self.first_time

    def trends(self, rates: Floats) -> Trends:
        return Trends(rates, self.count / self.times, self.first_time, self.last_time)


def _in_order(values: Floats, times: Sequence[float] | Floats) -> tuple[Floats, Floats]:
    years = np.asarray(times, dtype=np.float64)
    order = np.argsort(years, kind="stable")
    return values[order], years[order]


def _means(values: Floats, count: Floats) -> Floats:
    sums: Floats = np.nansum(values, axis=0)
    return sums / np.maximum(count, 1)


def _are_equal(values: Floats) -> bool:
    return bool(np.ptp(values) <= np.abs(values).max() * _SAME)


def _half_life(speed: float) -> float:
    if np.isnan(speed):
        return np.nan
    return float(np.log(2) / speed) if speed > 0 else np.inf
