"""Strengths and weaknesses of a unit."""

from pathlib import Path

import numpy as np

from multaqa.composite.analysis import Standing, strengths_and_weaknesses
from tests.composite.analysis.golden import rows, table

NAN = np.nan


def test_the_strengths_and_weaknesses_of_spain_are_reproduced(asem: Path) -> None:
    """Weaknesses are the same five; they are listed the worst first here."""
    values, names = table(asem, "01_raw")
    directions = {record["iCode"]: record["Direction"] for record in rows(asem, "01_iMeta_sorted")}
    spain = [record["uCode"] for record in rows(asem, "01_raw")].index("ESP")
    found = strengths_and_weaknesses(values, names, [directions[name] == "1" for name in names], spain)
    for side, name in ((found.strengths, "strengths"), (found.weaknesses, "weaknesses")):
        expected = {
            (record["Code"], int(record["Rank"]), float(record["Value"]))
            for record in rows(asem, f"08_{name}_ESP")
        }
        assert {(one.indicator, one.rank, float(f"{one.value:.3g}")) for one in side} == expected
    assert [one.rank for one in found.strengths] == [1, 1, 2, 3, 3]
    assert [one.rank for one in found.weaknesses] == [43, 40, 40, 38, 33]


def test_a_low_value_of_a_negative_indicator_is_a_strength() -> None:
    values = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, NAN]])
    found = strengths_and_weaknesses(values, ["up", "down"], [True, False], unit=0)
    assert found.strengths == (Standing("down", 1, 2, 1.0),)
    assert found.weaknesses == (Standing("up", 3, 3, 1.0),)


def test_what_all_share_and_what_is_missing_is_neither() -> None:
    values = np.array([[5.0, NAN, 1.0, 2.0], [5.0, 1.0, 2.0, 1.0]])
    found = strengths_and_weaknesses(values, ["same", "missing", "low", "high"], [True] * 4, unit=0)
    assert [one.indicator for one in found.strengths] == ["high"]
    assert [one.indicator for one in found.weaknesses] == ["low"]


def test_a_unit_without_data_has_neither() -> None:
    found = strengths_and_weaknesses(np.array([[NAN], [1.0]]), ["a"], [True], unit=0)
    assert (found.strengths, found.weaknesses) == ((), ())


def test_equal_ranks_stand_in_the_order_of_the_indicators() -> None:
    values = np.array([[9.0, 9, 1, 1], [1, 1, 9, 9]])
    found = strengths_and_weaknesses(values, list("abcd"), [True] * 4, unit=0)
    assert [one.indicator for one in found.strengths] == ["a", "b"]
    assert [one.indicator for one in found.weaknesses] == ["c", "d"]
