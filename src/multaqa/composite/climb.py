"""From indicators up the tree: weights, missing values and aggregation at every node."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from multaqa.composite.aggregate import AGGREGATE, NEEDS_NON_NEGATIVE, counted_children, effective_weights
from multaqa.composite.cells import Codes, Floats
from multaqa.composite.framework import Framework, Node
from multaqa.composite.problems import DataError, Problem
from multaqa.composite.ranking import half_up
from multaqa.composite.status import Status


@dataclass(frozen=True)
class Climbed:
    """Scores at every node, on the last axis in the order of the tree.

    ``scores`` are exact, ``published`` rounded, ``weights`` each node's share among its siblings that count
    (NaN at the root), ``status`` the reason where there is no score.
    """

    scores: Floats
    published: Floats
    weights: Floats
    status: Codes


def climb(
    framework: Framework, values: Floats, status: Codes, weights: Floats, units: Sequence[str]
) -> Climbed:
    """Aggregate normalised `values` (…, units, indicators) to the root.

    `weights` holds one weight per node. Raises DataError (`negative-in-geometric`).
    """
    nodes = framework.nodes
    position = {node.id: place for place, node in enumerate(nodes)}
    leaves = [position[node.id] for node in framework.indicators]
    shape = (*values.shape[:-1], len(nodes))
    climbed = Climbed(
        scores=np.full(shape, np.nan),
        published=np.full(shape, np.nan),
        weights=np.full(shape, np.nan),
        status=np.full(shape, Status.no_data, dtype=np.int8),
    )
    climbed.scores[..., leaves] = values
    climbed.status[..., leaves] = status
    took_part = (status != Status.not_participating).any(axis=-1)
    # Children come after their parents in the order of the tree, so backwards every child is ready.
    for place in reversed(range(len(nodes))):
        node = nodes[place]
        if node.children is not None:
            children = [position[child.id] for child in node.children]
            _aggregate(framework, node, place, children, climbed, weights, took_part, units)
        rounding = framework.round_of(node)
        climbed.published[..., place] = half_up(climbed.scores[..., place], rounding.decimals)
        if rounding.at == "every_level":
            climbed.scores[..., place] = climbed.published[..., place]
    return climbed


def _aggregate(
    framework: Framework,
    node: Node,
    place: int,
    children: list[int],
    climbed: Climbed,
    weights: Floats,
    took_part: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    units: Sequence[str],
) -> None:
    """Fill in one node from its children."""
    values, states = climbed.scores[..., children], climbed.status[..., children]
    present = ~np.isnan(values)
    rule = node.missing or framework.method.missing
    counted, scored = counted_children(present, states != Status.not_applicable, rule)
    shares = effective_weights(weights[children], counted)
    kind = node.aggregate or framework.method.aggregate
    filled = np.where(present, values, 0.0)
    if kind in NEEDS_NON_NEGATIVE:
        _refuse_negatives(node, framework, filled, shares, units)
    scored = scored & took_part & (shares.sum(axis=-1) > 0)
    climbed.weights[..., children] = np.where(scored[..., None], shares, 0.0)
    climbed.scores[..., place] = np.where(scored, AGGREGATE[kind](filled, shares), np.nan)
    climbed.status[..., place] = np.where(scored, Status.observed, _shared_reason(states))


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
