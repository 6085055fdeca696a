"""What the ranking owes to each element of the tree: the index without it.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7 (inclusion and exclusion of indicators).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from multaqa.composite.cells import Floats
from multaqa.composite.methods import Assumptions
from multaqa.composite.problems import DataError, unknown
from multaqa.composite.ranking import rank
from multaqa.composite.result import Result
from multaqa.composite.uncertainty.choices import CHOICES, Combinations
from multaqa.composite.uncertainty.draws import Draws
from multaqa.composite.uncertainty.engine import Engine
from multaqa.composite.uncertainty.summary import drawn_ties, ranks_of


@dataclass(frozen=True)
class LeftOut:
    """The index without one node: by how many places units move, and the unit that moves farthest.

    ``ranks`` (units,) are NaN for units without a score. Positive ``farthest_places`` are places gained when the node
    is left out.
    """

    node: str
    mean_shift: float
    largest_shift: float
    farthest: str | None
    farthest_places: int
    ranks: Floats


def leave_out(
    result: Result, nodes: Iterable[str] | None = None, time: str | None = None
) -> tuple[LeftOut, ...]:
    """Rank without each of the `nodes` in turn (all but the root), at `time` (the latest).

    A node is left out by weighing nothing, so that its siblings share its weight; with an only child its parent goes.
    The statistics of normalisation stay as they are. NaN for what cannot be left out: a part of a formula, or of
    what is weighed for each unit by itself. Raises DataError for a node or time that the result does not hold.
    """
    framework = result.framework
    places = {node.id: place for place, node in enumerate(framework.nodes)}
    wanted = [node.id for node in framework.nodes[1:]] if nodes is None else list(nodes)
    below = [node.id for node in framework.nodes[1:]]
    strangers = [name for name in wanted if name not in below]
    if strangers:
        raise DataError([unknown("unknown-node", name, below) for name in strangers])
    if not wanted:
        return ()
    if time is not None and time not in result.times:
        raise DataError([unknown("unknown-time", time, result.times)])
    t = len(result.times) - 1 if time is None else result.times.index(time)
    combinations = Combinations(framework, result.observed, Assumptions(), result.given_weights, result.fixed)
    base = np.nan_to_num(result.node_weights)
    weights = np.full((len(wanted), len(base)), np.nan)
    removable = np.zeros(len(wanted), dtype=bool)
    for row, name in enumerate(wanted):
        top = _with_only_children(result, places[name], base)
        removable[row] = top > 0 and _weighed_above(result, top)
        if removable[row]:
            weights[row, top] = 0.0
    draws = Draws(np.zeros((len(wanted), len(CHOICES)), dtype=np.intp), weights=weights)
    _, decided = Engine(framework, combinations).decided(draws)
    ties = drawn_ties(framework)
    ranks = ranks_of(decided, ties)[:, t].astype(np.float64)
    nominal = rank(result.decided[t, :, 0], ties)
    return tuple(
        _left_out(name, np.where((found > 0) & can, found, np.nan), nominal, result)
        for name, found, can in zip(wanted, ranks, removable, strict=True)
    )


def _weighed_above(result: Result, place: int) -> bool:
    """Whether weights decide all the way up: no pillar above is a formula, or gives each unit weights of its own."""
    framework = result.framework
    position = {node.id: number for number, node in enumerate(framework.nodes)}
    parent = {
        position[child.id]: number
        for number, node in enumerate(framework.nodes)
        for child in node.children or ()
    }
    first = True
    while place in parent:
        place = parent[place]
        node = framework.nodes[place]
        by_formula = first and framework.aggregation_of(node).kind == "formula"
        if by_formula or framework.weighting_of(node).kind == "benefit_of_the_doubt":
            return False
        first = False
    return True


def _with_only_children(result: Result, place: int, weights: Floats) -> int:
    """The node to leave out for one to be gone: the highest ancestor of which it is all the weight."""
    nodes = result.framework.nodes
    position = {node.id: number for number, node in enumerate(nodes)}
    parent = {
        position[child.id]: number for number, node in enumerate(nodes) for child in node.children or ()
    }
    while place in parent:
        siblings = [position[child.id] for child in nodes[parent[place]].children or ()]
        if any(weights[other] > 0 for other in siblings if other != place):
            return place
        place = parent[place]
    return 0


def _left_out(name: str, ranks: Floats, nominal: Floats, result: Result) -> LeftOut:
    places = nominal - ranks
    known = ~np.isnan(places)
    if not known.any():
        return LeftOut(name, np.nan, np.nan, None, 0, ranks)
    sizes = np.where(known, np.abs(places), -1.0)
    farthest = int(sizes.argmax())
    moved = sizes[farthest] > 0
    return LeftOut(
        node=name,
        mean_shift=float(np.abs(places[known]).mean()),
        largest_shift=float(sizes[farthest]),
        farthest=result.units[farthest] if moved else None,
        farthest_places=int(places[farthest]) if moved else 0,
        ranks=ranks,
    )
