"""Outliers: COINr's results reproduced, and what a step does by hand."""

from __future__ import annotations

import numpy as np
import pytest

from multaqa.composite.methods import BoxCox, Log, Treatment, Winsorise
from multaqa.composite.steps.moments import kurtosis, skewness
from multaqa.composite.steps.treat import box_cox, logarithm, treat, winsorise
from tests.composite import asem


def treatment(most: int, log: Log | None = None, **limits: object) -> Treatment:
    steps = (Winsorise(kind="winsorise", most=most), log or Log(kind="log"))
    return Treatment(steps=steps, **limits)


RECORDED = {
    "05_treated.csv": ("04_screened.csv", treatment(5)),
    "05_treat_qTreat_default_raw_data.csv": ("01_raw.csv", treatment(5)),
    "05_treat_qTreat_default_screened_data.csv": ("04_screened.csv", treatment(5)),
    "05_treat_qTreat_default_denominated_NA_data.csv": ("02_denominated.csv", treatment(5)),
    "05_treat_qTreat_winmax1_screened_data.csv": ("04_screened.csv", treatment(1)),
    "05_treat_qTreat_winmax3_screened_data.csv": ("04_screened.csv", treatment(3)),
    "05_treat_qTreat_winmax10_screened_data.csv": ("04_screened.csv", treatment(10)),
    "05_treat_qTreat_strict_screened_data.csv": (
        "04_screened.csv",
        treatment(5, skewness=1.0, kurtosis=2.0),
    ),
    "05_treat_winmax1_logCT_screened_data.csv": ("04_screened.csv", treatment(1)),
    "05_treat_winmax1_logCTplus_screened_data.csv": (
        "04_screened.csv",
        treatment(1, Log(kind="log", oriented=True)),
    ),
    "05_treat_winmax1_logCTorig_screened_data.csv": (
        "04_screened.csv",
        treatment(1, Log(kind="log", form="one")),
    ),
    "05_treat_winmax1_combine_screened_data.csv": ("04_screened.csv", treatment(1, cumulative=True)),
}


@asem.here
@pytest.mark.parametrize("name", RECORDED)
def test_treatment_agrees_with_coinr(name: str) -> None:
    source, method = RECORDED[name]
    wanted = asem.columns(name)
    treated = treat(asem.table(source, wanted), method)
    np.testing.assert_allclose(treated.values, asem.table(name), rtol=1e-12, atol=0)


@asem.here
def test_the_number_of_points_winsorised_agrees_with_coinr() -> None:
    treated = treat(asem.table("04_screened.csv"), treatment(5))
    recorded = [asem.number(row["winsorise.nwin"]) for row in asem.rows("05_treated_dets_table.csv")]
    order = [asem.columns("04_screened.csv").index(code) for code in asem.labels("05_treated_dets_table.csv")]
    np.testing.assert_array_equal(treated.points[order], np.nan_to_num(recorded))


@asem.here
def test_which_points_were_changed_agrees_with_coinr() -> None:
    before = asem.table("04_screened.csv", asem.columns("05_treated_points.csv"))
    changed = treat(before, treatment(5)).values != before
    recorded = [
        [row[column] != "" for column in asem.columns("05_treated_points.csv")]
        for row in asem.rows("05_treated_points.csv")
    ]
    np.testing.assert_array_equal(changed, np.array(recorded))


@asem.here
def test_sample_skewness_and_kurtosis_agree_with_coinr() -> None:
    rows = asem.rows("05_skew_kurt_raw.csv")
    values = asem.table("01_raw.csv", tuple(row["iCode"] for row in rows))
    np.testing.assert_allclose(skewness(values), [asem.number(row["skew"]) for row in rows], rtol=1e-12)
    np.testing.assert_allclose(kurtosis(values), [asem.number(row["kurt"]) for row in rows], rtol=1e-12)


def recorded(name: str) -> np.ndarray:
    found = asem.document("05_treat_functions.json")[name]
    values = found["x"] if isinstance(found, dict) else found
    return np.array([np.nan if value is None else value for value in values], dtype=float)


