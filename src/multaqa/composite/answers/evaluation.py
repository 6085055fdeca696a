"""Answers → values of indicators, with a reason for each that is missing and the way back to every answer.

Arrays have times, units, items and channels on axes 0 to 3; a question without a roster or channels has one of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.answers.plan import Domain, Plan, Step, attribute_kinds, plan_of
from multaqa.composite.answers.questionnaire import CHANNEL, ITEM, Questionnaire
from multaqa.composite.answers.reading import Answers
from multaqa.composite.formulas import Formula, evaluate
from multaqa.composite.ranking import half_up
from multaqa.composite.status import Status

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

ITEMS, CHANNELS = -1, -1
"""Axes that are combined away: the channels first, and then the items stand last."""


@dataclass(frozen=True)
class ItemValues:
    """An indicator's values by item, times × units × items; ``counted`` are the items for which ``where`` holds."""

    items: tuple[str, ...]
    values: Floats
    status: Codes
    counted: Flags
    weights: Floats


@dataclass(frozen=True)
class Asked:
    """A question's points after its gate, times × units × items × channels; ``open`` where it was asked."""

    values: Floats
    status: Codes
    open: Flags


@dataclass(frozen=True)
class Evaluated:
    """Values of every indicator, times × units × indicators (NaN where missing), and `Status` codes of that shape.

    ``items`` has those over a roster by item; ``asked`` every question. `multaqa.composite.answers.tracing.trace`
    leads from a value back to the answers.
    """

    questionnaire: Questionnaire
    answers: Answers
    plan: Plan
    indicators: tuple[str, ...]
    values: Floats
    status: Codes
    items: Mapping[str, ItemValues]
    asked: Mapping[str, Asked]

    @property
    def times(self) -> tuple[str, ...]:
        """The times of the answers, oldest first."""
        return self.answers.times

    @property
    def units(self) -> tuple[str, ...]:
        """The units in the order of their first answer."""
        return self.answers.units


def evaluate_answers(questionnaire: Questionnaire, answers: Answers) -> Evaluated:
    """Work out every indicator of a questionnaire whose rosters have been read.

    A unit without any answer at a time is not participating then: it has no values, whatever a formula would make
    of nothing. A missing value is *not applicable* where that is true of all that it lacks, *not reported* where
    that was stated of some of it, and *no data* otherwise. Raises FrameworkError where the questionnaire
    contradicts itself.
    """
    plan = plan_of(questionnaire)
    evaluation = _Evaluation(questionnaire, answers, plan)
    evaluation.ask()
    for steps in plan.steps:
        evaluation.take(steps)
    return evaluation.result()


@dataclass(frozen=True)
class _Cube:
    """Values with what they are given for, times × units × items × channels."""

    values: Floats
    status: Codes
    domain: Domain


