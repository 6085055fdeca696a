"""Findings, names and numbers as sentences in the reader's language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from multaqa.composite.audit import Audit, Finding
from multaqa.composite.audit.findings import CODES, Severity, Topic
from multaqa.composite.framework import Framework
from multaqa.composite.methods import Assumptions, RelativeNoise
from multaqa.composite.nouns import NOUNS
from multaqa.composite.report.words import FINDINGS, INPUTS, LABELS
from multaqa.composite.uncertainty import InputSensitivity
from multaqa.language.lists import join_list
from multaqa.language.numbers import Digits, format_number, format_percent
from multaqa.language.plurals import counted
from multaqa.language.text import in_language

Words = TypeVar("Words")

SEVERITIES: tuple[Severity, ...] = ("serious", "caution", "note", "sound")
NO_FIGURE = "–"
_LONGEST_NAME_CHARACTERS = 120
_MOST_UNITS_NAMED = 12

# Marks that a stranger's name could turn the line around it with: embeddings, overrides and isolates.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_ISOLATE, _POP = "\u2068", "\u2069"


@dataclass(frozen=True)
class FindingGroup:
    """All findings of one code: the sentence, one item for each where there are several, and what follows from it."""

    code: str
    topic: Topic
    severity: Severity
    sentence: str
    items: tuple[str, ...]
    meaning: str


def group_findings(audit: Audit, writer: Writer) -> tuple[FindingGroup, ...]:
    """The findings by code, the most serious first and else in the order of the audit's topics."""
    by_code: dict[str, list[Finding]] = {}
    for found in audit.findings:
        by_code.setdefault(found.code, []).append(found)
    order = list(CODES)
    codes = sorted(by_code, key=lambda code: (SEVERITIES.index(CODES[code][1]), order.index(code)))
    return tuple(writer.group(code, by_code[code]) for code in codes)


def sensitivity_rows(inputs: Sequence[InputSensitivity], writer: Writer) -> Iterator[tuple[str, ...]]:
    """Each input with its first-order and total index and their intervals, as per cent."""
    for found in inputs:
        yield (
            writer.input(found.name),
            writer.percent(found.first),
            writer.interval(writer.percent(found.first_low), writer.percent(found.first_high)),
            writer.percent(found.total),
            writer.interval(writer.percent(found.total_low), writer.percent(found.total_high)),
        )


def unturned(text: str) -> str:
    """Text without the marks that turn the line around it."""
    return "".join(sign for sign in text if sign not in _TURNING)


