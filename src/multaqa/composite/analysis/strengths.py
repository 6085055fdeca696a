"""Where a unit stands best and worst among the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.ranking import rank

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Standing:
    """A unit's ``value`` of an indicator and its ``rank``, 1 for the best, among the ``ranked`` units that have one."""

    indicator: str
    rank: int
    ranked: int
    value: float


@dataclass(frozen=True)
class StrengthsAndWeaknesses:
    """A unit's best indicators, the best first, and its worst, the worst first."""

    strengths: tuple[Standing, ...]
    weaknesses: tuple[Standing, ...]


def strengths_and_weaknesses(
    values: Floats, names: Sequence[str], positive: Sequence[bool] | Flags, unit: int, count: int = 5
) -> StrengthsAndWeaknesses:
    """The `count` indicators of (units, indicators) in which the unit at place `unit` ranks highest, and lowest.

    `positive` (indicators,) says whether high values are good. Equal values share the best of their places. An indicator
    in which all units are equal tells nobody apart and is left out, and so is one that the unit has no value of. Equal
    ranks stand in the order of the indicators; no indicator is both a strength and a weakness, so that a unit with few
    of them has fewer of each.
    """
    towards_good = np.where(np.asarray(positive, dtype=bool), values, -values)
    ranks = rank(towards_good, axis=0)
    ranked = (~np.isnan(values)).sum(axis=0)
    tells_apart = np.fmax.reduce(ranks, axis=0) > 1
    standings = [
        Standing(names[place], int(ranks[unit, place]), int(ranked[place]), float(values[unit, place]))
        for place in range(len(names))
        if tells_apart[place] and not np.isnan(ranks[unit, place])
    ]
    from_best = sorted(standings, key=lambda standing: standing.rank)
    shown = min(count, len(from_best) // 2)
    worst = from_best[len(from_best) - shown :]
    return StrengthsAndWeaknesses(
        strengths=tuple(from_best[:shown]),
        weaknesses=tuple(sorted(worst, key=lambda standing: -standing.rank)),
    )
