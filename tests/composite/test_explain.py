"""A score's derivation, down to the data."""

import json

import pytest

from multaqa.composite import score
from multaqa.composite.explain import Part, Reading
from tests.composite.factories import DATA, framework

TREE = "[{id: first, weight: 3, name: {en: First}}, {id: second, normalise: {kind: minmax, range: [0, 10]}, direction: negative}]"


def test_a_pillar_shows_each_child_s_share_and_contribution() -> None:
    explained = score(framework(children=TREE), DATA).explain("A")
    assert (explained.score, explained.rank, explained.ranked, explained.aggregate) == (
        2.0,
        3.0,
        3,
        "arithmetic",
    )
    assert explained.parts == (
        Part("first", 1.0, 3.0, 0.75, 0.75, None),
        Part("second", 5.0, 1.0, 0.25, 1.25, None),
    )
    assert [child.node for child in explained.children] == ["first", "second"]


def test_an_indicator_shows_its_figure_and_the_parameters_used() -> None:
    explained = score(framework(children=TREE), DATA).explain("A", "second")
    parameters = {"low": 2.0, "high": 4.0, "range_start": 0.0, "range_end": 10.0}
    assert explained.reading == Reading(
        value=3.0,
        denominator=None,
        quotient=None,
        imputed=None,
        spread=None,
        treated=None,
        normalise="minmax",
        direction="negative",
        parameters=parameters,
        normalised=5.0,
        answers=None,
    )
    assert (explained.parts, explained.aggregate, explained.missing) == ((), None, None)


def test_a_missing_child_shows_its_reason_and_no_share() -> None:
    explained = score(framework(), {**DATA, "first": ["not applicable", 2, 3]}).explain("A")
    assert explained.parts[0] == Part("first", None, 1.0, 0.0, None, "not_applicable")
    assert explained.parts[1].share == 1.0


def test_a_missing_child_that_counts_as_zero_is_used_as_nought() -> None:
    explained = score(framework(root="missing: zero"), {**DATA, "first": [None, 2, 3]}).explain("A")
    assert explained.parts[0] == Part("first", 0.0, 1.0, 0.5, 0.0, "no_data")


@pytest.mark.parametrize("unit", DATA["unit"])
def test_arithmetic_contributions_sum_to_the_score(unit: str) -> None:
    explained = score(framework(children=TREE), DATA).explain(unit)
    assert sum(part.contribution or 0 for part in explained.parts) == pytest.approx(explained.score)


def test_geometric_contributions_multiply_to_the_score() -> None:
    explained = score(framework(root="aggregate: geometric"), DATA).explain("C")
    first, second = (part.contribution or 0 for part in explained.parts)
    assert first * second == pytest.approx(explained.score)


def test_an_explanation_is_plain_data() -> None:
    plain = (
        score(framework("bands: [{id: all}]\nmethod: {round: {decimals: 1}}"), DATA).explain("B").to_dict()
    )
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert (plain["band"], plain["decimals"], plain["name"]["ar"]) == ("all", 1, "المؤشر")


def test_the_latest_time_is_explained_unless_another_is_asked_for() -> None:
    panel = score(framework(), {"unit": ["A", "A"], "time": [1, 2], "first": [1, 5], "second": [1, 5]})
    assert [panel.explain("A").score, panel.explain("A", time="1").score] == [5.0, 1.0]


def test_a_unit_without_a_score_explains_why() -> None:
    explained = score(framework(), {**DATA, "first": [None, 1, 2], "second": [None, 1, 2]}).explain("A")
    assert (explained.score, explained.rank, explained.band, explained.status) == (
        None,
        None,
        None,
        "no_data",
    )
