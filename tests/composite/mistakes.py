"""One example of every mistake this library names: what is done wrong, and where it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from multaqa.composite import load_framework, parse_framework, score
from multaqa.composite.document import DEPTH_LIMIT_LEVELS, SIZE_LIMIT_BYTES
from multaqa.composite.files import read_data, write_rows
from tests.composite.factories import DATA, document, framework

LONG = {"unit": ["A", "A"], "indicator": ["first", "second"], "value": [1, 2]}


@dataclass(frozen=True)
class Mistake:
    """`act` must raise problems of which the first has this code and place."""

    code: str
    act: Callable[[], object]
    line: int | None = None
    node: str | None = None
    row: int | None = None
    column: str | None = None


def _document(code: str, text: str, line: int | None = None, node: str | None = None) -> Mistake:
    return Mistake(code, lambda: parse_framework(text), line, node)


def _data(
    code: str,
    data: object,
    row: int | None = None,
    column: str | None = None,
    more: str = "",
    node: str | None = None,
) -> Mistake:
    return Mistake(code, lambda: score(framework(more), data), None, node, row, column)


def _file(
    code: str, name: str, content: bytes | None, row: int | None = None, column: str | None = None
) -> Mistake:
    def read() -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            if content is not None:
                path.write_bytes(content)
            read_data(path)

    return Mistake(code, read, row=row, column=column)


def _not_text() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "framework.yaml"
        path.write_bytes(b"\xff\xfe\xfa")
        load_framework(path)


def _swapped(**columns: list[object]) -> dict[str, list[object]]:
    return {name: list(cells) for name, cells in {**DATA, **columns}.items()}


DOCUMENTS = [
    Mistake("not-text", _not_text),
    _document("not-yaml", "id: [a\nedition: 1", 2),
    _document("empty-document", "# nothing yet\n", 1),
    _document("several-documents", "id: a\n---\nid: b\n", 2),
    _document("too-large", "#" * (SIZE_LIMIT_BYTES + 1)),
    _document("too-deep", "a: " + "[" * (DEPTH_LIMIT_LEVELS + 1), 1),
    _document("alias-not-allowed", "id: &name index\nedition: *name\n", 1),
    _document("tag-not-allowed", "id: !!python/name:os.system x\n", 1),
    _document("duplicate-key", document("units: a\nunits: b"), 9),
    _document("unknown-key", document(children="[{id: first, wieght: 2}]"), 6, "first"),
    _document("missing-key", "edition: a\nname: {en: A}\ntree: {id: a}\n", 1),
    _document("wrong-type", document("units: 3"), 8),
    _document("unknown-choice", document("method: {aggregate: harmonc}"), 8),
    _document("empty", document(children="[]"), 6, "index"),
    _document("bad-id", document(children="[{id: 'a b'}]"), 6, "a b"),
    _document("bad-language", document("description: {English: text}"), 8),
    _document("duplicate-id", document(children="\n    - {id: first}\n    - {id: first}"), 8, "first"),
    _document("weight-not-a-number", document(children="[{id: first, weight: heavy}]"), 6, "first"),
    _document("weight-negative", document(children="[{id: first, weight: -1}]"), 6, "first"),
    _document("weights-all-zero", document(children="[{id: first, weight: 0}]"), 6, "index"),
    _document("out-of-range", document(root="missing: {drop_below: 3}"), 7, "index"),
    _document("bounds-order", document("method: {normalise: {kind: goalposts, low: 5, high: 5}}"), 8),
    _document(
        "band-overlap", document("bands:\n  - {id: a, above: 1}\n  - {id: b, above: 2}\n  - {id: c}"), 10
    ),
    _document("band-boundary", document("bands: [{id: high}, {id: low}]"), 8),
    _document("only-for-indicators", document(root="normalise: minmax"), 7, "index"),
    _document("only-for-pillars", document(children="[{id: first, aggregate: geometric}]"), 6, "first"),
    _document(
        "direction-without-normalisation", document(children="[{id: first, direction: negative}]"), 6, "first"
    ),
    _document("rank-needs-rounding", document("method: {rank: {on: published}}"), 8),
    _document("column-twice", document("columns: {unit: country, time: country}"), 8),
    _document("non-finite", document(children="[{id: first, weight: .inf}]"), 6, "first"),
    _document("number-too-large", document(children="[{id: first, weight: 1e200}]"), 6, "first"),
]

TABLES = [
    _data("not-a-table", 42),
    _data("uneven-columns", {**DATA, "second": [1]}, column="second"),
    _data("no-rows", {"unit": [], "first": [], "second": []}),
    _data("unknown-unit-column", {"country": ["A"], "first": [1], "second": [1]}),
    _data("missing-unit", _swapped(unit=["A", " ", "C"]), 2, "unit"),
    _data("missing-time", _swapped(time=[2024, None, 2024]), 2, "time"),
    _data("not-a-number", _swapped(first=[1, "many", 3]), 2, "first"),
    _data("non-finite", _swapped(first=[1, 2, float("inf")]), 3, "first"),
    _data("number-too-large", _swapped(first=[1, 2, 1e200]), 3, "first"),
    _data("unknown-reason", _swapped(status=["", "asleep", ""]), 2, "status"),
    _data("value-with-reason", {**LONG, "status": ["", "no data"]}, 2),
    _data("duplicate-row", _swapped(unit=["A", "B", "A"]), 3),
    _data("duplicate-value", {**LONG, "indicator": ["first", "first"]}, 2),
    _data("unknown-indicator", {**LONG, "indicator": ["first", "secnd"]}, 2, "indicator"),
    _data("out-of-scale", _swapped(first=[1, 2, 93]), 3, "first", more="scale: [0, 9]", node="first"),
    Mistake("node-without-data", lambda: score(framework(), {"unit": ["A"], "first": [1]}), 6, "second"),
    Mistake(
        "negative-in-geometric",
        lambda: score(framework(root="aggregate: geometric"), _swapped(second=[1, -2, 3])),
        4,
        "index",
        column="second",
    ),
    Mistake("unknown-unit", lambda: score(framework(), DATA).explain("Z")),
    Mistake("unknown-node", lambda: score(framework(), DATA).explain("A", "third")),
    Mistake("unknown-time", lambda: score(framework(), DATA).explain("A", time="1999")),
]

FILES = [
    _file("duplicate-column", "data.csv", b"unit,first,first\nA,1,2\n", 1, "first"),
    _file("ragged-row", "data.csv", b"unit,first\nA,1\nB,2,3\n", 3),
    _file("file-not-found", "data.csv", None),
    _file("cannot-read", "data.xlsx", b"this is no workbook"),
    _file("unknown-format", "data.doc", b""),
    Mistake("cannot-write", lambda: write_rows([], Path("/no/such/folder/rows.csv"))),
]

MISTAKES = [*DOCUMENTS, *TABLES, *FILES]
