"""Data and answers side by side, and explanations that go down to the answer and its link."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from multaqa.composite import DataError, FrameworkError, parse_framework, score

DOCUMENT = """
id: services
edition: "2024"
name: {en: Services}
rosters:
  services:
    items: [{id: birth, audience: people}, {id: company, audience: business}]
questions:
  - {id: stage, over: services, channels: [portal, mobile], choices: {none: 0, information: 1, transaction: 3}, evidence: optional}
  - {id: strategy, choices: {"no": 0, "yes": 1}}
indicators:
  - {id: supply, formula: 100 * stage / 3, over: services, channels: best}
  - {id: plan, formula: 100 * strategy}
tree:
  id: services
  children: [{id: supply}, {id: plan}, {id: use}]
"""
ANSWERS = [
    {
        "unit": "A",
        "question": "stage",
        "item": "birth",
        "channel": "portal",
        "answer": "transaction",
        "evidence": "https://example.org/birth",
        "justification": "Whole service online",
    },
    {"unit": "A", "question": "stage", "item": "birth", "channel": "mobile", "answer": "information"},
    {"unit": "A", "question": "stage", "item": "company", "channel": "portal", "answer": "none"},
    {"unit": "A", "question": "stage", "item": "company", "channel": "mobile", "answer": "information"},
    {"unit": "A", "question": "strategy", "answer": "yes"},
    {"unit": "B", "question": "strategy", "answer": "no"},
]
DATA = {"unit": ["B", "A", "C"], "use": [40.0, 70.0, 90.0]}


def scored(**sources: Any) -> Any:
    return score(parse_framework(DOCUMENT), **sources)


def test_indicators_from_answers_stand_beside_those_from_data() -> None:
    result = scored(data=DATA, answers=ANSWERS)
    assert result.units == ("B", "A", "C")
    supply = 100 * (3 + 1) / 3 / 2
    np.testing.assert_allclose(
        result.observed.values[0], [[np.nan, 0, 40], [supply, 100, 70], [np.nan, np.nan, 90]]
    )
    assert result.scores[0, 1, 0] == pytest.approx((supply + 100 + 70) / 3)
    assert result.long()[0].score == 20


def test_an_explanation_goes_down_to_the_answer_and_its_link() -> None:
    reading = scored(data=DATA, answers=ANSWERS).explain("A", "supply").reading
    assert reading is not None
    assert reading.answers is not None
    assert reading.answers.formula == "100 * stage / 3"
    first = reading.answers.answers[0]
    assert (first.question, first.item, first.channel, first.answer, first.points) == (
        "stage",
        "birth",
        "portal",
        "transaction",
        3,
    )
    assert (first.justification, first.evidence) == ("Whole service online", ("https://example.org/birth",))
    assert scored(data=DATA, answers=ANSWERS).explain("A", "use").reading.answers is None


def test_a_single_table_is_the_answers_where_every_indicator_comes_from_them() -> None:
    framework = parse_framework(DOCUMENT.replace(", {id: use}", ""))
    long = score(framework, ANSWERS)
    wide = {
        "unit": ["A", "B"],
        "stage.birth.portal": ["transaction", ""],
        "stage.birth.mobile": ["information", ""],
        "stage.company.portal": ["none", ""],
        "stage.company.mobile": ["information", ""],
        "strategy": ["yes", "no"],
    }
    coded = DOCUMENT.replace(", {id: use}", "").replace(
        "{id: stage,", "{id: stage, code: 'stage.{item}.{channel}',"
    )
    assert long.units == ("A", "B")
    np.testing.assert_array_equal(score(parse_framework(coded), wide).scores, long.scores)


def test_answers_name_their_units_as_the_data_do_unless_it_is_stated() -> None:
    document = DOCUMENT + "columns: {unit: country}\n"
    data = {"country": DATA["unit"], "use": DATA["use"]}
    answers = [{"country": row["unit"], **row} for row in ANSWERS]
    alike = [{key: value for key, value in row.items() if key != "unit"} for row in answers]
    expected = scored(data=DATA, answers=ANSWERS).scores
    np.testing.assert_array_equal(score(parse_framework(document), data, answers=alike).scores, expected)
    stated = parse_framework(document + "answers: {unit: unit}\n")
    np.testing.assert_array_equal(score(stated, data, answers=ANSWERS).scores, expected)


@pytest.mark.parametrize(
    ("sources", "codes"),
    [
        ({"answers": ANSWERS}, ["data-missing"]),
        ({"data": DATA}, ["answers-missing"]),
        ({}, ["data-missing", "answers-missing"]),
    ],
)
def test_a_source_that_is_missing_is_asked_for(sources: dict[str, Any], codes: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        scored(**sources)
    assert [problem.code for problem in caught.value.problems] == codes


def test_a_pillar_cannot_come_from_answers() -> None:
    with pytest.raises(FrameworkError) as caught:
        parse_framework(DOCUMENT.replace("{id: plan, formula", "{id: services, formula"))
    assert "derived-with-children" in [problem.code for problem in caught.value.problems]


def test_groups_and_denominators_of_the_data_hold_beside_answers() -> None:
    document = DOCUMENT.replace(
        "{id: use}", "{id: use, denominator: people, impute: {kind: mean, by: region}}"
    )
    data = {
        "unit": ["B", "A", "C"],
        "use": [40.0, None, 90.0],
        "people": [2, 5, 3],
        "region": ["x", "x", "y"],
    }
    result = score(parse_framework(document), data, answers=ANSWERS)
    np.testing.assert_allclose(result.steps["imputed"].values[0, :, 2], [20, 20, 30])


def test_data_in_which_every_indicator_is_a_column_need_no_answers() -> None:
    asked = scored(data=DATA, answers=ANSWERS)
    columns = {"unit": list(asked.units)} | {
        name: ["" if np.isnan(value) else value for value in asked.observed.values[0, :, place].tolist()]
        for place, name in enumerate(asked.observed.indicators)
    }
    again = scored(data=columns)
    np.testing.assert_array_equal(again.scores[0, :2], asked.scores[0, :2])
    assert again.explain("A", "supply").reading.answers is None
