"""The language of a page, and numbers as it prints them, in the digits that the platform's settings choose."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from multaqa.language.digits import to_arabic
from multaqa.language.numbers import format_number


def page_language() -> str:
    """The language of the page, as a code of two letters."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def printed(value: float, decimals: int, language: str) -> str:
    """A number with its decimals and the separators of the language."""
    return format_number(value, decimals, language, cast(Literal["latn", "arab"], settings.ARABIC_DIGITS))


def label(text: object, language: str) -> str:
    """A year, a version or another label, in the digits of the page."""
    return to_arabic(str(text)) if language == "ar" and settings.ARABIC_DIGITS == "arab" else str(text)


def moment(value: datetime, language: str) -> str:
    """A day and a time by the clock in force: 9 February 2014, 15:00; in Arabic with its own comma."""
    local = localtime(value)
    comma = "، " if language == "ar" else ", "
    return label(f"{date_format(local, 'j F Y', use_l10n=False)}{comma}{local:%H:%M}", language)
