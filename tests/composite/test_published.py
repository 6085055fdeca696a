"""Published indices, reproduced figure by figure."""

import csv
from pathlib import Path

import pytest

from multaqa.composite import Framework, load_framework, score
from multaqa.composite.columns import ColumnTable
from multaqa.composite.files import read_data
from multaqa.composite.publisher import Comparison, compare_published, published_figures
from multaqa.presets import find_preset, preset_names


def preset(name: str) -> tuple[Framework, ColumnTable]:
    framework, figures = find_preset(name), find_preset(name, ".csv")
    assert framework is not None
    assert figures is not None
    return load_framework(framework), read_data(figures)


def compared(framework: Framework, table: ColumnTable) -> Comparison:
    return compare_published(score(framework, table), published_figures(framework, table))


@pytest.mark.parametrize("year", [2014, 2018])
def test_the_egdi_of_all_193_countries_is_reproduced_with_every_rank(shared: Path, year: int) -> None:
    framework, _ = preset("egdi/2014")
    comparison = compared(framework, read_data(shared / f"golden/egdi/egdi-{year}.csv"))
    assert (len(comparison.rows), comparison.differing) == (193, ())
    assert all(row.published.rank == row.rank for row in comparison.rows)
    assert comparison.largest < 0.00006


@pytest.mark.parametrize("name", ["egdi/2014", "egdi/2024"])
def test_the_figures_that_come_with_the_egdi_presets_are_reproduced(name: str) -> None:
    comparison = compared(*preset(name))
    assert (len(comparison.rows), comparison.differing) == (33, ())
    assert comparison.largest < 0.00006


@pytest.mark.parametrize(("name", "count"), [("gems/2020", 1), ("gems/2022", 1), ("gems/2023", 2)])
def test_the_published_gems_are_reproduced_within_rounding(name: str, count: int) -> None:
    comparison = compared(*preset(name))
    assert (len(comparison.rows), comparison.differing) == (count, ())


def test_gems_2024_differs_for_oman_alone() -> None:
    comparison = compared(*preset("gems/2024"))
    assert [(row.unit, round(row.score, 6), row.published.score) for row in comparison.differing] == [
        ("OMN", 72.8, 72)
    ]
    assert len(comparison.rows) == 2


def test_gems_of_morocco_2020_is_exact() -> None:
    framework, table = preset("gems/2020")
    assert score(framework, table).published[0, 0, 0] == 22.52


def test_gems_presets_hold_the_rows_published_in_full(shared: Path) -> None:
    """The rows that the reference folder marks as complete, and no others."""
    with (shared / "golden/gems/published.csv").open() as file:
        full = {
            (row["edition"], row["country"], float(row["overall"]))
            for row in csv.DictReader(file)
            if row["exact"] in ("yes", "rounded")
        }
    held = {
        (time, unit, figure.score)
        for name in preset_names()
        if name.startswith("gems/")
        for (unit, time), figure in published_figures(*preset(name)).items()
    }
    assert held == full


def test_egdi_bands_leave_the_boundary_to_the_lower_group() -> None:
    framework, _ = preset("egdi/2014")
    at_boundary = {"country": ["A", "B"], "osi": [0.75, 0.75], "tii": [0.75, 0.75], "hci": [0.75, 0.7501]}
    assert score(framework, at_boundary).bands[0].tolist() == ["high", "very_high"]


def test_gems_bands_include_their_boundary() -> None:
    framework, _ = preset("gems/2024")
    values = [75, 74.99, 50, 25, 24.99]
    data = {"country": list("ABCDE"), "availability": values, "usage": values, "outreach": values}
    assert score(framework, data).bands[0].tolist() == [
        "very_advanced",
        "advanced",
        "advanced",
        "medium",
        "early",
    ]


def test_data_without_the_publisher_s_columns_have_nothing_to_compare() -> None:
    framework, _ = preset("egdi/2014")
    assert published_figures(framework, {"country": ["A"], "osi": [1], "tii": [1], "hci": [1]}) == {}
