"""From indicators up the tree: weights, missing values and aggregation at every node."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.cells import Codes, Floats
from multaqa.composite.framework import Framework, Node
from multaqa.composite.methods import (
    Aggregation,
    Direction,
    GivenWeights,
    Missing,
    NoNormalisation,
    Normalisation,
    Weighting,
)
from multaqa.composite.prepare import impossible, normalise_columns
from multaqa.composite.problems import DataError, FrameworkError, Problem
from multaqa.composite.ranking import half_up
from multaqa.composite.status import Status
from multaqa.composite.steps.aggregate import (
    AGGREGATE,
    NEEDS_COMMON_WEIGHTS,
    NEEDS_NON_NEGATIVE,
    Children,
    counted_children,
    effective_weights,
)
from multaqa.composite.steps.weight import weigh

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Rules:
    """What an uncertainty analysis may put in the place of the method at every pillar that does not name its own."""

    aggregate: Aggregation | None = None
    missing: Missing | None = None
    weights: Weighting | None = None

    def aggregation_of(self, framework: Framework, node: Node) -> Aggregation:
        """The aggregation in force at a pillar."""
        return node.aggregate or self.aggregate or framework.method.aggregate

    def missing_of(self, framework: Framework, node: Node) -> Missing:
        """What a missing child does at a pillar."""
        return node.missing or self.missing or framework.method.missing

    def weighting_of(self, framework: Framework, node: Node) -> Weighting:
        """Where the weights of a pillar's children come from."""
        return node.weights or self.weights or framework.method.weights


@dataclass(frozen=True)
class Climbed:
    """Scores at every node, on the last axis in the order of the tree.

    ``scores`` are exact, ``rescaled`` on the scale of publication, ``published`` rounded. ``node_weights`` are the
    weights in force by node (given or computed), ``weights`` each node's share among its siblings that count (NaN at
    the root), ``status`` the reason where there is no score.
    """

    scores: Floats
    rescaled: Floats
    published: Floats
    node_weights: Floats
    weights: Floats
    status: Codes

    def at(self, place: int) -> Climbed:
        """One of a batch."""
        return Climbed(
            self.scores[place],
            self.rescaled[place],
            self.published[place],
            self.node_weights,
            self.weights[place],
            self.status[place],
        )


class Tree:
    """A framework's nodes by position, each with its children's: the form in which scores climb."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.nodes = framework.nodes
        self.position = {node.id: place for place, node in enumerate(self.nodes)}
        self.leaves = np.array([self.position[node.id] for node in framework.indicators])
        self.children = [[self.position[child.id] for child in node.children or ()] for node in self.nodes]

    @cached_property
    def upwards(self) -> list[int]:
        """Positions of the pillars; every child comes before its parent."""
        # Children come after their parents in the order of the tree, so backwards every child is ready.
        return [place for place in reversed(range(len(self.nodes))) if self.children[place]]


def climb(
    framework: Framework,
    values: Floats,
    status: Codes,
    weights: Floats,
    units: Sequence[str],
    fixed: frozenset[str] = frozenset(),
    rules: Rules | None = None,
) -> Climbed:
    """Aggregate normalised `values` (…, times, units, indicators) to the root; `status` holds for the whole batch.

    `weights` holds one weight per node; at pillars whose weights come from data they are computed, unless a child is
    in `fixed`. Raises DataError (`negative-in-geometric` and what a weighting refuses).
    """
    tree, rules = Tree(framework), rules or Rules()
    nodes = tree.nodes
    shape = (*values.shape[:-1], len(nodes))
    scores, shares = np.empty(shape), np.full(shape, np.nan)
    states = np.empty(shape, dtype=np.int8)
    scores[..., tree.leaves], states[..., tree.leaves] = values, status
    climbing = _Climbing(framework, rules, scores, states, weights.copy(), shares, units, fixed)
    took_part = took_part_in(status)
    for place in reversed(range(len(nodes))):
        if tree.children[place]:
            _aggregate(climbing, place, tree.children[place], took_part)
        rounding = framework.round_of(nodes[place])
        if rounding.at == "every_level":
            scores[..., place] = half_up(scores[..., place], rounding.decimals)
    rescaled, published = _for_publication(framework, scores, units)
    return Climbed(scores, rescaled, published, climbing.weights, shares, states)


def _for_publication(framework: Framework, scores: Floats, units: Sequence[str]) -> tuple[Floats, Floats]:
    """Scores on the scale of publication, and the same rounded."""
    rescaled = scores
    decimals: dict[int | None, list[int]] = {}
    for place, node in enumerate(framework.nodes):
        decimals.setdefault(framework.round_of(node).decimals, []).append(place)
        if node.rescale is not None:
            refused = list(impossible(framework, node, node.rescale, scores[..., place], units, ()))
            if refused:
                raise DataError(refused)
            rescaled = scores.copy() if rescaled is scores else rescaled
            rescaled[..., place] = normalise_node(node.rescale, "positive", scores[..., place], units)
    if len(decimals) == 1:
        return rescaled, half_up(rescaled, next(iter(decimals)))
    published = np.empty_like(scores)
    for number, places in decimals.items():
        published[..., places] = half_up(rescaled[..., places], number)
    return rescaled, published


@dataclass(frozen=True)
class _Climbing:
    """What is filled in on the way up, and by which rules."""

    framework: Framework
    rules: Rules
    scores: Floats
    states: Codes
    weights: Floats
    shares: Floats
    units: Sequence[str]
    fixed: frozenset[str]


def took_part_in(status: Codes) -> Flags:
    """Which units (times, units) have anything to be scored on: they took part and were not screened out."""
    there = (status != Status.not_participating) & (status != Status.screened_out)
    return np.asarray(there.any(axis=-1))


def normalise_node(
    method: Normalisation, direction: Direction, scores: Floats, units: Sequence[str]
) -> Floats:
    """A pillar's scores (…, times, units) normalised by a method of its own."""
    if isinstance(method, NoNormalisation):
        return scores
    return normalise_columns(scores[..., None], method, direction == "positive", units, ()).values[..., 0]


