"""Cronbach's alpha."""

from pathlib import Path

import numpy as np
import pytest

from multaqa.composite.analysis import assess_reliability
from tests.composite.analysis.golden import columns, document, groups, rows, table

NAN = np.nan
FILES = {"Raw": "01_raw", "Treated": "05_treated", "Normalised": "06_normalised"}


@pytest.mark.parametrize("name", FILES)
def test_the_alpha_of_every_asem_pillar_is_reproduced(asem: Path, name: str) -> None:
    values, names = table(asem, FILES[name])
    found = {
        pillar: assess_reliability(values[:, [names.index(member) for member in members]]).alpha
        for pillar, members in groups(asem, "Pillar").items()
    }
    assert found == pytest.approx(document(asem, "09_cronbach")[name], rel=1e-12)


def test_the_alpha_of_all_asem_indicators_and_pillars_is_reproduced(asem: Path) -> None:
    expected = document(asem, "09_cronbach")
    aggregated, names = table(asem, "07_aggregated")
    pillars = aggregated[:, [names.index(pillar) for pillar in groups(asem, "Pillar")]]
    found = [assess_reliability(table(asem, "06_normalised")[0]).alpha, assess_reliability(pillars).alpha]
    assert found == pytest.approx(
        [expected["Normalised_all_indicators"], expected["Aggregated_all_pillars"]], rel=1e-12
    )


def test_the_alpha_printed_for_the_digital_government_index_is_reproduced(shared: Path) -> None:
    records = rows(shared / "golden/dgi-2023", "published")
    found = assess_reliability(columns(records, list(records[0])[1:7]))
    assert round(found.alpha, 2) == 0.92
    assert (found.without < found.alpha).all()


def test_equal_children_are_wholly_reliable() -> None:
    values = np.tile(np.array([[1.0], [2], [4]]), 3)
    found = assess_reliability(values)
    assert [found.alpha, found.standardised, *found.without] == pytest.approx([1] * 5)


def test_standardised_alpha_does_not_depend_on_units_of_measure() -> None:
    values = np.random.default_rng(3).random((30, 4))
    first, second = assess_reliability(values), assess_reliability(values * [1, 10, 100, 1000])
    assert first.standardised == pytest.approx(second.standardised, rel=1e-12)
    assert first.alpha != pytest.approx(second.alpha, rel=1e-2)


def test_alpha_rises_without_the_child_that_contradicts_the_others() -> None:
    base = np.arange(8.0)
    found = assess_reliability(np.column_stack([base, base**1.1, np.sqrt(base), -base / 2]))
    assert found.without.argmax() == 3
    assert found.without[3] > found.alpha


def test_too_few_children_or_units_have_no_alpha() -> None:
    single = assess_reliability(np.array([[1.0], [2.0]]))
    assert np.isnan([single.alpha, single.standardised, *single.without]).all()
    apart = assess_reliability(np.array([[1.0, NAN], [2.0, NAN], [NAN, 3.0], [NAN, 4.0]]))
    assert np.isnan([apart.alpha, apart.standardised]).all()
    assert np.isnan(assess_reliability(np.full((3, 2), 0.5)).alpha)
