"""Reads a workbook in a process of its own, since a small file can ask for a huge sheet: `python -m … FILE SHEET OUT MB`.

The cells go to OUT as an Arrow stream of texts; what was found goes to standard output as JSON. Exit codes: 3 locked,
4 no such sheet, 5 damaged. Where memory runs out, the process dies and no other.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

LOCKED, NO_SUCH_SHEET, DAMAGED = 3, 4, 5
ROWS_A_BATCH = 20_000
MOST_SHEETS_WEIGHED = 60
MOST_SECONDS = 600


def main(path: str, wanted: str, out: str, megabytes: int) -> int:
    """Write the wanted sheet, or the one with the most filled cells."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            names = [
                sheet.name for sheet in workbook.sheets_metadata if _is_shown(sheet)
            ] or workbook.sheet_names
            if wanted and wanted not in workbook.sheet_names:
                print(json.dumps({"sheets": names}))  # noqa: T201
                return NO_SUCH_SHEET
            weighed = [
                (workbook.get_sheet_by_name(name), name)
                for name in ([wanted] if wanted else names[:MOST_SHEETS_WEIGHED])
            ]
            cells = {name: _filled(sheet) for sheet, name in weighed}
            chosen = max(cells, key=lambda name: cells[name]) if cells else ""
            start = _write(next(sheet for sheet, name in weighed if name == chosen), out) if chosen else 0
    except PasswordError:
        return LOCKED
    except (CalamineError, ValueError, OSError, IndexError):
        return DAMAGED
    print(json.dumps({"sheets": names, "chosen": chosen, "cells": cells, "start": start}))  # noqa: T201
    return 0


def as_text(value: Any) -> str | None:
    """Return a cell of a workbook as its text would stand in a CSV file."""
    match value:
        case None | "":
            return None
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        case _:
            return str(value)


def _is_shown(sheet: Any) -> bool:
    return bool(sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible)


def _filled(sheet: CalamineSheet) -> int:
    return sum(1 for row in sheet.iter_rows() for cell in row if cell not in ("", None))


def _write(sheet: CalamineSheet, out: str) -> int:
    """Write the cells; gives the number of the first row that holds any."""
    width = sheet.width
    schema = pa.schema([(str(number), pa.string()) for number in range(width)])
    with pa.OSFile(out, "wb") as file, pa.ipc.new_stream(file, schema) as writer:
        rows: list[list[str | None]] = []
        for row in sheet.iter_rows():
            texts = [as_text(cell) for cell in row]
            rows.append(texts[:width] + [None] * (width - len(texts)))
            if len(rows) == ROWS_A_BATCH:
                writer.write_batch(_batch(rows, schema))
                rows = []
        if rows:
            writer.write_batch(_batch(rows, schema))
    return int(sheet.start[0]) if sheet.start else 0


def _batch(rows: list[list[str | None]], schema: pa.Schema) -> pa.RecordBatch:
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
