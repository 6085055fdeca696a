"""Which choice the ranking owes its uncertainty to.

    found = sensitivity(result, assumptions, base=1000)
    found.shift                     the mean change of rank, at the latest time
    found.of("MAR")                 one unit's rank

Source: Saisana, Saltelli and Tarantola (2005); OECD/JRC, Handbook (2008), step 7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multaqa.composite.cells import Floats, number_or_none
from multaqa.composite.methods import Assumptions
from multaqa.composite.problems import DataError, unknown
from multaqa.composite.ranking import rank
from multaqa.composite.result import Result
from multaqa.composite.uncertainty.robustness import Analysis, Progress
from multaqa.composite.uncertainty.sobol import SobolIndices, sobol_indices
from multaqa.composite.uncertainty.summary import blocks_of, drawn_ties, ranks_of


@dataclass(frozen=True)
class InputSensitivity:
    """Shares of the variance that one uncertain input explains: by itself (``first``), and with all others (``total``).

    Intervals are from a bootstrap of the base sample. All are None where the output does not vary.
    """

    name: str
    first: float | None
    first_low: float | None
    first_high: float | None
    total: float | None
    total_low: float | None
    total_high: float | None


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Indices of every uncertain input, for the mean change of rank and for each unit's rank, at each time.

    ``runs`` is the number of scorings: (inputs + 2) × ``base``.
    """

    result: Result
    inputs: tuple[str, ...]
    base: int
    runs: int
    level: float
    _by_time: tuple[SobolIndices, ...]

    @property
    def shift(self) -> tuple[InputSensitivity, ...]:
        """For the mean change of rank over the units, at the latest time."""
        return self._at(len(self._by_time) - 1, 0)

    def of(self, unit: str | None = None, time: str | None = None) -> tuple[InputSensitivity, ...]:
        """For the rank of `unit`, or (None) the mean change of rank, at `time` (the latest). Raises DataError."""
        t = len(self._by_time) - 1
        if time is not None:
            if time not in self.result.times:
                raise DataError([unknown("unknown-time", time, self.result.times)])
            t = self.result.times.index(time)
        if unit is not None and unit not in self.result.units:
            raise DataError([unknown("unknown-unit", unit, self.result.units)])
        return self._at(t, 0 if unit is None else 1 + self.result.units.index(unit))

    def _at(self, t: int, output: int) -> tuple[InputSensitivity, ...]:
        found = self._by_time[t]
        columns = (
            found.first,
            found.first_low,
            found.first_high,
            found.total,
            found.total_low,
            found.total_high,
        )
        return tuple(
            InputSensitivity(name, *(number_or_none(column[place, output]) for column in columns))
            for place, name in enumerate(self.inputs)
        )


def sensitivity(
    result: Result,
    assumptions: Assumptions | None = None,
    *,
    base: int = 1000,
    replicates: int = 200,
    level: float = 0.9,
    progress: Progress | None = None,
) -> Sensitivity:
    """Sobol' indices of every uncertain input; weights, errors and imputed values count as one input each.

    `assumptions` as for `robustness`, whose `draws` are not used: `base` draws are made twice, and once more for each
    input. Units without a score in some run take the last rank there. Raises as `robustness` does.
    """
    if base < 2 or not 0 < level < 1:
        raise ValueError("base must be 2 or more, level between 0 and 1")
    analysis = Analysis(result, assumptions)
    inputs = analysis.inputs
    ties = drawn_ties(result.framework)
    nominal = rank(result.decided[..., 0], ties)
    times, units = nominal.shape
    runs = base * (len(inputs) + 2)
    outputs = np.empty((len(inputs) + 2, base, times, units + 1))
    done = 0
    for number, size in blocks_of(base, analysis.block):
        first, second = (analysis.drawer.draw(number, size, series) for series in (0, 1))
        samples = [first, second, *(first.with_from(second, name) for name in inputs)]
        rows = slice(number * analysis.block, number * analysis.block + size)
        for place, draws in enumerate(samples):
            ranks = ranks_of(analysis.engine.decided(draws)[1], ties).astype(np.float64)
            outputs[place, rows, :, 1:] = np.where(ranks > 0, ranks, units)
            outputs[place, rows, :, 0] = _mean_shift(ranks, nominal)
            done += size
            if progress is not None:
                progress(done, runs)
    # The estimators' error grows with the outputs' distance from zero, and their values do not depend on it.
    outputs -= outputs[:2].mean(axis=(0, 1))
    return Sensitivity(
        result=result,
        inputs=inputs,
        base=base,
        runs=runs,
        level=level,
        _by_time=tuple(
            sobol_indices(
                outputs[0, :, t],
                outputs[1, :, t],
                outputs[2:, :, t],
                replicates=replicates,
                level=level,
                seed=analysis.assumptions.seed,
            )
            for t in range(times)
        ),
    )


def _mean_shift(ranks: Floats, nominal: Floats) -> Floats:
    compared = (ranks > 0) & ~np.isnan(nominal)
    moved = np.abs(ranks - np.nan_to_num(nominal)) * compared
    mean: Floats = moved.sum(axis=-1) / np.maximum(compared.sum(axis=-1), 1)
    return mean
