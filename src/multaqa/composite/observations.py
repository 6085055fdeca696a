"""A table of data → the cube that scoring works on: times × units × indicators, each cell with its status."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.answers.evaluation import Evaluated
from multaqa.composite.cells import Codes, Floats, chronological, read_labels, read_numbers, read_reasons
from multaqa.composite.columns import ColumnTable, column_table
from multaqa.composite.framework import Framework, Node
from multaqa.composite.methods import NoNormalisation
from multaqa.composite.problems import DataError, Problem, unknown
from multaqa.composite.status import Status

Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Observations:
    """What was observed. ``values`` is NaN wherever ``status`` is not `Status.observed`.

    Units stand in the order of the data, times in ascending order, indicators in the order of the tree.
    ``denominators`` hold numbers and ``groups`` labels (None where there is none), (times, units) each by name.
    ``evaluated`` leads from the indicators that were computed from answers back to them.
    """

    times: tuple[str, ...]
    units: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    status: Codes
    denominators: Mapping[str, Floats] = field(default_factory=dict)
    groups: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    evaluated: Evaluated | None = None


def read_observations(
    framework: Framework, data: Any, tables: Mapping[str, Any] | None = None
) -> Observations:
    """Read wide data (a column per indicator) or long data (``indicator`` and ``value`` columns).

    A unit without a row for a time that others have did not take part in that time. Indicators computed from answers
    are passed over. `tables` are those that denominators refer to by name. Raises DataError with every problem found.
    """
    table = column_table(data)
    names = framework.columns
    problems: list[Problem] = []
    if names.unit not in table.cells:
        params = {"name": names.unit, "columns": ", ".join(table.cells)}
        problems.append(Problem("unknown-unit-column", table.file, params=params))
    if len(table) == 0:
        problems.append(Problem("no-rows", table.file))
    if problems:
        raise DataError(problems)
    is_long = names.indicator in table.cells and names.value in table.cells
    reader = _read_long if is_long else _read_wide
    rows = _read_rows(framework, table, problems)
    observed = reader(framework, table, rows, problems)
    problems += _unreached(framework, observed) if not problems else []
    denominators = _denominators(framework, table, rows, tables or {}, problems) if not problems else {}
    groups = _groups(framework, table, rows, problems) if not problems else {}
    if problems:
        raise DataError(sorted(problems, key=lambda problem: problem.row or 0))
    return replace(observed, denominators=denominators, groups=groups)


def _denominators(
    framework: Framework,
    table: ColumnTable,
    rows: _Rows,
    tables: Mapping[str, Any],
    problems: list[Problem],
) -> dict[str, Floats]:
    """The columns that indicators are divided by, from the data or from a table of their own."""
    found: dict[str, Floats] = {}
    names = framework.columns
    for node in framework.indicators:
        wanted = node.denominator
        if wanted is None or wanted.key in found:
            continue
        source, places = table, rows
        if wanted.table is None and wanted.column not in table.cells and names.indicator in table.cells:
            found[wanted.key] = _series(framework, table, rows, wanted.column, problems)
            continue
        if wanted.table is not None:
            if wanted.table not in tables:
                problems.append(
                    _misplaced("unknown-table", framework, node, value=wanted.table, known=", ".join(tables))
                )
                continue
            source = column_table(tables[wanted.table])
            outer = _read_rows_of(framework, source, problems, rows)
            if outer is None:
                continue
            places = outer
        if wanted.column not in source.cells:
            known = ", ".join(source.cells)
            problems.append(_misplaced("unknown-column", framework, node, value=wanted.column, known=known))
            continue
        values, _ = read_numbers(source, wanted.column, problems)
        cube = _placed(source, places, values, wanted.column, problems)
        if wanted.table is not None and framework.columns.time not in source.cells:
            cube[:] = cube[0]
        found[wanted.key] = cube
    return found


def _series(
    framework: Framework, table: ColumnTable, rows: _Rows, name: str, problems: list[Problem]
) -> Floats:
    """A denominator that stands in long data as a series of its own."""
    labels = read_labels(table, framework.columns.indicator, "unknown-indicator", problems)
    values, _ = read_numbers(table, framework.columns.value, problems)
    own = np.array([label == name for label in labels])
    return _placed(table, rows, np.where(own, values, np.nan), name, problems)


def _placed(table: ColumnTable, rows: _Rows, values: Floats, column: str, problems: list[Problem]) -> Floats:
    """Values of rows → (times, units); another value for the same unit and time is a problem."""
    cube = np.full((len(rows.times), len(rows.units)), np.nan)
    for row in np.flatnonzero((rows.unit >= 0) & (rows.time >= 0) & ~np.isnan(values)):
        place = rows.time[row], rows.unit[row]
        if not np.isnan(cube[place]) and cube[place] != values[row]:
            words = {"column": column, "unit": rows.units[place[1]], "time": rows.times[place[0]]}
            number = table.numbers[int(row)]
            problems.append(Problem("denominator-twice", table.file, row=number, column=column, params=words))
        cube[place] = values[row]
    return cube


def _read_rows_of(
    framework: Framework, table: ColumnTable, problems: list[Problem], known: _Rows
) -> _Rows | None:
    """Where the rows of another table belong among the units and times of the data; −1 where nowhere."""
    names = framework.columns
    if names.unit not in table.cells:
        params = {"name": names.unit, "columns": ", ".join(table.cells)}
        problems.append(Problem("unknown-unit-column", table.file, params=params))
        return None
    units = {name: place for place, name in enumerate(known.units)}
    times = {name: place for place, name in enumerate(known.times)}
    unit_labels = read_labels(table, names.unit, "missing-unit", problems)
    unit = np.array([units.get(name, -1) for name in unit_labels], dtype=np.intp)
    time = np.zeros(len(table), dtype=np.intp)
    if names.time in table.cells:
        labels = read_labels(table, names.time, "missing-time", problems)
        time = np.array([times.get(name, -1) for name in labels], dtype=np.intp)
    return _Rows(known.times, known.units, time, unit, None)


def _groups(
    framework: Framework, table: ColumnTable, rows: _Rows, problems: list[Problem]
) -> dict[str, NDArray[Any]]:
    """The columns by which units are alike for imputation."""
    found: dict[str, NDArray[Any]] = {}
    for node, column in framework.group_columns:
        if column in found:
            continue
        if column not in table.cells:
            known = ", ".join(table.cells)
            problems.append(_misplaced("unknown-column", framework, node, value=column, known=known))
            continue
        labels = read_labels(table, column, "", [])
        cube = np.full((len(rows.times), len(rows.units)), None, dtype=object)
        for time, unit, label in zip(rows.time, rows.unit, labels, strict=True):
            cube[time, unit] = label or None
        found[column] = cube
    return found


def _misplaced(code: str, framework: Framework, node: Node | None, **params: str) -> Problem:
    name = None if node is None else node.id
    line = None if name is None else framework.line_of(name)
    return Problem(code, framework.file, line, name, params=params)


@dataclass(frozen=True)
class _Rows:
    """Which time and unit each row of the table is about, as positions."""

    times: tuple[str, ...]
    units: tuple[str, ...]
    time: Indices
    unit: Indices
    status: Sequence[Status | None] | None


def _read_rows(framework: Framework, table: ColumnTable, problems: list[Problem]) -> _Rows:
    names = framework.columns
    unit_labels = read_labels(table, names.unit, "missing-unit", problems)
    if names.time in table.cells:
        time_labels = read_labels(table, names.time, "missing-time", problems)
    else:
        time_labels = [framework.edition] * len(table)
    units, unit = _positions(unit_labels, tuple(dict.fromkeys(unit_labels)))
    times, time = _positions(time_labels, tuple(sorted(set(time_labels), key=chronological)))
    status = read_reasons(table, names.status, problems) if names.status in table.cells else None
    return _Rows(times, units, time, unit, status)


def _positions(labels: Sequence[str], order: tuple[str, ...]) -> tuple[tuple[str, ...], Indices]:
    place = {name: position for position, name in enumerate(order)}
    return order, np.array([place[name] for name in labels], dtype=np.intp)


def _read_wide(
    framework: Framework, table: ColumnTable, rows: _Rows, problems: list[Problem]
) -> Observations:
    cube = _empty(framework, rows, Status.not_participating)
    _refuse_duplicates(table, rows, problems)
    for position, node in enumerate(_data_nodes(framework)):
        if node.id not in table.cells:
            problems.append(_without_data(framework, node.id, table.cells))
            continue
        values, codes = read_numbers(table, node.id, problems)
        codes = codes if rows.status is None else _with_reasons(codes, rows.status)
        problems += _off_scale(framework, table, node, node.id, values, np.arange(len(table)))
        cube.values[rows.time, rows.unit, position] = values
        cube.status[rows.time, rows.unit, position] = codes
    return cube


def _with_reasons(codes: Codes, reasons: Sequence[Status | None]) -> Codes:
    """A row's reason speaks for its empty cells; cells with a value or a reason of their own keep it."""
    stated = np.array([Status.no_data if reason in (None, Status.observed) else reason for reason in reasons])
    return np.where(codes == Status.no_data, stated, codes).astype(np.int8)


