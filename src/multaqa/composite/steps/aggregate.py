"""Weights and aggregation: the children of a node → its score.

Arrays have units on axis −2 and a node's children on axis −1; anything before is batched.

Source of the methods: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.formulas import evaluate, parse_formula
from multaqa.composite.methods import (
    Arithmetic,
    BenefitOfTheDoubt,
    Copeland,
    DropBelow,
    Formula,
    Geometric,
    Harmonic,
    Maximum,
    MazziottaPareto,
    Median,
    Minimum,
    Missing,
    Outranking,
    Power,
    Sum,
)
from multaqa.composite.steps.weight import benefit_of_the_doubt

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SAME = 1e-12
_CHUNK_CELLS = 2_000_000
"""Pairwise comparisons are made for as many batches at once as keep below this many cells."""


@dataclass(frozen=True)
class Children:
    """What a pillar is made of.

    ``values`` (…, units, children), NaN where a child does not count. ``shares`` broadcast with them and sum to 1
    over the children that count, 0 for the others. ``weights`` (…, 1, children) are as given; ``names`` the ids.
    """

    values: Floats
    shares: Floats
    weights: Floats
    names: tuple[str, ...] = ()


def effective_weights(weights: Floats, present: Flags) -> Floats:
    """Weights that sum to 1 over the children that are present, zero for the others.

    `weights` (children) as given, `present` (…, units, children). Where the present ones weigh nothing
    together there is nothing to share, and all are zero.
    """
    kept = np.where(present, weights, 0.0)
    total = kept.sum(axis=-1, keepdims=True)
    return kept / np.where(total > 0, total, 1.0)


def counted_children(present: Flags, applicable: Flags, rule: Missing) -> tuple[Flags, Flags]:
    """Which children count for each unit, and whether the unit gets a score at the node.

    A child that does not apply to a unit never counts, under any rule. ``zero`` counts the other missing ones
    (as nought); ``drop_below`` scores a unit only where at least that share of its applicable children is
    present.
    """
    match rule:
        case "zero":
            return applicable, np.any(applicable, axis=-1)
        case DropBelow(drop_below=share):
            needed = share * applicable.sum(axis=-1)
            # A share such as 0.7 of 10 must not fail on its last binary digit.
            enough = present.sum(axis=-1) >= needed - 1e-9
            return present, np.logical_and(enough, np.any(present, axis=-1))
        case _:
            return present, np.any(present, axis=-1)


def arithmetic(children: Children, method: Arithmetic) -> Floats:
    """Weighted arithmetic mean: Σ wᵢ xᵢ, weights summing to 1 over (…, children)."""
    mean: Floats = (_filled(children) * children.shares).sum(axis=-1)
    return mean


def geometric(children: Children, method: Geometric) -> Floats:
    """Weighted geometric mean: Π xᵢ ^ wᵢ, for values of zero or more; a zero that has weight gives zero."""
    return _quasi(children, np.log, np.exp, 0.0)


def harmonic(children: Children, method: Harmonic) -> Floats:
    """Weighted harmonic mean: 1 / Σ (wᵢ / xᵢ), for values of zero or more; a zero that has weight gives zero."""
    return _quasi(children, np.reciprocal, np.reciprocal, 0.0)


def power(children: Children, method: Power) -> Floats:
    """Generalised mean: (Σ wᵢ xᵢ^p) ^ (1/p), for values of zero or more; p below zero makes a zero decisive."""
    exponent = method.exponent
    # In units of the largest value (the smallest, for p below zero), so that no power overflows.
    counts = np.broadcast_to(children.shares > 0, children.values.shape)
    positive = counts & (children.values > 0)
    if exponent < 0:
        unit = np.where(positive, children.values, np.inf).min(axis=-1, keepdims=True, initial=np.inf)
    else:
        unit = np.where(positive, children.values, 0.0).max(axis=-1, keepdims=True, initial=0.0)
    unit = np.where(np.isfinite(unit) & (unit > 0), unit, 1.0)
    ratios = np.where(positive, children.values, unit) / unit
    powers = np.where(positive, ratios**exponent, 0.0)
    mean = (powers * children.shares).sum(axis=-1)
    has_zero = (counts & ~positive).any(axis=-1) if exponent < 0 else (mean <= 0)
    scores: Floats = np.where(mean > 0, mean, 1.0) ** (1 / exponent) * unit[..., 0]
    return np.where(has_zero, 0.0, scores)


def _quasi(
    children: Children, there: Callable[[Floats], Floats], back: Callable[[Floats], Floats], at_zero: float
) -> Floats:
    """A mean taken on another scale, on which zero lies infinitely far away."""
    values, shares = children.values, children.shares
    counts = shares > 0
    has_zero = (counts & (values <= 0)).any(axis=-1)
    # What is next to nothing lies next to infinitely far away there, and its mean next to nothing here.
    with np.errstate(over="ignore", divide="ignore"):
        moved = there(np.where(counts & (values > 0), values, 1.0))
        return np.where(has_zero, at_zero, back((moved * shares).sum(axis=-1)))


def median(children: Children, method: Median) -> Floats:
    """Weighted median: half of the weight on either side; midway between two values where it falls between them."""
    shares = np.broadcast_to(children.shares, children.values.shape)
    counts = shares > 0
    order = np.argsort(np.where(counts, children.values, np.inf), axis=-1)
    values = np.take_along_axis(_filled(children), order, axis=-1)
    heights = np.take_along_axis(np.where(counts, shares, 0.0), order, axis=-1).cumsum(axis=-1)
    # A sum of shares may miss a half by its last binary digit.
    lower = (heights >= 0.5 - 1e-12).argmax(axis=-1)[..., None]
    upper = (heights > 0.5 + 1e-12).argmax(axis=-1)[..., None]
    pair = np.take_along_axis(values, lower, axis=-1) + np.take_along_axis(values, upper, axis=-1)
    return pair[..., 0] / 2


def minimum(children: Children, method: Minimum) -> Floats:
    """The lowest value that has weight."""
    lowest: Floats = np.where(children.shares > 0, children.values, np.inf).min(axis=-1)
    return lowest


def maximum(children: Children, method: Maximum) -> Floats:
    """The highest value that has weight."""
    highest: Floats = np.where(children.shares > 0, children.values, -np.inf).max(axis=-1)
    return highest


def total(children: Children, method: Sum) -> Floats:
    """Σ wᵢ xᵢ with the weights as given; missing children are made up for in proportion."""
    weighted: Floats = arithmetic(children, Arithmetic(kind="arithmetic")) * children.weights.sum(axis=-1)
    return weighted


def mazziotta_pareto(children: Children, method: MazziottaPareto) -> Floats:
    """Mean ∓ S × cv of a unit's standardised values, S their weighted deviation and cv = S ÷ mean.

    Values are brought to mean 100 and deviation 10 (n) over the units of a time; where ``adjusted``, linearly to
    70–130 between the lowest and the highest of all times. Source: Mazziotta and Pareto, On a generalized
    non-compensatory composite index (2016); De Muro, Mazziotta and Pareto (2011).
    """
    values = children.values
    if method.as_is:
        standard = values
    elif method.adjusted:
        over = (-3, -2) if values.ndim > 2 else -2
        low = np.fmin.reduce(values, axis=over, keepdims=True)
        high = np.fmax.reduce(values, axis=over, keepdims=True)
        width = np.where(high > low, high - low, 1.0)
        standard = np.where(high > low, 70.0 + 60.0 * (values - low) / width, 100.0 + 0.0 * values)
    else:
        count = np.maximum((~np.isnan(values)).sum(axis=-2, keepdims=True), 1)
        mean = np.nansum(values, axis=-2, keepdims=True) / count
        deviation = np.sqrt(np.nansum((values - mean) ** 2, axis=-2, keepdims=True) / count)
        standard = 100.0 + 10.0 * (values - mean) / np.where(deviation > 0, deviation, 1.0)
    shares = children.shares
    filled = np.where(shares > 0, standard, 0.0)
    centre = (filled * shares).sum(axis=-1)
    spread = np.sqrt((shares * np.where(shares > 0, standard - centre[..., None], 0.0) ** 2).sum(axis=-1))
    penalty = spread * spread / np.where(centre != 0, centre, 1.0)
    score: Floats = centre - penalty if method.penalty == "down" else centre + penalty
    return score


def copeland(children: Children, method: Copeland) -> Floats:
    """For each other unit +1, 0 or −1, as the weight in which a unit leads is more than, as much as, or less than the other's.

    Children that one of the two lacks do not count. Source: Copeland (1951); Handbook (2008), step 6, non-compensatory
    multi-criteria approach.
    """
    return _pairwise(children, lambda lead, shared: np.sign(_settled(lead - _turned(lead))).sum(axis=-1))


def outranking(children: Children, method: Outranking) -> Floats:
    """The mean share of weight in which a unit leads each of the others; a tie gives half."""

    def share(lead: Floats, shared: Floats) -> Floats:
        wins = (shared + lead - _turned(lead)) / 2 / np.where(shared > 0, shared, 1.0)
        wins = np.where(shared > 0, wins, np.nan)
        diagonal = np.arange(wins.shape[-1])
        wins[..., diagonal, diagonal] = np.nan
        known = (~np.isnan(wins)).sum(axis=-1)
        return np.where(known > 0, np.nansum(wins, axis=-1) / np.maximum(known, 1), np.nan)

    return _pairwise(children, share)


def outranking_matrix(values: Floats, weights: Floats) -> Floats:
    """The share of weight in which each unit (row) leads each other one (column), a tie giving half; zero with itself.

    `values` (units, children), `weights` (children). Source: Munda and Nardo (2009).
    """
    lead, shared = _leads(values[None], np.broadcast_to(weights, values[None].shape[:1] + weights.shape))
    matrix: Floats = ((shared + lead - _turned(lead)) / 2 / np.where(shared > 0, shared, 1.0))[0]
    np.fill_diagonal(matrix, 0.0)
    return matrix


def _pairwise(children: Children, judge: Callable[[Floats, Floats], Floats]) -> Floats:
    values = children.values
    *lead, units, size = values.shape
    flat = np.where(children.shares > 0, values, np.nan).reshape(-1, units, size)
    weights = np.broadcast_to(children.weights, (*lead, 1, size)).reshape(-1, size)
    at_once = max(1, _CHUNK_CELLS // max(units * units, 1))
    parts = [
        judge(*_leads(flat[start : start + at_once], weights[start : start + at_once]))
        for start in range(0, len(flat), at_once)
    ]
    return np.concatenate(parts).reshape(*lead, units)


def _leads(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The weight in which each unit leads each other one (batch, units, units), and the weight that both have."""
    batch, units, size = values.shape
    lead = np.zeros((batch, units, units))
    product = np.empty_like(lead)
    present = ~np.isnan(values)
    for child in range(size):
        column = values[..., child]
        # Values that differ by a trace are one value, and neither leads.
        trace = _SAME * np.max(np.nan_to_num(np.abs(column)), axis=-1, keepdims=True, initial=0.0)
        ahead = column[:, :, None] > (column + trace)[:, None, :]
        np.multiply(ahead, weights[:, child, None, None], out=product)
        lead += product
    if present.all():
        return lead, np.broadcast_to(weights.sum(axis=-1)[:, None, None], lead.shape)
    shared = np.einsum("bik,bjk,bk->bij", present, present, weights, optimize=True)
    return lead, shared


