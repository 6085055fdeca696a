"""The words of a text as an index keeps them and a query asks for them."""

import re
import unicodedata

from multaqa.language.normal import normal_form
from multaqa.language.stems import stem_arabic, stem_latin

_ARABIC = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9"
_WORD = re.compile(rf"([{_ARABIC}]+)|([0-9]+)|((?:(?![{_ARABIC}0-9_])[\w\u0300-\u036f'])+)")
_APOSTROPHES = str.maketrans("’ʼ", "''")
# Letters that Unicode does not take apart.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_ELISION = re.compile("^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'")


def tokens(text: str, language: str) -> list[str]:
    """Return the stems and figures of a text in their order, the same for an index and for a query.

    Text is brought to its normal form; words of Arabic script have the Arabic stem in whatever language they stand,
    other words lose their accents and have the stem of `language` (French for `fr`, else English). Runs of digits
    are words of their own: 2024/2025 is two, and so is G20. Nothing is left out as too common.
    """
    return [
        stem_arabic(arabic) if arabic else digits or stem
        for arabic, digits, other in _WORD.findall(normal_form(text.translate(_APOSTROPHES)))
        if arabic or digits or (stem := _stem(other, language))
    ]


def _stem(word: str, language: str) -> str:
    bare = word if word.isascii() else _without_accents(word)
    whole = _ELISION.sub("", bare) if language.partition("-")[0] == "fr" else bare
    return stem_latin(whole.strip("'"), language)


def _without_accents(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.translate(_LIGATURES))
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f"))
