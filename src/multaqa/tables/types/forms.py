"""Forms: how the cells of a column are written, and the reading of whole columns under one form."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from multaqa.language import (
    DecimalSign,
    Order,
    normal_form,
    plain_signs,
    read_date,
    read_datetime,
    read_month,
    read_number,
    read_percent,
    read_time,
)
from multaqa.language.figures import PLAIN_SIGNS
from multaqa.tables.types.words import ANY_TRUTH, TRUTH

ColumnType = Literal["integer", "decimal", "percent", "boolean", "date", "datetime", "time", "string"]

ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "percent": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "time": pa.time64("us"),
    "string": pa.string(),
}
"""How each type is stored. A percentage is stored as a fraction: 12.5% is 0.125."""


@dataclass(frozen=True)
class Form:
    """How the cells of a column are written.

    ``decimal`` decides of figures that can be read in two ways (1,234), as in `language.read_number`; ``order`` is that of numeric dates; ``truth`` the pair of words of a boolean, or empty for any;
    ``utc`` says that datetimes carry an offset, and are stored in UTC.
    """

    type: ColumnType
    decimal: DecimalSign = "."
    order: Order = "dmy"
    truth: str = ""
    utc: bool = False

    @property
    def arrow_type(self) -> pa.DataType:
        """The type in which the column is stored."""
        return pa.timestamp("us", "UTC") if self.utc else ARROW_TYPES[self.type]


TEXT = Form("string")


_FIRST_GREGORIAN_YEAR = 1501

_PLAIN_BYTES = tuple((chr(sign).encode(), plain.encode()) for sign, plain in PLAIN_SIGNS.items())


def read_plainly(cells: pa.StringArray, form: Form) -> pa.Array | None:
    """Read a column all of whose cells are written as a machine writes them, or return None: then `read_cells` is due.

    Many times as fast as `read_cells`, and never reads a cell differently.
    """
    if form.type == "string" or (form.type == "datetime" and form.utc):
        return None
    try:
        match form.type:
            case "integer":
                return None if count_leading_zeros(cells) else pc.cast(cells, pa.int64())
            case "decimal" if form.decimal == ".":
                values = pc.cast(cells, pa.float64())
                strange = _any(pc.is_finite(values), negated=True) or count_leading_zeros(cells)
                return None if strange else values
            case "date" if _all_of_length(cells, 10):
                return _unless_hijri(pc.cast(cells, pa.date32()))
            case "datetime" if _all_of_length(cells, 19):
                return _unless_hijri(pc.cast(cells, pa.timestamp("us")))
    except pa.ArrowInvalid:
        pass
    return None


def read_cells(cells: pa.StringArray, form: Form) -> pa.Array:
    """Return the cells as values of the form's type, null where one cannot be read (or was null)."""
    match form.type:
        case "string":
            return cells
        case "integer" | "decimal" | "percent":
            return _read_figures(cells, form)
        case "boolean":
            words = TRUTH[form.truth] if form.truth else ANY_TRUTH
            return _read_each(cells, lambda text: words.get(normal_form(text)), form)
        case "date":
            return _read_each(cells, lambda text: _date(text, form.order), form)
        case "datetime":
            return _read_each(cells, lambda text: _datetime(text, form), form)
        case "time":
            return _read_each(cells, lambda text: read_time(plain_signs(text)), form)


def plain_cells(cells: pa.StringArray) -> pa.StringArray:
    """Return the cells with Latin digits, plain spaces and signs, trimmed: `plain_signs` for a whole column."""
    if is_ascii(cells):
        return pc.ascii_trim_whitespace(cells)
    texts = cells.to_pylist()
    separator = "\x1e"
    joined = separator.join("" if text is None else text for text in texts)
    if joined.count(separator) != len(texts) - 1:
        return pa.array([None if text is None else plain_signs(text) for text in texts], pa.string())
    content = joined.encode()
    for sign, replacement in _PLAIN_BYTES:
        content = content.replace(sign, replacement)
    replaced = pa.array(content.decode().split(separator), pa.string())
    return pc.utf8_trim_whitespace(pc.if_else(cells.is_valid(), replaced, pa.scalar(None, pa.string())))


def is_ascii(cells: pa.StringArray) -> bool:
    """Whether every sign of the column is ASCII."""
    _, offsets, content = cells.buffers()
    if content is None or len(cells) == 0:
        return True
    bounds = np.frombuffer(offsets, np.int32, len(cells) + 1, cells.offset * 4)
    signs = np.frombuffer(content, np.uint8)[bounds[0] : bounds[-1]]
    return not signs.size or int(signs.max()) < 128


