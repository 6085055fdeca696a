"""How answers and questions are written in files: which answers are the same, which code means which question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from multaqa.composite.answers.questionnaire import Question, Questionnaire
from multaqa.composite.cells import label, read_number
from multaqa.language.normal import normal_form

FROM_COLUMN = -1
"""The code does not say which item (or channel); the row's own column does."""


@dataclass(frozen=True)
class Code:
    """What a file calls a question, or one of its items and channels; positions in the roster and in its channels."""

    text: str
    item: int
    channel: int


def choice_key(answer: Any) -> float | str:
    """The same for answers that are the same: as numbers (1 and "1.0"), or as words however they are spelt."""
    text = label(answer)
    number = read_number(text)
    return number if isinstance(number, float) else normal_form(text)


def codes_of(questionnaire: Questionnaire, question: Question) -> Iterator[Code]:
    """Every code of a question: its id where it states none; one for each item and channel that it spells out."""
    text = question.code or question.id
    items = (
        [item.id for item in questionnaire.items(question.over)]
        if question.over in questionnaire.rosters
        else []
    )
    spelt = "{item}" in text and bool(items), "{channel}" in text and bool(question.channels)
    places = range(len(items)) if spelt[0] else [FROM_COLUMN if items else 0]
    channels = range(len(question.channels or ())) if spelt[1] else [FROM_COLUMN if question.channels else 0]
    for item, channel in product(places, channels):
        code = text.replace("{item}", items[item]) if spelt[0] else text
        code = code.replace("{channel}", (question.channels or ())[channel]) if spelt[1] else code
        yield Code(code, item, channel)
