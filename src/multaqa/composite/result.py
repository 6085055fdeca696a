"""What scoring returns: every step as a table, and every score with its derivation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from numpy.typing import NDArray

from multaqa.composite.cells import Codes, Floats, number_or_none
from multaqa.composite.framework import Framework
from multaqa.composite.observations import Observations
from multaqa.composite.prepare import Prepared
from multaqa.composite.problems import DataError, unknown
from multaqa.composite.ranking import rank
from multaqa.composite.status import Status

if TYPE_CHECKING:
    from multaqa.composite.explain import Explanation


class Row(NamedTuple):
    """One score in long form. ``band`` is given at the root; ``status`` is a word of `Status`."""

    unit: str
    time: str
    node: str
    score: float | None
    rank: float | None
    band: str | None
    status: str


@dataclass(frozen=True)
class Table:
    """One step: ``values[time, unit, column]``, NaN where there is none."""

    times: tuple[str, ...]
    units: tuple[str, ...]
    columns: tuple[str, ...]
    values: Floats

    def of(self, unit: str, column: str, time: str | None = None) -> float | None:
        """One cell, at the latest time where none is given. Raises DataError for a name that the table does not hold."""
        time = self.times[-1] if time is None else time
        names = [
            ("unknown-time", time, self.times),
            ("unknown-unit", unit, self.units),
            ("unknown-node", column, self.columns),
        ]
        problems = [unknown(code, name, known) for code, name, known in names if name not in known]
        if problems:
            raise DataError(problems)
        place = self.times.index(time), self.units.index(unit), self.columns.index(column)
        return number_or_none(self.values[place])


@dataclass(frozen=True, eq=False)
class Result:
    """Scores of units × times × nodes.

    Arrays have the shape (times, units, nodes), nodes in the order of the tree with the root first. ``observed`` is
    what was read, ``prepared`` the steps before aggregation. ``scores`` are exact, ``rescaled`` the same on the
    scale of publication, ``published`` rounded as well, ``decided`` those that ranks are taken on;
    ``status`` holds `Status` codes; ``bands`` (times, units) the root's band id or None. ``given_weights`` are
    those of the document, or of the reader at the nodes in ``fixed``; ``node_weights`` those in force, given or
    computed (NaN where each unit has its own).
    """

    framework: Framework
    observed: Observations
    prepared: Prepared
    given_weights: Floats
    fixed: frozenset[str]
    node_weights: Floats
    scores: Floats
    rescaled: Floats
    published: Floats
    decided: Floats
    effective_weights: Floats
    status: Codes
    bands: NDArray[Any]

    @property
    def units(self) -> tuple[str, ...]:
        """Unit names, in the order of the data."""
        return self.observed.units

    @property
    def times(self) -> tuple[str, ...]:
        """Times, in ascending order."""
        return self.observed.times

    @cached_property
    def ranks(self) -> Floats:
        """Ranks (times, units, nodes) by the framework's rule, 1 for the highest; NaN where there is no score."""
        return rank(self.decided, self.framework.method.rank.ties, axis=-2)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Node ids in the order of the tree, the root first."""
        return tuple(node.id for node in self.framework.nodes)

    @cached_property
    def steps(self) -> Mapping[str, Table]:
        """Every step in order: data, denominated, imputed, treated, normalised, weights, scores, published."""
        indicators, prepared = self.observed.indicators, self.prepared
        values = {
            "data": (indicators, self.observed.values),
            "denominated": (indicators, prepared.denominated),
            "imputed": (indicators, prepared.imputed.values),
            "treated": (indicators, prepared.treated.values),
            "normalised": (indicators, prepared.normalised.values),
            "weights": (self.nodes, self.effective_weights),
            "scores": (self.nodes, self.scores),
            "published": (self.nodes, self.published),
        }
        return {step: Table(self.times, self.units, *table) for step, table in values.items()}

    def long(self, *, exact: bool = False) -> list[Row]:
        """One row per time, unit and node, with scores as published, or unrounded when `exact`."""
        shown = self.scores if exact else self.published
        return [
            Row(
                unit=unit,
                time=time,
                node=node,
                score=number_or_none(shown[t, u, n]),
                rank=number_or_none(self.ranks[t, u, n]),
                band=self.bands[t, u] if n == 0 else None,
                status=_STATUS_WORDS[self.status[t, u, n]],
            )
            for t, time in enumerate(self.times)
            for u, unit in enumerate(self.units)
            for n, node in enumerate(self.nodes)
        ]

    def ranking(self, node: str | None = None, time: str | None = None) -> list[Row]:
        """The rows of one node (the root) at one time (the latest), the best first, those without a rank last.

        Raises DataError for a node or time that the result does not hold.
        """
        node = self.nodes[0] if node is None else node
        time = self.times[-1] if time is None else time
        self.steps["published"].of(self.units[0], node, time)
        rows = [row for row in self.long() if row.node == node and row.time == time]
        return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0.0, row.unit))

    def reweight(self, weights: Mapping[str, float]) -> Result:
        """The same data scored with other weights (node id → weight); nothing is read or normalised again.

        Raises FrameworkError for a weight that cannot be used.
        """
        from multaqa.composite.pipeline import reweight

        return reweight(self, weights)

    def explain(self, unit: str, node: str | None = None, time: str | None = None) -> Explanation:
        """The whole derivation of a unit's score at `node` (the root) and `time` (the latest), down to the data.

        Raises DataError for a unit, node or time that the result does not hold.
        """
        from multaqa.composite.explain import explain

        return explain(self, unit, node, time)


_STATUS_WORDS = [status.word for status in Status]
