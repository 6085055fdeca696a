"""Tables on disk, for the command line: data in, results out."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from multaqa.composite.columns import ColumnTable
from multaqa.composite.problems import DataError, FileError, Problem
from multaqa.composite.result import Row

Handler = TypeVar("Handler")
Cell = str | float | None
HEADER_ROWS = 1
# A workbook states when it was made; the same results are to give the same bytes.
_MADE = datetime(1980, 1, 1, tzinfo=UTC)
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Sheet:
    """A table to be written: `columns` by name, those in `numbers` holding numbers and the others text; None is empty."""

    name: str
    columns: tuple[str, ...]
    numbers: frozenset[str]
    rows: Sequence[Sequence[Cell]]


def read_data(path: str | Path) -> ColumnTable:
    """Read a CSV, JSON, Parquet, XLSX or ODS file by its suffix; a workbook's first sheet is read.

    Row numbers are those of a spreadsheet: the header is row 1. In JSON and Parquet, records count from 1.
    Raises FileError (`file-not-found`, `cannot-read`, `unknown-format`) and DataError (`ragged-row` …).
    """
    path = Path(path)
    read = _of_suffix(_READERS, path)
    try:
        return read(path)
    except FileNotFoundError:
        raise FileError([Problem("file-not-found", str(path))]) from None
    except UnicodeError:
        raise FileError([Problem("not-text", str(path))]) from None
    except (OSError, ValueError, RecursionError, csv.Error, zipfile.BadZipFile, _spreadsheet_error()):
        raise FileError([Problem("cannot-read", str(path))]) from None


def write_rows(rows: Sequence[Row], path: str | Path) -> None:
    """Write long rows as CSV, JSON, XLSX or Parquet by suffix; the file appears whole or not at all.

    Raises FileError (`cannot-write`, `unknown-format`).
    """
    written = [row._replace(rank=whole(row.rank)) for row in rows]
    write_sheets([Sheet("results", Row._fields, frozenset({"score", "rank"}), written)], path)


def write_sheets(sheets: Sequence[Sheet], path: str | Path) -> None:
    """Write tables as CSV, JSON, XLSX or Parquet by suffix: a workbook holds all of them, any other file the first.

    The file appears whole or not at all. Raises FileError (`cannot-write`, `unknown-format`).
    """
    encode = _of_suffix(_WRITERS, Path(path))
    write_content(encode(sheets), path)


def write_content(content: bytes, path: str | Path) -> None:
    """Write a file that appears whole or not at all. Raises FileError (`cannot-write`)."""
    path = Path(path)
    try:
        _write_whole(path, content)
    except OSError:
        raise FileError([Problem("cannot-write", str(path))]) from None


def whole(rank: float | None) -> float | None:
    """A rank is written as 2, not 2.0; only averages of ties are not whole."""
    return int(rank) if rank is not None and rank.is_integer() else rank


def to_json(value: object) -> bytes:
    """Plain data as JSON in UTF-8. Raises ValueError for a number that is not finite."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8") + b"\n"


def _of_suffix(table: Mapping[str, Handler], path: Path) -> Handler:
    suffix = path.suffix.lower()
    if suffix not in table:
        raise FileError(
            [Problem("unknown-format", str(path), params={"suffix": suffix, "known": ", ".join(table)})]
        )
    return table[suffix]


def _write_whole(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # A temporary file is private; a result is as open as any file its owner makes.
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _read_csv(path: Path) -> ColumnTable:
    raw = path.read_bytes()
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), "utf-8-sig")
    text = raw.decode(encoding)
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    return _from_rows(rows, path)


def _read_workbook(path: Path) -> ColumnTable:
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(str(path))
    rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return _from_rows(rows, path)


def _read_json(path: Path) -> ColumnTable:
    from multaqa.composite.columns import column_table

    table = column_table(json.loads(path.read_text("utf-8-sig")))
    return ColumnTable(table.cells, table.numbers, str(path))


def _read_parquet(path: Path) -> ColumnTable:
    import pyarrow.parquet

    from multaqa.composite.columns import column_table

    table = column_table(pyarrow.parquet.read_table(path))
    return ColumnTable(table.cells, table.numbers, str(path))


def _from_rows(rows: Sequence[Sequence[Any]], path: Path) -> ColumnTable:
    """Header and records of a sheet; rows that are empty throughout are passed over, but counted."""
    if not rows:
        raise DataError([Problem("no-rows", str(path))])
    names = [str(name).strip() for name in rows[0]]
    while names and not names[-1]:
        names.pop()
    repeated = [name for position, name in enumerate(names) if name and name in names[:position]]
    problems = [
        Problem("duplicate-column", str(path), row=1, column=name, params={"name": name}) for name in repeated
    ]
    records: list[Sequence[Any]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows[HEADER_ROWS:], start=HEADER_ROWS + 1):
        if all(cell is None or cell == "" for cell in row):
            continue
        # Missing cells at the end are empty; cells beyond the header belong to no column.
        if any(cell not in (None, "") for cell in row[len(names) :]):
            sizes = {"found": str(len(row)), "expected": str(len(names))}
            problems.append(Problem("ragged-row", str(path), row=number, params=sizes))
        records.append([*row, *[None] * (len(names) - len(row))])
        numbers.append(number)
    if problems:
        raise DataError(problems)
    cells = {name: [record[position] for record in records] for position, name in enumerate(names) if name}
    return ColumnTable(cells, numbers, str(path))


def _to_csv(sheets: Sequence[Sheet]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheets[0].columns)
    writer.writerows(sheets[0].rows)
    return text.getvalue().encode("utf-8")


def _to_json(sheets: Sequence[Sheet]) -> bytes:
    columns, rows = sheets[0].columns, sheets[0].rows
    return to_json([dict(zip(columns, row, strict=True)) for row in rows])


def _to_workbook(sheets: Sequence[Sheet]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    # A name that begins with "=" is a name: nothing in the file may run or lead anywhere when it is opened.
    safe = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, safe) as workbook:
        workbook.set_properties({"created": _MADE})
        bold = workbook.add_format({"bold": True})
        for table in sheets:
            sheet = workbook.add_worksheet(table.name)
            for column, name in enumerate(table.columns):
                sheet.write_string(0, column, name, bold)
            for number, row in enumerate(table.rows, start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    elif cell is not None:
                        sheet.write_number(number, column, cell)
            sheet.freeze_panes(1, 0)
    return content.getvalue()


def _to_parquet(sheets: Sequence[Sheet]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    first = sheets[0]
    kinds = {name: pyarrow.float64() if name in first.numbers else pyarrow.string() for name in first.columns}
    records = [dict(zip(first.columns, row, strict=True)) for row in first.rows]
    table = pyarrow.Table.from_pylist(records, schema=pyarrow.schema(list(kinds.items())))
    content = io.BytesIO()
    pyarrow.parquet.write_table(table, content)
    return content.getvalue()


def _spreadsheet_error() -> type[Exception]:
    from python_calamine import CalamineError

    return CalamineError


_READERS: dict[str, Callable[[Path], ColumnTable]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".json": _read_json,
    ".parquet": _read_parquet,
    ".xlsx": _read_workbook,
    ".ods": _read_workbook,
}
_WRITERS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {
    ".csv": _to_csv,
    ".json": _to_json,
    ".xlsx": _to_workbook,
    ".parquet": _to_parquet,
}
