"""Tables of answers: how they may be written, and every mistake with its row."""

from typing import Any

import numpy as np
import pandas
import pytest

from multaqa.composite.answers.questionnaire import AnswerColumns
from multaqa.composite.status import Status
from tests.composite.answers.builders import SERVICES, answers_of, long, mistakes_of

PLAIN = """
questions:
  - {id: open, choices: {"no": 0, "نعم": 1, "yes": 1}}
  - {id: count}
  - {id: level, choices: {"1": 10, "2": 20}}
"""
REPEATED = f"""{SERVICES}
questions:
  - {{id: stage, over: services, channels: [portal, mobile], choices: {{none: 0, full: 4}}}}
  - {{id: coded, over: services, code: "{{item}}/a", range: [0, 10]}}
"""
EVERYWHERE = "unit question item channel answer"


def points(text: str, data: Any, question: str) -> list[float | None]:
    found = answers_of(text, data).points[question].reshape(-1)
    return [None if np.isnan(value) else float(value) for value in found]


@pytest.mark.parametrize("answer", ["yes", " YES ", "نعم", "نَعَم", "Yes"])
def test_a_choice_is_recognised_however_it_is_spelt(answer: str) -> None:
    assert points(PLAIN, long(("A", "open", answer), columns="unit question answer"), "open") == [1.0]


@pytest.mark.parametrize("answer", [1, 1.0, "1", "1.0", "١", np.int64(1)])
def test_a_choice_is_recognised_as_a_number(answer: Any) -> None:
    assert points(PLAIN, long(("A", "level", answer), columns="unit question answer"), "level") == [10.0]


@pytest.mark.parametrize("answer", [12, "12", "١٢", " 12.0 "])
def test_a_number_is_read_in_any_digits(answer: Any) -> None:
    assert points(PLAIN, long(("A", "count", answer), columns="unit question answer"), "count") == [12.0]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("", Status.no_data),
        ("لا ينطبق", Status.not_applicable),
        ("not reported", Status.not_reported),
        ("..", Status.no_data),
        ("not participating", Status.no_data),
    ],
)
def test_a_missing_answer_keeps_its_reason(answer: str, status: Status) -> None:
    rows = long(("A", "open", answer), ("A", "count", 1), columns="unit question answer")
    answers = answers_of(PLAIN, rows)
    assert answers.status["open"].reshape(-1).tolist() == [status]


def test_a_wide_table_has_a_column_for_each_question() -> None:
    wide = {"unit": ["A", "B"], "open": ["yes", "no"], "count": [3, None], "note": ["x", "y"]}
    answers = answers_of(PLAIN, wide)
    assert (answers.times, answers.units) == (("2024",), ("A", "B"))
    assert points(PLAIN, wide, "open") == [1.0, 0.0]
    assert points(PLAIN, wide, "count") == [3.0, None]
    assert points(PLAIN, wide, "level") == [None, None]


def test_a_wide_table_may_spell_items_out_in_codes() -> None:
    assert points(REPEATED, {"unit": ["A"], "S1/a": [4], "S3/a": ["5"]}, "coded") == [4.0, None, 5.0]


def test_a_long_table_names_item_and_channel() -> None:
    rows = long(
        ("A", "stage", "S1", "mobile", "full"),
        ("A", "stage", "S3", "portal", "none"),
        ("A", "S2/a", None, None, 7),
        columns=EVERYWHERE,
    )
    assert points(REPEATED, rows, "stage") == [None, 4.0, None, None, 0.0, None]
    assert points(REPEATED, rows, "coded") == [None, 7.0, None]


def test_times_are_in_order_and_a_frame_is_as_good_as_records() -> None:
    frame = pandas.DataFrame(
        {"unit": ["B", "A", "B"], "time": [2024, 2022, 2022], "question": ["count"] * 3, "answer": [1, 2, 3]}
    )
    answers = answers_of(PLAIN, frame)
    assert (answers.times, answers.units) == (("2022", "2024"), ("B", "A"))
    np.testing.assert_array_equal(answers.points["count"][..., 0, 0], [[3, 2], [1, np.nan]])
    assert answers.took_part.tolist() == [[True, True], [True, False]]


