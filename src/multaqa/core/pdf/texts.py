"""Texts made ready for the page: without signs that cannot be printed, with mixed scripts kept in their order.

A text that runs against the direction of its page is enclosed in Unicode's directional isolates (Unicode Standard
Annex 9), so that a symbol such as ``WGOIG/2014/3``, an e-mail address or a time such as ``15:00–17:00`` is read in its
own order and leaves its neighbours in theirs. A zero width space marks where a long word may go on in the next line.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

BREAK: Final = "\u200b"
LEFT_TO_RIGHT, RIGHT_TO_LEFT, END = "\u2066", "\u2067", "\u2069"
LONGEST_STRETCH: Final = 24
"""Letters of a word without a break. Few words of any language are longer; a column can be as narrow as that."""

_ISOLATED = re.compile("([\u2066-\u2068][^\u2066-\u2069]*\u2069)")
_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_LINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

_RTL = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_LATIN = r"A-Za-z\u00c0-\u02af\u0370-\u052f\u1e00-\u1fff"
_SIGN = rf"[^\s{_RTL}()\[\]<>«»“”\"\u2066-\u2069]"
_NUMBER = r"[+\-−]?[0-9](?:[0-9.,:/]*[0-9])?%?"
_WORD = rf"(?=[0-9+@#._-]*[{_LATIN}])[{_LATIN}0-9+@#._-](?:{_SIGN}*[{_LATIN}0-9/+#%])?"
_INNER = rf"(?:{_WORD}|{_NUMBER})(?:[.,;:]?[ \u00a0](?:[&–-] )?(?:{_WORD}|{_NUMBER}))*"
_LATIN_RUN = rf"{_WORD}(?:[.,;:]?[ \u00a0](?:[&–-] )?(?:{_WORD}|{_NUMBER}|\({_INNER}\)))*"
_PHONE = r"\+[0-9][0-9 ()\u00a0-]*[0-9]"
_RANGE = rf"{_NUMBER}(?: ?[–—-] ?{_NUMBER})*"
_IN_RTL = re.compile(rf"{_PHONE}|{_LATIN_RUN}|{_RANGE}")
_IN_LTR = re.compile(rf"[{_RTL}]+(?:[ \u00a0-]+(?:[{_RTL}]+|[0-9]+[،؛]?|\([{_RTL} ]+\)))*")

_LONG_WORD = re.compile(rf"[^\s{BREAK}]{{{LONGEST_STRETCH + 1},}}")
_SEAM = re.compile(r"(?<=[@._/\\=&?,;:-])(?=\w)")
_STRETCH = re.compile(rf"[^{BREAK}]{{{LONGEST_STRETCH + 1},}}")


def prepare(text: str, *, rtl: bool) -> str:
    """The text as it goes to the page of that direction."""
    lines = _LONG_WORD.sub(_with_breaks, clean(text)).split("\n")
    return "\n".join(_isolate(line, rtl=rtl) for line in lines)


def clean(text: str) -> str:
    """The text in normal form C with one kind of line break, without control characters and halves of surrogates."""
    text = _LINES.sub("\n", unicodedata.normalize("NFC", str(text))).replace("\t", " ")
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))


def plain(text: str) -> str:
    """The text in one line and without any signs of direction, for the title that a reader's window shows."""
    return " ".join(clean(text).translate(_TURNING).split())


def shorten(text: str, longest: int) -> str:
    """The text in one line of so many signs at most; what is left out is an ellipsis."""
    line = " ".join(clean(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _isolate(line: str, *, rtl: bool) -> str:
    """The line with isolates around what runs against it; isolates that it brings stay, other turning signs go."""
    parts = _ISOLATED.split(line)
    directions = {unicodedata.bidirectional(sign) for sign in line}
    runs, mark, is_other = (
        (_IN_RTL, LEFT_TO_RIGHT, "L" in directions and not directions & {"R", "AL"})
        if rtl
        else (_IN_LTR, RIGHT_TO_LEFT, "L" not in directions and bool(directions & {"R", "AL"}))
    )
    own = [part.translate(_TURNING) for part in parts[::2]]
    if is_other:
        parts[::2] = own
        return f"{mark}{''.join(parts)}{END}"
    parts[::2] = [runs.sub(lambda run: f"{mark}{run[0]}{END}", part) for part in own]
    return "".join(parts)


def _with_breaks(word: re.Match[str]) -> str:
    """A long word that may break at its seams, and where a part has none, anywhere at even distances."""
    return _STRETCH.sub(lambda part: _chunks(part[0]), _SEAM.sub(BREAK, word[0]))


def _chunks(stretch: str) -> str:
    half = LONGEST_STRETCH // 2
    return BREAK.join(stretch[start : start + half] for start in range(0, len(stretch), half))
