"""A framework's method in words, as the notes of a statistical yearbook would put it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from multaqa.composite.framework import Band, Framework, Node
from multaqa.composite.method_words import MethodWords
from multaqa.composite.methods import Denominator, Imputation, Normalisation, Treatment, Weighting
from multaqa.composite.phrases import WHOLE_NUMBERS
from multaqa.composite.wording import capitalised
from multaqa.language.text import in_language

Rule = TypeVar("Rule")


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
        "weights": writer.weights(),
        "denominate": writer.denominators(),
        "impute": writer.imputations(),
        "screen": writer.screening(),
        "treat": writer.treatments(),
        "normalise": writer.normalisations(),
        "aggregate": writer.aggregations(),
        "missing": writer.missing_values(),
        "rescale": writer.rescaling(),
        "round": writer.rounding(),
        "rank": writer.ranking(),
        "bands": writer.bands(),
        "uncertainty": writer.uncertainty(),
        "inferred": writer.inferred(),
        "breaks": writer.breaks(),
    }
    texts = {topic: " ".join(sentences) for topic, sentences in parts.items()}
    return [Paragraph(topic, writer.say(f"heading:{topic}"), text) for topic, text in texts.items() if text]


class _Writer(MethodWords):
    def __init__(self, framework: Framework, language: str) -> None:
        super().__init__(framework, language)
        self.pillars = [node for node in framework.nodes if node.children is not None]

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
            names = [self.name(child) for child in children]
            total = sum(child.weight for child in children)
            if len(children) == 1:
                yield self.say("structure:one", name=self.name(node), parts=self.list(names))
                continue
            kind = "pillars" if any(child.children for child in children) else "indicators"
            words = {"name": self.name(node), "count": self.count(len(children), kind)}
            weighting = self.framework.weighting_of(node).kind
            if weighting not in ("given", "equal"):
                yield self.say("structure:plain", **words, parts=self.list(names))
                continue
            if weighting == "equal" or len({child.weight for child in children}) == 1:
                yield self.say("structure:equal", **words, parts=self.list(names))
                continue
            shares = [self.percent(child.weight / total) for child in children]
            parts = [
                self.say("part:weighted", name=name, share=share)
                for name, share in zip(names, shares, strict=True)
            ]
            yield self.say("structure:weighted", **words, parts=self.list(parts))

    def weights(self) -> Iterator[str]:
        """Weights from data or judgement; those that are given are told with the structure."""

        def sentence(method: Weighting) -> str:
            return "" if method.kind in ("given", "equal") else self.weighting(method)

        several = [node for node in self.pillars if len(node.children or ()) > 1]
        return self._by_rule(several, self.framework.weighting_of, sentence)

    def denominators(self) -> Iterator[str]:
        def sentence(method: Denominator | None) -> str:
            return "" if method is None else self.denominator(method)

        return self._by_rule(self.framework.indicators, lambda node: node.denominator, sentence)

    def imputations(self) -> Iterator[str]:
        def chain(node: Node) -> tuple[Imputation, ...]:
            return node.impute or self.framework.method.impute

        def sentence(methods: tuple[Imputation, ...]) -> str:
            return "" if all(method.kind == "none" for method in methods) else self.imputation(methods)

        return self._by_rule(self.framework.indicators, chain, sentence)

    def screening(self) -> Iterator[str]:
        screening = self.framework.method.screen
        if screening is None:
            return
        on = self.say(f"screen:{screening.on}")
        for key, share in (("data", screening.data), ("nonzero", screening.nonzero)):
            if share is not None:
                yield self.say(f"screen:{key}", share=self.percent(share), on=on)
        for key, units in (("keep", screening.keep), ("remove", screening.remove)):
            if units:
                yield self.say(f"screen:{key}", names=self.list(list(units)))

    def treatments(self) -> Iterator[str]:
        def sentence(method: Treatment | None) -> str:
            return "" if method is None else self.treatment(method)

        return self._by_rule(self.framework.indicators, self.framework.treatment_of, sentence)

    def normalisations(self) -> Iterator[str]:
        nodes = self.framework.indicators
        yield from self._by_rule(nodes, self.framework.normalisation_of, self.normalisation)
        for names, method in self._own("normalise"):
            sentence = self.normalisation(method, "score")
            yield self.say("normalise:pillars", names=names, sentence=sentence)
        negative = [self.name(node) for node in self.framework.nodes if node.direction == "negative"]
        if negative:
            yield self.say("direction:negative", names=self.list(negative))

    def rescaling(self) -> Iterator[str]:
        for names, method in self._own("rescale"):
            yield self.say("rescale", names=names, sentence=self.normalisation(method, "score"))

    def _own(self, key: Literal["normalise", "rescale"]) -> Iterator[tuple[str, Normalisation]]:
        """Normalisations that nodes carry for their scores, each with the names of its nodes."""
        nodes = self.pillars if key == "normalise" else self.framework.nodes
        stated = [(node, getattr(node, key)) for node in nodes]
        groups = _grouped((node, method) for node, method in stated if method and method.kind != "none")
        for method, members in groups:
            yield self.list([self.name(node) for node in members]), method

    def aggregations(self) -> Iterator[str]:
        return self._by_rule(self.pillars, self.framework.aggregation_of, self.aggregation)

    def missing_values(self) -> Iterator[str]:
        yield from self._by_rule(self.pillars, self.framework.missing_of, self.missing)
        yield self.say("missing:absent")

    def uncertainty(self) -> Iterator[str]:
        assumed = self.framework.uncertainty
        if assumed is None:
            return
        yield self.say("uncertainty", draws=self.count(assumed.draws, "draws"))
        if assumed.weights is not None:
            yield self.weight_noise(assumed.weights)
        if assumed.data is not None:
            yield self.data_noise(assumed.data)
        if assumed.imputation:
            yield self.say("uncertainty:imputation")
        treatments = [method if isinstance(method, Treatment) else None for method in assumed.treat]
        alternatives = {
            "impute": [self.imputation(chain) for chain in assumed.impute],
            "treat": [self.treatment(method) for method in treatments],
            "normalise": [self.normalisation(method) for method in assumed.normalise],
            "weighting": [self.weighting(method) for method in assumed.weighting],
            "missing": [self.missing(rule) for rule in assumed.missing],
            "aggregate": [self.aggregation(method) for method in assumed.aggregate],
        }
        for step, sentences in alternatives.items():
            if sentences:
                numbered = [f"({place}) {one.removesuffix('.')}" for place, one in enumerate(sentences, 1)]
                parts = self.say("uncertainty:between").join(numbered)
                yield self.say(f"uncertainty:{step}", parts=parts)

    def rounding(self) -> Iterator[str]:
        nodes = self.framework.nodes
        yield from self._by_rule(nodes, lambda node: self.framework.round_of(node).decimals, self._rounding)
        rounded = [node for node in nodes if self.framework.round_of(node).decimals is not None]
        carried = [node for node in rounded if self.framework.round_of(node).at == "every_level"]
        if not rounded:
            return
        yield self.say("round:halves")
        if carried and len(carried) < len(rounded):
            yield self.say("round:some_levels", names=self.list([self.name(node) for node in carried]))
        else:
            yield self.say("round:every_level" if carried else "round:publication")

    def _rounding(self, decimals: int | None) -> str:
        if decimals is None:
            return self.say("round:all")
        return self.say("round:decimals", decimals=self._decimals(decimals))

    def _decimals(self, decimals: int) -> str:
        return self._pick(WHOLE_NUMBERS) if decimals == 0 else self.count(decimals, "decimals")

    def ranking(self) -> Iterator[str]:
        ranking = self.framework.method.rank
        if ranking.decimals is None:
            yield self.say(f"rank:{ranking.on}")
        else:
            yield self.say("rank:rounded", decimals=self._decimals(ranking.decimals))
        yield self.say(f"ties:{ranking.ties}")

    def bands(self) -> Iterator[str]:
        bands = self.framework.bands
        if not bands:
            return
        parts = [self._band(band, bands[place - 1] if place else None) for place, band in enumerate(bands)]
        yield self.say("bands", count=self.count(len(bands), "bands"), parts=self.list(parts))
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
        return self.say(f"band:{kind}", name=name, value=self.number(value))

    def inferred(self) -> Iterator[str]:
        parts = [
            self.say(f"key:{key}", name=self.name(node))
            for node in self.framework.nodes
            for key in node.inferred
        ]
        if parts:
            yield self.say("inferred", parts=self.list(parts))
        if self.framework.inferred is not None:
            yield in_language(self.framework.inferred, self.language)

    def breaks(self) -> Iterator[str]:
        return (in_language(known.note, self.language) for known in self.framework.breaks)

    def _by_rule(
        self, nodes: Sequence[Node], rule_of: Callable[[Node], Rule], sentence: Callable[[Rule], str]
    ) -> Iterator[str]:
        """Each rule with the nodes it holds for; alone where it holds for all. Some rules go without saying."""
        groups = _grouped((node, rule_of(node)) for node in nodes)
        for rule, members in groups:
            told = sentence(rule)
            if told and len(groups) > 1:
                names = self.list([self.name(node) for node in members])
                told = self.say("scope", names=names, sentence=told)
            if told:
                # Arabic has no capitals, and an id that begins its sentence keeps its letters.
                yield told if self.language == "ar" else capitalised(told)


def _grouped(pairs: Iterable[tuple[Node, Rule]]) -> list[tuple[Rule, list[Node]]]:
    """Nodes by the rule that they share, in the order in which rules are met; rules need not be hashable."""
    groups: list[tuple[Rule, list[Node]]] = []
    for node, rule in pairs:
        members = next((members for known, members in groups if known == rule), None)
        if members is None:
            groups.append((rule, [node]))
        else:
            members.append(node)
    return groups
