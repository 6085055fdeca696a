"""Texts of cells parted by a sign: CSV, TSV and their kin, in whatever encoding and state they come."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from multaqa.tables.limits import ReadLimits
from multaqa.tables.problems import Problem, ReadError
from multaqa.tables.reading.dialect import decide_dialect
from multaqa.tables.reading.encoding import Encoding, decide_encoding
from multaqa.tables.reading.grid import Advance, Batch, Decision, Findings
from multaqa.tables.reading.layout import LOOKED_AT_ROWS, find_layout, readable_names
from multaqa.tables.reading.refusals import too_long, too_many_columns
from multaqa.tables.reading.rows import LAST_RECORDS, LOST_SIGN, Placer, note_first, note_lost
from multaqa.tables.reading.splitting import split_rows

HEAD_BYTES = 1 << 20
LONGEST_HEAD_BYTES = 64 << 20
BLOCK_BYTES = 16 << 20
BLOCK_BYTES_PER_COLUMN = 2048
MOST_LINES_OF_A_CELL = 100
PIECES, PIECE_BYTES = 15, 32 << 10
_UNIT_SEPARATOR = "\x1f"


@dataclass
class Delimited:
    """A recognised text; see `grid.Reader`."""

    path: Path
    limits: ReadLimits
    format: str = "delimited text"
    keeps_types: bool = False
    packing: str = ""
    findings: Findings = field(default_factory=Findings)

    def __post_init__(self) -> None:
        self.size = self.path.stat().st_size
        head = _head(self.path)
        self._encoding = _encoding_of(self.path, head, self.size)
        self.encoding: str | None = self._encoding.name
        text = _decode(head, self._encoding.name)
        self._refuse_binary(text)
        self._old_line_ends = text.count("\r") - text.count("\r\n") > text.count("\n")
        lines = _lines(
            text.replace("\r", "\n") if self._old_line_ends else text, whole=len(head) == self.size
        )
        if not lines and len(head) < self.size:
            raise too_long("row-too-long", 1, LONGEST_HEAD_BYTES)
        self.dialect = decide_dialect([line.removesuffix("\r") for line in lines])
        self.delimiter: str | None = self.dialect.delimiter or None
        self._sign = self.dialect.delimiter or _UNIT_SEPARATOR
        rows = self._first_rows(lines, whole=len(head) == self.size)
        self.layout = find_layout(rows)
        if self.layout.width > self.limits.columns:
            raise too_many_columns(self.layout.width, self.limits)
        self._refuse_prose(rows)
        self.names = list(self.layout.names)
        self._first = [tuple(row) for row in rows[: self.layout.titles + self.layout.header]]
        self.decisions = self._decisions()

    def batches(self, advance: Advance | None = None) -> Iterator[Batch]:
        """Give the rows of the table in batches of some 16 MB of text."""
        self.findings = Findings()
        placer = Placer(self.layout.width, self.findings, self._repeated_header())
        skip = self.layout.titles + self.layout.header
        note_first(self._first, self.layout, self.findings)
        record, carry = 1, b""
        for block, done, lossy in self._blocks():
            if advance:
                advance(done, self.size)
            last = done >= self.size
            content = carry + block
            longest = self.limits.cell_characters * 2 + LONGEST_HEAD_BYTES
            if len(carry) > longest:
                raise too_long("row-too-long", record, longest)
            if skip:
                record, content, skip = self._skip(content, record, skip, last=last)
                if skip:
                    carry = content
                    continue
            body, tail = _closed(*_part(content, last=last), self.dialect.quote.encode())
            plain = None if lossy else self._read_plainly(body)
            if plain is not None:
                count = len(plain[0])
                self.findings.tally.kept += count
                yield Batch(np.arange(record, record + count, dtype=np.int64), plain)
                record += count
                carry = tail if not last else b""
                if last and tail:
                    record, rest = self._place(tail, placer, record, last=True)
            else:
                record, rest = self._place(content, placer, record, last=last)
                carry = rest
            if len(placer):
                batch = placer.taken()
                if lossy:
                    note_lost(batch, readable_names(self.names), self.findings)
                yield batch

    def _decisions(self) -> list[Decision]:
        layout, dialect = self.layout, self.dialect
        found = [
            Decision("encoding", self._encoding.name, self._encoding.confidence),
            Decision("delimiter", dialect.delimiter, dialect.confidence),
            Decision("quote", dialect.quote),
            Decision("header", str(layout.header), layout.confidence),
        ]
        return found + ([Decision("titles", str(layout.titles), layout.confidence)] if layout.titles else [])

    def _first_rows(self, lines: list[str], *, whole: bool) -> list[list[str]]:
        rows: list[list[str]] = []
        self._refuse_long(lines[:LOOKED_AT_ROWS], 1)
        for row, _ in split_rows(lines, self._sign, self.dialect.quote, None, last=whole):
            self._refuse_long_cells(row.cells, len(rows) + 1)
            rows.append(row.cells)
            if len(row.cells) > self.limits.columns:
                raise too_many_columns(len(row.cells), self.limits)
            if len(rows) >= LOOKED_AT_ROWS:
                break
        return rows or [[""]]

    def _repeated_header(self) -> tuple[str, ...]:
        return (
            self._first[-1] if self.layout.header == 1 and len(self._first[-1]) == self.layout.width else ()
        )

    def _blocks(self) -> Iterator[tuple[bytes, int, bool]]:
        """Give the text in UTF-8, how many bytes are done, and whether something could not be decoded."""
        size = max(BLOCK_BYTES, BLOCK_BYTES_PER_COLUMN * self.layout.width)
        decoder = codecs.getincrementaldecoder(self._encoding.name)("replace")
        is_utf8 = self._encoding.name in ("utf-8", "utf-8-sig")
        done = 0
        held = b""
        with self.path.open("rb") as file:
            if self._encoding.name == "utf-8-sig":
                done = len(file.read(3))
            while True:
                raw = file.read(size)
                done += len(raw)
                last = not raw or done >= self.size
                if is_utf8:
                    cut = held + raw
                    # A character cut by the end of a block waits for the next one.
                    end = len(cut) if last else _whole_characters(cut)
                    held, block = cut[end:], cut[:end]
                    lossy = not _is_valid(block)
                    block = block.decode("utf-8", "replace").encode() if lossy else block
                else:
                    text = decoder.decode(raw, final=last)
                    lossy = LOST_SIGN in text
                    block = text.encode("utf-8", "replace")
                if self._old_line_ends:
                    block = block.replace(b"\r", b"\n")
                yield block, self.size if last else min(done, self.size - 1), lossy
                if last:
                    return

    def _skip(self, content: bytes, record: int, skip: int, *, last: bool) -> tuple[int, bytes, int]:
        """Pass over the first records: titles and header."""
        lines = _lines(content.decode("utf-8", "replace"), whole=last)
        taken = 0
        for _, count in split_rows(lines, self._sign, self.dialect.quote, None, last=last):
            taken += count
            skip -= 1
            record += 1
            if not skip:
                break
        at = 0
        for _ in range(taken):
            found = content.find(b"\n", at)
            at = len(content) if found < 0 else found + 1
        return record, content[at:], skip

    def _read_plainly(self, body: bytes) -> tuple[pa.StringArray, ...] | None:
        """Read a block whose every line is one whole row with its quotes in order; None where one is not."""
        sign, quote = self._sign, self.dialect.quote
        if not body or body.count(b"\r") != body.count(b"\r\n"):
            return None
        if len(sign.encode()) > 1:
            if quote.encode() in body or _UNIT_SEPARATOR.encode() in body:
                return None
            body, sign = body.replace(sign.encode(), _UNIT_SEPARATOR.encode()), _UNIT_SEPARATOR
        lines = _rows_if_quotes_are_in_order(body, sign.encode(), quote.encode())
        if lines is None:
            return None
        names = [str(number) for number in range(self.layout.width)]
        ragged: list[object] = []

        def note_ragged(row: object) -> str:
            ragged.append(row)
            return "skip"

        try:
            table = pyarrow.csv.read_csv(
                pa.BufferReader(body),
                pyarrow.csv.ReadOptions(
                    column_names=names, block_size=max(1 << 20, len(body)), use_threads=False
                ),
                pyarrow.csv.ParseOptions(
                    delimiter=sign,
                    quote_char=quote,
                    ignore_empty_lines=False,
                    newlines_in_values=True,
                    invalid_row_handler=note_ragged,
                ),
                pyarrow.csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    strings_can_be_null=True,
                    null_values=[""],
                    check_utf8=False,
                ),
            )
        except pa.ArrowInvalid:
            return None
        if ragged or table.num_rows != lines:
            return None
        columns = tuple(_one_chunk(column) for column in table.columns)
        if len(body) > self.limits.cell_characters and any(self._is_too_long(column) for column in columns):
            return None
        if table.num_columns > 1 and _may_hold_blank_row(columns, self._repeated_header()):
            return None
        return None if table.num_columns == 1 and columns[0].null_count else columns

    def _refuse_long(self, lines: Sequence[str], record: int) -> None:
        longest = 2 * self.limits.cell_characters
        if any(len(line) > longest for line in lines):
            raise too_long("row-too-long", record, longest)

    def _refuse_long_cells(self, cells: Sequence[str], record: int) -> None:
        if any(len(cell) > self.limits.cell_characters for cell in cells):
            raise too_long("cell-too-long", record, self.limits.cell_characters)

    def _is_too_long(self, cells: pa.StringArray) -> bool:
        return bool((pc.max(pc.binary_length(cells)).as_py() or 0) > self.limits.cell_characters)

    def _place(self, content: bytes, placer: Placer, record: int, *, last: bool) -> tuple[int, bytes]:
        """Read a block line by line; gives the next record's number, and what waits for more text."""
        lines = _lines(content.decode("utf-8"), whole=last)
        self._refuse_long(lines, record)
        records: list[tuple[int, Sequence[str]]] = []
        taken = 0
        for row, count in split_rows(lines, self._sign, self.dialect.quote, self.layout.width, last=last):
            taken += count
            if row.stray_quote:
                self.findings.problems.add(Problem("stray-quote", record))
            self._refuse_long_cells(row.cells, record)
            records.append((record, row.cells))
            record += 1
        end = max(0, len(records) - LAST_RECORDS) if last else len(records)
        for number, cells in records[:end]:
            placer.place(number, cells)
        if last:
            placer.place_last(records[end:])
        at = 0
        if not last:
            for _ in range(taken):
                at = content.find(b"\n", at) + 1
        return record, b"" if last else content[at:]

    def _refuse_binary(self, text: str) -> None:
        head = text[:4096]
        strange = sum(1 for sign in head if sign < " " and sign not in "\t\r\n\f\x1a\x1f\x1e\x1c\x1d")
        if strange > len(head) * 0.05:
            raise ReadError([Problem("not-a-table", params={"what": "binary"})])

    def _refuse_prose(self, rows: Sequence[Sequence[str]]) -> None:
        texts = [row[0].strip() for row in rows if len(row) == 1 and row[0].strip()]
        if not any(cell.strip() for row in rows for cell in row):
            raise ReadError([Problem("empty-file")])
        if self.dialect.delimiter or not texts:
            return
        words = sum(len(text.split()) for text in texts) / len(texts)
        if words > 7 or (len(texts) == 1 and words > 3):
            raise ReadError([Problem("not-a-table", params={"what": "prose"})])


