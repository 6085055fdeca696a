"""Normalisation, one method at a time; units down, indicators across."""

from typing import Any

import numpy as np
import pytest

from multaqa.composite.methods import (
    Borda,
    Categorical,
    DistanceToMaximum,
    DistanceToReference,
    DistanceToTarget,
    FractionOfMaximum,
    Goalposts,
    MinMax,
    NoNormalisation,
    Percentile,
    Rank,
    Scaled,
    ZScore,
)
from multaqa.composite.steps.normalise import NORMALISE, Frame

NAN = np.nan
METHODS = [
    NoNormalisation(kind="none"),
    MinMax(kind="minmax"),
    ZScore(kind="zscore"),
    Goalposts(kind="goalposts", low=0, high=10),
    Rank(kind="rank"),
    Borda(kind="borda"),
    Percentile(kind="percentile"),
    FractionOfMaximum(kind="fraction_of_maximum"),
    DistanceToTarget(kind="distance_to_target", target=5),
    DistanceToReference(kind="distance_to_reference", unit="u0"),
    DistanceToMaximum(kind="distance_to_maximum"),
    Scaled(kind="scaled", low=0, high=10),
    Categorical(kind="categorical", thresholds=(2, 3), points=(0, 50, 100)),
]
UNITS = tuple(f"u{number}" for number in range(20))


def test_every_kind_of_the_document_is_tried_here() -> None:
    assert {method.kind for method in METHODS} == set(NORMALISE)


def normalised(values: list[float], method: Any, positive: bool = True) -> list[float]:
    column = np.array(values, dtype=float)[:, None]
    found: list[float] = (
        NORMALISE[method.kind](column, method, positive, Frame(column, UNITS)).values[:, 0].tolist()
    )
    return found


def test_values_without_normalisation_stay() -> None:
    assert normalised([3, 1, 2], METHODS[0]) == [3, 1, 2]


def test_minmax_meets_both_ends_of_its_range() -> None:
    assert normalised([2, 4, 3], MinMax(kind="minmax", range=(1, 7))) == [1, 7, 4]


def test_minmax_of_a_downward_indicator_gives_the_lowest_the_top() -> None:
    assert normalised([2, 4, 3], METHODS[1], positive=False) == [100, 0, 50]


def test_minmax_of_a_constant_column_is_the_middle() -> None:
    assert normalised([0.1, 0.1, 0.1], METHODS[1]) == [50, 50, 50]


def test_zscores_use_the_deviation_with_n_minus_one() -> None:
    assert normalised([1, 2, 3], METHODS[2]) == [-1, 0, 1]
    assert normalised([1, 2, 3], METHODS[2], positive=False) == [1, 0, -1]


def test_zscores_of_a_constant_column_are_zero_whatever_rounding_does() -> None:
    assert normalised([0.1] * 7, METHODS[2]) == [0] * 7


def test_a_single_unit_has_a_zscore_of_zero() -> None:
    assert normalised([5], METHODS[2]) == [0]


def test_what_lies_beyond_a_goalpost_stands_at_it() -> None:
    assert normalised([-3, 0, 5, 10, 12], METHODS[3]) == [0, 0, 50, 100, 100]
    assert normalised([-3, 5, 12], METHODS[3], positive=False) == [100, 50, 0]


def test_places_count_from_the_weakest_and_ties_share() -> None:
    assert normalised([10, 30, 20, 20], METHODS[4]) == [1, 4, 2.5, 2.5]
    assert normalised([10, 30, 20], METHODS[4], positive=False) == [3, 1, 2]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.kind)
def test_missing_stays_missing_and_does_not_touch_the_others(method: Any) -> None:
    with_gap = normalised([1, NAN, 3, 2], method)
    assert np.isnan(with_gap[1])
    assert [with_gap[0], *with_gap[2:]] == normalised([1, 3, 2], method)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.kind)
def test_a_column_without_any_value_stays_empty(method: Any) -> None:
    with np.errstate(all="raise"):
        assert np.isnan(normalised([NAN, NAN], method)).all()


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.kind)
def test_batches_are_normalised_each_for_itself(method: Any) -> None:
    draws = np.random.default_rng(1).normal(size=(4, 3, 6, 2)) + 3
    function = NORMALISE[method.kind]
    together = function(draws, method, True, Frame(draws, UNITS)).values
    alone = np.stack(
        [[function(year, method, True, Frame(year, UNITS)).values for year in draw] for draw in draws]
    )
    np.testing.assert_allclose(together, alone, rtol=1e-14)


def test_logarithmic_goalposts_with_caps_are_those_of_the_human_development_index() -> None:
    """Income index of the HDI: ln of income between 100 and 75,000 dollars; UNDP, technical note 1."""
    method = Goalposts(kind="goalposts", low=100, high=75_000, range=(0, 1), log=True)
    found = normalised([100, 75_000, 120_000, 17_000, 50], method)
    income = (np.log(17_000) - np.log(100)) / (np.log(75_000) - np.log(100))
    np.testing.assert_allclose(found, [0, 1, 1, income, 0], rtol=1e-14)


@pytest.mark.parametrize(
    ("cap", "expected"), [("both", [0, 100]), ("low", [0, 120]), ("high", [-20, 100]), ("none", [-20, 120])]
)
def test_caps_hold_values_at_the_goalposts_that_they_name(cap: Any, expected: list[float]) -> None:
    assert normalised([-2, 12], Goalposts(kind="goalposts", low=0, high=10, cap=cap)) == expected


def test_parameters_of_an_earlier_edition_take_the_place_of_the_units_own() -> None:
    assert normalised([6, 8], ZScore(kind="zscore", mean=4, deviation=2)) == [1, 2]
    assert normalised([6, 8], MinMax(kind="minmax", low=4, high=8)) == [50, 100]


def test_parameters_can_be_taken_from_other_units_than_those_normalised() -> None:
    earlier = np.array([[0.0], [10.0]])
    values = np.array([[5.0], [20.0]])
    found = NORMALISE["minmax"](values, MinMax(kind="minmax"), True, Frame(earlier)).values
    assert found[:, 0].tolist() == [50, 200]


def test_classes_give_points_by_thresholds_reached_and_turn_round_with_the_direction() -> None:
    method = Categorical(kind="categorical", thresholds=(10, 20), points=(0, 1, 2))
    assert normalised([9.9, 10, 20, 30], method) == [0, 1, 2, 2]
    assert normalised([9.9, 10, 20, 30], method, positive=False) == [2, 1, 0, 0]


def test_classes_by_percentiles_follow_the_units() -> None:
    method = Categorical(kind="categorical", thresholds=(50,), points=(0, 1), of="percentile")
    assert normalised([1, 2, 3, 4], method) == [0, 0, 1, 1]


def test_the_share_of_weaker_units_runs_from_one_end_of_the_range_to_the_other() -> None:
    method = Percentile(kind="percentile", range=(0, 1))
    assert normalised([4, 1, 3, 3, 2], method) == [1, 0, 0.625, 0.625, 0.25]
    assert normalised([7], method) == [0.5]
