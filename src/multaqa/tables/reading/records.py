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

HEAD_BYTES = 1 << 20
RECORDS_A_BATCH = 20_000
CHUNK_BYTES = 64 << 10

_ITEM = None
"""In a path: any element of a list."""
Path_ = tuple[str | None, ...]
GEOMETRY = "geometry"


@dataclass
class Records:
    """A recognised JSON file; see `grid.Reader`. Objects within records become columns `outer.inner`."""

    path: Path
    limits: ReadLimits
    format: str = "JSON"
    packing: str = ""
    delimiter: str | None = None
    findings: Findings = field(default_factory=Findings)

    def __post_init__(self) -> None:
        with self.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        encoding = decide_encoding(head, whole=len(head) == self.path.stat().st_size)
        self.encoding: str | None = encoding.name
        self._codec = encoding.name
        text = codecs.getincrementaldecoder(self._codec)("replace").decode(head)
        self.format, self._at = self._place_of_records(text)
        keys: dict[str, None] = {}
        for count, record in enumerate(self._records(None), 1):
            keys.update(dict.fromkeys(self._cells(record, count)))
            if len(keys) > self.limits.columns:
                counts = {"found": str(len(keys)), "limit": str(self.limits.columns)}
                raise ReadError([Problem("too-many-columns", params=counts)])
        if not keys:
            raise ReadError([Problem("json-without-records")])
        self.names = list(keys)
        self.decisions = [
            Decision("encoding", encoding.name, encoding.confidence),
            Decision("records", ".".join(part or "[]" for part in self._at) or self.format),
        ]

    def batches(self, advance: Advance | None = None) -> Iterator[Batch]:
        """Give the records as rows; a key that a record lacks is missing."""
        self.findings = Findings()
        columns: list[list[str | None]] = [[] for _ in self.names]
        numbers: list[int] = []
        for number, record in enumerate(self._records(advance), 1):
            cells = self._cells(record, number)
            for name, column in zip(self.names, columns, strict=True):
                column.append(cells.get(name))
            numbers.append(number)
            if len(numbers) == RECORDS_A_BATCH:
                yield self._batch(numbers, columns)
                columns, numbers = [[] for _ in self.names], []
        if numbers:
            yield self._batch(numbers, columns)

    def _batch(self, numbers: list[int], columns: list[list[str | None]]) -> Batch:
        self.findings.tally.kept += len(numbers)
        return Batch(np.array(numbers, np.int64), tuple(pa.array(column, pa.string()) for column in columns))

    def _place_of_records(self, head: str) -> tuple[str, Path_]:
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

    def _first_list(self) -> Path_:
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

    def _records(self, advance: Advance | None) -> Iterator[Any]:
        """Give the values at the place of records, one at a time."""
        stack: list[str | None] = []
        built: _Builder | None = None
        for event, value in self._events(advance):
            if built:
                if built.take(event, value):
                    yield built.value
                    built = None
            elif event == "map_key":
                stack[-1] = value
            elif event in ("end_map", "end_array"):
                stack.pop()
            elif tuple(stack) == self._at:
                if event in ("start_map", "start_array"):
                    built = _Builder(event)
                elif self._at:
                    yield value
            elif event in ("start_map", "start_array"):
                stack.append("" if event == "start_map" else _ITEM)

    def _events(self, advance: Advance | None) -> Iterator[tuple[str, Any]]:
        size = self.path.stat().st_size
        depth = records = 0
        with self.path.open("rb") as file:
            try:
                for event, value in ijson.basic_parse(
                    _Recoded(file, self._codec), multiple_values=True, buf_size=CHUNK_BYTES
                ):
                    if event in ("start_map", "start_array"):
                        depth += 1
                        if depth > self.limits.nesting:
                            raise ReadError(
                                [Problem("nested-too-deep", params={"limit": str(self.limits.nesting)})]
                            )
                    elif event in ("end_map", "end_array"):
                        depth -= 1
                        if depth <= len(self._place):
                            records += 1
                            if advance and records % 1000 == 0:
                                advance(file.tell(), size)
                    yield event, value
            except (ijson.JSONError, UnicodeDecodeError, ValueError):
                raise ReadError([Problem("broken-json", params={"at": str(records)})]) from None

    @property
    def _place(self) -> Path_:
        return getattr(self, "_at", ())

    def _cells(self, record: Any, number: int) -> dict[str, str | None]:
        """The record's cells by the names of their columns."""
        if isinstance(record, list):
            record = {f"column_{at}": value for at, value in enumerate(record, 1)}
        if not isinstance(record, Mapping):
            raise ReadError([Problem("json-without-records", number)])
        if record.get("type") == "Feature" and isinstance(record.get("properties"), Mapping):
            return self._cells_of_feature(record)
        cells: dict[str, str | None] = {}
        _flatten(record, "", cells)
        return cells

    def _cells_of_feature(self, feature: Mapping[str, Any]) -> dict[str, str | None]:
        cells: dict[str, str | None] = {}
        if "id" in feature and "id" not in feature["properties"]:
            cells["id"] = _text(feature["id"])
        _flatten(feature["properties"], "", cells)
        if GEOMETRY in cells:
            cells[f"properties.{GEOMETRY}"] = cells.pop(GEOMETRY)
        cells[GEOMETRY] = _text(feature.get("geometry"))
        return cells


class _Builder:
    """Builds one value from the events of the parser."""

    def __init__(self, event: str) -> None:
        self.value: Any = {} if event == "start_map" else []
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
        holder = self._open[-1]
        if isinstance(holder, list):
            holder.append(value)
        else:
            holder[self._keys[-1]] = value


class _Recoded:
    """A file's bytes as UTF-8."""

    def __init__(self, file: Any, encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int = -1) -> bytes:
        if size == 0:
            return b""
        while raw := self._file.read(size):
            if text := self._decoder.decode(raw):
                return text.encode("utf-8", "replace")
        return self._decoder.decode(b"", final=True).encode("utf-8", "replace")


def _flatten(record: Mapping[str, Any], before: str, cells: dict[str, str | None]) -> None:
    for key, value in record.items():
        if isinstance(value, Mapping) and value:
            _flatten(value, f"{before}{key}.", cells)
        else:
            cells[f"{before}{key}"] = _text(value)


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