def _refuse_duplicates(table: ColumnTable, rows: _Rows, problems: list[Problem]) -> None:
    if any(problem.code in ("missing-unit", "missing-time") for problem in problems):
        return
    first: dict[tuple[int, int], int] = {}
    for row, place in enumerate(zip(rows.time.tolist(), rows.unit.tolist(), strict=True)):
        if place in first:
            words = {"unit": rows.units[place[1]], "time": rows.times[place[0]]}
            words["first"] = str(table.numbers[first[place]])
            problems.append(Problem("duplicate-row", table.file, row=table.numbers[row], params=words))
        first.setdefault(place, row)


def _read_long(
    framework: Framework, table: ColumnTable, rows: _Rows, problems: list[Problem]
) -> Observations:
    names = framework.columns
    cube = _empty(framework, rows, Status.no_data)
    known = {node.id: position for position, node in enumerate(_data_nodes(framework))}
    indicators = read_labels(table, names.indicator, "unknown-indicator", problems)
    values, codes = read_numbers(table, names.value, problems)
    divisors = {node.denominator.column for node in framework.indicators if node.denominator}
    first: dict[tuple[int, int, int], int] = {}
    present = np.zeros((len(rows.times), len(rows.units)), dtype=bool)
    for row, indicator in enumerate(indicators):
        number = table.numbers[int(row)]
        if indicator not in known:
            if indicator and indicator not in divisors:
                nearest = next(iter(get_close_matches(indicator, known, n=1)), "")
                words = {"value": indicator, "suggestion": nearest}
                problems.append(
                    Problem("unknown-indicator", table.file, None, None, number, names.indicator, words)
                )
            continue
        place = (int(rows.time[row]), int(rows.unit[row]), known[indicator])
        if place in first:
            words = {"unit": rows.units[place[1]], "indicator": indicator, "time": rows.times[place[0]]}
            words["first"] = str(table.numbers[first[place]])
            problems.append(Problem("duplicate-value", table.file, row=number, params=words))
            continue
        first[place] = row
        present[place[:2]] = True
        cube.values[place] = values[row]
        cube.status[place] = _long_status(table, rows, row, float(values[row]), codes[row], problems)
    cube.status[~present] = Status.not_participating
    for node in _data_nodes(framework):
        own_rows = np.flatnonzero(np.array(indicators) == node.id)
        problems += _off_scale(framework, table, node, names.value, values, own_rows)
    return cube


