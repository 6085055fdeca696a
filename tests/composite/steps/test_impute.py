"""Imputation: COINr's results reproduced, methods by hand, and the spread of what was estimated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from multaqa.composite.methods import (
    ConstantImputation,
    EmImputation,
    Imputation,
    LatestImputation,
    LinearImputation,
    MeanImputation,
    MedianImputation,
    NearestImputation,
    RegressionImputation,
    SiblingImputation,
)
from multaqa.composite.steps.impute import Imputed, Surroundings, impute
from tests.composite import asem

NAN = np.nan
MEAN, MEDIAN = MeanImputation(kind="mean"), MedianImputation(kind="median")
LATEST, LINEAR, CONSTANT = (
    LatestImputation(kind="latest"),
    LinearImputation(kind="linear"),
    ConstantImputation(kind="constant"),
)


def around(
    indicators: int,
    times: Sequence[float] = (0.0,),
    families: Sequence[Sequence[int]] | None = None,
    **groups: Sequence[str | None],
) -> Surroundings:
    return Surroundings(
        families=tuple(np.array(family) for family in families or [range(indicators)]),
        positive=np.ones(indicators, dtype=bool),
        times=np.array(times, dtype=float),
        indicators=tuple("abcdefgh"[:indicators]),
        groups={name: np.array([labels], dtype=object) for name, labels in groups.items()},
    )


def one_time(
    table: Sequence[Sequence[float]], *methods: Imputation, **groups: Sequence[str | None]
) -> Imputed:
    values = np.array(table, dtype=float)[None]
    return impute(values, methods, around(values.shape[-1], **groups))


def one_series(
    series: Sequence[float], *methods: Imputation, times: Sequence[float] | None = None
) -> list[float]:
    values = np.array(series, dtype=float)[:, None, None]
    found = impute(values, methods, around(1, times or list(range(len(series)))))
    return found.values[:, 0, 0].tolist()


def surroundings() -> Surroundings:
    codes, meta = asem.indicators(), asem.meta()
    families: dict[str, list[int]] = {}
    for place, code in enumerate(codes):
        families.setdefault(meta[code]["Parent"], []).append(place)
    units = {row["uCode"]: row for row in asem.rows("01_unit_meta.csv")}
    labels = [units[code] for code in asem.labels("02_denominated.csv")]
    return Surroundings(
        families=tuple(np.array(family) for family in families.values()),
        positive=np.array([meta[code]["Direction"] == "1" for code in codes]),
        times=np.array([2018.0]),
        indicators=codes,
        groups={
            name: np.array([[row[name] for row in labels]], dtype=object)
            for name in ("GDP_group", "EurAsia_group")
        },
    )


RECORDED: dict[str, Imputation] = {
    "12_impute_i_mean.csv": MEAN,
    "12_impute_i_median.csv": MEDIAN,
    "12_impute_i_mean_grp_EurAsia.csv": MeanImputation(kind="mean", by="EurAsia_group"),
    "12_impute_i_median_grp_EurAsia.csv": MedianImputation(kind="median", by="EurAsia_group"),
    "12_impute_i_mean_grp_GDP.csv": MeanImputation(kind="mean", by="GDP_group"),
    "12_impute_row_mean_all.csv": SiblingImputation(kind="siblings", within="all"),
    "12_impute_row_mean_within_pillar.csv": SiblingImputation(kind="siblings"),
    "12_impute_row_median_within_pillar.csv": SiblingImputation(kind="siblings", statistic="median"),
}


@asem.here
@pytest.mark.parametrize("name", RECORDED)
def test_imputation_agrees_with_coinr(name: str) -> None:
    codes = asem.indicators()
    values = asem.table("02_denominated.csv", codes)
    found = impute(values[None], [RECORDED[name]], surroundings())
    np.testing.assert_allclose(found.values[0], asem.table(name, codes), rtol=1e-12)
    np.testing.assert_array_equal(found.filled[0], np.isnan(values))


PANELS = {
    "12_panel_latest.csv": ("12_panel_input.csv", [LATEST]),
    "12_panel_latest_max1.csv": ("12_panel_input.csv", [LatestImputation(kind="latest", longest=1)]),
    "12_panel_constant.csv": ("12_panel_input.csv", [CONSTANT]),
    "12_panel_linear_constant.csv": ("12_panel_input.csv", [LINEAR, CONSTANT]),
    # what COINr calls linear also carries the first and the last value to the ends
    "12_panel_linear.csv": ("12_panel_input_linear.csv", [LINEAR, CONSTANT]),
}


def panel(name: str) -> tuple[np.ndarray, list[float], int]:
    rows = asem.rows(name)
    codes = [column for column in rows[0] if column not in ("uCode", "Time")]
    times = sorted({float(row["Time"]) for row in rows})
    units = sorted({row["uCode"] for row in rows})
    cube = np.full((len(times), len(units), len(codes)), NAN)
    for row in rows:
        place = times.index(float(row["Time"])), units.index(row["uCode"])
        cube[place] = [asem.number(row[code]) for code in codes]
    return cube, times, len(codes)


@asem.here
@pytest.mark.parametrize("name", PANELS)
def test_imputation_over_time_agrees_with_coinr(name: str) -> None:
    source, methods = PANELS[name]
    values, times, count = panel(source)
    found = impute(values, methods, around(count, times))
    np.testing.assert_allclose(found.values, panel(name)[0], rtol=1e-12)


def test_the_mean_and_the_median_of_a_group_fill_its_gaps() -> None:
    table = [[1.0], [3], [NAN], [10], [20], [60], [NAN]]
    labels = ["s", "s", "s", "n", "n", "n", "n"]
    mean = one_time(table, MeanImputation(kind="mean", by="region"), region=labels)
    assert mean.values[0, :, 0].tolist() == [1, 3, 2, 10, 20, 60, 30]
    median = one_time(table, MedianImputation(kind="median", by="region"), region=labels)
    assert median.values[0, :, 0].tolist() == [1, 3, 2, 10, 20, 60, 20]


def test_a_group_without_any_value_stays_missing_until_another_method_fills_it() -> None:
    table = [[1.0], [3], [NAN]]
    labels = ["s", "s", "n"]
    by_group = MeanImputation(kind="mean", by="region")
    assert np.isnan(one_time(table, by_group, region=labels).values[0, 2, 0])
    assert one_time(table, by_group, MEAN, region=labels).values[0, 2, 0] == 2


def test_a_unit_without_a_group_is_not_imputed_by_group() -> None:
    found = one_time([[1.0], [3], [NAN]], MeanImputation(kind="mean", by="region"), region=["s", "s", None])
    assert np.isnan(found.values[0, 2, 0])


def test_siblings_speak_on_the_scale_of_the_missing_indicator() -> None:
    found = one_time([[0.0, 10], [10, 20], [5, NAN]], SiblingImputation(kind="siblings"))
    assert found.values[0, 2, 1] == 15


def test_regression_follows_the_line_exactly_where_there_is_one() -> None:
    found = one_time([[1.0, 3], [2, 5], [3, 7], [4, NAN]], RegressionImputation(kind="regression"))
    assert found.values[0, 3, 1] == pytest.approx(9)
    assert found.spread[0, 3, 1] == pytest.approx(0, abs=1e-7)


def test_regression_takes_the_indicators_named() -> None:
    table = [[1.0, 2, 10], [2, 1, 20], [3, 4, 30], [4, 3, 40], [5, 5, NAN]]
    found = one_time(table, RegressionImputation(kind="regression", on=("b",)))
    slope, intercept = np.polyfit([2, 1, 4, 3], [10, 20, 30, 40], 1)
    assert found.values[0, 4, 2] == pytest.approx(intercept + slope * 5)


def test_em_of_one_missing_column_is_the_regression_of_greatest_likelihood() -> None:
    """Where one column alone has gaps, expectation–maximisation ends at least squares (Anderson 1957)."""
    random = np.random.default_rng(0)
    table = random.normal(size=(200, 3)) @ np.array([[1, 0.5, 2], [0, 1, 1], [0, 0, 0.5]])
    gappy = table.copy()
    gappy[:60, 2] = NAN
    em = one_time(gappy, EmImputation(kind="em"))
    line = one_time(gappy, RegressionImputation(kind="regression", on=("a", "b")))
    np.testing.assert_allclose(em.values, line.values, rtol=1e-5)
    assert em.spread[0, 0, 2] == pytest.approx(0.5, rel=0.15)


def test_the_nearest_units_are_those_alike_in_what_both_have() -> None:
    table = [[0.0, 0, 1], [0.1, 0, 3], [9, 9, 50], [9.1, 9, 70], [0, 0.1, NAN]]
    found = one_time(table, NearestImputation(kind="nearest", neighbours=2))
    assert found.values[0, 4, 2] == 2


def test_values_are_carried_and_joined_over_time() -> None:
    series = [NAN, 2, NAN, NAN, 8, NAN]
    nan = pytest.approx([NAN, 2, 2, 2, 8, 8], nan_ok=True)
    assert one_series(series, LATEST) == nan
    assert one_series(series, LatestImputation(kind="latest", longest=1)) == pytest.approx(
        [NAN, 2, 2, NAN, 8, 8], nan_ok=True
    )
    assert one_series(series, LINEAR) == pytest.approx([NAN, 2, 4, 6, 8, NAN], nan_ok=True)
    assert one_series(series, CONSTANT) == [2, 2, 2, 2, 8, 8]
    assert one_series([0, NAN, 10], LINEAR, times=[2000, 2009, 2010]) == [0, 9, 10]


def test_what_is_there_is_never_touched_and_has_no_spread() -> None:
    random = np.random.default_rng(5)
    values = random.normal(size=(3, 20, 4))
    gaps = random.random(values.shape) < 0.2
    gappy = np.where(gaps, NAN, values)
    methods = [
        MEAN,
        MEDIAN,
        SiblingImputation(kind="siblings"),
        RegressionImputation(kind="regression"),
        EmImputation(kind="em"),
        NearestImputation(kind="nearest"),
        LATEST,
        LINEAR,
        CONSTANT,
    ]
    for method in methods:
        found = impute(gappy, [method], around(4, [2020, 2021, 2022]))
        np.testing.assert_array_equal(found.values[~gaps], values[~gaps])
        assert np.isnan(found.spread[~gaps]).all()
        assert (found.spread[found.filled] >= 0).all()
        assert not (found.filled & ~gaps).any()


def test_the_spread_covers_the_truth_about_as_often_as_it_should() -> None:
    """Of normal values imputed by their mean, two thirds lie within one spread of it."""
    random = np.random.default_rng(8)
    truth = random.normal(50, 10, size=(1, 4000, 1))
    gaps = random.random(truth.shape) < 0.5
    found = impute(np.where(gaps, NAN, truth), [MEAN], around(1))
    inside = np.abs(found.values - truth)[gaps] < found.spread[gaps]
    assert 0.65 < inside.mean() < 0.71
