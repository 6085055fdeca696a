"""Records of cells placed in a table of one width: short ones filled, what fits nowhere set aside, all counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from multaqa.tables.problems import Problem
from multaqa.tables.reading.grid import Batch, Findings
from multaqa.tables.reading.layout import Layout, is_total, notes_begin

LONGEST_QUOTED_CHARACTERS = 300
LOST_SIGN = "\ufffd"
LAST_RECORDS = 200
"""Notes below a table are looked for among so many records at its end."""


@dataclass
class Placer:
    """Turns numbered records into batches of `width` columns, and writes down what it could not place."""

    width: int
    findings: Findings
    header: tuple[str, ...] = ()
    _rows: list[int] = field(default_factory=list)
    _cells: list[Sequence[str | None]] = field(default_factory=list)

    def place(self, row: int, cells: Sequence[str | None]) -> None:
        """Take one record."""
        tally, width = self.findings.tally, self.width
        if len(cells) > width:
            beyond = [cell for cell in cells[width:] if cell and cell.strip()]
            if beyond:
                tally.unplaced += 1
                shown = " | ".join(cell or "" for cell in cells)[:LONGEST_QUOTED_CHARACTERS]
                counts = {"found": str(len(cells)), "expected": str(width)}
                self.findings.problems.add(Problem("long-row", row, value=shown, params=counts))
                return
            cells = cells[:width]
        if not any(cell and cell.strip() for cell in cells):
            tally.blank += 1
            return
        if self.header and len(cells) == width and tuple(cells) == self.header:
            tally.header += 1
            self.findings.problems.add(Problem("repeated-header", row))
            return
        if len(cells) < width:
            counts = {"found": str(len(cells)), "expected": str(width)}
            self.findings.problems.add(Problem("short-row", row, params=counts))
            cells = [*cells, *[None] * (width - len(cells))]
        tally.kept += 1
        self._rows.append(row)
        self._cells.append(cells)

    def place_last(self, records: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Take the last records of the file, the notes below the table among them."""
        end = notes_begin([cells for _, cells in records], self.width)
        for row, cells in records[:end]:
            self.place(row, cells)
        for _, cells in records[end:]:
            text = " ".join(cell.strip() for cell in cells if cell.strip())
            if text:
                self.findings.tally.notes += 1
                self.findings.notes.append(text)
            else:
                self.findings.tally.blank += 1
        if end and is_total(records[end - 1][1]):
            self.findings.problems.add(Problem("total-row", records[end - 1][0]))

    def __len__(self) -> int:
        return len(self._rows)

    def taken(self) -> Batch:
        """Give the records placed since the last call."""
        columns = zip(*self._cells, strict=True) if self._cells else ([] for _ in range(self.width))
        batch = Batch(
            np.array(self._rows, np.int64), tuple(pa.array(list(cells), pa.string()) for cells in columns)
        )
        self._rows, self._cells = [], []
        return batch


def note_first(first: Sequence[Sequence[str]], layout: Layout, findings: Findings) -> None:
    """Count the records before the rows of a table: titles, blank ones, the header."""
    titles = first[: layout.titles]
    findings.titles = _titles_of(titles)
    findings.tally.blank = sum(1 for cells in titles if not any(cell.strip() for cell in cells))
    findings.tally.titles = len(titles) - findings.tally.blank
    findings.tally.header = layout.header


def note_lost(batch: Batch, names: Sequence[str], findings: Findings) -> None:
    """Write down the cells in which a sign could not be decoded."""
    for name, cells in zip(names, batch.columns, strict=True):
        if cells.null_count == len(cells):
            continue
        lost = np.flatnonzero(
            pc.match_substring(cells, LOST_SIGN).fill_null(False).to_numpy(zero_copy_only=False)
        )
        for at in lost.tolist():
            shown = cells[at].as_py()[:LONGEST_QUOTED_CHARACTERS]
            findings.problems.add(Problem("undecodable", int(batch.rows[at]), name, shown))


def _titles_of(records: Iterable[Sequence[str]]) -> list[str]:
    """The text of the records above a table."""
    texts = (" ".join(cell.strip() for cell in cells if cell.strip()) for cells in records)
    return [text for text in texts if text]