def test_columns_may_have_other_names() -> None:
    names = AnswerColumns(unit="Country", question="Q", answer="R", evidence=("one", "two"))
    rows = [{"Country": "A", "Q": "count", "R": 3, "one": "http://x", "two": None}]
    answers = answers_of(PLAIN, rows, columns=names)
    assert (answers.points["count"].item(), answers.rows.evidence) == (3.0, [("http://x",)])


@pytest.mark.parametrize(
    ("method", "expected"), [("mean", 5.0), ("median", 4.0), ("min", 2.0), ("max", 10.0), ("last", 4.0)]
)
def test_the_marks_of_several_reviewers_become_one(method: str, expected: float) -> None:
    text = f"questions: [{{id: q, reviewers: {method}}}]"
    marks = [("A", "q", f"R{place}", mark) for place, mark in enumerate([2, 10, "", 4, 4])]
    marks += [("B", "q", "R0", 7)]
    assert points(text, long(*marks, columns="unit question reviewer answer"), "q") == [expected, 7.0]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("A", "opne", "", "", "yes"), "unknown-question"),
        (("A", "", "", "", "yes"), "missing-question"),
        (("", "open", "", "", 1), "missing-unit"),
        (("A", "stage", "S9", "portal", "full"), "unknown-item"),
        (("A", "stage", "", "portal", "full"), "missing-item"),
        (("A", "stage", "S1", "kiosk", "full"), "unknown-channel"),
        (("A", "stage", "S1", "", "full"), "missing-channel"),
        (("A", "stage", "S1", "portal", "half"), "answer-not-a-choice"),
        (("A", "stage", "S1", "portal", True), "answer-not-a-choice"),
        (("A", "S1/a", "", "", 11), "answer-out-of-range"),
        (("A", "S1/a", "", "", "1,5"), "answer-not-a-number"),
        (("A", "S1/a", "", "", True), "answer-not-a-number"),
        (("A", "S1/a", "", "", "inf"), "non-finite"),
        (("A", "open", "", "", 1), "duplicate-answer"),
    ],
)
def test_a_mistake_is_reported_with_its_row(row: tuple[Any, ...], code: str) -> None:
    text = f"{REPEATED}  - {{id: open}}\n"
    rows = long(("A", "open", "", "", 1), row, ("B", "open", "", "", 1), columns=EVERYWHERE)
    found = mistakes_of(text, rows)
    assert [(problem.code, problem.row) for problem in found] == [(code, 2)]
    assert all("{" not in problem.message(language) for problem in found for language in ("en", "ar"))


def test_every_mistake_is_collected_in_the_order_of_the_rows() -> None:
    rows = long(("A", "open", "maybe"), ("", "cuont", 1), ("A", "count", "x"), columns="unit question answer")
    assert [(problem.code, problem.row) for problem in mistakes_of(PLAIN, rows)] == [
        ("answer-not-a-choice", 1),
        ("missing-unit", 2),
        ("unknown-question", 2),
        ("answer-not-a-number", 3),
    ]


def test_no_more_mistakes_are_reported_than_anybody_mends_at_a_time() -> None:
    rows = {"unit": ["A"] * 5000, "question": [f"q{i}" for i in range(5000)], "answer": [1] * 5000}
    assert len(mistakes_of(PLAIN, rows)) == 200


@pytest.mark.parametrize(
    ("data", "code"),
    [([], "no-rows"), ({"land": ["A"]}, "unknown-unit-column"), ({"unit": ["A"]}, "no-answers")],
)
def test_a_table_without_answers_is_refused(data: Any, code: str) -> None:
    assert [problem.code for problem in mistakes_of(PLAIN, data)] == [code]


def test_points_need_evidence_where_it_is_required() -> None:
    text = "questions: [{id: q, choices: {no: 0, yes: 1}, evidence: required}]"
    rows = long(
        ("A", "q", "yes", ""),
        ("B", "q", "yes", "http://b"),
        ("C", "q", "no", ""),
        columns="unit question answer evidence",
    )
    found = mistakes_of(text, rows)
    assert [(problem.code, problem.row) for problem in found] == [("evidence-missing", 1)]


def test_evidence_of_one_reviewer_serves_the_same_answer_of_another() -> None:
    text = "questions: [{id: q, evidence: required}]"
    rows = long(
        ("A", "q", "country", 4, "http://a"),
        ("A", "q", "expert", 3, ""),
        columns="unit question reviewer answer evidence",
    )
    assert mistakes_of(text, rows) == []
