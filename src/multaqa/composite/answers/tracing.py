"""From an indicator's value back to the answers behind it, with what was said in their support."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from multaqa.composite.answers.evaluation import Evaluated
from multaqa.composite.answers.plan import Gate, Step
from multaqa.composite.answers.questionnaire import Question
from multaqa.composite.cells import is_empty, number_or_none
from multaqa.composite.problems import DataError, Problem
from multaqa.composite.status import Status


@dataclass(frozen=True)
class AnswerTrace:
    """One answer to one question; where nobody answered, ``answer`` and ``row`` are None.

    ``mark`` is what this answer earns by itself, ``points`` what the question counts with for this item and channel
    after reviewers and gate (None where missing, and ``missing`` says why in a word of `Status`). ``gated``: it was
    not asked. ``evidence``: links or other words, as given.
    """

    question: str
    ask: Mapping[str, str]
    item: str | None
    channel: str | None
    reviewer: str
    answer: str | None
    mark: float | None
    points: float | None
    missing: str | None
    gated: bool
    justification: str
    evidence: tuple[str, ...]
    row: int | None


@dataclass(frozen=True)
class ItemTrace:
    """An item's value of the indicator; ``counted`` where it is one of those that are combined."""

    item: str
    name: Mapping[str, str]
    value: float | None
    missing: str | None
    counted: bool
    weight: float | None


@dataclass(frozen=True)
class AnswersTrace:
    """What the value of ``indicator`` was made of: its formula, the items' values, and every answer used.

    ``uses`` are the indicators that its formulas name. Answers about items that do not count are left out.
    """

    indicator: str
    unit: str
    time: str
    value: float | None
    missing: str | None
    formula: str
    where: str | None
    over: str | None
    channels: str | None
    combine: str | None
    uses: tuple[str, ...]
    items: tuple[ItemTrace, ...]
    answers: tuple[AnswerTrace, ...]


def trace(evaluated: Evaluated, unit: str, time: str, indicator: str) -> AnswersTrace:
    """The answers behind one value. Raises DataError: `unknown-unit`, `unknown-time`, `unknown-node`."""
    t = _position(evaluated.times, time, "unknown-time")
    u = _position(evaluated.units, unit, "unknown-unit")
    n = _position(evaluated.indicators, indicator, "unknown-node")
    tracer = _Tracer(evaluated, t, u)
    step = tracer.steps[indicator]
    over = step.indicator.over
    items = tuple(tracer.items(indicator))
    counted = None if over is None else {entry.item for entry in items if entry.counted}
    return AnswersTrace(
        indicator=indicator,
        unit=unit,
        time=time,
        value=number_or_none(evaluated.values[t, u, n]),
        missing=_missing(evaluated.status[t, u, n]),
        formula=step.formula.text,
        where=step.where.text if step.where else None,
        over=over,
        channels=(step.indicator.channels or "mean") if step.domain.channels else None,
        combine=None if over is None else step.indicator.combine or "mean",
        uses=tuple(name for name in step.names if name in tracer.steps),
        items=items,
        answers=tuple(
            answer
            for question in tracer.questions(step)
            for answer in tracer.answers(question)
            if question.over is None or question.over != over or counted is None or answer.item in counted
        ),
    )


class _Tracer:
    def __init__(self, evaluated: Evaluated, t: int, u: int) -> None:
        self.evaluated = evaluated
        self.t, self.u = t, u
        self.steps = {step.indicator.id: step for level in evaluated.plan.steps for step in level}
        self.gates = {gate.question.id: gate for level in evaluated.plan.gates for gate in level}
        rows = evaluated.answers.rows
        self.own = np.flatnonzero((rows.time == t) & (rows.unit == u))

    def questions(self, step: Step) -> Iterator[Question]:
        """Every question that the indicator rests on, through other indicators and gates too, in their order."""
        used: set[str] = set()
        waiting: list[Step | Gate] = [step]
        while waiting:
            part = waiting.pop()
            for name in part.names if isinstance(part, Step) else part.formula.names:
                if name not in used:
                    used.add(name)
                    waiting += [table[name] for table in (self.steps, self.gates) if name in table]
        return (question for question in self.evaluated.questionnaire.questions if question.id in used)

    def items(self, indicator: str) -> Iterator[ItemTrace]:
        by = self.evaluated.items.get(indicator)
        if by is None:
            return
        over = self.steps[indicator].indicator.over
        for place, item in enumerate(self.evaluated.questionnaire.items(over)):
            here = (self.t, self.u, place)
            yield ItemTrace(
                item=item.id,
                name=item.name or {},
                value=number_or_none(by.values[here]),
                missing=_missing(by.status[here]),
                counted=bool(by.counted[here]),
                weight=number_or_none(by.weights[here]),
            )

    def answers(self, question: Question) -> Iterator[AnswerTrace]:
        """By item and channel: the answers in the order of the file, or that there is none."""
        rows = self.evaluated.answers.rows
        questions = self.evaluated.questionnaire.questions
        place = next(place for place, other in enumerate(questions) if other.id == question.id)
        own = self.own[rows.question[self.own] == place]
        by_cell: dict[tuple[int, int], list[int]] = {}
        for row in own.tolist():
            by_cell.setdefault((int(rows.item[row]), int(rows.channel[row])), []).append(row)
        shape = self.evaluated.asked[question.id].values.shape[2:]
        for cell in np.ndindex(*shape):
            for row in by_cell.get((cell[0], cell[1]), [None]):
                yield self._answer(question, cell[0], cell[1], row)

    def _answer(self, question: Question, item: int, channel: int, row: int | None) -> AnswerTrace:
        asked = self.evaluated.asked[question.id]
        items = self.evaluated.questionnaire.items(question.over)
        rows = self.evaluated.answers.rows
        here = (self.t, self.u, item, channel)
        answer = None if row is None or is_empty(rows.answer[row]) else str(rows.answer[row]).strip()
        return AnswerTrace(
            question=question.id,
            ask=question.ask or {},
            item=items[item].id if items else None,
            channel=question.channels[channel] if question.channels else None,
            reviewer="" if row is None else rows.reviewer[row],
            answer=answer,
            mark=None if row is None else number_or_none(rows.mark[row]),
            points=number_or_none(asked.values[here]),
            missing=_missing(asked.status[here]),
            gated=not bool(asked.open[here]),
            justification="" if row is None else rows.justification[row],
            evidence=() if row is None else rows.evidence[row],
            row=None if row is None else rows.number[row],
        )


def _position(known: tuple[str, ...], wanted: str, code: str) -> int:
    if wanted not in known:
        raise DataError([Problem(code, params={"value": wanted, "known": ", ".join(known)})])
    return known.index(wanted)


def _missing(code: np.int8) -> str | None:
    status = Status(int(code))
    return None if status is Status.observed else status.word
