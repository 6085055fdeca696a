"""Small questionnaires and their answers."""

from typing import Any

from multaqa.composite.answers.checks import check_questionnaire
from multaqa.composite.answers.evaluation import Evaluated, evaluate_answers
from multaqa.composite.answers.questionnaire import Questionnaire
from multaqa.composite.answers.reading import Answers, read_answers
from multaqa.composite.document import read_document
from multaqa.composite.problems import DataError, Problem

SERVICES = """
rosters:
  services:
    items:
      - {id: S1, name: {en: Passports, ar: جوازات السفر}, cluster: people, users: 30}
      - {id: S2, cluster: people, users: 10}
      - {id: S3, cluster: firms}
"""


def questionnaire_of(text: str) -> Questionnaire:
    document = read_document(text, "framework.yaml")
    return Questionnaire.model_validate(document.value)


def problems_of(text: str) -> list[Problem]:
    document = read_document(text, "framework.yaml")
    questionnaire = Questionnaire.model_validate(document.value)
    return list(check_questionnaire(questionnaire, document, "framework.yaml"))


def places_of(text: str) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in problems_of(text)]


def answers_of(text: str, data: Any, **options: Any) -> Answers:
    return read_answers(questionnaire_of(text), data, "2024", **options)


def mistakes_of(text: str, data: Any, **options: Any) -> list[Problem]:
    try:
        answers_of(text, data, **options)
    except DataError as error:
        return list(error.problems)
    return []


def evaluated(text: str, data: Any) -> Evaluated:
    assert problems_of(text) == []
    return evaluate_answers(questionnaire_of(text), answers_of(text, data))


def long(*rows: tuple[Any, ...], columns: str = "unit question item answer") -> list[dict[str, Any]]:
    names = columns.split()
    return [dict(zip(names, row, strict=True)) for row in rows]