class Writer:
    """Writes about one framework in Arabic, or in English for any other language.

    Where `isolate`, names stand between Unicode's isolates, so that a Latin name does not turn an Arabic sentence
    round; in a terminal or a data file they would be in the way. `unit_names` are the names of units that the data
    know by a code; `digits` those that Arabic figures are written in.
    """

    def __init__(
        self,
        framework: Framework,
        language: str,
        *,
        isolate: bool = True,
        unit_names: Mapping[str, str] | None = None,
        digits: Digits = "latn",
    ) -> None:
        self.framework = framework
        self.language = "ar" if language.partition("-")[0] == "ar" else "en"
        self.isolate = isolate
        self.unit_names = unit_names or {}
        self.digits: Digits = digits

    @property
    def is_rtl(self) -> bool:
        return self.language == "ar"

    @property
    def comma(self) -> str:
        """A comma and a space."""
        return "، " if self.is_rtl else ", "

    @property
    def subject(self) -> str:
        """What units are called, as a key of words: countries or other."""
        return "countries" if self.framework.units == "countries" else "other"

    def say(self, key: str, **words: str) -> str:
        """A label. Raises KeyError for one that there is not."""
        return self.pick(LABELS[key]).format_map(words)

    def pick(self, pair: tuple[Words, Words]) -> Words:
        """English or Arabic."""
        return pair[1] if self.language == "ar" else pair[0]

    def group(self, code: str, findings: Sequence[Finding]) -> FindingGroup:
        """The findings of one code in words."""
        words, (topic, severity) = FINDINGS[code], CODES[code]
        several = len(findings) > 1
        values = self._values(findings[0])
        noun = "countries" if words.noun == "units" and self.subject == "countries" else words.noun
        values["count"] = self.count(len(findings), noun) if several else values.get("count", "")
        sentence = self.pick(words.many if several else words.one).format_map(values)
        items = [self.pick(words.item).format_map(self._values(found)) for found in findings if several]
        return FindingGroup(code, topic, severity, sentence, tuple(items), self.pick(words.meaning))

    def name(self, node: str) -> str:
        """The name of a node; an unnamed root goes by the name of the index, any other unnamed node by its id."""
        found = self.framework.node(node)
        fallback = self.framework.name if found is self.framework.tree else {}
        return self.shown(in_language(found.name or fallback, self.language) or found.id)

    @property
    def title(self) -> str:
        """The name of the index."""
        return self.shown(in_language(self.framework.name, self.language))

    def shown(self, name: str) -> str:
        """A stranger's name, safe beside other text: nothing that turns the line or that cannot be seen, not too long."""
        clean = "".join(
            "\ufffd" if unicodedata.category(sign) in ("Cc", "Cs", "Co") else sign
            for sign in unturned(name)
            if unicodedata.category(sign) != "Cf" or sign in _JOINERS
        )
        short = clean[:_LONGEST_NAME_CHARACTERS] + ("…" if len(clean) > _LONGEST_NAME_CHARACTERS else "")
        return f"{_ISOLATE}{short}{_POP}" if self.isolate else short

    def unit(self, unit: str) -> str:
        """The name of a unit, as the data have it where it has no other."""
        return self.shown(self.unit_names.get(unit, unit))

    def units(self, units: Sequence[str]) -> str:
        """Units in one phrase, the first of them where they are many."""
        shown = [self.unit(unit) for unit in units[:_MOST_UNITS_NAMED]]
        if len(units) > _MOST_UNITS_NAMED:
            shown.append(self.say("more", count=self.number(len(units) - _MOST_UNITS_NAMED, 0)))
        return self.list(shown)

    def input(self, name: str) -> str:
        """An uncertain input."""
        return self.pick(INPUTS[name])

    def list(self, items: Sequence[str]) -> str:
        """An enumeration."""
        return join_list(items, self.language)

    def count(self, number: int, noun: str) -> str:
        """A counted noun of `NOUNS`."""
        return counted(number, self.pick(NOUNS[noun]), self.language, self.digits)

    def number(self, value: float | None, decimals: int) -> str:
        """A number, or a dash where there is none."""
        missing = value is None or not np.isfinite(value)
        return (
            NO_FIGURE
            if value is None or missing
            else format_number(value, decimals, self.language, self.digits)
        )

    def percent(self, share: float | None, decimals: int = 0) -> str:
        """A share as per cent, or a dash where there is none."""
        missing = share is None or not np.isfinite(share)
        return (
            NO_FIGURE
            if share is None or missing
            else format_percent(share, decimals, self.language, self.digits)
        )

    def rank(self, rank: float | None) -> str:
        """A rank, with a decimal only where ties share an average."""
        return self.number(rank, 0 if rank is None or float(rank).is_integer() else 1)

    def interval(self, low: str, high: str) -> str:
        """From `low` to `high`."""
        return low if low == high else self.say("range", low=low, high=high)

    def assumed(self, assumptions: Assumptions, inputs: Iterable[str]) -> str:
        """What was varied in one sentence, and whether the framework says so."""
        noise = assumptions.weights
        if self.framework.uncertainty is None and isinstance(noise, RelativeNoise):
            return self.say("assumptions:default", share=self.percent(noise.share))
        if self.framework.uncertainty is None and assumptions.data is not None:
            return self.say("assumptions:data", share=self.percent(assumptions.data.share))
        return self.say("assumptions:stated", inputs=self.list([self.input(name) for name in inputs]))

    def _values(self, found: Finding) -> dict[str, str]:
        """What the placeholders of a finding's words stand for."""
        values = {name: self._figure(name, number) for name, number in found.numbers.items()}
        names = dict(zip(("node", "second", "third"), found.nodes, strict=False))
        if found.code == "input-dominant":
            return values | {"input": self.input(found.nodes[0])}
        if found.code.startswith("pillar-") and "count" in found.numbers:
            values["dimensions"] = self.count(int(found.numbers["count"]), "dimensions")
        values |= {place: self.name(node) for place, node in names.items()}
        return values | {"units": self.units(found.units)}

    def _figure(self, name: str, number: float) -> str:
        if name in _COUNTED:
            return self.count(round(number), _COUNTED[name])
        if name in _SHARES:
            return self.percent(number)
        return self.number(number, _DECIMALS.get(name, 2))


_COUNTED: Mapping[str, str] = {"points": "values", "width": "places", "widest": "places", "largest": "places"}
_SHARES = frozenset({"share", "least", "weight", "importance", "total"})
_DECIMALS: Mapping[str, int] = {"shift": 1, "skewness": 1, "kurtosis": 1, "count": 0}
