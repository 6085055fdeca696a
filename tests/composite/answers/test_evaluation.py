"""From points to indicators: gates, rosters, channels, weights, missing answers, and the way back."""

from typing import Any

import numpy as np
import pytest

from multaqa.composite.answers.evaluation import Evaluated, evaluate_answers
from multaqa.composite.answers.tracing import trace
from multaqa.composite.problems import DataError, FrameworkError
from multaqa.composite.status import Status
from tests.composite.answers.builders import SERVICES, answers_of, evaluated, long, questionnaire_of

STAGES = "choices: {none: 0, information: 1, forms: 2, transaction: 3, proactive: 4}"


def value(found: Evaluated, indicator: str, unit: int = 0) -> float | None:
    result = found.values[-1, unit, found.indicators.index(indicator)]
    return None if np.isnan(result) else float(result)


def status(found: Evaluated, indicator: str, unit: int = 0) -> Status:
    return Status(int(found.status[-1, unit, found.indicators.index(indicator)]))


def combined(indicator: str, answers: list[Any], question: str = "{id: q, over: services}") -> Evaluated:
    """One indicator over three services with the answers given (None: not answered), of unit A."""
    text = f"{SERVICES}\nquestions:\n  - {question}\n  - {{id: here}}\nindicators:\n  - {indicator}\n"
    rows = [("A", "q", f"S{place}", answer) for place, answer in enumerate(answers, 1)]
    return evaluated(text, long(*rows, ("A", "here", None, 1)))


@pytest.mark.parametrize(
    ("indicator", "answers", "expected"),
    [
        ("combine: mean", [1, 2, 6], 3.0),
        ("combine: mean", [1, 2, None], 1.5),
        ("combine: mean, missing: zero", [1, 2, None], 1.0),
        ("combine: mean, missing: all", [1, 2, None], None),
        ("combine: mean, missing: all", [1, 2, 3], 2.0),
        ("combine: mean", [None, None, None], None),
        ("combine: mean, missing: zero", [None, None, None], 0.0),
        ("combine: share", [0, 5, 7], 2 / 3),
        ("combine: share", [0, 5, None], 0.5),
        ("combine: share, missing: zero", [0, 5, None], 1 / 3),
        ("combine: best", [1, 6, None], 6.0),
        ("combine: worst", [1, 6, None], 1.0),
        ("combine: worst, missing: zero", [1, 6, None], 0.0),
        ("combine: sum", [1, 6, None], 7.0),
        ("combine: median", [1, 9, 2], 2.0),
        ("combine: median", [1, 9, None], 5.0),
        ("combine: mean, where: cluster = 'people'", [1, 2, 60], 1.5),
        ("combine: mean, where: item <> 'S1'", [1, 2, 6], 4.0),
        ("combine: mean, where: cluster = 'people', missing: all", [1, 2, None], 1.5),
        ("combine: mean, where: cluster = 'nobody'", [1, 2, 6], None),
        ("combine: mean, weight: users", [1, 2, 99], 1.25),
        ("combine: share, weight: users", [1, 0, 99], 0.75),
        ("combine: mean, weight: users, missing: all", [1, 2, 99], None),
        ("combine: mean, weight: 'COALESCE(users, 60)'", [1, 2, 6], 4.1),
        ("combine: mean, decimals: 1", [1, 2, 2], 1.7),
        ("combine: sum, decimals: 0", [1, 1.5, 0], 3.0),
        ("", [1, 2, 6], 3.0),
    ],
)
def test_values_over_a_roster_are_combined(
    indicator: str, answers: list[Any], expected: float | None
) -> None:
    found = combined(f"{{id: i, formula: q, over: services, {indicator}}}", answers)
    assert value(found, "i") == (None if expected is None else pytest.approx(expected, rel=1e-15))


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        ("best", [4.0, 2.0, None]),
        ("worst", [1.0, 2.0, None]),
        ("mean", [2.5, 2.0, None]),
        ("sum", [5.0, 2.0, None]),
        ("portal", [1.0, 2.0, None]),
        ("mobile", [4.0, None, None]),
    ],
)
def test_channels_are_combined_within_each_item_after_the_formula(
    channels: str, expected: list[float | None]
) -> None:
    text = f"""{SERVICES}
questions:
  - {{id: stage, over: services, channels: [portal, mobile], {STAGES}}}
indicators:
  - {{id: i, formula: stage, over: services, channels: {channels}}}
"""
    rows = long(
        ("A", "stage", "S1", "portal", "information"),
        ("A", "stage", "S1", "mobile", "proactive"),
        ("A", "stage", "S2", "portal", "forms"),
        columns="unit question item channel answer",
    )
    found = evaluated(text, rows).items["i"].values[0, 0]
    assert [None if np.isnan(one) else float(one) for one in found] == expected


