"""What the text of one cell could be, by its looks alone; the column decides."""

from __future__ import annotations

import re
from typing import Literal

from multaqa.language import (
    figure_in,
    normal_form,
    plain_signs,
    read_date,
    read_datetime,
    read_month,
    read_time,
)
from multaqa.tables.types.words import ANY_TRUTH

LONGEST_TYPED_CHARACTERS = 80
"""A longer cell is text."""

FigureKind = Literal[
    "integer", "zeros", "long", "group", "comma_group", "point_group", "comma_groups", "point_groups",
    "point", "comma", "decimal", "exponent",
]  # fmt: skip
"""How a figure is written: `zeros` begins with zeros as codes do, `long` is beyond 64 bits, `comma_group` (1,234) and
`point_group` (1.234) depend on the column's decimal sign, which `comma_groups`, `point_groups`, `point` and `comma`
prove; `group` has other signs between thousands, `decimal` has ٫."""

_SHAPES: dict[FigureKind, str] = {
    "zeros": r"0\d+",
    "integer": r"\d{1,18}",
    "long": r"\d{19,}",
    "comma_group": r"[1-9]\d{0,2},\d{3}",
    "point_group": r"[1-9]\d{0,2}\.\d{3}",
    "comma_groups": r"[1-9]\d{0,2}(?:,\d{3}){2,}|[1-9]\d?(?:,\d{2})+,\d{3}",
    "point_groups": r"[1-9]\d{0,2}(?:\.\d{3}){2,}",
    "group": r"\d{1,3}(?:[ '٬]\d{3})+",
    "exponent": r".*[eE].*",
    "decimal": r".*٫\d+",
    "point": r".*\.\d+",
    "comma": r".*,\d+",
}
_FIGURES = [(kind, re.compile(shape, re.ASCII)) for kind, shape in _SHAPES.items()]
_NUMERIC_DATE = re.compile(r"(\d{1,4})([-/.\\])(\d{1,2})\2(\d{1,4})", re.ASCII)
_DATE_AND_TIME = re.compile(r"(\d{1,4})([-/.\\])(\d{1,2})\2(\d{1,4})[T ,]+\d{1,2}:\d{2}.*", re.ASCII)
_TIME = re.compile(r"\d{1,2}:\d{2}.*", re.ASCII)
_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_])[\w./-]+")


def kind_of(text: str) -> str:
    """Return what a cell's text could be.

    Figures: a `FigureKind`, with `%` before it where a per cent sign stands by. Dates: `ymd`, `dmy`, `mdy`, `xmy`
    (day or month first), `words`, `month` (a month with its year); with `t_` before it where a time of day follows.
    `time`; `truth`; `code` (letters and digits without a space); `text`.
    """
    if len(text) > LONGEST_TYPED_CHARACTERS:
        return "text"
    bare = plain_signs(text)
    if not any(sign.isdigit() for sign in bare):
        return "truth" if normal_form(text) in ANY_TRUTH else "text"
    if figure := figure_in(bare):
        return ("%" if figure.scale else "") + _kind_of_figure(figure.written)
    return _kind_of_date(bare) or ("code" if _CODE.fullmatch(bare) else "text")


def currency_in(text: str) -> str:
    """Return the word or sign of a currency that stands beside an amount, or nothing."""
    figure = figure_in(text)
    return figure.currency if figure else ""


def _kind_of_figure(written: str) -> FigureKind:
    return next(kind for kind, shape in _FIGURES if shape.fullmatch(written))


def _kind_of_date(bare: str) -> str:
    if numeric := _NUMERIC_DATE.fullmatch(bare):
        return _order(bare, numeric)
    if numeric := _DATE_AND_TIME.fullmatch(bare):
        order = _order(bare, numeric, timed=True)
        return order and f"t_{order}"
    if _TIME.fullmatch(bare) and read_time(bare) is not None:
        return "time"
    if read_date(bare) is not None:
        return "words"
    if read_month(bare) is not None:
        return "month"
    return "t_words" if read_datetime(bare) is not None else ""


def _order(bare: str, numeric: re.Match[str], *, timed: bool = False) -> str:
    read = read_datetime if timed else read_date
    first, third = numeric[1], numeric[4]
    if len(first) == 4 and len(third) <= 2:
        return "ymd" if read(bare, order="ymd") is not None else ""
    if len(first) > 2 or len(third) not in (2, 4):
        return ""
    if read(bare, order="dmy") is not None:
        return "dmy" if read(bare, order="mdy") is None else "xmy"
    return "mdy" if read(bare, order="mdy") is not None else ""
