"""Weights and aggregation: the children of a node → its score.

Arrays have units on axis −2 and a node's children on axis −1; anything before is batched.

Source of the methods: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 6.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.methods import DropBelow, Missing

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def effective_weights(weights: Floats, present: Flags) -> Floats:
    """Weights that sum to 1 over the children that are present, zero for the others.

    `weights` (children) as given, `present` (…, units, children). Where the present ones weigh nothing
    together there is nothing to share, and all are zero.
    """
    kept = np.where(present, weights, 0.0)
    total = kept.sum(axis=-1, keepdims=True)
    return kept / np.where(total > 0, total, 1.0)


def counted_children(present: Flags, applicable: Flags, rule: Missing) -> tuple[Flags, Flags]:
    """Which children count for each unit, and whether the unit gets a score at the node.

    A child that does not apply to a unit never counts, under any rule. ``zero`` counts the other missing ones
    (as nought); ``drop_below`` scores a unit only where at least that share of its applicable children is
    present.
    """
    match rule:
        case "zero":
            return applicable, np.any(applicable, axis=-1)
        case DropBelow(drop_below=share):
            needed = share * applicable.sum(axis=-1)
            # A share such as 0.7 of 10 must not fail on its last binary digit.
            enough = present.sum(axis=-1) >= needed - 1e-9
            return present, np.logical_and(enough, np.any(present, axis=-1))
        case _:
            return present, np.any(present, axis=-1)


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """Weighted arithmetic mean: Σ wᵢ xᵢ, weights summing to 1 over (…, children)."""
    mean: Floats = (values * weights).sum(axis=-1)
    return mean


def geometric(values: Floats, weights: Floats) -> Floats:
    """Weighted geometric mean: Π xᵢ ^ wᵢ, for values of zero or more; a zero that has weight gives zero."""
    counts = weights > 0
    has_zero = (counts & (values == 0)).any(axis=-1)
    logarithms = np.log(np.where(counts & (values > 0), values, 1.0))
    return np.where(has_zero, 0.0, np.exp((logarithms * weights).sum(axis=-1)))


AGGREGATE: dict[str, Callable[[Floats, Floats], Floats]] = {"arithmetic": arithmetic, "geometric": geometric}
"""Kind in the document → function of values (no NaN where there is weight) and effective weights."""

NEEDS_NON_NEGATIVE = frozenset({"geometric"})
"""Aggregations that have no meaning for negative values."""
