"""Scoring: forms of data, missing values, weights, rounding, ranks."""

from typing import Any

import numpy as np
import pandas
import polars
import pyarrow
import pytest

from multaqa.composite import FrameworkError, Result, Row, Status, score
from multaqa.composite.climb import climb
from tests.composite.factories import DATA, framework


def root_scores(result: Result, time: int = 0) -> dict[str, float | None]:
    scores = result.scores[time, :, 0]
    return {
        unit: None if np.isnan(s) else round(float(s), 10)
        for unit, s in zip(result.units, scores, strict=True)
    }


@pytest.mark.parametrize(
    "form",
    [
        dict,
        pandas.DataFrame,
        polars.DataFrame,
        polars.LazyFrame,
        pyarrow.table,
        lambda data: [dict(zip(data, record, strict=True)) for record in zip(*data.values(), strict=True)],
        lambda data: {name: np.array(column) for name, column in data.items()},
        lambda data: {name: [str(cell) for cell in column] for name, column in data.items()},
    ],
    ids=["mapping", "pandas", "polars", "lazy", "arrow", "records", "numpy", "text"],
)
def test_any_form_of_data_gives_the_same_scores(form: Any) -> None:
    assert root_scores(score(framework(), form(DATA))) == {"A": 2.0, "B": 2.0, "C": 3.5}


def test_long_data_give_what_wide_data_give() -> None:
    long = [
        {"unit": unit, "indicator": name, "value": value}
        for name in ("first", "second")
        for unit, value in zip(DATA["unit"], DATA[name], strict=True)
    ]
    np.testing.assert_array_equal(score(framework(), long).scores, score(framework(), DATA).scores)


def test_the_long_form_of_a_result_names_every_score() -> None:
    bands = framework("bands: [{id: high, from: 3}, {id: low}]\nmethod: {round: {decimals: 0}}")
    result = score(bands, {"unit": ["A", "B"], "first": [1, None], "second": [4, None]})
    assert result.long() == [
        Row("A", "2024", "index", 3.0, 1.0, "low", "observed"),
        Row("A", "2024", "first", 1.0, 1.0, None, "observed"),
        Row("A", "2024", "second", 4.0, 1.0, None, "observed"),
        Row("B", "2024", "index", None, None, None, "no_data"),
        Row("B", "2024", "first", None, None, None, "no_data"),
        Row("B", "2024", "second", None, None, None, "no_data"),
    ]
    assert result.long(exact=True)[0].score == 2.5


def test_years_are_scored_each_for_itself_in_order() -> None:
    data = {
        "unit": ["A", "B", "A", "B"],
        "time": [2024, 2024, 9, 9],
        "first": [1, 3, 8, 2],
        "second": [1, 3, 8, 2],
    }
    result = score(framework("method: {normalise: minmax}"), data)
    assert result.times == ("9", "2024")
    assert [root_scores(result, t) for t in (0, 1)] == [{"A": 100.0, "B": 0.0}, {"A": 0.0, "B": 100.0}]


@pytest.mark.parametrize("year", [2024, 2024.0, "2024", "٢٠٢٤"])
def test_a_year_is_read_however_it_is_written(year: object) -> None:
    assert score(framework(), {**DATA, "time": [year] * 3}).times == ("2024",)


def test_a_unit_without_a_row_did_not_take_part_that_year() -> None:
    data = {"unit": ["A", "B", "A"], "time": [1, 1, 2], "first": [1, 2, 3], "second": [1, 2, 3]}
    result = score(framework(root="missing: zero"), data)
    assert result.status[1, 1].tolist() == [Status.not_participating] * 3
    assert root_scores(result, 1) == {"A": 3.0, "B": None}


