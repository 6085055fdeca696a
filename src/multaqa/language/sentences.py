"""Sentences in the reader's language, and text from a stranger's file made safe to stand in them."""

import unicodedata

Pair = tuple[str, str]
"""One sentence or word: English, Arabic."""

LONGEST_PARAMETER_CHARACTERS = 400

_LEFT_TO_RIGHT_MARK = "\u200e"
# They keep a sign at its word and turn nothing else round.
_HARMLESS_MARKS = "\u200e\u200f"


def is_arabic(language: str) -> bool:
    """Whether a language code (`ar`, `ar-AE`) asks for Arabic."""
    return language.partition("-")[0] == "ar"


def spoken(pair: Pair, language: str) -> str:
    """Return the sentence in Arabic where Arabic is asked for, else in English."""
    english, arabic = pair
    return arabic if is_arabic(language) else english


def printable(text: str) -> str:
    """Return text without control or direction signs (each becomes �), cut to 400 characters and an ellipsis."""
    cut = text[:LONGEST_PARAMETER_CHARACTERS]
    shown = "".join(
        sign if unicodedata.category(sign)[0] != "C" or sign in _HARMLESS_MARKS else "\ufffd" for sign in cut
    )
    return shown if len(cut) == len(text) else shown + "…"


def kept_in_place(text: str) -> str:
    """Return text with a mark beside a sign at its end: in an Arabic line, -2 and .csv would else be torn apart."""
    if not text or any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text):
        return text
    before, after = ("" if end.isalnum() else _LEFT_TO_RIGHT_MARK for end in (text[0], text[-1]))
    return f"{before}{text}{after}"