class _Evaluation:
    def __init__(self, questionnaire: Questionnaire, answers: Answers, plan: Plan) -> None:
        self.questionnaire = questionnaire
        self.answers = answers
        self.plan = plan
        self.absent = ~answers.took_part
        self.cubes: dict[str, _Cube] = {}
        self.combined: dict[str, _Cube] = {}
        self.items: dict[str, ItemValues] = {}
        self.asked: dict[str, Asked] = {}

    def ask(self) -> None:
        """Questions without a gate first, then level by level those whose gates can be told."""
        gated = {gate.question.id for level in self.plan.gates for gate in level}
        for question in self.questionnaire.questions:
            if question.id not in gated:
                self._settle(question.id, np.ones_like(self.answers.points[question.id], dtype=bool))
        for level in self.plan.gates:
            for domain, gates in _by_domain(level):
                found = self._evaluate({gate.question.id: gate.formula for gate in gates}, domain)
                for gate in gates:
                    # NULL is no yes: a gate that cannot be told stays shut.
                    self._settle(gate.question.id, found[gate.question.id] == 1.0)

    def _settle(self, question: str, is_open: Flags) -> None:
        """A question's points: as answered where its gate is open, as the document says elsewhere."""
        entry = next(entry for entry in self.questionnaire.questions if entry.id == question)
        values, status = self.answers.points[question], self.answers.status[question]
        unanswered = (status == Status.no_data) | (status == Status.not_reported)
        if entry.unanswered is not None:
            values = np.where(unanswered, entry.unanswered, values)
        values = np.where(is_open, values, np.nan if entry.otherwise is None else entry.otherwise)
        status = np.where(is_open, status, Status.not_applicable)
        status = np.where(np.isnan(values), status, Status.observed).astype(np.int8)
        values, status = self._without_absent(values, status)
        self.asked[question] = Asked(values, status, is_open)
        self.cubes[question] = _Cube(values, status, Domain(entry.over, entry.channels or ()))

    def take(self, steps: Iterable[Step]) -> None:
        """Indicators that do not name each other."""
        for domain, members in _by_domain(steps):
            formulas: dict[str, Formula] = {}
            for place, step in enumerate(members):
                formulas[f"{place} formula"] = step.formula
                if step.where is not None:
                    formulas[f"{place} where"] = step.where
            found = self._evaluate(formulas, domain)
            alone = Domain(domain.roster)
            weights = self._evaluate(
                {str(place): step.weight for place, step in enumerate(members) if step.weight}, alone
            )
            for place, step in enumerate(members):
                values = found[f"{place} formula"]
                where = found.get(f"{place} where")
                counted = np.ones(values.shape, dtype=bool) if where is None else where == 1.0
                weight = weights.get(str(place))
                self._combine(step, values, counted, None if weight is None else weight[..., 0])

    def _combine(self, step: Step, values: Floats, counted: Flags, weight: Floats | None) -> None:
        indicator = step.indicator
        values = np.where(counted, values, np.nan)
        lacking = self._lacking(step.formula, step.domain)
        status = np.where(
            counted, np.where(np.isnan(values), lacking, Status.observed), Status.not_applicable
        )
        chosen = indicator.channels or "mean"
        by_item, item_status = _over_channels(values, status.astype(np.int8), chosen, step.domain.channels)
        by_item, item_status = self._without_absent(by_item, item_status)
        if indicator.over is None:
            total, total_status = by_item[..., 0], item_status[..., 0]
        else:
            kept: Flags = np.any(counted, axis=CHANNELS)
            weights = np.ones_like(by_item) if weight is None else weight
            names = tuple(item.id for item in self.questionnaire.items(indicator.over))
            by = ItemValues(names, by_item, item_status, kept, weights)
            self.items[indicator.id] = by
            self.cubes[indicator.id] = _Cube(
                by_item[..., None], item_status[..., None], Domain(indicator.over)
            )
            total, total_status = _over_items(by, indicator.combine or "mean", indicator.missing or "skip")
        total = half_up(total, indicator.decimals)
        total, total_status = self._without_absent(total, total_status)
        self.combined[indicator.id] = _Cube(total[..., None, None], total_status[..., None, None], Domain())

    def _lacking(self, formula: Formula, domain: Domain) -> Codes:
        """Why a value of this formula is missing where it is: the gravest reason among what it names."""
        codes = [
            self._fit(cube.status, cube.domain, domain, Status.not_applicable)
            for cube in self._named(formula, domain)
        ]
        gravest = _gravest(
            [np.broadcast_to(code, self._shape(domain)) for code in codes], self._shape(domain)
        )
        return np.where(gravest == Status.observed, Status.no_data, gravest).astype(np.int8)

    def _named(self, formula: Formula, domain: Domain) -> list[_Cube]:
        found = [self._cube(name, domain) for name in formula.names]
        return [cube for cube in found if cube is not None]

    def _cube(self, name: str, domain: Domain) -> _Cube | None:
        """By item where the formula is over the same roster, combined elsewhere; None for what is no answer."""
        by_item = self.cubes.get(name)
        if by_item is not None and by_item.domain.roster in (None, domain.roster):
            return by_item
        return self.combined.get(name)

    def _evaluate(self, formulas: Mapping[str, Formula], domain: Domain) -> dict[str, Floats]:
        """Every formula over the whole domain in one pass; shape times × units × items × channels."""
        shape = self._shape(domain)
        names = dict.fromkeys(name for formula in formulas.values() for name in formula.names)
        columns: dict[str, Any] = {name: self._column(name, domain, shape) for name in names}
        columns[""] = np.zeros(shape).reshape(-1)  # a constant, too, has a value in every place
        found = evaluate(formulas, columns)
        return {name: values.reshape(shape) for name, values in found.items()}

    def _column(self, name: str, domain: Domain, shape: tuple[int, ...]) -> NDArray[Any]:
        cube = self._cube(name, domain)
        if cube is not None:
            return np.broadcast_to(self._fit(cube.values, cube.domain, domain, np.nan), shape).reshape(-1)
        if name == CHANNEL:
            return np.broadcast_to(np.array(domain.channels, dtype=object), shape).reshape(-1)
        items = self.questionnaire.items(domain.roster)
        if name == ITEM:
            values = np.array([item.id for item in items], dtype=object)
        elif attribute_kinds(self.questionnaire, domain.roster)[name] == "text":
            values = np.array([item.attributes.get(name) for item in items], dtype=object)
        else:
            values = np.array([item.attributes.get(name, np.nan) for item in items], dtype=np.float64)
        return np.broadcast_to(values[:, None], shape).reshape(-1)

    def _fit(self, values: NDArray[Any], given: Domain, wanted: Domain, absent: float) -> NDArray[Any]:
        """Values by channel in the order wanted; a channel that the question does not have is absent."""
        if given.channels in ((), wanted.channels):
            return values
        padded = np.concatenate([values, np.full_like(values[..., :1], absent)], axis=CHANNELS)
        places = [given.channels.index(name) if name in given.channels else -1 for name in wanted.channels]
        return padded[..., places]

    def _shape(self, domain: Domain) -> tuple[int, int, int, int]:
        items = len(self.questionnaire.items(domain.roster)) if domain.roster else 1
        return (len(self.answers.times), len(self.answers.units), items, max(len(domain.channels), 1))

    def _without_absent(self, values: Floats, status: Codes) -> tuple[Floats, Codes]:
        absent = self.absent.reshape(self.absent.shape + (1,) * (values.ndim - 2))
        kept = np.where(absent, np.nan, values)
        return kept, np.where(absent, Status.not_participating, status).astype(np.int8)

    def result(self) -> Evaluated:
        ids = tuple(indicator.id for indicator in self.questionnaire.indicators)
        shape = (len(self.answers.times), len(self.answers.units), len(ids))
        values, status = np.full(shape, np.nan), np.full(shape, Status.no_data, dtype=np.int8)
        for place, name in enumerate(ids):
            values[..., place] = self.combined[name].values[..., 0, 0]
            status[..., place] = self.combined[name].status[..., 0, 0]
        return Evaluated(
            self.questionnaire, self.answers, self.plan, ids, values, status, self.items, self.asked
        )


