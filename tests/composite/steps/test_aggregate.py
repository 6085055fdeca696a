"""Aggregation: COINr's results reproduced through whole trees, and each method by hand."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest

from multaqa.composite import Result, score
from multaqa.composite.methods import Aggregation
from multaqa.composite.steps.aggregate import AGGREGATE, Children, effective_weights, outranking_matrix
from tests.composite import asem

NAN = np.nan
TREE = "method:\n  normalise: none\n"


def recorded_scores(
    source: str,
    method: str,
    weights: dict[str, float] | None = None,
    aggregates: dict[str, str] | None = None,
) -> Result:
    """Scores of all nodes from recorded normalised data."""
    document = asem.framework(method, prepared=True, aggregates=aggregates)
    return score(document, asem.rows(source), weights=weights)


def assert_agrees(result: Result, name: str) -> None:
    wanted = [column for column in asem.columns(name) if column in result.nodes]
    places = [result.nodes.index(column) for column in wanted]
    np.testing.assert_allclose(
        result.scores[0][:, places], asem.table(name, tuple(wanted)), rtol=1e-12, atol=1e-12, err_msg=name
    )


WHOLE_TREES = {
    "amean": "arithmetic",
    "gmean": "geometric",
    "hmean": "harmonic",
    "genmean_p2": "{kind: power, exponent: 2}",
    "genmean_pm1": "{kind: power, exponent: -1}",
    "genmean_p05": "{kind: power, exponent: 0.5}",
    "copeland": "copeland",
}


@asem.here
@pytest.mark.parametrize("name", WHOLE_TREES)
def test_aggregation_agrees_with_coinr(name: str) -> None:
    result = recorded_scores("07_agg_input_minmax_1_100.csv", f"{TREE}  aggregate: {WHOLE_TREES[name]}\n")
    assert_agrees(result, f"07_agg_{name}_1_100.csv")


@asem.here
@pytest.mark.parametrize("name", ["amean", "gmean", "hmean", "copeland"])
def test_aggregation_under_unequal_weights_agrees_with_coinr(name: str) -> None:
    weights = {row["iCode"]: float(row["Weight"]) for row in asem.rows("07_weights_unequal.csv")}
    result = recorded_scores(
        "07_agg_input_minmax_1_100.csv", f"{TREE}  aggregate: {WHOLE_TREES[name]}\n", weights
    )
    assert_agrees(result, f"07_agg_{name}_unequal_1_100.csv")


@asem.here
@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("mixed_amean_gmean_amean", {"Conn": "geometric", "Sust": "geometric"}),
        ("mixed_amean_amean_copeland", {"Index": "copeland"}),
    ],
)
def test_another_aggregation_at_some_nodes_agrees_with_coinr(name: str, levels: dict[str, str]) -> None:
    result = recorded_scores("07_agg_input_minmax_1_100.csv", TREE, aggregates=levels)
    assert_agrees(result, f"07_agg_{name}_1_100.csv")


@asem.here
@pytest.mark.parametrize("name", ["amean", "gmean", "hmean"])
@pytest.mark.parametrize(("limit", "rule"), [("none", "renormalise"), ("0.8", "{drop_below: 0.8}")])
def test_missing_values_agree_with_coinr(name: str, limit: str, rule: str) -> None:
    method = f"{TREE}  aggregate: {WHOLE_TREES[name]}\n  missing: {rule}\n"
    assert_agrees(recorded_scores("07_agg_input_NA.csv", method), f"07_agg_NA_{name}_thresh{limit}.csv")


@asem.here
def test_the_outranking_matrix_agrees_with_coinr() -> None:
    children = tuple(row["iCode"] for row in asem.meta().values() if row["Parent"] == "P2P")
    values = asem.table("07_agg_input_minmax_1_100.csv", children)
    found = outranking_matrix(values, np.ones(len(children)))
    np.testing.assert_allclose(found, asem.table("07_outrank_matrix_P2P.csv"), rtol=1e-12, atol=1e-12)


KINDS = {get_args(method.model_fields["kind"].annotation)[0]: method for method in get_args(Aggregation)}


def aggregated(
    kind: str, values: list[list[float]], weights: list[float] | None = None, **parameters: Any
) -> list[float]:
    table = np.array(values, dtype=float)
    given = np.array(weights or [1.0] * table.shape[1])
    children = Children(
        table, effective_weights(given, ~np.isnan(table)), given[None], tuple("abcdef"[: table.shape[1]])
    )
    return AGGREGATE[kind](children, KINDS[kind](kind=kind, **parameters)).tolist()


@asem.here
def test_means_of_a_vector_with_a_gap_agree_with_coinr() -> None:
    found = asem.document("07_agg_vector.json")
    values, weights = [[NAN if x is None else x for x in found["x"]]], found["w"]
    assert aggregated("arithmetic", values, weights) == pytest.approx([found["amean"]], rel=1e-14)
    assert aggregated("geometric", values, weights) == pytest.approx([found["gmean"]], rel=1e-14)
    assert aggregated("harmonic", values, weights) == pytest.approx([found["hmean"]], rel=1e-14)


@asem.here
def test_differs_from_coinr_because_a_generalised_mean_renormalises_over_a_gap() -> None:
    found = asem.document("07_agg_vector.json")
    assert found["genmean_p2_ASIS_NA_bug"] is None
    values, weights = [[NAN if x is None else x for x in found["x"]]], found["w"]
    assert aggregated("power", values, weights, exponent=2) == pytest.approx(
        [found["genmean_p2_noNA"]], rel=1e-14
    )


def test_means_keep_their_order() -> None:
    """Harmonic ≤ geometric ≤ arithmetic ≤ quadratic, and equal for equal values."""
    values = [[2.0, 8.0, 5.0], [4, 4, 4]]
    harmonic, geometric, arithmetic = (
        aggregated(kind, values) for kind in ("harmonic", "geometric", "arithmetic")
    )
    quadratic = aggregated("power", values, exponent=2)
    assert harmonic[0] < geometric[0] < arithmetic[0] < quadratic[0]
    assert [m[1] for m in (harmonic, geometric, arithmetic, quadratic)] == pytest.approx([4, 4, 4, 4])


@pytest.mark.parametrize("kind", ["geometric", "harmonic"])
def test_a_zero_that_has_weight_makes_the_mean_zero(kind: str) -> None:
    assert aggregated(kind, [[0.0, 5], [5, 5]], [1, 1]) == pytest.approx([0, 5])
    assert aggregated(kind, [[0.0, 5]], [0, 1]) == pytest.approx([5])


def test_the_weighted_median_halves_the_weight() -> None:
    assert aggregated("median", [[1.0, 2, 9]]) == [2]
    assert aggregated("median", [[1.0, 2, 3, 9]]) == [2.5]
    assert aggregated("median", [[1.0, 2, 9]], [1, 1, 5]) == [9]
    assert aggregated("median", [[1.0, NAN, 9]]) == [5]


def test_the_weakest_and_the_strongest_are_of_the_children_with_weight() -> None:
    assert aggregated("minimum", [[1.0, 2, 9]], [0, 1, 1]) == [2]
    assert aggregated("maximum", [[1.0, 2, NAN]]) == [2]


def test_a_sum_takes_weights_as_they_are_and_makes_up_for_gaps() -> None:
    assert aggregated("sum", [[1.0, 2], [3, NAN]], [2, 3]) == pytest.approx([8, 15])


def test_copeland_counts_victories_less_defeats() -> None:
    """a leads on two of three against b and c; b leads c on two of three."""
    values = [[3.0, 3, 1], [2, 2, 2], [1, 1, 3]]
    assert aggregated("copeland", values) == [2, 0, -2]
    assert aggregated("copeland", values, [1, 1, 2]) == [0, 0, 0]


def test_outranking_is_the_mean_share_of_weight_in_which_a_unit_leads() -> None:
    values = [[3.0, 3, 1], [2, 2, 2], [1, 1, 3]]
    assert aggregated("outranking", values) == pytest.approx([2 / 3, 1 / 2, 1 / 3])


def test_mazziotta_pareto_takes_off_what_is_unbalanced() -> None:
    """Mean 100 and deviation 10 over the units: both units of each pair stand at 90 and 110."""
    values = [[1.0, 1], [3, 3], [1, 3], [3, 1]]
    balanced_low, balanced_high, mixed, turned = aggregated("mazziotta_pareto", values)
    assert (balanced_low, balanced_high) == pytest.approx((90, 110))
    assert mixed == turned == pytest.approx(100 - 10 * 10 / 100)
    assert aggregated("mazziotta_pareto", values, penalty="up")[2] == pytest.approx(101)


def test_the_adjusted_index_lies_between_70_and_130() -> None:
    found = aggregated("mazziotta_pareto", [[0.0, 0], [10, 10], [0, 10]], adjusted=True)
    assert found[:2] == pytest.approx([70, 130])
    assert found[2] == pytest.approx(100 - 30 * 30 / 100)


def test_a_formula_over_the_children_is_worked_out_for_each_unit() -> None:
    found = aggregated("formula", [[2.0, 3], [4, NAN]], formula="a * 2 + GREATEST(b, 1)")
    assert found[0] == 7
    assert aggregated("formula", [[2.0, 3], [4, NAN]], formula="a + COALESCE(b, 10)") == [5, 14]


def test_every_kind_of_the_document_has_its_function() -> None:
    assert set(KINDS) == set(AGGREGATE)


def test_the_benefit_of_the_doubt_gives_the_best_one() -> None:
    found = aggregated("benefit_of_the_doubt", [[1.0, 0.2], [0.2, 1], [0.5, 0.5]])
    assert found == pytest.approx([1, 1, 0.5 / 0.6])
