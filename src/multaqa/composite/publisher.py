"""The publisher's own figures, where the data carry them, beside ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from multaqa.composite.cells import label, number_or_none, read_labels, read_numbers
from multaqa.composite.columns import column_table
from multaqa.composite.framework import Framework
from multaqa.composite.problems import DataError, Problem
from multaqa.composite.result import Result


@dataclass(frozen=True)
class PublishedFigure:
    """What the publisher printed for a unit at the root; None where it printed nothing."""

    score: float | None
    rank: float | None
    world_rank: float | None = None


@dataclass(frozen=True)
class Compared:
    """One unit's score and rank, ours and theirs. ``difference`` is ours, on the scale of publication but unrounded, minus theirs."""

    unit: str
    time: str
    score: float
    rank: float
    published: PublishedFigure
    difference: float | None
    score_agrees: bool
    rank_agrees: bool

    @property
    def agrees(self) -> bool:
        """Whether everything that was printed agrees."""
        return self.score_agrees and self.rank_agrees


@dataclass(frozen=True)
class Comparison:
    """All units that the publisher printed a figure for and that we scored."""

    rows: tuple[Compared, ...]

    @property
    def differing(self) -> tuple[Compared, ...]:
        """The rows that do not agree."""
        return tuple(row for row in self.rows if not row.agrees)

    @property
    def largest(self) -> float:
        """The largest difference of a score, without its sign; 0 where no score was printed."""
        return max((abs(row.difference) for row in self.rows if row.difference is not None), default=0.0)


def published_figures(framework: Framework, data: Any) -> dict[tuple[str, str], PublishedFigure]:
    """The publisher's figures by (unit, time), from the columns that `published` names; empty without them.

    Raises DataError where they are not numbers.
    """
    table = column_table(data)
    names, published = framework.columns, framework.published
    stated = {"score": published.score, "rank": published.rank, "world_rank": published.world_rank}
    present = {
        kind: column for kind, column in stated.items() if column is not None and column in table.cells
    }
    if not present:
        return {}
    problems: list[Problem] = []
    units = read_labels(table, names.unit, "missing-unit", problems)
    has_time = names.time in table.cells
    times = (
        read_labels(table, names.time, "missing-time", problems)
        if has_time
        else [label(framework.edition)] * len(table)
    )
    figures = {kind: read_numbers(table, column, problems)[0] for kind, column in present.items()}
    if problems:
        raise DataError(problems)
    nothing = np.full(len(table), np.nan)
    columns = (figures.get(kind, nothing) for kind in stated)
    return {
        (unit, time): PublishedFigure(number_or_none(score), number_or_none(rank), number_or_none(world_rank))
        for unit, time, score, rank, world_rank in zip(units, times, *columns, strict=True)
        if not (np.isnan(score) and np.isnan(rank) and np.isnan(world_rank))
    }


def compare_published(result: Result, figures: Mapping[tuple[str, str], PublishedFigure]) -> Comparison:
    """Set our scores against the publisher's. A score agrees within `Published.allowed`, a rank exactly."""
    rows = [
        _compare(result, figures[unit, time], t, u)
        for t, time in enumerate(result.times)
        for u, unit in enumerate(result.units)
        if (unit, time) in figures and not np.isnan(result.scores[t, u, 0])
    ]
    return Comparison(tuple(rows))


def _compare(result: Result, figure: PublishedFigure, t: int, u: int) -> Compared:
    score, rank = float(result.rescaled[t, u, 0]), float(result.ranks[t, u, 0])
    difference = None if figure.score is None else score - figure.score
    # A difference of exactly half a unit may come out a trace above it.
    allowed = result.framework.published.allowed * (1 + 1e-9)
    return Compared(
        unit=result.units[u],
        time=result.times[t],
        score=score,
        rank=rank,
        published=figure,
        difference=difference,
        score_agrees=difference is None or abs(difference) <= allowed,
        rank_agrees=figure.rank is None or figure.rank == rank,
    )
