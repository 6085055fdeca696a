"""What can be wrong with a table, a file or a question: a stable code, a place, and a sentence in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from multaqa.language.sentences import is_arabic, kept_in_place, printable, spoken
from multaqa.tables.sentences import SENTENCES, WORDS


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, or that was noticed.

    ``row`` counts the records of the file from 1, titles and header included, as a spreadsheet does. ``value`` is
    the text that stands there. ``params`` fill the sentence of ``code``, and so does ``value``.
    """

    code: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """What is wrong and how to mend it, as a sentence in English or Arabic."""
        given = {**self.params, "value": self.value or "", "column": self.column or ""}
        words = {name: _spoken_word(name, value, language) for name, value in given.items()}
        return spoken(SENTENCES[self.code], language).format_map(words)


class TableError(Exception):
    """Base of this library's refusals: ``problems`` holds every mistake that was found, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.text("en"))

    def text(self, language: str = "en") -> str:
        """All sentences, one a line."""
        return "\n".join(problem.text(language) for problem in self.problems)

    def __reduce__(self) -> tuple[type[TableError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class ReadError(TableError):
    """A file cannot be read as a table."""


class QueryError(TableError):
    """A question cannot be asked of the tables, or its answer ran past a limit."""


def _spoken_word(name: str, value: str, language: str) -> str:
    if known := WORDS.get(f"{name}:{value}"):
        return spoken(known, language)
    return kept_in_place(printable(value)) if is_arabic(language) else printable(value)
