"""Dates and times of day as people write them in Arabic, English and French, in one cell on its own."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal, NamedTuple

from hijridate import Hijri

from multaqa.language.months import MONTH_NAMES, Tradition
from multaqa.language.normal import normal_form

Order = Literal["dmy", "mdy", "ymd"]
"""Of day, month and year in a date that is all figures; a year of four figures at its start is always ymd."""

LONGEST_DATE_CHARACTERS = 80

_DIGITS = re.compile(r"([0-9]+)")
_DASHES = str.maketrans("‐–—−،", "----,")
_SEPARATORS = frozenset("-/.\\")
_BESIDE_NAMES = " ,.-/\\()"

_WEEKDAYS = """
    الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim
"""
_BEFORE = frozenset(normal_form(f"{_WEEKDAYS} يوم في بتاريخ شهر on the le").split())
# Between the day and the name of the month, and between the name and the year.
_BETWEEN = frozenset(normal_form("من شهر لشهر of de").split())
_BEFORE_YEAR = frozenset(normal_form("من عام سنة لعام لسنة of de").split())
_OF_DAY = frozenset(("st", "nd", "rd", "th", "er", "e", "ère", "ème", "eme"))
_OF_GREGORIAN = frozenset(normal_form(word) for word in ("م", "ميلادي", "ميلادية", "للميلاد", "ad", "ce"))
_OF_HIJRI = frozenset(normal_form(word) for word in ("ه", "هجري", "هجرية", "للهجرة", "ah"))
_HIJRI_YEARS = range(1300, 1501)

_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    r" ?(am|pm|a\.m\.?|p\.m\.?|ص|م|صباحا|مساء)?"
    r" ?(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_AFTERNOON = frozenset(("pm", "p.m", "p.m.", "م", "مساء"))
_BEFORE_TIME = frozenset(normal_form("الساعة في عند at à").split())


class _Years(NamedTuple):
    """A year, and whether it is one of the Hijra."""

    year: int
    is_hijri: bool


def read_date(text: str, *, order: Order = "dmy") -> date | None:
    """Return the date that a cell holds, or None.

    Read are ISO 8601, figures with - / . between them, and names of months of every tradition in `MONTH_NAMES`, also
    in pairs (`كانون الثاني/يناير`), with a weekday before (which is not checked). A year of two figures is 2000–2068
    or 1969–1999, as in POSIX. The name of a Hijri month, and in figures a year with هـ or one from 1300 to 1500 without
    م, makes a date of the Umm al-Qura calendar (the tables of `hijridate`), which is known from 1343 to 1500.
    """
    return None if len(text) > LONGEST_DATE_CHARACTERS else _date(normal_form(text).translate(_DASHES), order)


def read_month(text: str) -> date | None:
    """Return the first day of the month that a cell names with its year (`آذار 2024`, `Mar-24`), or None.

    Of a Hijri month it is the Gregorian date of its first day. A month in figures is not read: 2011-12 may be two years.
    """
    if len(text) > LONGEST_DATE_CHARACTERS:
        return None
    parts = _DIGITS.split(normal_form(text).translate(_DASHES))
    if len(parts) != 3:
        return None
    before, year, after = parts
    if before:
        return _named_date("1", _without_first(before, _BEFORE), year, after)
    return _named_date("1", after, year, "") if len(year) == 4 else None


def read_datetime(text: str, *, order: Order = "dmy") -> datetime | None:
    """Return the date with the time of day that a cell holds, or None, also where either is missing.

    With an offset or Z the result is aware, in UTC; without one it is naive.
    """
    if len(text) > LONGEST_DATE_CHARACTERS:
        return None
    plain = normal_form(text).translate(_DASHES)
    colon = plain.find(":")
    if colon < 0:
        return None
    start = colon
    while start > colon - 2 and plain[start - 1 : start].isdigit():
        start -= 1
    clock = _clock(plain[start:])
    if clock is None:
        return None
    day = _date(_without_words_before_time(plain[:start]), order)
    return None if day is None else _moment(day, *clock)


def read_time(text: str) -> time | None:
    """Return the time of day that a cell holds (`14:30`, `2:30 PM`, `٢:٣٠ م`), or None, also where it has an offset."""
    if len(text) > LONGEST_DATE_CHARACTERS:
        return None
    plain = normal_form(text).translate(_DASHES)
    first = plain.partition(" ")[0]
    clock = _clock(plain.removeprefix(first).lstrip() if first in _BEFORE_TIME else plain)
    return clock[0] if clock and clock[1] is None else None


def _date(plain: str, order: Order) -> date | None:
    parts = _DIGITS.split(plain)
    if len(parts) == 7:
        before, first, between, second, between_too, third, after = parts
        separator = between.strip()
        if separator in _SEPARATORS and separator == between_too.strip() and _all_in(before, _BEFORE):
            return _numeric_date(first, second, third, after, order)
    elif len(parts) == 5:
        before, first, between, second, after = parts
        if len(first) == 4:
            return _named_date(second, between, first, after) if _all_in(before, _BEFORE) else None
        if any(sign.isalpha() for sign in between) and _all_in(before, _BEFORE):
            return _named_date(first, _without_first(between, _OF_DAY, _BETWEEN), second, after)
        if not _without_first(between, _OF_DAY):
            return _named_date(first, _without_first(before, *[_BEFORE] * 3), second, after)
    return None


def _numeric_date(first: str, second: str, third: str, after: str, order: Order) -> date | None:
    if len(first) == 4:
        year, month, day = first, second, third
    elif order == "ymd":
        year, month, day = (first, second, third) if len(third) < 3 else ("", "", "")
    else:
        year = third
        day, month = (first, second) if order == "dmy" else (second, first)
    years = _years(year, after)
    if years is None or len(month) > 2 or len(day) > 2:
        return None
    return _day(years.year, int(month), int(day), is_hijri=years.is_hijri)


def _named_date(day: str, names: str, year: str, after: str) -> date | None:
    """The name of the month says of which calendar the date is; the era of the year may not gainsay it."""
    years = _years(year, after)
    month = _month(names)
    if years is None or month is None or len(day) > 2:
        return None
    number, is_hijri = month
    era = after.strip(_BESIDE_NAMES)
    if era in (_OF_GREGORIAN if is_hijri else _OF_HIJRI) or (is_hijri and len(year) != 4):
        return None
    return _day(years.year, number, int(day), is_hijri=is_hijri)


def _month(names: str) -> tuple[int, bool] | None:
    """The number of the month, and whether it is one of the Hijra; of several names, all must mean the same."""
    if known := MONTH_NAMES.get(names.strip(_BESIDE_NAMES)):
        return _meaning(known)
    words = names.replace("(", "/").replace("-", "/").replace(")", " ").split()
    while words and words[-1] in _BEFORE_YEAR:
        words.pop()
    several = [name.strip(_BESIDE_NAMES) for name in " ".join(words).split("/")]
    meanings = {_meaning(MONTH_NAMES.get(name, ())) for name in several if name}
    return meanings.pop() if len(meanings) == 1 else None


def _meaning(known: tuple[tuple[int, Tradition], ...]) -> tuple[int, bool] | None:
    return (known[0][0], known[0][1] == "hijri") if known else None


def _years(year: str, after: str) -> _Years | None:
    era = after.strip(_BESIDE_NAMES) if after else ""
    number = int(year) if len(year) in (2, 4) else 0
    if len(year) == 2:
        return _Years(number + (2000 if number <= 68 else 1900), False) if not era else None
    if not number:
        return None
    if not era:
        return _Years(number, number in _HIJRI_YEARS)
    if era in _OF_GREGORIAN:
        return _Years(number, False)
    return _Years(number, True) if era in _OF_HIJRI else None


def _day(year: int, month: int, day: int, *, is_hijri: bool) -> date | None:
    try:
        if is_hijri:
            return date(*Hijri(year, month, day).to_gregorian().datetuple())
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _clock(plain: str) -> tuple[time, timedelta | None] | None:
    """The time of day and its offset from UTC, if it has one."""
    found = _TIME.fullmatch(plain)
    if not found:
        return None
    hour, minute, second, fraction, half, zone = found.groups()
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half in _AFTERNOON else 0)
    try:
        of_day = time(hours, int(minute), int(second or 0), int((fraction or "0")[:6].ljust(6, "0")))
    except ValueError:
        return None
    return of_day, _offset(zone) if zone else None


def _offset(zone: str) -> timedelta:
    if zone in ("z", "utc", "gmt"):
        return timedelta(0)
    minutes = int(zone[1:3]) * 60 + int(zone[-2:] if len(zone) > 3 else 0)
    return timedelta(minutes=-minutes if zone[0] == "-" else minutes)


def _moment(day: date, of_day: time, offset: timedelta | None) -> datetime | None:
    naive = datetime.combine(day, of_day)
    if offset is None:
        return naive
    try:
        return naive.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _without_words_before_time(plain: str) -> str:
    # the T of ISO 8601 stands between two figures
    if plain.endswith("t") and plain[-2:-1].isdigit():
        return plain[:-1]
    words = plain.rstrip(" ,-").split(" ")
    while words and words[-1] in _BEFORE_TIME:
        words.pop()
    return " ".join(words).rstrip(" ,-")


def _all_in(text: str, known: frozenset[str]) -> bool:
    return not text or all(
        word.strip(_BESIDE_NAMES) in known for word in text.split() if word.strip(_BESIDE_NAMES)
    )


def _without_first(text: str, *several: frozenset[str]) -> str:
    """The text without its first words, as far as each is among the words allowed at its place."""
    rest = text.lstrip(_BESIDE_NAMES)
    for words in several:
        first = rest.partition(" ")[0].rstrip(_BESIDE_NAMES)
        rest = rest.removeprefix(first).lstrip(_BESIDE_NAMES) if first in words else rest
    return rest.rstrip(_BESIDE_NAMES)
