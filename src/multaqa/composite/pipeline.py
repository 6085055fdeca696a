"""Scoring: a framework and data in, a `Result` with every step out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from multaqa.composite.cells import Floats
from multaqa.composite.climb import climb
from multaqa.composite.framework import Framework
from multaqa.composite.gathering import gather
from multaqa.composite.methods import LARGEST_NUMBER
from multaqa.composite.observations import Observations
from multaqa.composite.prepare import Prepared, prepare
from multaqa.composite.problems import FrameworkError, Problem, unknown
from multaqa.composite.ranking import bands_of, decimals_of, half_up
from multaqa.composite.result import Result


def score(
    framework: Framework,
    data: Any = None,
    *,
    answers: Any = None,
    tables: Mapping[str, Any] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Result:
    """Score every unit at every node of the tree, for every time in the data.

    `data`: pandas, Polars, PyArrow, a mapping column → sequence, a sequence of mappings, or the path of a file (see
    `read_data`); wide or long (see `Columns`). `answers` are those to the framework's questions; where every indicator
    comes from them, `data` may be left out. `tables` are those that denominators refer to, by name. `weights` replace
    those of the framework by node id, as a reader's what-if does. Raises DataError with all problems of the data, FrameworkError for `weights`.
    """
    node_weights = weights_of(framework, weights or {})
    observed = gather(framework, data, answers, tables)
    return assemble(framework, observed, prepare(framework, observed), node_weights, frozenset(weights or {}))


def reweight(result: Result, weights: Mapping[str, float]) -> Result:
    """Score again with other weights (node id → weight; the others as in the framework), reading nothing anew."""
    node_weights = weights_of(result.framework, weights)
    return assemble(result.framework, result.observed, result.prepared, node_weights, frozenset(weights))


def weights_of(framework: Framework, replaced: Mapping[str, float]) -> Floats:
    """One weight per node in the order of the tree. Raises FrameworkError for a weight that cannot be used."""
    problems = [
        problem for node, weight in replaced.items() if (problem := _weight_problem(framework, node, weight))
    ]
    if not problems:
        weights = np.array([float(replaced.get(node.id, node.weight)) for node in framework.nodes])
        by_id = dict(zip((node.id for node in framework.nodes), weights.tolist(), strict=True))
        problems = [
            Problem(
                "weights-all-zero",
                framework.file,
                framework.line_of(node.id),
                node.id,
                params={"id": node.id},
            )
            for node in framework.nodes
            if node.children and not any(by_id[child.id] for child in node.children)
        ]
    if problems:
        raise FrameworkError(problems)
    return weights


def _weight_problem(framework: Framework, node: str, weight: Any) -> Problem | None:
    if all(known.id != node for known in framework.nodes):
        return unknown("unknown-node", node, [known.id for known in framework.nodes])
    if isinstance(weight, bool) or not isinstance(weight, int | float | np.number):
        return Problem("weight-not-a-number", node=node, params={"value": str(weight)})
    shown = {"value": f"{weight:g}"}
    if not math.isfinite(weight):
        return Problem("non-finite", node=node, params=shown)
    if weight > LARGEST_NUMBER:
        return Problem("number-too-large", node=node, params=shown)
    return Problem("weight-negative", node=node, params=shown) if weight < 0 else None


def assemble(
    framework: Framework,
    observed: Observations,
    prepared: Prepared,
    weights: Floats,
    fixed: frozenset[str] = frozenset(),
) -> Result:
    """Climb the tree, rank and band. Children in `fixed` keep their weight where data would give another."""
    climbed = climb(framework, prepared.normalised.values, prepared.status, weights, observed.units, fixed)
    decided = decided_scores(framework, observed.values, climbed.scores, climbed.rescaled)
    return Result(
        framework=framework,
        observed=observed,
        prepared=prepared,
        given_weights=weights,
        fixed=fixed,
        node_weights=climbed.node_weights,
        scores=climbed.scores,
        rescaled=climbed.rescaled,
        published=climbed.published,
        decided=decided,
        effective_weights=climbed.weights,
        status=climbed.status,
        bands=bands_of(banded_scores(framework, climbed.rescaled[..., 0]), framework.bands),
    )


def decided_scores(
    framework: Framework, data: Floats, scores: Floats, rescaled: Floats, nodes: int | None = None
) -> Floats:
    """The scores that ranks are taken on.

    `data` as observed (times, units, indicators), scores (…, times, units, nodes), of the first `nodes` of the tree.
    """
    ranking = framework.method.rank
    if ranking.decimals is not None:
        return half_up(rescaled if ranking.on == "published" else scores, ranking.decimals)
    match ranking.on:
        case "published":
            decimals = [framework.round_of(node).decimals for node in framework.nodes[:nodes]]
            columns = [half_up(rescaled[..., n], places) for n, places in enumerate(decimals)]
            return np.stack(columns, axis=-1)
        case "data_precision":
            by_time = [half_up(scores[..., t, :, :], decimals_of(values)) for t, values in enumerate(data)]
            return np.stack(by_time, axis=-3)
        case _:
            return scores


def banded_scores(framework: Framework, rescaled: Floats) -> Floats:
    """The root's scores that bands are taken on: as published where ranks are, or where they are rescaled."""
    on_print = framework.method.rank.on == "published" or framework.tree.rescale is not None
    return half_up(rescaled, framework.round_of(framework.tree).decimals) if on_print else rescaled
