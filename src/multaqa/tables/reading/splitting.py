"""From lines of text to rows of cells, where quotes may be in order or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST_ROW_LINES = 20_000
LONGEST_ROW_CHARACTERS = 32 << 20
MOST_TRIES = 12
MOST_WHOLE_LINES = 50
MOST_LINES_IN_VAIN = 500_000
"""Once so many lines were joined for nothing, the quotes of a text are held to be out of order, and lines are rows."""


@dataclass(frozen=True)
class Row:
    """One record: its cells, and whether a quote in it had to be taken as a sign like any other."""

    cells: list[str]
    stray_quote: bool = False


def split_rows(
    lines: list[str], delimiter: str, quote: str, width: int | None, *, last: bool
) -> Iterator[tuple[Row, int]]:
    """Give the rows in `lines`, each with the number of lines it takes; a carriage return may end a line.

    A quoted cell may run over lines. A quote is stray, and taken as it stands, where its cell never closes, or
    where each of three lines or more that it would swallow is a whole row of `width` cells by itself. Unless these are
    the `last` lines, a row that is not closed yet is not given: call again with more lines.
    """
    at = 0
    lost = 0
    while at < len(lines):
        line = lines[at].removesuffix("\r")
        cells = line.split(delimiter) if quote not in line else split_line(line, delimiter, quote)
        if cells is not None:
            yield Row(cells), 1
            at += 1
            continue
        joined, taken, ran_out = (None, 0, False)
        if lost < MOST_LINES_IN_VAIN:
            joined, taken, ran_out = _join(lines, at, delimiter, quote, width)
        if joined is not None:
            yield Row(joined), taken
            at += taken
        elif ran_out and not last and not _is_whole(line, delimiter, quote, width):
            return
        else:
            lost += taken
            yield Row(split_loosely(line, delimiter, quote), stray_quote=True), 1
            at += 1


def split_line(line: str, delimiter: str, quote: str) -> list[str] | None:
    """Return the cells of a line whose quotes are all in order, else None."""
    cells = []
    at = 0
    match = _cell(delimiter, quote).match
    while True:
        found = match(line, at)
        if found is None:
            return None
        quoted = found.group(1)
        cells.append(found.group(2) if quoted is None else quoted.replace(quote * 2, quote))
        at = found.end()
        if at >= len(line):
            return cells
        at += len(delimiter)
        if at == len(line):
            return [*cells, ""]


def split_loosely(line: str, delimiter: str, quote: str) -> list[str]:
    """Return the cells of a line in which a quote is out of place: a cell that does not close is taken as it stands."""
    return [_unquoted(cell, quote) for cell in cells_as_written(line, delimiter, quote)]


def cells_as_written(line: str, delimiter: str, quote: str) -> list[str]:
    """Return the cells of a line with their quotes."""
    if quote not in line:
        return line.split(delimiter)
    cells = []
    at = 0
    match = _cell(delimiter, quote).match
    while at <= len(line):
        found = match(line, at)
        end = found.end() if found else line.find(delimiter, at)
        end = len(line) if end < 0 else end
        cells.append(line[at:end])
        at = end + len(delimiter)
    return cells


def _unquoted(cell: str, quote: str) -> str:
    bare = cell.strip(" \t")
    is_quoted = (
        len(bare) > 1 and bare.startswith(quote) and bare.endswith(quote) and bare.count(quote) % 2 == 0
    )
    return bare[1:-1].replace(quote * 2, quote) if is_quoted else cell


def _join(
    lines: list[str], at: int, delimiter: str, quote: str, width: int | None
) -> tuple[list[str] | None, int, bool]:
    """The row that begins here when lines are joined until its quotes close; how many lines; whether lines ran out."""
    is_whole = _is_whole(lines[at].removesuffix("\r"), delimiter, quote, width)
    text = [lines[at]]
    quotes = lines[at].count(quote)
    size, tries, number = len(lines[at]), 0, at
    for number in range(at + 1, min(len(lines), at + LONGEST_ROW_LINES)):
        line = lines[number]
        text.append(line)
        size += len(line)
        is_whole = is_whole and _is_whole(line.removesuffix("\r"), delimiter, quote, width)
        taken = number - at + 1
        if size > LONGEST_ROW_CHARACTERS or tries == MOST_TRIES or (is_whole and taken > MOST_WHOLE_LINES):
            return None, taken, False
        here = line.count(quote)
        quotes += here
        if here and quotes % 2 == 0:
            tries += 1
            cells = split_line("\n".join(text).removesuffix("\r"), delimiter, quote)
            if cells is not None:
                fits = width is None or not any(cell.strip() for cell in cells[width:])
                return (
                    (cells, taken, False) if fits and not (is_whole and taken > 2) else (None, taken, False)
                )
            if is_whole:
                return None, taken, False
    return None, number - at + 1, at + LONGEST_ROW_LINES > len(lines)


def _is_whole(line: str, delimiter: str, quote: str, width: int | None) -> bool:
    return width is not None and width > 1 and len(split_loosely(line, delimiter, quote)) == width


@lru_cache(maxsize=32)
def _cell(delimiter: str, quote: str) -> re.Pattern[str]:
    sign, mark = re.escape(delimiter), re.escape(quote)
    space = " " if delimiter == "\t" else r"[ \t]"
    return re.compile(
        rf"{space}*{mark}((?:[^{mark}]|{mark}{mark})*){mark}{space}*(?={sign}|\Z)"
        rf"|((?!{space}*{mark})[^{sign}]*)(?={sign}|\Z)",
        re.DOTALL,
    )
