"""Numbers as a publication prints them: decimals, per cent, ordinals."""

import math
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale

from multaqa.language.digits import to_arabic

Digits = Literal["latn", "arab"]
"""CLDR's names of the two digit sets: 0–9 and ٠–٩."""

Case = Literal["nominative", "genitive"]
"""Arabic grammatical case: after a preposition (`في المرتبة العشرين`) a tens ordinal is genitive."""


def format_number(value: float | Decimal, decimals: int, language: str, digits: Digits = "latn") -> str:
    """Return `value` with exactly `decimals` places and the language's separators (CLDR).

    Halves are rounded away from zero on the shortest decimal that stands for the value, as printed tables
    round: 0.125 to two places is 0.13. Arabic digits apply to right-to-left languages only.
    Raises ValueError when the value is not finite: what is missing has a reason, and the caller shows that.
    """
    symbols = _symbols(language, digits)
    number = _rounded(value, decimals)
    whole, _, fraction = f"{abs(number):f}".partition(".")
    text = _grouped(whole, symbols["group"]) + (symbols["decimal"] + fraction if fraction else "")
    # A value that rounds to zero is printed without a sign.
    return _in_digits((symbols["minusSign"] if number < 0 else "") + text, language, digits)


def format_percent(value: float | Decimal, decimals: int, language: str, digits: Digits = "latn") -> str:
    """Return a share (0.4) as per cent (`40%`, French `40 %`) with exactly `decimals` places.

    Raises ValueError when the value is not finite.
    """
    number = format_number(Decimal(str(value)) * 100, decimals, language, digits)
    space = "\u202f" if language.startswith("fr") else ""
    return number + space + _symbols(language, digits)["percentSign"]


def ordinal(number: int, language: str, *, case: Case = "nominative") -> str:
    """Return a position in an order: `1st`, `1er`, and in Arabic the feminine word with its article.

    The Arabic words agree with المرتبة and reach 99 (`التاسعة والتسعون`); from 100 on the bare figure is
    returned, to be set after المرتبة by the caller. Raises ValueError below 1.
    """
    if number < 1:
        raise ValueError(f"an ordinal starts at 1, not {number}")
    match language.partition("-")[0]:
        case "ar":
            return _arabic_ordinal(number, case)
        case "fr":
            return "1er" if number == 1 else f"{number}e"
        case _:
            return f"{number}{_english_suffix(number)}"


_UNITS = (
    "",
    "الأولى",
    "الثانية",
    "الثالثة",
    "الرابعة",
    "الخامسة",
    "السادسة",
    "السابعة",
    "الثامنة",
    "التاسعة",
)
# Beside a ten the first is الحادية, not الأولى.
_UNITS_BESIDE_TENS = ("", "الحادية", *_UNITS[2:])
_TENS_STEMS = ("", "", "العشر", "الثلاث", "الأربع", "الخمس", "الست", "السبع", "الثمان", "التسع")


def _arabic_ordinal(number: int, case: Case) -> str:
    if number > 99:
        return str(number)
    ten, unit = divmod(number, 10)
    if number < 10:
        return _UNITS[number]
    if number == 10:
        return "العاشرة"
    if ten == 1:
        return f"{_UNITS_BESIDE_TENS[unit]} عشرة"
    tens = _TENS_STEMS[ten] + ("ون" if case == "nominative" else "ين")
    return f"{_UNITS_BESIDE_TENS[unit]} و{tens}" if unit else tens


def _english_suffix(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _rounded(value: float | Decimal, decimals: int) -> Decimal:
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number that can be printed")
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _grouped(whole: str, separator: str) -> str:
    return f"{int(whole):,}".replace(",", separator)


@lru_cache(maxsize=64)
def _symbols(language: str, digits: Digits) -> dict[str, str]:
    """CLDR's signs and separators; the Arabic ones carry the direction marks that keep a sign in place."""
    return dict(_locale(language).number_symbols[_digit_set(language, digits)])


def _in_digits(text: str, language: str, digits: Digits) -> str:
    return to_arabic(text) if _digit_set(language, digits) == "arab" else text


def _digit_set(language: str, digits: Digits) -> Digits:
    return digits if _locale(language).text_direction == "rtl" else "latn"


def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
