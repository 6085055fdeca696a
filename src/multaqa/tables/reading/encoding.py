"""Which encoding a text is in, decided by what decodes into words."""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from babel import Locale

from multaqa.language import MONTH_NAMES, normal_form
from multaqa.tables.reading.layout import is_arabic_text
from multaqa.tables.types.words import ANY_TRUTH, MISSING_AMONG_FIGURES

CANDIDATES = ("cp1256", "iso-8859-6", "cp1252", "mac-arabic", "cp720", "cp864")
"""Encodings of one byte a letter, in the order in which equals are preferred."""

RARE = frozenset(("mac-arabic", "cp720", "cp864"))
"""Of these none is met today but in archives: one must be clearly better, and make Arabic words."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORD = re.compile(r"[^\W\d_]+")
_LANGUAGES = ("ar", "fr", "en", "fa", "ur")
_UNSEEN = -9.0
_ODD_SIGN = -4.0
_MIXED_WORD = -10.0
_KNOWN = -0.7
_COMMON_SIGNS = frozenset("؛،؟٪٫٬«»–—‘’“”…\u00a0\u200f\u200e\u0640€£¥©®°±²³½¼¾•·×÷™§º")
_MARK_ON_LATIN = re.compile("[A-Za-z][\u064b-\u0655]")
_HIGH_BYTES = (b"\0", b"\x06", b"\x20", b"\xfb", b"\xfd", b"\xfe")
_HEADINGS = """
    سنة السنة العام عام شهر الشهر يوم اليوم تاريخ التاريخ الوقت الساعة مدينة المدينة محافظة المحافظة بلد البلد دولة الدولة منطقة المنطقة إمارة الإمارة ولاية
    الولاية بلدية البلدية حي الحي عدد العدد سكان السكان قيمة القيمة نسبة النسبة جنس الجنس ذكور إناث ذكر أنثى مجموع المجموع إجمالي الإجمالي اسم الاسم رمز الرمز رقم
    الرقم نوع النوع وصف الوصف ملاحظة ملاحظات الملاحظات مصدر المصدر وزارة الوزارة خدمة الخدمة الخدمات جهة الجهة قطاع القطاع هيئة الهيئة جدول الحالة حالة الفئة فئة
    العمر المساحة الميزانية الإيرادات المصروفات الطلاب المدارس المستشفيات العنوان الهاتف الموقع البريد مليون ألف درهم ريال دينار جنيه ليرة منشور غير متوفر متاح
    année mois région population valeur métropole société générale sécurité santé éducation qualité numéro libellé catégorie effectif
    dépenses recettes élèves écoles hôpitaux préfecture municipalité département
"""
LOOKED_AT_BYTES = 64 << 10
MOST_LOST_AS_UTF8 = 0.2
"""Damaged UTF-8 is still UTF-8: text in another encoding is valid in hardly any of its signs."""


@dataclass(frozen=True)
class Encoding:
    """A codec's name, and how certain it is (0–1)."""

    name: str
    confidence: float


def decide_encoding(sample: bytes, *, whole: bool) -> Encoding:
    """Return the encoding of a text, given pieces of it cut at line ends; `whole` where the sample is all of it.

    A byte order mark decides. UTF-16 without one shows by its zero bytes. What is valid UTF-8 and holds more than
    ASCII is UTF-8. Otherwise each candidate decodes the lines that hold more than ASCII, and that one is taken
    whose words look most like words of Arabic, French, English, Persian or Urdu: a model of letter pairs made
    from the names of countries, languages, currencies and months in CLDR.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, 1.0)
    if wide := _wide(sample):
        return Encoding(wide, 0.95)
    if sample.isascii():
        return Encoding("utf-8", 1.0 if whole else 0.9)
    if is_utf8(sample):
        return Encoding("utf-8", 1.0)
    telling = _telling_lines(sample)
    lost = _share_lost_as_utf8(telling)
    return Encoding("utf-8", round(1 - lost, 4)) if lost < MOST_LOST_AS_UTF8 else _by_words(telling)


def is_utf8(sample: bytes) -> bool:
    """Whether the bytes are UTF-8, a character cut at the very end aside."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _share_lost_as_utf8(telling: bytes) -> float:
    """The share of signs beyond ASCII that cannot be decoded: near one in another encoding, small in a damaged file."""
    beyond = [sign for sign in telling.decode("utf-8", "replace") if not sign.isascii()]
    return beyond.count("\ufffd") / max(1, len(beyond))


