"""Many draws → what can be said of each unit: intervals of rank and score, who is above whom, bands, tiers.

Draws are added block by block; what is kept does not grow with their number, but for the scores of the first
`KEPT_DRAWS`, from which the intervals of scores are taken. Ranks are counted, so their intervals are of all draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.cells import Floats
from multaqa.composite.framework import Framework
from multaqa.composite.methods import Ties
from multaqa.composite.pipeline import banded_scores
from multaqa.composite.ranking import rank, reaches

Counts = NDArray[np.int64]

KEPT_DRAWS = 50_000
_QUANTILES_AT_ONCE = 500_000
_COUNTED_AT_ONCE = 255
"""So many draws can be counted in one byte."""


@dataclass(frozen=True)
class UnitUncertainty:
    """One unit at one time: its rank and score in the framework itself, and over the draws.

    Intervals are from the ``(1 − level) / 2`` quantile to its opposite. ``scored`` is the share of draws in which the
    unit has a score; ``bands`` the share of draws in each band by id. ``tier`` counts from 1.
    """

    unit: str
    time: str
    rank: float | None
    rank_median: float | None
    rank_mean: float | None
    rank_low: float | None
    rank_high: float | None
    score: float | None
    score_median: float | None
    score_mean: float | None
    score_low: float | None
    score_high: float | None
    scored: float
    tier: int | None
    bands: dict[str, float]


class Accumulator:
    """Counts over draws for one analysis; `scores` and `ranks` come as (draws, times, units)."""

    def __init__(self, framework: Framework, times: int, units: int) -> None:
        self.framework = framework
        self.draws = 0
        self.rank_counts: Counts = np.zeros((times, units, units + 1), dtype=np.int64)
        self.above: Counts = np.zeros((times, units, units), dtype=np.int64)
        self.score_sums = np.zeros((times, units))
        self.band_counts: Counts = np.zeros((len(framework.bands) + 1, times, units), dtype=np.int64)
        self.shifts: list[Floats] = []
        self._kept: list[Floats] = []

    def add(self, scores: Floats, decided: Floats, nominal: Floats) -> None:
        """Add draws: scores on the scale of publication but unrounded, the scores that ranks are taken on, and the ranks (times, units) of the framework."""
        ranks = ranks_of(decided, drawn_ties(self.framework))
        draws, times, units = ranks.shape
        self.draws += draws
        offsets = np.arange(times * units) * (units + 1)
        flat = ranks.reshape(draws, -1).astype(np.int64) + offsets
        counted = np.bincount(flat.ravel(), minlength=times * units * (units + 1))
        self.rank_counts += counted.reshape(self.rank_counts.shape)
        self._count_above(ranks)
        self.score_sums += np.nansum(scores, axis=0)
        self._count_bands(scores)
        room = KEPT_DRAWS - self.kept
        if room > 0:
            self._kept.append(scores[:room].copy())
            compared = (ranks[:room] > 0) & ~np.isnan(nominal)
            moved = np.abs(ranks[:room] - np.nan_to_num(nominal)) * compared
            self.shifts.append(moved.sum(axis=-1) / np.maximum(compared.sum(axis=-1), 1))

    @property
    def kept(self) -> int:
        """How many draws' scores are kept."""
        return sum(len(part) for part in self._kept)

    def score_quantiles(self, shares: tuple[float, ...]) -> Floats:
        """Quantiles of the kept scores (shares, times, units), NaN where a unit has none."""
        if not self._kept:
            return np.full((len(shares), *self.score_sums.shape), np.nan)
        kept = self._kept[0] if len(self._kept) == 1 else np.concatenate(self._kept)
        shape = kept.shape[1:]
        columns = kept.reshape(len(kept), -1)
        out = np.full((len(shares), columns.shape[1]), np.nan)
        at_once = max(1, _QUANTILES_AT_ONCE // len(columns))
        for start in range(0, columns.shape[1], at_once):
            part = columns[:, start : start + at_once]
            gaps = np.isnan(part).any(axis=0)
            out[:, start : start + at_once][:, ~gaps] = np.quantile(part[:, ~gaps], shares, axis=0)
            for place in np.flatnonzero(gaps):
                column = part[:, place][~np.isnan(part[:, place])]
                if column.size:
                    out[:, start + place] = np.quantile(column, shares)
        return out.reshape(len(shares), *shape)

    def rank_quantiles(self, shares: tuple[float, ...]) -> Floats:
        """Quantiles of the ranks (shares, times, units): the lowest rank that at least that share of draws reach."""
        counts = self.rank_counts[..., 1:]
        total = counts.sum(axis=-1)
        cumulative = counts.cumsum(axis=-1)
        found = [
            (cumulative >= np.maximum(np.ceil(share * total - 1e-9), 1)[..., None]).argmax(axis=-1) + 1.0
            for share in shares
        ]
        return np.where(total > 0, np.stack(found), np.nan)

    def _count_above(self, ranks: NDArray[np.signedinteger[Any]]) -> None:
        small = ranks if ranks.shape[-1] > 254 else ranks.astype(np.uint8)
        for t in range(ranks.shape[1]):
            # The unscored have rank 0 and are above nobody: they are moved behind the last.
            behind = np.where(small[:, t] == 0, small.dtype.type(ranks.shape[-1] + 1), small[:, t])
            for start in range(0, len(behind), _COUNTED_AT_ONCE):
                part = behind[start : start + _COUNTED_AT_ONCE]
                self.above[t] += (part[:, :, None] < part[:, None, :]).sum(axis=0, dtype=np.uint8)

    def _count_bands(self, scores: Floats) -> None:
        if not self.framework.bands:
            return
        scores = banded_scores(self.framework, scores)
        left = ~np.isnan(scores)
        for place, band in enumerate(self.framework.bands):
            inside = left & reaches(scores, band)
            self.band_counts[place] += inside.sum(axis=0)
            left &= ~inside


def drawn_ties(framework: Framework) -> Ties:
    """How equal scores share ranks over the draws: as the framework says, but for means of ranks, which become the best."""
    ties = framework.method.rank.ties
    return "min" if ties == "average" else ties


def ranks_of(scores: Floats, ties: Ties = "min") -> NDArray[np.signedinteger[Any]]:
    """Ranks over the last axis, 1 for the highest, equal scores sharing by `ties`; 0 where there is no score."""
    flat = np.ascontiguousarray(scores.reshape(-1, scores.shape[-1]))
    order = np.argsort(-flat, axis=-1)
    falling = np.take_along_axis(flat, order, axis=-1)
    kind = np.int16 if flat.shape[-1] < np.iinfo(np.int16).max else np.int32
    ranks = np.empty(flat.shape, dtype=kind)
    places = np.arange(1, flat.shape[-1] + 1, dtype=kind)
    np.put_along_axis(ranks, order, places[None], axis=-1)
    # Rows with equal or missing scores are few where weights vary, and are ranked with all the care of a single run.
    largest = np.abs(falling[:, [0, -1]]).max(axis=-1) if falling.size else np.zeros(len(falling))
    close = ~((falling[:, :-1] - falling[:, 1:]) > largest[:, None] * 1e-12).all(axis=-1)
    close |= np.isnan(falling).any(axis=-1)
    if close.any():
        ranks[close] = np.nan_to_num(rank(flat[close], ties)).astype(kind)
    return ranks.reshape(scores.shape)


def tiers(order: list[int], above: Floats, level: float) -> dict[int, int]:
    """Rank-stable tiers, by unit position.

    `order` holds units from the highest down, `above` the share of draws in which one (row) is above another (column).
    A unit opens a new tier where the unit that opened the tier before is above it in at least `level` of the draws; so
    whoever opens a tier is reliably behind whoever opened the one before.
    """
    found: dict[int, int] = {}
    tier, first = 0, -1
    for unit in order:
        if tier == 0 or above[first, unit] >= level:
            tier, first = tier + 1, unit
        found[unit] = tier
    return found


def blocks_of(draws: int, size: int) -> Iterator[tuple[int, int]]:
    """Numbers and sizes of the blocks that make up `draws`; the last may be shorter."""
    for number, start in enumerate(range(0, draws, size)):
        yield number, min(size, draws - start)
