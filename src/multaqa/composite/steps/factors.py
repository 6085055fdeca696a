"""Weights from loadings: principal components and maximum-likelihood factors of the children's correlations.

Values are (rows, children), one row per unit, NaN where missing; rows with a missing value are left out.

Source of the weights: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 6, weights based on
principal components analysis or factor analysis, after Nicoletti, Scarpetta and Boylaud, Summary indicators of
product market regulation with an extension to employment protection legislation (OECD, 2000).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from multaqa.composite.problems import DataError, Problem
from multaqa.composite.steps.components import Components, principal_components, varimax
from multaqa.composite.steps.needs import complete_rows, refuse_children

Floats = NDArray[np.float64]

SMALLEST_UNIQUENESS = 0.005
"""A child with less variance of its own than this is a Heywood case: the likelihood has no maximum inside."""


def pca_loadings(values: Floats, children: Sequence[str] = ()) -> Components:
    """Components of the children's correlations; the first vector holds the loadings that `pca_weights` clips.

    The vectors are those of R's ``prcomp(center = TRUE, scale. = TRUE)``, each turned so that it sums to more than
    zero. Raises DataError: `weights-need-units`, `constant-child`, naming the child.
    """
    return principal_components(complete_rows(values, children))


def pca_weights(values: Floats, children: Sequence[str] = ()) -> Floats:
    """Weights (children,) in proportion to the first component's loadings, summing to 1.

    The component is turned so that its loadings sum to more than zero. A child that still loads below zero works
    against the others; a weight cannot say that, so it gets none. Raises as `pca_loadings`.
    """
    return _shares(np.clip(pca_loadings(values, children).vectors[:, 0], 0.0, None))


def rotated_pca_weights(values: Floats, children: Sequence[str] = (), eigenvalue: float = 1.0) -> Floats:
    """Weights (children,) from varimax-rotated components with an eigenvalue above `eigenvalue`, at least one.

    The weights are those of `loading_weights`. Raises as `pca_loadings`.
    """
    components = pca_loadings(values, children)
    kept = count_above(components.eigenvalues, eigenvalue)
    return loading_weights(varimax(components.loadings[:, :kept]))


def factor_weights(values: Floats, children: Sequence[str] = (), eigenvalue: float = 1.0) -> Floats:
    """Weights (children,) as `rotated_pca_weights`, from factors by maximum likelihood instead of components.

    There are as many factors as the correlations have eigenvalues above `eigenvalue`, at least one. Raises
    DataError as `pca_loadings` and `factor_loadings`.
    """
    components = pca_loadings(values, children)
    count = count_above(components.eigenvalues, eigenvalue)
    return loading_weights(varimax(factor_loadings(values, count, children)))


def loading_weights(loadings: Floats) -> Floats:
    """Weights (children,) from rotated loadings (children, components), by the Handbook's procedure.

    1. Squared loadings are scaled to sum to one within each component.
    2. Each child belongs to the component on which its scaled squared loading is largest; there that is its weight.
    3. Each component weighs by its share of the variance that the components kept explain together.
    4. A child's weight is the product of both, and all are scaled to sum to 1.

    Squaring takes the sign away: a child that works against its component weighs as one that works with it, which is
    why the Handbook wants the children's direction settled first.
    """
    squares = loadings**2
    explained = squares.sum(axis=0)
    within = squares / np.where(explained > 0, explained, 1.0)
    home = within.argmax(axis=1)
    products = within[np.arange(len(loadings)), home] * (explained / explained.sum())[home]
    return _shares(products)


def factor_loadings(values: Floats, count: int, children: Sequence[str] = ()) -> Floats:
    """Loadings (children, count) of `count` factors by maximum likelihood, before any rotation.

    Source: Jöreskog, Some contributions to maximum likelihood factor analysis, Psychometrika 32 (1967), 443–482: the
    likelihood is concentrated on the children's own variances, which L-BFGS-B finds between 0.005 and 1.

    Raises DataError: as `pca_loadings`; `weights-need-units` where there are not more complete rows than children;
    `too-few-for-factors` where (p − m)² < p + m for p children and m factors, so that no factors fit better than
    others; `children-dependent` where a child is a sum of others; `heywood-case` for every child of which the
    factors would explain all, which is a sign of too few rows or too many factors.
    """
    rows = complete_rows(values, children, fewest=values.shape[1] + 1)
    size = values.shape[1]
    correlations = np.asarray(np.corrcoef(rows, rowvar=False)).reshape(size, size)
    if (size - count) ** 2 < size + count:
        raise DataError(
            [Problem("too-few-for-factors", params={"children": str(size), "factors": str(count)})]
        )
    if np.linalg.cond(correlations) > 1e12:
        raise DataError([Problem("children-dependent")])
    start = np.clip((1 - 0.5 * count / size) / np.diag(np.linalg.inv(correlations)), SMALLEST_UNIQUENESS, 1)
    found = minimize(
        _misfit,
        start,
        args=(correlations, count),
        jac=True,
        method="L-BFGS-B",
        bounds=[(SMALLEST_UNIQUENESS, 1.0)] * size,
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 10_000},
    )
    refuse_children(found.x <= SMALLEST_UNIQUENESS * (1 + 1e-6), "heywood-case", children)
    return _loadings_given(found.x, correlations, count)


def count_above(eigenvalues: Floats, least: float) -> int:
    """How many eigenvalues (falling) lie above `least`; at least one, or there would be nothing to weigh by."""
    # Correlations of nought give eigenvalues of 1 up to rounding: those are not above 1.
    return max(1, int((eigenvalues > least * (1 + 1e-12)).sum()))


def _misfit(unique: Floats, correlations: Floats, count: int) -> tuple[float, Floats]:
    """Jöreskog's function of the children's own variances (children,), and its gradient."""
    scale = 1 / np.sqrt(unique)
    eigenvalues = np.linalg.eigvalsh(correlations * np.outer(scale, scale))
    # The smallest eigenvalues are what the factors leave over.
    left = np.maximum(eigenvalues[: len(unique) - count], 1e-300)
    loadings = _loadings_given(unique, correlations, count)
    implied = (loadings**2).sum(axis=1) + unique
    return float((left - np.log(left) - 1).sum()), (implied - np.diag(correlations)) / unique**2


def _loadings_given(unique: Floats, correlations: Floats, count: int) -> Floats:
    scale = np.sqrt(unique)
    eigenvalues, vectors = np.linalg.eigh(correlations / np.outer(scale, scale))
    strongest = slice(None, -count - 1, -1)
    lengths = np.sqrt(np.maximum(eigenvalues[strongest] - 1, 0.0))
    loadings: Floats = scale[:, None] * vectors[:, strongest] * lengths
    return loadings


def _shares(amounts: Floats) -> Floats:
    shares: Floats = amounts / amounts.sum()
    return shares
