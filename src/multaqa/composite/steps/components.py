"""Principal components of a node's children, and their varimax rotation.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), steps 4 and 6; Jolliffe, Principal
Component Analysis (2002), chapter 2; Kaiser, The varimax criterion for analytic rotation in factor analysis,
Psychometrika 23 (1958), 187–200.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.problems import DataError, Problem

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_ROWS = 2

# Below this share of what it is compared with, a number is what rounding left of zero.
_NOTHING = 1e-12
_MOST_SWEEPS = 1000


@dataclass(frozen=True)
class Components:
    """Principal components in falling order of the variance that they explain, k = min(rows, children).

    ``eigenvalues`` (k,) of the children's correlations, ``vectors`` (children, k) the unit eigenvectors, each turned
    so that it sums to zero or more, ``explained`` (k,) the share of the whole variance that each explains.
    """

    eigenvalues: Floats
    vectors: Floats
    explained: Floats

    @property
    def loadings(self) -> Floats:
        """(children, k): the correlation of each child with each component, √eigenvalue × vector."""
        loadings: Floats = self.vectors * np.sqrt(self.eigenvalues)
        return loadings


def principal_components(values: Floats) -> Components:
    """Principal components of (rows, children) values, one row per unit; rows with a missing value are left out.

    The children are standardised with n − 1 first, so that they are components of the correlations; by a singular
    value decomposition, which loses fewer digits than an eigendecomposition (as in R, ``prcomp(center = TRUE,
    scale. = TRUE)``). Raises DataError: `too-few-complete-rows` below two, `constant-column` with the child's
    place from 1 in ``params``.
    """
    standard = standardised(values)
    _, singular, rows = np.linalg.svd(standard, full_matrices=False)
    eigenvalues = singular**2 / (standard.shape[0] - 1)
    # The children vary as much together as there are children: each has variance 1.
    return Components(eigenvalues, _turned_up(rows.T), eigenvalues / standard.shape[1])


def standardised(values: Floats) -> Floats:
    """The complete rows of (rows, children), each child with mean 0 and standard deviation 1 (n − 1).

    Raises DataError as `principal_components` does.
    """
    complete = values[~np.isnan(values).any(axis=1)]
    if complete.shape[0] < FEWEST_ROWS:
        params = {"count": str(complete.shape[0]), "needed": str(FEWEST_ROWS)}
        raise DataError([Problem("too-few-complete-rows", params=params)])
    places = np.flatnonzero(constant_columns(complete)) + 1
    if places.size:
        raise DataError([Problem("constant-column", params={"place": str(place)}) for place in places])
    centred = complete - complete.mean(axis=0)
    scaled: Floats = centred / np.sqrt((centred**2).sum(axis=0) / (complete.shape[0] - 1))
    return scaled


def constant_columns(complete: Floats) -> Flags:
    """(columns,): which columns of (rows, columns) without gaps hold one value alone."""
    # A trace of rounding is no variation; numbers closer than this are one number in the ranks as well.
    spread = complete.max(axis=0) - complete.min(axis=0)
    constant: Flags = spread <= np.abs(complete).max(axis=0) * _NOTHING
    return constant


def varimax(loadings: Floats) -> Floats:
    """Loadings (children, components) turned so that each child loads high on few components; the same shape.

    Kaiser's (1958) normalised criterion: rows are brought to unit length first and back to their own afterwards. Pairs
    of components are rotated in their plane by the best angle of his equation until none moves. Each column is turned
    so that it sums to zero or more; the columns keep their order. A single component comes back as it is.
    """
    lengths = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    unit = loadings / np.where(lengths > 0, lengths, 1.0)
    pairs = list(combinations(range(loadings.shape[1]), 2))
    for _ in range(_MOST_SWEEPS):
        moved = [_rotate(unit, first, second) for first, second in pairs]
        if not any(moved):
            break
    return _turned_up(unit * lengths)


def _rotate(loadings: Floats, first: int, second: int) -> bool:
    """Turn two columns in place by Kaiser's angle; whether they moved."""
    x, y = loadings[:, first].copy(), loadings[:, second].copy()
    u, v = x**2 - y**2, 2 * x * y
    count = loadings.shape[0]
    sine = 2 * (u * v).sum() - 2 * u.sum() * v.sum() / count
    cosine = (u**2 - v**2).sum() - (u.sum() ** 2 - v.sum() ** 2) / count
    if np.hypot(sine, cosine) <= _NOTHING * (u**2 + v**2).sum():
        return False
    angle = np.arctan2(sine, cosine) / 4
    if abs(angle) <= _NOTHING:
        return False
    loadings[:, first] = x * np.cos(angle) + y * np.sin(angle)
    loadings[:, second] = y * np.cos(angle) - x * np.sin(angle)
    return True


def _turned_up(columns: Floats) -> Floats:
    """A component's sign means nothing: turn each column so that it sums to more than zero.

    Where it sums to nothing, its largest entry decides (the first of equal ones).
    """
    sums, sizes = columns.sum(axis=0), np.abs(columns)
    nearly_largest = sizes >= sizes.max(axis=0) * (1 - 1e-9)
    largest = np.take_along_axis(columns, nearly_largest.argmax(axis=0)[None], axis=0)[0]
    decides = np.where(np.abs(sums) > 1e-9 * sizes.sum(axis=0), sums, largest)
    turned: Floats = np.where(decides < 0, -columns, columns)
    return turned
