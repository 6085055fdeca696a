"""Published indices recomputed from their public sources, figure by figure.

A reproduction is a document: where each source is found and what it must hash to, which framework is run on which of
them, and which published figures the results are set against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, ValidationError

from multaqa.composite import FileError, Framework, Problem, Result, load_framework, score
from multaqa.composite.analysis import analyse_components, assess_reliability, correlations
from multaqa.composite.cells import label, number_or_none, read_number
from multaqa.composite.document import read_document
from multaqa.composite.faults import faults
from multaqa.composite.framework import MultilingualText
from multaqa.composite.methods.base import Label, Name, Number, Strict
from multaqa.composite.problems import FrameworkError
from multaqa.composite.ranking import half_up
from multaqa.composite.status import Status
from multaqa.presets import find_preset
from multaqa.presets.sources import Fetched, Source, fetch

Say = Callable[[str], None]


class Table(Strict):
    """Some columns of a source, by unit: name for the framework → name in the source (the first that is there)."""

    source: Name
    unit: Name | tuple[Name, ...]
    columns: dict[Name, Name | tuple[Name, ...]] = {}
    only: dict[Name, Label] = {}


class Statistic(Strict):
    """One figure that the publisher printed about its own results, with its decimals."""

    kind: Literal["alpha", "eigenvalue", "explained", "correlation"]
    node: Name
    child: Name | None = None
    value: Number
    decimals: int


class Known(Strict):
    """A difference that lies in the published table itself: what was printed for a unit at a node, and why it is at odds."""

    unit: Label
    node: Name
    published: Number
    note: MultilingualText


class Comparison(Strict):
    """Published figures beside ours: ``of`` tells which of ours.

    ``table`` gives them by unit, a column for each node (all that bear a node's name where ``columns`` is empty); for
    ``items`` its column ``item`` names the item as ``{item}`` stands in ``pattern``, and ``node`` the indicator.
    ``allowed`` is the largest difference that counts as equal; ``relative`` makes it a share of the figure.
    """

    name: MultilingualText
    of: Literal[
        "data",
        "denominated",
        "imputed",
        "treated",
        "normalised",
        "scores",
        "published",
        "ranks",
        "items",
        "statistics",
    ]
    table: Table | None = None
    item: Name | None = None
    pattern: Name = "{item}"
    node: Name | None = None
    statistics: tuple[Statistic, ...] = ()
    allowed: Annotated[Number, Field(ge=0)] = 0.0
    relative: bool = False
    known: tuple[Known, ...] = ()


class Run(Strict):
    """A framework with its data and answers, and what its results are compared with."""

    framework: Name
    data: tuple[Table, ...] = ()
    answers: tuple[Name, ...] = ()
    compare: Annotated[tuple[Comparison, ...], Field(min_length=1)]


class Reproduction(Strict):
    """The whole document. ``note`` says what a reader should know about the sources."""

    name: MultilingualText
    note: MultilingualText | None = None
    sources: Annotated[dict[Name, Source], Field(min_length=1)]
    runs: Annotated[tuple[Run, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Difference:
    """A figure that is not ours; ``note`` where the published table is known to be at odds with itself."""

    unit: str
    node: str
    ours: float | None
    theirs: float
    note: Mapping[str, str] | None


@dataclass(frozen=True)
class Outcome:
    """One comparison made: how many figures were compared, how many are equal, and each that is not."""

    name: Mapping[str, str]
    compared: int
    equal: int
    largest: float
    differences: tuple[Difference, ...]

    @property
    def unexplained(self) -> tuple[Difference, ...]:
        """Differences that do not lie in the published table itself."""
        return tuple(difference for difference in self.differences if difference.note is None)


@dataclass(frozen=True)
class Reproduced:
    """All comparisons of a reproduction, and what was read for them."""

    document: Reproduction
    fetched: tuple[Fetched, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def succeeded(self) -> bool:
        """Whether every figure is ours or lies in the published table itself."""
        return all(not outcome.unexplained for outcome in self.outcomes)


def reproduction_names() -> tuple[str, ...]:
    """What can be reproduced, in alphabetical order."""
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


def load_reproduction(name: str) -> Reproduction:
    """The document of that name. Raises FileError (`unknown-reproduction`)."""
    if name not in reproduction_names():
        params = {"value": name, "known": ", ".join(reproduction_names())}
        raise FileError([Problem("unknown-reproduction", params=params)])
    path = _folder() / f"{name}.yaml"
    document = read_document(path.read_text("utf-8"), path.name)
    try:
        return Reproduction.model_validate(document.value)
    except ValidationError as error:
        raise FrameworkError(faults(error, document, path.name, Reproduction)) from None


def reproduce(name: str, folder: Path | None = None, say: Say | None = None) -> Reproduced:
    """Read the sources from `folder`, or download them; compute; compare.

    `say` is told each source as it is read. Raises FileError for sources that are not there or are not what was
    recorded (`source-missing`, `source-changed`, `source-not-reached`), FrameworkError and DataError as `score` does.
    """
    document = load_reproduction(name)
    wanted = _wanted(document)
    fetched: dict[str, Fetched] = {}
    problems: list[Problem] = []
    for key in wanted:
        try:
            fetched[key] = fetch(name, key, document.sources[key], folder)
        except FileError as error:
            problems += error.problems
            continue
        if say is not None:
            say(key)
    if problems:
        raise FileError(problems)
    outcomes: list[Outcome] = []
    for run in document.runs:
        path = find_preset(run.framework)
        if path is None:
            raise FileError([Problem("file-not-found", run.framework)])
        framework = load_framework(path)
        result = score(framework, _data(framework, run, fetched), answers=_answers(run, fetched))
        outcomes += [_compared(result, comparison, fetched) for comparison in run.compare]
    return Reproduced(document, tuple(fetched.values()), tuple(outcomes))


def _folder() -> Path:
    return Path(str(files("multaqa.presets"))) / "reproductions"


def _wanted(document: Reproduction) -> list[str]:
    names = [
        source
        for run in document.runs
        for source in (
            *(table.source for table in run.data),
            *run.answers,
            *(comparison.table.source for comparison in run.compare if comparison.table),
        )
    ]
    return list(dict.fromkeys(names))


# --- what goes in -------------------------------------------------------------------------------------------


def _rows(table: Table, fetched: Mapping[str, Fetched]) -> list[dict[str, str]]:
    return [
        row
        for row in fetched[table.source].rows
        if all(label(row.get(column)) == wanted for column, wanted in table.only.items())
    ]


def _first(row: Mapping[str, str], names: str | Sequence[str]) -> str:
    """The cell of the first of the columns that the source has. Raises FileError (`source-without-column`)."""
    choices = (names,) if isinstance(names, str) else names
    found = next((row[name] for name in choices if name in row), None)
    if found is None:
        params = {"value": " / ".join(choices), "known": ", ".join(row)}
        raise FileError([Problem("source-without-column", params=params)])
    return found


def _published(cell: str) -> float | None:
    """The figure of a cell; None where nothing was printed. Raises FileError for text that is neither."""
    read = read_number(cell)
    if isinstance(read, str):
        raise FileError([Problem("source-not-a-number", params={"value": read})])
    return None if isinstance(read, Status) or np.isnan(read) else read


def _data(framework: Framework, run: Run, fetched: Mapping[str, Fetched]) -> list[dict[str, Any]] | None:
    """One wide table from all the sources of data: rows of the same unit and time are one."""
    if not run.data:
        return None
    columns = framework.columns
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for table in run.data:
        for row in _rows(table, fetched):
            unit = label(_first(row, table.unit))
            time = label(row.get(columns.time, "")) or framework.edition
            own = merged.setdefault((unit, time), {columns.unit: unit, columns.time: time})
            wanted = table.columns or {name: name for name in row if name not in (columns.unit, columns.time)}
            own.update({name: _first(row, source) for name, source in wanted.items()})
    return list(merged.values())


def _answers(run: Run, fetched: Mapping[str, Fetched]) -> list[dict[str, str]] | None:
    return [row for name in run.answers for row in fetched[name].rows] if run.answers else None


# --- what is compared ---------------------------------------------------------------------------------------


def _compared(result: Result, comparison: Comparison, fetched: Mapping[str, Fetched]) -> Outcome:
    pairs = (
        _statistics(result, comparison)
        if comparison.of == "statistics"
        else _by_item(result, comparison, fetched)
        if comparison.of == "items"
        else _by_unit(result, comparison, fetched)
    )
    known = {(entry.unit, entry.node, entry.published): entry.note for entry in comparison.known}
    compared = equal = 0
    largest = 0.0
    differences: list[Difference] = []
    for unit, node, ours, theirs in pairs:
        compared += 1
        gap = np.inf if ours is None else abs(ours - theirs)
        size = gap / max(abs(theirs), 1.0) if comparison.relative else gap
        # A difference of exactly half a unit may come out a trace above it.
        if size <= comparison.allowed * (1 + 1e-9):
            equal += 1
            largest = max(largest, float(gap))
        else:
            differences.append(Difference(unit, node, ours, theirs, known.get((unit, node, theirs))))
            largest = max(largest, float(gap))
    if compared == 0:
        raise FileError([Problem("nothing-compared", params={"name": comparison.name["en"]})])
    return Outcome(comparison.name, compared, equal, largest, tuple(differences))


Pair = tuple[str, str, float | None, float]
"""Unit, node, our figure and the published one."""


def _by_unit(result: Result, comparison: Comparison, fetched: Mapping[str, Fetched]) -> Iterator[Pair]:
    assert comparison.table is not None
    table, time_column = comparison.table, result.framework.columns.time
    names, values = _figures(result, comparison.of)
    for row in _rows(table, fetched):
        unit = label(_first(row, table.unit))
        time = label(row.get(time_column, "")) or result.times[-1]
        wanted = table.columns or {name: name for name in row if name in names}
        for node, column in wanted.items():
            theirs = _published(_first(row, column))
            if theirs is None:
                continue
            ours = None
            if unit in result.units and time in result.times and node in names:
                found = values[result.times.index(time), result.units.index(unit), names.index(node)]
                ours = number_or_none(found)
            yield unit, node, ours, theirs


def _figures(result: Result, of: str) -> tuple[tuple[str, ...], Any]:
    if of == "ranks":
        return result.nodes, result.ranks
    step = result.steps[of]
    return step.columns, step.values


def _by_item(result: Result, comparison: Comparison, fetched: Mapping[str, Fetched]) -> Iterator[Pair]:
    table, found = comparison.table, result.observed.evaluated
    assert table is not None
    assert found is not None
    assert comparison.node is not None
    assert comparison.item is not None
    own = found.items[comparison.node]
    by_name = {comparison.pattern.replace("{item}", item): place for place, item in enumerate(own.items)}
    (column,) = table.columns.values()
    for row in _rows(table, fetched):
        unit, item = label(_first(row, table.unit)), row[comparison.item]
        theirs = _published(_first(row, column))
        if theirs is None:
            continue
        ours = None
        if unit in found.units and item in by_name:
            value = own.values[-1, found.units.index(unit), by_name[item]]
            ours = number_or_none(value)
        yield unit, item, ours, theirs


def _statistics(result: Result, comparison: Comparison) -> Iterator[Pair]:
    """Figures about the latest time; each agrees when it rounds to what was printed."""
    for statistic in comparison.statistics:
        node = result.framework.node(statistic.node)
        names = tuple(child.id for child in node.children or ())
        values = result.scores[-1][:, [result.nodes.index(name) for name in names]]
        match statistic.kind:
            case "alpha":
                found = assess_reliability(values).alpha
            case "eigenvalue":
                found = float(analyse_components(values, names).eigenvalues[0])
            case "explained":
                found = 100 * float(analyse_components(values, names).explained[0])
            case _:
                place = names.index(statistic.child or "")
                scores = result.scores[-1][:, [result.nodes.index(node.id)]]
                found = float(correlations(values[:, [place]], scores).coefficients[0, 0])
        rounded = float(half_up(np.array(found), statistic.decimals))
        yield statistic.child or statistic.node, statistic.kind, rounded, statistic.value
