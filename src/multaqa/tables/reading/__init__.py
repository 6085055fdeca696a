"""From a file as it arrives to batches of cells: packing, encoding, dialect and layout are decided here, types are not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from multaqa.tables.limits import ReadLimits
from multaqa.tables.reading.grid import Reader
from multaqa.tables.reading.sources import Readable, Source, opened


@contextmanager
def recognised(
    source: Path | Readable, limits: ReadLimits | None = None, *, sheet: str | None = None
) -> Iterator[Reader]:
    """Give the reader of a file's format, which its content decides. Raises ReadError where the file is not a table.

    ``sheet`` names the sheet of a workbook; without it the fullest one is read.
    """
    most = limits or ReadLimits()
    with opened(source, most) as file:
        yield _reader(file, most, sheet)


def _reader(file: Source, limits: ReadLimits, sheet: str | None) -> Reader:
    reader: Reader
    match file.kind:
        case "text":
            from multaqa.tables.reading.delimited import Delimited

            reader = Delimited(file.path, limits)
        case "workbook":
            from multaqa.tables.reading.worksheet import Worksheet

            reader = Worksheet(file.path, limits, file.store, sheet)
        case "json":
            from multaqa.tables.reading.records import Records

            reader = Records(file.path, limits)
        case "parquet":
            from multaqa.tables.reading.columnar import Columnar

            reader = Columnar(file.path, limits)
    reader.packing = file.packing
    return reader
