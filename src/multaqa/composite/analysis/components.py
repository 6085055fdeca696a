"""Principal components of a node's children: on how many dimensions they lie, and which child lies on which.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 4; Kaiser, The application of electronic
computers to factor analysis, Educational and Psychological Measurement 20 (1960), 141–151.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.steps.components import constant_columns, principal_components

Floats = NDArray[np.float64]

# An eigenvalue of exactly one, as uncorrelated children have it, is not above one.
_ABOVE_ONE = 1 + 1e-9


@dataclass(frozen=True)
class ComponentAnalysis:
    """Components in falling order of the variance that they explain.

    ``names`` are the children analysed and ``constant`` those left out because they do not vary; ``rows`` counts the
    complete rows. ``eigenvalues``, ``explained`` and ``cumulative`` (components,), the last two as shares of the whole
    variance; ``vectors`` and ``loadings`` (children, components), the loadings being the correlations of the children
    with the components. ``kaiser_count`` is how many eigenvalues lie above 1.
    """

    names: tuple[str, ...]
    constant: tuple[str, ...]
    rows: int
    eigenvalues: Floats
    explained: Floats
    cumulative: Floats
    vectors: Floats
    loadings: Floats
    kaiser_count: int


def analyse_components(values: Floats, names: Sequence[str]) -> ComponentAnalysis:
    """Principal components of (rows, children), of the correlations over the complete rows.

    Raises DataError as `principal_components` does: `too-few-complete-rows`, or `constant-column` where no child varies.
    """
    complete = values[~np.isnan(values).any(axis=1)]
    constant = constant_columns(complete) if complete.size else np.zeros(len(names), dtype=bool)
    varies = ~constant if not constant.all() else constant
    found = principal_components(complete[:, varies])
    return ComponentAnalysis(
        names=tuple(name for name, kept in zip(names, varies, strict=True) if kept),
        constant=tuple(name for name, kept in zip(names, varies, strict=True) if not kept),
        rows=complete.shape[0],
        eigenvalues=found.eigenvalues,
        explained=found.explained,
        cumulative=found.explained.cumsum(),
        vectors=found.vectors,
        loadings=found.loadings,
        kaiser_count=int((found.eigenvalues > _ABOVE_ONE).sum()),
    )
