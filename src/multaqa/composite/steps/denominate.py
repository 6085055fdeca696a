"""Denominators: an amount → an intensity, such as services per 1,000 people.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 2 (scaling).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def denominate(values: Floats, denominators: Floats, scale: float | Floats = 1.0) -> Floats:
    """values ÷ (denominators ÷ scale), element by element; missing where either is missing or the denominator is 0."""
    divisors = denominators / scale
    usable = divisors != 0
    return np.where(usable, values / np.where(usable, divisors, 1.0), np.nan)
