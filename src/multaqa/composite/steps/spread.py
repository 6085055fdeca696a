"""Weights from how the units differ: Shannon entropy and CRITIC. Values are (rows, children), NaN where missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from multaqa.composite.problems import DataError, Problem
from multaqa.composite.steps.needs import complete_rows, refuse_children

Floats = NDArray[np.float64]


def entropy_weights(values: Floats, children: Sequence[str] = ()) -> Floats:
    """Weights (children,): the more evenly the units share a child's total, the less it weighs; they sum to 1.

    With pᵢ a unit's share of the child's total, its entropy is E = −Σ pᵢ ln pᵢ / ln n over the n units that have a
    value, and its weight in proportion to 1 − E. Values of zero or more; multiplying a child by a number changes
    nothing, adding one does. A child that does not vary weighs nothing.

    Source: Shannon, A mathematical theory of communication (1948); as weights Zeleny, Multiple Criteria Decision
    Making (1982). Raises DataError: `negative-in-entropy`; `weights-need-units` where a child has fewer
    than two values; `weights-without-difference` where no child varies.
    """
    present = ~np.isnan(values)
    filled = np.where(present, values, 0.0)
    refuse_children(np.asarray((filled < 0).any(axis=0)), "negative-in-entropy", children)
    counts = present.sum(axis=0)
    if counts.min() < 2:
        params = {"count": str(counts.min()), "needed": "2"}
        raise DataError([Problem("weights-need-units", params=params)])
    totals = filled.sum(axis=0)
    shares = filled / np.where(totals > 0, totals, 1.0)
    entropy = -xlogy(shares, shares).sum(axis=0) / np.log(counts)
    # A child of noughts is shared as evenly as any constant.
    return _to_one(np.where(totals > 0, 1.0 - entropy, 0.0))


def critic_weights(values: Floats, children: Sequence[str] = ()) -> Floats:
    """Weights (children,) in proportion to a child's deviation × its conflict with the others, summing to 1.

    Each child is first brought to 0–1 by its lowest and highest value. The conflict is Σ (1 − r) over the children, r
    their correlation. Complete rows only.

    Source: Diakoulaki, Mavrotas and Papayannakis, Determining objective weights in multiple criteria problems: the
    CRITIC method, Computers & Operations Research 22 (1995), 763–770. Raises DataError: `weights-need-units`,
    `constant-child`; `weights-without-difference` where all children say the same.
    """
    rows = complete_rows(values, children)
    low, high = rows.min(axis=0), rows.max(axis=0)
    deviation = ((rows - low) / (high - low)).std(axis=0, ddof=1)
    correlations = np.atleast_2d(np.corrcoef(rows, rowvar=False))
    return _to_one(deviation * (1.0 - correlations).sum(axis=1))


def _to_one(amounts: Floats) -> Floats:
    # What rounding leaves of nought, on either side, is nought.
    kept = np.where(amounts > 1e-13, amounts, 0.0)
    total = kept.sum()
    if total == 0:
        raise DataError([Problem("weights-without-difference")])
    weights: Floats = kept / total
    return weights