def weights_in_force(
    framework: Framework, rules: Rules, node: Node, values: Floats, weights: Floats, fixed: Iterable[str]
) -> Floats:
    """The weights of a pillar's children: (children), or (times × units, children) where each unit has its own.

    `values` (times, units, children); `weights` (children) as given.
    """
    method = rules.weighting_of(framework, node)
    assert node.children is not None
    names = tuple(child.id for child in node.children)
    if isinstance(method, GivenWeights) or len(names) == 1 or not set(names).isdisjoint(fixed):
        return weights
    try:
        return weigh(values.reshape(-1, values.shape[-1]), method, names, weights)
    except (DataError, FrameworkError) as error:
        line = framework.line_of(node.id)
        placed = [
            replace(p, file=framework.file, line=p.line or line, node=p.node or node.id)
            for p in error.problems
        ]
        raise type(error)(placed) from None


def _aggregate(climbing: _Climbing, place: int, children: list[int], took_part: Flags) -> None:
    """Fill in one node from its children."""
    framework, rules = climbing.framework, climbing.rules
    node = framework.nodes[place]
    assert node.children is not None
    own = slice(children[0], children[-1] + 1) if _side_by_side(children) else children
    values, states = climbing.scores[..., own], climbing.states[..., own]
    method = rules.aggregation_of(framework, node)
    weights = weights_in_force(framework, rules, node, values, climbing.weights[children], climbing.fixed)
    if weights.ndim == 1:
        climbing.weights[children] = weights
    else:
        if method.kind in NEEDS_COMMON_WEIGHTS:
            params = {"id": node.id, "method": method.kind}
            line = framework.line_of(node.id)
            raise FrameworkError(
                [Problem("own-weights-compared", framework.file, line, node.id, params=params)]
            )
        climbing.weights[children] = np.nan
        weights = weights.reshape(values.shape)
    present = ~np.isnan(values)
    counted, scored = counted_children(
        present, states != Status.not_applicable, rules.missing_of(framework, node)
    )
    shares = effective_weights(np.nan_to_num(weights), counted)
    counting = np.where(counted & ~present, 0.0, values)
    if method.kind in NEEDS_NON_NEGATIVE:
        _refuse_negatives(node, framework, counting, shares, climbing.units)
    scored = scored & took_part & (shares.sum(axis=-1) > 0)
    names = tuple(child.id for child in node.children)
    family = Children(counting, shares, np.broadcast_to(weights, values.shape)[..., :1, :], names)
    scores = np.where(scored, AGGREGATE[method.kind](family, method), np.nan)
    if node.normalise is not None:
        refused = list(impossible(framework, node, node.normalise, scores, climbing.units, ()))
        if refused:
            raise DataError(refused)
        scores = normalise_node(node.normalise, node.direction, scores, climbing.units)
    climbing.shares[..., own] = np.where(scored[..., None], shares, 0.0)
    climbing.scores[..., place] = scores
    missing = np.isnan(scores)
    climbing.states[..., place] = Status.observed
    if missing.any():
        reasons = _shared_reason(np.broadcast_to(states, values.shape))
        climbing.states[..., place] = np.where(missing, reasons, np.int8(Status.observed))


def _side_by_side(places: list[int]) -> bool:
    return places[-1] - places[0] == len(places) - 1


def _shared_reason(states: Codes) -> Codes:
    """The one reason that all missing children share; `no_data` where they differ."""
    missing = states != Status.observed
    lowest = np.where(missing, states, np.int8(127)).min(axis=-1)
    highest = np.where(missing, states, np.int8(-1)).max(axis=-1)
    return np.where(lowest == highest, lowest, np.int8(Status.no_data))


def _refuse_negatives(
    node: Node, framework: Framework, values: Floats, shares: Floats, units: Sequence[str]
) -> None:
    negative = np.argwhere((values < 0) & (shares > 0))
    if len(negative) == 0:
        return
    assert node.children is not None
    found: dict[tuple[str, str], Problem] = {}
    for where in negative.tolist():
        child, unit = node.children[where[-1]].id, units[where[-2]]
        params = {"id": node.id, "unit": unit, "value": f"{values[tuple(where)]:g}"}
        line = framework.line_of(node.id)
        problem = Problem("negative-in-geometric", framework.file, line, node.id, None, child, params)
        found.setdefault((child, unit), problem)
    raise DataError(found.values())
