"""Principal components and their rotation."""

from pathlib import Path

import numpy as np
import pytest

from multaqa.composite import DataError
from multaqa.composite.analysis import analyse_components, correlations
from multaqa.composite.steps.components import principal_components, varimax
from tests.composite.analysis.golden import Floats, columns, document, rows, table

NAN = np.nan
FILES = {
    "10_pca_raw_L1_bygroup_NAomit": "01_raw",
    "10_pca_normalised_L1_bygroup": "06_normalised",
    "10_pca_normalised_L1_all": "06_normalised",
    "10_pca_aggregated_L2_bygroup": "07_aggregated",
}


def criterion(loadings: Floats) -> float:
    """Kaiser's normalised varimax: the variance of the squared loadings on each component, summed."""
    squares = loadings**2 / (loadings**2).sum(axis=1, keepdims=True)
    return float(squares.var(axis=0).sum())


@pytest.mark.parametrize("name", FILES)
def test_the_components_of_every_asem_pillar_are_reproduced_but_for_their_sign(asem: Path, name: str) -> None:
    values, names = table(asem, FILES[name])
    for expected in document(asem, name).values():
        members = expected["iCodes"]
        found = principal_components(values[:, [names.index(member) for member in members]])
        vectors = np.array(expected["rotation"]["rows"])
        signs = np.sign((vectors * found.vectors).sum(axis=0))
        np.testing.assert_allclose(found.vectors * signs, vectors, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(np.sqrt(found.eigenvalues), expected["sdev"], rtol=1e-12)
        np.testing.assert_allclose(found.explained, expected["var_explained"], rtol=1e-12)


def test_the_components_printed_for_the_digital_government_index_are_reproduced(shared: Path) -> None:
    records = rows(shared / "golden/dgi-2023", "published")
    names = list(records[0])[1:7]
    values = columns(records, names)
    found = analyse_components(values, names)
    assert (round(found.eigenvalues[0], 1), round(found.explained[0], 2), found.kaiser_count) == (
        4.3,
        0.72,
        1,
    )
    with_composite = correlations(values, columns(records, ["composite"])).coefficients[:, 0]
    assert np.round(with_composite, 2).tolist() == [0.89, 0.82, 0.87, 0.78, 0.88, 0.85]


def test_loadings_are_correlations_with_the_components() -> None:
    values = np.random.default_rng(5).random((30, 4))
    found = principal_components(values)
    standard = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    expected = correlations(values, standard @ found.vectors).coefficients
    np.testing.assert_allclose(found.loadings, expected, atol=1e-12)
    assert (found.vectors.sum(axis=0) > 0).all()
    assert found.explained.sum() == pytest.approx(1)


def test_two_children_lie_on_their_sum_and_their_difference() -> None:
    found = principal_components(np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 4.0], [4.0, 3.0]]))
    half = np.sqrt(0.5)
    np.testing.assert_allclose(found.eigenvalues, [1.6, 0.4])
    np.testing.assert_allclose(found.vectors, [[half, half], [half, -half]])


def test_rows_with_a_gap_and_children_that_do_not_vary_are_left_out() -> None:
    values = np.array([[1.0, 2, 7], [2, 1, 7], [3, 4, 7], [4, 3, 7], [NAN, 9, 8]])
    found = analyse_components(values, ["a", "b", "c"])
    assert (found.names, found.constant, found.rows) == (("a", "b"), ("c",), 4)
    np.testing.assert_allclose(found.cumulative, [0.8, 1])


def test_uncorrelated_children_have_no_eigenvalue_above_one() -> None:
    values = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    assert analyse_components(values, ["a", "b"]).kaiser_count == 0


@pytest.mark.parametrize("values", [[[1.0, 2.0]], [[1.0, NAN], [NAN, 2.0]], [[NAN, NAN]]])
def test_fewer_than_two_complete_rows_are_refused(values: list[list[float]]) -> None:
    codes = []
    for analyse in (principal_components, lambda array: analyse_components(array, ["a", "b"])):
        with pytest.raises(DataError) as refused:
            analyse(np.array(values))
        codes += [problem.code for problem in refused.value.problems]
    assert codes == ["too-few-complete-rows"] * 2


def test_each_column_that_does_not_vary_is_named() -> None:
    with pytest.raises(DataError) as refused:
        principal_components(np.array([[0.1, 1, 0], [0.1, 2, 0], [0.1, 4, 0]]))
    assert [(problem.code, problem.params["place"]) for problem in refused.value.problems] == [
        ("constant-column", "1"),
        ("constant-column", "3"),
    ]


def test_components_are_refused_where_no_child_varies() -> None:
    with pytest.raises(DataError) as refused:
        analyse_components(np.ones((3, 2)), ["a", "b"])
    assert [problem.code for problem in refused.value.problems] == ["constant-column"] * 2


def test_varimax_finds_the_best_rotation_of_two_components() -> None:
    loadings = principal_components(np.random.default_rng(7).random((25, 6))).loadings[:, :2]
    angles = np.linspace(0, np.pi, 20001)
    best = max(
        criterion(loadings @ np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])) for a in angles
    )
    assert criterion(varimax(loadings)) >= best


def test_varimax_finds_a_simple_structure_behind_any_rotation() -> None:
    simple = np.array([[0.9, 0, 0], [0.8, 0, 0], [0, 0.7, 0], [0, 0.9, 0], [0, 0, 0.6], [0, 0, 0.8]])
    turn, _ = np.linalg.qr(np.random.default_rng(2).random((3, 3)))
    found = varimax(simple @ turn)
    order = np.abs(found).argmax(axis=0).argsort()
    np.testing.assert_allclose(found[:, order], simple, atol=1e-9)


def test_varimax_keeps_what_each_child_shares_with_the_components() -> None:
    loadings = principal_components(np.random.default_rng(9).random((25, 6))).loadings[:, :3]
    found = varimax(loadings)
    np.testing.assert_allclose((found**2).sum(axis=1), (loadings**2).sum(axis=1))
    assert (found.sum(axis=0) >= 0).all()


def test_varimax_leaves_a_single_component() -> None:
    assert varimax(np.array([[0.5], [0.0], [0.7]])).tolist() == [[0.5], [0.0], [0.7]]
