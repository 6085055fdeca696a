"""From what the cells of a column could be to the one form under which the column is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from multaqa.language import DecimalSign
from multaqa.tables.types.forms import TEXT, Form
from multaqa.tables.types.words import TRUTH

READABLE_SHARE = 0.9
"""A column is typed when at least this share of its cells can be read so (or all but one, of five or more)."""
READABLE_SHARE_AMONG_CODES = 0.98
"""The same where cells that cannot be read look like codes (12A): a register, more likely than a slip."""

_WHOLE = ("integer", "group", "comma_groups", "point_groups")
_FRACTION = ("decimal", "point", "comma", "exponent")
_PROOF_OF_POINT = ("point", "comma_groups")
_PROOF_OF_COMMA = ("comma", "point_groups")


@dataclass
class Evidence:
    """What was seen in a column, in numbers of cells: kinds (`cells.kind_of`), words of truth, offsets from UTC."""

    kinds: Counter[str] = field(default_factory=Counter)
    truths: Counter[str] = field(default_factory=Counter)
    offsets: int = 0

    @property
    def cells(self) -> int:
        """How many cells stand behind this."""
        return self.kinds.total()

    def lean(self) -> DecimalSign | Literal[""]:
        """The decimal sign that this column proves, or the empty string."""
        point, comma = (sum(_with_percent(self.kinds, names)) for names in (_PROOF_OF_POINT, _PROOF_OF_COMMA))
        return "" if point == comma else "." if point > comma else ","


@dataclass(frozen=True)
class Choice:
    """The form of a column, the share of cells that it reads, and whether another form reads as many."""

    form: Form
    readable: float
    ambiguous: bool = False

    @property
    def confidence(self) -> float:
        """From 0 to 1: the share that can be read, halved where another reading would do as well."""
        return round(self.readable * (0.5 if self.ambiguous else 1), 4)


def lean_of_file(columns: Iterable[Evidence], delimiter: str | None) -> DecimalSign:
    """Return the decimal sign that most columns prove; failing that the comma where semicolons part the cells."""
    votes = Counter(column.lean() for column in columns)
    if votes["."] != votes[","]:
        return "." if votes["."] > votes[","] else ","
    return "," if delimiter == ";" and votes[","] else "."


def order_of_file(columns: Iterable[Evidence]) -> Literal["dmy", "mdy"]:
    """Return whether day or month comes first in most dates that tell; the day where none tells."""
    days = months = 0
    for column in columns:
        days += column.kinds["dmy"] + column.kinds["t_dmy"]
        months += column.kinds["mdy"] + column.kinds["t_mdy"]
    return "mdy" if months > days else "dmy"


def choose(seen: Evidence, lean: DecimalSign, order: Literal["dmy", "mdy"] = "dmy") -> Choice:
    """Return the narrowest form that reads the most cells, or text where too many cannot be read.

    Leading zeros make a column text: they mark codes. ``lean`` and ``order`` are those of the file, and count
    where the column itself proves nothing.
    """
    kinds, cells = seen.kinds, seen.cells
    if not cells or kinds["zeros"] + kinds["long"] > 0:
        return Choice(TEXT, 1.0)
    decimal = seen.lean() or lean
    day_first, month_first = kinds["dmy"] + kinds["t_dmy"], kinds["mdy"] + kinds["t_mdy"]
    numeric_order = order if day_first == month_first else "dmy" if day_first > month_first else "mdy"
    counts = _readable(kinds, decimal, numeric_order)
    best = max(counts, key=lambda kind: counts[kind])  # the first of equals: they stand from narrow to wide
    readable = counts[best]
    if not _is_enough(readable, cells, kinds["code"]):
        return Choice(TEXT, 1.0)
    undecided = _undecided(seen, best, numeric_order)
    match best:
        case "boolean":
            pair = _truth(seen.truths)
            if pair is None:
                return Choice(TEXT, 1.0)
            form = Form("boolean", truth=pair)
        case "integer" | "decimal" | "percent":
            depends = sum(_with_percent(kinds, ("comma_group", "point_group")))
            form = Form(best, decimal=decimal if depends else ".")
        case "date" | "datetime":
            depends = day_first + month_first + kinds["xmy"] + kinds["t_xmy"]
            utc = best == "datetime" and seen.offsets > 0
            form = Form(best, order=numeric_order if depends else "dmy", utc=utc)
        case _:
            form = Form("time")
    return Choice(form, readable / cells, undecided)


def _readable(
    kinds: Counter[str], decimal: str, order: str
) -> dict[Literal["boolean", "integer", "decimal", "percent", "date", "datetime", "time"], int]:
    either = ("comma_group", "point_group") if decimal == "." else ("point_group", "comma_group")
    whole, fractions = (*_WHOLE, either[0]), (*_FRACTION, either[1])
    days = ("ymd", order, "xmy", "words", "month")
    dates = sum(kinds[kind] for kind in days)
    moments = sum(kinds[f"t_{kind}"] for kind in days)
    integers = sum(kinds[kind] for kind in whole)
    figures = integers + sum(kinds[kind] for kind in fractions)
    return {
        "boolean": kinds["truth"],
        "integer": integers,
        "decimal": figures,
        "percent": sum(kinds[f"%{kind}"] for kind in (*whole, *fractions)),
        "date": dates,
        "datetime": dates + moments if moments else 0,
        "time": kinds["time"],
    }


def _is_enough(readable: int, cells: int, codes: int) -> bool:
    unreadable = cells - readable
    if unreadable and codes * 2 > unreadable:
        return readable >= READABLE_SHARE_AMONG_CODES * cells
    return readable >= READABLE_SHARE * cells or (unreadable == 1 and cells >= 5)


def _undecided(seen: Evidence, best: str, order: str) -> bool:
    kinds = seen.kinds
    match best:
        case "integer" | "decimal" | "percent":
            either = sum(_with_percent(kinds, ("comma_group", "point_group")))
            return either > 0 and not seen.lean()
        case "date" | "datetime":
            proved = kinds[order] + kinds[f"t_{order}"] > 0
            return kinds["xmy"] + kinds["t_xmy"] > 0 and not proved
        case _:
            return False


def _truth(words: Mapping[str, int]) -> str | None:
    """The pair that has all the words, or nothing for any pair; None where a letter stands without its opposite."""
    known = (pair for pair, meanings in TRUTH.items() if words.keys() <= meanings.keys())
    pair = next(known, "")
    if all(len(word) == 1 and word.isalpha() for word in words):
        return pair if pair and len({TRUTH[pair][word] for word in words}) == 2 else None
    return pair


def _with_percent(kinds: Counter[str], names: Iterable[str]) -> list[int]:
    return [kinds[kind] + kinds[f"%{kind}"] for kind in names]