def _head(path: Path) -> bytes:
    """The beginning of a file: 1 MB, or more where its first twenty lines are longer."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        while head.count(b"\n") + head.count(b"\r") < 20 and len(head) < LONGEST_HEAD_BYTES:
            more = file.read(len(head))
            if not more:
                break
            head += more
    return head


def _encoding_of(path: Path, head: bytes, size: int) -> Encoding:
    """Decide on the head and pieces from all over the file; where these are ASCII, on the first part that is not."""
    if len(head) >= size:
        return decide_encoding(head, whole=True)
    pieces = [head]
    with path.open("rb") as file:
        for number in range(1, PIECES + 1):
            file.seek(len(head) + (size - len(head)) * number // (PIECES + 1))
            pieces.append(file.read(PIECE_BYTES).partition(b"\n")[2].rpartition(b"\n")[0])
        sample = b"\n".join(pieces)
        if sample.isascii():
            file.seek(0)
            before = b""
            while block := file.read(BLOCK_BYTES):
                if not block.isascii():
                    lines = (before + block).split(b"\n")
                    return decide_encoding(
                        b"\n".join(line for line in lines if not line.isascii()), whole=False
                    )
                before = block.rpartition(b"\n")[2]
            return Encoding("utf-8", 1.0)
    return decide_encoding(sample, whole=False)


def _decode(head: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(head)


def _lines(text: str, *, whole: bool) -> list[str]:
    """Whole lines, which a carriage return may end; a last line that may go on is left out unless the text is whole."""
    lines = text.split("\n")
    rest = lines.pop()
    if whole and rest:
        lines.append(rest)
    return lines


def _part(content: bytes, *, last: bool) -> tuple[bytes, bytes]:
    """Whole lines, and what waits: the line that is cut, or the last lines of the file, where notes may stand."""
    if not last:
        end = content.rfind(b"\n") + 1
        return content[:end], content[end:]
    end = len(content)
    for _ in range(LAST_RECORDS):
        end = content.rfind(b"\n", 0, max(0, end - 1)) + 1
        if end <= 0:
            return b"", content
    return content[:end], content[end:]


def _closed(body: bytes, tail: bytes, quote: bytes) -> tuple[bytes, bytes]:
    """The same parted before a cell whose quotes are still open."""
    if body.count(quote) % 2 == 0:
        return body, tail
    end = body.rfind(b"\n", 0, body.rfind(quote)) + 1
    return body[:end], body[end:] + tail


def _whole_characters(block: bytes) -> int:
    """Where the last whole UTF-8 character of a block ends."""
    for back in range(1, min(4, len(block)) + 1):
        byte = block[-back]
        if byte < 0x80:
            return len(block)
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(block) if back >= length else len(block) - back
    return len(block)


def _is_valid(block: bytes) -> bool:
    try:
        pa.array([block], pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _rows_if_quotes_are_in_order(body: bytes, delimiter: bytes, quote: bytes) -> int | None:
    """How many rows a block has, or None where a quote neither opens a cell nor closes one nor is doubled.

    None, too, where a quoted cell goes on for so many lines that a quote may be out of place.
    """
    whole = body.count(b"\n") + (not body.endswith(b"\n"))
    if quote not in body:
        return whole
    signs = np.frombuffer(body, np.uint8)
    at = np.flatnonzero(signs == quote[0])
    if len(at) % 2:
        return None
    opening, closing = at[::2], at[1::2]
    bounds = np.zeros(256, bool)
    bounds[[delimiter[0], 10, 13]] = True
    opens = (opening == 0) | bounds[signs[opening - 1]]
    opens[1:] |= opening[1:] == closing[:-1] + 1
    closes = (closing == len(signs) - 1) | bounds[signs[np.minimum(closing + 1, len(signs) - 1)]]
    closes[:-1] |= opening[1:] == closing[:-1] + 1
    if not (opens.all() and closes.all()):
        return None
    ends = np.flatnonzero(signs == 10)
    inside = np.searchsorted(ends, closing) - np.searchsorted(ends, opening)
    return whole - int(inside.sum()) if int(inside.max()) <= MOST_LINES_OF_A_CELL else None


def _may_hold_blank_row(columns: tuple[pa.StringArray, ...], header: tuple[str, ...]) -> bool:
    """Whether a row might be empty throughout, or be the header again; such blocks are looked at row by row."""
    if header and header[0] and pc.any(pc.equal(columns[0], header[0])).as_py():
        return True
    nulls: NDArray[np.bool_] | None = None
    for column in columns:
        if not column.null_count:
            return False
        here = column.is_null().to_numpy(zero_copy_only=False)
        nulls = here if nulls is None else nulls & here
        if not nulls.any():
            return False
    return True


def _one_chunk(column: pa.ChunkedArray) -> pa.StringArray:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
