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
class Moments:
    """``count`` of values, their ``mean``, and the sums of the 2nd, 3rd and 4th powers of the distances from it."""

    count: Floats
    mean: Floats
    second: Floats
    third: Floats
    fourth: Floats

    @property
    def deviation(self) -> Floats:
        """Standard deviation with n − 1; NaN for fewer than two values."""
        return np.sqrt(_divided(self.second, self.count - 1))

    @property
    def skewness(self) -> Floats:
        """Sample skewness G₁; NaN for fewer than three values, or where all are equal."""
        n = self.count
        deviation = np.sqrt(_divided(self.second, n - 1))
        return _divided(n * self.third, (n - 1) * (n - 2) * deviation**3)

    @property
    def kurtosis(self) -> Floats:
        """Sample excess kurtosis G₂; NaN for fewer than four values, or where all are equal."""
        n = self.count
        variance = _divided(self.second, n - 1)
        scale = _divided(n * (n + 1), (n - 1) * (n - 2) * (n - 3))
        expected = _divided(3 * (n - 1) ** 2, (n - 2) * (n - 3))
        return scale * _divided(self.fourth, variance**2) - expected


def moments(values: Floats) -> Moments:
    """Moments over the units (axis −2) of the values that are there."""
    present = ~np.isnan(values)
    whole = bool(present.all())
    count = present.sum(axis=UNITS, keepdims=True).astype(np.float64)
    filled = values if whole else np.where(present, values, 0.0)
    mean = filled.sum(axis=UNITS, keepdims=True) / np.maximum(count, 1.0)
    gaps = filled - mean
    if not whole:
        gaps *= present
    squares = gaps * gaps
    second = squares.sum(axis=UNITS, keepdims=True)
    # Rounding must not make a deviation out of equal values: 0.1 three times does not average 0.1 exactly.
    second = np.where(second <= (mean * 1e-14) ** 2 * count, 0.0, second)
    gaps *= squares
    squares *= squares
    return Moments(
        count, mean, second, gaps.sum(axis=UNITS, keepdims=True), squares.sum(axis=UNITS, keepdims=True)
    )


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
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator > 0, numerator / np.where(denominator > 0, denominator, 1.0), np.nan)
