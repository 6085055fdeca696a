"""Moments of columns with missing values: means, deviations, skewness and kurtosis.

Arrays have units on axis −2 and indicators on axis −1, NaN where missing; anything before is batched. Results keep a
single unit on axis −2, so that they broadcast against what they describe.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
UNITS = -2


@dataclass(frozen=True)
class Spread:
    """``count`` of values, their ``mean``, and the sum of squares (``second``) of the distances from it."""

    count: Floats
    mean: Floats
    second: Floats

    @property
    def deviation(self) -> Floats:
        """Standard deviation with n − 1; NaN for fewer than two values."""
        return np.sqrt(_divided(self.second, self.count - 1))


@dataclass(frozen=True)
class Moments(Spread):
    """Further the sums of the 3rd and 4th powers of the distances from the mean."""

    third: Floats
    fourth: Floats

    @property
    def skewness(self) -> Floats:
        """Sample skewness G₁; NaN for fewer than three values, or where all are equal."""
        n, deviation = self.count, self.deviation
        return _divided(n * self.third, (n - 1) * (n - 2) * deviation**3)

    @property
    def kurtosis(self) -> Floats:
        """Sample excess kurtosis G₂; NaN for fewer than four values, or where all are equal."""
        n = self.count
        variance = _divided(self.second, n - 1)
        scale = _divided(n * (n + 1), (n - 1) * (n - 2) * (n - 3))
        expected = _divided(3 * (n - 1) ** 2, (n - 2) * (n - 3))
        return scale * _divided(self.fourth, variance**2) - expected


def spread(values: Floats) -> Spread:
    """Mean and squares over the units (axis −2) of the values that are there."""
    return _spread(values)[0]


def moments(values: Floats) -> Moments:
    """Moments over the units (axis −2) of the values that are there."""
    found, gaps = _spread(values)
    # Fourth powers of figures near the largest that are allowed overflow; such a column has no moments.
    with np.errstate(over="ignore", invalid="ignore"):
        squares = gaps * gaps
        third = (gaps * squares).sum(axis=UNITS, keepdims=True)
        fourth = (squares * squares).sum(axis=UNITS, keepdims=True)
    return Moments(found.count, found.mean, found.second, third, fourth)


def _spread(values: Floats) -> tuple[Spread, Floats]:
    """Mean and squares, and the distances from the mean, zero where a value is missing."""
    total = values.sum(axis=UNITS, keepdims=True)
    if not np.isnan(total).any():
        count = np.full(total.shape, float(values.shape[UNITS]))
        mean = total / np.maximum(count, 1.0)
        gaps = values - mean
    else:
        present = ~np.isnan(values)
        count = present.sum(axis=UNITS, keepdims=True).astype(np.float64)
        filled = np.where(present, values, 0.0)
        mean = filled.sum(axis=UNITS, keepdims=True) / np.maximum(count, 1.0)
        gaps = (filled - mean) * present
    second = (gaps * gaps).sum(axis=UNITS, keepdims=True)
    # Rounding must not make a deviation out of equal values: 0.1 three times does not average 0.1 exactly.
    return Spread(count, mean, np.where(second <= (mean * 1e-14) ** 2 * count, 0.0, second)), gaps


def skewness(values: Floats) -> Floats:
    """Sample skewness over axis −2, which is dropped: G₁ = n Σ(x − x̄)³ / ((n − 1)(n − 2) s³).

    Source: Joanes and Gill, Comparing measures of sample skewness and kurtosis (1998); as SAS and Excel compute it.
    """
    return moments(values).skewness[..., 0, :]


def kurtosis(values: Floats) -> Floats:
    """Sample excess kurtosis over axis −2, which is dropped: G₂ = n(n+1) Σ(x − x̄)⁴ / ((n−1)(n−2)(n−3) s⁴) − 3(n−1)² / ((n−2)(n−3)).

    Source: Joanes and Gill (1998).
    """
    return moments(values).kurtosis[..., 0, :]


def _divided(numerator: Floats, denominator: Floats) -> Floats:
    out = np.full(np.broadcast_shapes(np.shape(numerator), np.shape(denominator)), np.nan)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        np.divide(numerator, denominator, out=out, where=denominator > 0)
    return out
