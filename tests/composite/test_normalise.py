"""Normalisation, one method at a time; units down, indicators across."""

from typing import Any

import numpy as np
import pytest

from multaqa.composite.methods import Goalposts, MinMax, NoNormalisation, Rank, ZScore
from multaqa.composite.normalise import NORMALISE

NAN = np.nan
METHODS = [
    NoNormalisation(kind="none"),
    MinMax(kind="minmax"),
    ZScore(kind="zscore"),
    Goalposts(kind="goalposts", low=0, high=10),
    Rank(kind="rank"),
]


def normalised(values: list[float], method: Any, positive: bool = True) -> list[float]:
    column = np.array(values, dtype=float)[:, None]
    found: list[float] = NORMALISE[method.kind](column, method, positive).values[:, 0].tolist()
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
    draws = np.random.default_rng(1).normal(size=(4, 3, 6, 2))
    function = NORMALISE[method.kind]
    together = function(draws, method, True).values
    alone = np.stack([[function(year, method, True).values for year in draw] for draw in draws])
    np.testing.assert_allclose(together, alone, rtol=1e-14)
