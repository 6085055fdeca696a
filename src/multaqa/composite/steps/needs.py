"""What data must have before weights can be taken from them: enough complete rows, and children that vary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.problems import DataError, Problem

Floats = NDArray[np.float64]

FEWEST_ROWS = 3
"""Between two rows every correlation is 1 or −1: the third is the first that says anything."""


def complete_rows(values: Floats, children: Sequence[str] = (), fewest: int = FEWEST_ROWS) -> Floats:
    """The rows of (rows, children) in which no child is missing. `children` name the columns in problems.

    Raises DataError: `weights-need-units` below `fewest` such rows, `constant-child` for every child that does not
    vary over them.
    """
    complete = values[~np.isnan(values).any(axis=1)]
    if complete.shape[0] < fewest:
        params = {"count": str(complete.shape[0]), "needed": str(fewest)}
        raise DataError([Problem("weights-need-units", params=params)])
    refuse_constant(complete, children)
    return complete


def refuse_constant(values: Floats, children: Sequence[str] = ()) -> None:
    """Raise DataError, `constant-child`, for every child of (rows, children) that has one value everywhere."""
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    # Rounding must not make a difference out of equal values.
    constant = high - low <= np.maximum(np.abs(low), np.abs(high)) * 1e-14
    refuse_children(constant, "constant-child", children)


def refuse_children(wrong: NDArray[np.bool_], code: str, children: Sequence[str] = ()) -> None:
    """Raise DataError with `code` for every child where `wrong` (children,), if there is any.

    The problem's node is the child, and its parameter ``place`` counts the children from 1.
    """
    if wrong.any():
        raise DataError(
            Problem(code, node=children[place] if children else None, params={"place": str(place + 1)})
            for place in np.flatnonzero(wrong).tolist()
        )
