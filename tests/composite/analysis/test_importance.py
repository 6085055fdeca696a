"""Weights down the tree, and the importance that the data give them."""

from pathlib import Path

import numpy as np
import pytest

from multaqa.composite.analysis import cumulative_weights, importances, main_effect
from tests.composite.analysis.golden import columns, rows

NAN = np.nan


def test_the_effective_weight_of_every_asem_node_is_reproduced(asem: Path) -> None:
    nodes = [
        record for record in rows(asem, "01_iMeta_sorted") if record["Type"] in ("Indicator", "Aggregate")
    ]
    names = [record["iCode"] for record in nodes]
    parents = [record["Parent"] or None for record in nodes]
    found = cumulative_weights(names, parents, [float(record["Weight"]) for record in nodes])
    expected = {record["iCode"]: float(record["EffWeight"]) for record in rows(asem, "01_eff_weights")}
    assert dict(zip(names, found.tolist(), strict=True)) == pytest.approx(expected, rel=1e-12)


def test_weights_multiply_down_an_uneven_tree_in_any_order() -> None:
    names = ["leaf", "root", "left", "right", "other"]
    parents = ["left", None, "root", "root", "left"]
    found = cumulative_weights(names, parents, [1, 7, 3, 1, 2])
    assert found.tolist() == pytest.approx([0.25, 1, 0.75, 0.25, 0.5])


def test_siblings_that_weigh_nothing_have_no_weight() -> None:
    found = cumulative_weights(["root", "a", "b"], [None, "root", "root"], [1, 0, 0])
    assert found[0] == 1
    assert np.isnan(found[1:]).all()


def test_an_unknown_parent_is_refused() -> None:
    with pytest.raises(KeyError, match="absent"):
        cumulative_weights(["a"], ["absent"], [1])


def test_the_dimensions_of_the_digital_government_index_weigh_nearly_as_much_as_they_should(
    shared: Path,
) -> None:
    records = rows(shared / "golden/dgi-2023", "published")
    names = list(records[0])[1:7]
    values, score = columns(records, names), columns(records, ["composite"])[:, 0]
    found = importances(values, score, names, [1] * 6)
    assert [round(np.sqrt(child.linear), 2) for child in found] == [0.89, 0.82, 0.87, 0.78, 0.88, 0.85]
    for shares in ("weight", "linear_share", "main_effect_share"):
        assert sum(getattr(child, shares) for child in found) == pytest.approx(1)
    assert all(child.main_effect >= child.linear - 1e-12 for child in found)
    assert min(found, key=lambda child: child.linear_share).child == "open_by_default"


def test_independent_children_of_an_arithmetic_score_count_by_their_squared_weights() -> None:
    """S = w² Var(x) / Σ w² Var(x) for independent children (Paruolo et al. 2013): 9 to 1 for weights of 3 to 1."""
    places = (np.arange(30) + 0.5) / 30
    first, second = (grid.ravel() for grid in np.meshgrid(places, places))
    score = 0.75 * first + 0.25 * second
    found = importances(np.column_stack([first, second]), score, ["a", "b"], [3, 1])
    assert [child.weight for child in found] == [0.75, 0.25]
    assert [child.linear for child in found] == pytest.approx([0.9, 0.1])
    assert [child.main_effect for child in found] == pytest.approx([0.9, 0.1], abs=1e-3)


def test_a_relation_that_is_no_line_is_seen_by_the_main_effect_alone() -> None:
    child = np.linspace(-1, 1, 61)
    (found,) = importances(child[:, None], child**2, ["a"], [1])
    assert found.linear == pytest.approx(0, abs=1e-12)
    assert found.main_effect > 0.99


def test_a_straight_line_explains_everything() -> None:
    child = np.array([1.0, 2, 4, 7, NAN])
    assert main_effect(child, 3 - 2 * child) == pytest.approx(1, rel=1e-12)


def test_the_main_effect_of_two_groups_is_the_variance_between_them() -> None:
    child, score = np.repeat([0.0, 1.0], 4), np.array([1.0, 2, 3, 4, 5, 6, 7, 8])
    assert main_effect(child, score) == pytest.approx(32 / 42)


def test_noise_has_little_effect() -> None:
    draws = np.random.default_rng(11)
    assert main_effect(draws.random(200), draws.random(200)) < 0.1


@pytest.mark.parametrize(
    "child", [[NAN, NAN, NAN, NAN], [1.0, 1, 1, 1], [1.0, 2, NAN, NAN]], ids=["missing", "constant", "two"]
)
def test_nothing_is_said_of_what_cannot_be_told(child: list[float]) -> None:
    values = np.column_stack([child, [1.0, 2, 3, 5]])
    found = importances(values, np.array([1.0, 2, 3, 4]), ["a", "b"], [1, 1])
    assert np.isnan([found[0].main_effect, found[0].main_effect_share]).all()
    assert found[1].main_effect_share == 1
