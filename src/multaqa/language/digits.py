"""Digits between scripts: Arabic-Indic (٠–٩), Persian (۰–۹) and Latin (0–9), with their separators."""

ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
LATIN_DIGITS = "0123456789"

# Beside the digits: decimal separator (U+066B), thousands separator (U+066C) and per cent sign (U+066A).
_TO_LATIN = str.maketrans(ARABIC_DIGITS + PERSIAN_DIGITS + "٫٬٪", LATIN_DIGITS * 2 + ".,%")
_TO_ARABIC = str.maketrans(LATIN_DIGITS + PERSIAN_DIGITS, ARABIC_DIGITS * 2)


def to_latin(text: str) -> str:
    """Write Arabic-Indic and Persian digits, their separators and per cent sign in ASCII; the rest stays."""
    return text.translate(_TO_LATIN)


def to_arabic(text: str) -> str:
    """Write Latin and Persian digits as Arabic-Indic ones.

    A point or comma is left alone, because in running text it may be punctuation; `format_number` writes
    a whole number with the separators of its script.
    """
    return text.translate(_TO_ARABIC)
