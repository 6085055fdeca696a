"""Scores over many draws at once are those of whole runs, one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from multaqa.composite import Framework, parse_framework, score
from multaqa.composite.climb import climb
from multaqa.composite.prepare import normalise_all, treat_all
from multaqa.composite.uncertainty.draws import Draws
from multaqa.composite.uncertainty.robustness import Analysis

DOCUMENT = """
id: index
edition: "2024"
name: {en: Index}
tree:
  id: index
  children:
    - id: left
      weight: 2
      children:
        - {id: a, weight: 2}
        - {id: b, direction: negative}
        - {id: c}
    - id: right
      children:
        - {id: d}
        - id: deep
          weight: 3
          children: [{id: e}, {id: f, weight: 0.5}, {id: g}, {id: h}]
    - {id: i}
"""

METHOD = """
method:
  impute: {kind: mean, by: region}
  treat: {steps: [{kind: winsorise, most: 2}, log]}
  normalise: {kind: minmax, range: [1, 100]}
"""


def framework(uncertainty: str = "", method: str = METHOD, document: str = DOCUMENT) -> Framework:
    return parse_framework(document + method + uncertainty)


def data(missing: float = 0.1, times: int = 2, units: int = 14) -> dict[str, Any]:
    """Units with outliers, missing values and cells that do not apply; seeded, so that a test is the same each time."""
    random = np.random.default_rng(7)
    rows = times * units
    columns: dict[str, Any] = {
        "unit": [f"u{row % units}" for row in range(rows)],
        "time": [str(2020 + row // units) for row in range(rows)],
        "region": ["north" if row % 2 else "south" for row in range(rows)],
    }
    for name in "abcdefghi":
        values: list[Any] = np.exp(random.normal(size=rows) * 1.2).round(3).tolist()
        for row in np.flatnonzero(random.random(rows) < missing):
            values[row] = "not applicable" if row % 5 == 0 else None
        columns[name] = values
    return columns


def one_by_one(analysis: Analysis, draws: Draws) -> np.ndarray:
    """The same draws, each as a run of its own through the steps of the pipeline."""
    rules, observed, found = analysis.framework, analysis.result.observed, []
    for row in range(len(draws)):
        draw = draws.part(slice(row, row + 1))
        chosen = analysis.combinations.all[int(analysis.combinations.number_of(draw.choices)[0])]
        values = chosen.completed.values.copy()
        if draw.data is not None:
            noise = analysis.assumptions.data
            size = np.abs(values)
            if noise.of == "deviation":
                size = np.nanstd(values, axis=1, ddof=1, keepdims=True)
            size = np.where(chosen.completed.imputed.filled, 0.0, size)
            values = values + draw.data[0] * size * noise.share
        if draw.imputation is not None:
            spread = np.zeros_like(values)
            spread[analysis.drawer.imputed] = draw.imputation[0]
            values = values + spread * np.nan_to_num(chosen.completed.imputed.spread)
        treated = treat_all(rules, values, chosen.alternatives.treat).values
        normalised = normalise_all(
            rules, treated, observed.units, observed.times, chosen.alternatives.normalise
        ).values
        weights = chosen.climbed.node_weights
        weights = weights if draw.factors is None else weights * draw.factors[0]
        if draw.weights is not None:
            weights = np.where(np.isnan(draw.weights[0]), weights, draw.weights[0])
        fixed = frozenset(node.id for node in rules.nodes)
        climbed = climb(rules, normalised, chosen.status, weights, observed.units, fixed, chosen.rules)
        found.append(climbed.scores[..., 0])
    return np.stack(found)


ASSUMPTIONS = {
    "weights, uniform": "weights: {kind: relative, share: 0.3}",
    "weights, normal": "weights: {kind: relative, share: 0.3, distribution: normal}",
    "weights of one pillar": "weights: {kind: relative, at: [deep]}",
    "weights of the root": "weights: {kind: dirichlet, at: [index]}",
    "Dirichlet weights": "weights: {kind: dirichlet, concentration: 20}",
    "free weights": "weights: free",
    "sets of weights": "weights: {kind: sets, sets: [{a: 3, right: 0}, {deep: 1}, {}]}",
    "normalisation": "normalise: [{kind: minmax, range: [1, 100]}, {kind: zscore, to: [10, 1]}, rank]",
    "aggregation": (
        "aggregate: [arithmetic, geometric, harmonic, {kind: power, exponent: 0.5}, {kind: power, exponent: -2},"
        " median, minimum, maximum, sum, mazziotta_pareto, copeland, outranking]"
    ),
    "missing values": "missing: [renormalise, zero, {drop_below: 0.8}]",
    "imputation": "impute: [none, {kind: mean}, {kind: median, by: region}, siblings, nearest, [linear, constant]]",
    "treatment": "treat: [none, default, {steps: [{kind: winsorise, most: 1}]}, {steps: [log], always: true}]",
    "weighting": "weighting: [given, equal, entropy, critic]",
    "imputed values": "imputation: true",
    "measurement error of the value": "data: {share: 0.02, of: value, distribution: uniform}",
    "measurement error of the deviation": "data: {share: 0.05}",
    "choices and weights": (
        "normalise: [{kind: minmax, range: [1, 100]}, {kind: minmax, range: [20, 50]}], "
        "aggregate: [arithmetic, geometric, median], weights: {kind: relative}, treat: [none, default]"
    ),
    "everything at once": (
        "normalise: [{kind: minmax, range: [1, 100]}, {kind: percentile, range: [1, 50]}], "
        "aggregate: [arithmetic, geometric, harmonic, copeland], weights: {kind: relative}, treat: [none, default], "
        "impute: [{kind: mean}, siblings], missing: [renormalise, {drop_below: 0.5}], imputation: true, data: {share: 0.05}"
    ),
}


@pytest.mark.parametrize("missing", [0.0, 0.15], ids=["complete data", "missing data"])
@pytest.mark.parametrize("assumed", ASSUMPTIONS.values(), ids=ASSUMPTIONS)
def test_many_draws_at_once_are_many_runs_one_by_one(assumed: str, missing: float) -> None:
    if assumed == "imputation: true" and not missing:
        pytest.skip("nothing is imputed in complete data")
    rules = framework(f"uncertainty: {{{assumed}}}")
    analysis = Analysis(score(rules, data(missing)))
    draws = analysis.drawer.draw(0, 40)
    np.testing.assert_allclose(
        analysis.engine.scores(draws), one_by_one(analysis, draws), rtol=1e-9, atol=1e-9
    )


TREES = {
    "rounded at every level": METHOD + "  round: {decimals: 0, at: every_level}\n",
    "a pillar normalised by itself": METHOD,
    "a geometric pillar with zeros": METHOD.replace("[1, 100]", "[0, 100]"),
    "a pillar of another method": METHOD + "  aggregate: geometric\n",
}


@pytest.mark.parametrize("assumed", ["weights: {kind: relative}", "weights: free, data: {share: 0.05}"])
@pytest.mark.parametrize("shape", TREES)
def test_a_tree_of_any_shape_is_drawn_as_it_is_run(shape: str, assumed: str) -> None:
    document = DOCUMENT
    if shape == "a pillar normalised by itself":
        document = document.replace(
            "- id: left\n", "- id: left\n      normalise: {kind: zscore, to: [50, 10]}\n"
        )
    if shape == "a geometric pillar with zeros":
        document = document.replace("- id: left\n", "- id: left\n      aggregate: geometric\n")
    if shape == "a pillar of another method":
        document = document.replace("- id: deep\n", "- id: deep\n          aggregate: median\n")
    rules = framework(f"uncertainty: {{{assumed}}}", TREES[shape], document)
    analysis = Analysis(score(rules, data()))
    draws = analysis.drawer.draw(0, 25)
    np.testing.assert_allclose(
        analysis.engine.scores(draws), one_by_one(analysis, draws), rtol=1e-9, atol=1e-9
    )


# Not medians and comparisons of pairs: where weights are exactly even, the smallest change tips them.
AGGREGATIONS = [
    "arithmetic",
    "geometric",
    "harmonic",
    "{kind: power, exponent: 0.5}",
    "minimum",
    "maximum",
    "sum",
    "mazziotta_pareto",
]


@pytest.mark.parametrize(
    "noise", ["{kind: dirichlet, concentration: 1.0e+12}", "{kind: relative, share: 1.0e-9}"]
)
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_weights_that_are_drawn_where_they_stand_give_the_scores_of_the_framework(
    aggregation: str, noise: str
) -> None:
    rules = framework(f"uncertainty: {{weights: {noise}}}", f"{METHOD}  aggregate: {aggregation}\n")
    result = score(rules, data())
    analysis = Analysis(result)
    scores = analysis.engine.scores(analysis.drawer.draw(0, 5))
    nominal = np.broadcast_to(result.scores[..., 0], scores.shape)
    np.testing.assert_allclose(scores, nominal, rtol=1e-4, atol=1e-4)


def test_weights_drawn_at_one_pillar_leave_the_choice_of_weights_at_others_alive() -> None:
    noise = "weights: {kind: free, at: [deep]}, weighting: [given, equal]"
    analysis = Analysis(score(framework(f"uncertainty: {{{noise}}}"), data()))
    draws = analysis.drawer.draw(0, 60)
    scores = analysis.engine.scores(draws)
    other = draws.with_from(Draws((draws.choices == 0).astype(np.intp)), "weighting")
    assert not np.allclose(scores, analysis.engine.scores(other), equal_nan=True)
