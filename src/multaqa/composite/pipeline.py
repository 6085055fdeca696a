"""Scoring: a framework and data in, a `Result` with every step out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from multaqa.composite.cells import Floats
from multaqa.composite.climb import Climbed, climb
from multaqa.composite.framework import Framework
from multaqa.composite.methods import LARGEST_NUMBER, Normalisation
from multaqa.composite.normalise import NORMALISE, Normalised
from multaqa.composite.observations import Observations, read_observations
from multaqa.composite.problems import FrameworkError, Problem
from multaqa.composite.ranking import bands_of, decimals_of, half_up, rank
from multaqa.composite.result import Result


def score(framework: Framework, data: Any, *, weights: Mapping[str, float] | None = None) -> Result:
    """Score every unit at every node of the tree, for every time in the data.

    `data`: pandas, Polars, PyArrow, a mapping column → sequence, or a sequence of mappings; wide or long (see
    `Columns`). `weights` replace those of the framework by node id, as a reader's what-if does. Normalisation
    is taken within each time. Raises DataError with all problems of the data, FrameworkError for `weights`.
    """
    node_weights = weights_of(framework, weights or {})
    observed = read_observations(framework, data)
    return assemble(framework, observed, normalise(framework, observed.values), node_weights)


def reweight(result: Result, weights: Mapping[str, float]) -> Result:
    """Score again with other weights (node id → weight; the others as in the framework), reading nothing anew."""
    node_weights = weights_of(result.framework, weights)
    return assemble(result.framework, result.observed, result.normalised, node_weights)


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
        return Problem("unknown-node", params={"value": node})
    if isinstance(weight, bool) or not isinstance(weight, int | float | np.number):
        return Problem("weight-not-a-number", node=node, params={"value": str(weight)})
    shown = {"value": f"{weight:g}"}
    if not math.isfinite(weight):
        return Problem("non-finite", node=node, params=shown)
    if weight > LARGEST_NUMBER:
        return Problem("number-too-large", node=node, params=shown)
    return Problem("weight-negative", node=node, params=shown) if weight < 0 else None


def normalise(framework: Framework, values: Floats) -> Normalised:
    """Normalise (…, units, indicators), each indicator by its own method; parameters are NaN where not used."""
    groups: dict[tuple[Normalisation, bool], list[int]] = {}
    for position, node in enumerate(framework.indicators):
        key = (framework.normalisation_of(node), node.direction == "positive")
        groups.setdefault(key, []).append(position)
    normalised = np.empty_like(values)
    parameters: dict[str, Floats] = {}
    for (method, positive), columns in groups.items():
        part = NORMALISE[method.kind](values[..., columns], method, positive)
        normalised[..., columns] = part.values
        for name, found in part.parameters.items():
            blank = np.full((*values.shape[:-2], 1, values.shape[-1]), np.nan)
            parameters.setdefault(name, blank)[..., columns] = found
    return Normalised(normalised, parameters)


def assemble(framework: Framework, observed: Observations, normalised: Normalised, weights: Floats) -> Result:
    """Climb the tree, rank and band."""
    climbed = climb(framework, normalised.values, observed.status, weights, observed.units)
    decided = _decided(framework, observed, climbed)
    return Result(
        framework=framework,
        observed=observed,
        normalised=normalised,
        node_weights=weights,
        scores=climbed.scores,
        published=climbed.published,
        decided=decided,
        effective_weights=climbed.weights,
        status=climbed.status,
        ranks=rank(decided, framework.method.rank.ties, axis=-2),
        bands=bands_of(_banded(framework, climbed)[..., 0], framework.bands),
    )


def _decided(framework: Framework, observed: Observations, climbed: Climbed) -> Floats:
    """The scores that ranks are taken on."""
    match framework.method.rank.on:
        case "published":
            return climbed.published
        case "data_precision":
            by_time = zip(climbed.scores, observed.values, strict=True)
            return np.stack([half_up(scores, decimals_of(values)) for scores, values in by_time])
        case _:
            return climbed.scores


def _banded(framework: Framework, climbed: Climbed) -> Floats:
    """The scores that bands are taken on."""
    return climbed.published if framework.method.rank.on == "published" else climbed.scores