def test_arabic_digits_and_reasons_are_read() -> None:
    data = {"unit": ["أ", "ب"], "first": ["٠٫٢٥", "غير مشارك"], "second": ["١٬٠٠٠٫٧٥", "غير مشارك"]}
    result = score(framework(), data)
    assert root_scores(result) == {"أ": 500.5, "ب": None}
    assert result.status[0, 1].tolist() == [Status.not_participating] * 3


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("not participating", Status.not_participating),
        ("not_applicable", Status.not_applicable),
        ("لا ينطبق", Status.not_applicable),
        ("لا تتوفّر بيانات", Status.no_data),
        ("Not reported", Status.not_reported),
        ("لم يبلغ عنه", Status.not_reported),
        ("", Status.no_data),
        (None, Status.no_data),
        (float("nan"), Status.no_data),
        (pandas.NA, Status.no_data),
    ],
)
def test_each_missing_cell_keeps_its_reason(words: object, status: Status) -> None:
    result = score(framework(), {"unit": ["A", "B"], "first": [words, 1], "second": [2, 3]})
    assert result.status[0, 0].tolist() == [Status.observed, status, Status.observed]


def test_a_row_s_reason_speaks_for_its_empty_cells() -> None:
    data = {
        **DATA,
        "first": [None, None, 1],
        "second": [None, 5, 1],
        "status": ["not participating", "not reported", ""],
    }
    result = score(framework(), data)
    assert result.status[0].tolist() == [[1, 1, 1], [0, 4, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("renormalise", 4.0), ("zero", 3.0), ("{drop_below: 0.5}", 4.0), ("{drop_below: 0.6}", None)],
)
def test_a_missing_value_counts_as_the_rule_says(rule: str, expected: float | None) -> None:
    tree = "[{id: first, weight: 1}, {id: second, weight: 3}]"
    result = score(
        framework(children=tree, root=f"missing: {rule}"),
        {"unit": ["A", "B"], "first": [None, 1], "second": [4, 1]},
    )
    assert root_scores(result)["A"] == expected


def test_what_does_not_apply_never_counts_as_zero() -> None:
    result = score(
        framework(root="missing: zero"),
        {"unit": ["A", "B"], "first": ["not applicable", 1], "second": [4, 1]},
    )
    assert root_scores(result)["A"] == 4.0


def test_a_unit_that_took_no_part_has_no_score_even_where_missing_is_zero() -> None:
    absent = "not participating"
    result = score(
        framework(root="missing: zero"), {"unit": ["A", "B"], "first": [absent, 1], "second": [absent, 1]}
    )
    assert (root_scores(result), result.ranks[0, :, 0].tolist()[1]) == ({"A": None, "B": 1.0}, 1.0)


def test_a_pillar_of_different_reasons_has_no_data() -> None:
    result = score(
        framework(), {"unit": ["A", "B"], "first": ["not applicable", 1], "second": ["not reported", 1]}
    )
    assert result.status[0, 0, 0] == Status.no_data


def test_the_geometric_mean_of_a_zero_is_zero() -> None:
    result = score(
        framework(root="aggregate: geometric"), {"unit": ["A", "B"], "first": [0, 4], "second": [9, 9]}
    )
    assert root_scores(result) == {"A": 0.0, "B": 6.0}


def test_a_zero_without_weight_does_not_silence_a_geometric_mean() -> None:
    tree = "[{id: first, weight: 0}, {id: second}]"
    result = score(
        framework(children=tree, root="aggregate: geometric"), {"unit": ["A"], "first": [0], "second": [9]}
    )
    assert root_scores(result) == {"A": 9.0}


def test_an_uneven_tree_is_climbed_from_its_leaves() -> None:
    tree = (
        "[{id: first}, {id: pillar, weight: 3, aggregate: geometric, children: [{id: second}, {id: third}]}]"
    )
    result = score(framework(children=tree), {"unit": ["A"], "first": [2], "second": [4], "third": [9]})
    assert result.nodes == ("index", "first", "pillar", "second", "third")
    assert result.scores[0, 0].tolist() == pytest.approx([5, 2, 6, 4, 9])


def test_a_tree_may_be_one_indicator() -> None:
    from multaqa.composite import parse_framework

    single = parse_framework("id: a\nedition: 1\nname: {en: A}\ntree: {id: a}")
    assert root_scores(score(single, {"unit": ["x"], "a": [7]})) == {"x": 7.0}


