"""Benefit of the doubt: every unit under its own most favourable weights (data envelopment analysis).

Source: Cherchye, Moesen, Rogge and Van Puyenbroeck, An introduction to 'benefit of the doubt' composite indicators,
Social Indicators Research 82 (2007), 111–145.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import null_space
from scipy.optimize import linprog, nnls

from multaqa.composite.problems import DataError, FrameworkError, Problem
from multaqa.composite.steps.needs import refuse_children

Floats = NDArray[np.float64]

# To this share the linear programme is solved; what is nearer is equal.
_SAME = 1e-9
_TRACE = 1e-8
# Below this share of the best unit's, a value is nought: further apart, doubles cannot hold the programme.
_NOUGHT = 1e-6


class Benefit(NamedTuple):
    """``scores`` (rows,), 1 for the best, NaN where a unit has no value at all; ``weights`` (rows, children) and
    ``shares`` (rows, children), a child's contribution to the score: weight × value = share × score."""

    scores: Floats
    weights: Floats
    shares: Floats


def benefit_of_the_doubt(
    values: Floats, bounds: tuple[float, float] = (0.0, 1.0), children: Sequence[str] = ()
) -> Benefit:
    """Scores and weights of (rows, children) values of zero or more, NaN where missing.

    A unit's weights are the wᵢ ≥ 0 with the largest Σ wᵢ xᵢ under which no unit exceeds 1, each contribution wᵢ xᵢ
    between `bounds` as shares of the score. Where several weights are as good, those whose contributions are the most
    even are taken, so that the answer is one. Multiplying a child by a number changes no score.

    A missing child gets no weight, and stands as nought where other units are measured against this one (Kuosmanen,
    Data envelopment analysis with missing data, Journal of the Operational Research Society 60 (2009), 1767–1774).
    Where so few children are there (n) that `bounds` cannot hold, they are widened to 1/n. A child of nought, or of
    less than a millionth of its best, cannot contribute: under a lower bound it takes the score to nought with it;
    then the shares are even, and the weights nought.

    Raises FrameworkError, `bounds-cannot-hold`, where the shares of all children cannot sum to 1 within `bounds`;
    DataError, `negative-in-benefit`, for every child with a value below zero.
    """
    count = values.shape[1]
    if bounds[0] * count > 1 + _SAME or bounds[1] * count < 1 - _SAME:
        params = {"low": f"{bounds[0]:g}", "high": f"{bounds[1]:g}", "children": str(count)}
        raise FrameworkError([Problem("bounds-cannot-hold", params=params)])
    present = ~np.isnan(values)
    filled = np.where(present, values, 0.0)
    refuse_children(np.asarray((filled < 0).any(axis=0)), "negative-in-benefit", children)
    best = filled.max(axis=0, initial=0.0)
    scale = np.where(best > 0, best, 1.0)
    scaled = filled / scale
    peers = _undominated(scaled)
    rows = [_one(row, there, peers, bounds) for row, there in zip(scaled, present, strict=True)]
    scores = np.array([score for score, _ in rows])
    shares = np.array([share for _, share in rows]).reshape(values.shape)
    contributions = shares * np.where(np.isnan(scores), 0.0, scores)[:, None]
    weights = np.where(scaled > 0, contributions / np.where(scaled > 0, scaled, 1.0), 0.0) / scale
    return Benefit(scores, weights, shares)


def benefit_weights(
    values: Floats, bounds: tuple[float, float] = (0.0, 1.0), children: Sequence[str] = ()
) -> Floats:
    """The weights of `benefit_of_the_doubt` (rows, children), each unit's brought to sum to 1.

    Brought to sum to 1 they no longer favour each unit most: a unit with high values has small weights, and loses more by
    it. Where the favour is what matters, take the aggregation of this name. A unit that cannot gain by any weights (all its values are nought) weighs the children that it has evenly. Raises
    as `benefit_of_the_doubt`.
    """
    found = benefit_of_the_doubt(values, bounds, children)
    present = ~np.isnan(values)
    even = np.where(present.any(axis=1, keepdims=True), present, True).astype(np.float64)
    # What the solver's last digits leave of a weight of nought is nought: units that are alike must tie.
    largest = found.weights.max(axis=1, keepdims=True, initial=0.0)
    settled = np.where(found.weights > _TRACE * largest, found.weights, 0.0)
    totals = settled.sum(axis=1, keepdims=True)
    amounts = np.where(totals > 0, settled, even)
    weights: Floats = amounts / amounts.sum(axis=1, keepdims=True)
    return weights


