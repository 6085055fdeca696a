"""Where in a sheet the table stands: titles above, the header, the rows, notes below; and the names of columns."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from multaqa.language import normal_form
from multaqa.tables.types.cells import kind_of
from multaqa.tables.types.words import MISSING_ANYWHERE

LOOKED_AT_ROWS = 400
MOST_TITLES = 60

_NOTE = re.compile(
    r"^(المصدر|مصدر|المصادر|ملاحظ|الملاحظ|هامش|تنويه|\*|source|note|notes|sources|remarque|footnote|\(\d\)|\[\d\]|©)"
)
_TOTAL = frozenset(
    map(normal_form, ("الإجمالي", "إجمالي", "المجموع", "مجموع", "المجموع الكلي", "الإجمالي العام", "الجملة", "total",
                      "grand total", "sum", "totals", "total général", "ensemble"))
)  # fmt: skip
_WORDY = frozenset(("text", "truth"))
_SPACES = re.compile(r"\s+")
_ONLY_UNIT = re.compile(r"[(\[][^()\[\]]{1,40}[)\]]|[%٪]")
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
    start = _start(rows, filled, width)
    if filled[start] > width and all(_rough(cell) in ("text", "") for cell in rows[start]):
        width = len(rows[start])  # names of columns that no row fills
    body = [list(row[:width]) + [""] * (width - len(row)) for row in rows[start:]]
    if not body:
        return Layout(start, 0, width, (), 0.0)
    if _is_headless(body):
        return Layout(start, 0, width, ("",) * width, 0.7)
    if _has_second_line(body):
        return Layout(start, 2, width, _joined(body[0], body[1]), 0.8)
    return Layout(start, 1, width, tuple(body[0]), 1.0 if len(body) > 1 else 0.6)


def _start(rows: Sequence[Sequence[str]], filled: Sequence[int], width: int) -> int:
    """The first record that is full enough for a header; rather a full one of texts with values below it."""
    enough = max(1, -(-width // 2)) if width > 2 else width
    near = range(min(len(rows), MOST_TITLES))
    first = next((at for at in near if filled[at] >= enough), None)
    if width == 2:
        # a header of two may lack one name
        half = next(
            (at for at in near[:-1] if filled[at] and len(rows[at]) == 2 and _are_values(rows[at + 1], 2)),
            None,
        )
        first = (
            half if first is None or (half is not None and half < first and filled[half + 1] == 2) else first
        )
    if first is None:
        return 0
    if filled[first] < width or _is_key_and_value(rows[first]):
        full = (
            at for at in range(first + 1, min(first + 12, len(rows) - 1))
            if filled[at] == width and not _are_values(rows[at], 1) and _are_values(rows[at + 1], 1)
        )  # fmt: skip
        better = next(full, first)
        is_parted = any(not count for count in filled[first:better])
        is_above = better - first > 1 or _is_key_and_value(rows[first])
        return better if is_parted or is_above else first
    return first


def _are_values(row: Sequence[str], least: int) -> bool:
    """Whether so many cells are filled, and one at least is a figure or a date."""
    kinds = [_rough(cell) for cell in row]
    return sum(1 for kind in kinds if kind) >= least and any(kind in ("figure", "date") for kind in kinds)


def _is_key_and_value(row: Sequence[str]) -> bool:
    """Whether a record is a key with a colon and its value, as they stand above some tables."""
    used = [cell.strip() for cell in row if cell.strip()]
    return len(used) <= 2 and bool(used) and used[0].endswith(":")


def notes_begin(records: Sequence[Sequence[str]], width: int) -> int:
    """Return where, among the last records of a file, the notes below the table begin.

    A source or a note says so by its first word, or it is one text that stands alone below a blank line, or is not
    filled up to the width of the table.
    """
    end = len(records)
    while end and (
        not any(cell.strip() for cell in records[end - 1]) or _may_be_note(records[end - 1], width)
    ):
        end -= 1
    for at in range(end, len(records)):
        is_below_blank = at > 0 and not any(cell.strip() for cell in records[at - 1])
        if (
            is_below_blank
            or _is_surely_note(records[at], width)
            or not any(cell.strip() for cell in records[at])
        ):
            return at
    return len(records)


def _may_be_note(cells: Sequence[str], width: int) -> bool:
    if _is_surely_note(cells, width):
        return True
    used = [cell.strip() for cell in cells if cell.strip()]
    return (
        len(used) == 1
        and width > 1
        and bool(cells[0].strip())
        and (_rough(used[0]) == "text" or ":" in used[0])
    )


def _is_surely_note(cells: Sequence[str], width: int) -> bool:
    used = [cell.strip() for cell in cells if cell.strip()]
    if not used or width < 2:
        return False
    if found := _NOTE.match(normal_form(used[0])):
        rest = normal_form(used[0])[found.end() :].lstrip("اتهةs ")
        return len(used) <= max(1, width // 2) or rest.startswith(":") or not found.group()[0].isalnum()
    return len(used) == 1 and len(cells) < width and width > 2 and len(used[0].split()) > 2


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
    named = [name for name in names if name.strip()]
    blank = "عمود" if sum(map(is_arabic_text, named)) * 2 > len(named) else "column"
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
    below = [row for row in body[1:50] if 2 * sum(1 for cell in row if cell.strip()) >= len(row)]
    if not below or all(kind in ("text", "") for kind in first):
        return False
    years = [at for at, kind in enumerate(first) if kind == "figure"]
    if years and all(_is_year(body[0][at]) for at in years):
        values = [row[at] for at in years for row in below if _rough(row[at])]
        if any(not _is_year(value) for value in values):
            return False
    is_truth = False
    for at, kind in enumerate(first):
        kinds = Counter(found for row in below if (found := _rough(row[at])))
        common = max(kinds, key=lambda name: kinds[name], default="")
        if kind and common and (kind in _WORDY) != (common in _WORDY):
            return False
        if (kind == "date" and common == "figure") or (kind == "figure" and common == "date"):
            return False
        is_truth = is_truth or (kind == common == "truth")
    return is_truth or any(kind in ("figure", "date") for kind in first)


def _is_year(cell: str) -> bool:
    return re.fullmatch(r"(13|14|19|20)\d\d", normal_form(cell)) is not None


def _has_second_line(body: Sequence[Sequence[str]]) -> bool:
    """Whether names stand in two lines before rows of another kind: groups above their parts, or names above units."""
    if len(body) < 3:
        return False
    first, second, third = body[0], body[1], body[2]
    kinds, below = [_rough(cell) for cell in second], [_rough(cell) for cell in third]
    if any(_rough(cell) not in ("text", "") and not _is_year(cell) for cell in first):
        return False
    if _are_units(second) and any(kind == "figure" for kind in below):
        return True
    is_of_its_own = any(
        (kind == "text" or _is_year(cell)) and other in ("figure", "date") and not _is_year(value)
        for cell, kind, value, other in zip(second, kinds, third, below, strict=True)
    )
    is_all_names = all(
        kind in ("text", "") or _is_year(cell) for cell, kind in zip(second, kinds, strict=True)
    )
    named = all(upper.strip() or lower.strip() for upper, lower in zip(first, second, strict=True))
    spans = any(
        not upper.strip() and lower.strip() for upper, lower in zip(first[1:], second[1:], strict=True)
    )
    repeats = len(set(filter(None, first))) < sum(1 for cell in first if cell) and len(set(second)) == len(
        second
    )
    same = all(
        kind != "figure" or other != "figure" or (_is_year(cell) and not _is_year(value))
        for cell, kind, value, other in zip(second, kinds, third, below, strict=True)
    )
    return is_of_its_own and is_all_names and named and same and (spans or repeats) and len(set(second)) > 1


def _are_units(cells: Sequence[str]) -> bool:
    used = [cell.strip() for cell in cells if cell.strip()]
    return bool(used) and all(_ONLY_UNIT.fullmatch(cell) for cell in used)


def _joined(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    names, group = [], ""
    for upper, lower in zip(first, second, strict=True):
        group = upper.strip() or (group if lower.strip() else "")
        part = lower.strip()
        names.append(group if part == group else f"{group} {part}".strip())
    return tuple(names)


def _rough(cell: str) -> str:
    if not cell.strip():
        return ""
    if normal_form(cell) in MISSING_ANYWHERE:
        return ""
    kind = kind_of(cell.strip()).removeprefix("t_")
    if kind in ("ymd", "dmy", "mdy", "xmy", "words", "month", "time"):
        return "date"
    if kind == "truth":
        return kind
    return "text" if kind in ("text", "code") else "figure"


def _settled(name: str) -> str:
    kept = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in name)
    kept = "".join(sign for sign in kept if unicodedata.category(sign) != "Cf" or sign in "\u200c\u200d")
    return _SPACES.sub(" ", kept).strip()[:300]
