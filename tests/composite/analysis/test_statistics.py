"""Statistics of indicators and availability of data."""

from pathlib import Path

import numpy as np
import pytest

from multaqa.composite.analysis import Thresholds, availability, describe_indicators
from multaqa.composite.steps.moments import kurtosis, skewness
from tests.composite.analysis.golden import columns, groups, rows, table

NAN = np.nan
FIGURES = {
    "minimum": "Min",
    "maximum": "Max",
    "mean": "Mean",
    "median": "Median",
    "deviation": "Std",
    "skewness": "Skew",
    "kurtosis": "Kurt",
    "available": "N.Avail",
    "nonzero": "N.NonZero",
    "distinct": "N.Unique",
    "most_repeated": "N.Same",
    "available_share": "Frc.Avail",
    "nonzero_share": "Frc.NonZero",
    "distinct_share": "Frc.Unique",
    "most_repeated_share": "Frc.Same",
}
FLAGS = {
    "low_availability": "Flag.Avail",
    "many_zeros": "Flag.NonZero",
    "few_distinct": "Flag.Unique",
    "outliers": "Flag.SkewKurt",
}


def test_every_statistic_of_the_49_asem_indicators_is_reproduced(asem: Path) -> None:
    values, names = table(asem, "01_raw")
    expected = rows(asem, "09_stats_raw")
    found = describe_indicators(values, names)
    assert [indicator.indicator for indicator in found] == [record["iCode"] for record in expected]
    figures = [[getattr(indicator, field) for field in FIGURES] for indicator in found]
    np.testing.assert_allclose(figures, columns(expected, list(FIGURES.values())), rtol=1e-12)


def test_the_same_asem_indicators_are_flagged(asem: Path) -> None:
    found = describe_indicators(*table(asem, "01_raw"))
    expected = [
        tuple(flag for flag, column in FLAGS.items() if record[column] != "ok")
        for record in rows(asem, "09_stats_raw")
    ]
    assert [indicator.flags for indicator in found] == expected
    assert sum(map(bool, expected)) == 21


def test_skewness_and_kurtosis_of_the_asem_indicators_are_reproduced(asem: Path) -> None:
    values, _ = table(asem, "01_raw")
    expected = columns(rows(asem, "05_skew_kurt_raw"), ["skew", "kurt"])
    found = np.column_stack([skewness(values), kurtosis(values)])
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_the_availability_of_every_asem_unit_is_reproduced(asem: Path) -> None:
    values, names = table(asem, "01_raw")
    found = availability(values, names)
    expected, _ = table(asem, "09_data_avail_raw")
    shown = np.column_stack(
        [found.missing, found.zero, found.missing + found.zero, found.share, found.nonzero_share]
    )
    np.testing.assert_allclose(shown, expected, rtol=1e-12)


def test_the_availability_of_every_pillar_is_reproduced(asem: Path) -> None:
    values, names = table(asem, "01_raw")
    nodes = {**groups(asem, "Pillar"), **groups(asem, "Sub-index"), **groups(asem, "Index")}
    found = availability(values, names, nodes).groups
    expected, order = table(asem, "09_data_avail_bygroup_raw")
    assert set(found) == set(order)
    np.testing.assert_allclose(np.column_stack([found[node] for node in order]), expected, rtol=1e-12)


def test_an_indicator_without_any_value_is_described_by_what_is_known() -> None:
    (found,) = describe_indicators(np.full((4, 1), NAN), ["empty"])
    assert (found.units, found.available, found.distinct, found.most_repeated) == (4, 0, 0, 0)
    assert np.isnan([found.minimum, found.mean, found.deviation, found.skewness, found.nonzero_share]).all()
    assert found.flags == ("low_availability",)


def test_a_constant_indicator_has_a_deviation_of_zero_and_no_shape() -> None:
    (found,) = describe_indicators(np.full((5, 1), 0.1), ["same"])
    assert (found.deviation, found.distinct, found.most_repeated_share) == (0, 1, 1)
    assert np.isnan([found.skewness, found.kurtosis]).all()
    assert found.flags == ("few_distinct",)


def test_a_missing_value_is_neither_a_zero_nor_a_repetition() -> None:
    """Shares are of the values that are there: three zeros of five are too many, whatever else is missing."""
    (found,) = describe_indicators(np.array([[0.0], [0], [0], [1], [2], [NAN], [NAN]]), ["zeros"])
    assert (found.nonzero_share, found.distinct_share) == (0.4, 0.6)
    assert found.flags == ("many_zeros",)


def test_thresholds_can_be_set() -> None:
    values = np.array([[1.0], [2], [3], [NAN]])
    assert describe_indicators(values, ["a"], Thresholds(availability=0.8))[0].flags == ("low_availability",)
    assert describe_indicators(values, ["a"])[0].flags == ()


def test_a_unit_without_data_has_a_share_of_zero_and_no_share_of_zeros() -> None:
    found = availability(np.array([[NAN, NAN], [0.0, 1.0]]), ["a", "b"], {"first": ["a"], "none": []})
    assert (found.share.tolist(), found.groups["first"].tolist()) == ([0, 1], [0, 1])
    assert np.isnan(found.nonzero_share[0])
    assert found.nonzero_share[1] == 0.5
    assert np.isnan(found.groups["none"]).all()


def test_a_group_with_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(KeyError, match="absent"):
        availability(np.ones((2, 1)), ["a"], {"group": ["absent"]})
