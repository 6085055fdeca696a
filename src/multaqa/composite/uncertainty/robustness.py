"""How far ranks and scores depend on choices that could have been otherwise.

    found = robustness(result, Assumptions(draws=10_000, weights=RelativeNoise(kind="relative")))
    found.of("MAR")

Source: Saisana, Saltelli and Tarantola, Uncertainty and sensitivity analysis techniques as tools for the quality
assessment of composite indicators (2005); OECD/JRC, Handbook (2008), step 7.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.cells import Floats, number_or_none
from multaqa.composite.framework import Framework
from multaqa.composite.methods import Assumptions, DataNoise, RelativeNoise
from multaqa.composite.problems import DataError, FrameworkError, Problem, unknown
from multaqa.composite.ranking import rank
from multaqa.composite.result import Result
from multaqa.composite.steps.aggregate import IGNORES_WEIGHTS
from multaqa.composite.uncertainty.choices import Combinations
from multaqa.composite.uncertainty.draws import Drawer
from multaqa.composite.uncertainty.engine import Engine
from multaqa.composite.uncertainty.summary import Accumulator, UnitUncertainty, blocks_of, drawn_ties, tiers

Places = NDArray[np.intp]
Progress = Callable[[int, int], None]
"""Called with the draws done and the draws to do."""

BLOCK_CELLS = 1_000_000
"""A block holds so many numbers at most in one array; this bounds memory, whatever the number of draws."""

DEFAULT = Assumptions(weights=RelativeNoise(kind="relative", share=0.25))
"""What is assumed where a framework says nothing: each weight up to a quarter more or less."""


@dataclass(frozen=True, eq=False)
class Robustness:
    """Over the draws, for each time and unit: see `UnitUncertainty`.

    ``above`` (times, units, units) is the share of draws in which one unit (row) has the better rank; ``rank_shares``
    (times, units, units) the share of draws in which a unit has rank 1, 2, …; ``shift`` the mean change of rank over
    the units, draw by draw (at most the first 50,000), (draws, times). ``members`` are the units that are ranked
    among each other, in the order of these arrays.
    """

    result: Result
    members: tuple[str, ...]
    assumptions: Assumptions
    inputs: tuple[str, ...]
    level: float
    draws: int
    above: Floats
    rank_shares: Floats
    shift: Floats
    units: tuple[UnitUncertainty, ...]

    @cached_property
    def _by_unit(self) -> dict[tuple[str, str], UnitUncertainty]:
        return {(found.unit, found.time): found for found in self.units}

    def of(self, unit: str, time: str | None = None) -> UnitUncertainty:
        """One unit at one time (the latest). Raises DataError for a unit or time that the result does not hold."""
        t = self._time(time)
        self._member(unit)
        return self._by_unit[unit, self.result.times[t]]

    def probability_above(self, unit: str, other: str, time: str | None = None) -> float:
        """The share of draws in which `unit` has a better rank than `other`. Raises DataError as `of` does."""
        return float(self.above[self._time(time), self._member(unit), self._member(other)])

    def _time(self, time: str | None) -> int:
        times = self.result.times
        if time is not None and time not in times:
            raise DataError([unknown("unknown-time", time, times)])
        return len(times) - 1 if time is None else times.index(time)

    def _member(self, unit: str) -> int:
        if unit not in self.members:
            raise DataError([unknown("unknown-unit", unit, self.members)])
        return self.members.index(unit)


def default_assumptions(framework: Framework) -> Assumptions:
    """What is assumed where nobody says anything: `DEFAULT`, or an error of measurement where no weight can vary."""
    weighed = any(
        node.children
        and len(node.children) > 1
        and framework.aggregation_of(node).kind not in IGNORES_WEIGHTS
        and framework.weighting_of(node).kind != "benefit_of_the_doubt"
        for node in framework.nodes
    )
    return DEFAULT if weighed else Assumptions(data=DataNoise(share=0.1))


class Analysis:
    """A result with its assumptions, ready to be drawn: what robustness and sensitivity share."""

    def __init__(self, result: Result, assumptions: Assumptions | None = None) -> None:
        self.result = result
        self.framework: Framework = result.framework
        self.assumptions = assumptions or self.framework.uncertainty or default_assumptions(self.framework)
        weights, fixed = result.given_weights, result.fixed
        self.combinations = Combinations(self.framework, result.observed, self.assumptions, weights, fixed)
        self.drawer = Drawer(
            self.framework, self.assumptions, self.combinations, np.nan_to_num(result.node_weights)
        )
        self.inputs = self.drawer.inputs
        if not self.inputs:
            raise FrameworkError([Problem("nothing-uncertain", self.framework.file)])
        self._refuse_own_weights()
        self.engine = Engine(
            self.framework,
            self.combinations,
            errors=self.assumptions.data,
            imputed=self.drawer.imputed,
        )

    @property
    def block(self) -> int:
        """How many draws one block holds; it depends on the data and the assumptions alone, never on the machine."""
        times, units, indicators = self.drawer.shape
        by_point = "data" in self.inputs or "imputation" in self.inputs
        cells = times * units * (indicators if by_point else 4)
        return int(np.clip(BLOCK_CELLS // max(cells, 1), 16, 2048))

    def _refuse_own_weights(self) -> None:
        """Weights that each unit has for itself cannot be drawn, nor be computed anew for every draw of the data."""
        if {"data", "imputation", "weights"}.isdisjoint(self.inputs):
            return
        for found in self.combinations.all:
            own = [
                node.id
                for node in self.framework.nodes
                if node.children
                and found.rules.weighting_of(self.framework, node).kind == "benefit_of_the_doubt"
            ]
            if own:
                params = {"id": own[0]}
                line = self.framework.line_of(own[0])
                raise FrameworkError(
                    [Problem("own-weights-vary", self.framework.file, line, own[0], params=params)]
                )


def robustness(
    result: Result,
    assumptions: Assumptions | None = None,
    *,
    level: float = 0.9,
    among: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Robustness:
    """Draw, score and count.

    `assumptions`: those of the framework document, or `default_assumptions`, where left out. `level` is that of the
    intervals and tiers. `among` names the units that are ranked among each other, all where left out; every unit is
    scored with all the others either way. The same seed gives the same figures. Raises FrameworkError for assumptions that vary
    nothing (`nothing-uncertain`) or cannot be carried out, DataError where a combination of choices has no meaning
    for the data.
    """
    if not 0 < level <= 1:
        raise ValueError("level must lie between 0 and 1")
    strangers = [unit for unit in among or () if unit not in result.units]
    if strangers:
        raise DataError([unknown("unknown-unit", unit, result.units) for unit in strangers])
    analysis = Analysis(result, assumptions)
    total = analysis.assumptions.draws
    chosen = np.array(
        [u for u, unit in enumerate(result.units) if among is None or unit in among], dtype=np.intp
    )
    nominal = rank(result.decided[:, chosen, 0], drawn_ties(result.framework))
    counts = Accumulator(analysis.framework, *nominal.shape)
    for number, size in blocks_of(total, analysis.block):
        scores, decided = analysis.engine.decided(analysis.drawer.draw(number, size))
        if among is not None:
            scores, decided = scores[..., chosen], decided[..., chosen]
        counts.add(scores, decided, nominal)
        if progress is not None:
            progress(counts.draws, total)
    above = counts.above / total
    return Robustness(
        result=result,
        members=tuple(result.units[u] for u in chosen),
        assumptions=analysis.assumptions,
        inputs=analysis.inputs,
        level=level,
        draws=total,
        above=above,
        rank_shares=counts.rank_counts[..., 1:] / total,
        shift=np.concatenate(counts.shifts),
        units=tuple(_units(result, chosen, nominal, counts, above, level)),
    )


def _units(
    result: Result, chosen: Places, nominal: Floats, counts: Accumulator, above: Floats, level: float
) -> list[UnitUncertainty]:
    low, high = (1 - level) / 2, (1 + level) / 2
    ranks, scores = (
        counts.rank_quantiles((low, 0.5, high)),
        counts.score_quantiles((low, 0.5, high)),
    )
    scored = counts.rank_counts[..., 1:].sum(axis=-1)
    places = np.arange(1, counts.rank_counts.shape[-1])
    mean_ranks = (counts.rank_counts[..., 1:] * places).sum(axis=-1) / np.maximum(scored, 1)
    mean_scores = counts.score_sums / np.maximum(scored, 1)
    shown = result.framework.bands
    found: list[UnitUncertainty] = []
    for t, time in enumerate(result.times):
        known = [u for u in range(len(chosen)) if scored[t, u]]
        means = mean_ranks[t].tolist()
        places = np.nan_to_num(nominal[t], nan=np.inf).tolist()
        order = sorted(known, key=lambda u: (places[u], means[u], result.units[chosen[u]]))
        tier = tiers(order, above[t], level)
        for u, unit in enumerate(result.units[place] for place in chosen):
            here = scored[t, u] > 0
            found.append(
                UnitUncertainty(
                    unit=unit,
                    time=time,
                    rank=number_or_none(nominal[t, u]),
                    rank_median=number_or_none(ranks[1, t, u]),
                    rank_mean=float(mean_ranks[t, u]) if here else None,
                    rank_low=number_or_none(ranks[0, t, u]),
                    rank_high=number_or_none(ranks[2, t, u]),
                    score=number_or_none(result.published[t, chosen[u], 0]),
                    score_median=number_or_none(scores[1, t, u]),
                    score_mean=float(mean_scores[t, u]) if here else None,
                    score_low=number_or_none(scores[0, t, u]),
                    score_high=number_or_none(scores[2, t, u]),
                    scored=float(scored[t, u] / counts.draws),
                    tier=tier.get(u),
                    bands={
                        band.id: float(counts.band_counts[place, t, u] / counts.draws)
                        for place, band in enumerate(shown)
                    },
                )
            )
    return found
