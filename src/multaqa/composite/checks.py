"""What must hold between the parts of a framework: ids, weights, bounds, bands, columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from multaqa.composite.document import Document, Path
from multaqa.composite.methods import Goalposts, MinMax, NoNormalisation, Normalisation
from multaqa.composite.problems import Problem

if TYPE_CHECKING:
    from multaqa.composite.framework import Framework, Node

_FOR_PILLARS = ("aggregate", "missing")
_FOR_INDICATORS = ("normalise", "unit_of_measure")


def check(framework: Framework, document: Document, file: str) -> list[Problem]:
    """Every contradiction in a framework whose parts are each well formed."""
    checker = _Checker(framework, document, file)
    return [*checker.tree(), *checker.method(), *checker.bands(), *checker.columns()]


class _Checker:
    def __init__(self, framework: Framework, document: Document, file: str) -> None:
        self.framework = framework
        self.document = document
        self.file = file

    def tree(self) -> Iterator[Problem]:
        first: dict[str, Path] = {}
        for node, path in _places(self.framework.tree, ("tree",)):
            if node.id in first:
                line = str(self.document.lines[first[node.id]])
                yield self._problem("duplicate-id", (*path, "id"), node.id, id=node.id, first=line)
            first.setdefault(node.id, path)
            yield from self._indicator(node, path) if node.children is None else self._pillar(node, path)

    def _indicator(self, node: Node, path: Path) -> Iterator[Problem]:
        for key in _FOR_PILLARS:
            if getattr(node, key) is not None:
                yield self._problem("only-for-pillars", (*path, key), node.id, key=key, id=node.id)
        unnormalised = isinstance(self.framework.normalisation_of(node), NoNormalisation)
        if node.direction == "negative" and unnormalised:
            place = (*path, "direction")
            yield self._problem("direction-without-normalisation", place, node.id, id=node.id)
        if node.normalise is not None:
            yield from self._bounds(node.normalise, (*path, "normalise"), node.id)

    def _pillar(self, node: Node, path: Path) -> Iterator[Problem]:
        for key in _FOR_INDICATORS:
            if getattr(node, key) is not None:
                yield self._problem("only-for-indicators", (*path, key), node.id, key=key, id=node.id)
        if node.direction == "negative":
            place = (*path, "direction")
            yield self._problem("only-for-indicators", place, node.id, key="direction", id=node.id)
        if node.children and all(child.weight == 0 for child in node.children):
            yield self._problem("weights-all-zero", (*path, "children"), node.id, id=node.id)

    def method(self) -> Iterator[Problem]:
        yield from self._bounds(self.framework.method.normalise, ("method", "normalise"), None)
        if self.framework.stated_scale is not None:
            yield from self._order("scale", self.framework.stated_scale, ("scale",), None)
        root = self.framework.round_of(self.framework.tree)
        if self.framework.method.rank.on == "published" and root.decimals is None:
            yield self._problem("rank-needs-rounding", ("method", "rank"), None)

    def _bounds(self, method: Normalisation, path: Path, node: str | None) -> Iterator[Problem]:
        if isinstance(method, MinMax | Goalposts):
            yield from self._order("range", method.range, (*path, "range"), node)
        if isinstance(method, Goalposts):
            yield from self._order("goalposts", (method.low, method.high), (*path, "low"), node)

    def _order(self, key: str, pair: tuple[float, float], path: Path, node: str | None) -> Iterator[Problem]:
        low, high = pair
        if low >= high:
            yield self._problem("bounds-order", path, node, key=key, low=f"{low:g}", high=f"{high:g}")

    def bands(self) -> Iterator[Problem]:
        bands = self.framework.bands
        first: dict[str, int] = {}
        for position, band in enumerate(bands):
            path: Path = ("bands", position)
            if band.id in first:
                line = str(self.document.lines[("bands", first[band.id])])
                yield self._problem("duplicate-id", path, None, id=band.id, first=line)
            first.setdefault(band.id, position)
            is_last = position == len(bands) - 1
            stated = (band.above is not None) + (band.from_ is not None)
            if stated == 2 or (stated == 0 and not is_last):
                yield self._problem("band-boundary", path, None, id=band.id)
        for position, (higher, lower) in enumerate(pairwise(bands), start=1):
            if higher.start is not None and lower.start is not None and lower.start >= higher.start:
                starts = {"value": f"{lower.start:g}", "previous": f"{higher.start:g}"}
                yield self._problem("band-overlap", ("bands", position), None, id=lower.id, **starts)

    def columns(self) -> Iterator[Problem]:
        columns, published = self.framework.columns, self.framework.published
        meanings: dict[str, str] = {}
        stated: list[tuple[str, str, Path]] = [
            (name, getattr(columns, name), ("columns", name)) for name in type(columns).model_fields
        ]
        stated += [
            (f"published-{name}", column, ("published", name))
            for name, column in (("score", published.score), ("rank", published.rank))
            if column is not None
        ]
        for meaning, column, path in stated:
            if column in meanings:
                yield self._column_twice(column, meanings[column], meaning, path, None)
            meanings.setdefault(column, meaning)
        for node, path in _places(self.framework.tree, ("tree",)):
            # A child called `value` or `status` is harmless in a wide table; the unit and the time are not.
            if node.children is None and meanings.get(node.id) in ("unit", "time"):
                yield self._column_twice(node.id, meanings[node.id], "node", (*path, "id"), node.id)

    def _column_twice(self, column: str, first: str, second: str, path: Path, node: str | None) -> Problem:
        words = {"first": f"meaning:{first}", "second": f"meaning:{second}"}
        return self._problem("column-twice", path, node, column=column, **words)

    def _problem(self, code: str, path: Path, node: str | None, **params: str) -> Problem:
        return Problem(code, self.file, _line(self.document, path), node, params=params)


def _places(node: Node, path: Path) -> Iterator[tuple[Node, Path]]:
    yield node, path
    for position, child in enumerate(node.children or ()):
        yield from _places(child, (*path, "children", position))


def _line(document: Document, path: Path) -> int | None:
    """The line of the longest part of `path` that the document holds; what is a default stands higher up."""
    known = (document.lines.get(path[:length]) for length in range(len(path), -1, -1))
    return next((line for line in known if line is not None), None)
