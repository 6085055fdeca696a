"""Uncertainty and sensitivity against COINr's recorded runs, Ishigami's function and SALib."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import sobol as salib_analysis
from SALib.sample import sobol as salib_sample

from multaqa.composite import score
from multaqa.composite.methods import Assumptions
from multaqa.composite.ranking import rank
from multaqa.composite.uncertainty import sobol_indices
from multaqa.composite.uncertainty.choices import CHOICES
from multaqa.composite.uncertainty.draws import Draws
from multaqa.composite.uncertainty.robustness import Analysis
from multaqa.composite.uncertainty.summary import ranks_of
from tests.composite import asem

OPEN = """
uncertainty:
  treat:
    - {steps: [{kind: winsorise, most: 1}, log]}
    - {steps: [{kind: winsorise, most: 2}, log]}
    - {steps: [{kind: winsorise, most: 3}, log]}
    - {steps: [{kind: winsorise, most: 4}, log]}
    - {steps: [{kind: winsorise, most: 5}, log]}
  normalise: [{kind: minmax, range: [1, 100]}, {kind: zscore, to: [10, 2]}]
  aggregate: [arithmetic, geometric]
"""


def recorded_runs(parameters: str) -> tuple[Analysis, Draws]:
    """COINr's sampled assumptions as draws of ours, its noisy weights among them."""
    analysis = Analysis(score(asem.framework(asem.METHOD + OPEN), asem.data()))
    rows = asem.rows(parameters)
    choices = np.zeros((len(rows), len(CHOICES)), dtype=np.intp)
    choices[:, CHOICES.index("treat")] = [int(row["Winmax"]) - 1 for row in rows]
    choices[:, CHOICES.index("normalise")] = [row["Normalisation"] == "n_zscore" for row in rows]
    choices[:, CHOICES.index("aggregate")] = [row["Aggregation"] == "a_gmean" for row in rows]
    noisy = {row["iCode"]: row for row in asem.rows("13_noisy_weights.csv")}
    nodes = [noisy[node.id] for node in analysis.framework.nodes]
    weights = np.array([[float(node[f"w{row['Weights']}"]) for node in nodes] for row in rows])
    return analysis, Draws(choices, weights=weights)


def recorded_table(analysis: Analysis, name: str) -> np.ndarray:
    """A recorded table of runs (runs, units) in the order of our units."""
    by_unit = dict(zip(asem.labels(name), asem.table(name), strict=True))
    return np.array([by_unit[unit] for unit in analysis.result.units])[:, 1:].T


@asem.here
@pytest.mark.parametrize("kind", ["UA", "SA"])
def test_scores_and_ranks_of_every_recorded_run_agree_with_coinr(kind: str) -> None:
    analysis, draws = recorded_runs(f"13_{kind}_parameters.csv")
    scores = analysis.engine.scores(draws)[:, 0]
    np.testing.assert_allclose(scores, recorded_table(analysis, f"13_{kind}_scores.csv"), rtol=1e-12)
    np.testing.assert_array_equal(ranks_of(scores), recorded_table(analysis, f"13_{kind}_ranks.csv"))


@asem.here
def test_the_mean_change_of_rank_of_every_recorded_run_agrees_with_coinr() -> None:
    analysis, draws = recorded_runs("13_SA_parameters.csv")
    ranks = rank(analysis.engine.scores(draws)[:, 0])
    nominal = recorded_nominal(analysis, "13_SA_ranks.csv")
    shift = np.abs(ranks - nominal).mean(axis=1)
    recorded = [asem.number(next(iter(row.values()))) for row in asem.rows("13_SA_y_meanabsrankdiff.csv")]
    np.testing.assert_allclose(shift, recorded, rtol=1e-12)


def recorded_nominal(analysis: Analysis, name: str) -> np.ndarray:
    by_unit = dict(zip(asem.labels(name), asem.table(name)[:, 0], strict=True))
    return np.array([by_unit[unit] for unit in analysis.result.units])


