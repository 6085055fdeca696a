"""Parquet: the file says its types, and they are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from multaqa.tables.limits import ReadLimits
from multaqa.tables.problems import Problem, ReadError
from multaqa.tables.reading.grid import Advance, Batch, Decision, Findings

ROWS_A_BATCH = 65_536
DECLARED_TEXT = pa.large_string()
"""Text that the file declares to be text, and that is not to be read as anything else."""


@dataclass
class Columnar:
    """A recognised Parquet file; see `grid.Reader`. Lists and records within cells are kept as JSON text."""

    path: Path
    limits: ReadLimits
    format: str = "Parquet"
    packing: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    findings: Findings = field(default_factory=Findings)

    def __post_init__(self) -> None:
        try:
            with pq.ParquetFile(self.path) as file:
                self.names = list(file.schema_arrow.names)
                unpacked = sum(
                    file.metadata.row_group(at).total_byte_size for at in range(file.metadata.num_row_groups)
                )
        except (pa.ArrowException, OSError, ValueError):
            raise ReadError([Problem("broken-parquet")]) from None
        if not self.names:
            raise ReadError([Problem("empty-file")])
        if len(self.names) > self.limits.columns:
            counts = {"found": str(len(self.names)), "limit": str(self.limits.columns)}
            raise ReadError([Problem("too-many-columns", params=counts)])
        if unpacked > self.limits.unpacked_bytes:
            raise ReadError(
                [Problem("unpacks-too-large", params={"limit": str(self.limits.unpacked_bytes >> 20)})]
            )
        self.decisions = [Decision("types", "declared")]

    def batches(self, advance: Advance | None = None) -> Iterator[Batch]:
        """Give the rows in the stored types."""
        self.findings = Findings()
        row = 1
        try:
            with pq.ParquetFile(self.path) as file:
                total = file.metadata.num_rows
                for batch in file.iter_batches(ROWS_A_BATCH, use_threads=False):
                    batch.validate(full=True)
                    columns = tuple(stored(column) for column in batch.columns)
                    self.findings.tally.kept += len(batch)
                    yield Batch(np.arange(row, row + len(batch), dtype=np.int64), columns)
                    row += len(batch)
                    if advance:
                        advance(row - 1, total)
        except (pa.ArrowException, OSError, ValueError):
            raise ReadError([Problem("broken-parquet")]) from None


def stored(values: pa.Array) -> pa.Array:
    """Return values of any Arrow type in the type in which we store them, and text as `DECLARED_TEXT`."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return stored(values.dictionary_decode())
    if pa.types.is_boolean(kind) or kind == DECLARED_TEXT:
        return values
    if pa.types.is_integer(kind):
        return values.cast(pa.float64() if kind == pa.uint64() else pa.int64(), safe=False)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return values.cast(pa.float64(), safe=False)
    if pa.types.is_date(kind):
        return values.cast(pa.date32(), safe=False)
    if pa.types.is_timestamp(kind):
        return values.cast(pa.timestamp("us", "UTC" if kind.tz else None), safe=False)
    if pa.types.is_time(kind):
        return values.cast(pa.time64("us"), safe=False)
    if pa.types.is_string(kind) or pa.types.is_string_view(kind):
        return values.cast(DECLARED_TEXT)
    return pa.array([_text(value) for value in values.to_pylist()], DECLARED_TEXT)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, default=str)
