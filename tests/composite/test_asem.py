"""The whole pipeline against COINr's: every stage, other methods, fewer indicators, a panel, other denominators."""

from __future__ import annotations

import numpy as np
import pytest

from multaqa.composite import Result, score
from multaqa.composite.audit import leave_out
from multaqa.composite.status import Status
from tests.composite import asem

pytestmark = asem.here


@pytest.fixture(scope="module")
def result() -> Result:
    return score(asem.framework(), asem.data())


def assert_step_agrees(result: Result, step: str, name: str, time: int = 0) -> None:
    table = result.steps[step]
    wanted = tuple(column for column in asem.columns(name) if column in table.columns)
    rows = [table.units.index(unit) for unit in asem.labels(name)]
    places = [table.columns.index(column) for column in wanted]
    np.testing.assert_allclose(
        table.values[time][np.ix_(rows, places)], asem.table(name, wanted), rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("data", "01_raw.csv"),
        ("denominated", "02_denominated.csv"),
        ("imputed", "03_imputed.csv"),
        ("imputed", "04_screened.csv"),
        ("treated", "05_treated.csv"),
        ("normalised", "06_normalised.csv"),
        ("scores", "07_aggregated.csv"),
    ],
)
def test_every_stage_agrees_with_coinr(result: Result, step: str, name: str) -> None:
    assert_step_agrees(result, step, name)


def test_every_rank_agrees_with_coinr(result: Result) -> None:
    name = "08_ranks_all.csv"
    rows = [result.units.index(unit) for unit in asem.labels(name)]
    codes = [code for code in asem.columns(name) if asem.meta()[code]["Type"] == "Aggregate"]
    places = [result.nodes.index(code) for code in codes]
    np.testing.assert_array_equal(result.ranks[0][np.ix_(rows, places)], asem.table(name, tuple(codes)))


def screened(limits: str) -> Result:
    return score(
        asem.framework(f"method: {{screen: {limits}, normalise: minmax}}", denominators={}), asem.data()
    )


def test_screening_by_data_agrees_with_coinr() -> None:
    found, rows = (
        screened("{data: 0.9}"),
        {row["uCode"]: row for row in asem.rows("04_screen_raw_summary.csv")},
    )
    left_out = {
        u
        for u, status in zip(found.units, found.status[0, :, 0], strict=True)
        if status == Status.screened_out
    }
    assert left_out == set(asem.document("04_screen_raw_removed.json")["RemovedUnits"])
    shares = [float(rows[unit]["Dat_Avail"]) for unit in found.units]
    np.testing.assert_allclose(found.prepared.screened.data[0], shares, rtol=1e-14)


def test_screening_by_data_and_zeros_agrees_with_coinr() -> None:
    found = screened("{data: 0.9, nonzero: 0.95}")
    rows = {row["uCode"]: row for row in asem.rows("04_screen_raw_NAandzeros_summary.csv")}
    shares = [float(rows[unit]["Non_Zero"]) for unit in found.units]
    np.testing.assert_allclose(found.prepared.screened.nonzero[0], shares, rtol=1e-14)
    assert found.prepared.screened.removed[0].tolist() == [
        rows[unit]["Included"] == "FALSE" for unit in found.units
    ]


def test_units_named_are_kept_and_left_out_whatever_their_data() -> None:
    found = screened("{data: 0.9, keep: [BRN], remove: [AUT]}")
    removed = {unit for unit, out in zip(found.units, found.prepared.screened.removed[0], strict=True) if out}
    assert removed == {"AUT", "BGD", "KHM", "LAO", "MMR"}


def test_another_normalisation_agrees_with_coinr() -> None:
    method = asem.METHOD.replace("minmax", "{kind: zscore, to: [10, 2]}")
    assert_step_agrees(score(asem.framework(method), asem.data()), "scores", "14_regen_zscore_aggregated.csv")


def test_no_treatment_agrees_with_coinr() -> None:
    method = asem.METHOD.replace("treat: default", "treat: none")
    assert_step_agrees(
        score(asem.framework(method), asem.data()), "scores", "14_regen_notreat_aggregated.csv"
    )


def test_fewer_indicators_agree_with_coinr() -> None:
    smaller = asem.framework(without=("LPI", "Forest"))
    assert_step_agrees(score(smaller, asem.data()), "scores", "14_change_ind_drop_LPI_Forest.csv")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_index_without_each_element_agrees_with_coinr(result: Result, level: int) -> None:
    found = {item.node: item for item in leave_out(result)}
    recorded = asem.document(f"13_remove_elements_L{level}.json")
    codes = [code for code in recorded if code != "Nominal"]
    np.testing.assert_allclose(
        [found[code].mean_shift for code in codes], [recorded[code] for code in codes], rtol=1e-12
    )
    name = f"13_remove_elements_L{level}_ranks.csv"
    rows = [result.units.index(unit) for unit in asem.labels(name)]
    ours = np.array([found[code].ranks[rows] for code in codes]).T
    np.testing.assert_array_equal(ours, asem.table(name, tuple(codes)))


def test_given_principal_component_weights_agree_with_coinr_where_none_is_negative() -> None:
    rows = asem.rows("10_pca_aggregated_L2_bygroup_weights.csv")
    weights = {row["iCode"]: max(float(row["Weight"]), 0.0) for row in rows}
    result = score(asem.framework(), asem.data(), weights=weights)
    recorded = dict(
        zip(
            asem.labels("10_pca_L2_weights_aggregated.csv"),
            asem.table("10_pca_L2_weights_aggregated.csv", ("Conn",))[:, 0],
            strict=True,
        )
    )
    ours = dict(zip(result.units, result.scores[0, :, result.nodes.index("Conn")], strict=True))
    assert ours == pytest.approx(recorded, rel=1e-12)


def test_denominators_from_a_table_of_their_own_agree_with_coinr() -> None:
    world = {
        "Flights": "{table: world, column: Population, scale: 1000}",
        "Goods": "{table: world, column: GDP, scale: 1.0e+9}",
        "Services": "{table: world, column: GDP, scale: 1.0e+6}",
    }
    framework = asem.framework("method: {normalise: minmax}", denominators=world)
    result = score(framework, asem.data(), tables={"world": asem.rows("00_input_WorldDenoms.csv")})
    assert_step_agrees(result, "denominated", "16_denominate_world.csv")


PANEL_METHOD = """
method:
  screen: {data: 0.9}
  treat: default
  normalise: {kind: minmax, over: panel}
"""


@pytest.fixture(scope="module")
def panel() -> Result:
    return score(asem.framework(PANEL_METHOD, denominators={}), asem.rows("00_input_iData_panel.csv"))


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("treated", "15_purse_Treated.csv"),
        ("normalised", "15_purse_Normalised.csv"),
        ("scores", "15_purse_Aggregated.csv"),
    ],
)
def test_a_panel_agrees_with_coinr(panel: Result, step: str, name: str) -> None:
    table = panel.steps[step]
    wanted = tuple(column for column in asem.columns(name) if column in table.columns)
    places = [table.columns.index(column) for column in wanted]
    rows = asem.rows(name)
    ours = [
        table.values[table.times.index(row["Time"]), table.units.index(row["uCode"])][places] for row in rows
    ]
    np.testing.assert_allclose(ours, asem.table(name, wanted), rtol=1e-12, atol=1e-12)
