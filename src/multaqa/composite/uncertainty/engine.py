"""Scores under many draws at once.

The steps are those of a single run, batched: nothing loops over draws. Three things are told apart, since most of a
tree does not change from draw to draw.

- *Still* nodes depend on the choices alone; they are computed once for every combination of choices.
- Where only weights vary, a pillar over still children is one product of matrices for each combination.
- Where the data themselves vary, treatment and normalisation run over all draws of a block together.

`tests/composite/uncertainty/test_engine.py` holds every kind of draw against whole runs, one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.cells import Floats
from multaqa.composite.climb import Tree, normalise_node, took_part_in
from multaqa.composite.framework import Framework, Node
from multaqa.composite.methods import (
    Aggregation,
    Arithmetic,
    DataNoise,
    Geometric,
    Harmonic,
)
from multaqa.composite.pipeline import decided_scores
from multaqa.composite.prepare import Completed, normalise_all, treat_all
from multaqa.composite.ranking import half_up
from multaqa.composite.status import Status
from multaqa.composite.steps.aggregate import (
    AGGREGATE,
    IGNORES_WEIGHTS,
    Children,
    counted_children,
    effective_weights,
)
from multaqa.composite.steps.moments import spread as spread_of
from multaqa.composite.uncertainty.choices import Combination, Combinations
from multaqa.composite.uncertainty.draws import Draws

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

# Stands for the infinite distance of zero on the scales of geometric and harmonic means, and stays finite in sums.
_FAR = 1e290
_ROOT = 0


@dataclass(frozen=True)
class Scale:
    """A mean that is arithmetic on another scale: how values go there, and how the mean comes back."""

    there: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]


def scale_of(method: Aggregation) -> Scale | None:
    """The scale on which an aggregation is a weighted arithmetic mean; None where there is none."""
    match method:
        case Arithmetic():
            return Scale(lambda x: x, lambda m: m)
        case Geometric():
            return Scale(lambda x: np.log(np.where(x > 0, x, 1.0)) - _FAR * (x <= 0), np.exp)
        case Harmonic():
            return Scale(lambda x: np.where(x > 0, 1 / np.where(x > 0, x, 1.0), _FAR), _inverse)
        case _:
            return None


def _inverse(mean: Floats) -> Floats:
    return np.where(mean < _FAR * 1e-100, 1 / np.where(mean == 0, 1.0, mean), 0.0)


@dataclass(frozen=True)
class _Still:
    """Children that do not vary: their values on the scale of the mean (children, times × units).

    ``counted``, in that shape, is None where all children count; ``scored`` (times, units) None where all units do.
    """

    moved: Floats
    counted: Floats | None
    scored: Flags | None


class Engine:
    """Scores of the root of a framework for any draws of a set of combinations.

    `errors` is the size of the measurement error, `imputed` the cells (times, units, indicators) in the order in which
    draws of imputed values are given.
    """

    def __init__(
        self,
        framework: Framework,
        combinations: Combinations,
        *,
        errors: DataNoise | None = None,
        imputed: Flags | None = None,
    ) -> None:
        self.framework, self.combinations = framework, combinations
        self.errors, self.imputed = errors, imputed
        self.tree = Tree(framework)
        self.units, self.times = combinations.observed.units, combinations.observed.times
        self.shape = (len(self.times), len(self.units))
        self._still: dict[int, Floats] = {}
        self._families: dict[tuple[int, int], _Still] = {}

    def scores(self, draws: Draws) -> Floats:
        """Scores (draws, times, units) of the root, before rounding for publication; NaN where there is none."""
        numbers = self.combinations.number_of(draws.choices)
        weights = self._weights(draws, numbers)
        if draws.data is None and draws.imputation is None:
            return self._from_still(numbers, weights)
        if weights is None:
            in_force = np.stack([found.climbed.node_weights for found in self.combinations.all])
            weights = in_force[numbers]
        normalised = self._normalised(draws, numbers)
        out = np.empty((len(draws), *self.shape))
        for found, rows in self._by_rules(numbers):
            whole = len(rows) == len(draws)
            out[rows] = self._from_values(
                found, normalised if whole else normalised[rows], weights if whole else weights[rows]
            )
        return out

    def _by_rules(self, numbers: Places) -> list[tuple[Combination, Places]]:
        """The draws by what aggregates them, each group with one of its combinations."""
        combinations = self.combinations.all
        keys = [(id(found.rules), id(found.completed)) for found in combinations]
        return [(combinations[first], rows) for first, rows in _groups(keys, numbers)]

    def _weights(self, draws: Draws, numbers: Places) -> Floats | None:
        if draws.weights is None and draws.factors is None:
            return None
        in_force = np.stack([np.nan_to_num(found.climbed.node_weights) for found in self.combinations.all])[
            numbers
        ]
        if draws.weights is not None:
            in_force = np.where(np.isnan(draws.weights), in_force, draws.weights)
        return in_force if draws.factors is None else in_force * draws.factors

    def decided(self, draws: Draws) -> tuple[Floats, Floats]:
        """Scores on the scale of publication but unrounded, and those that ranks are taken on (draws, times, units)."""
        scores, node = self.scores(draws), self.framework.tree
        rescaled = scores
        if node.rescale is not None:
            rescaled = normalise_node(node.rescale, "positive", scores, self.units)
        decided = decided_scores(
            self.framework, self.combinations.observed.values, scores[..., None], rescaled[..., None], nodes=1
        )
        return rescaled, decided[..., 0]

    # --- only choices and weights vary ---------------------------------------------------------------------

    def _from_still(self, numbers: Places, weights: Floats | None) -> Floats:
        moving = self._moving(weights)
        if _ROOT not in moving:
            return self._still_scores(_ROOT)[numbers]
        values: dict[int, Floats] = {}
        for place in self.tree.upwards:
            if place in moving:
                assert weights is not None
                values[place] = self._moved(place, numbers, weights, values)
        return values[_ROOT]

    def _moving(self, weights: Floats | None) -> set[int]:
        """Pillars whose score changes with the weights drawn: a weight of a child varies, or a child moves itself."""
        moving: set[int] = set()
        if weights is None:
            return moving
        first = np.stack([np.nan_to_num(found.climbed.node_weights) for found in self.combinations.all])
        varies = (weights != weights[:1]).any(axis=0) | (first != weights[:1]).any(axis=0)
        for place in self.tree.upwards:
            children, node = self.tree.children[place], self.tree.nodes[place]
            weighed = any(
                found.rules.aggregation_of(self.framework, node).kind not in IGNORES_WEIGHTS
                for found in self.combinations.all
            )
            own = weighed and len(children) > 1 and varies[children].any()
            if own or not moving.isdisjoint(children):
                moving.add(place)
        return moving

    def _still_scores(self, place: int) -> Floats:
        """Scores of a node for every combination (combinations, times, units)."""
        if place not in self._still:
            self._still[place] = np.stack(
                [found.climbed.scores[..., place] for found in self.combinations.all]
            )
        return self._still[place]

    def _moved(self, place: int, numbers: Places, weights: Floats, values: dict[int, Floats]) -> Floats:
        """A pillar's scores where its weights, or its children, vary with the draw."""
        children = self.tree.children[place]
        out = np.empty((len(numbers), *self.shape))
        if values.keys().isdisjoint(children):
            for number in np.unique(numbers):
                rows = np.flatnonzero(numbers == number)
                out[rows] = self._over_still(place, int(number), weights[rows])
            return out
        for found, rows in self._by_rules(numbers):
            method = found.rules.aggregation_of(self.framework, self.tree.nodes[place])
            parts = [
                values[child][rows] if child in values else self._still_scores(child)[numbers[rows]]
                for child in children
            ]
            out[rows] = self._combined(place, found, method, parts, weights[rows][:, children])
        return out

    def _over_still(self, place: int, number: int, weights: Floats) -> Floats:
        """A pillar over children that do not vary: products of the weights (draws, nodes) with what the children give."""
        found, children = self.combinations.all[number], self.tree.children[place]
        method = found.rules.aggregation_of(self.framework, self.tree.nodes[place])
        own = np.ascontiguousarray(weights[:, children])
        scale = scale_of(method)
        if scale is None:
            values = found.climbed.scores[..., children]
            tiled = np.broadcast_to(values, (len(weights), *values.shape))
            return self._generally(place, found, method, tiled, own)
        still = self._still_family(place, number, scale)
        if still.counted is None:
            mean = (own / own.sum(axis=1, keepdims=True)) @ still.moved
        else:
            total = own @ still.counted
            mean = (own @ still.moved) / np.where(total > 0, total, np.nan)
        scores = scale.back(mean).reshape(len(weights), *self.shape)
        return self._finished(
            place, scores if still.scored is None else np.where(still.scored, scores, np.nan)
        )

    def _still_family(self, place: int, number: int, scale: Scale) -> _Still:
        """The children of a pillar under one combination, on the scale of its mean; worked out once."""
        if (place, number) not in self._families:
            found, children = self.combinations.all[number], self.tree.children[place]
            values = found.climbed.scores[..., children]
            if not np.isnan(values).any():
                # Whoever has every child takes part, and every child counts.
                moved = scale.there(values.reshape(-1, len(children))).T
                self._families[place, number] = _Still(np.ascontiguousarray(moved), None, None)
                return self._families[place, number]
            counted, scored = self._counted(place, found, values)
            flat = counted.reshape(-1, len(children)).T.astype(np.float64)
            moved = scale.there(np.nan_to_num(values).reshape(-1, len(children))).T * flat
            self._families[place, number] = _Still(
                np.ascontiguousarray(moved),
                None if counted.all() else np.ascontiguousarray(flat),
                None if scored.all() else scored,
            )
        return self._families[place, number]

    def _combined(
        self,
        place: int,
        found: Combination,
        method: Aggregation,
        parts: Sequence[Floats],
        weights: Floats,
    ) -> Floats:
        """A pillar over children of which each has its scores (draws, times, units); `weights` (draws, children)."""
        scale = scale_of(method)
        if scale is None or any(np.isnan(part).any() for part in parts):
            return self._generally(place, found, method, np.stack(parts, axis=-1), weights)
        shares = weights / weights.sum(axis=1, keepdims=True)
        mean = scale.there(parts[0]) * shares[:, 0, None, None]
        for column, part in enumerate(parts[1:], start=1):
            mean += scale.there(part) * shares[:, column, None, None]
        return self._finished(place, scale.back(mean))

    # --- the data vary too ---------------------------------------------------------------------------------

    def _normalised(self, draws: Draws, numbers: Places) -> Floats:
        """Normalised values (draws, times, units, indicators), each step taken over all draws that share its choice."""
        combinations, framework = self.combinations.all, self.framework
        values = np.empty((len(draws), *combinations[0].completed.values.shape))
        for first, rows in _groups([id(found.completed) for found in combinations], numbers):
            values[rows] = self._drawn_values(draws, rows, combinations[first].completed)
        for first, rows in _groups([found.alternatives.treat for found in combinations], numbers):
            choice = combinations[first].alternatives.treat
            part = values if len(rows) == len(draws) else values[rows]
            values[rows] = treat_all(framework, part, choice).values
        for first, rows in _groups([found.alternatives.normalise for found in combinations], numbers):
            choice_ = combinations[first].alternatives.normalise
            part = values if len(rows) == len(draws) else values[rows]
            values[rows] = normalise_all(
                framework, part, self.units, self.times, choice_, checked=True
            ).values
        return values

    def _drawn_values(self, draws: Draws, rows: Places, completed: Completed) -> Floats:
        """Values that enter treatment (rows, times, units, indicators)."""
        base, observed = completed.values, ~completed.imputed.filled
        if draws.data is not None and self.errors is not None:
            size = np.abs(base) if self.errors.of == "value" else np.nan_to_num(spread_of(base).deviation)
            values = draws.data[rows] * (size * self.errors.share * observed)
            values += base
        else:
            values = np.repeat(base[None], len(rows), axis=0)
        if draws.imputation is not None and self.imputed is not None:
            spread = np.nan_to_num(completed.imputed.spread)[self.imputed]
            values[:, self.imputed] += draws.imputation[rows] * spread
        return values

    def _from_values(self, found: Combination, normalised: Floats, weights: Floats) -> Floats:
        framework, tree = self.framework, self.tree
        scores: dict[int, Floats] = {}
        for position, leaf in enumerate(tree.leaves):
            own, rounding = normalised[..., position], framework.round_of(tree.nodes[leaf])
            scores[int(leaf)] = half_up(own, rounding.decimals) if rounding.at == "every_level" else own
        leaf_column = {int(leaf): position for position, leaf in enumerate(tree.leaves)}
        for place in tree.upwards:
            children = tree.children[place]
            method = found.rules.aggregation_of(framework, tree.nodes[place])
            columns = [leaf_column.get(child, -1) for child in children]
            if min(columns) >= 0 and columns == list(range(columns[0], columns[0] + len(columns))):
                block = normalised[..., columns[0] : columns[-1] + 1]
                scores[place] = self._over_block(place, found, method, block, weights[:, children])
            else:
                parts = [scores[child] for child in children]
                scores[place] = self._combined(place, found, method, parts, weights[:, children])
        return scores[_ROOT]

    def _over_block(
        self, place: int, found: Combination, method: Aggregation, block: Floats, weights: Floats
    ) -> Floats:
        """A pillar over indicators that stand side by side: one batched product."""
        scale = scale_of(method)
        rounds = any(self.framework.round_of(child).at == "every_level" for child in self._children(place))
        if scale is None or rounds or np.isnan(block).any():
            values = block
            if rounds:
                columns = [
                    half_up(block[..., c], self.framework.round_of(child).decimals)
                    if self.framework.round_of(child).at == "every_level"
                    else block[..., c]
                    for c, child in enumerate(self._children(place))
                ]
                values = np.stack(columns, axis=-1)
            return self._generally(place, found, method, values, weights)
        shares = weights / weights.sum(axis=1, keepdims=True)
        moved = scale.there(block).reshape(len(block), -1, block.shape[-1])
        mean = np.matmul(moved, shares[:, :, None])[..., 0].reshape(block.shape[:-1])
        return self._finished(place, scale.back(mean))

    def _children(self, place: int) -> Sequence[Node]:
        return self.tree.nodes[place].children or ()

    # --- any aggregation, any missing value ----------------------------------------------------------------

    def _counted(self, place: int, found: Combination, values: Floats) -> tuple[Flags, Flags]:
        """Which children count, and which units are scored, for values (…, times, units, children)."""
        node, children = self.tree.nodes[place], self.tree.children[place]
        states = found.climbed.status[..., children]
        rule = found.rules.missing_of(self.framework, node)
        counted, scored = counted_children(~np.isnan(values), states != Status.not_applicable, rule)
        counted = np.broadcast_to(counted, values.shape)
        return counted, scored & took_part_in(found.status)

    def _generally(
        self, place: int, found: Combination, method: Aggregation, values: Floats, weights: Floats
    ) -> Floats:
        """As a single run does it, for values (draws, times, units, children) and weights (draws, children)."""
        counted, scored = self._counted(place, found, values)
        own = weights[:, None, None, :]
        shares = effective_weights(own, counted)
        counting = np.where(np.isnan(values) & counted, 0.0, np.where(counted, values, np.nan))
        node = self.tree.nodes[place]
        names = tuple(child.id for child in node.children or ())
        family = Children(counting, shares, np.broadcast_to(own, (*values.shape[:-2], 1, len(names))), names)
        scored = scored & (shares.sum(axis=-1) > 0)
        return self._finished(place, np.where(scored, AGGREGATE[method.kind](family, method), np.nan))

    def _finished(self, place: int, scores: Floats) -> Floats:
        """A pillar's own normalisation, and rounding where the level above uses the rounded score."""
        node, rounding = self.tree.nodes[place], self.framework.round_of(self.tree.nodes[place])
        if node.normalise is not None:
            scores = normalise_node(node.normalise, node.direction, scores, self.units)
        return half_up(scores, rounding.decimals) if rounding.at == "every_level" else scores


def _groups(keys: Sequence[Hashable], numbers: Places) -> list[tuple[int, Places]]:
    """Draws whose combinations share a key: the first such combination, and the positions of the draws."""
    unique = list(dict.fromkeys(keys))
    group = np.array([unique.index(key) for key in keys])[numbers]
    return [
        (keys.index(key), rows)
        for place, key in enumerate(unique)
        if (rows := np.flatnonzero(group == place)).size
    ]
