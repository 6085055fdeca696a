"""What a questionnaire contradicts itself in, and the line on which."""

import pytest

from tests.composite.answers.builders import SERVICES, places_of, problems_of


def test_a_whole_questionnaire_has_no_problems() -> None:
    text = (
        SERVICES
        + """
questions:
  - {id: open, choices: {no: 0, yes: 1}}
  - {id: stage, over: services, channels: [portal, mobile], choices: {none: 0, full: 4}, when: open = 1, otherwise: 0}
indicators:
  - {id: sophistication, over: services, formula: stage / 4, where: cluster = 'people', weight: users, channels: best}
  - {id: mobile, over: services, formula: stage, channels: mobile, combine: share}
  - {id: both, formula: (sophistication + mobile) / 2 * open}
"""
    )
    assert places_of(text) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("- {id: q, over: servces}", "unknown-roster"),
        ("- {id: users}", "name-taken"),
        ("- {id: item}", "name-taken"),
        ("- {id: q, choices: {no: 0}, range: [0, 1]}", "choices-and-range"),
        ("- {id: q, range: [5, 1]}", "bounds-order"),
        ("- {id: q, choices: {Yes: 1, yes: 2}}", "choice-twice"),
        ("- {id: q, choices: {1: 1, '1.0': 2}}", "choice-twice"),
        ("- {id: q, otherwise: 0}", "otherwise-without-when"),
        ("- {id: q, channels: [best, portal]}", "channel-name-reserved"),
        ("- {id: q, code: first}", "code-twice"),
        ("- {id: q, when: q = 1}", "cyclic-when"),
        ("- {id: q, when: frist = 1}", "formula-unknown-name"),
        ("- {id: q, when: users > 1}", "formula-unknown-name"),
        ("- {id: q, when: channel = 'portal'}", "formula-unknown-name"),
        ("- {id: q, when: service > 1}", "formula-other-roster"),
        ("- {id: q, over: services, when: by_channel > 1}", "formula-other-channels"),
        ("- {id: q, when: 'first = '}", "formula-not-understood"),
        ("- {id: q, when: max(first) = 1}", "formula-not-allowed"),
        ("- {id: q, when: first = 'yes'}", "formula-mixed-kinds"),
    ],
)
def test_a_contradiction_among_questions_is_reported_on_its_line(line: str, code: str) -> None:
    text = f"""{SERVICES}
questions:
  - {{id: first}}
  - {{id: service, over: services}}
  - {{id: by_channel, over: services, channels: [portal]}}
  {line}
"""
    assert places_of(text) == [(code, 13)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("- {id: i, formula: stage, over: services, combine: sum, weight: users}", "weight-not-used"),
        ("- {id: i, formula: open, combine: sum}", "only-with-over"),
        ("- {id: i, formula: open, missing: zero}", "only-with-over"),
        ("- {id: i, formula: stage, over: services, channels: kiosk}", "unknown-channel-choice"),
        ("- {id: i, formula: stage}", "formula-other-roster"),
        ("- {id: i, formula: stage, over: services, weight: stage}", "formula-other-channels"),
        ("- {id: i, formula: later}", "formula-unknown-name"),
        ("- {id: i, formula: i}", "formula-unknown-name"),
        ("- {id: i, formula: stage, over: services, where: cluster}", "formula-mixed-kinds"),
        ("- {id: i, formula: channel = 'portal'}", "formula-unknown-name"),
        ("- {id: stage, formula: open}", "name-taken"),
    ],
)
def test_a_contradiction_among_indicators_is_reported_on_its_line(line: str, code: str) -> None:
    text = f"""{SERVICES}
questions:
  - {{id: open}}
  - {{id: stage, over: services, channels: [portal, mobile]}}
indicators:
  {line}
  - {{id: later, formula: open}}
"""
    assert places_of(text) == [(code, 13)]


def test_gates_in_a_circle_are_named_in_their_order() -> None:
    text = "questions: [{id: a, when: b = 1}, {id: b, when: c = 1}, {id: c, when: a = 1}]"
    found = problems_of(text)
    assert [(problem.code, problem.params["circle"]) for problem in found] == [
        ("cyclic-when", "a → b → c → a")
    ]


def test_an_item_that_stands_twice_and_an_attribute_of_two_kinds_are_reported() -> None:
    text = """
rosters:
  services:
    items:
      - {id: S1, users: 3}
      - {id: S1, users: many}
"""
    assert places_of(text) == [("duplicate-id", 6), ("mixed-attribute", 6)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_contradiction_has_its_sentence(language: str) -> None:
    text = "questions: [{id: a, over: nowhere, otherwise: 1}, {id: a, range: [3, 1], choices: {x: 1}}]"
    found = [problem.message(language) for problem in problems_of(text)]
    assert len(found) == 5
    assert all("{" not in sentence for sentence in found)