def _by_domain(members: Iterable[Any]) -> list[tuple[Domain, list[Any]]]:
    """Gates or steps that are worked out over the same items and channels, together."""
    groups: dict[Domain, list[Any]] = {}
    for member in members:
        groups.setdefault(member.domain, []).append(member)
    return list(groups.items())


# How grave a reason is: what nobody could have given, what somebody says they do not report, what is just not there.
_GRAVITY = np.zeros(len(Status), dtype=np.int8)
_GRAVITY[[Status.not_applicable, Status.not_reported, Status.no_data]] = 1, 2, 3
_BY_GRAVITY = np.array(
    [Status.observed, Status.not_applicable, Status.not_reported, Status.no_data], dtype=np.int8
)


def _gravest(statuses: Sequence[Codes], shape: tuple[int, ...]) -> Codes:
    gravity = np.zeros(shape, dtype=np.int8)
    for status in statuses:
        gravity = np.maximum(gravity, _GRAVITY[status])
    return _BY_GRAVITY[gravity]


def _reason(status: Codes, axis: int) -> Codes:
    """One reason for many: the gravest; where none is missing and yet nothing came of them, no data."""
    gravest: Codes = _BY_GRAVITY[_GRAVITY[status].max(axis=axis, initial=0)]
    return np.where(gravest == Status.observed, Status.no_data, gravest).astype(np.int8)


