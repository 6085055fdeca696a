"""The sentences of every code of this library, in English and in Arabic; the codes are stable, the wording is not."""

from multaqa.language.sentences import Pair
from multaqa.tables.sentences.files import FILE_WORDS, FILES
from multaqa.tables.sentences.questions import QUESTIONS

SENTENCES: dict[str, Pair] = {**QUESTIONS, **FILES}
WORDS: dict[str, Pair] = {**FILE_WORDS}
"""Values of parameters that are words themselves: `name:value`."""
