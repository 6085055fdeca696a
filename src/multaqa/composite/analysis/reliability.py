"""Internal consistency: whether the children of a node measure one thing.

Source: Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16 (1951), 297–334; OECD/JRC,
Handbook on Constructing Composite Indicators (2008), step 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.analysis.correlation import correlations, covariances

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reliability:
    """``alpha`` of a node's children, ``standardised`` of the same with equal variances.

    ``without`` (children,): alpha if that child were left out; above ``alpha`` where a child does not belong. NaN where
    fewer than two children remain or where two children have too few units in common.
    """

    alpha: float
    standardised: float
    without: Floats


def assess_reliability(values: Floats) -> Reliability:
    """Cronbach's alpha of (units, children), NaN where missing.

    α = k² c̄ / Σ C for k children, c̄ the mean covariance of two different ones and Σ C the sum of the covariance
    matrix, each covariance over the units that have both (Cronbach 1951); standardised α = k r̄ / (1 + (k − 1) r̄),
    r̄ the mean correlation. Alpha is at most 1 and falls below 0 where children contradict each other.
    """
    matrix = covariances(values)
    children = np.arange(matrix.shape[0])
    without = [_alpha(matrix[np.ix_(children != child, children != child)]) for child in children]
    # The covariances of children with equal variances are their correlations.
    standardised = _alpha(correlations(values, values).coefficients)
    return Reliability(_alpha(matrix), standardised, np.array(without, dtype=np.float64))


def _alpha(matrix: Floats) -> float:
    count = matrix.shape[0]
    total = matrix.sum()
    if count < 2 or not total > 0:
        return np.nan
    return float(count * (total - np.trace(matrix)) / ((count - 1) * total))