def _long_status(
    table: ColumnTable, rows: _Rows, row: int, value: float, code: np.int8, problems: list[Problem]
) -> int:
    reason = None if rows.status is None else rows.status[row]
    if reason is None or reason is Status.observed:
        return int(code)
    if code == Status.observed:
        words = {"value": f"{value:g}", "reason": f"reason:{reason.word}"}
        problems.append(Problem("value-with-reason", table.file, row=table.numbers[row], params=words))
    return int(reason)


def _data_nodes(framework: Framework) -> list[Node]:
    """The indicators that are columns of the data."""
    return [node for node in framework.indicators if node.id not in framework.answered]


def _empty(framework: Framework, rows: _Rows, status: Status) -> Observations:
    indicators = tuple(node.id for node in _data_nodes(framework))
    shape = (len(rows.times), len(rows.units), len(indicators))
    return Observations(
        rows.times, rows.units, indicators, np.full(shape, np.nan), np.full(shape, status, dtype=np.int8)
    )


def _unreached(framework: Framework, observed: Observations) -> list[Problem]:
    """Indicators of which there is no figure at all and, for some unit that took part, no reason either."""
    status = observed.status
    has_none = ~(status == Status.observed).any(axis=(0, 1)) & (status == Status.no_data).any(axis=(0, 1))
    return [_without_data(framework, observed.indicators[position]) for position in np.flatnonzero(has_none)]


def _without_data(framework: Framework, node: str, columns: Collection[str] = ()) -> Problem:
    """Nothing reaches an indicator; a column whose name is nearly its id is suggested."""
    nearest = unknown("node-without-data", node, columns, id=node)
    return replace(nearest, file=framework.file, line=framework.line_of(node), node=node)


def _off_scale(
    framework: Framework, table: ColumnTable, node: Node, column: str, values: Floats, rows: Indices
) -> list[Problem]:
    """Where a scale is stated, an indicator that is used as it is must lie on it: per cent are not shares."""
    scale = framework.stated_scale
    as_it_is = isinstance(framework.normalisation_of(node), NoNormalisation) and node.denominator is None
    if scale is None or not as_it_is:
        return []
    low, high = scale
    bounds = {"low": f"{low:g}", "high": f"{high:g}"}
    outside = np.flatnonzero((values[rows] < low) | (values[rows] > high))
    return [
        Problem(
            "out-of-scale",
            table.file,
            row=table.numbers[row],
            column=column,
            node=node.id,
            params={"value": f"{values[row]:g}", **bounds},
        )
        for row in rows[outside].tolist()
    ]
