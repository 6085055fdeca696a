"""What was found in a file and decided about it: as data, and as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from multaqa.language import format_number, format_percent
from multaqa.language.sentences import is_arabic
from multaqa.tables.problems import Problem
from multaqa.tables.profile import Profile
from multaqa.tables.reading.grid import Decision, Tally
from multaqa.tables.types.forms import ColumnType, Form

LANGUAGES = ("en", "ar")


@dataclass(frozen=True)
class ColumnReport:
    """One column: ``name`` in the table, ``original`` in the file.

    ``nulls`` are all cells without a value: ``blank`` ones, words that mean missing (``missing``, with their counts) and
    ``unreadable`` ones. ``confidence`` is that of the type, from 0 to 1; ``declared`` says that a dictionary or the file
    gave it.
    """

    name: str
    original: str
    form: Form
    confidence: float
    declared: bool
    unreadable: int
    missing: Mapping[str, int]
    unit: str
    title: str
    description: str
    profile: Profile

    @property
    def type(self) -> ColumnType:
        """The name of its type."""
        return self.form.type

    @property
    def nulls(self) -> int:
        """How many of its cells have no value."""
        return self.profile.nulls

    @property
    def blank(self) -> int:
        """How many of its cells stood empty."""
        return self.nulls - self.unreadable - sum(self.missing.values())

    def as_json(self) -> dict[str, Any]:
        """The column in types that JSON has."""
        return {
            "name": self.name,
            "original": self.original,
            "type": self.type,
            "nulls": self.nulls,
            "blank": self.blank,
            "unreadable": self.unreadable,
            "missing": dict(self.missing),
            "confidence": self.confidence,
            "declared": self.declared,
            "decimal": self.form.decimal if self.type in ("integer", "decimal", "percent") else None,
            "order": self.form.order if self.type in ("date", "datetime") else None,
            "unit": self.unit,
            "title": self.title,
            "description": self.description,
            "profile": self.profile.as_json(),
        }


@dataclass(frozen=True)
class Report:
    """Everything that was found and decided while a file was read.

    ``problems`` are those of rows and cells, in the order of the file; where there are very many only the first are
    listed, and ``problem_counts`` (code, column → number) counts all of them.
    """

    file: str
    format: str
    packing: str
    encoding: str | None
    delimiter: str | None
    tally: Tally
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[ColumnReport, ...]
    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]
    problem_counts: Mapping[tuple[str, str], int]
    sha256: str
    bytes: int

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return self.tally.kept

    @property
    def problems_found(self) -> int:
        """How many problems there are, listed or not."""
        return sum(self.problem_counts.values())

    def as_json(self) -> dict[str, Any]:
        """The report in types that JSON has, each sentence in English (`text`) and in Arabic (`text_ar`)."""
        return {
            "file": self.file,
            "format": self.format,
            "packing": self.packing or None,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "rows": self.rows,
            "records": {
                "read": self.tally.read,
                "kept": self.tally.kept,
                "header": self.tally.header,
                "titles": self.tally.titles,
                "notes": self.tally.notes,
                "blank": self.tally.blank,
                "set_aside": self.tally.unplaced,
            },
            "titles": list(self.titles),
            "notes": list(self.notes),
            "columns": [column.as_json() for column in self.columns],
            "decisions": [
                {
                    "what": decision.what,
                    "value": decision.value,
                    "confidence": decision.confidence,
                    "column": decision.column,
                    **_texts(_decided(decision)),
                }
                for decision in self.decisions
            ],
            "problems": [
                {
                    "row": problem.row,
                    "column": problem.column,
                    "code": problem.code,
                    "value": problem.value,
                    **_texts(problem),
                }
                for problem in self.problems
            ],
            "problem_counts": [
                {"code": code, "column": column or None, "count": count}
                for (code, column), count in self.problem_counts.items()
            ],
            "table": {"sha256": self.sha256, "bytes": self.bytes},
        }

    def sentences(self, language: str = "en") -> list[str]:
        """The counts and what was decided, as sentences; each of ``problems`` has its own."""
        decided = (
            f"{_decided(decision).text(language)} ({format_percent(decision.confidence, 0, language)})"
            for decision in self.decisions
        )
        return [self._counts(language), *decided]

    def _counts(self, language: str) -> str:
        given = {
            name: format_number(number, 0, language)
            for name, number in (
                ("rows", self.rows), ("columns", len(self.columns)), ("read", self.tally.read),
                ("aside", self.tally.set_aside),
            )
        }  # fmt: skip
        return Problem("counts", params=given).text(language)


def _decided(decision: Decision) -> Problem:
    return Problem(f"decided-{decision.what}", column=decision.column, value=_shown(decision))


def _shown(decision: Decision) -> str:
    return {"\t": "TAB", "": "—", "\x1f": "US"}.get(decision.value, decision.value)


def _texts(problem: Problem) -> dict[str, str]:
    return {
        "text" if not is_arabic(language) else "text_ar": problem.text(language) for language in LANGUAGES
    }