@asem.here
def test_indices_from_recorded_outputs_agree_with_coinr() -> None:
    recorded = [asem.number(next(iter(row.values()))) for row in asem.rows("13_SA_y_meanabsrankdiff.csv")]
    outputs = np.array(recorded).reshape(6, 100, 1)
    found = sobol_indices(outputs[0], outputs[1], outputs[2:])
    rows = asem.rows("13_SA_indices.csv")
    np.testing.assert_allclose(found.first[:, 0], [float(row["Si"]) for row in rows], rtol=1e-12)
    np.testing.assert_allclose(found.total[:, 0], [float(row["STi"]) for row in rows], rtol=1e-12)


@asem.here
def test_indices_of_the_recorded_ishigami_design_agree_with_coinr() -> None:
    outputs = np.array([float(row["y"]) for row in asem.rows("13_ishigami_design.csv")]).reshape(5, 500, 1)
    found, recorded = (
        sobol_indices(outputs[0], outputs[1], outputs[2:]),
        asem.document("13_ishigami_estimate.json"),
    )
    np.testing.assert_allclose(found.first[:, 0], recorded["SensInd"]["Si"], rtol=1e-12)
    np.testing.assert_allclose(found.total[:, 0], recorded["SensInd"]["STi"], rtol=1e-12)
    np.testing.assert_allclose(found.variance, recorded["Variance"], rtol=1e-12)


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


ANALYTIC_FIRST, ANALYTIC_TOTAL = (0.3138, 0.4424, 0.0), (0.5574, 0.4424, 0.2436)


def test_indices_of_ishigamis_function_come_to_their_analytic_values() -> None:
    """Ishigami and Homma (1990), with a = 7 and b = 0.1."""
    random = np.random.default_rng(2)
    first, second = random.uniform(-np.pi, np.pi, (2, 200_000, 3))
    mixed = [np.where(np.arange(3) == place, second, first) for place in range(3)]
    found = sobol_indices(
        ishigami(first)[:, None], ishigami(second)[:, None], np.stack([ishigami(x)[:, None] for x in mixed])
    )
    np.testing.assert_allclose(found.first[:, 0], ANALYTIC_FIRST, atol=0.01)
    np.testing.assert_allclose(found.total[:, 0], ANALYTIC_TOTAL, atol=0.01)
    assert (found.first_low[:, 0] < found.first[:, 0]).all()
    assert (found.total_high[:, 0] > found.total[:, 0]).all()


def test_indices_agree_with_salib_on_its_own_design() -> None:
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-np.pi, np.pi]] * 3}
    design = salib_sample.sample(problem, 4096, calc_second_order=False, seed=1)
    outputs = ishigami(design)
    theirs = salib_analysis.analyze(problem, outputs, calc_second_order=False, seed=1)
    by_row = outputs.reshape(4096, 5)
    ours = sobol_indices(by_row[:, [0]], by_row[:, [4]], by_row[:, 1:4].T[:, :, None])
    np.testing.assert_allclose(ours.first[:, 0], theirs["S1"], atol=0.01)
    np.testing.assert_allclose(ours.total[:, 0], theirs["ST"], atol=0.01)


@asem.here
def test_the_analysis_of_asem_finds_what_the_recorded_runs_found() -> None:
    """The order of the inputs by their total index: aggregation first, treatment last."""
    from multaqa.composite.uncertainty import sensitivity

    result = score(asem.framework(asem.METHOD + OPEN), asem.data())
    found = sensitivity(
        result,
        Assumptions.model_validate(
            result.framework.uncertainty.model_dump(exclude_defaults=True)
            | {"weights": {"kind": "relative", "share": 0.25, "at": ["Conn", "Sust", "Index"]}}
        ),
        base=512,
    )
    totals = {item.name: item.total for item in found.shift}
    assert sorted(totals, key=totals.get, reverse=True) == ["aggregate", "normalise", "weights", "treat"]
