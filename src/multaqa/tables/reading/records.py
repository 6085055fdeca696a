"""Records in JSON: a list of objects, one object a line, GeoJSON, or a list within an object."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import ijson
import numpy as np
import pyarrow as pa

from multaqa.tables.limits import ReadLimits
from multaqa.tables.problems import Problem, ReadError
from multaqa.tables.reading.encoding import decide_encoding
from multaqa.tables.reading.grid import Advance, Batch, Decision, Findings
from multaqa.tables.reading.layout import readable_names
from multaqa.tables.reading.refusals import too_long, too_many_columns
from multaqa.tables.reading.rows import LOST_SIGN, note_lost

HEAD_BYTES = 1 << 20
RECORDS_A_BATCH = 20_000
CELLS_A_BATCH = 2_000_000
CHUNK_BYTES = 1 << 20
FEW_CELLS = 2_000_000
MOST_CELLS_A_BYTE = 20
"""A file of which most records lack most keys would grow so many times over, as a table."""

_ITEM = None
"""In a path: any element of a list."""
Place = tuple[str | None, ...]
Key = tuple[str, ...]
"""The way to a value through the objects of a record. Two ways may give one name: {"a": {"b": 1}, "a.b": 2}."""
GEOMETRY = "geometry"
OF_THE_FEATURE: Key = ("",)
"""Members of a feature beside its properties, which may have the same names."""


@dataclass
class Records:
    """A recognised JSON file; see `grid.Reader`. Objects within records become columns `outer.inner`."""

    path: Path
    limits: ReadLimits
    format: str = "JSON"
    keeps_types: bool = False
    packing: str = ""
    delimiter: str | None = None
    findings: Findings = field(default_factory=Findings)
    _is_lossy: bool = False

    def __post_init__(self) -> None:
        with self.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        size = self.path.stat().st_size
        encoding = decide_encoding(head, whole=len(head) == size)
        self.encoding: str | None = encoding.name
        self._codec = encoding.name
        self._at: Place = ()
        text = codecs.getincrementaldecoder(self._codec)("replace").decode(head)
        self.format, self._at = self._place_of_records(text)
        keys: dict[Key, None] = {}
        count = 0
        for count, (record, _) in enumerate(self._records(None), 1):
            keys.update(dict.fromkeys(self._cells(record, count)))
            if len(keys) > self.limits.columns:
                raise too_many_columns(len(keys), self.limits)
        is_empty_collection = not self._at and {("type",), ("features",)} <= keys.keys() and count == 1
        if not keys or is_empty_collection:
            raise ReadError([Problem("json-without-records")])
        if len(keys) * count > max(FEW_CELLS, MOST_CELLS_A_BYTE * size):
            raise ReadError([Problem("too-sparse", params={"found": str(len(keys))})])
        self._keys = list(keys)
        self.names = [".".join(part for part in key if part) for key in keys]
        self.decisions = [
            Decision("encoding", encoding.name, encoding.confidence),
            Decision("records", ".".join(part or "[]" for part in self._at) or self.format),
        ]

    def batches(self, advance: Advance | None = None) -> Iterator[Batch]:
        """Give the records as rows; a key that a record lacks is missing."""
        self.findings = Findings()
        most = max(1, min(RECORDS_A_BATCH, CELLS_A_BATCH // len(self._keys)))
        columns: list[list[str | None]] = [[] for _ in self._keys]
        numbers: list[int] = []
        for number, (record, repeated) in enumerate(self._records(advance), 1):
            for key in repeated:
                self.findings.problems.add(Problem("repeated-key", number, value=key))
            cells = self._cells(record, number)
            for name, column in zip(self._keys, columns, strict=True):
                column.append(cells.get(name))
            numbers.append(number)
            if len(numbers) == most:
                yield self._batch(numbers, columns)
                columns, numbers = [[] for _ in self._keys], []
        if numbers:
            yield self._batch(numbers, columns)

    def _batch(self, numbers: list[int], columns: list[list[str | None]]) -> Batch:
        self.findings.tally.kept += len(numbers)
        batch = Batch(np.array(numbers, np.int64), tuple(pa.array(column, pa.string()) for column in columns))
        if self._is_lossy:
            note_lost(batch, readable_names(self.names), self.findings)
        return batch

    def _place_of_records(self, head: str) -> tuple[str, Place]:
        start = head.lstrip("\ufeff \t\r\n")
        if start.startswith("["):
            return "JSON", (_ITEM,)
        first, _, rest = start.partition("\n")
        if rest.lstrip().startswith("{") and _is_object(first):
            return "JSON Lines", ()
        found = self._first_list()
        if found == ("features", _ITEM):
            return "GeoJSON", found
        return "JSON", found

    def _first_list(self) -> Place:
        """The way through objects to the first list of objects; none where the whole is one record."""
        stack: list[str | None] = []
        before = ""
        for event, value in self._events(None):
            if event == "map_key":
                stack[-1] = value
            elif event == "start_map":
                if before == "start_array" and stack.count(_ITEM) == 1 and stack[-1] is _ITEM:
                    return tuple(stack)
                stack.append("")
            elif event == "start_array":
                stack.append(_ITEM)
            elif event in ("end_map", "end_array"):
                stack.pop()
            before = event
        return ()

    def _records(self, advance: Advance | None) -> Iterator[tuple[Any, list[str]]]:
        """Give the values at the place of records, one at a time, with the keys that one gives more than once."""
        try:
            yield from self._built(advance)
        except SystemError:  # a number too long for Python surfaces anywhere after its event
            raise ReadError([Problem("broken-json", params={"at": "?"})]) from None

    def _built(self, advance: Advance | None) -> Iterator[tuple[Any, list[str]]]:
        stack: list[str | None] = []
        built: _Builder | None = None
        for event, value in self._events(advance):
            if built:
                if built.take(event, value):
                    yield built.value, built.repeated
                    built = None
            elif event == "map_key":
                stack[-1] = value
            elif event in ("end_map", "end_array"):
                stack.pop()
            elif tuple(stack) == self._at:
                if event in ("start_map", "start_array"):
                    built = _Builder(event)
                elif self._at:
                    yield value, []
            elif event in ("start_map", "start_array"):
                stack.append("" if event == "start_map" else _ITEM)

    def _events(self, advance: Advance | None) -> Iterator[tuple[str, Any]]:
        """The events of the parser; no value deeper or longer than the limits. Raises ReadError."""
        size = self.path.stat().st_size
        depth = records = 0
        longest = self.limits.cell_characters
        with self.path.open("rb") as file:
            recoded = _Recoded(file, self._codec)
            try:
                for event, value in ijson.basic_parse(recoded, multiple_values=True, buf_size=CHUNK_BYTES):
                    if event in ("start_map", "start_array"):
                        depth += 1
                        if depth > self.limits.nesting:
                            raise ReadError(
                                [Problem("nested-too-deep", params={"limit": str(self.limits.nesting)})]
                            )
                    elif event in ("end_map", "end_array"):
                        depth -= 1
                        if depth <= len(self._at):
                            records += 1
                            if advance and records % 1000 == 0:
                                advance(file.tell(), size)
                    elif event in ("string", "map_key") and len(value) > longest:
                        raise too_long("cell-too-long", records + 1, longest)
                    yield event, value
            except (ijson.JSONError, ValueError, ArithmeticError, SystemError):
                raise ReadError([Problem("broken-json", params={"at": str(records)})]) from None
            self._is_lossy = recoded.is_lossy

    def _cells(self, record: Any, number: int) -> dict[Key, str | None]:
        """The record's cells by the way to them."""
        if isinstance(record, list):
            record = {f"column_{at}": value for at, value in enumerate(record, 1)}
        if not isinstance(record, Mapping):
            raise ReadError([Problem("json-without-records", number)])
        cells: dict[Key, str | None] = {}
        if record.get("type") == "Feature" and isinstance(record.get("properties", 0), Mapping | None):
            _flatten(record["properties"] or {}, (), cells)
            others = {
                key: value for key, value in record.items() if key not in ("type", "properties", GEOMETRY)
            }
            _flatten(others, OF_THE_FEATURE, cells)
            cells[*OF_THE_FEATURE, GEOMETRY] = _text(record.get(GEOMETRY))
        else:
            _flatten(record, (), cells)
        return cells


