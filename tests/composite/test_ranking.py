"""Ranks, rounding and bands."""

import numpy as np
import pytest

from multaqa.composite.methods import Ties
from multaqa.composite.ranking import band_of, bands_of, decimals_of, half_up, rank
from tests.composite.factories import framework

BANDS_ABOVE = framework("bands: [{id: high, above: 0.5}, {id: low}]").bands
BANDS_FROM = framework("bands: [{id: high, from: 0.5}, {id: low}]").bands


@pytest.mark.parametrize(
    ("ties", "expected"),
    [("min", [1, 2, 2, 4]), ("max", [1, 3, 3, 4]), ("average", [1, 2.5, 2.5, 4]), ("dense", [1, 2, 2, 3])],
)
def test_equal_scores_share_a_rank_by_the_stated_rule(ties: Ties, expected: list[float]) -> None:
    assert rank([9, 5, 5, 1], ties).tolist() == expected


def test_a_missing_score_has_no_rank_and_takes_none() -> None:
    np.testing.assert_array_equal(rank([np.nan, 3, 5]), [np.nan, 2, 1])


def test_scores_that_only_rounding_sets_apart_are_equal() -> None:
    assert rank([0.1 + 0.2, 0.3, 0.2]).tolist() == [1, 1, 3]


def test_no_units_have_no_ranks() -> None:
    assert rank([]).tolist() == []


def test_ranks_run_along_any_axis() -> None:
    scores = np.array([[1.0, 5.0], [2.0, 4.0]])
    assert rank(scores, axis=0).tolist() == [[2, 1], [1, 2]]
    assert rank(scores, axis=1).tolist() == [[2, 1], [2, 1]]


@pytest.mark.parametrize(
    ("score", "decimals", "expected"),
    [(0.125, 2, 0.13), (1.005, 2, 1.01), (2.5, 0, 3), (-2.5, 0, -3), (72.8, 0, 73), (0.31064, None, 0.31064)],
)
def test_halves_are_rounded_away_from_zero(score: float, decimals: int | None, expected: float) -> None:
    assert half_up(np.array([score]), decimals).tolist() == [expected]


def test_the_precision_of_data_is_that_of_its_longest_number() -> None:
    assert decimals_of(np.array([0.5, 0.1234, np.nan])) == 4
    assert decimals_of(np.array([3.0, 4.0])) == 0
    assert decimals_of(np.array([1 / 3])) == 12
    assert decimals_of(np.array([np.nan])) == 0


def test_above_leaves_its_boundary_to_the_lower_band() -> None:
    assert [band_of(score, BANDS_ABOVE) for score in (0.51, 0.5, 0.0)] == ["high", "low", "low"]


def test_from_includes_its_boundary() -> None:
    assert [band_of(score, BANDS_FROM) for score in (0.5, 0.49)] == ["high", "low"]


def test_a_boundary_is_met_although_a_sum_fell_a_trace_short() -> None:
    assert band_of(0.1 + 0.2 + 0.2 - 1e-16, BANDS_FROM) == "high"


def test_no_score_falls_in_no_band() -> None:
    assert band_of(np.nan, BANDS_FROM) is None


def test_below_the_last_boundary_there_is_no_band() -> None:
    bands = framework("bands: [{id: high, above: 0.5}]").bands
    assert bands_of(np.array([0.6, 0.4, np.nan]), bands).tolist() == ["high", None, None]
