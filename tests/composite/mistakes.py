"""One example of every mistake this library names: what is done wrong, and where it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from multaqa.composite import load_framework, parse_framework, score
from multaqa.composite.document import DEPTH_LIMIT_LEVELS, SIZE_LIMIT_BYTES
from multaqa.composite.files import read_data, write_rows
from multaqa.composite.formulas import LENGTH_LIMIT_CHARACTERS
from multaqa.composite.methods import Arithmetic, Assumptions, Median, MinMax, ZScore
from multaqa.composite.steps.components import principal_components
from multaqa.composite.uncertainty import robustness
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


def _scored(code: str, data: dict[str, list[object]], node: str, **parts: str) -> Mistake:
    """A mistake that shows once these data are scored: at an indicator's line, or at the line of its pillar's weights."""
    line = 4 if "root" in parts else 6
    return Mistake(code, lambda: score(framework(**parts), data), line, node)


def _divided(denominator: str) -> str:
    return f"[{{id: first, denominator: {denominator}}}, {{id: second}}]"


def _weights(method: str) -> str:
    return f"weights: {{kind: {method}}}"


def _judged(*pairs: str) -> str:
    judgements = [f"{{more: {more}, less: {less}, times: 5}}" for more, less in map(str.split, pairs)]
    return _weights(f"ahp, judgements: [{', '.join(judgements)}]")


def _formula(text: str) -> str:
    return f'aggregate: {{kind: formula, formula: "{text}"}}'


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
    _document("parameter-missing", document(root="aggregate: power"), 7, "index"),
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
    _document(
        "not-positive", document(children="[{id: first, denominator: {column: x, scale: 0}}]"), 6, "first"
    ),
    _document("bounds-order", document("method: {normalise: {kind: goalposts, low: 5, high: 5}}"), 8),
    _document(
        "band-overlap", document("bands:\n  - {id: a, above: 1}\n  - {id: b, above: 2}\n  - {id: c}"), 10
    ),
    _document("band-boundary", document("bands: [{id: high}, {id: low}]"), 8),
    _document("only-for-indicators", document(root="treat: default"), 7, "index"),
    _document("only-for-pillars", document(children="[{id: first, aggregate: geometric}]"), 6, "first"),
    _document(
        "direction-without-normalisation", document(children="[{id: first, direction: negative}]"), 6, "first"
    ),
    _document("rank-needs-rounding", document("method: {rank: {on: published}}"), 8),
    _document(
        "decimals-with-data-precision", document("method: {rank: {on: data_precision, decimals: 2}}"), 8
    ),
    _document(
        "rescale-with-every-level",
        document(root="rescale: minmax\n  round: {decimals: 1, at: every_level}"),
        7,
        "index",
    ),
    _document(
        "edition-out-of-reach", document(root="rescale: {kind: minmax, over: {edition: 2020}}"), 7, "index"
    ),
    _document(
        "log-needs-positive",
        document("method: {normalise: {kind: goalposts, low: 0, high: 1, log: true}}"),
        8,
    ),
    _document(
        "thresholds-order",
        document("method:\n  normalise: {kind: categorical, thresholds: [5, 5], points: [1, 2, 3]}"),
        9,
    ),
    _document(
        "points-count",
        document("method: {normalise: {kind: categorical, thresholds: [5], points: [1, 2, 3]}}"),
        8,
    ),
    _document("exponent-zero", document(root="aggregate: {kind: power, exponent: 0}"), 7, "index"),
    _document(
        "unknown-predictor",
        document(children="[{id: first, impute: {kind: regression, on: [first]}}]"),
        6,
        "first",
    ),
    _document("kept-and-removed", document("method: {screen: {keep: [A], remove: [A]}}"), 8),
    _document("column-twice", document("columns: {unit: country, time: country}"), 8),
    _document("non-finite", document(children="[{id: first, weight: .inf}]"), 6, "first"),
    _document("number-too-large", document(children="[{id: first, weight: 1e200}]"), 6, "first"),
]

JUDGED = [
    _document(
        "unknown-child", document(root=_weights("budget, allocations: [{first: 1, third: 1}]")), 7, "index"
    ),
    _document("empty-allocation", document(root=_weights("budget, allocations: [{first: 0}]")), 7, "index"),
    _document(
        "importance-incomplete", document(root=_weights("optimised, importance: {first: 1}")), 7, "index"
    ),
    _document(
        "bounds-cannot-hold", document(root=_weights("benefit_of_the_doubt, bounds: [0.6, 0.7]")), 7, "index"
    ),
    _document("judgement-of-itself", document(root=_judged("first first")), 7, "index"),
    _document("judgement-twice", document(root=_judged("first second", "second first")), 7, "index"),
    _document(
        "judgements-incomplete",
        document(children="[{id: a}, {id: b}, {id: c}]", root=_judged("a b", "b c")),
        7,
        "index",
    ),
    _document(
        "inconsistent-judgements",
        document(children="[{id: a}, {id: b}, {id: c}]", root=_judged("a b", "b c", "c a")),
        7,
        "index",
    ),
    _document(
        "too-many-to-compare",
        document(children=f"[{', '.join(f'{{id: i{n}}}' for n in range(16))}]", root=_judged("i0 i1")),
        7,
        "index",
    ),
]

FORMULAS = [
    _document("formula-not-understood", document(root=_formula("first +")), 7, "index"),
    _document("formula-not-allowed", document(root=_formula("SUM(first)")), 7, "index"),
    _document("formula-unknown-name", document(root=_formula("first + third")), 7, "index"),
    _document("formula-mixed-kinds", document(root=_formula("first + 'x'")), 7, "index"),
    _document(
        "formula-too-long", document(root=_formula("+".join(["first"] * LENGTH_LIMIT_CHARACTERS))), 7, "index"
    ),
    _document("formula-too-complex", document(root=_formula("(" * 400 + "first" + ")" * 400)), 7, "index"),
]


def _correlated(first: float, second: float, third: float) -> dict[str, list[object]]:
    """Twenty units whose indicators a, b, c have exactly the correlations ab, ac, bc."""
    noise = np.random.default_rng(0).normal(size=(20, 3))
    apart = np.linalg.qr(noise - noise.mean(axis=0))[0]
    wanted = np.array([[1, first, second], [first, 1, third], [second, third, 1]])
    values = apart @ np.linalg.cholesky(wanted).T
    columns = {name: list(values[:, place]) for place, name in enumerate("abc")}
    return {"unit": [f"U{number}" for number in range(20)], **columns}


def _dependent() -> dict[str, list[object]]:
    data = _correlated(0.4, 0.3, 0.2)
    return {**data, "d": [a + b for a, b in zip(data["a"], data["b"], strict=True)]}


UNCERTAIN = [
    _document("derived-with-children", document("indicators: [{id: index, formula: '1'}]"), 8, "index"),
    _document("nothing-uncertain", document("uncertainty: {draws: 100}"), 8),
    Mistake(
        "too-many-combinations",
        lambda: robustness(
            score(framework(), DATA),
            Assumptions(
                normalise=(MinMax(kind="minmax"), ZScore(kind="zscore")) * 40,
                aggregate=(Arithmetic(kind="arithmetic"), Median(kind="median")) * 40,
            ),
        ),
    ),
    Mistake(
        "own-weights-vary",
        lambda: robustness(score(framework(root="weights: benefit_of_the_doubt"), DATA)),
        4,
        "index",
    ),
]

LOSING = "{steps: [{kind: log, form: plain}], always: true}"
TURNING = "{steps: [{kind: log, form: gii}], always: true}"
THREE = "[{id: a}, {id: b}, {id: c}]"
FOUR = "[{id: a}, {id: b}, {id: c}, {id: d}]"
STEPS = [
    _scored(
        "treatment-needs-positive",
        _swapped(first=[0, 1, 2]),
        "first",
        children=f"[{{id: first, treat: {LOSING}}}, {{id: second}}]",
    ),
    _scored(
        "treatment-needs-range",
        _swapped(first=[0.1, 0.5, 0.9]),
        "first",
        children=f"[{{id: first, treat: {TURNING}}}, {{id: second}}]",
    ),
    Mistake(
        "denominator-twice",
        lambda: score(
            framework(children=_divided("{column: people, table: census}")),
            DATA,
            tables={"census": {"unit": ["A", "A"], "people": [1, 2]}},
        ),
        row=2,
        column="people",
    ),
    Mistake(
        "own-weights-compared",
        lambda: score(framework(root="weights: benefit_of_the_doubt\n  aggregate: copeland"), DATA),
        4,
        "index",
    ),
    _scored("denominator-zero", {**DATA, "people": [1, 0, 2]}, "first", children=_divided("people")),
    _scored("unknown-column", DATA, "first", children=_divided("people")),
    _scored("unknown-table", DATA, "first", children=_divided("{column: people, table: census}")),
    _scored(
        "negative-in-normalisation",
        _swapped(first=[1, -2, 3]),
        "first",
        children="[{id: first, normalise: fraction_of_maximum}, {id: second}]",
    ),
    _scored(
        "weights-need-units", {name: cells[:2] for name, cells in DATA.items()}, "index", root="weights: pca"
    ),
    _scored("constant-child", _swapped(second=[1, 1, 1]), "second", root="weights: critic"),
    _scored("negative-in-entropy", _swapped(first=[1, -2, 3]), "first", root="weights: entropy"),
    _scored("negative-in-benefit", _swapped(first=[1, -2, 3]), "first", root="weights: benefit_of_the_doubt"),
    _scored("weights-without-difference", _swapped(second=DATA["first"]), "index", root="weights: critic"),
    _scored("too-few-for-factors", _swapped(), "index", root="weights: factor"),
    _scored("heywood-case", _correlated(0.8, 0.8, 0.5), "a", children=THREE, root="weights: factor"),
    _scored("children-dependent", _dependent(), "index", children=FOUR, root="weights: factor"),
    Mistake("too-few-complete-rows", lambda: principal_components(np.ones((1, 2)))),
    Mistake("constant-column", lambda: principal_components(np.array([[1.0, 1.0], [1.0, 2.0]]))),
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
    Mistake("data-missing", lambda: score(framework(), None)),
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

MISTAKES = [*DOCUMENTS, *JUDGED, *FORMULAS, *UNCERTAIN, *STEPS, *TABLES, *FILES]
