"""What must hold between the parts of a framework: ids, weights, bounds, bands, columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from multaqa.composite.contradictions import (
    Contradiction,
    in_aggregation,
    in_imputation,
    in_normalisation,
    in_order,
    in_screening,
    in_weighting,
    out_of_reach,
)
from multaqa.composite.document import Document, Path
from multaqa.composite.methods import (
    Assumptions,
    DataNoise,
    NoNormalisation,
    RelativeNoise,
    WeightNoise,
    WeightSets,
)
from multaqa.composite.problems import Problem

if TYPE_CHECKING:
    from multaqa.composite.framework import Framework, Node

_FOR_PILLARS = ("weights", "aggregate", "missing")
_FOR_INDICATORS = ("denominator", "impute", "treat", "unit_of_measure")


def check(framework: Framework, document: Document, file: str) -> list[Problem]:
    """Every contradiction in a framework whose parts are each well formed."""
    checker = _Checker(framework, document, file)
    found = [
        *checker.tree(),
        *checker.method(),
        *checker.uncertainty(),
        *checker.bands(),
        *checker.columns(),
    ]
    # A choice that several pillars inherit is at fault once.
    return list({(p.code, p.line, tuple(p.params.items())): p for p in reversed(found)}.values())[::-1]


class _Checker:
    def __init__(self, framework: Framework, document: Document, file: str) -> None:
        self.framework = framework
        self.document = document
        self.file = file
        self.indicators = [node.id for node in framework.indicators]

    def tree(self) -> Iterator[Problem]:
        first: dict[str, Path] = {}
        for node, path in _places(self.framework.tree, ("tree",)):
            if node.id in first:
                line = str(self.document.lines[first[node.id]])
                yield self._problem("duplicate-id", (*path, "id"), node.id, id=node.id, first=line)
            first.setdefault(node.id, path)
            yield from self._node(node, path)
            yield from self._indicator(node, path) if node.children is None else self._pillar(node, path)

    def _node(self, node: Node, path: Path) -> Iterator[Problem]:
        """What holds for indicators and pillars alike."""
        unnormalised = isinstance(self.framework.normalisation_of(node), NoNormalisation)
        if node.direction == "negative" and unnormalised:
            place = (*path, "direction")
            yield self._problem("direction-without-normalisation", place, node.id, id=node.id)
        for key, method in (("normalise", node.normalise), ("rescale", node.rescale)):
            if method is not None:
                yield from self._found(in_normalisation(method), (*path, key), node.id)
        yield from self._found(out_of_reach(node.rescale, "rescale", node.id), (*path, "rescale"), node.id)
        rounding = self.framework.round_of(node)
        rescaled = node.rescale is not None and not isinstance(node.rescale, NoNormalisation)
        if rescaled and rounding.decimals is not None and rounding.at == "every_level":
            yield self._problem("rescale-with-every-level", (*path, "rescale"), node.id, id=node.id)

    def _indicator(self, node: Node, path: Path) -> Iterator[Problem]:
        for key in _FOR_PILLARS:
            if getattr(node, key) is not None:
                yield self._problem("only-for-pillars", (*path, key), node.id, key=key, id=node.id)
        if node.impute is not None:
            found = in_imputation(node.impute, self.indicators, node.id)
            yield from self._found(found, (*path, "impute"), node.id)

    def _pillar(self, node: Node, path: Path) -> Iterator[Problem]:
        for key in _FOR_INDICATORS:
            if getattr(node, key) is not None:
                yield self._problem("only-for-indicators", (*path, key), node.id, key=key, id=node.id)
        reached = out_of_reach(node.normalise, "normalise", node.id)
        yield from self._found(reached, (*path, "normalise"), node.id)
        children = [child.id for child in node.children or ()]
        if node.children and all(child.weight == 0 for child in node.children):
            yield self._problem("weights-all-zero", (*path, "children"), node.id, id=node.id)
        for method, place in self._choices("aggregate", "aggregate", node, path):
            yield from self._found(in_aggregation(method, children), place, node.id)
        for method, place in self._choices("weights", "weighting", node, path):
            # An only child takes all the weight there is, whatever gives it.
            if len(children) > 1 or node.weights is not None:
                yield from self._found(in_weighting(method, children), place, node.id)

    def _choices(self, key: str, alternatives: str, node: Node, path: Path) -> Iterator[tuple[Any, Path]]:
        """What may be in force at a pillar: its own choice, or the method's and its alternatives."""
        own = getattr(node, key)
        if own is not None:
            yield own, (*path, key)
            return
        yield getattr(self.framework.method, key), ("method", key)
        assumed = self.framework.uncertainty
        for place, method in enumerate(getattr(assumed, alternatives, ())):
            yield method, ("uncertainty", alternatives, place)

    def method(self) -> Iterator[Problem]:
        framework, method = self.framework, self.framework.method
        yield from self._found(in_normalisation(method.normalise), ("method", "normalise"), None)
        yield from self._found(in_imputation(method.impute, self.indicators), ("method", "impute"), None)
        if method.screen is not None:
            yield from self._found(in_screening(method.screen), ("method", "screen"), None)
        if framework.stated_scale is not None:
            yield from self._found(in_order("scale", framework.stated_scale, ()), ("scale",), None)
        ranking, root = method.rank, framework.round_of(framework.tree)
        if ranking.on == "published" and root.decimals is None and ranking.decimals is None:
            yield self._problem("rank-needs-rounding", ("method", "rank"), None)
        if ranking.on == "data_precision" and ranking.decimals is not None:
            yield self._problem("decimals-with-data-precision", ("method", "rank", "decimals"), None)

    def uncertainty(self) -> Iterator[Problem]:
        assumed = self.framework.uncertainty
        if assumed is None:
            return
        for place, method in enumerate(assumed.normalise):
            yield from self._found(in_normalisation(method), ("uncertainty", "normalise", place), None)
        for place, methods in enumerate(assumed.impute):
            found = in_imputation(methods, self.indicators)
            yield from self._found(found, ("uncertainty", "impute", place), None)
        if assumed.weights is not None:
            yield from self._noise(assumed.weights)
        if not self._varies(assumed):
            yield self._problem("nothing-uncertain", ("uncertainty",), None)

    def _noise(self, noise: WeightNoise) -> Iterator[Problem]:
        """Pillars and nodes that a noise of weights names."""
        nodes = {node.id: node for node in self.framework.nodes}
        path: Path = ("uncertainty", "weights")
        if not isinstance(noise, WeightSets):
            for place, name in enumerate(noise.at or ()):
                if name not in nodes:
                    yield self._problem("unknown-node", (*path, "at", place), None, value=name)
                elif nodes[name].children is None:
                    yield self._problem("only-for-pillars", (*path, "at", place), name, key="at", id=name)
            return
        for place, weights in enumerate(noise.sets):
            for name in weights:
                if name not in nodes:
                    yield self._problem("unknown-node", (*path, "sets", place, name), None, value=name)
            for node in nodes.values():
                if node.children and not any(weights.get(child.id, child.weight) for child in node.children):
                    yield self._problem("weights-all-zero", (*path, "sets", place), node.id, id=node.id)

    def _varies(self, assumed: Assumptions) -> bool:
        """Whether anything can come out otherwise under these assumptions."""
        lists = (assumed.weighting, assumed.normalise, assumed.aggregate, assumed.missing)
        choices = any(one != some[0] for some in (*lists, assumed.impute, assumed.treat) for one in some)
        noises = (assumed.weights, assumed.data)
        noisy = any(
            noise is not None and not (isinstance(noise, RelativeNoise | DataNoise) and noise.share == 0)
            for noise in noises
        )
        methods = [self.framework.method.impute, *assumed.impute]
        methods += [node.impute for node in self.framework.indicators if node.impute is not None]
        imputes = any(one.kind != "none" for chain in methods for one in chain)
        return choices or noisy or (assumed.imputation and imputes)

    def _found(self, found: Iterable[Contradiction], path: Path, node: str | None) -> Iterator[Problem]:
        return (self._problem(one.code, (*path, *one.path), node, **one.params) for one in found)

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
    """The line of the last part of `path` that the document holds; what is a default stands higher up."""
    line = document.lines.get(())
    reached: Path = ()
    for segment in path:
        here: Path = (*reached, segment)
        if here in document.lines:
            line, reached = document.lines[here], here
        elif isinstance(segment, str):
            break  # a place in a list may be left out where the list has one member
    return line
