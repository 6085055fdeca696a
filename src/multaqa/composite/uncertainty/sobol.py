"""Sobol' sensitivity indices from a radial design: two independent samples A and B, and A with one input from B.

Source: Saltelli et al., Variance based sensitivity analysis of model output: design and estimator for the total
sensitivity index (2010); Jansen (1999) for the total index; Archer, Saltelli and Sobol (1997) for the bootstrap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SobolIndices:
    """For each input (axis 0) and output (axis 1): the shares of the output's variance.

    ``first`` is what the input explains by itself, ``total`` what it explains together with all others; both NaN where
    the output does not vary. ``low`` and ``high`` are the ends of bootstrap intervals. ``variance`` (outputs).
    """

    first: Floats
    total: Floats
    first_low: Floats
    first_high: Floats
    total_low: Floats
    total_high: Floats
    variance: Floats


def sobol_indices(
    first: Floats,
    second: Floats,
    mixed: Floats,
    *,
    replicates: int = 200,
    level: float = 0.9,
    seed: int = 0,
) -> SobolIndices:
    """Indices and their bootstrap intervals.

    `first` and `second`: outputs (base, outputs) of the samples A and B; `mixed` (inputs, base, outputs) those of A
    with one input taken from B. The variance is that of A and B together. The error of first-order
    indices grows with the distance of the outputs from zero, so centre them first. Intervals come from `replicates`
    resamples of the base, reproducible by `seed`; they are NaN for 0 replicates.
    """
    base = len(first)
    own = second * (mixed - first)
    gaps = (first - mixed) ** 2 / 2
    estimate = _indices(np.full((1, base), 1 / base), first, second, own, gaps)
    if replicates == 0:
        nothing = np.full_like(estimate[0][0], np.nan)
        ends = [nothing] * 4
    else:
        random = np.random.default_rng([seed, replicates])
        counts = random.multinomial(base, np.full(base, 1 / base), size=replicates) / base
        resampled = _indices(counts, first, second, own, gaps)
        shares = ((1 - level) / 2, (1 + level) / 2)
        ends = [end for part in resampled[:2] for end in _quantiles(part, shares)]
    first_low, first_high, total_low, total_high = ends
    return SobolIndices(
        estimate[0][0], estimate[1][0], first_low, first_high, total_low, total_high, estimate[2][0]
    )


def _indices(
    weights: Floats, first: Floats, second: Floats, own: Floats, gaps: Floats
) -> tuple[Floats, Floats, Floats]:
    """First and total indices (replicates, inputs, outputs) and variances (replicates, outputs) under weights of the base."""
    both = (weights @ first + weights @ second) / 2
    squares = (weights @ first**2 + weights @ second**2) / 2
    size = 2 * len(first)
    variance = np.maximum(squares - both**2, 0.0) * size / (size - 1)
    settled = variance > 1e-12 * np.maximum(squares, 1e-300)
    divisor = np.where(settled, variance, np.nan)[:, None, :]
    return (
        np.einsum("rb,ibo->rio", weights, own, optimize=True) / divisor,
        np.einsum("rb,ibo->rio", weights, gaps, optimize=True) / divisor,
        variance,
    )


def _quantiles(replicates: Floats, shares: tuple[float, float]) -> tuple[Floats, Floats]:
    known = ~np.isnan(replicates).any(axis=0)
    low, high = np.quantile(np.where(known, replicates, 0.0), shares, axis=0)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)
