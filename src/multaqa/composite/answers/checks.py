"""What must hold between the parts of a questionnaire: names, rosters, choices, codes, gates, formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from multaqa.composite.answers.plan import Misplaced, attribute_kinds, draw_plan
from multaqa.composite.answers.questionnaire import (
    CHANNEL,
    CHANNEL_COMBINATIONS,
    ITEM,
    Derived,
    Question,
    Questionnaire,
)
from multaqa.composite.answers.words import choice_key, codes_of
from multaqa.composite.document import Document, Path
from multaqa.composite.problems import Problem

_ONLY_WITH_OVER = ("where", "combine", "weight", "missing")


def check_questionnaire(
    questionnaire: Questionnaire, document: Document, file: str, prefix: Path = ()
) -> Iterator[Problem]:
    """Every contradiction in a questionnaire whose parts are each well formed and whose rosters have been read.

    `prefix` is the path of the questionnaire's keys in the document.
    """
    checker = _Checker(questionnaire, document, prefix)
    found = [*checker.rosters(), *checker.names(), *checker.questions(), *checker.indicators()]
    if not found:
        # Formulas over names that are not there would be reported twice.
        found = draw_plan(questionnaire)[1]
    for misplaced in found:
        line = _line(document, (*prefix, *misplaced.path))
        yield replace(misplaced.problem, file=file, line=line)


class _Checker:
    def __init__(self, questionnaire: Questionnaire, document: Document, prefix: Path) -> None:
        self.questionnaire = questionnaire
        self.document = document
        self.prefix = prefix
        self.by_id = {question.id: question for question in questionnaire.questions}

    def rosters(self) -> Iterator[Misplaced]:
        for name, roster in self.questionnaire.rosters.items():
            path: Path = ("rosters", name)
            if (roster.items is None) == (roster.from_ is None):
                yield _misplaced("roster-items-or-file", path, None, id=name)
            first: dict[str, Path] = {}
            for position, item in enumerate(roster.items or ()):
                place: Path = (*path, "items", position)
                if item.id in first:
                    line = _line(self.document, (*self.prefix, *first[item.id]))
                    yield _misplaced("duplicate-id", place, None, id=item.id, first=str(line))
                first.setdefault(item.id, place)
            yield from self._attributes(name, path)

    def _attributes(self, name: str, path: Path) -> Iterator[Misplaced]:
        kinds = attribute_kinds(self.questionnaire, name)
        reported: set[str] = set()
        for position, item in enumerate(self.questionnaire.items(name)):
            for key, value in item.attributes.items():
                if isinstance(value, str) != (kinds[key] == "text") and key not in reported:
                    reported.add(key)
                    place = (*path, "items", position, key)
                    yield _misplaced("mixed-attribute", place, None, key=key, roster=name)

    def names(self) -> Iterator[Misplaced]:
        """Whatever a formula can name has a name of its own."""
        first: dict[str, str] = {ITEM: ITEM, CHANNEL: CHANNEL}
        for name in self.questionnaire.rosters:
            for attribute in attribute_kinds(self.questionnaire, name):
                if attribute in (ITEM, CHANNEL):
                    yield _misplaced("name-taken", ("rosters", name), None, id=attribute, first=attribute)
                first.setdefault(attribute, f"rosters.{name}")
        questions = [question.id for question in self.questionnaire.questions]
        indicators = [indicator.id for indicator in self.questionnaire.indicators]
        for key, ids in (("questions", questions), ("indicators", indicators)):
            for position, name in enumerate(ids):
                if name in first:
                    yield _misplaced("name-taken", (key, position, "id"), name, id=name, first=first[name])
                first.setdefault(name, f"{key}.{name}")

    def questions(self) -> Iterator[Misplaced]:
        codes: dict[str, str] = {}
        for position, question in enumerate(self.questionnaire.questions):
            path: Path = ("questions", position)
            yield from self._over(question, path)
            yield from _answering(question, path)
            if question.when is None and question.otherwise is not None:
                yield _misplaced("otherwise-without-when", (*path, "otherwise"), question.id, id=question.id)
            for channel in question.channels or ():
                if channel in CHANNEL_COMBINATIONS:
                    yield _misplaced("channel-name-reserved", (*path, "channels"), question.id, value=channel)
            for code in dict.fromkeys(code.text for code in codes_of(self.questionnaire, question)):
                if codes.setdefault(code, question.id) != question.id:
                    words = {"value": code, "id": question.id, "other": codes[code]}
                    yield _misplaced("code-twice", (*path, "code"), question.id, **words)
                    break

    def indicators(self) -> Iterator[Misplaced]:
        for position, indicator in enumerate(self.questionnaire.indicators):
            path: Path = ("indicators", position)
            yield from self._over(indicator, path)
            if indicator.over is None:
                for key in _ONLY_WITH_OVER:
                    if getattr(indicator, key) is not None:
                        yield _misplaced(
                            "only-with-over", (*path, key), indicator.id, key=key, id=indicator.id
                        )
            if indicator.weight is not None and indicator.combine not in (None, "mean", "share"):
                words = {"combine": str(indicator.combine), "id": indicator.id}
                yield _misplaced("weight-not-used", (*path, "weight"), indicator.id, **words)
            yield from self._channel(indicator, path)

    def _over(self, entry: Question | Derived, path: Path) -> Iterator[Misplaced]:
        rosters = self.questionnaire.rosters
        if entry.over is not None and entry.over not in rosters:
            nearest = next(iter(get_close_matches(entry.over, rosters, n=1)), "")
            words = {"value": entry.over, "known": ", ".join(rosters), "suggestion": nearest}
            yield _misplaced("unknown-roster", (*path, "over"), entry.id, **words)

    def _channel(self, indicator: Derived, path: Path) -> Iterator[Misplaced]:
        """A way to combine channels needs channels; a channel by name must be one that a question has."""
        chosen = indicator.channels
        if chosen is None or chosen in CHANNEL_COMBINATIONS:
            return
        channels = {channel for question in self.by_id.values() for channel in question.channels or ()}
        if chosen not in channels:
            words = {"value": chosen, "id": indicator.id, "known": ", ".join(sorted(channels))}
            yield _misplaced("unknown-channel-choice", (*path, "channels"), indicator.id, **words)


def _answering(question: Question, path: Path) -> Iterator[Misplaced]:
    if question.choices is not None and question.range is not None:
        yield _misplaced("choices-and-range", (*path, "range"), question.id, id=question.id)
    if question.range is not None and question.range[0] >= question.range[1]:
        low, high = (f"{bound:g}" for bound in question.range)
        yield _misplaced("bounds-order", (*path, "range"), question.id, key="range", low=low, high=high)
    first: dict[float | str, str] = {}
    for text, points in (question.choices or {}).items():
        same = first.setdefault(choice_key(text), text)
        if question.choices is not None and question.choices[same] != points:
            place = (*path, "choices", text)
            yield _misplaced("choice-twice", place, question.id, value=text, other=same)


def _misplaced(code: str, path: Path, node: str | None, **params: str) -> Misplaced:
    return Misplaced(path, Problem(code, node=node, params=params))


def _line(document: Document, path: Path) -> int | None:
    """The line of the longest part of `path` that the document holds; what is a default stands higher up."""
    known = (document.lines.get(path[:length]) for length in range(len(path), -1, -1))
    return next((line for line in known if line is not None), None)
