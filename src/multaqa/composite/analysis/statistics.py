"""Statistics of indicators, and how much of the data is there.

Values are (units, indicators), NaN where missing.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), steps 2 to 4; the thresholds are the common
ones of JRC audits (Becker et al., COINr: an R package for developing composite indicators, JOSS 7 (2022), 4567).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.analysis.groups import Groups, positions
from multaqa.composite.steps.moments import moments

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flag = Literal["low_availability", "many_zeros", "few_distinct", "outliers"]


@dataclass(frozen=True)
class Thresholds:
    """Where an indicator is flagged: the three shares are the least that are good, and apply below.

    Outliers are likely where skewness lies beyond ±``skewness`` and kurtosis above ``kurtosis`` (both sample estimates).
    """

    availability: float = 0.65
    nonzero: float = 0.5
    distinct: float = 0.5
    skewness: float = 2.0
    kurtosis: float = 3.5


@dataclass(frozen=True)
class IndicatorStatistics:
    """One indicator over the units that have a value; NaN where there are too few values to tell.

    ``deviation`` with n − 1, ``skewness`` G₁ and ``kurtosis`` G₂ (excess). ``units`` counts all units, ``available``
    those with a value, ``nonzero`` the values other than 0, ``distinct`` the different values, and ``most_repeated``
    how many units share the commonest one.
    """

    indicator: str
    minimum: float
    maximum: float
    mean: float
    median: float
    deviation: float
    skewness: float
    kurtosis: float
    units: int
    available: int
    nonzero: int
    distinct: int
    most_repeated: int
    flags: tuple[Flag, ...]

    @property
    def available_share(self) -> float:
        """Of all units, those with a value."""
        return _share(self.available, self.units)

    @property
    def nonzero_share(self) -> float:
        """Of the units with a value, those whose value is not 0."""
        return _share(self.nonzero, self.available)

    @property
    def distinct_share(self) -> float:
        """Different values for each value that there is."""
        return _share(self.distinct, self.available)

    @property
    def most_repeated_share(self) -> float:
        """Of the units with a value, those with the commonest one."""
        return _share(self.most_repeated, self.available)


@dataclass(frozen=True)
class UnitAvailability:
    """How much of each unit's data is there, all (units,).

    ``missing`` and ``zero`` count values; ``share`` is what is there of all indicators, ``nonzero_share`` what is not 0
    of that (NaN where nothing is there), and ``groups`` what is there of each group's indicators.
    """

    missing: Counts
    zero: Counts
    share: Floats
    nonzero_share: Floats
    groups: Mapping[str, Floats]


def describe_indicators(
    values: Floats, names: Sequence[str], thresholds: Thresholds | None = None
) -> tuple[IndicatorStatistics, ...]:
    """Statistics and flags of each indicator of (units, indicators), in their order."""
    limits = thresholds or Thresholds()
    return tuple(_described(column, name, limits) for column, name in zip(values.T, names, strict=True))


def availability(values: Floats, names: Sequence[str], groups: Groups | None = None) -> UnitAvailability:
    """How much of (units, indicators) is there for each unit, in all and by group of indicators.

    Raises KeyError where a group names an indicator that is not among `names`.
    """
    present = ~np.isnan(values)
    zero = values == 0
    count = present.sum(axis=1)
    return UnitAvailability(
        missing=(~present).sum(axis=1),
        zero=zero.sum(axis=1),
        share=_shares(count, np.full_like(count, len(names))),
        nonzero_share=_shares(count - zero.sum(axis=1), count),
        groups={
            group: _shares(present[:, places].sum(axis=1), np.full_like(count, len(places)))
            for group, places in positions(names, groups or {}).items()
        },
    )


def _described(column: Floats, name: str, limits: Thresholds) -> IndicatorStatistics:
    present = column[~np.isnan(column)]
    _, repeats = np.unique(present, return_counts=True)
    shape = moments(present[:, None])
    low, high, middle = (
        (present.min(), present.max(), np.median(present)) if present.size else (np.nan, np.nan, np.nan)
    )
    bare = IndicatorStatistics(
        indicator=name,
        minimum=float(low),
        maximum=float(high),
        mean=float(present.mean()) if present.size else np.nan,
        median=float(middle),
        deviation=float(shape.deviation[0, 0]),
        skewness=float(shape.skewness[0, 0]),
        kurtosis=float(shape.kurtosis[0, 0]),
        units=column.size,
        available=present.size,
        nonzero=int(np.count_nonzero(present)),
        distinct=repeats.size,
        most_repeated=int(repeats.max(initial=0)),
        flags=(),
    )
    return replace(bare, flags=_flags(bare, limits))


def _flags(found: IndicatorStatistics, limits: Thresholds) -> tuple[Flag, ...]:
    # A comparison with NaN is false: what cannot be told is not flagged.
    raised: dict[Flag, bool] = {
        "low_availability": found.available_share < limits.availability,
        "many_zeros": found.nonzero_share < limits.nonzero,
        "few_distinct": found.distinct_share < limits.distinct,
        "outliers": abs(found.skewness) > limits.skewness and found.kurtosis > limits.kurtosis,
    }
    return tuple(flag for flag, is_raised in raised.items() if is_raised)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else np.nan


def _shares(parts: Counts, wholes: Counts) -> Floats:
    return np.where(wholes > 0, parts / np.maximum(wholes, 1), np.nan)
