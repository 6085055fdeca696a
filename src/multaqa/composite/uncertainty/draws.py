"""What is drawn: choices, weights, imputed values and errors of measurement, reproducible block by block.

Every kind of draw has a stream of its own, seeded by the analysis' seed, the kind and the number of the block, so that
a block is the same whatever is drawn beside it, before it or after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.cells import Floats
from multaqa.composite.framework import Framework
from multaqa.composite.methods import (
    Assumptions,
    DataNoise,
    DirichletNoise,
    FreeWeights,
    RelativeNoise,
    WeightNoise,
    WeightSets,
)
from multaqa.composite.problems import FrameworkError, Problem, unknown
from multaqa.composite.steps.aggregate import IGNORES_WEIGHTS
from multaqa.composite.uncertainty.choices import CHOICES, Combinations

Places = NDArray[np.intp]
Errors = NDArray[np.float32]

_STREAMS = {name: number for number, name in enumerate((*CHOICES, "weights", "imputation", "data"))}


@dataclass(frozen=True)
class Draws:
    """Some draws, the first axis of everything.

    ``choices`` (draws, steps) are the places of the alternatives chosen, in the order of `CHOICES`. ``weights``
    (draws, nodes) replace the weights in force, NaN where they stay; ``factors`` multiply them; None where they do
    not vary.
    ``imputation`` (draws, imputed cells) and ``data`` (draws, times, units, indicators) are standard errors: normal
    with deviation 1, or uniform from −1 to 1.
    """

    choices: Places
    weights: Floats | None = None
    factors: Floats | None = None
    imputation: Floats | None = None
    data: Errors | None = None

    def __len__(self) -> int:
        return len(self.choices)

    def part(self, rows: slice | Places) -> Draws:
        """Some of the draws."""
        return Draws(
            self.choices[rows],
            None if self.weights is None else self.weights[rows],
            None if self.factors is None else self.factors[rows],
            None if self.imputation is None else self.imputation[rows],
            None if self.data is None else self.data[rows],
        )

    def with_from(self, other: Draws, name: str) -> Draws:
        """These draws with one uncertain input taken from `other`: a step of `CHOICES`, weights, imputation or data."""
        if name in CHOICES:
            choices = self.choices.copy()
            choices[:, CHOICES.index(name)] = other.choices[:, CHOICES.index(name)]
            return replace(self, choices=choices)
        if name == "weights":
            return replace(self, weights=other.weights, factors=other.factors)
        return replace(self, **{name: getattr(other, name)})


class Drawer:
    """Draws blocks by the assumptions. Raises FrameworkError (`unknown-node`, `only-for-pillars`) for ``at``."""

    def __init__(
        self, framework: Framework, assumptions: Assumptions, combinations: Combinations, weights: Floats
    ) -> None:
        self.framework, self.assumptions, self.combinations = framework, assumptions, combinations
        self.weights = weights
        self.families = _families(framework, assumptions.weights, _weighed(framework, combinations))
        observed = combinations.observed
        self.shape = (len(observed.times), len(observed.units), len(observed.indicators))
        self.imputed = combinations.all[0].completed.imputed.filled
        for combination in combinations.all:
            self.imputed = self.imputed | combination.completed.imputed.filled

    @property
    def inputs(self) -> tuple[str, ...]:
        """The uncertain inputs by name, in the order of the pipeline."""
        assumed = self.assumptions
        opened = [name for name, size in zip(CHOICES, self.combinations.sizes, strict=True) if size > 1]
        if assumed.imputation and self.imputed.any():
            opened.append("imputation")
        if assumed.data is not None:
            opened.append("data")
        if assumed.weights is not None and self.families:
            opened.append("weights")
        return tuple(sorted(opened, key=_ORDER.index))

    def draw(self, block: int, size: int, series: int = 0) -> Draws:
        """The draws of a block; another `series` is independent of the first."""
        inputs = self.inputs
        choices = np.zeros((size, len(CHOICES)), dtype=np.intp)
        for place, (name, count) in enumerate(zip(CHOICES, self.combinations.sizes, strict=True)):
            if count > 1:
                choices[:, place] = self._stream(name, block, series).integers(count, size=size)
        drawn = Draws(choices)
        if "weights" in inputs and self.assumptions.weights is not None:
            stream = self._stream("weights", block, series)
            drawn = self._with_weights(drawn, self.assumptions.weights, stream)
        if "imputation" in inputs:
            stream = self._stream("imputation", block, series)
            drawn = replace(drawn, imputation=stream.standard_normal((size, int(self.imputed.sum()))))
        if "data" in inputs and self.assumptions.data is not None:
            stream = self._stream("data", block, series)
            drawn = replace(drawn, data=_errors(self.assumptions.data, stream, (size, *self.shape)))
        return drawn

    def _stream(self, name: str, block: int, series: int) -> np.random.Generator:
        return np.random.default_rng([self.assumptions.seed, _STREAMS[name], series, block])

    def _with_weights(self, drawn: Draws, noise: WeightNoise, stream: np.random.Generator) -> Draws:
        size, count = len(drawn), len(self.weights)
        if isinstance(noise, WeightSets):
            sets = np.array([_set_of(self.framework, given) for given in noise.sets])
            return replace(drawn, weights=sets[stream.integers(len(sets), size=size)])
        if isinstance(noise, RelativeNoise):
            varying = np.concatenate(self.families)
            factors = np.ones((size, count))
            if noise.distribution == "uniform":
                change = stream.uniform(-noise.share, noise.share, (size, len(varying)))
            else:
                change = stream.normal(0.0, noise.share / 2, (size, len(varying)))
            # Never all the way to nothing: siblings that all weigh nothing have no shares.
            factors[:, varying] = np.maximum(1.0 + change, 1e-9)
            return replace(drawn, factors=factors)
        weights = np.full((size, count), np.nan)
        for family in self.families:
            given = self.weights[family]
            even = np.ones(len(family))
            around = even if isinstance(noise, FreeWeights) else _concentrated(noise, given)
            amounts = stream.standard_gamma(around, (size, len(family)))
            # On the scale of the given weights, which a sum uses as they are.
            weights[:, family] = amounts / amounts.sum(axis=1, keepdims=True) * np.nan_to_num(given).sum()
        return replace(drawn, weights=weights)


_ORDER = (
    "impute",
    "imputation",
    "data",
    "treat",
    "normalise",
    "weighting",
    "weights",
    "missing",
    "aggregate",
)


def _concentrated(noise: DirichletNoise, given: Floats) -> Floats:
    shares: Floats = noise.concentration * np.nan_to_num(given) / np.nan_to_num(given).sum()
    return shares


def _errors(noise: DataNoise, stream: np.random.Generator, shape: tuple[int, ...]) -> Errors:
    """Standard errors in single precision, which is more than an error of measurement has."""
    if noise.distribution == "normal":
        return stream.standard_normal(shape, dtype=np.float32)
    return stream.random(shape, dtype=np.float32) * np.float32(2.0) - np.float32(1.0)


def _weighed(framework: Framework, combinations: Combinations) -> frozenset[str]:
    """The pillars on whose score weights have a bearing, under one combination at least."""
    return frozenset(
        node.id
        for node in framework.nodes
        if node.children
        and any(
            found.rules.aggregation_of(framework, node).kind not in IGNORES_WEIGHTS
            for found in combinations.all
        )
    )


def _families(framework: Framework, noise: WeightNoise | None, weighed: frozenset[str]) -> list[Places]:
    """The positions of the children whose weights vary, by parent; an only child has no weight to vary."""
    if noise is None or isinstance(noise, WeightSets):
        return [] if noise is None else [np.arange(1, len(framework.nodes))]
    known = {node.id: node for node in framework.nodes}
    at = noise.at or tuple(node.id for node in framework.nodes if node.children)
    problems = [
        Problem("unknown-node", framework.file, params={"value": name})
        if name not in known
        else Problem("only-for-pillars", framework.file, node=name, params={"id": name, "key": "at"})
        for name in at
        if name not in known or known[name].children is None
    ]
    if problems:
        raise FrameworkError(problems)
    place = {node.id: position for position, node in enumerate(framework.nodes)}
    families = [
        np.array([place[child.id] for child in known[name].children or ()]) for name in at if name in weighed
    ]
    return [family for family in families if len(family) > 1]


def _set_of(framework: Framework, given: Mapping[str, float]) -> Floats:
    """The weights of a set by node, NaN for nodes that it leaves out. Raises FrameworkError for one that cannot be used."""
    ids = [node.id for node in framework.nodes]
    problems = [unknown("unknown-node", name, ids) for name in given if name not in ids]
    whole = {node.id: given.get(node.id, node.weight) for node in framework.nodes}
    problems += [
        Problem(
            "weights-all-zero", framework.file, framework.line_of(node.id), node.id, params={"id": node.id}
        )
        for node in framework.nodes
        if node.children and not any(whole[child.id] for child in node.children)
    ]
    if problems:
        raise FrameworkError(problems)
    return np.array([given.get(name, np.nan) for name in ids])
