"""One column of cells → numbers and reasons; what is neither becomes a problem with its row."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.columns import Cells, ColumnTable
from multaqa.composite.methods import LARGEST_NUMBER
from multaqa.composite.problems import Problem
from multaqa.composite.status import Status, reason_in
from multaqa.language.digits import to_latin

# Marks that are not seen make two names of one; a space that does not break is a space all the same.
_UNSEEN = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
) | {
    0xA0: " ",
    0x202F: " ",
}

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]

_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_NON_FINITE = re.compile(r"[-+]?(nan|inf(inity)?)", re.IGNORECASE)


def read_numbers(table: ColumnTable, column: str, problems: list[Problem]) -> tuple[Floats, Codes]:
    """The column's values (NaN where missing) and `Status` codes, one a row; problems are appended."""
    cells = table.cells[column]
    as_array = _numeric_array(cells)
    if as_array is not None:
        bad = np.flatnonzero(np.isinf(as_array) | (np.abs(as_array) > LARGEST_NUMBER))
        problems.extend(_number_problem(table, column, row, float(as_array[row])) for row in bad.tolist())
        return as_array, np.where(np.isnan(as_array), Status.no_data, Status.observed).astype(np.int8)
    values = np.full(len(table), np.nan)
    codes = np.full(len(table), Status.no_data, dtype=np.int8)
    for row, cell in enumerate(cells):
        read = read_number(cell)
        if isinstance(read, Status):
            codes[row] = read
        elif isinstance(read, float) and math.isfinite(read) and abs(read) <= LARGEST_NUMBER:
            values[row], codes[row] = read, Status.observed
        else:
            problems.append(_number_problem(table, column, row, read))
    return values, codes


def read_number(cell: Any) -> float | Status | str:
    """A cell's number; the reason it is missing (an empty cell: no data); or the text that is neither.

    Arabic-Indic and Persian digits and separators are read; a comma is refused, since it divides thousands in
    one country and decimals in the next.
    """
    if is_empty(cell):
        return Status.no_data
    if isinstance(cell, bool | np.bool_):
        return str(cell)
    if isinstance(cell, Real | Decimal):
        try:
            return float(cell)
        except OverflowError:
            return float("inf")
    text = str(cell).strip()
    latin = to_latin(text.replace("٬", "")).replace("\u2212", "-")
    if _NUMBER.fullmatch(latin) or _NON_FINITE.fullmatch(latin):
        return float(latin)
    reason = reason_in(text)
    return text if reason is None else reason


def read_labels(table: ColumnTable, column: str, code: str, problems: list[Problem]) -> list[str]:
    """The column's names or times as text; an empty cell is a problem of `code`."""
    labels = [label(cell) for cell in _python_values(table.cells[column])]
    problems.extend(
        Problem(code, table.file, row=table.numbers[row], column=column)
        for row, name in enumerate(labels)
        if not name
    )
    return labels


def read_reasons(table: ColumnTable, column: str, problems: list[Problem]) -> list[Status | None]:
    """The reasons of a status column; None where the cell is empty."""
    reasons: list[Status | None] = []
    for row, cell in enumerate(_python_values(table.cells[column])):
        text = "" if is_empty(cell) else str(cell).strip()
        reason = Status.observed if text == Status.observed.word else reason_in(text) if text else None
        if text and reason is None:
            problems.append(_problem("unknown-reason", table, column, row, value=text))
        reasons.append(reason)
    return reasons


def label(cell: Any) -> str:
    """A unit or a time as text: 2014, 2014.0 and ٢٠١٤ are the year 2014; a date at midnight is a day."""
    if is_empty(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    text = str(cell).translate(_UNSEEN).strip()
    text = text.encode("utf-8", "replace").decode("utf-8")
    return to_latin(text) if text.isdecimal() else text


def is_empty(cell: Any) -> bool:
    """None, NaN, NaT, pandas' NA, or nothing but space."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return True
    if isinstance(cell, str | int):
        return False
    try:
        return bool(cell != cell)
    except TypeError:  # pandas' NA refuses to be a truth value
        return True


def _python_values(cells: Cells) -> Iterator[Any]:
    return iter(cells.tolist() if isinstance(cells, np.ndarray) else cells)


def _numeric_array(cells: Cells) -> Floats | None:
    if isinstance(cells, np.ndarray):
        return cells.astype(np.float64) if cells.dtype.kind in "iuf" else None
    if not all(type(cell) in (int, float) for cell in cells):
        return None
    try:
        return np.array(cells, dtype=np.float64)
    except OverflowError:
        return None


def _number_problem(table: ColumnTable, column: str, row: int, read: float | str) -> Problem:
    if isinstance(read, str):
        return _problem("not-a-number", table, column, row, value=read)
    code = "number-too-large" if math.isfinite(read) else "non-finite"
    return _problem(code, table, column, row, value=f"{read:g}")


def _problem(code: str, table: ColumnTable, column: str, row: int, **params: str) -> Problem:
    return Problem(code, table.file, row=table.numbers[row], column=column, params=params)


def number_or_none(value: float | np.floating[Any]) -> float | None:
    """A figure as callers are given it: None where it is missing (NaN)."""
    return None if np.isnan(value) else float(value)


def chronological(time: str) -> tuple[int, int, str]:
    """The key by which labels of times are sorted: years by size, before anything that is not a plain number."""
    return (0, int(time), time) if time.isdecimal() and len(time) < 10 else (1, 0, time)
