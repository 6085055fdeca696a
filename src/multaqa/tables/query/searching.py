"""A text sought in SQL whatever its spelling, as `multaqa.language.normal_form` holds spellings to be the same.

Folding every cell to its normal form in SQL (``translate``, then two ``regexp_replace``) takes about a second for a
million cells, for the database works the letters out anew for each. So it is the other way round: the text sought
becomes a regular expression of all its spellings, and a million cells take 70 ms. Its letters are found by asking
`normal_form` about each sign, so that the two cannot drift apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from multaqa.language.normal import normal_form

# All alphabets, with their signs and presentation forms; not Chinese, Korean or what is for private use.
_SIGNS = (range(0x20, 0x3000), range(0xFB00, 0x10000))
# A letter of Arabic with which nothing composes.
_NEIGHBOUR = "ب"


@dataclass(frozen=True)
class _Spellings:
    """``letters``: a sign of the normal form → the signs that become it; ``ligatures``: several signs of the normal
    form → the single signs that become them; ``unseen``: the signs that it drops."""

    letters: Mapping[str, str]
    ligatures: Mapping[str, str]
    unseen: str


def spelling_pattern(text: str) -> str:
    """A regular expression (RE2) that finds ``text`` in any spelling, in a string in Unicode NFC; empty where the
    normal form is."""
    return _pattern(normal_form(text), longest_ligature=4)


def _pattern(text: str, longest_ligature: int) -> str:
    known = _spellings()
    between = f"{_class(known.unseen)}*"
    parts: list[str] = []
    place = 0
    while place < len(text):
        length = _ligature_at(text, place, longest_ligature)
        part = text[place : place + length]
        if length > 1:
            parts.append(f"(?:{_pattern(part, length - 1)}|{_class(known.ligatures[part])})")
        elif part == " ":
            parts.append(f"{_class(known.letters[' '])}{_class(known.letters[' '] + known.unseen)}*")
        else:
            parts.append(_class(known.letters.get(part, part)))
        place += length
    return between.join(parts)


def _ligature_at(text: str, place: int, longest: int) -> int:
    lengths = range(min(longest, len(text) - place), 1, -1)
    return next((n for n in lengths if text[place : place + n] in _spellings().ligatures), 1)


@lru_cache(maxsize=1)
def _spellings() -> _Spellings:
    letters: dict[str, list[str]] = defaultdict(list)
    ligatures: dict[str, list[str]] = defaultdict(list)
    unseen: list[str] = []
    for sign in (chr(code) for codes in _SIGNS for code in codes):
        folded = (
            normal_form(f"{_NEIGHBOUR}{sign}{_NEIGHBOUR}").removeprefix(_NEIGHBOUR).removesuffix(_NEIGHBOUR)
        )
        if not folded:
            unseen.append(sign)
        elif len(folded) == 1:
            letters[folded].append(sign)
        else:
            ligatures[folded].append(sign)
    # Signs of the keyboard that no alphabet has.
    letters[" "] += ["\t", "\n", "\r", "\v", "\f"]
    return _Spellings(
        {letter: "".join(signs) for letter, signs in letters.items()},
        {part: "".join(signs) for part, signs in ligatures.items()},
        "".join(unseen),
    )


def _class(signs: Iterable[str]) -> str:
    """The signs as a class of a regular expression, runs of them as ranges."""
    runs: list[list[int]] = []
    for code in sorted(map(ord, signs)):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    ranges = (rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in runs)
    return f"[{''.join(ranges)}]"
