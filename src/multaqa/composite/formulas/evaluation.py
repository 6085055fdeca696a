"""Formulas over columns, worked out in one query of a closed database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from multaqa.composite.formulas.formula import Formula
from multaqa.composite.formulas.writing import column_of

Floats = NDArray[np.float64]

MEMORY_LIMIT_MEGABYTES = 512


def evaluate(
    formulas: Mapping[str, Formula], columns: Mapping[str, Sequence[Any] | NDArray[Any]]
) -> dict[str, Floats]:
    """The value of every formula in every row, NaN where it has none; a condition gives 1 or 0.

    `columns`: every name that a formula uses → numbers (NaN where missing) or texts (None where missing), all of
    one length. Formulas do not see each other. Without columns the result has one row. Raises KeyError where a
    column is not given.
    """
    if not formulas:
        return {}
    needed = dict.fromkeys(name for formula in formulas.values() for name in formula.names)
    rows = len(next(iter(columns.values()))) if columns else 1
    # A table needs a column, even where all formulas are constants.
    arrays = {"row": pa.array(np.zeros(rows, dtype=np.int8))}
    arrays |= {column_of(name): _arrow(columns[name]) for name in needed}
    results = [
        f"CAST({formula.sql} AS DOUBLE) AS r{place}" for place, formula in enumerate(formulas.values())
    ]
    with _closed_database() as database:
        database.register("answers", pa.table(arrays))
        computed = database.execute(f"SELECT {', '.join(results)} FROM answers").fetchnumpy()
    return {name: _finite(computed[f"r{place}"]) for place, name in enumerate(formulas)}


def _closed_database() -> duckdb.DuckDBPyConnection:
    """A database in memory that reaches no file, network, extension, setting or variable of this process."""
    database = duckdb.connect(
        ":memory:",
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "python_enable_replacements": "false",
            "memory_limit": f"{MEMORY_LIMIT_MEGABYTES}MB",
            "threads": "1",
        },
    )
    database.execute("SET lock_configuration = true")
    return database


def _arrow(column: Sequence[Any] | NDArray[Any]) -> Any:
    if isinstance(column, np.ndarray) and column.dtype.kind in "biuf":
        return pa.array(column.astype(np.float64), from_pandas=True)
    values = list(column)
    if any(isinstance(value, str) for value in values):
        return pa.array(values, type=pa.string(), from_pandas=True)
    return pa.array(values, type=pa.float64(), from_pandas=True)


def _finite(column: Any) -> Floats:
    values: Floats = np.ma.filled(np.ma.asarray(column, dtype=np.float64), np.nan)
    return np.where(np.isfinite(values), values, np.nan)
