"""Data and answers → one cube of observations, in which each indicator has its own source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from multaqa.composite.answers.evaluation import Evaluated, evaluate_answers
from multaqa.composite.answers.reading import read_answers
from multaqa.composite.cells import chronological
from multaqa.composite.columns import column_table
from multaqa.composite.framework import Framework
from multaqa.composite.observations import Observations, read_observations
from multaqa.composite.problems import DataError, Problem
from multaqa.composite.status import Status


def gather(
    framework: Framework, data: Any, answers: Any = None, tables: Mapping[str, Any] | None = None
) -> Observations:
    """Read the data, work out the answers, and set them side by side.

    `data` may be None where every indicator comes from answers. A single table that has a column for every indicator
    is taken as it is; it is taken for the answers where every indicator comes from them, or where it has the columns
    of a question and an answer. Units and times are those of either source. Raises DataError: `data-missing`,
    `answers-missing`, and what either source is refused for.
    """
    if framework.answered and answers is None and data is not None:
        if _hold_all(framework, data):
            return read_observations(framework.with_columns_only(), data, tables)
        if _are_answers(framework, data):
            data, answers = None, data
    from_data = len(framework.answered) < len(framework.indicators)
    problems = []
    if from_data and data is None:
        wanted = [node.id for node in framework.indicators if node.id not in framework.answered]
        problems.append(Problem("data-missing", framework.file, params={"names": ", ".join(wanted)}))
    if framework.answered and answers is None:
        names = ", ".join(node.id for node in framework.indicators if node.id in framework.answered)
        problems.append(Problem("answers-missing", framework.file, params={"names": names}))
    if problems:
        raise DataError(problems)
    observed = read_observations(framework, data, tables) if data is not None else None
    if not framework.answered:
        assert observed is not None
        return observed
    columns = framework.answer_columns
    read = read_answers(framework.questionnaire, answers, framework.edition, columns)
    return _side_by_side(framework, observed, evaluate_answers(framework.questionnaire, read))


def _hold_all(framework: Framework, data: Any) -> bool:
    """Whether the data have even the indicators that come from answers, worked out before."""
    cells = column_table(data).cells
    return all(node.id in cells for node in framework.indicators)


def _are_answers(framework: Framework, data: Any) -> bool:
    if len(framework.answered) == len(framework.indicators):
        return True
    cells = column_table(data).cells
    return framework.answers.question in cells and framework.answers.answer in cells


def _side_by_side(framework: Framework, observed: Observations | None, found: Evaluated) -> Observations:
    """One cube over the units and times of both; who is missing from one source took no part in it."""
    units = _union(found.units if observed is None else observed.units, found.units)
    times = sorted(_union(() if observed is None else observed.times, found.times), key=chronological)
    indicators = tuple(node.id for node in framework.indicators)
    shape = (len(times), len(units), len(indicators))
    values = np.full(shape, np.nan)
    status = np.full(shape, Status.not_participating, dtype=np.int8)
    sources: list[Observations | Evaluated] = [found] if observed is None else [observed, found]
    for source in sources:
        kept = [name for name in source.indicators if name in indicators]
        columns = [indicators.index(name) for name in kept]
        own = [source.indicators.index(name) for name in kept]
        place = np.ix_(
            [times.index(t) for t in source.times], [units.index(u) for u in source.units], columns
        )
        values[place], status[place] = source.values[..., own], source.status[..., own]
    whole = Observations(tuple(times), units, indicators, values, status, evaluated=found)
    if observed is None:
        return whole
    place = np.ix_([times.index(t) for t in observed.times], [units.index(u) for u in observed.units])

    def spread(cube: Any, empty: Any) -> Any:
        out = np.full(shape[:2], empty, dtype=cube.dtype)
        out[place] = cube
        return out

    return replace(
        whole,
        denominators={name: spread(cube, np.nan) for name, cube in observed.denominators.items()},
        groups={name: spread(cube, None) for name, cube in observed.groups.items()},
    )


def _union(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *second]))
