"""Weights of a pillar's children: from the data, from judgement, and from what the score is meant to show."""

from __future__ import annotations

import csv
import json
import math
import statistics
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from multaqa.composite.methods.weight import (
    BenefitWeights,
    BudgetWeights,
    CriticWeights,
    EntropyWeights,
    EqualWeights,
    FactorWeights,
    GivenWeights,
    HierarchyWeights,
    Judgement,
    OptimisedWeights,
    PcaWeights,
    Weighting,
)
from multaqa.composite.problems import CompositeError, DataError, FrameworkError
from multaqa.composite.steps.benefit import benefit_of_the_doubt, benefit_weights
from multaqa.composite.steps.components import varimax
from multaqa.composite.steps.factors import (
    factor_loadings,
    factor_weights,
    loading_weights,
    pca_loadings,
    pca_weights,
    rotated_pca_weights,
)
from multaqa.composite.steps.judgements import (
    budget_weights,
    comparison_matrix,
    hierarchy_weights,
    principal_weights,
)
from multaqa.composite.steps.optimise import importance_gap, influence, optimised_weights
from multaqa.composite.steps.spread import critic_weights, entropy_weights
from multaqa.composite.steps.weight import WEIGHT, weigh

Table = dict[str, np.ndarray]
NAN = np.nan
ABC = ("a", "b", "c")
# Saaty's (1980) judgement of seven nations' wealth, and the eight criteria of his family that buys a house (1990).
NATIONS = ("US", "USSR", "China", "France", "UK", "Japan", "W. Germany")
WEALTH = [
    [1, 4, 9, 6, 6, 5, 5],
    [1 / 4, 1, 7, 5, 5, 3, 4],
    [1 / 9, 1 / 7, 1, 1 / 5, 1 / 5, 1 / 7, 1 / 5],
    [1 / 6, 1 / 5, 5, 1, 1, 1 / 3, 1 / 3],
    [1 / 6, 1 / 5, 5, 1, 1, 1 / 3, 1 / 3],
    [1 / 5, 1 / 3, 7, 3, 3, 1, 2],
    [1 / 5, 1 / 4, 5, 3, 3, 1 / 2, 1],
]
CRITERIA = ("size", "transport", "neighbourhood", "age", "yard", "facilities", "condition", "financing")
HOUSE = [
    [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
    [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
    [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
    [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
    [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
    [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
    [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
    [4, 7, 5, 8, 6, 6, 2, 1],
]


# Golden figures: COINr on the ASEM data.


@pytest.fixture(scope="module")
def asem(shared: Path) -> Path:
    folder = shared / "golden/asem"
    if not folder.is_dir():
        pytest.skip("the reference figures golden/asem are not here")
    return folder


def columns(file: Path) -> Table:
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    names = [name for name in rows[0] if name != "uCode"]
    return {name: np.array([float(row[name] or "nan") for row in rows]) for name in names}


def side_by_side(table: Table, names: list[str]) -> np.ndarray:
    return np.column_stack([table[name] for name in names])


def pillars(asem: Path, parent: str) -> list[str]:
    with (asem / "01_iMeta_sorted.csv").open(encoding="utf-8") as lines:
        return [row["iCode"] for row in csv.DictReader(lines) if row["Parent"] == parent]


@pytest.mark.parametrize(
    ("data", "result", "groups"),
    [
        ("06_normalised", "10_pca_normalised_L1_bygroup", 8),
        ("06_normalised", "10_pca_normalised_L1_all", 1),
        ("07_aggregated", "10_pca_aggregated_L2_bygroup", 2),
        ("01_raw", "10_pca_raw_L1_bygroup_NAomit", 8),
    ],
)
def test_first_loadings_are_those_of_coinr_but_for_the_sign(
    asem: Path, data: str, result: str, groups: int
) -> None:
    table = columns(asem / f"{data}.csv")
    expected = json.loads((asem / f"{result}.json").read_text(encoding="utf-8"))
    assert len(expected) == groups
    for group in expected.values():
        components = pca_loadings(side_by_side(table, group["iCodes"]))
        ours, theirs = components.vectors[:, 0], np.array(group["wts"])
        np.testing.assert_allclose(ours, theirs * np.sign(theirs @ ours), rtol=0, atol=1e-12)
        np.testing.assert_allclose(components.explained, group["var_explained"], rtol=0, atol=1e-12)
        assert ours.sum() > 0


def optimisation(asem: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((asem / f"11_optw_{name}.json").read_text(encoding="utf-8"))
    return found


def coinr_objective(gap: float, count: int) -> float:
    """What COINr minimises and prints: the logarithm of the mean squared distance."""
    return math.log(max(gap, 1e-300) / count)


def test_optimised_weights_of_the_two_sub_indices_are_coinr_s_and_reach_their_importance(asem: Path) -> None:
    values = side_by_side(columns(asem / "07_aggregated.csv"), ["Conn", "Sust"])
    theirs = optimisation(asem, "balance_equal_L3_tol1e-8")
    weights = optimised_weights(values, np.ones(2), power=1)
    assert importance_gap(values, weights, np.ones(2), power=1) < 1e-25
    np.testing.assert_allclose(weights, theirs["CorrResultsNorm"]["OptWeight"], atol=1e-9)


class Pillars:
    """The eight pillars of ASEM under two sub-indices of equal weight, and the index as COINr makes it of them."""

    def __init__(self, asem: Path) -> None:
        self.upper = pillars(asem, "Conn")
        self.names = [*self.upper, *pillars(asem, "Sust")]
        self.values = side_by_side(columns(asem / "07_aggregated.csv"), self.names)
        self.by_alphabet = np.argsort(self.names)

    def index(self, weights: np.ndarray) -> np.ndarray:
        cut = len(self.upper)
        parts = [(self.values[:, :cut], weights[:cut]), (self.values[:, cut:], weights[cut:])]
        return sum(values @ part / max(part.sum(), 1e-12) for values, part in parts) / 2

    def gap(self, weights: np.ndarray, importance: np.ndarray) -> float:
        return importance_gap(self.values, weights, importance, self.index, power=1)


@pytest.mark.parametrize("name", ["balance_equal_L2_default", "balance_equal_L2_tol1e-6"])
def test_the_distance_to_equal_importance_is_coinr_s_at_coinr_s_weights(asem: Path, name: str) -> None:
    theirs, asem_pillars = optimisation(asem, name), Pillars(asem)
    weights = np.array(theirs["CorrResultsNorm"]["OptWeight"])
    gap = asem_pillars.gap(weights / weights.sum(), np.ones(8))
    assert coinr_objective(gap, 8) == pytest.approx(theirs["value"], abs=1e-11)


def test_no_weights_of_zero_or_more_come_nearer_to_equal_pillars(asem: Path) -> None:
    """COINr gets further (−10.2) only by weights below zero; the best of differential evolution is −6.9421."""
    asem_pillars = Pillars(asem)
    weights = optimised_weights(asem_pillars.values, np.ones(8), asem_pillars.index, power=1)
    ours = coinr_objective(asem_pillars.gap(weights, np.ones(8)), 8)
    assert ours == pytest.approx(-6.9421, abs=1e-4)
    assert ours < optimisation(asem, "balance_equal_L2_default")["value"]
    assert min(optimisation(asem, "balance_equal_L2_tol1e-6")["CorrResultsNorm"]["OptWeight"]) < 0


def test_differs_from_coinr_because_its_unequal_targets_are_matched_to_pillars_by_alphabetical_order(
    asem: Path,
) -> None:
    theirs, asem_pillars = optimisation(asem, "balance_unequal_L2_MISALIGNED"), Pillars(asem)
    weights = np.array(theirs["CorrResultsNorm"]["OptWeight"])
    stated = np.array(theirs["CorrResultsNorm"]["Desired"])
    matched = np.empty(8)
    matched[asem_pillars.by_alphabet] = stated
    assert coinr_objective(asem_pillars.gap(weights, matched), 8) == pytest.approx(theirs["value"], abs=1e-11)
    ours = optimised_weights(asem_pillars.values, stated, asem_pillars.index, power=1)
    assert asem_pillars.gap(ours, stated) < asem_pillars.gap(weights, stated)


# Principal components and factors.


def with_correlations(correlations: np.ndarray, units: int = 220) -> np.ndarray:
    """Values (units, children) whose sample correlations are exactly these."""
    noise = np.random.default_rng(0).normal(size=(units, len(correlations)))
    independent = np.linalg.qr(noise - noise.mean(axis=0))[0]
    values: np.ndarray = independent @ np.linalg.cholesky(correlations).T
    return values


def symmetric(upper: list[list[float]]) -> np.ndarray:
    matrix = np.eye(len(upper) + 1)
    for row, entries in enumerate(upper):
        matrix[row, row + 1 :] = matrix[row + 1 :, row] = entries
    return matrix


def test_pca_weights_are_the_first_loadings_as_shares() -> None:
    values = with_correlations(symmetric([[0.5, 0.5], [0.5]]))
    np.testing.assert_allclose(pca_weights(values), [1 / 3, 1 / 3, 1 / 3])


def test_a_child_that_works_against_the_others_gets_no_weight_from_the_first_component() -> None:
    values = with_correlations(symmetric([[0.6, -0.5], [-0.4]]))
    assert pca_loadings(values).vectors[2, 0] < 0
    weights = pca_weights(values)
    assert weights[2] == 0
    assert weights.sum() == pytest.approx(1)


def test_rotated_weights_are_those_of_the_handbook_s_example() -> None:
    """Handbook (2008), table 17, the Technology Achievement Index: rotated loadings and what it makes of them."""
    loadings = np.array(
        [
            [0.07, 0.97, 0.06, 0.06],  # patents
            [0.13, 0.07, -0.07, 0.93],  # royalties
            [0.79, -0.21, 0.21, 0.42],  # Internet
            [-0.64, 0.56, -0.04, 0.36],  # exports
            [0.37, 0.17, 0.38, 0.68],  # telephones
            [0.82, -0.04, 0.25, 0.35],  # electricity
            [0.88, 0.23, -0.09, 0.09],  # schooling
            [0.08, 0.04, 0.96, 0.04],  # university
        ]
    )
    within = np.array([0.67, 0.49, 0.24, 0.23, 0.26, 0.25, 0.29, 0.77])
    component = np.array([0.20, 0.25, 0.38, 0.20, 0.25, 0.38, 0.38, 0.17])
    expected = within * component / (within * component).sum()
    np.testing.assert_allclose(loading_weights(loadings), expected, atol=0.005)


def test_rotated_components_separate_two_groups_and_weigh_them_by_what_they_explain() -> None:
    """Three children that agree (r = 0.8) explain more than two others (r = 0.5) that have nothing to do with them."""
    values = with_correlations(
        symmetric([[0.8, 0.8, 0, 0], [0.8, 0, 0], [0, 0], [0.5]]),
    )
    strong, weak = 1 + 2 * 0.8, 1 + 0.5
    expected = np.array([strong / 3] * 3 + [weak / 2] * 2) / (strong + weak)
    np.testing.assert_allclose(rotated_pca_weights(values), expected, atol=1e-9)


def test_a_higher_eigenvalue_keeps_fewer_components_but_never_none() -> None:
    values = with_correlations(symmetric([[0.8, 0.8, 0, 0], [0.8, 0, 0], [0, 0], [0.5]]))
    only_first = [1 / 3, 1 / 3, 1 / 3, 0, 0]
    np.testing.assert_allclose(rotated_pca_weights(values, eigenvalue=2), only_first, atol=1e-12)
    np.testing.assert_allclose(rotated_pca_weights(values, eigenvalue=9), only_first, atol=1e-12)


def test_factor_loadings_are_those_published_for_six_school_subjects() -> None:
    """Lawley and Maxwell, Factor Analysis as a Statistical Method (1971), 220 pupils, two factors."""
    values = with_correlations(
        symmetric(
            [
                [0.439, 0.410, 0.288, 0.329, 0.248],
                [0.351, 0.354, 0.320, 0.329],
                [0.164, 0.190, 0.181],
                [0.595, 0.470],
                [0.464],
            ]
        )
    )
    loadings = factor_loadings(values, 2)
    published = [
        [0.553, 0.429],
        [0.568, 0.288],
        [0.392, 0.450],
        [0.740, -0.273],
        [0.724, -0.211],
        [0.595, -0.132],
    ]
    np.testing.assert_allclose(np.abs(loadings), np.abs(published), atol=0.0006)
    np.testing.assert_allclose(
        (loadings**2).sum(axis=1), [0.490, 0.406, 0.356, 0.623, 0.569, 0.372], atol=0.0006
    )


def test_one_factor_of_three_children_is_known_exactly() -> None:
    """l₁² = r₁₂ r₁₃ / r₂₃ and likewise, the weights in proportion."""
    values = with_correlations(symmetric([[0.6, 0.5], [0.4]]))
    communalities = np.array([0.6 * 0.5 / 0.4, 0.6 * 0.4 / 0.5, 0.5 * 0.4 / 0.6])
    np.testing.assert_allclose((factor_loadings(values, 1) ** 2)[:, 0], communalities, atol=1e-6)
    np.testing.assert_allclose(factor_weights(values), communalities / communalities.sum(), atol=1e-6)


def test_factors_weigh_as_the_handbook_weighs_components() -> None:
    values = with_correlations(
        symmetric([[0.7, 0.6, 0.1, 0, 0], [0.65, 0, 0.1, 0], [0, 0, 0.1], [0.5, 0.6], [0.55]])
    )
    expected = loading_weights(varimax(factor_loadings(values, 2)))
    np.testing.assert_allclose(factor_weights(values), expected)


@pytest.mark.parametrize(
    ("values", "count", "codes"),
    [
        (with_correlations(symmetric([[0.8, 0.8], [0.5]])), 1, [("heywood-case", "a")]),
        (with_correlations(symmetric([[0.6, 0.5], [0.4]])), 2, [("too-few-for-factors", None)]),
        (with_correlations(symmetric([[0.6, 0.5], [0.4]]))[:3], 1, [("weights-need-units", None)]),
    ],
)
def test_factors_that_do_not_fit_are_refused(
    values: np.ndarray, count: int, codes: list[tuple[str, str | None]]
) -> None:
    with pytest.raises(DataError) as refused:
        factor_loadings(values, count, ABC)
    assert [(problem.code, problem.node) for problem in refused.value.problems] == codes


def test_a_child_that_is_the_sum_of_others_has_no_factors() -> None:
    two = np.random.default_rng(2).normal(size=(40, 3))
    with pytest.raises(DataError) as refused:
        factor_loadings(np.column_stack([two, two.sum(axis=1)]), 1)
    assert [problem.code for problem in refused.value.problems] == ["children-dependent"]


# Entropy and CRITIC, by explicit arithmetic.

FOUR_UNITS = [[10.0, 2.0, 5.0], [20.0, 2.0, 1.0], [30.0, 4.0, 4.0], [40.0, 8.0, 2.0]]


def test_entropy_weights_are_one_minus_each_child_s_entropy() -> None:
    information = []
    for column in zip(*FOUR_UNITS, strict=True):
        shares = [value / sum(column) for value in column]
        information.append(1 + sum(share * math.log(share) for share in shares) / math.log(4))
    expected = [one / sum(information) for one in information]
    np.testing.assert_allclose(entropy_weights(np.array(FOUR_UNITS)), expected, rtol=1e-13)


def test_entropy_takes_nought_as_no_share_and_leaves_what_is_missing_out() -> None:
    """Of two present units one has all: no evenness at all. Three equal ones: nothing but evenness."""
    values = np.array([[5.0, 1.0], [0.0, 1.0], [NAN, 1.0]])
    np.testing.assert_array_equal(entropy_weights(values), [1, 0])


def test_one_value_has_no_entropy() -> None:
    with pytest.raises(DataError) as refused:
        entropy_weights(np.array([[1.0, 2.0], [3.0, NAN]]))
    [problem] = refused.value.problems
    assert (problem.code, problem.params) == ("weights-need-units", {"count": "1", "needed": "2"})


def test_critic_weights_are_deviation_times_conflict() -> None:
    scaled = [
        [(value - min(column)) / (max(column) - min(column)) for value in column]
        for column in zip(*FOUR_UNITS, strict=True)
    ]
    amounts = [
        statistics.stdev(one) * sum(1 - statistics.correlation(one, other) for other in scaled)
        for one in scaled
    ]
    expected = [amount / sum(amounts) for amount in amounts]
    np.testing.assert_allclose(critic_weights(np.array(FOUR_UNITS)), expected, rtol=1e-12)


# Judgement.


def judgements(names: tuple[str, ...], matrix: list[list[float]]) -> list[Judgement]:
    """Each pair once, from the side on which it is 1 or more."""
    return [
        Judgement(more=names[row], less=names[column], times=float(matrix[row][column]))
        for row, column in product(range(len(names)), repeat=2)
        if matrix[row][column] > 1 or (matrix[row][column] == 1 and row < column)
    ]


def test_the_wealth_of_nations_is_weighed_as_saaty_published_it() -> None:
    weights = hierarchy_weights(NATIONS, judgements(NATIONS, WEALTH))
    np.testing.assert_array_equal(weights.round(3), [0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094])
    _, ratio = principal_weights(np.array(WEALTH))
    assert round(ratio, 2) == 0.08


def test_the_family_s_house_has_saaty_s_weights_and_is_as_inconsistent_as_published() -> None:
    weights, ratio = principal_weights(comparison_matrix(CRITERIA, judgements(CRITERIA, HOUSE)))
    np.testing.assert_array_equal(weights.round(3), [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333])
    assert round(ratio, 3) == 0.169


def test_inconsistent_judgements_are_refused_with_their_ratio_and_the_one_to_look_at() -> None:
    with pytest.raises(FrameworkError) as refused:
        hierarchy_weights(CRITERIA, judgements(CRITERIA, HOUSE))
    [problem] = refused.value.problems
    assert problem.code == "inconsistent-judgements"
    assert problem.params == {"ratio": "0.17", "limit": "0.1", "more": "neighbourhood", "less": "condition"}


def test_judgements_that_agree_give_their_own_ratios() -> None:
    agreeing = [Judgement(more="a", less="b", times=2), Judgement(more="b", less="c", times=3)]
    weights = hierarchy_weights(ABC, [*agreeing, Judgement(more="a", less="c", times=6)], consistency=0)
    np.testing.assert_allclose(weights, [0.6, 0.3, 0.1])


def test_every_fault_of_the_judgements_is_told_at_once() -> None:
    faulty = [
        Judgement(more="a", less="b", times=2),
        Judgement(more="b", less="a", times=2),
        Judgement(more="a", less="d", times=3),
        Judgement(more="c", less="c", times=1),
    ]
    with pytest.raises(FrameworkError) as refused:
        hierarchy_weights(ABC, faulty)
    found = [(problem.code, dict(problem.params)) for problem in refused.value.problems]
    assert found == [
        ("unknown-child", {"child": "d", "known": "a, b, c"}),
        ("judgement-twice", {"first": "b", "second": "a"}),
        ("judgement-of-itself", {"child": "c"}),
        ("judgements-incomplete", {"first": "a", "second": "c"}),
        ("judgements-incomplete", {"first": "b", "second": "c"}),
    ]


def test_sixteen_children_are_too_many_to_compare() -> None:
    with pytest.raises(FrameworkError) as refused:
        comparison_matrix([f"c{place}" for place in range(16)], [])
    assert [problem.code for problem in refused.value.problems] == ["too-many-to-compare"]


def test_a_budget_is_the_mean_of_the_experts_shares_however_many_points_each_had() -> None:
    weights = budget_weights(ABC, [{"a": 50, "b": 30, "c": 20}, {"a": 1, "c": 3}])
    np.testing.assert_allclose(weights, [0.375, 0.15, 0.475])


def test_budgets_of_strangers_and_of_nothing_are_refused() -> None:
    with pytest.raises(FrameworkError) as refused:
        budget_weights(ABC, [{"a": 1, "x": 2}, {"b": 0}])
    found = [(problem.code, dict(problem.params)) for problem in refused.value.problems]
    assert found == [
        ("unknown-child", {"child": "x", "known": "a, b, c"}),
        ("empty-allocation", {"expert": "2"}),
    ]


# Benefit of the doubt.

FRONTIER = np.array([[4.0, 1.0], [3.0, 3.0], [1.0, 4.0], [2.0, 2.0], [3.0, 1.0]])


def test_benefit_of_the_doubt_measures_the_distance_to_the_frontier() -> None:
    """(2, 2) lies two thirds of the way to (3, 3); (3, 1) meets the edge 2x + y = 9 between (4, 1) and (3, 3)."""
    np.testing.assert_allclose(benefit_of_the_doubt(FRONTIER).scores, [1, 1, 1, 2 / 3, 7 / 9], rtol=1e-9)


def test_the_best_are_exactly_one_so_that_they_tie() -> None:
    assert benefit_of_the_doubt(FRONTIER).scores[:3].tolist() == [1, 1, 1]


@pytest.mark.parametrize("bounds", [(0.0, 1.0), (0.25, 0.75), (0.3, 0.36), (0.0, 0.6)])
def test_bounded_benefit_is_the_best_of_a_grid_of_all_shares(bounds: tuple[float, float]) -> None:
    values = np.random.default_rng(5).uniform(1, 10, size=(12, 3))
    steps = np.arange(0, 401) / 400
    grid = np.array([(x, y, 1 - x - y) for x in steps for y in steps if x + y <= 1])
    grid = grid[(grid >= bounds[0] - 1e-9).all(axis=1) & (grid <= bounds[1] + 1e-9).all(axis=1)]
    expected = [1 / (values / own @ grid.T).max(axis=0).min() for own in values]
    found = benefit_of_the_doubt(values, bounds)
    np.testing.assert_allclose(found.scores, expected, atol=0.004)
    assert (found.scores >= np.array(expected) - 1e-9).all()
    assert found.shares.min() >= bounds[0] - 1e-9
    assert found.shares.max() <= bounds[1] + 1e-9


def test_of_equally_favourable_weights_the_most_even_are_taken() -> None:
    """The best in everything may weigh as it likes."""
    found = benefit_of_the_doubt(np.array([[2.0, 8.0], [1.0, 1.0]]))
    np.testing.assert_allclose(found.shares[0], [0.5, 0.5])
    np.testing.assert_allclose(found.weights[0], [0.25, 0.0625])


def test_a_missing_child_gets_no_weight_and_widens_the_bounds_where_they_could_not_hold() -> None:
    values = np.array([[4.0, 1.0, 2.0], [NAN, 3.0, 1.0], [2.0, NAN, NAN], [NAN, NAN, NAN]])
    found = benefit_of_the_doubt(values, (0.2, 0.5))
    assert found.weights[1, 0] == 0
    np.testing.assert_allclose(found.shares[2], [1, 0, 0])
    assert found.scores[2] == pytest.approx(0.5)
    assert np.isnan(found.scores[3])
    assert found.weights[3].tolist() == [0, 0, 0]


def test_under_a_lower_bound_a_child_of_nought_takes_the_score_with_it() -> None:
    values = np.array([[4.0, 1.0], [9.0, 0.0]])
    assert benefit_of_the_doubt(values, (0.1, 1.0)).scores.tolist() == [1, 0]
    assert benefit_of_the_doubt(values).scores.tolist() == [1, 1]


def test_units_without_anything_to_gain_weigh_their_children_evenly() -> None:
    weights = benefit_weights(np.array([[0.0, NAN, 0.0], [1.0, 2.0, 3.0], [NAN, NAN, NAN]]))
    assert weights[0].tolist() == [0.5, 0, 0.5]
    np.testing.assert_allclose(weights[2], [1 / 3] * 3)


def test_bounds_that_cannot_sum_to_one_are_refused() -> None:
    for bounds in [(0.4, 1.0), (0.0, 0.3)]:
        with pytest.raises(FrameworkError) as refused:
            benefit_of_the_doubt(np.ones((3, 3)), bounds)
        assert [problem.code for problem in refused.value.problems] == ["bounds-cannot-hold"]


@given(arrays(np.float64, (6, 3), elements=st.just(0.0) | st.floats(1e-6, 1e6) | st.just(NAN)))
@settings(max_examples=40, deadline=None)
def test_nobody_exceeds_one_under_anybody_s_weights_and_somebody_reaches_it(values: np.ndarray) -> None:
    found = benefit_of_the_doubt(values)
    filled = np.nan_to_num(values)
    assert (filled @ found.weights.T).max() <= 1 + 1e-6
    has_any = ~np.isnan(values).all(axis=1)
    np.testing.assert_allclose(
        (found.weights * filled).sum(axis=1)[has_any], found.scores[has_any], atol=1e-8
    )
    if filled.any():
        assert np.nanmax(found.scores) == 1


@given(
    arrays(np.float64, (6, 3), elements=st.floats(0.1, 10)),
    arrays(np.float64, 3, elements=st.floats(1e-3, 1e3)),
)
@settings(max_examples=30, deadline=None)
def test_a_change_of_a_child_s_unit_of_measure_changes_no_benefit(values: np.ndarray, by: np.ndarray) -> None:
    once, again = benefit_of_the_doubt(values, (0.1, 0.8)), benefit_of_the_doubt(values * by, (0.1, 0.8))
    np.testing.assert_allclose(once.scores, again.scores, rtol=1e-7)
    np.testing.assert_allclose(once.shares, again.shares, atol=1e-4)


# Optimised weights.


def test_influence_is_the_share_of_squared_correlations_with_the_score() -> None:
    values = with_correlations(symmetric([[0.6]]))
    np.testing.assert_allclose(influence(values, values[:, 0]), [1 / 1.36, 0.36 / 1.36])
    np.testing.assert_allclose(influence(values, values[:, 0], power=1), [1 / 1.6, 0.6 / 1.6])


def test_weights_of_uncorrelated_children_are_the_square_roots_of_their_importance() -> None:
    """Then a child's share of the score's variance is its squared weight."""
    values = with_correlations(np.eye(3))
    np.testing.assert_allclose(
        optimised_weights(values, np.array([9.0, 4.0, 1.0])), [0.5, 1 / 3, 1 / 6], atol=1e-9
    )


def test_optimised_weights_are_the_best_of_a_grid_where_the_importance_cannot_be_reached() -> None:
    """Two children say nearly the same: the third alone cannot have a tenth and they unequal shares."""
    values = with_correlations(symmetric([[0.95, 0.6], [0.6]]))
    target = np.array([0.8, 0.1, 0.1])
    steps = np.arange(0, 101) / 100
    grid = [np.array([x, y, 1 - x - y]) for x in steps for y in steps if x + y <= 1]
    best = min(importance_gap(values, weights, target) for weights in grid)
    weights = optimised_weights(values, target)
    assert 1e-3 < importance_gap(values, weights, target) <= best
    np.testing.assert_allclose(weights, [1, 0, 0], atol=1e-4)


def test_a_missing_value_passes_its_weight_to_the_other_children_of_the_score() -> None:
    values = np.array([[1.0, NAN], [2.0, 5.0], [4.0, 1.0], [3.0, 3.0], [7.0, 2.0]])
    weights = optimised_weights(values, np.array([3.0, 1.0]))
    scores = np.nan_to_num(values) @ weights / (~np.isnan(values) @ weights)
    np.testing.assert_allclose(influence(values, scores), [0.75, 0.25], atol=1e-8)


# What the data must have, and what always holds.


@pytest.mark.parametrize(
    "function", [pca_weights, rotated_pca_weights, factor_weights, critic_weights], ids=lambda f: f.__name__
)
def test_rows_with_a_gap_are_left_out(function: Callable[[np.ndarray], np.ndarray]) -> None:
    values = with_correlations(symmetric([[0.6, 0.5], [0.4]]), units=20)
    gap = np.array([[1.0, NAN, 3.0]])
    np.testing.assert_array_equal(function(np.vstack([gap, values])), function(values))


KINDS: dict[str, Weighting] = {
    "given": GivenWeights(kind="given"),
    "equal": EqualWeights(kind="equal"),
    "pca first": PcaWeights(kind="pca", form="first"),
    "pca rotated": PcaWeights(kind="pca"),
    "factor": FactorWeights(kind="factor"),
    "benefit": BenefitWeights(kind="benefit_of_the_doubt", bounds=(0.1, 0.6)),
    "entropy": EntropyWeights(kind="entropy"),
    "critic": CriticWeights(kind="critic"),
    "ahp": HierarchyWeights(
        kind="ahp",
        judgements=(
            Judgement(more="a", less="b", times=2),
            Judgement(more="a", less="c", times=5),
            Judgement(more="b", less="c", times=2),
        ),
    ),
    "budget": BudgetWeights(kind="budget", allocations=({"a": 5, "b": 3, "c": 2}, {"b": 1})),
    "optimised": OptimisedWeights(kind="optimised", importance={"a": 5, "b": 3, "c": 2}),
}
GIVEN = np.array([2.0, 1.0, 1.0])


def test_every_way_of_weighting_in_the_document_is_carried_out() -> None:
    assert {method.kind for method in KINDS.values()} == set(WEIGHT)
    assert weigh(FRONTIER, KINDS["given"], ("a", "b"), np.array([3.0, 1.0])).tolist() == [0.75, 0.25]
    assert weigh(FRONTIER, KINDS["equal"], ("a", "b"), np.array([3.0, 1.0])).tolist() == [0.5, 0.5]


def random_values(seed: int) -> np.ndarray:
    """Three children with something in common, all above zero."""
    random = np.random.default_rng(seed)
    common = random.normal(size=(25, 1))
    return np.exp((common + random.normal(size=(25, 3))) / 2)


@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.integers(0, 2**32 - 1), order=st.permutations(range(3)))
@settings(max_examples=10, deadline=None)
def test_weights_sum_to_one_are_not_negative_and_follow_their_child(
    kind: str, seed: int, order: list[int]
) -> None:
    values, names = random_values(seed), tuple(ABC[place] for place in order)
    try:
        weights = weigh(values, KINDS[kind], ABC, GIVEN)
    except DataError:  # no factors fit these data, which other tests are about
        reject()
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(axis=-1), 1, rtol=1e-12)
    again = weigh(values[:, order], KINDS[kind], names, GIVEN[order])
    np.testing.assert_allclose(again, weights[..., order], atol=1e-5)


@pytest.mark.parametrize("kind", ["pca first", "pca rotated", "entropy", "critic"])
@given(seed=st.integers(0, 2**32 - 1), by=arrays(np.float64, 3, elements=st.floats(1e-3, 1e3)))
@settings(max_examples=10, deadline=None)
def test_a_child_s_unit_of_measure_does_not_change_its_weight(kind: str, seed: int, by: np.ndarray) -> None:
    values = random_values(seed)
    once, again = (weigh(table, KINDS[kind], ABC, GIVEN) for table in (values, values * by))
    np.testing.assert_allclose(once, again, atol=1e-9)


@pytest.mark.parametrize("kind", ["pca first", "pca rotated", "factor", "critic", "optimised"])
def test_a_child_that_does_not_vary_is_named(kind: str) -> None:
    values = random_values(1)
    values[:, 1] = 0.1
    with pytest.raises(DataError) as refused:
        weigh(values, KINDS[kind], ABC, GIVEN)
    found = [(one.code, one.node, one.params) for one in refused.value.problems]
    assert found == [("constant-child", "b", {"place": "2"})]


@pytest.mark.parametrize("kind", ["pca first", "pca rotated", "factor", "critic", "optimised"])
def test_too_few_complete_rows_give_no_weights(kind: str) -> None:
    values = random_values(1)
    values[2:, 0] = NAN
    with pytest.raises(DataError) as refused:
        weigh(values, KINDS[kind], ABC, GIVEN)
    assert [one.code for one in refused.value.problems] == ["weights-need-units"]


@pytest.mark.parametrize(
    ("kind", "code"), [("entropy", "negative-in-entropy"), ("benefit", "negative-in-benefit")]
)
def test_methods_for_amounts_refuse_negative_values_by_name(kind: str, code: str) -> None:
    values = random_values(1)
    values[3, 2] = -1
    with pytest.raises(DataError) as refused:
        weigh(values, KINDS[kind], ABC, GIVEN)
    assert [(one.code, one.node) for one in refused.value.problems] == [(code, "c")]


def test_children_that_all_say_the_same_leave_nothing_to_weigh_by() -> None:
    one = np.arange(1.0, 6.0)
    for function, values in [
        (entropy_weights, np.ones((5, 2))),
        (critic_weights, np.column_stack([one, 2 * one])),
    ]:
        with pytest.raises(DataError) as refused:
            function(values)
        assert [problem.code for problem in refused.value.problems] == ["weights-without-difference"]


@pytest.mark.parametrize(
    ("importance", "codes"),
    [
        ({"a": 1.0, "b": 1.0}, ["importance-incomplete"]),
        ({"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0}, ["unknown-child"]),
    ],
)
def test_importance_is_stated_for_every_child_and_no_other(
    importance: dict[str, float], codes: list[str]
) -> None:
    with pytest.raises(FrameworkError) as refused:
        weigh(random_values(1), OptimisedWeights(kind="optimised", importance=importance), ABC, GIVEN)
    assert [problem.code for problem in refused.value.problems] == codes


@pytest.mark.parametrize("kind", ["pca first", "factor", "entropy", "critic"])
def test_an_only_child_weighs_all(kind: str) -> None:
    assert weigh(np.ones((4, 1)), KINDS[kind], ("a",), np.ones(1)).tolist() == [1]


def test_every_refusal_has_its_sentence_in_both_languages() -> None:
    with pytest.raises(CompositeError) as refused:
        hierarchy_weights(ABC, [Judgement(more="a", less="b", times=2)])
    [first, _] = refused.value.problems
    assert "a" in first.message("en")
    assert first.message("ar") != first.message("en")
