"""What a node's weights really do: nominal weights beside the importance that the data give them.

Source: Paruolo, Saisana and Saltelli, Ratings and rankings: voodoo or science?, Journal of the Royal Statistical
Society A 176 (2013), 609–634; Becker, Saisana, Paruolo and Vandecasteele, Weights and importance in composite
indicators: closing the gap, Ecological Indicators 80 (2017), 12–22.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.analysis.correlation import correlations

Floats = NDArray[np.float64]

FEWEST_UNITS = 3

# In standard deviations of the child: from a tenth of the units' spread to what is nearly a straight line.
BANDWIDTHS = np.geomspace(0.1, 3.0, 15)
_NOTHING = 1e-10


@dataclass(frozen=True)
class Importance:
    """One child of a node.

    ``weight`` is its nominal share among its siblings. ``linear`` is its squared correlation with the score and
    ``main_effect`` its correlation ratio, the share of the score's variance that goes with it in whatever form; their
    ``…_share`` among the siblings compares with the weight. NaN where too few units have both or nothing varies.
    """

    child: str
    weight: float
    linear: float
    linear_share: float
    main_effect: float
    main_effect_share: float


def importances(
    values: Floats, score: Floats, names: Sequence[str], weights: Sequence[float] | Floats
) -> tuple[Importance, ...]:
    """Importance of each of (units, children) for a score (units,), that of their parent or of the root.

    `weights` (children,) are the nominal ones. Children without importance that can be told (NaN) have no part in the
    shares.
    """
    nominal = np.asarray(weights, dtype=np.float64)
    linear = correlations(values, score[:, None]).coefficients[:, 0] ** 2
    effects = np.array([main_effect(child, score) for child in values.T], dtype=np.float64)
    columns = zip(names, _shares(nominal), linear, _shares(linear), effects, _shares(effects), strict=True)
    return tuple(Importance(name, *(float(number) for number in numbers)) for name, *numbers in columns)


def main_effect(child: Floats, score: Floats) -> float:
    """Correlation ratio Var(E(score | child)) / Var(score), between 0 and 1, over the units (units,) that have both.

    E(score | child) is a local straight line with Gaussian weights (local linear regression, as Paruolo et al. 2013), as wide as predicts
    left-out units best (cross-validation over `BANDWIDTHS` and the straight line through all, the widest of equal ones).
    NaN below three units, or where either does not vary. Time and memory grow with the square of the units.
    """
    both = ~(np.isnan(child) | np.isnan(score))
    x, y = child[both], score[both]
    if x.size < FEWEST_UNITS or _is_constant(x) or _is_constant(y):
        return np.nan
    standard = (x - x.mean()) / x.std(ddof=1)
    fits = [_local_lines(standard, y, width) for width in (np.inf, *BANDWIDTHS[::-1])]
    errors = np.array([error for _, error in fits])
    smoothed = fits[int(np.argmax(errors <= errors.min() * (1 + 1e-9)))][0]
    ratio = ((smoothed - smoothed.mean()) ** 2).sum() / ((y - y.mean()) ** 2).sum()
    return float(min(ratio, 1.0))


def cumulative_weights(
    names: Sequence[str], parents: Sequence[str | None], weights: Sequence[float] | Floats
) -> Floats:
    """(nodes,): the weight of each node in the root, the product of its and its ancestors' shares among siblings.

    `weights` (nodes,) as given, `parents` the name of each node's parent, None for the root. The children of any node
    share out its weight; what a score really weighs differs where children are missing or the aggregation is not
    arithmetic. Siblings that weigh nothing together have NaN. Raises KeyError for a parent that is not among `names`.
    """
    given = np.asarray(weights, dtype=np.float64)
    totals: dict[str | None, float] = {}
    for parent, weight in zip(parents, given, strict=True):
        totals[parent] = totals.get(parent, 0.0) + float(weight)
    place = {name: position for position, name in enumerate(names)}

    def share(node: int) -> float:
        total = totals[parents[node]]
        return float(given[node]) / total if total > 0 else np.nan

    def in_root(node: int) -> float:
        parent = parents[node]
        return 1.0 if parent is None else share(node) * in_root(place[parent])

    return np.array([in_root(node) for node in range(len(names))], dtype=np.float64)


def _local_lines(x: Floats, y: Floats, width: float) -> tuple[Floats, float]:
    """The smoothed y at each x, and the sum of squared errors at units left out (infinite where one stands alone)."""
    gaps = x[None, :] - x[:, None]
    kernel = np.exp(-0.5 * (gaps / width) ** 2)
    zeroth = kernel.sum(axis=1, keepdims=True)
    first = (kernel * gaps).sum(axis=1, keepdims=True)
    second = (kernel * gaps**2).sum(axis=1, keepdims=True)
    determinant = zeroth * second - first**2
    # A line needs two places to go through; where all neighbours share one, their mean stands in.
    has_line = determinant > _NOTHING * zeroth**2
    line = kernel * (second - gaps * first) / np.where(has_line, determinant, 1.0)
    smoother = np.where(has_line, line, kernel / zeroth)
    smoothed: Floats = smoother @ y
    own = 1 - np.diag(smoother)
    if own.min() < _NOTHING:
        return smoothed, np.inf
    return smoothed, float((((y - smoothed) / own) ** 2).sum())


def _is_constant(values: Floats) -> bool:
    return bool(np.ptp(values) <= np.abs(values).max() * 1e-12)


def _shares(parts: Floats) -> Floats:
    total = np.nansum(parts)
    return parts / total if total > 0 else np.full(parts.shape, np.nan)