def test_questions_with_other_channels_meet_by_the_channel_s_name() -> None:
    text = """
questions:
  - {id: a, channels: [portal, mobile]}
  - {id: b, channels: [mobile, kiosk]}
  - {id: both}
indicators:
  - {id: i, formula: "CASE channel WHEN 'mobile' THEN a * b * both END", channels: sum}
"""
    rows = long(
        ("A", "a", "mobile", 2),
        ("A", "a", "portal", 100),
        ("A", "b", "mobile", 3),
        ("A", "b", "kiosk", 100),
        ("A", "both", None, 5),
        columns="unit question channel answer",
    )
    assert value(evaluated(text, rows), "i") == 30.0


CHAIN = """
questions:
  - {id: machine, choices: {no: 0, yes: 15}, when: online = 1, otherwise: 0}
  - {id: online, choices: {no: 0, yes: 1}, when: exists = 1, unanswered: 0}
  - {id: exists, choices: {no: 0, yes: 1}}
indicators:
  - {id: online_points, formula: online}
  - {id: machine_points, formula: machine}
"""


@pytest.mark.parametrize(
    ("answers", "online", "machine"),
    [
        (("yes", "yes", "yes"), 1.0, 15.0),
        (("yes", "no", "yes"), 0.0, 0.0),
        (("no", "yes", "yes"), Status.not_applicable, 0.0),
        ((None, "yes", "yes"), Status.not_applicable, 0.0),
        (("yes", None, "yes"), 0.0, 0.0),
        (("yes", "yes", None), 1.0, Status.no_data),
        (("yes", "yes", "not reported"), 1.0, Status.not_reported),
        (("yes", "not applicable", "yes"), Status.not_applicable, 0.0),
    ],
)
def test_gates_follow_each_other_however_the_questions_are_ordered(
    answers: tuple[str | None, ...], online: float | Status, machine: float | Status
) -> None:
    rows = long(
        *zip("AAA", ("exists", "online", "machine"), answers, strict=True), columns="unit question answer"
    )
    found = evaluated(CHAIN, rows)
    for indicator, expected in (("online_points", online), ("machine_points", machine)):
        if isinstance(expected, Status):
            assert (value(found, indicator), status(found, indicator)) == (None, expected)
        else:
            assert (value(found, indicator), status(found, indicator)) == (expected, Status.observed)


@pytest.mark.parametrize("missing", ["zero", "all"])
def test_items_to_which_the_question_did_not_apply_are_never_missing(missing: str) -> None:
    gated = "{id: q, over: services, when: cluster = 'people'}"
    found = combined(f"{{id: i, formula: q, over: services, missing: {missing}}}", [1, 2, 99], gated)
    assert value(found, "i") == 1.5


def test_a_gate_may_look_at_the_unit_and_at_the_item() -> None:
    text = f"""{SERVICES}
questions:
  - {{id: law}}
  - {{id: q, over: services, when: law >= 1 AND users > 5}}
indicators:
  - {{id: i, formula: q, over: services, combine: sum}}
"""
    rows = [(unit, "q", item, 1) for unit in "AB" for item in ("S1", "S2", "S3")]
    found = evaluated(text, long(*rows, ("A", "law", None, 1), ("B", "law", None, 0)))
    assert (value(found, "i", 0), value(found, "i", 1)) == (2.0, None)
    assert status(found, "i", 1) is Status.not_applicable


def test_an_indicator_is_the_item_s_value_over_its_roster_and_the_combined_one_elsewhere() -> None:
    text = f"""{SERVICES}
questions:
  - {{id: q, over: services}}
indicators:
  - {{id: score, formula: q * 10, over: services}}
  - {{id: average, formula: score}}
  - {{id: above, formula: score > average, over: services, combine: sum}}
  - {{id: people, formula: score, over: services, where: cluster = 'people'}}
"""
    found = evaluated(text, long(("A", "q", "S1", 1), ("A", "q", "S2", 2), ("A", "q", "S3", 6)))
    assert [value(found, name) for name in found.indicators] == [30.0, 30.0, 1.0, 15.0]
    assert found.items["score"].values[0, 0].tolist() == [10.0, 20.0, 60.0]
    assert found.items["people"].counted[0, 0].tolist() == [True, True, False]


