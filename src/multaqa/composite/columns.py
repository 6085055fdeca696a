"""Data as the caller holds them → named columns of equal length, each row with its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from multaqa.composite.problems import DataError, Problem

Cells = Sequence[Any] | NDArray[Any]


@dataclass(frozen=True)
class ColumnTable:
    """Columns by name, all of one length; ``numbers[i]`` is what a reader calls row ``i``."""

    cells: Mapping[str, Cells]
    numbers: Sequence[int]
    file: str = ""

    def __len__(self) -> int:
        return len(self.numbers)


def column_table(data: Any) -> ColumnTable:
    """Take what callers bring.

    pandas, Polars or PyArrow (through narwhals; lazy frames are collected), a mapping column → sequence, a sequence of
    mappings (a key that a record leaves out is an empty cell), or the path of a file. Raises FileError and DataError: `not-a-table`,
    `uneven-columns`, `duplicate-column`.
    """
    if isinstance(data, ColumnTable):
        return data
    if isinstance(data, str | Path):
        from multaqa.composite.files import read_data

        return read_data(data)
    if isinstance(data, Mapping):
        return _from_mapping(data)
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        return _from_records(data)
    return _from_frame(data)


def _from_mapping(data: Mapping[Any, Any]) -> ColumnTable:
    cells: dict[str, Cells] = {}
    for name, column in data.items():
        if isinstance(column, np.ndarray):
            cells[str(name)] = column if column.ndim == 1 else column.reshape(-1)
        elif (
            hasattr(column, "__len__") and hasattr(column, "__iter__") and not isinstance(column, str | bytes)
        ):
            cells[str(name)] = column if isinstance(column, list | tuple) else list(column)
        else:
            raise DataError([Problem("not-a-table", column=str(name))])
    lengths = {name: len(column) for name, column in cells.items()}
    expected = next(iter(lengths.values()), 0)
    uneven = [
        Problem("uneven-columns", column=name, params={"found": str(length), "expected": str(expected)})
        for name, length in lengths.items()
        if length != expected
    ]
    if uneven:
        raise DataError(uneven)
    return ColumnTable(cells, range(1, expected + 1))


def _from_records(data: Sequence[Any]) -> ColumnTable:
    wrong = [
        Problem("not-a-table", row=i) for i, record in enumerate(data, 1) if not isinstance(record, Mapping)
    ]
    if wrong:
        raise DataError(wrong[:1])
    names = dict.fromkeys(str(name) for record in data for name in record)
    cells = {name: [record.get(name) for record in data] for name in names}
    return ColumnTable(cells, range(1, len(data) + 1))


def _from_frame(data: Any) -> ColumnTable:
    try:
        frame = nw.from_native(data)
    except (TypeError, nw.exceptions.DuplicateError) as error:
        duplicate = isinstance(error, nw.exceptions.DuplicateError)
        raise DataError([_repeated_column(data) if duplicate else Problem("not-a-table")]) from None
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    cells = {name: _series(eager[name]) for name in eager.columns}
    return ColumnTable(cells, range(1, len(eager) + 1))


def _series(series: nw.Series[Any]) -> Cells:
    """Numeric columns stay arrays (null as NaN); anything else becomes Python values (null as None)."""
    if series.dtype.is_numeric() and not series.dtype.is_decimal():
        return series.cast(nw.Float64).to_numpy() if not series.dtype.is_integer() else _integers(series)
    return series.to_list()


def _integers(series: nw.Series[Any]) -> Cells:
    return series.to_list() if series.null_count() else series.to_numpy()


def _repeated_column(data: Any) -> Problem:
    names = [str(name) for name in getattr(data, "columns", getattr(data, "column_names", []))]
    name = next((name for position, name in enumerate(names) if name in names[:position]), "")
    return Problem("duplicate-column", column=name, params={"name": name})
