"""Parquet: the file says its types, and they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from multaqa.tables.limits import ReadLimits
from multaqa.tables.problems import Problem, ReadError
from multaqa.tables.reading.grid import Advance, Batch, Decision, Findings
from multaqa.tables.reading.refusals import too_many_columns, unpacks_too_large

ROWS_A_BATCH = 65_536
BYTES_A_BATCH = 64 << 20


@dataclass
class Columnar:
    """A recognised Parquet file; see `grid.Reader`. Lists and records within cells are kept as JSON text."""

    path: Path
    limits: ReadLimits
    format: str = "Parquet"
    keeps_types: bool = True
    packing: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    findings: Findings = field(default_factory=Findings)

    def __post_init__(self) -> None:
        try:
            with pq.ParquetFile(self.path) as file:
                self.names = list(file.schema_arrow.names)
                self._texts = [
                    field.name
                    for field in file.schema_arrow
                    if pa.types.is_string(field.type) or pa.types.is_binary(field.type)
                ]
                unpacked = sum(
                    file.metadata.row_group(at).total_byte_size for at in range(file.metadata.num_row_groups)
                )
        except (pa.ArrowException, OSError, ValueError):
            raise ReadError([Problem("broken-parquet")]) from None
        if not self.names:
            raise ReadError([Problem("empty-file")])
        if len(self.names) > self.limits.columns:
            raise too_many_columns(len(self.names), self.limits)
        if unpacked > self.limits.unpacked_bytes:
            raise unpacks_too_large(self.limits.unpacked_bytes)
        self.decisions = [Decision("types", "declared")]

    def batches(self, advance: Advance | None = None) -> Iterator[Batch]:
        """Give the rows in the types of the file; texts that repeat are spread out no more than a batch may hold."""
        self.findings = Findings()
        row = 1
        unpacked = 0
        try:
            with pq.ParquetFile(self.path, read_dictionary=self._texts) as file:
                total = file.metadata.num_rows
                if not total:
                    columns = tuple(pa.array([], field.type) for field in file.schema_arrow)
                    yield Batch(np.empty(0, np.int64), columns)
                for whole in file.iter_batches(ROWS_A_BATCH, use_threads=False):
                    whole.validate(full=True)
                    size = sum(map(_spread_out, whole.columns))
                    unpacked += size
                    if unpacked > self.limits.unpacked_bytes:
                        raise unpacks_too_large(self.limits.unpacked_bytes)
                    step = max(1, len(whole) * BYTES_A_BATCH // max(size, BYTES_A_BATCH))
                    for start in range(0, len(whole), step):
                        batch = whole.slice(start, step)
                        self.findings.tally.kept += len(batch)
                        yield Batch(np.arange(row, row + len(batch), dtype=np.int64), tuple(batch.columns))
                        row += len(batch)
                    if advance:
                        advance(row - 1, total)
        except (pa.ArrowException, OSError, ValueError):
            raise ReadError([Problem("broken-parquet")]) from None


def _spread_out(values: pa.Array) -> int:
    """How many bytes the values take once texts that repeat are written out."""
    if not pa.types.is_dictionary(values.type):
        return int(values.nbytes)
    lengths = pc.binary_length(values.dictionary).take(values.indices)
    return int(pc.sum(lengths).as_py() or 0) + 4 * len(values)
