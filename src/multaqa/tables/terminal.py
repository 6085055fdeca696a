"""Reports of reading and answers to questions as a person reads them in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.table import Table as Grid

from multaqa.language import format_number, format_percent
from multaqa.language.sentences import Pair, printable, spoken
from multaqa.tables.problems import Problem
from multaqa.tables.report import ColumnReport, Report

MOST_PROBLEMS_SHOWN = 10
MOST_COLUMNS_SHOWN = 200
LONGEST_CELL_CHARACTERS = 19
HEADINGS = ("name", "type", "unit", "nulls", "distinct", "range", "missing", "confidence")
READING: Pair = ("Reading", "قراءة الملف")
"""What the bar of progress says."""

_WORDS: dict[str, Pair] = {
    "name": ("Column", "العمود"),
    "type": ("Type", "النوع"),
    "unit": ("Unit", "الوحدة"),
    "nulls": ("Missing", "المفقود"),
    "distinct": ("Distinct", "القيم المتمايزة"),
    "range": ("From – to", "من – إلى"),
    "missing": ("Words for missing", "كلمات تدل على الفقد"),
    "confidence": ("Certain", "اليقين"),
    "integer": ("integer", "عدد صحيح"),
    "decimal": ("decimal", "عدد عشري"),
    "percent": ("percent", "نسبة مئوية"),
    "boolean": ("boolean", "نعم/لا"),
    "date": ("date", "تاريخ"),
    "datetime": ("datetime", "تاريخ ووقت"),
    "time": ("time", "وقت"),
    "string": ("string", "نص"),
    "row": ("row", "الصف"),
    "true": ("yes", "نعم"),
    "false": ("no", "لا"),
}


def column_grid(report: Report, language: str) -> Grid:
    """One line a column: name, type, unit, missing cells and their words, distinct values, range.

    What no column has is left out.
    """
    rows = [_cells(column, language) for column in report.columns[:MOST_COLUMNS_SHOWN]]
    grid = Grid(box=None, pad_edge=False)
    shown = [heading for heading in HEADINGS if any(row[heading] for row in rows)]
    for heading in shown:
        grid.add_column(
            spoken(_WORDS[heading], language),
            justify="right" if heading in ("nulls", "distinct", "confidence") else "default",
            no_wrap=heading in ("type", "nulls", "distinct", "confidence"),
            min_width=8 if heading == "name" else None,
        )
    for row in rows:
        grid.add_row(*(row[heading] for heading in shown))
    return grid


def problem_lines(report: Report, language: str) -> list[str]:
    """The first problems of each kind with their rows, and how many there are."""
    lines, shown = [], Counter[str]()
    for problem in report.problems:
        shown[problem.code] += 1
        if shown[problem.code] <= MOST_PROBLEMS_SHOWN:
            lines.append(f"{spoken(_WORDS['row'], language)} {problem.row}: {problem.text(language)}")
    kinds = Counter[str]()
    for (code, _), count in report.problem_counts.items():
        kinds[code] += count
    for code, count in kinds.items():
        if count > MOST_PROBLEMS_SHOWN:
            more = format_number(count - MOST_PROBLEMS_SHOWN, 0, language)
            lines.append(Problem("more-problems", value=code, params={"count": more}).text(language))
    return lines


def answer_grid(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> Grid:
    """The rows of an answer."""
    grid = Grid(box=None, pad_edge=False)
    for name in names:
        grid.add_column(printable(name), overflow="fold")
    for row in rows:
        grid.add_row(*("" if value is None else printable(str(value)) for value in row))
    return grid


def _cells(column: ColumnReport, language: str) -> dict[str, str]:
    profile = column.profile
    return {
        "name": printable(column.name),
        "type": spoken(_WORDS[column.type], language),
        "unit": printable(column.unit),
        "nulls": format_number(column.nulls, 0, language),
        "distinct": f"{'' if profile.distinct_is_exact else '≈'}{format_number(profile.distinct, 0, language)}",
        "range": ""
        if profile.least is None
        else f"{_short(profile.least, language)} – {_short(profile.greatest, language)}",
        "missing": " ".join(f"{printable(word)}×{count}" for word, count in list(column.missing.items())[:6]),
        "confidence": format_percent(column.confidence, 0, language),
    }


def _short(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return spoken(_WORDS["true" if value else "false"], language)
    text = printable(f"{value:.12g}" if isinstance(value, float) else str(value))
    return text if len(text) <= LONGEST_CELL_CHARACTERS else text[:LONGEST_CELL_CHARACTERS] + "…"