def test_a_unit_without_any_answer_does_not_take_part_whatever_a_formula_makes_of_nothing() -> None:
    text = "questions: [{id: q, unanswered: 0}]\nindicators: [{id: i, formula: 'COALESCE(q, 0) + 1'}]"
    rows = long(
        ("A", 2023, "q", 4), ("A", 2024, "q", ""), ("B", 2024, "q", 2), columns="unit time question answer"
    )
    found = evaluated(text, rows)
    np.testing.assert_array_equal(found.values[..., 0], [[5, np.nan], [np.nan, 3]])
    absent = Status.not_participating
    assert found.status[..., 0].tolist() == [[0, absent], [absent, 0]]


def test_what_is_missing_has_the_gravest_reason_of_what_it_lacks() -> None:
    text = "questions: [{id: a}, {id: b}, {id: c}]\nindicators: [{id: i, formula: a + b}, {id: j, formula: i / c}]"
    rows = long(
        *[("A", "a", "not applicable"), ("A", "b", "not applicable"), ("A", "c", 1)],
        *[("B", "a", "not reported"), ("B", "b", "not applicable"), ("B", "c", 1)],
        *[("C", "a", "not reported"), ("C", "b", ""), ("C", "c", 1)],
        *[("D", "a", 1), ("D", "b", 1), ("D", "c", 0)],
        columns="unit question answer",
    )
    found = evaluated(text, rows)
    assert [status(found, "j", unit) for unit in range(4)] == [
        Status.not_applicable,
        Status.not_reported,
        Status.no_data,
        Status.no_data,
    ]


def test_a_contradictory_questionnaire_is_not_evaluated() -> None:
    text = "questions: [{id: q}]\nindicators: [{id: i, formula: p}]"
    with pytest.raises(FrameworkError) as refused:
        evaluate_answers(questionnaire_of(text), answers_of(text, {"unit": ["A"], "q": [1]}))
    assert [problem.code for problem in refused.value.problems] == ["formula-unknown-name"]


TRACED = f"""{SERVICES}
questions:
  - {{id: exists, over: services, choices: {{"no": 0, "yes": 1}}}}
  - {{id: stage, ask: {{en: How far?}}, over: services, channels: [portal], {STAGES}, when: exists = 1}}
indicators:
  - {{id: by_service, formula: stage / 4, over: services}}
  - {{id: people, formula: by_service, over: services, where: cluster = 'people'}}
"""
TRACED_ROWS = [
    {"unit": "A", "question": "exists", "item": "S1", "answer": "yes"},
    {"unit": "A", "question": "exists", "item": "S2", "answer": "no"},
    {
        "unit": "A",
        "question": "stage",
        "item": "S1",
        "channel": "portal",
        "answer": " Forms",
        "justification": "Can be sent",
        "evidence": "http://s1.example",
    },
    {"unit": "A", "question": "stage", "item": "S2", "channel": "portal", "answer": "forms"},
    {"unit": "A", "question": "stage", "item": "S3", "channel": "portal", "answer": "proactive"},
]


def test_a_value_leads_back_to_its_answers() -> None:
    found = trace(evaluated(TRACED, TRACED_ROWS), "A", "2024", "people")
    assert (found.value, found.formula, found.combine, found.uses) == (
        0.5,
        "by_service",
        "mean",
        ("by_service",),
    )
    assert [(item.item, item.value, item.missing, item.counted) for item in found.items] == [
        ("S1", 0.5, None, True),
        ("S2", None, "not_applicable", True),
        ("S3", None, "not_applicable", False),
    ]
    assert [(a.question, a.item, a.channel, a.answer, a.points, a.gated, a.row) for a in found.answers] == [
        ("exists", "S1", None, "yes", 1.0, False, 1),
        ("exists", "S2", None, "no", 0.0, False, 2),
        ("stage", "S1", "portal", "Forms", 2.0, False, 3),
        ("stage", "S2", "portal", "forms", None, True, 4),
    ]
    stage = found.answers[2]
    assert (stage.ask, stage.justification, stage.evidence) == (
        {"en": "How far?"},
        "Can be sent",
        ("http://s1.example",),
    )


def test_what_nobody_answered_is_in_the_trace_too() -> None:
    found = trace(evaluated(TRACED, TRACED_ROWS), "A", "2024", "by_service")
    absent = [(a.question, a.item, a.answer, a.missing, a.row) for a in found.answers if a.row is None]
    assert absent == [("exists", "S3", None, "no_data", None)]


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (("B", "2024", "people"), "unknown-unit"),
        (("A", "2023", "people"), "unknown-time"),
        (("A", "2024", "stage"), "unknown-node"),
    ],
)
def test_a_trace_of_nothing_is_refused(where: tuple[str, str, str], code: str) -> None:
    with pytest.raises(DataError) as refused:
        trace(evaluated(TRACED, TRACED_ROWS), *where)
    assert [problem.code for problem in refused.value.problems] == [code]