class _Builder:
    """Builds one value from the events of the parser."""

    def __init__(self, event: str) -> None:
        self.value: Any = {} if event == "start_map" else []
        self.repeated: list[str] = []
        self._open: list[Any] = [self.value]
        self._keys: list[str] = [""]

    def take(self, event: str, value: Any) -> bool:
        """Take the next event; whether the value is whole."""
        if event == "map_key":
            self._keys[-1] = value
        elif event in ("start_map", "start_array"):
            made: Any = {} if event == "start_map" else []
            self._put(made)
            self._open.append(made)
            self._keys.append("")
        elif event in ("end_map", "end_array"):
            self._open.pop()
            self._keys.pop()
        else:
            self._put(value)
        return not self._open

    def _put(self, value: Any) -> None:
        holder, key = self._open[-1], self._keys[-1]
        if isinstance(holder, list):
            holder.append(value)
            return
        if key in holder:
            self.repeated.append(key)
        holder[key] = value


class _Recoded:
    """A file's bytes as UTF-8; ``is_lossy`` once one was no letter in its encoding."""

    def __init__(self, file: Any, encoding: str) -> None:
        self.is_lossy = False
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int = -1) -> bytes:
        if size == 0:
            return b""
        while raw := self._file.read(size):
            if text := self._decoder.decode(raw):
                return self._encoded(text)
        return self._encoded(self._decoder.decode(b"", final=True))

    def _encoded(self, text: str) -> bytes:
        self.is_lossy = self.is_lossy or LOST_SIGN in text
        return text.encode("utf-8", "replace")


def _flatten(record: Mapping[str, Any], before: Key, cells: dict[Key, str | None]) -> None:
    for key, value in record.items():
        if isinstance(value, Mapping) and value:
            _flatten(value, (*before, key), cells)
        else:
            cells[*before, key] = _text(value)


def _text(value: Any) -> str | None:
    match value:
        case None:
            return None
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False, default=float)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
