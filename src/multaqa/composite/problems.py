"""What can be wrong with a framework or with data: a stable code, a place, and a sentence in each language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from multaqa.composite.sentences import PLACES, SENTENCES, WORDS
from multaqa.language.sentences import is_arabic, kept_in_place, printable, spoken

# Parameters that enumerate names.
_LISTS = frozenset({"known", "columns", "choices", "names"})


@dataclass(frozen=True)
class Problem:
    """One mistake.

    ``line`` counts from 1 in a framework document; ``row`` counts as a spreadsheet does, the header being
    row 1 (in data held in memory, records count from 1). ``params`` fill the sentence of ``code``.
    """

    code: str
    file: str = ""
    line: int | None = None
    node: str | None = None
    row: int | None = None
    column: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)

    def message(self, language: str = "en") -> str:
        """What is wrong and how to mend it, as a sentence in English or Arabic."""
        sentences = spoken(SENTENCES[self._sentence_key()], language)
        words = {name: _spoken_word(value, language, name in _LISTS) for name, value in self.params.items()}
        return sentences.format_map(words)

    def where(self, language: str = "en") -> str:
        """The place in words: file, line, row, column and node, as far as they are known."""
        parts = [("file", self.file), ("line", self.line), ("row", self.row), ("column", self.column)]
        parts.append(("node", self.node))
        comma = "، " if is_arabic(language) else ", "
        return comma.join(
            spoken(PLACES[kind], language).format(printable(str(value)))
            for kind, value in parts
            if value is not None and value != ""
        )

    def text(self, language: str = "en") -> str:
        """One line for a log or a terminal: ``file:line: sentence (node)``."""
        line = self.line if self.line is not None else self.row
        place = ":".join(str(part) for part in (self.file, line) if part not in ("", None))
        inside = self.node if self.column is None else self.column
        tail = f" ({printable(inside)})" if inside else ""
        return f"{place}: {self.message(language)}{tail}" if place else f"{self.message(language)}{tail}"

    def _sentence_key(self) -> str:
        """A code may have a second sentence for when a suggestion is at hand."""
        with_suggestion = f"{self.code}+suggestion"
        return (
            with_suggestion if self.params.get("suggestion") and with_suggestion in SENTENCES else self.code
        )


def unknown(code: str, value: str, known: Collection[str], **where: str) -> Problem:
    """Something is asked for by a name that is not known; the nearest known name is suggested."""
    folded = {name.casefold(): name for name in known}
    nearest = get_close_matches(value.casefold(), folded, n=1)
    suggestion = folded[nearest[0]] if nearest else ""
    return Problem(
        code, params={"value": value, "known": ", ".join(known), "suggestion": suggestion, **where}
    )


class CompositeError(Exception):
    """Base of this library's refusals: ``problems`` holds every mistake that was found, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.text("en"))

    def text(self, language: str = "en") -> str:
        """All sentences, one a line."""
        return "\n".join(problem.text(language) for problem in self.problems)

    def __reduce__(self) -> tuple[type[CompositeError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class FrameworkError(CompositeError):
    """The framework document cannot be used."""


class DataError(CompositeError):
    """The data cannot be scored with this framework."""


class FileError(CompositeError):
    """A file cannot be opened, recognised or written."""


def _spoken_word(value: str, language: str, is_list: bool) -> str:
    if value in WORDS:
        return spoken(WORDS[value], language)
    if not is_arabic(language):
        return printable(value)
    items = printable(value).split(", ") if is_list else [printable(value)]
    return "، ".join(map(kept_in_place, items))