def plausibility(text: str) -> float:
    """Return how likely the letters of the words beyond ASCII follow one another, as a mean logarithm; less for odd signs.

    A word that is known is likely as it stands.
    """
    total, weight = 0.0, 0
    model, known = _pairs(), _known_words()
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        bound = f" {word.lower()} "
        pairs = list(pairwise(bound))
        by_letters = sum(model.get(pair, _UNSEEN) for pair in pairs)
        is_known = len(word) > 1 and normal_form(word) in known
        total += max(by_letters, _KNOWN * len(pairs)) if is_known else by_letters
        total += _MIXED_WORD if is_arabic_text(word) and any(sign.isascii() for sign in word) else 0
        weight += len(pairs)
    odd = [sign for sign in text if not sign.isascii() and not sign.isalnum() and sign not in _COMMON_SIGNS]
    marks = sum("\u064b" <= sign <= "\u0652" for sign in odd) - 3 * len(_MARK_ON_LATIN.findall(text))
    total += _ODD_SIGN * marks + _UNSEEN * (len(odd) - marks)
    return total / max(1, weight + len(odd))


def _by_words(telling: bytes) -> Encoding:
    texts = {name: telling.decode(name, errors="replace") for name in CANDIDATES}
    scores = {name: _score(telling, name, text) for name, text in texts.items()}
    best = max(CANDIDATES, key=lambda name: scores[name])
    # Where the texts are equal (French in Windows-1252 and -1256), no Arabic letter speaks for the Latin one.
    if best == "cp1256" and not is_arabic_text(texts[best]) and texts["cp1252"] == texts[best]:
        best = "cp1252"
    others = [scores[name] for name in CANDIDATES if texts[name] != texts[best]]
    margin = scores[best] - max(others, default=scores[best] - 5)
    return Encoding(best, round(1 / (1 + math.exp(-2 * margin)), 4))


def _score(telling: bytes, name: str, text: str) -> float:
    lost = text.count("\ufffd") + sum("\x80" <= sign <= "\x9f" for sign in text)
    beyond = max(1, sum(byte > 127 for byte in telling))
    folded = sum(telling.count(byte) for byte in _high_bytes_in_ascii(name))
    is_rare = name in RARE
    has_words = not is_rare or any(is_arabic_text(word) and len(word) > 2 for word in _WORD.findall(text))
    return (
        plausibility(text.replace("\ufffd", " "))
        - 20 * (lost + folded) / beyond
        - is_rare * (1.0 if has_words else 9.0)
    )


@lru_cache(maxsize=16)
def _high_bytes_in_ascii(name: str) -> tuple[bytes, ...]:
    """Bytes above 127 that an encoding gives to signs of ASCII, as Mac Arabic does: no text has them."""
    high = [bytes([number]) for number in range(128, 256)]
    return tuple(byte for byte in high if byte.decode(name, "replace").isascii())


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: in one of the two places of a letter, few values prevail (0, or blocks of Arabic and signs)."""
    head = sample[: 4096 & ~1]
    if len(head) < 8:
        return ""
    share = [sum(map(half.count, _HIGH_BYTES)) / max(1, len(half)) for half in (head[1::2], head[0::2])]
    ends = [any(end.encode(name) in head for end in "\r\n") for name in ("utf-16-le", "utf-16-be")]
    if share[0] > 0.9 > share[1] and ends[0]:
        return "utf-16-le" if _decodes(head, "utf-16-le") else ""
    if share[1] > 0.9 > share[0] and ends[1]:
        return "utf-16-be" if _decodes(head, "utf-16-be") else ""
    return ""


def _decodes(head: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _telling_lines(sample: bytes) -> bytes:
    lines = [line for line in re.split(rb"[\r\n]+", sample) if not line.isascii()]
    return b"\n".join(lines)[:LOOKED_AT_BYTES]


@lru_cache(maxsize=1)
def _pairs() -> Mapping[tuple[str, str], float]:
    """Logarithm of how likely a letter follows another, in the names that CLDR gives for things of the world."""
    counts: Counter[tuple[str, str]] = Counter()
    for code in _LANGUAGES:
        for text in _names(Locale.parse(code)):
            for word in _WORD.findall(text):
                bound = f" {word.lower()} "
                counts.update(pairwise(bound))
    first: Counter[str] = Counter()
    for (before, _), times in counts.items():
        first[before] += times
    return {pair: math.log(times / (first[pair[0]] + 10)) for pair, times in counts.items()}


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    """Normal forms of words that tables are made of: CLDR's names, months, words for missing, headings."""
    names = (name for code in _LANGUAGES for name in _names(Locale.parse(code)))
    texts = (*names, *MONTH_NAMES, *MISSING_AMONG_FIGURES, *ANY_TRUTH, _HEADINGS)
    return frozenset(normal_form(word) for text in texts for word in _WORD.findall(text))


def _names(locale: Locale) -> Iterable[str]:
    data: Iterable[Mapping[Any, Any]] = (
        locale.territories,
        locale.languages,
        locale.currencies,
        locale.scripts,
    )
    for mapping in data:
        yield from (name for name in mapping.values() if isinstance(name, str))
    yield from locale.months["format"]["wide"].values()