def _over_channels(
    values: Floats, status: Codes, chosen: str, channels: tuple[str, ...]
) -> tuple[Floats, Codes]:
    """One value for each item: that of a channel, or what `chosen` makes of the channels that have one."""
    if not channels:
        return values[..., 0], status[..., 0]
    if chosen in channels:
        place = channels.index(chosen)
        return values[..., place], status[..., place]
    present = ~np.isnan(values)
    combined = _COMBINE[chosen](values, present, np.ones_like(values))
    return combined, np.where(np.isnan(combined), _reason(status, CHANNELS), Status.observed).astype(np.int8)


def _over_items(by: ItemValues, combine: str, missing: str) -> tuple[Floats, Codes]:
    """One value for each unit: see `Derived`."""
    usable = ~np.isnan(by.weights) & (by.weights >= 0)
    present = by.counted & ~np.isnan(by.values) & usable
    lacking = by.counted & ~present & (by.status != Status.not_applicable)
    status = np.where(by.counted & (by.status == Status.observed) & ~usable, Status.no_data, by.status)
    values, weights = by.values, np.where(usable, by.weights, 0.0)
    if missing == "zero":
        values, present = np.where(lacking, 0.0, values), present | lacking
    combined = _COMBINE[combine](values, present, weights)
    if missing == "all":
        combined = np.where(lacking.any(axis=ITEMS), np.nan, combined)
    # Of items that do not count nothing is missing.
    status = np.where(by.counted, status, Status.not_applicable).astype(np.int8)
    return combined, np.where(np.isnan(combined), _reason(status, ITEMS), Status.observed).astype(np.int8)


def _mean(values: Floats, present: Flags, weights: Floats) -> Floats:
    """Σ w x / Σ w over the last axis, of what is present; NaN where that weighs nothing."""
    kept = np.where(present, weights, 0.0)
    total = kept.sum(axis=-1)
    mean: Floats = (kept * np.where(present, values, 0.0)).sum(axis=-1) / np.where(total > 0, total, np.nan)
    return mean


def _share(values: Floats, present: Flags, weights: Floats) -> Floats:
    return _mean((values > 0).astype(np.float64), present, weights)


def _best(values: Floats, present: Flags, weights: Floats) -> Floats:
    return _of_present(np.max(values, axis=-1, where=present, initial=-np.inf), present)


def _worst(values: Floats, present: Flags, weights: Floats) -> Floats:
    return _of_present(np.min(values, axis=-1, where=present, initial=np.inf), present)


def _sum(values: Floats, present: Flags, weights: Floats) -> Floats:
    return _of_present(np.sum(values, axis=-1, where=present), present)


def _median(values: Floats, present: Flags, weights: Floats) -> Floats:
    """The middle value, or the mean of the two in the middle."""
    ordered = np.sort(np.where(present, values, np.inf), axis=-1)
    count = np.maximum(present.sum(axis=-1, keepdims=True), 1)
    low = np.take_along_axis(ordered, (count - 1) // 2, axis=-1)[..., 0]
    high = np.take_along_axis(ordered, count // 2, axis=-1)[..., 0]
    return _of_present((low + high) / 2, present)


def _of_present(combined: Floats, present: Flags) -> Floats:
    return np.where(present.any(axis=-1), combined, np.nan)


_COMBINE: dict[str, Callable[[Floats, Flags, Floats], Floats]] = {
    "mean": _mean,
    "share": _share,
    "best": _best,
    "worst": _worst,
    "sum": _sum,
    "median": _median,
}
"""Combination in the document → function of values, of which are present, and of weights, over the last axis."""
