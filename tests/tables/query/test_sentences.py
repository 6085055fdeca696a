"""Every code that is used has a sentence in both languages, and both are about the same things."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from multaqa.tables import query
from multaqa.tables.sentences.questions import QUESTIONS


def names_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_code_used_has_a_sentence_and_every_sentence_is_used() -> None:
    files = Path(query.__file__).parent.glob("*.py")
    texts = [file.read_text() for file in files if file.name != "sentences.py"]
    used = {code for text in texts for code in re.findall(r'"(query-[a-z-]+)"', text)}
    assert used == set(QUESTIONS)


@pytest.mark.parametrize("code", QUESTIONS)
def test_both_languages_say_the_same_things(code: str) -> None:
    english, arabic = QUESTIONS[code]
    assert names_in(english) == names_in(arabic)
    assert re.search("[\u0600-\u06ff]", arabic)
    assert english.endswith((".", "?"))
    assert arabic.endswith((".", "؟"))
