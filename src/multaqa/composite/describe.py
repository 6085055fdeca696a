"""A framework's method in words, as the notes of a statistical yearbook would put it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from multaqa.composite.framework import Band, Framework, Node
from multaqa.composite.methods import DropBelow, Goalposts, MinMax, Missing, Normalisation
from multaqa.composite.phrases import COUNTED, MASCULINE_NOUNS, NUMBER_WORDS, PHRASES, WHOLE_NUMBERS
from multaqa.language.lists import join_list
from multaqa.language.numbers import format_number, format_percent
from multaqa.language.plurals import counted
from multaqa.language.text import in_language

Rule = TypeVar("Rule")
Words = TypeVar("Words")


@dataclass(frozen=True)
class Paragraph:
    """One part of the method: a stable ``topic``, its heading and its sentences."""

    topic: str
    heading: str
    text: str


def describe(framework: Framework, language: str) -> list[Paragraph]:
    """The method in Arabic, or in English for any other language; topics without content are left out."""
    writer = _Writer(framework, "ar" if language.partition("-")[0] == "ar" else "en")
    parts: dict[str, Iterable[str]] = {
        "subject": writer.subject(),
        "structure": writer.structure(),
        "normalise": writer.normalisation(),
        "aggregate": writer.aggregation(),
        "missing": writer.missing(),
        "round": writer.rounding(),
        "rank": writer.ranking(),
        "bands": writer.bands(),
        "inferred": writer.inferred(),
        "breaks": writer.breaks(),
    }
    texts = {topic: " ".join(sentences) for topic, sentences in parts.items()}
    return [Paragraph(topic, writer.say(f"heading:{topic}"), text) for topic, text in texts.items() if text]


class _Writer:
    def __init__(self, framework: Framework, language: str) -> None:
        self.framework = framework
        self.language = language
        self.pillars = [node for node in framework.nodes if node.children is not None]

    def say(self, key: str, **words: str) -> str:
        return self._pick(PHRASES[key]).format_map(words)

    def subject(self) -> Iterator[str]:
        framework, publisher = self.framework, self.framework.publisher
        words = {"name": in_language(framework.name, self.language), "edition": framework.edition}
        if publisher is None:
            yield self.say("subject", **words)
        else:
            yield self.say("subject:published", **words, publisher=in_language(publisher.name, self.language))
        if framework.description is not None:
            yield in_language(framework.description, self.language)

    def structure(self) -> Iterator[str]:
        for node in self.pillars:
            children = node.children or ()
            names = [self._name(child) for child in children]
            total = sum(child.weight for child in children)
            if len(children) == 1:
                yield self.say("structure:one", name=self._name(node), parts=self._list(names))
                continue
            kind = "pillars" if any(child.children for child in children) else "indicators"
            words = {"name": self._name(node), "count": self._count(len(children), kind)}
            if len({child.weight for child in children}) == 1:
                yield self.say("structure:equal", **words, parts=self._list(names))
                continue
            shares = [self._percent(child.weight / total) for child in children]
            parts = [
                self.say("part:weighted", name=name, share=share)
                for name, share in zip(names, shares, strict=True)
            ]
            yield self.say("structure:weighted", **words, parts=self._list(parts))

    def normalisation(self) -> Iterator[str]:
        nodes = self.framework.indicators
        yield from self._by_rule(nodes, self.framework.normalisation_of, self._normalisation)
        negative = [self._name(node) for node in nodes if node.direction == "negative"]
        if negative:
            yield self.say("direction:negative", names=self._list(negative))

    def _normalisation(self, method: Normalisation) -> str:
        words = {"units": self._unit_word("units")}
        if isinstance(method, MinMax | Goalposts):
            words |= {"start": self._number(method.range[0]), "end": self._number(method.range[1])}
        if isinstance(method, Goalposts):
            words |= {"low": self._number(method.low), "high": self._number(method.high)}
        return self.say(f"normalise:{method.kind}", **words)

    def aggregation(self) -> Iterator[str]:
        method = self.framework.method
        yield from self._by_rule(
            self.pillars,
            lambda node: node.aggregate or method.aggregate,
            lambda rule: self.say(f"aggregate:{rule}"),
        )

    def missing(self) -> Iterator[str]:
        method = self.framework.method
        yield from self._by_rule(self.pillars, lambda node: node.missing or method.missing, self._missing)
        unit = self._unit_word("unit")
        yield self.say("missing:absent", unit=unit, Unit=unit.capitalize())

    def _missing(self, rule: Missing) -> str:
        if isinstance(rule, DropBelow):
            return self.say("missing:drop_below", share=self._percent(rule.drop_below))
        return self.say(f"missing:{rule}")

    def rounding(self) -> Iterator[str]:
        nodes = self.framework.nodes
        yield from self._by_rule(nodes, lambda node: self.framework.round_of(node).decimals, self._rounding)
        rounded = [node for node in nodes if self.framework.round_of(node).decimals is not None]
        carried = [node for node in rounded if self.framework.round_of(node).at == "every_level"]
        if not rounded:
            return
        yield self.say("round:halves")
        if carried and len(carried) < len(rounded):
            yield self.say("round:some_levels", names=self._list([self._name(node) for node in carried]))
        else:
            yield self.say("round:every_level" if carried else "round:publication")

    def _rounding(self, decimals: int | None) -> str:
        if decimals is None:
            return self.say("round:all")
        shown = self._pick(WHOLE_NUMBERS) if decimals == 0 else self._count(decimals, "decimals")
        return self.say("round:decimals", decimals=shown)

    def ranking(self) -> Iterator[str]:
        ranking = self.framework.method.rank
        yield self.say(f"rank:{ranking.on}")
        yield self.say(f"ties:{ranking.ties}")

    def bands(self) -> Iterator[str]:
        bands = self.framework.bands
        if not bands:
            return
        parts = [self._band(band, bands[place - 1] if place else None) for place, band in enumerate(bands)]
        yield self.say("bands", count=self._count(len(bands), "bands"), parts=self._list(parts))
        if all(band.above is not None for band in bands if band.start is not None):
            yield self.say("bands:to-lower")
        elif all(band.from_ is not None for band in bands if band.start is not None):
            yield self.say("bands:to-upper")

    def _band(self, band: Band, higher: Band | None) -> str:
        name = in_language(band.name or {}, self.language) or band.id
        if band.start is not None:
            kind, value = ("above" if band.above is not None else "from"), band.start
        elif higher is not None and higher.start is not None:
            kind, value = ("to" if higher.above is not None else "below"), higher.start
        else:
            return self.say("band:all", name=name)
        return self.say(f"band:{kind}", name=name, value=self._number(value))

    def inferred(self) -> Iterator[str]:
        parts = [
            self.say(f"key:{key}", name=self._name(node))
            for node in self.framework.nodes
            for key in node.inferred
        ]
        if parts:
            yield self.say("inferred", parts=self._list(parts))
        if self.framework.inferred is not None:
            yield in_language(self.framework.inferred, self.language)

    def breaks(self) -> Iterator[str]:
        return (in_language(known.note, self.language) for known in self.framework.breaks)

    def _by_rule(
        self, nodes: Sequence[Node], rule_of: Callable[[Node], Rule], sentence: Callable[[Rule], str]
    ) -> Iterator[str]:
        """The rule of most nodes said for all, then each other rule with the nodes it holds for."""
        groups: dict[Rule, list[Node]] = {}
        for node in nodes:
            groups.setdefault(rule_of(node), []).append(node)
        if len(groups) <= 1:
            yield from (_capitalised(sentence(rule)) for rule in groups)
            return
        for rule, members in groups.items():
            names = self._list([self._name(node) for node in members])
            yield _capitalised(self.say("scope", names=names, sentence=sentence(rule)))

    def _name(self, node: Node) -> str:
        """An unnamed root goes by the name of the index, any other unnamed node by its id."""
        fallback = self.framework.name if node is self.framework.tree else {}
        return in_language(node.name or fallback, self.language) or node.id

    def _unit_word(self, number: str) -> str:
        kind = "countries" if self.framework.units == "countries" else "other"
        return self.say(f"{number}:{kind}")

    def _list(self, items: list[str]) -> str:
        return join_list(items, self.language)

    def _count(self, number: int, noun: str) -> str:
        forms = self._pick(COUNTED[noun])
        gender = "masculine" if noun in MASCULINE_NOUNS else "feminine"
        words = NUMBER_WORDS["en" if self.language == "en" else f"ar-{gender}"]
        word = words[number] if number < len(words) else ""
        return counted(
            number, {case: form.replace("{n}", word or "{n}") for case, form in forms.items()}, self.language
        )

    def _percent(self, share: float) -> str:
        """A share with one decimal where it needs one: 40%, 33.3%."""
        decimals = 0 if abs(share * 100 - round(share * 100)) < 1e-9 else 1
        return format_percent(share, decimals, self.language)

    def _number(self, value: float) -> str:
        decimals = len(f"{value:.10f}".rstrip("0").partition(".")[2])
        return format_number(value, decimals, self.language)

    def _pick(self, pair: tuple[Words, Words]) -> Words:
        return pair[1] if self.language == "ar" else pair[0]


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
