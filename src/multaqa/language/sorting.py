"""Alphabetical order as official lists print it, in Arabic and in Latin script."""

import unicodedata

from multaqa.language.normal import normal_form

SortKey = tuple[tuple[tuple[int, int], ...], str, str]
"""Compares letter by letter, then by accents, then by the text itself; opaque to callers."""

_ARABIC_ALPHABET = "ابپتثجچحخدذرزژسشصضطظعغفڤقكگلمنهوي"
_ARABIC_RANK = {letter: rank for rank, letter in enumerate(_ARABIC_ALPHABET)}
# A hamza sorts as its seat; on the line, as an alef.
_SEATS = str.maketrans("ءؤئ", "اوي")

# Verbal nouns of the pattern افتعال on a root that begins with ل: their ال is no article.
_LAM_IS_ROOT = tuple(
    normal_form(word)
    for word in (
        "التزام",
        "التماس",
        "التحاق",
        "التقاء",
        "التهاب",
        "التباس",
        "التفات",
        "التفاف",
        "التئام",
        "التقاط",
    )
)

_SPACE, _SIGN, _DIGIT, _OWN_SCRIPT, _OTHER_SCRIPT = range(5)


def sort_key(text: str, language: str) -> SortKey:
    """Return a key that puts names into the order of the language's printed lists.

    Arabic: as in the official lists of the United Nations, the article ال at the start of a name is ignored
    (الأردن stands under أ), forms of alef and hamza are one letter, ة counts as ه and ى as ي. Latin: accents
    and case are ignored first and break ties afterwards. The language's own script precedes the other one.
    """
    return _letters(text, language), _accents(text), text


def _letters(text: str, language: str) -> tuple[tuple[int, int], ...]:
    plain = _without_article(normal_form(text)).translate(_SEATS)
    own_is_arabic = language.partition("-")[0] == "ar"
    return tuple(
        _weight(sign, own_is_arabic) for sign in unicodedata.normalize("NFD", plain) if not _is_mark(sign)
    )


def _without_article(plain: str) -> str:
    if plain.startswith("ال") and len(plain) > 3 and not plain.startswith(_LAM_IS_ROOT):
        return plain.removeprefix("ال")
    return plain


def _weight(sign: str, own_is_arabic: bool) -> tuple[int, int]:
    """The class and rank of one sign: spaces, signs, digits, then the language's script, then the other."""
    if sign.isspace():
        return _SPACE, 0
    if sign.isdigit():
        return _DIGIT, ord(sign)
    if not sign.isalpha():
        return _SIGN, ord(sign)
    is_arabic = "\u0600" <= sign <= "\u06ff"
    rank = _ARABIC_RANK.get(sign, len(_ARABIC_RANK) + ord(sign)) if is_arabic else ord(sign)
    return (_OWN_SCRIPT if is_arabic == own_is_arabic else _OTHER_SCRIPT), rank


def _accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if _is_mark(sign))


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn"
