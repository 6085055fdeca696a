"""The columns of a table that is a Parquet file."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def schema_of(path: Path) -> Any:
    """The Arrow schema of the file. Raises OSError or pyarrow.ArrowInvalid when it cannot be read as Parquet."""
    found = os.stat(path)  # noqa: PTH116
    return _schema_of(path, found.st_mtime_ns, found.st_size)


def is_text(kind: Any) -> bool:
    """Whether a column of this Arrow type holds texts."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def is_number(kind: Any) -> bool:
    """Whether a column of this Arrow type holds numbers."""
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


@lru_cache(maxsize=1024)
def _schema_of(path: Path, changed_nanoseconds: int, size_bytes: int) -> Any:
    return pq.read_schema(path)
