"""The names of uploads: cleaned, or refused."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from multaqa.core.uploads import limits
from multaqa.core.uploads.errors import UnknownKind, UnsafeName
from multaqa.core.uploads.kinds import ALIASES, KINDS, Kind

_DISGUISES: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_JOINERS: Final = "\u200c\u200d"
"""Invisible, but part of how words are written."""


def named(sent: str) -> tuple[str, Kind]:
    """The name as readers get it, and the kind that its last suffix says.

    Refused: control characters, and those that turn the direction of what follows (they can show `fdp.exe` as
    `exe.pdf`). Dropped: folders before the name, dots and spaces around it, all other invisible characters. Cut to 150
    characters, the suffix kept. The suffix is written small; `.jpeg` becomes `.jpg`; of several the last counts.
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    if _DISGUISES.search(name):
        raise UnsafeName(_DISGUISES.sub("\ufffd", name))
    name = "".join(sign for sign in name if sign in _JOINERS or unicodedata.category(sign) != "Cf")
    name = " ".join(name.split()).strip(". " + _JOINERS)
    if not name:
        raise UnsafeName(sent)
    stem, dot, suffix = name.rpartition(".")
    suffix = suffix.casefold()
    kind = KINDS.get(ALIASES.get(suffix, suffix))
    stem = stem.rstrip(". ")
    if not stem or not dot or kind is None:
        raise UnknownKind(name)
    room = limits.NAME_LIMIT_CHARACTERS - len(kind.suffix) - 1
    return f"{stem[:room].rstrip('. ' + _JOINERS)}.{kind.suffix}", kind
