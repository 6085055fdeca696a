"""Sentences made from figures, one voice a language: each is written in its own grammar, never translated word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from multaqa.indices.voices.arabic import Arabic
from multaqa.indices.voices.english import English
from multaqa.indices.voices.names import Named

__all__ = ["Named", "Voice", "voice"]


class Voice(Protocol):
    """What a language must be able to say of a ranking. Figures arrive printed; names in the language itself."""

    def among(self, group: str | None, count: int) -> str: ...
    def leads(self, first: Sequence[Named], next_ones: Sequence[Named], among: str, score: str) -> str: ...
    def climbed(self, names: Sequence[Named], places: int, since: str) -> str: ...
    def below(self, names: Sequence[Named], limit: str) -> str: ...
    def ranks(self, country: Named, rank: int, of: int, among: str, score: str) -> str: ...
    def moved(self, country: Named, then: int, now: int, since: str) -> str: ...
    def world(self, country: Named, rank: int, publisher: str) -> str: ...
    def from_to(self, then: int, now: int) -> str: ...
    def against_median(self, element: str, score: str, gap: str, above: bool, rank: int, of: int) -> str: ...
    def whatif(
        self, first: Sequence[Named], stays: bool, moved: int, of: int, furthest: Named | None, places: int
    ) -> str: ...
    def missing(self, element: str, reason: str) -> str: ...


_VOICES: dict[str, Voice] = {"en": English(), "ar": Arabic()}


def voice(language: str) -> Voice:
    """The voice of a language; English where a language has none yet."""
    return _VOICES.get(language, _VOICES["en"])
