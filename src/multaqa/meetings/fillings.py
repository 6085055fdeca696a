"""Agenda items that fill themselves. What fills them is known to the rooms above, which register it here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from multaqa.meetings.models import Item, Meeting


@dataclass(frozen=True)
class Line:
    """One line of a filled item: a text with its address, and how it stands in words."""

    text: str
    address: str
    state: str
    is_late: bool = False


Filler = Callable[[Any, Meeting], Sequence[Line]]
_FILLERS: dict[str, Filler] = {}


def fills(filling: Item.Filling) -> Callable[[Filler], Filler]:
    """Register what fills the items of a kind: a function of reader and meeting."""

    def register(filler: Filler) -> Filler:
        _FILLERS[filling.value] = filler
        return filler

    return register


def filled(actor: Any, meeting: Meeting, fillings: set[str]) -> dict[str, Sequence[Line]]:
    """The lines of every filling that the agenda uses."""
    return {name: _FILLERS[name](actor, meeting) for name in fillings if name in _FILLERS}
