"""Growth, change, and convergence."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import linregress

from multaqa.composite.analysis import (
    Trends,
    beta_convergence,
    fit_line,
    growth_rates,
    percent_changes,
    sigma_convergence,
)
from tests.composite.analysis.golden import Floats, rows

NAN = np.nan
Trend = Callable[[Floats, list[int]], Trends]
TIMES = [2018, 2019, 2020, 2021, 2022]


def series(asem: Path, expected: list[dict[str, str]]) -> Floats:
    """(times, series): the series that a file of trends is about."""
    panel = {(record["uCode"], int(record["Time"])): record for record in rows(asem, "00_input_iData_panel")}
    return np.array([[float(panel[row["uCode"], time][row["iCode"]]) for row in expected] for time in TIMES])


@pytest.mark.parametrize(("name", "trend"), [("CAGR", growth_rates), ("prc_change", percent_changes)])
def test_the_trends_of_asem_countries_are_reproduced(asem: Path, name: str, trend: Trend) -> None:
    expected = rows(asem, f"15_trends_{name}")
    found = trend(series(asem, expected), TIMES)
    shown = np.column_stack([found.rates, found.availability, found.first, found.latest])
    figures = [[float(row[column]) for column in (name, "Avail", "t_first", "t_latest")] for row in expected]
    np.testing.assert_allclose(shown, figures, rtol=1e-12)


def test_growth_counts_the_years_between_the_first_and_the_last_value() -> None:
    found = growth_rates(np.array([[NAN], [100.0], [7.0], [144.0], [NAN]]), [2010, 2011, 2012, 2013, 2014])
    assert found.rates.tolist() == pytest.approx([0.2])
    assert (found.availability[0], found.first[0], found.latest[0]) == (0.6, 2011, 2013)


def test_times_may_come_in_any_order() -> None:
    values = np.array([[4.0], [1.0], [2.0]])
    assert growth_rates(values, [2012, 2010, 2011]).rates.tolist() == pytest.approx([1])
    assert percent_changes(values, [2012, 2010, 2011]).rates.tolist() == pytest.approx([180])


@pytest.mark.parametrize("trend", [growth_rates, percent_changes])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 0], 0),
        ([3, 3], 0),
        ([0, 3], NAN),
        ([-2, 3], NAN),
        ([NAN, 3], NAN),
        ([NAN, NAN], NAN),
    ],
)
def test_growth_from_nothing_cannot_be_told(trend: Trend, values: list[float], expected: float) -> None:
    found = trend(np.array(values, dtype=float), [2010, 2011]).rates
    np.testing.assert_equal(float(found), expected)


def test_a_fall_to_zero_is_a_loss_of_everything() -> None:
    assert float(growth_rates(np.array([5.0, 0.0]), [2010, 2011]).rates) == -1
    assert float(percent_changes(np.array([5.0, 0.0]), [2010, 2011]).rates) == -100


def test_the_change_between_two_values_is_per_year() -> None:
    assert float(percent_changes(np.array([10.0, 12.0]), [2010, 2014]).rates) == 5


def test_trends_keep_the_shape_of_a_panel() -> None:
    panel = np.array([[[1.0, 2], [4, NAN]], [[2, 3], [4, 9]]])
    np.testing.assert_allclose(growth_rates(panel, [0, 1]).rates, [[1, 0.5], [0, NAN]])


def test_a_line_is_that_of_least_squares() -> None:
    draws = np.random.default_rng(4)
    x, y = draws.random(20), draws.random(20)
    expected = linregress(x, y)
    found = fit_line(np.append(x, NAN), np.append(y, 1))
    assert found.count == 20
    shown = [found.slope, found.intercept, found.standard_error, found.p_value, found.r_squared]
    figures = [expected.slope, expected.intercept, expected.stderr, expected.pvalue, expected.rvalue**2]
    assert shown == pytest.approx(figures, rel=1e-10)


def test_a_line_needs_two_places_and_a_slope_to_be_tested_needs_three_points() -> None:
    assert np.isnan(fit_line(np.array([1.0, 1.0]), np.array([1.0, 2.0])).slope)
    found = fit_line(np.array([1.0, 2.0]), np.array([1.0, 3.0]))
    assert (found.slope, found.intercept, found.r_squared) == (2, -1, 1)
    assert np.isnan([found.standard_error, found.p_value]).all()
    flat = fit_line(np.array([1.0, 2.0, 3.0]), np.full(3, 0.1))
    assert flat.slope == pytest.approx(0, abs=1e-15)
    assert np.isnan(flat.r_squared)


def test_dispersion_that_shrinks_is_sigma_convergence() -> None:
    panel = np.array([[1.0, 3.0, NAN], [1.5, 2.5, 9.0], [2.0, 2.0, 9.0]])
    found = sigma_convergence(panel, [2010, 2012, 2014])
    assert found.units == 2
    np.testing.assert_allclose(found.deviations, np.sqrt([2, 0.5, 0]))
    np.testing.assert_allclose(found.variations, np.sqrt([2, 0.5, 0]) / 2)
    assert found.trend.slope == pytest.approx(-np.sqrt(2) / 8)


def test_a_time_without_data_does_not_empty_the_panel() -> None:
    found = sigma_convergence(np.array([[1.0, 3.0], [NAN, NAN], [2.0, 2.0]]), [2010, 2011, 2012])
    assert (found.units, found.trend.count) == (2, 2)
    assert np.isnan(found.deviations[1])


def test_one_unit_has_no_dispersion() -> None:
    found = sigma_convergence(np.array([[1.0, NAN], [2.0, 3.0]]), [2010, 2011])
    assert found.units == 1
    assert np.isnan([*found.deviations, found.trend.slope]).all()


def test_units_that_close_gaps_at_a_known_speed_are_found_to() -> None:
    """ln y falls towards ln 100 by e^(−βT): every unit on the path of Barro and Sala-i-Martin's equation."""
    speed, years = 0.02, 10
    start = np.array([20.0, 50.0, 80.0, 150.0])
    end = np.exp(np.log(100) + (np.log(start) - np.log(100)) * np.exp(-speed * years))
    found = beta_convergence(np.array([start, end]), [2010, 2010 + years])
    assert found.line.slope == pytest.approx(-(1 - np.exp(-speed * years)) / years)
    assert (found.speed, found.half_life) == pytest.approx((speed, np.log(2) / speed))
    assert (found.line.r_squared, found.line.count) == (pytest.approx(1), 4)


def test_gaps_that_widen_never_halve() -> None:
    found = beta_convergence(np.array([[1.0, 2, 4], [1.0, 3, 9]]), [2010, 2012])
    assert found.speed < 0
    assert found.half_life == np.inf


def test_units_without_a_value_above_zero_at_both_ends_are_left_out() -> None:
    found = beta_convergence(np.array([[1.0, 2, 4, 0, NAN], [2.0, 3, 5, 1, 1]]), [2010, 2011])
    assert found.line.count == 3


def test_nothing_converges_in_a_single_time() -> None:
    found = beta_convergence(np.array([[1.0, 2.0]]), [2010])
    assert np.isnan([found.speed, found.half_life, found.line.slope]).all()


def test_gaps_closed_wholly_have_no_speed() -> None:
    found = beta_convergence(np.array([[1.0, 2, 4], [4.0, 2, 1]]), [2010, 2011])
    assert found.line.slope == pytest.approx(-2)
    assert np.isnan([found.speed, found.half_life]).all()
