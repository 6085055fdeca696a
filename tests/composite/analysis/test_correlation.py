"""Correlations, their p-values, and the pairs that they flag."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from scipy.stats import kendalltau, pearsonr, spearmanr

from multaqa.composite.analysis import (
    CorrelatedPair,
    correlation_flags,
    correlations,
    covariances,
    denominator_correlations,
)
from multaqa.composite.analysis.correlation import CorrelationMethod
from tests.composite.analysis.golden import Floats, columns, groups, rows, table

NAN = np.nan
METHODS: tuple[CorrelationMethod, ...] = get_args(CorrelationMethod)


def listed(coefficients: Floats, names: list[str], expected: list[dict[str, str]]) -> Floats:
    """Coefficients in the order of a file of pairs."""
    place = {name: position for position, name in enumerate(names)}
    return np.array([coefficients[place[record["Var1"]], place[record["Var2"]]] for record in expected])


def assert_reproduced(found: Floats, expected: list[dict[str, str]]) -> None:
    figures = columns(expected, ["Correlation"])[:, 0]
    np.testing.assert_allclose(found, figures, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("method", METHODS)
def test_all_2401_correlations_of_the_asem_indicators_are_reproduced(
    asem: Path, method: CorrelationMethod
) -> None:
    """But for the ranks of TolMin, which holds 3.4 and 3.4000000000000004: one value here, two in R."""
    values, names = table(asem, "01_raw")
    expected = rows(asem, f"09_corr_raw_L1_{method}")
    assert len(expected) == 2401
    comparable = [
        record
        for record in expected
        if method == "pearson" or "TolMin" not in (record["Var1"], record["Var2"])
    ]
    assert_reproduced(
        listed(correlations(values, values, method).coefficients, names, comparable), comparable
    )


@pytest.mark.parametrize("method", METHODS)
def test_traces_of_rounding_do_not_break_ties(asem: Path, method: CorrelationMethod) -> None:
    values, names = table(asem, "01_raw")
    tolerance = values[:, [names.index("TolMin")]]
    written = np.round(tolerance, 12)
    assert np.unique(tolerance).size == np.unique(written).size + 2
    found, clean = (correlations(side, values, method).coefficients for side in (tolerance, written))
    np.testing.assert_allclose(found, clean, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("method", METHODS)
def test_correlations_of_indicators_with_the_index_are_reproduced(
    asem: Path, method: CorrelationMethod
) -> None:
    values, names = table(asem, "07_aggregated")
    expected = [
        record
        for record in rows(asem, f"09_corr_agg_L1_L4_{method}")
        if method == "pearson" or record["Var2"] != "TolMin"
    ]
    assert_reproduced(listed(correlations(values, values, method).coefficients, names, expected), expected)


def test_correlations_between_pillars_and_with_parents_are_reproduced(asem: Path) -> None:
    values, names = table(asem, "07_aggregated")
    found = correlations(values, values).coefficients
    for name in ("09_corr_agg_L2", "09_corr_agg_L1_parent"):
        expected = rows(asem, name)
        assert_reproduced(listed(found, names, expected), expected)


def test_correlations_with_all_ancestors_are_reproduced(asem: Path) -> None:
    values, names = table(asem, "07_aggregated")
    found = correlations(values, values).coefficients
    lineage = {record["Indicator"]: record for record in rows(asem, "01_lineage")}
    expected = [
        {**record, "Var1": lineage[record["Var2"]][record["Var1"]]}
        for record in rows(asem, "09_corr_agg_L1_family")
    ]
    assert len(expected) == 3 * 49
    assert_reproduced(listed(found, names, expected), expected)


def test_the_same_correlations_are_significant_at_five_per_cent(asem: Path) -> None:
    values, names = table(asem, "01_raw")
    expected = rows(asem, "09_corr_raw_L1_grouped_p05")
    found = correlations(values, values).significant(0.05)
    assert_reproduced(listed(found, names, expected), expected)


def test_p_values_of_the_aggregates_are_reproduced(asem: Path) -> None:
    expected, names = table(asem, "09_pvals_aggregates")
    values, all_names = table(asem, "07_aggregated")
    aggregates = values[:, [all_names.index(name) for name in names]]
    found = correlations(aggregates, aggregates).p_values
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-60)


@pytest.mark.parametrize("method", METHODS)
def test_p_values_with_gaps_and_ties_are_those_of_each_pair_alone(method: CorrelationMethod) -> None:
    draws = np.random.default_rng(1)
    left, right = draws.integers(0, 6, (40, 3)).astype(float), draws.integers(0, 6, (40, 4)).astype(float)
    left[draws.random(left.shape) < 0.2] = NAN
    right[draws.random(right.shape) < 0.2] = NAN
    found = correlations(left, right, method)
    for row in range(3):
        for column in range(4):
            both = ~np.isnan(left[:, row] + right[:, column])
            x, y = left[both, row], right[both, column]
            alone = {
                "pearson": lambda x, y: pearsonr(x, y),
                "spearman": lambda x, y: spearmanr(x, y),
                "kendall": lambda x, y: kendalltau(x, y, method="asymptotic"),
            }[method](x, y)
            assert found.counts[row, column] == both.sum()
            assert found.coefficients[row, column] == pytest.approx(alone.statistic, rel=1e-12, abs=1e-15)
            assert found.p_values[row, column] == pytest.approx(alone.pvalue, rel=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_what_does_not_vary_or_is_not_there_has_no_correlation(method: CorrelationMethod) -> None:
    values = np.array([[1.0, 0.1, NAN, NAN], [2, 0.1, NAN, 5], [4, 0.1, NAN, NAN]])
    found = correlations(values[:, :1], values, method)
    assert found.coefficients[0, 0] == pytest.approx(1)
    assert np.isnan(found.coefficients[0, 1:]).all()
    assert found.counts.tolist() == [[3, 3, 0, 1]]


@pytest.mark.parametrize("method", METHODS)
def test_two_units_agree_or_disagree_wholly_and_prove_nothing(method: CorrelationMethod) -> None:
    values = np.array([[1.0, 3.0], [2.0, 1.0]])
    found = correlations(values, values, method)
    np.testing.assert_allclose(found.coefficients, [[1, -1], [-1, 1]], rtol=1e-15)
    assert np.isnan(found.p_values).all()


def test_covariances_take_each_pair_s_own_units() -> None:
    values = np.array([[1.0, 2.0], [3.0, NAN], [5.0, 8.0]])
    assert covariances(values).tolist() == [[4, 12], [12, 18]]


def test_the_same_pairs_of_asem_indicators_are_flagged(asem: Path) -> None:
    values, names = table(asem, "06_normalised")
    pillars = groups(asem, "Pillar")
    found = correlation_flags(values, names, pillars, high=0.75, low=-0.5)
    for flag in ("high", "low"):
        expected = [
            (record["Group"], record["Ind1"], record["Ind2"], float(record["Corr"]))
            for record in rows(asem, f"09_corr_flags_{flag}")
        ]
        shown = [(p.group, p.first, p.second, round(p.coefficient, 3)) for p in found if p.flag == flag]
        assert shown == expected


def test_only_pairs_of_one_group_are_flagged() -> None:
    values = np.array([[1.0, 1, 3], [2, 2, 2], [3, 3, 1]])
    found = correlation_flags(values, ["a", "b", "c"], {"first": ["a", "b"], "second": ["c"]})
    assert found == (CorrelatedPair("first", "a", "b", pytest.approx(1), "high"),)


def test_the_same_indicators_go_with_the_size_of_asem_countries(asem: Path) -> None:
    values, names = table(asem, "01_raw")
    denominators = ["Area", "Energy", "GDP", "Population"]
    found = denominator_correlations(
        values, names, columns(rows(asem, "01_unit_meta"), denominators), denominators
    )
    expected = {
        (record["Ind"], record["Denom"]): float(record["Corr"]) for record in rows(asem, "09_denom_corr")
    }
    shown = {(pair.indicator, pair.denominator): pair.coefficient for pair in found}
    assert shown == pytest.approx(expected, rel=1e-12)
