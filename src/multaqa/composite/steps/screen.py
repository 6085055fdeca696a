"""Screening: which units have enough data to be scored.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.methods import Screening

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Screened:
    """Per unit (times, units): the share of indicators with a value, the share of values other than zero, and whether it is left out."""

    data: Floats
    nonzero: Floats
    removed: Flags


def screen(values: Floats, applicable: Flags, units: tuple[str, ...], method: Screening) -> Screened:
    """Judge each unit by its values (times, units, indicators), NaN where missing; `applicable` in the same shape."""
    present = ~np.isnan(values)
    count = present.sum(axis=-1)
    data = count / np.maximum(applicable.sum(axis=-1), 1)
    nonzero = (present & (values != 0)).sum(axis=-1) / np.maximum(count, 1)
    removed = np.zeros(data.shape, dtype=bool)
    # A share such as 0.9 of 10 must not fail on its last binary digit.
    for share, least in ((data, method.data), (nonzero, method.nonzero)):
        if least is not None:
            removed |= share < least - 1e-12
    removed &= ~np.isin(units, method.keep)
    removed |= np.isin(units, method.remove)
    return Screened(data, nonzero, removed)
