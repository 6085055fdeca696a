"""Where in a sheet the table stands: titles above, the header, the rows, notes below; and the names of columns."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from multaqa.language import normal_form
from multaqa.tables.types.cells import kind_of

LOOKED_AT_ROWS = 400
MOST_TITLES = 60

_NOTE = re.compile(
    r"^(المصدر|مصدر|المصادر|ملاحظ|الملاحظ|هامش|تنويه|\*|source|note|notes|sources|remarque|footnote|\(\d\)|\[\d\]|©)"
)
_TOTAL = frozenset(
    map(normal_form, ("الإجمالي", "إجمالي", "المجموع", "مجموع", "المجموع الكلي", "الإجمالي العام", "الجملة", "total",
                      "grand total", "sum", "totals", "total général", "ensemble"))
)  # fmt: skip
_SPACES = re.compile(r"\s+")
_UNIT = re.compile(r"^(?P<name>.*\S)\s*[(\[（](?P<unit>[^()\[\]]{1,40})[)\]）]\s*$")


@dataclass(frozen=True)
class Layout:
    """Numbers of records before the header, of the header, and the names that the header gives."""

    titles: int
    header: int
    width: int
    names: tuple[str, ...]
    confidence: float


def find_layout(rows: Sequence[Sequence[str]]) -> Layout:
    """Return where the table begins, given the first records of a file (up to `LOOKED_AT_ROWS`)."""
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    width = _width(rows, filled)
    enough = max(1, -(-width // 2)) if width > 2 else width
    start = next((at for at, count in enumerate(filled[:MOST_TITLES]) if count >= enough), 0)
    body = [list(row[:width]) + [""] * (width - len(row)) for row in rows[start:]]
    if not body:
        return Layout(start, 0, width, (), 0.0)
    if _is_headless(body):
        return Layout(start, 0, width, ("",) * width, 0.7)
    if _has_second_line(body):
        return Layout(start, 2, width, _joined(body[0], body[1]), 0.8)
    return Layout(start, 1, width, tuple(body[0]), 1.0 if len(body) > 1 else 0.6)


def is_note(cells: Sequence[str], width: int) -> bool:
    """Whether a record at the end of a file stands below the table rather than in it."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return True
    if _NOTE.match(normal_form(filled[0])) and len(filled) <= max(1, width // 2):
        return True
    return (
        len(filled) == 1 and width > 2 and bool(cells[0].strip()) and kind_of(filled[0]) in ("text", "code")
    )


def is_total(cells: Sequence[str]) -> bool:
    """Whether a record adds up the others, by the word it begins with."""
    first = next((cell for cell in cells if cell.strip()), "")
    return normal_form(first).rstrip(":") in _TOTAL


def readable_names(names: Sequence[str]) -> list[str]:
    """Return names that can be read and told apart: spaces settled, blanks numbered, duplicates counted.

    Two names that differ in case alone count as duplicates, as they do in SQL.
    """
    taken: set[str] = set()
    last: Counter[str] = Counter()
    result = []
    blank = "عمود" if sum(map(is_arabic_text, names)) * 2 > len(names) else "column"
    settled = [_settled(name) or f"{blank}_{number}" for number, name in enumerate(names, 1)]
    repeated = {name for name, times in Counter(map(str.casefold, settled)).items() if times > 1}
    reserved = {name.casefold() for name in settled if name.casefold() not in repeated}
    for name in settled:
        candidate, number = name, last[name.casefold()] + 1
        if number > 1:
            candidate = f"{name}_{number}"
        while candidate.casefold() in taken or (number > 1 and candidate.casefold() in reserved):
            number += 1
            candidate = f"{name}_{number}"
        last[name.casefold()] = number
        taken.add(candidate.casefold())
        result.append(candidate)
    return result


def unit_in(name: str) -> str:
    """Return the unit that a name carries in brackets at its end: `القيمة (مليون درهم)`; else the empty string."""
    found = _UNIT.match(name)
    return found["unit"].strip() if found else ""


def is_arabic_text(text: str) -> bool:
    """Whether letters of the Arabic script stand in a text."""
    return any("\u0600" <= sign <= "\u06ff" and sign.isalpha() for sign in text)


def _width(rows: Sequence[Sequence[str]], filled: Sequence[int]) -> int:
    """The commonest number of cells, the empty ones at the end of every record aside."""
    used = [
        max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)
        for row, count in zip(rows, filled, strict=True)
        if count
    ]
    if not used:
        return max((len(row) for row in rows), default=0)
    lengths = Counter(len(row) for row, count in zip(rows, filled, strict=True) if count and len(row) > 1)
    if not lengths:
        return max(used)
    common = max(lengths, key=lambda size: (lengths[size], size))
    return min(common, max(used)) if common >= max(used) else common


def _is_headless(body: Sequence[Sequence[str]]) -> bool:
    """Whether the first record is of a kind with those below it, in every column, with figures or dates among them."""
    first = [_rough(cell) for cell in body[0]]
    below = body[1:50]
    if len(below) < 1 or all(kind in ("text", "") for kind in first):
        return False
    years = [cell for cell, kind in zip(body[0], first, strict=True) if kind == "figure"]
    if (
        years
        and all(re.fullmatch(r"(19|20)\d\d", normal_form(cell)) for cell in years)
        and any(
            not re.fullmatch(r"(19|20)\d\d", normal_form(row[at]))
            for at, kind in enumerate(first)
            if kind == "figure"
            for row in below
        )
    ):
        return False
    for at, kind in enumerate(first):
        kinds = Counter(_rough(row[at]) for row in below)
        common = max(kinds, key=lambda name: kinds[name])
        if kind and common and kind != common:
            return False
    return True


def _has_second_line(body: Sequence[Sequence[str]]) -> bool:
    """Whether names stand in two lines: groups above, with gaps, and parts below, before rows of another kind."""
    if len(body) < 3:
        return False
    first, second, third = body[0], body[1], body[2]
    gaps = sum(1 for cell in first if not cell.strip())
    texts = all(
        _rough(cell) in ("text", "") or re.fullmatch(r"(19|20)\d\d", normal_form(cell)) for cell in second
    )
    figures_below = any(_rough(cell) in ("figure", "date") for cell in third)
    named = all(upper.strip() or lower.strip() for upper, lower in zip(first, second, strict=True))
    spans = any(
        not upper.strip() and lower.strip() for upper, lower in zip(first[1:], second[1:], strict=True)
    )
    return bool(gaps and texts and figures_below and named and spans and len(set(second)) > 1)


def _joined(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    names, group = [], ""
    for upper, lower in zip(first, second, strict=True):
        group = upper.strip() or (group if lower.strip() else "")
        names.append(f"{group} {lower.strip()}".strip())
    return tuple(names)


def _rough(cell: str) -> str:
    if not cell.strip():
        return ""
    kind = kind_of(cell.strip()).removeprefix("t_")
    if kind in ("ymd", "dmy", "mdy", "xmy", "words", "time"):
        return "date"
    return "text" if kind in ("text", "code", "truth") else "figure"


def _settled(name: str) -> str:
    kept = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in name)
    kept = "".join(sign for sign in kept if unicodedata.category(sign) != "Cf" or sign in "\u200c\u200d")
    return _SPACES.sub(" ", kept).strip()[:300]