def _settled(differences: Floats) -> Floats:
    """Differences without the traces that the order of a sum leaves."""
    differences[np.abs(differences) < 1e-12] = 0.0
    return differences


def _turned(matrix: Floats) -> Floats:
    return np.swapaxes(matrix, -1, -2)


def benefit(children: Children, method: BenefitOfTheDoubt) -> Floats:
    """Each unit's score under its own most favourable weights; see `benefit_of_the_doubt`."""
    values = np.where(children.shares > 0, children.values, np.nan)
    *lead, units, size = values.shape
    flat = values.reshape(-1, units, size)
    return np.stack([benefit_of_the_doubt(table, method.bounds)[0] for table in flat]).reshape(*lead, units)


def formula(children: Children, method: Formula) -> Floats:
    """A scalar expression over the children's ids; NaN for a unit that lacks a child that it names."""
    columns = {name: children.values[..., place].ravel() for place, name in enumerate(children.names)}
    parsed = parse_formula(method.formula, dict.fromkeys(children.names, "number"))
    found = evaluate({"score": parsed}, columns)["score"]
    return found.reshape(children.values.shape[:-1])


def _filled(children: Children) -> Floats:
    return np.where(np.isnan(children.values), 0.0, children.values)


AGGREGATE: dict[str, Callable[[Children, Any], Floats]] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "power": power,
    "median": median,
    "minimum": minimum,
    "maximum": maximum,
    "sum": total,
    "mazziotta_pareto": mazziotta_pareto,
    "copeland": copeland,
    "outranking": outranking,
    "benefit_of_the_doubt": benefit,
    "formula": formula,
}
"""Kind in the document → function of the children of a pillar and the typed method."""

NEEDS_COMMON_WEIGHTS = frozenset({"copeland", "outranking", "sum"})
"""Aggregations that have no meaning where each unit has weights of its own."""

IGNORES_WEIGHTS = frozenset({"formula", "benefit_of_the_doubt"})
"""Aggregations on which the size of weights has no bearing."""

NEEDS_NON_NEGATIVE = frozenset({"geometric", "harmonic", "power", "benefit_of_the_doubt"})
"""Aggregations that have no meaning for negative values."""
