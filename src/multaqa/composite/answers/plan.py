"""In which order a questionnaire is worked out, and what each of its formulas may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from multaqa.composite.answers.questionnaire import CHANNEL, ITEM, Derived, Question, Questionnaire
from multaqa.composite.document import Path
from multaqa.composite.formulas import Formula, FormulaError, Kind, parse_formula
from multaqa.composite.problems import FrameworkError, Problem


@dataclass(frozen=True)
class Domain:
    """What a formula is worked out for besides unit and time: a roster's items (None: no roster), channels."""

    roster: str | None = None
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gate:
    """The condition under which a question is asked."""

    question: Question
    formula: Formula
    domain: Domain


@dataclass(frozen=True)
class Step:
    """One indicator with its formulas; ``weight`` is worked out over the items alone, the others by channel too."""

    indicator: Derived
    formula: Formula
    where: Formula | None
    weight: Formula | None
    domain: Domain

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that its formulas use, once."""
        formulas = (self.formula, self.where, self.weight)
        return tuple(dict.fromkeys(name for formula in formulas if formula for name in formula.names))


@dataclass(frozen=True)
class Plan:
    """Levels of gates, then levels of indicators: within a level nothing depends on another part of it."""

    gates: tuple[tuple[Gate, ...], ...]
    steps: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True)
class Misplaced:
    """A problem and the path, from the framework's root, of what causes it."""

    path: Path
    problem: Problem


def plan_of(questionnaire: Questionnaire) -> Plan:
    """The plan of a questionnaire without contradictions. Raises FrameworkError where there are any."""
    plan, problems = draw_plan(questionnaire)
    if problems:
        raise FrameworkError(misplaced.problem for misplaced in problems)
    return plan


def draw_plan(questionnaire: Questionnaire) -> tuple[Plan, list[Misplaced]]:
    """The plan as far as it can be drawn, and what stands in its way."""
    planner = _Planner(questionnaire)
    gates = list(planner.gates())
    steps = list(planner.steps())
    plan = Plan(tuple(planner.gate_levels(gates)), tuple(_step_levels(steps)))
    return plan, planner.problems


def attribute_kinds(questionnaire: Questionnaire, roster: str | None) -> dict[str, Kind]:
    """Attribute → number or text, by the first item of the roster that has it."""
    kinds: dict[str, Kind] = {}
    for item in questionnaire.items(roster) if roster in questionnaire.rosters else ():
        for name, value in item.attributes.items():
            kinds.setdefault(name, "text" if isinstance(value, str) else "number")
    return kinds


