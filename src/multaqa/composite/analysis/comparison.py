"""Two sets of scores of the same units side by side: two editions, two methods, or an index and another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.analysis.correlation import CorrelationMethod, correlations
from multaqa.composite.ranking import rank

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Move:
    """One unit's ranks in both; ``places`` is how many it gained (above 0) or lost from the first to the second."""

    unit: str
    first_rank: int
    second_rank: int
    places: int


@dataclass(frozen=True)
class ScoreComparison:
    """Scores (units,) of a first and a second result; NaN where a unit has no score in one.

    Ranks are 1 for the best, ties sharing the best place, each among the units that the result scores itself.
    ``rank_differences`` are first − second, so that above 0 a unit gained places; ``score_differences`` are
    second − first. ``spearman`` and ``kendall`` (τ-b) tell how far the orders agree, ``mean_shift`` and
    ``largest_shift`` by how many places units moved, all over the units in both; NaN where there are too few.
    """

    units: tuple[str, ...]
    first_ranks: Floats
    second_ranks: Floats
    rank_differences: Floats
    score_differences: Floats
    spearman: float
    kendall: float
    mean_shift: float
    largest_shift: float

    def biggest_moves(self, count: int = 5) -> tuple[Move, ...]:
        """The units that moved farthest, farthest first and else in their order; none that stayed."""
        distances = np.nan_to_num(np.abs(self.rank_differences))
        order = np.argsort(-distances, kind="stable")[:count]
        return tuple(self._move(place) for place in order if distances[place] > 0)

    def _move(self, place: int) -> Move:
        first, second = int(self.first_ranks[place]), int(self.second_ranks[place])
        return Move(self.units[place], first, second, first - second)


def compare_scores(first: Floats, second: Floats, units: Sequence[str]) -> ScoreComparison:
    """Compare the scores (units,) that two results give to the same `units`, high scores being good."""
    first_ranks, second_ranks = rank(first), rank(second)
    moved = first_ranks - second_ranks
    shifts = np.abs(moved[~np.isnan(moved)])
    return ScoreComparison(
        units=tuple(units),
        first_ranks=first_ranks,
        second_ranks=second_ranks,
        rank_differences=moved,
        score_differences=second - first,
        spearman=_agreement(first, second, "spearman"),
        kendall=_agreement(first, second, "kendall"),
        mean_shift=float(shifts.mean()) if shifts.size else np.nan,
        largest_shift=float(shifts.max()) if shifts.size else np.nan,
    )


def _agreement(first: Floats, second: Floats, method: CorrelationMethod) -> float:
    return float(correlations(first[:, None], second[:, None], method).coefficients[0, 0])
