"""The discrete choices of an uncertainty analysis, and every combination of them, computed once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.cells import Codes, Floats
from multaqa.composite.climb import Climbed, Rules, climb
from multaqa.composite.framework import Framework
from multaqa.composite.methods import Assumptions
from multaqa.composite.observations import Observations
from multaqa.composite.prepare import (
    Alternatives,
    Completed,
    complete,
    denominate_all,
    normalise_all,
    treat_all,
)
from multaqa.composite.problems import FrameworkError, Problem

Places = NDArray[np.intp]

CHOICES = ("impute", "treat", "normalise", "weighting", "missing", "aggregate")
"""The steps at which a method may be one of several, in the order of the pipeline."""

MOST_COMBINATIONS = 4096
"""Each combination is one run of the whole pipeline, kept in memory."""

MOST_CELLS = 50_000_000
"""So many numbers may be kept for all combinations together: 400 MB."""


@dataclass(frozen=True)
class Combination:
    """One choice at each step: what is computed of it, before any weight or value is drawn."""

    completed: Completed
    alternatives: Alternatives
    rules: Rules
    normalised: Floats
    status: Codes
    climbed: Climbed


def _has_effect(framework: Framework, name: str) -> bool:
    """Whether any node leaves the choice open; one that names its own keeps it."""
    if name in ("impute", "treat", "normalise"):
        return any(getattr(node, name) is None for node in framework.indicators)
    key = "weights" if name == "weighting" else name
    return any(getattr(node, key) is None for node in framework.nodes if node.children)


class Combinations:
    """Every combination of the choices that an analysis leaves open.

    ``sizes`` counts the alternatives of each step in the order of `CHOICES`, 1 where nothing is open: no alternatives
    are stated, or every node names its own method.
    """

    def __init__(
        self,
        framework: Framework,
        observed: Observations,
        assumptions: Assumptions,
        weights: Floats,
        fixed: frozenset[str] = frozenset(),
    ) -> None:
        self.framework, self.observed, self.weights, self.fixed = framework, observed, weights, fixed
        self._options: list[Sequence[Any]] = [
            getattr(assumptions, name) or (None,) if _has_effect(framework, name) else (None,)
            for name in CHOICES
        ]
        self.sizes = tuple(len(options) for options in self._options)
        cells = observed.values.size + 5 * observed.values[..., 0].size * len(framework.nodes)
        most = max(1, min(MOST_COMBINATIONS, MOST_CELLS // max(cells, 1)))
        if len(self) > most:
            params = {"count": str(len(self)), "limit": str(most)}
            raise FrameworkError([Problem("too-many-combinations", framework.file, params=params)])

    def number_of(self, choices: Places) -> Places:
        """The number of the combination for each row of choices (draws, steps)."""
        number: Places = np.ravel_multi_index(tuple(choices.T), self.sizes).astype(np.intp)
        return number

    def __len__(self) -> int:
        return prod(self.sizes)

    @cached_property
    def all(self) -> tuple[Combination, ...]:
        """All of them; the early steps are computed once for those that share them.

        Raises DataError where a combination has no meaning, such as a geometric mean of z-scores.
        """
        framework, observed = self.framework, self.observed
        values = denominate_all(framework, observed)
        completed: dict[int, Completed] = {}
        treated: dict[tuple[int, int], Floats] = {}
        normalised: dict[tuple[int, int, int], Floats] = {}
        for i, t, n in product(*map(range, self.sizes[:3])):
            impute, treat, normalise = (
                options[p] for options, p in zip(self._options, (i, t, n), strict=False)
            )
            if i not in completed:
                completed[i] = complete(framework, observed, values, impute)
            if (i, t) not in treated:
                treated[i, t] = treat_all(framework, completed[i].values, treat, observed.units).values
            normalised[i, t, n] = normalise_all(
                framework, treated[i, t], observed.units, observed.times, normalise
            ).values
        found: dict[tuple[int, ...], Combination] = {}
        variants = list(product(range(self.sizes[1]), range(self.sizes[2])))
        for rest in product(*map(range, self.sizes[3:])):
            weighting, missing, aggregate = (
                options[p] for options, p in zip(self._options[3:], rest, strict=True)
            )
            rules = Rules(aggregate=aggregate, missing=missing, weights=weighting)
            for i, start in completed.items():
                tables = [normalised[i, t, n] for t, n in variants]
                climbs = self._climb(tables, start, rules)
                for (t, n), table, climbed in zip(variants, tables, climbs, strict=True):
                    instead = Alternatives(*(o[p] for o, p in zip(self._options, (i, t, n), strict=False)))
                    found[i, t, n, *rest] = Combination(start, instead, rules, table, start.status, climbed)
        return tuple(found[places] for places in product(*map(range, self.sizes)))

    def _climb(self, tables: Sequence[Floats], start: Completed, rules: Rules) -> Iterator[Climbed]:
        """The tree climbed over each table; all at once where weights do not depend on the data."""
        framework = self.framework
        pillars = [node for node in framework.nodes if node.children]
        given = all(rules.weighting_of(framework, node).kind in ("given", "equal") for node in pillars)
        batches = [np.stack(tables)] if given else [table[None] for table in tables]
        for batch in batches:
            climbed = climb(
                framework, batch, start.status, self.weights, self.observed.units, self.fixed, rules
            )
            for place in range(len(batch)):
                yield climbed.at(place)