FORMS = {
    "log_CT": ("x_Services", lambda x: logarithm(x, "range")),
    "log_CT_plus": ("x_Services", lambda x: logarithm(x, "range", oriented=True)),
    "log_CT_plus_neg": ("x_neg", lambda x: logarithm(x, "range", oriented=True)),
    "log_CT_orig": ("x_Services", lambda x: logarithm(x, "one")),
    "boxcox_half": ("x_Services", lambda x: box_cox(x - np.nanmin(x) + 1, 0.5, False)),
    "boxcox_0": ("x_Services", lambda x: box_cox(x - np.nanmin(x) + 1, 0.0, False)),
    "boxcox_2": ("x_Services", lambda x: box_cox(x - np.nanmin(x) + 1, 2.0, False)),
    "winsorise_2": ("x_Services", lambda x: winsorise(x, Treatment(), 2)[0]),
    "winsorise_neg": ("x_neg", lambda x: winsorise(x, Treatment(), 5)[0]),
}


@asem.here
@pytest.mark.parametrize("name", FORMS)
def test_single_transformations_agree_with_coinr(name: str) -> None:
    source, transform = FORMS[name]
    found = transform(recorded(source)[:, None])[:, 0]
    np.testing.assert_allclose(found, recorded(name), rtol=1e-12)


@asem.here
def test_differs_from_coinr_because_its_log_gii_returns_its_input() -> None:
    x = recorded("x_Services")
    low, high = x.min(), x.max()
    expected = np.log((high - 1) * (x - low) / (high - low) + 1)
    np.testing.assert_array_equal(recorded("log_GII_ASIS_returns_input"), x)
    np.testing.assert_allclose(logarithm(x[:, None], "gii")[:, 0], expected, rtol=1e-14)


@asem.here
def test_differs_from_coinr_because_a_logarithm_before_winsorising_is_carried_out() -> None:
    """COINr's default parameters leak into the first step, which leaves every column as it was."""
    method = Treatment(steps=(Log(kind="log"), Winsorise(kind="winsorise", most=5)))
    values = asem.table("04_screened.csv")
    treated = treat(values, method)
    np.testing.assert_array_equal(asem.table("05_treat_log_then_win_screened_ASIS_data.csv"), values)
    failing = treat(values, Treatment(steps=(Winsorise(kind="winsorise", most=1),), skewness=2.0)).step > 0
    assert (treated.step[failing] > 0).all()
    assert not (treated.values[:, failing] == values[:, failing]).all()


def test_a_column_that_passes_is_left_as_it_is() -> None:
    values = np.arange(10.0)[:, None]
    treated = treat(values, Treatment())
    assert (treated.values == values).all()
    assert treated.step.tolist() == [0]


def test_one_extreme_value_takes_the_value_next_to_it() -> None:
    values = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 1000])[:, None]
    treated = treat(values, Treatment())
    assert treated.values[:, 0].tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    assert (treated.step.tolist(), treated.points.tolist(), treated.passed.tolist()) == ([1], [1], [True])


def test_tied_extremes_go_together_and_missing_values_stay_missing() -> None:
    values = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 500, 500, np.nan, 3, 4, 5, 6, 2, 3, 4, 5])[:, None]
    treated, count = winsorise(values, Treatment(), 1)
    assert count.tolist() == [2]
    np.testing.assert_array_equal(treated[:, 0], np.where(values[:, 0] == 500, 9, values[:, 0]))


def test_a_treatment_that_is_always_taken_does_not_ask() -> None:
    values = np.arange(1.0, 11)[:, None]
    treated = treat(values, Treatment(steps=(Log(kind="log", form="plain"),), always=True))
    np.testing.assert_allclose(treated.values, np.log(values))


def test_the_power_of_greatest_likelihood_turns_a_lognormal_sample_into_its_logarithm() -> None:
    sample = np.exp(np.random.default_rng(3).normal(size=2000))[:, None]
    step = Treatment(steps=(BoxCox(kind="box_cox"),), always=True)
    treated = treat(sample, step).values
    assert abs(skewness(treated)[0]) < 0.15
    assert abs(np.corrcoef(treated[:, 0], np.log(sample[:, 0]))[0, 1]) > 0.999


def test_constant_and_short_columns_have_nothing_to_treat() -> None:
    values = np.array([[5.0, 1.0], [5.0, np.nan], [5.0, 900.0], [5.0, 2.0], [5.0, np.nan]])
    treated = treat(values, Treatment())
    np.testing.assert_array_equal(treated.values, values)


def test_a_batch_is_treated_as_its_members_one_by_one() -> None:
    batch = np.exp(np.random.default_rng(1).normal(size=(6, 30, 5)) * 2)
    together = treat(batch, treatment(3))
    for place, member in enumerate(batch):
        alone = treat(member, treatment(3))
        np.testing.assert_array_equal(together.values[place], alone.values)
        np.testing.assert_array_equal(together.points[place], alone.points)
