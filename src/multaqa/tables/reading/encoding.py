"""Which encoding a text is in, decided by what decodes into words."""

from __future__ import annotations

import codecs
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale

CANDIDATES = ("cp1256", "iso-8859-6", "cp1252", "mac-arabic", "cp720", "cp864")
"""Encodings of one byte a letter, in the order in which equals are preferred."""

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
    """Return the mean logarithm of how likely each pair of letters in the words beyond ASCII is, and of odd signs."""
    total, weight = 0.0, 0
    model = _pairs()
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        arabic = sum("\u0600" <= sign <= "\u06ff" for sign in word)
        bound = f" {word.lower()} "
        pairs = list(itertools.pairwise(bound))
        total += sum(model.get(pair, _UNSEEN) for pair in pairs)
        total += _MIXED_WORD if 0 < arabic < len(word) and any(sign.isascii() for sign in word) else 0
        weight += len(pairs)
    odd = [
        sign
        for sign in text
        if not sign.isascii() and not sign.isalnum() and sign not in "؛،؟٪«»–—‘’“”…\u00a0°²³"
    ]
    marks = [sign for sign in odd if "\u064b" <= sign <= "\u0652" or sign in "\u0640€£"]
    total += _ODD_SIGN * len(marks) + _UNSEEN * (len(odd) - len(marks))
    return total / max(1, weight + len(odd))


def _by_words(telling: bytes) -> Encoding:
    scores: dict[str, float] = {}
    texts: dict[str, str] = {}
    for name in CANDIDATES:
        text = telling.decode(name, errors="replace")
        lost = text.count("\ufffd") + sum("\x80" <= sign <= "\x9f" for sign in text)
        texts[name] = text
        scores[name] = plausibility(text.replace("\ufffd", " ")) - 20 * lost / max(1, len(text))
    best = max(CANDIDATES, key=lambda name: scores[name])
    # Where the texts are equal (French in Windows-1252 and -1256), no Arabic letter speaks for the Latin one.
    if best == "cp1256" and not re.search("[\u0600-\u06ff]", texts[best]) and texts["cp1252"] == texts[best]:
        best = "cp1252"
    others = [scores[name] for name in CANDIDATES if texts[name] != texts[best]]
    margin = scores[best] - max(others, default=scores[best] - 5)
    return Encoding(best, round(1 / (1 + math.exp(-2 * margin)), 4))


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: in one of the two places of a letter, one value (0 or the Arabic block) prevails."""
    head = sample[:4096]
    if len(head) < 8 or (b"\0" not in head and b"\x06" not in head):
        return ""
    even, odd = head[0::2], head[1::2]
    high = [sum(half.count(byte) for byte in (b"\0", b"\x06")) / max(1, len(half)) for half in (even, odd)]
    name = "utf-16-le" if high[1] > 0.9 > high[0] else "utf-16-be" if high[0] > 0.9 > high[1] else ""
    try:
        return name if name and codecs.getincrementaldecoder(name)().decode(head) is not None else ""
    except UnicodeDecodeError:
        return ""


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
                counts.update(itertools.pairwise(bound))
    first: Counter[str] = Counter()
    for (before, _), times in counts.items():
        first[before] += times
    return {pair: math.log(times / (first[pair[0]] + 10)) for pair, times in counts.items()}


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