def _read_figures(cells: pa.StringArray, form: Form) -> pa.Array:
    """Read figures in their common ways all at once, and each distinct text of the others by itself."""
    bare = plain_cells(cells)
    none = pa.scalar(None, pa.string())
    whole, ungrouped = _common_figures(form)
    common = pc.if_else(pc.match_substring_regex(bare, whole), bare, none)
    digits = pc.replace_substring_regex(common, ungrouped, "")
    if form.decimal == ",":
        digits = pc.replace_substring(digits, ",", ".")
    digits = pc.replace_substring(digits, "٫", ".")
    if form.type == "percent":
        digits = pc.binary_join_element_wise(digits, pa.scalar("e-2"), "")
    values = pc.cast(digits, form.arrow_type)
    others = pc.and_(bare.is_valid(), values.is_null())
    if not _any(others):
        return values
    return pc.replace_with_mask(values, others, _read_each(bare.filter(others), _figure_reader(form), form))


@lru_cache(maxsize=16)
def _common_figures(form: Form) -> tuple[str, str]:
    """RE2 of figures that `read_number` reads as they stand once the signs of the second pattern are dropped."""
    point, group = (re.escape(sign) for sign in (form.decimal, "," if form.decimal == "." else "."))
    grouped = "|".join(rf"(?:{sign}\d{{3}}){{1,5}}" for sign in (group, " ", "'", "٬"))
    decimals = "" if form.type == "integer" else rf"(?:[{point}٫]\d{{1,15}})?"
    per_cent = " ?%" if form.type == "percent" else ""
    return rf"^-?(?:\d{{1,15}}|[1-9]\d{{0,2}}(?:{grouped})){decimals}{per_cent}$", rf"[{group} '٬%]"


def _figure_reader(form: Form) -> Callable[[str], int | float | None]:
    if form.type == "integer":
        return lambda text: _whole(read_number(text, decimal=form.decimal))
    read = read_percent if form.type == "percent" else read_number

    def fraction(text: str) -> float | None:
        number = read(text, decimal=form.decimal)
        if number is None and form.type == "percent":
            number = _nought(text)
        return None if number is None or not math.isfinite(value := float(number)) else value

    return fraction


def _nought(text: str) -> Decimal | None:
    """Nought is nought with a per cent sign and without."""
    number = read_number(text)
    return number if number == 0 else None


def _whole(number: Decimal | None) -> int | None:
    if number is None or abs(number) >= 1 << 63 or number != number.to_integral_value():
        return None
    return int(number)


def _read_each(cells: pa.StringArray, read: Callable[[str], Any], form: Form) -> pa.Array:
    """Read each distinct text once: dates and truths repeat."""
    encoded = cells.dictionary_encode()
    values = pa.array([read(text) for text in encoded.dictionary.to_pylist()], form.arrow_type)
    return values.take(encoded.indices)


def _date(text: str, order: Order) -> date | None:
    return read_date(text, order=order) or read_month(text)


def _datetime(text: str, form: Form) -> date | None:
    moment = read_datetime(text, order=form.order)
    if moment is None:
        day = read_date(text, order=form.order)
        moment = None if day is None else datetime.combine(day, time())
    if moment is None:
        return None
    if form.utc:
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.replace(tzinfo=None)


def count_leading_zeros(cells: pa.StringArray) -> int:
    """How many cells are a figure that begins with zeros, as codes do: 007."""
    begin = [cells.filter(pc.starts_with(cells, zero)) for zero in "0٠۰"]
    return sum(
        int(pc.sum(pc.match_substring_regex(some, "^[0٠۰][0-9٠-٩۰-۹]+$")).as_py() or 0)
        for some in begin
        if len(some)
    )


def _unless_hijri(values: pa.Array) -> pa.Array | None:
    """The dates, or None where one may be of the Hijra: those are read one by one."""
    earliest = pc.min(values).as_py()
    return values if earliest is None or earliest.year >= _FIRST_GREGORIAN_YEAR else None


def _all_of_length(cells: pa.StringArray, length: int) -> bool:
    extremes = pc.min_max(pc.binary_length(cells)).as_py()
    return extremes["min"] in (length, None) and extremes["max"] in (length, None)


def _any(mask: pa.BooleanArray, *, negated: bool = False) -> bool:
    found = pc.all(mask).as_py() if negated else pc.any(mask).as_py()
    return found is False if negated else bool(found)
