"""A sheet of a workbook: XLSX, XLSB, XLS, ODS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from multaqa.tables.limits import ReadLimits
from multaqa.tables.problems import Problem, ReadError
from multaqa.tables.reading import sheets
from multaqa.tables.reading.grid import Advance, Batch, Decision, Findings
from multaqa.tables.reading.layout import LOOKED_AT_ROWS, find_layout
from multaqa.tables.reading.refusals import too_many_columns
from multaqa.tables.reading.rows import LAST_RECORDS, Placer, note_first

ROWS_A_BATCH = 50_000

Row = tuple[str | None, ...]


@dataclass
class Worksheet:
    """A recognised workbook; see `grid.Reader`. Its cells wait beside the file as an Arrow stream."""

    path: Path
    limits: ReadLimits
    store: Path
    sheet: str | None = None
    format: str = "workbook"
    keeps_types: bool = False
    packing: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    findings: Findings = field(default_factory=Findings)

    def __post_init__(self) -> None:
        self._cells = self.store / "cells.arrow"
        found = self._read_in_child()
        self.sheet, self._start = found["chosen"], found["start"]
        first = [[cell or "" for cell in row] for row in islice(self._rows(), LOOKED_AT_ROWS)]
        if not any(cell.strip() for row in first for cell in row):
            raise ReadError([Problem("empty-file")])
        self.layout = find_layout(first)
        if self.layout.width > self.limits.columns:
            raise too_many_columns(self.layout.width, self.limits)
        self.names = list(self.layout.names)
        self._first = first[: self.layout.titles + self.layout.header]
        share = found["cells"][self.sheet] / max(1, sum(found["cells"].values()))
        self.decisions = [
            Decision("sheet", self.sheet or "", round(share, 4)),
            Decision("header", str(self.layout.header), self.layout.confidence),
        ]

    def batches(self, advance: Advance | None = None) -> Iterator[Batch]:
        """Give the rows of the table; its last records may be notes."""
        self.findings = Findings()
        layout, findings = self.layout, self.findings
        note_first(self._first, layout, findings)
        header = tuple(self._first[-1]) if layout.header == 1 else ()
        placer = Placer(layout.width, findings, header)
        waiting: deque[tuple[int, Row]] = deque()
        for number, row in enumerate(islice(self._rows(advance), layout.titles + layout.header, None)):
            waiting.append((self._start + layout.titles + layout.header + number + 1, row))
            if len(waiting) > LAST_RECORDS:
                placer.place(*waiting.popleft())
            if len(placer) >= ROWS_A_BATCH:
                yield placer.taken()
        placer.place_last([(number, [cell or "" for cell in row]) for number, row in waiting])
        if len(placer):
            yield placer.taken()

    def _rows(self, advance: Advance | None = None) -> Iterator[Row]:
        with pa.memory_map(str(self._cells)) as file, pa.ipc.open_stream(file) as stream:
            for batch in stream:
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
                if advance:
                    advance(file.tell(), file.size())

    def _read_in_child(self) -> dict[str, Any]:
        most = self.limits.workbook_memory_bytes >> 20
        command = [
            sys.executable,
            "-I",
            "-m",
            sheets.__name__,
            str(self.path.resolve()),
            self.sheet or "",
            str(self._cells),
            str(most),
        ]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=_ENVIRONMENT
        )
        match done.returncode:
            case 0:
                found: dict[str, Any] = json.loads(done.stdout)
                if not found["chosen"]:
                    raise ReadError([Problem("empty-file")])
                return found
            case sheets.LOCKED:
                raise ReadError([Problem("locked-file")])
            case sheets.NO_SUCH_SHEET:
                names = ", ".join(json.loads(done.stdout)["sheets"][:20])
                raise ReadError([Problem("unknown-sheet", value=self.sheet, params={"names": names})])
            case sheets.DAMAGED:
                raise ReadError([Problem("broken-workbook")])
            case code if b"PanicException" in done.stderr and b"alloc" not in done.stderr and code > 0:
                raise ReadError([Problem("broken-workbook")])
            case _:
                raise ReadError([Problem("sheet-too-large", params={"limit": str(most)})])


_ENVIRONMENT = {"LANG": "C.UTF-8", "TZ": "UTC", "OPENBLAS_NUM_THREADS": "1", "PATH": os.defpath}
