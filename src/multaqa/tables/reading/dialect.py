"""Which sign parts the cells of a text, and which one quotes them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from multaqa.tables.reading.splitting import cells_as_written
from multaqa.tables.types.cells import kind_of

DELIMITERS = (",", ";", "\t", "|", "؛", "،", "^", "~", ":", "\x1f")
LINES_LOOKED_AT = 400
LONGEST_LINE_LOOKED_AT = 50_000
_CELLS_LOOKED_AT = 2_000
LEAST_SCORE = 0.35
_SELDOM_IN_TEXT = frozenset(",;\t|؛^\x1f")
_SIGNS_OF_SENTENCES = frozenset(":،")
_WORDY = frozenset(("text", "code", "truth"))


@dataclass(frozen=True)
class Dialect:
    """How a text is parted; ``delimiter`` is empty where each line is one cell."""

    delimiter: str
    quote: str
    confidence: float


def decide_dialect(lines: list[str]) -> Dialect:
    """Return the delimiter under which most lines have the same number of cells and cells look like values."""
    looked_at = [line for line in lines if line.strip()][:LINES_LOOKED_AT]
    quote = _quote(looked_at)
    found = [sign for sign in DELIMITERS if any(sign in line for line in looked_at)]
    scores = {sign: _score(looked_at, sign, quote) for sign in found if not _is_one_column(looked_at, sign)}
    ranked = sorted(scores, key=lambda sign: scores[sign], reverse=True)
    if not ranked or scores[ranked[0]] < LEAST_SCORE:
        return Dialect("", quote, 0.8 if looked_at else 1.0)
    best, agreeing = scores[ranked[0]], _agreeing(looked_at, ranked[0], quote)
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    return Dialect(ranked[0], quote, round(agreeing * min(1.0, 2 * (1 - second / best)), 4))


def _is_one_column(lines: list[str], delimiter: str) -> bool:
    """Whether every line that has the sign is one figure, date or time as it stands: 1,5 or 08:30."""
    parted = [line.strip() for line in lines if delimiter in line]
    return len(parted) < len(lines) and all(kind_of(line) not in _WORDY for line in parted)


def _score(lines: list[str], delimiter: str, quote: str) -> float:
    """Share of lines of one width, times the share of cells that look like values, more for more columns.

    Less where the first line has another width, as a title may; a header has that of its rows.
    """
    widths = [_width(line, delimiter, quote) for line in lines]
    width = _commonest(widths)
    if width < 2:
        return 0.0
    rows = [
        line[:LONGEST_LINE_LOOKED_AT] for line, found in zip(lines, widths, strict=True) if found == width
    ]
    header_agrees = 1.0 if widths[0] == width else 0.8 if width in widths[:10] else 0.5
    fits = [
        _fit(cell, delimiter, quote) for line in rows for cell in cells_as_written(line, delimiter, quote)
    ]
    fit = sum(fits[:_CELLS_LOOKED_AT]) / len(fits[:_CELLS_LOOKED_AT])
    by_nature = 0.75 if delimiter in _SIGNS_OF_SENTENCES else 1.0
    return math.sqrt(len(rows) / len(lines)) * header_agrees * fit * (1 - 0.5 / width) * by_nature


def _agreeing(lines: list[str], delimiter: str, quote: str) -> float:
    """Share of lines with as many cells as most have, those aside that hold no delimiter, as titles do."""
    widths = [_width(line, delimiter, quote) for line in lines if delimiter in line]
    return widths.count(_commonest(widths)) / len(widths)


def _width(line: str, delimiter: str, quote: str) -> int:
    if quote not in line or len(line) > LONGEST_LINE_LOOKED_AT:
        return line.count(delimiter) + 1
    return len(cells_as_written(line, delimiter, quote))


def _commonest(widths: list[int]) -> int:
    counts = Counter(widths)
    return max(counts, key=lambda size: (counts[size] * (size > 1), size))


def _fit(cell: str, delimiter: str, quote: str) -> float:
    """How much a cell, with its quotes, looks like a value that nothing else parts."""
    bare = cell.strip()
    if not bare:
        return 0.9
    if bare.startswith(quote):
        return 0.95 if len(bare) > 1 and bare.endswith(quote) else 0.2
    if kind_of(bare) not in _WORDY:
        return 1.0
    if any(sign in bare for sign in _SELDOM_IN_TEXT if sign != delimiter):
        return 0.5
    return 0.95 if len(bare) < 60 else 0.8


def _quote(lines: list[str]) -> str:
    text = "\n".join(lines)
    if '"' in text:
        return '"'
    edges = sum(text.count(f"{sign}'") + text.count(f"'{sign}") for sign in (",", ";", "\t", "|"))
    return "'" if edges >= 4 and edges >= text.count("'") * 0.6 else '"'