class _Planner:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.questions = {question.id: question for question in questionnaire.questions}
        self.attributes = {roster: attribute_kinds(questionnaire, roster) for roster in questionnaire.rosters}
        self.problems: list[Misplaced] = []

    def gates(self) -> Iterator[Gate]:
        for position, question in enumerate(self.questionnaire.questions):
            if question.when is None:
                continue
            path: Path = ("questions", position, "when")
            domain = Domain(question.over, question.channels or ())
            formula = self._formula(question.when, self._names(domain, ()), path, question.id)
            if formula and self._fits(formula, domain, path, question.id):
                yield Gate(question, formula, domain)

    def gate_levels(self, gates: Iterable[Gate]) -> Iterator[tuple[Gate, ...]]:
        """A gate comes after those of the questions that it names."""
        waiting = {gate.question.id: gate for gate in gates}
        while waiting:
            ready = tuple(
                gate for gate in waiting.values() if not any(name in waiting for name in gate.formula.names)
            )
            if not ready:
                self._report_circle(waiting)
                return
            yield ready
            for gate in ready:
                del waiting[gate.question.id]

    def steps(self) -> Iterator[Step]:
        earlier: dict[str, None] = {}
        for position, indicator in enumerate(self.questionnaire.indicators):
            step = self._step(indicator, ("indicators", position), tuple(earlier))
            earlier[indicator.id] = None
            if step is not None:
                yield step

    def _step(self, indicator: Derived, path: Path, earlier: tuple[str, ...]) -> Step | None:
        before = len(self.problems)
        names = self._names(Domain(indicator.over, (CHANNEL,)), earlier)
        formula = self._formula(indicator.formula, names, (*path, "formula"), indicator.id)
        where = self._formula(indicator.where, names, (*path, "where"), indicator.id)
        domain = Domain(indicator.over, self._channels(formula, where))
        for key, given in (("formula", formula), ("where", where)):
            if given is not None:
                self._fits(given, domain, (*path, key), indicator.id)
        alone = replace(domain, channels=())
        weight = self._formula(indicator.weight, self._names(alone, earlier), (*path, "weight"), indicator.id)
        if weight is not None:
            self._fits(weight, alone, (*path, "weight"), indicator.id)
        if formula is None or len(self.problems) > before:
            return None
        return Step(indicator, formula, where, weight, domain)

    def _names(self, domain: Domain, earlier: Iterable[str]) -> dict[str, Kind]:
        names: dict[str, Kind] = {
            **dict.fromkeys(self.questions, "number"),
            **dict.fromkeys(earlier, "number"),
        }
        if domain.roster is not None:
            names |= {**self.attributes.get(domain.roster, {}), ITEM: "text"}
        return {**names, CHANNEL: "text"} if domain.channels else names

    def _channels(self, *formulas: Formula | None) -> tuple[str, ...]:
        """All channels of the questions named, in the order in which they are met."""
        questions = [self.questions.get(name) for formula in formulas if formula for name in formula.names]
        stated = [question.channels or () for question in questions if question is not None]
        return tuple(dict.fromkeys(channel for channels in stated for channel in channels))

    def _formula(self, text: str | None, names: Mapping[str, Kind], path: Path, node: str) -> Formula | None:
        if text is None:
            return None
        try:
            return parse_formula(text, names)
        except FormulaError as error:
            self.problems += [Misplaced(path, replace(problem, node=node)) for problem in error.problems]
            return None

    def _fits(self, formula: Formula, domain: Domain, path: Path, node: str) -> bool:
        """Whether everything named exists where the formula is worked out; what does not is reported."""
        before = len(self.problems)
        for name in formula.names:
            question = self.questions.get(name)
            if name == CHANNEL and not domain.channels:
                self._report("formula-unknown-name", path, node, name=name)
            elif question is None:
                continue
            elif question.over not in (None, domain.roster):
                self._report("formula-other-roster", path, node, name=name, roster=str(question.over))
            elif question.channels and not domain.channels:
                self._report("formula-other-channels", path, node, name=name)
        return len(self.problems) == before

    def _report_circle(self, waiting: Mapping[str, Gate]) -> None:
        """Follow the gates from the first one until a question returns."""
        trail = [next(iter(waiting))]
        while True:
            following = next(name for name in waiting[trail[-1]].formula.names if name in waiting)
            if following in trail:
                break
            trail.append(following)
        circle = [*trail[trail.index(following) :], following]
        position = next(i for i, q in enumerate(self.questionnaire.questions) if q.id == following)
        self._report("cyclic-when", ("questions", position, "when"), following, circle=" → ".join(circle))

    def _report(self, code: str, path: Path, node: str, **params: str) -> None:
        self.problems.append(Misplaced(path, Problem(code, node=node, params=params)))


def _step_levels(steps: Iterable[Step]) -> list[tuple[Step, ...]]:
    """An indicator stands one level above the highest that it names."""
    level: dict[str, int] = {}
    levels: list[list[Step]] = []
    for step in steps:
        place = 1 + max((level[name] for name in step.names if name in level), default=-1)
        level[step.indicator.id] = place
        levels += [[] for _ in range(place + 1 - len(levels))]
        levels[place].append(step)
    return [tuple(steps) for steps in levels]