def test_rounding_at_every_level_is_carried_upwards() -> None:
    data = {"unit": ["A"], "first": [0.4], "second": [0.4]}
    carried = score(framework("method: {round: {decimals: 0, at: every_level}}"), data)
    printed = score(framework("method: {round: {decimals: 0}}"), {**data, "second": [0.8]})
    assert (carried.scores[0, 0, 0], printed.scores[0, 0, 0], printed.published[0, 0, 0]) == (
        0.0,
        pytest.approx(0.6),
        1.0,
    )


@pytest.mark.parametrize(
    ("on", "ranks"), [("exact", [2, 1]), ("published", [1, 1]), ("data_precision", [1, 1])]
)
def test_ranks_are_taken_on_the_stated_scores(on: str, ranks: list[float]) -> None:
    rules = framework(
        f"method: {{round: {{decimals: 1}}, rank: {{on: {on}}}}}", children="[{id: a}, {id: b}, {id: c}]"
    )
    data = {"unit": ["A", "B"], "a": [0.2, 0.3], "b": [0.1, 0.1], "c": [0.2, 0.2]}
    assert score(rules, data).ranks[0, :, 0].tolist() == ranks


def test_weights_may_be_replaced_for_a_what_if() -> None:
    what_if = score(framework(), DATA, weights={"second": 3})
    assert root_scores(what_if) == {"A": 2.5, "B": 2.0, "C": 3.75}
    again = score(framework(), DATA).reweight({"second": 3})
    np.testing.assert_array_equal(again.scores, what_if.scores)
    np.testing.assert_array_equal(again.ranks, what_if.ranks)


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ({"third": 1}, "unknown-node"),
        ({"first": -1}, "weight-negative"),
        ({"first": float("nan")}, "non-finite"),
        ({"first": 1e200}, "number-too-large"),
        ({"first": "1"}, "weight-not-a-number"),
        ({"first": True}, "weight-not-a-number"),
        ({"first": 0, "second": 0}, "weights-all-zero"),
    ],
)
def test_a_weight_that_cannot_be_used_is_refused(weights: Any, code: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        score(framework(), DATA).reweight(weights)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_every_step_is_kept() -> None:
    steps = score(framework("method: {normalise: minmax}"), DATA).steps
    assert list(steps) == [
        "data",
        "denominated",
        "imputed",
        "treated",
        "normalised",
        "weights",
        "scores",
        "published",
    ]
    assert steps["data"].values[0, :, 0].tolist() == [1, 2, 3]
    assert steps["normalised"].values[0, :, 0].tolist() == [0, 50, 100]
    assert steps["weights"].values[0, 0, 1:].tolist() == [0.5, 0.5]
    assert steps["scores"].columns == ("index", "first", "second")


def test_draws_are_climbed_in_one_batch() -> None:
    rules = framework(children="[{id: a, weight: 2}, {id: p, missing: zero, children: [{id: b}, {id: c}]}]")
    draws = np.random.default_rng(2).normal(size=(5, 2, 4, 3))
    draws[..., 0, 1] = np.nan
    status = np.where(np.isnan(draws), Status.no_data, Status.observed).astype(np.int8)
    weights = np.array([1.0, 2.0, 1.0, 1.0, 1.0])
    together = climb(rules, draws, status, weights, "ABCD").scores
    alone = np.stack(
        [climb(rules, draw, state, weights, "ABCD").scores for draw, state in zip(draws, status, strict=True)]
    )
    np.testing.assert_array_equal(together, alone)


def test_extra_columns_are_passed_over() -> None:
    assert root_scores(score(framework(), {**DATA, "note": ["x", "y", "z"]}))["C"] == 3.5


def test_a_boolean_is_no_number() -> None:
    from multaqa.composite import DataError

    with pytest.raises(DataError) as caught:
        score(framework(), {**DATA, "first": [True, False, True]})
    assert [problem.code for problem in caught.value.problems] == ["not-a-number"] * 3


def test_an_empty_column_of_a_unit_that_gave_reasons_is_no_mistake() -> None:
    result = score(framework(), {"unit": ["A"], "first": ["not reported"], "second": [1]})
    assert root_scores(result) == {"A": 1.0}