def _one(
    row: Floats, present: NDArray[np.bool_], peers: Floats, bounds: tuple[float, float]
) -> tuple[float, Floats]:
    """Score and shares (children,) of one unit, children scaled to 1 at their best."""
    even = present / max(1, present.sum())
    if not present.any():
        return np.nan, even
    low, high = min(bounds[0], 1 / present.sum()), max(bounds[1], 1 / present.sum())
    can = present & (row > _NOUGHT)
    if not can.any() or (low > 0 and not can[present].all()) or can.sum() * high < 1 - _SAME:
        return 0.0, even
    # With shares s that sum to 1, weights are s × score / row, and the best peer stands at 1 where the score is
    # 1 / max (peers / row) · s: the programme looks for the smallest such maximum.
    ratios = peers[:, can] / row[can]
    shares = _most_favourable(peers[:, can], row[can], low, high)
    largest = float((ratios @ shares).max())
    score = 1 / largest
    full = np.zeros_like(row)
    full[can] = _most_even(ratios, largest, low, high, shares)
    # What the solver's last digits leave of the best score is the best score: the best must tie.
    return (1.0 if score > 1 - _SAME else score), full


def _most_favourable(peers: Floats, row: Floats, low: float, high: float) -> Floats:
    """Shares (children,) between `low` and `high` under which the best peer stands lowest against `row`."""
    count = len(row)
    # The programme's numbers must be near 1. No peer exceeds 1, so the maximum is at most Σ share / row; the smallest
    # such sum, which fills the strongest children first, is at most `count` times what is looked for.
    strongest_first = np.argsort(-row, kind="stable")
    filled = np.clip(1 - count * low - (high - low) * np.arange(count), 0, high - low) + low
    unit = (filled / row[strongest_first]).sum()
    reach = row * unit
    found = linprog(
        np.append(np.zeros(count), 1.0),
        A_ub=np.column_stack([peers, -np.ones(len(peers))]),
        b_ub=np.zeros(len(peers)),
        A_eq=np.append(reach, 0.0)[None],
        b_eq=[1.0],
        bounds=[*zip(low / reach, high / reach, strict=True), (0.0, None)],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if found.x is None:
        raise DataError([Problem("benefit-not-found")])
    shares = np.clip(found.x[:-1] * reach, low, high)
    return np.asarray(shares / shares.sum())


def _most_even(ratios: Floats, largest: float, low: float, high: float, shares: Floats) -> Floats:
    """Of all shares as favourable as `shares`, those nearest to even ones.

    A least-distance problem, solved as non-negative least squares (Lawson and Hanson, Solving Least Squares Problems
    (1974), chapter 23), within the plane where shares sum to 1. Where that fails, the shares stay as they are.
    """
    count = ratios.shape[1]
    if count == 1:
        return shares
    even = np.full(count, 1 / count)
    plane = null_space(np.ones((1, count)))
    steps = np.vstack([-ratios, np.eye(count), -np.eye(count)])
    limits = np.concatenate(
        [-np.full(len(ratios), largest * (1 + _SAME)), np.full(count, low), np.full(count, -high)]
    )
    limits = limits - steps @ even
    inside = steps @ plane
    lengths = np.linalg.norm(inside, axis=1)
    # A step that no move within the plane changes is as satisfied as it was.
    bites = lengths > 1e-12 * np.abs(steps).max(axis=1)
    inside, limits = inside[bites] / lengths[bites, None], limits[bites] / lengths[bites]
    if (limits <= 0).all():
        return even
    target = np.append(np.zeros(count - 1), 1.0)
    system = np.vstack([inside.T, limits])
    try:
        multipliers, _ = nnls(system, target)
    except RuntimeError:
        return shares
    gap = system @ multipliers - target
    if gap[-1] > -1e-14:
        return shares
    moved = even - plane @ (gap[:-1] / gap[-1])
    good = (ratios @ moved).max() <= largest * (1 + 10 * _SAME) and moved.min() >= low - _SAME
    nearer: Floats = np.clip(moved, low, high)
    return nearer / nearer.sum() if good and moved.max() <= high + _SAME else shares


def _undominated(rows: Floats) -> Floats:
    """The rows that no other equals or exceeds everywhere: the others can never stand in a unit's way."""
    different = np.unique(rows, axis=0)
    return np.array([row for row in different if ((different >= row).all(axis=1)).sum() == 1])
