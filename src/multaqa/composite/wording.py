"""What any description of a framework needs: phrases, names, lists, counts and numbers in one language."""

from __future__ import annotations

from typing import TypeVar

from multaqa.composite.framework import Framework, Node
from multaqa.composite.method_phrases import METHOD_PHRASES
from multaqa.composite.nouns import counted_in_words
from multaqa.composite.phrases import PHRASES
from multaqa.language.lists import join_list
from multaqa.language.numbers import format_number, format_percent
from multaqa.language.text import in_language

Words = TypeVar("Words")


class Wording:
    """Words about one framework in one language, ``en`` or ``ar``."""

    def __init__(self, framework: Framework, language: str) -> None:
        self.framework = framework
        self.language = language
        kind = "countries" if framework.units == "countries" else "other"
        words = ("units", "unit", "unit_alone", "the_unit", "of_the_unit")
        self._units = {word: self._pick(PHRASES[f"{word}:{kind}"]) for word in words}
        self._units["Unit"] = capitalised(self._units["unit"])

    def say(self, key: str, **words: str) -> str:
        """A phrase with its words filled in; what is scored is always at hand."""
        phrase = METHOD_PHRASES[key] if key in METHOD_PHRASES else PHRASES[key]
        return self._pick(phrase).format_map({**self._units, **words})

    def name(self, node: Node) -> str:
        """An unnamed root goes by the name of the index, any other unnamed node by its id."""
        fallback = self.framework.name if node is self.framework.tree else {}
        return in_language(node.name or fallback, self.language) or node.id

    def names(self, ids: tuple[str, ...]) -> str:
        """The nodes with these ids, as one enumeration; an id that the tree lacks stands for itself."""
        known = {node.id: self.name(node) for node in self.framework.nodes}
        return self.list([known.get(one, one) for one in ids])

    def list(self, items: list[str]) -> str:
        """An enumeration: `A, B and C`."""
        return join_list(items, self.language)

    def count(self, number: int, noun: str) -> str:
        """A counted noun of `NOUNS`: `three indicators`."""
        return counted_in_words(number, noun, self.language)

    def percent(self, share: float) -> str:
        """A share with one decimal where it needs one: 40%, 33.3%."""
        decimals = 0 if abs(share * 100 - round(share * 100)) < 1e-9 else 1
        return format_percent(share, decimals, self.language)

    def number(self, value: float) -> str:
        """A number with as many decimals as it needs."""
        decimals = len(f"{value:.10f}".rstrip("0").partition(".")[2])
        return format_number(value, decimals, self.language)

    def _pick(self, pair: tuple[Words, Words]) -> Words:
        return pair[1] if self.language == "ar" else pair[0]


def capitalised(sentence: str) -> str:
    """The sentence with a capital first letter, the others as they are."""
    return sentence[:1].upper() + sentence[1:]
