"""Published indices, reproduced figure by figure."""

import csv
from pathlib import Path

import numpy as np
import pytest

from multaqa.composite import Framework, Result, load_framework, score
from multaqa.composite.columns import ColumnTable
from multaqa.composite.files import read_data
from multaqa.composite.publisher import Comparison, compare_published, published_figures
from multaqa.presets import find_preset, preset_names
from tests.composite import asem, odb


def framework_of(name: str) -> Framework:
    path = find_preset(name)
    assert path is not None
    return load_framework(path)


def preset(name: str) -> tuple[Framework, ColumnTable]:
    figures = find_preset(name, ".csv")
    assert figures is not None
    return framework_of(name), read_data(figures)


def compared(framework: Framework, table: ColumnTable) -> Comparison:
    return compare_published(score(framework, table), published_figures(framework, table))


@pytest.mark.parametrize("year", [2014, 2018])
def test_the_egdi_of_all_193_countries_is_reproduced_with_every_rank(shared: Path, year: int) -> None:
    framework = framework_of(f"egdi/{year}")
    comparison = compared(framework, read_data(shared / f"golden/egdi/egdi-{year}.csv"))
    assert (len(comparison.rows), comparison.differing) == (193, ())
    assert all(row.published.rank == row.rank for row in comparison.rows)
    assert comparison.largest < 0.00004


@pytest.mark.parametrize("name", ["egdi/2014", "egdi/2024"])
def test_the_figures_that_come_with_the_egdi_presets_are_reproduced(name: str) -> None:
    comparison = compared(*preset(name))
    assert (len(comparison.rows), comparison.differing) == (33, ())
    assert comparison.largest < 0.00006


def test_the_digital_government_index_of_38_countries_is_reproduced(shared: Path) -> None:
    comparison = compared(framework_of("dgi/2023"), read_data(shared / "golden/dgi-2023/published.csv"))
    assert (len(comparison.rows), comparison.differing) == (38, ())
    assert comparison.largest < 0.0005 + 1e-12


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


@pytest.fixture(scope="module")
def barometer() -> Result:
    return score(odb.framework(), odb.data(), answers=odb.answers())


@odb.here
@pytest.mark.parametrize(
    ("node", "column"),
    [
        ("odb", "ODB-Score"),
        ("readiness", "Readiness"),
        ("government", "Readiness_Government"),
        ("citizens", "Readiness_Citizens"),
        ("entrepreneurs", "Readiness_Entrepreneurs"),
        ("implementation", "Implementation"),
        ("datasets_innovation", "Datasets_Innovation"),
        ("datasets_social", "Datasets_Social_Policy"),
        ("datasets_accountability", "Datasets_Accountability"),
        ("impact", "Impact"),
        ("political", "Impact_Political"),
        ("social", "Impact_Social"),
        ("economic", "Impact_Economic"),
    ],
)
def test_every_component_of_the_open_data_barometer_is_reproduced(
    barometer: Result, node: str, column: str
) -> None:
    computed = barometer.scores[0, :, barometer.nodes.index(node)]
    published = {
        country: pytest.approx(float(row[column]), rel=0, abs=1e-9)
        for country, row in odb.published().items()
    }
    assert len(published) == 86
    assert dict(zip(barometer.units, computed.tolist(), strict=True)) == published


@odb.here
@pytest.mark.parametrize(
    ("node", "column"),
    [
        ("odb", "ODB-Scaled"),
        ("readiness", "Readiness-Scaled"),
        ("government", "Readiness_Government-Scaled"),
        ("citizens", "Readiness_Citizens-Scaled"),
        ("entrepreneurs", "Readiness_Entrepreneurs-Scaled"),
        ("implementation", "Implementation-Scaled"),
        ("impact", "Impact-Scaled"),
        ("political", "Impact_Political-Scaled"),
        ("social", "Impact_Social-Scaled"),
        ("economic", "Impact_Economic-Scaled"),
    ],
)
def test_every_scaled_score_of_the_open_data_barometer_is_as_printed(
    barometer: Result, node: str, column: str
) -> None:
    computed = barometer.published[0, :, barometer.nodes.index(node)]
    published = {country: float(row[column]) for country, row in odb.published().items()}
    assert len(published) == 86
    assert dict(zip(barometer.units, computed.tolist(), strict=True)) == published


@odb.here
def test_every_rank_of_the_open_data_barometer_is_reproduced(barometer: Result) -> None:
    comparison = compare_published(
        barometer, published_figures(barometer.framework, odb.rows("expected/rankings.csv"))
    )
    assert (len(comparison.rows), comparison.differing) == (86, ())
    assert all(row.published.rank == row.rank for row in comparison.rows)


@asem.here
def test_the_asem_preset_gives_the_scores_and_ranks_of_coinr() -> None:
    result = score(framework_of("asem/2018"), asem.data())
    rows = [result.units.index(unit) for unit in asem.labels("07_aggregated.csv")]
    scores, ranks = (values[0][rows] for values in (result.scores, result.ranks))
    codes = result.nodes
    assert len(codes) == 60
    np.testing.assert_allclose(scores, asem.table("07_aggregated.csv", codes), rtol=1e-12, atol=1e-12)
    aggregates = [code for code in codes if asem.meta()[code]["Type"] == "Aggregate"]
    places = [codes.index(code) for code in aggregates]
    np.testing.assert_array_equal(ranks[:, places], asem.table("08_ranks_all.csv", tuple(aggregates)))


def test_egdi_bands_leave_the_boundary_to_the_lower_group() -> None:
    framework = framework_of("egdi/2014")
    at_boundary = {"country": ["A", "B"], "osi": [0.75, 0.75], "tii": [0.75, 0.75], "hci": [0.75, 0.7501]}
    assert score(framework, at_boundary).bands[0].tolist() == ["high", "very_high"]


def test_gems_bands_include_their_boundary() -> None:
    framework = framework_of("gems/2024")
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
    framework = framework_of("egdi/2014")
    assert published_figures(framework, {"country": ["A"], "osi": [1], "tii": [1], "hci": [1]}) == {}
