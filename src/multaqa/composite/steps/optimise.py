"""Weights under which each child has as much influence on the score as it is meant to have.

Source: Becker, Saisana, Paruolo and Vandecasteele, Weights and importance in composite indicators: closing the gap,
Ecological Indicators 80 (2017), 12–22; Paruolo, Saisana and Saltelli, Ratings and rankings: voodoo or science?,
Journal of the Royal Statistical Society A 176 (2013), 609–634.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from multaqa.composite.steps.needs import complete_rows, refuse_constant

Floats = NDArray[np.float64]

# The squared distance below which no other start can do visibly better.
_REACHED = 1e-20


def optimised_weights(
    values: Floats,
    importance: Floats,
    score_of: Callable[[Floats], Floats] | None = None,
    power: Literal[1, 2] = 2,
    children: Sequence[str] = (),
) -> Floats:
    """Weights (children,) of zero or more that sum to 1 and bring `influence` nearest to `importance` (children,).

    `values` (rows, children), NaN where missing. `importance` above zero is scaled to sum to 1. What is made smallest
    is `importance_gap` = Σ (influence − importance)², over several starts, always the same ones; a gap above nought
    means that no weights reach the importance.

    `score_of` gives the scores (rows,) for weights (children,); without it the score is the weighted arithmetic mean
    of the children that are there. `power` 2 measures influence by squared correlations, the share of a score's
    variance that a child explains; 1 by correlations as they are, as COINr does.

    Raises DataError: `weights-need-units`, `constant-child`.
    """
    refuse_constant(values, children)
    complete_rows(values, children)
    target = importance / importance.sum()
    score = score_of or arithmetic_score(values)

    def gaps(raw: Floats) -> Floats:
        # The last one holds the weights' sum, which changes no influence, in its place.
        missed = influence(values, score(raw / raw.sum()), power) - target
        return np.append(missed, raw.sum() - 1)

    best: Floats = target
    least = np.inf
    for start in _starts(target):
        found = least_squares(
            gaps, start, jac="3-point", bounds=(0, np.inf), xtol=1e-15, ftol=1e-15, gtol=1e-15
        )
        weights = _without_traces(found.x / found.x.sum(), lambda some: float((gaps(some) ** 2).sum()))
        gap = importance_gap(values, weights, target, score, power)
        if gap < least:
            best, least = weights, gap
        if least < _REACHED:
            break
    return best


def importance_gap(
    values: Floats,
    weights: Floats,
    importance: Floats,
    score_of: Callable[[Floats], Floats] | None = None,
    power: Literal[1, 2] = 2,
) -> float:
    """Σ (influence − importance)² over the children, both as shares: what `optimised_weights` makes smallest."""
    score = score_of or arithmetic_score(values)
    missed = influence(values, score(weights), power) - importance / importance.sum()
    return float((missed**2).sum())


def influence(values: Floats, scores: Floats, power: Literal[1, 2] = 2) -> Floats:
    """Each child's correlation with the scores (rows,), to the `power`, as shares (children,) that sum to 1.

    Over the rows in which both are there. Noughts where no child correlates with the scores at all.
    """
    both = ~np.isnan(values) & ~np.isnan(scores)[:, None]
    counts = np.maximum(both.sum(axis=0), 1)
    x, y = np.where(both, values, 0.0), np.where(both, scores[:, None], 0.0)
    x = np.where(both, x - x.sum(axis=0) / counts, 0.0)
    y = np.where(both, y - y.sum(axis=0) / counts, 0.0)
    product = np.sqrt((x**2).sum(axis=0) * (y**2).sum(axis=0))
    amounts = ((x * y).sum(axis=0) / np.where(product > 0, product, 1.0)) ** power
    total = amounts.sum()
    shares: Floats = amounts / (total if abs(total) > 1e-12 else np.inf)
    return shares


def arithmetic_score(values: Floats) -> Callable[[Floats], Floats]:
    """Weights (children,) → the mean (rows,) of the children that are there; NaN where none has weight."""
    present = ~np.isnan(values)
    filled = np.where(present, values, 0.0)

    def score(weights: Floats) -> Floats:
        there = present @ weights
        return np.where(there > 0, filled @ weights / np.where(there > 0, there, 1.0), np.nan)

    return score


def _starts(target: Floats) -> list[Floats]:
    """The importance itself, even weights, and for each child the importance with half of all given to it."""
    count = len(target)
    return [target, np.full(count, 1 / count), *((target + each) / 2 for each in np.eye(count))]


def _without_traces(weights: Floats, gap: Callable[[Floats], float]) -> Floats:
    """The search stays just above nought: a trace that does no good is taken away."""
    clean = np.where(weights < 1e-5, 0.0, weights)
    clean = clean / clean.sum()
    return clean if gap(clean) <= gap(weights) * (1 + 1e-9) else weights
