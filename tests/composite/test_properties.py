"""What holds for any data: found by trying to break it."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from multaqa.composite import CompositeError, DataError, Problem, parse_framework, score
from multaqa.composite.methods import (
    Arithmetic,
    Geometric,
    Harmonic,
    Maximum,
    Median,
    Minimum,
    MinMax,
    Power,
    ZScore,
)
from multaqa.composite.ranking import half_up, rank
from multaqa.composite.steps.aggregate import AGGREGATE, Children, effective_weights
from multaqa.composite.steps.normalise import Frame, minmax, zscore
from tests.composite.factories import document, framework

WHOLE = arrays(np.float64, st.integers(1, 30), elements=st.integers(-1000, 1000).map(float))
TABLES = arrays(
    np.float64, st.tuples(st.integers(1, 12), st.just(3)), elements=st.floats(0, 1e6) | st.just(np.nan)
)
WIDE_NUMBERS = arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.just(2)),
    elements=st.floats(-1e100, 1e100) | st.just(np.nan),
)
WEIGHTS = arrays(np.float64, 3, elements=st.floats(0.01, 100))


@given(WHOLE)
def test_ranks_survive_any_rising_transformation(scores: np.ndarray) -> None:
    np.testing.assert_array_equal(rank(scores), rank(scores**3 + 5))


@given(WHOLE)
def test_mean_ranks_sum_to_what_places_sum_to(scores: np.ndarray) -> None:
    count = len(scores)
    assert rank(scores, "average").sum() == count * (count + 1) / 2


@given(WHOLE)
def test_rules_for_ties_keep_their_order(scores: np.ndarray) -> None:
    dense, low, average, high = (rank(scores, rule) for rule in ("dense", "min", "average", "max"))
    assert ((dense <= low) & (low <= average) & (average <= high)).all()


@given(WEIGHTS, arrays(np.bool_, (5, 3)))
def test_renormalised_weights_sum_to_one_wherever_anything_is_there(
    weights: np.ndarray, present: np.ndarray
) -> None:
    sums = effective_weights(weights, present).sum(axis=-1)
    np.testing.assert_allclose(sums, present.any(axis=-1).astype(float))


WHOLE_TABLES = TABLES.filter(lambda table: not np.isnan(table).any())
MEANS = {
    "arithmetic": Arithmetic(kind="arithmetic"),
    "geometric": Geometric(kind="geometric"),
    "harmonic": Harmonic(kind="harmonic"),
    "power": Power(kind="power", exponent=2),
    "median": Median(kind="median"),
    "minimum": Minimum(kind="minimum"),
    "maximum": Maximum(kind="maximum"),
}


def mean_of(kind: str, table: np.ndarray, weights: np.ndarray) -> np.ndarray:
    shares = effective_weights(weights, np.ones(table.shape, dtype=bool))
    return AGGREGATE[kind](Children(table, shares, weights[None]), MEANS[kind])


@given(WHOLE_TABLES, WEIGHTS, st.sampled_from(sorted(MEANS)))
def test_a_score_lies_between_its_children(table: np.ndarray, weights: np.ndarray, kind: str) -> None:
    scores = mean_of(kind, table, weights)
    slack = 1e-9 * (1 + table.max())
    assert (scores >= table.min(axis=-1) - slack).all()
    assert (scores <= table.max(axis=-1) + slack).all()


@given(WHOLE_TABLES, WEIGHTS)
def test_means_keep_their_order(table: np.ndarray, weights: np.ndarray) -> None:
    means = [mean_of(kind, table, weights) for kind in ("harmonic", "geometric", "arithmetic", "power")]
    for lower, higher in pairwise(means):
        assert (lower <= higher * (1 + 1e-9) + 1e-9).all()


@given(WIDE_NUMBERS)
def test_minmax_stays_on_its_range(table: np.ndarray) -> None:
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        values = minmax(table, MinMax(kind="minmax"), True, Frame(table)).values
    present = values[~np.isnan(values)]
    assert ((present >= 0) & (present <= 100)).all()


@given(WIDE_NUMBERS)
def test_zscores_are_finite_and_average_nought(table: np.ndarray) -> None:
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        values = zscore(table, ZScore(kind="zscore"), True, Frame(table)).values
    assert np.array_equal(np.isnan(values), np.isnan(table))
    np.testing.assert_allclose(np.nansum(values, axis=0), 0, atol=1e-9)


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_rounding_moves_a_score_by_at_most_half_a_unit(value: float, decimals: int) -> None:
    rounded = half_up(np.array([value]), decimals)[0]
    assert abs(rounded - value) <= 0.5 * 10.0**-decimals * (1 + 1e-5) + 1e-9
    assert half_up(np.array([rounded]), decimals)[0] == rounded


@given(
    TABLES,
    st.sampled_from(["renormalise", "zero", "{drop_below: 0.5}"]),
    st.sampled_from(["none", "minmax", "zscore", "rank"]),
)
@settings(max_examples=60, deadline=None)
def test_any_table_gives_a_result_or_a_sentence_but_never_a_warning(
    table: np.ndarray, missing: str, method: str
) -> None:
    rules = framework(
        f"method: {{missing: {missing}, normalise: {method}}}", children="[{id: a}, {id: b}, {id: c}]"
    )
    data = {"unit": [f"u{row}" for row in range(len(table))], **dict(zip("abc", table.T, strict=True))}
    unreached = [name for name in "abc" if np.isnan(data[name]).all()]
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        if unreached:
            with pytest.raises(DataError) as caught:
                score(rules, data)
            assert [problem.node for problem in caught.value.problems] == unreached
            return
        result = score(rules, data)
    assert np.isfinite(result.scores[result.status == 0]).all()
    assert np.isnan(result.scores[result.status != 0]).all()
    assert np.array_equal(np.isnan(result.ranks), np.isnan(result.scores))
    json.dumps(result.explain("u0").to_dict(), allow_nan=False)


@given(TABLES.filter(lambda table: not np.isnan(table).any()))
@settings(max_examples=30, deadline=None)
def test_the_order_of_units_does_not_matter(table: np.ndarray) -> None:
    rules = framework("method: {normalise: minmax}", children="[{id: a}, {id: b}, {id: c}]")
    names = [f"u{row}" for row in range(len(table))]
    forwards = score(rules, {"unit": names, **dict(zip("abc", table.T, strict=True))})
    backwards = score(rules, {"unit": names[::-1], **dict(zip("abc", table[::-1].T, strict=True))})
    np.testing.assert_array_equal(forwards.ranks[0], backwards.ranks[0, ::-1])


def problems_in(text: str) -> tuple[Problem, ...]:
    """What is wrong with a document; nothing, where it is a framework."""
    try:
        parse_framework(text)
    except CompositeError as error:
        return error.problems
    return ()


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_framework_or_a_sentence(text: str) -> None:
    problems = [*problems_in(text), *problems_in(document(text))]
    assert all(problem.text("ar") and problem.text("en") for problem in problems)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "units",
    "columns",
    "scale",
    "method",
    "bands",
    "published",
    "breaks",
    "sources",
    "publisher",
    "inferred",
]


@given(st.sampled_from(KEYS), JSON_VALUES)
@settings(max_examples=200, deadline=None)
def test_any_value_of_any_key_is_read_or_refused_with_a_sentence(key: str, value: object) -> None:
    problems = problems_in(document(f"{key}: {json.dumps(value)}"))
    assert all(problem.line is not None and problem.message("ar") for problem in problems)
