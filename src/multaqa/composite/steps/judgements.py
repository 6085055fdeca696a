"""Weights from people's judgement: the analytic hierarchy process and budget allocation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.methods.weight import Judgement
from multaqa.composite.problems import FrameworkError, Problem

Floats = NDArray[np.float64]

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Saaty's (1980) mean inconsistency of random judgements among 1, 2, … 15 children."""


def hierarchy_weights(
    children: Sequence[str], judgements: Sequence[Judgement], consistency: float = 0.1
) -> Floats:
    """Weights (children,): the principal eigenvector of pairwise judgements, summing to 1.

    Source: Saaty, The Analytic Hierarchy Process (1980). Raises FrameworkError: as `comparison_matrix`;
    `inconsistent-judgements` where the consistency ratio exceeds `consistency`, with the ratio and the judgement that
    agrees least with the others.
    """
    matrix = comparison_matrix(children, judgements)
    weights, ratio = principal_weights(matrix)
    if ratio > consistency:
        worst = _least_consistent(children, judgements, weights)
        params = {
            "ratio": f"{ratio:.2f}",
            "limit": f"{consistency:g}",
            "more": worst.more,
            "less": worst.less,
        }
        raise FrameworkError([Problem("inconsistent-judgements", params=params)])
    return weights


def principal_weights(matrix: Floats) -> tuple[Floats, float]:
    """Weights (children,) and Saaty's consistency ratio of a positive reciprocal matrix (children, children).

    The ratio is (λ − n) / (n − 1), λ the principal eigenvalue, over the mean of the same for random judgements
    (`RANDOM_INDEX`); zero for one child or two, which cannot contradict each other.
    """
    size = matrix.shape[0]
    eigenvalues, vectors = np.linalg.eig(matrix)
    principal = int(np.argmax(eigenvalues.real))
    weights = np.abs(vectors[:, principal].real)
    random = RANDOM_INDEX[size - 1]
    ratio = (eigenvalues[principal].real - size) / (size - 1) / random if random else 0.0
    return weights / weights.sum(), max(0.0, float(ratio))


def comparison_matrix(children: Sequence[str], judgements: Sequence[Judgement]) -> Floats:
    """The judgements as a matrix (children, children): how many times as important the row is as the column.

    Raises FrameworkError with every one of: `too-many-to-compare` above 15 children; `unknown-child`;
    `judgement-of-itself`; `judgement-twice`; `judgements-incomplete` for every pair that lacks one.
    """
    problems = _problems(children, judgements)
    if problems:
        raise FrameworkError(problems)
    places = {child: place for place, child in enumerate(children)}
    matrix = np.eye(len(children))
    for judgement in judgements:
        more, less = places[judgement.more], places[judgement.less]
        matrix[more, less] = judgement.times
        matrix[less, more] = 1 / judgement.times
    return matrix


def budget_weights(children: Sequence[str], allocations: Sequence[Mapping[str, float]]) -> Floats:
    """Weights (children,): the mean over experts of the share of points that each gives a child, summing to 1.

    A child that an expert does not name gets no points from that expert. Source: OECD/JRC, Handbook on Constructing
    Composite Indicators (2008), step 6, budget allocation. Raises FrameworkError: `unknown-child`; `empty-allocation`
    for an expert (counted from 1) who gives no points.
    """
    problems = [
        *_unknown(children, (name for allocation in allocations for name in allocation)),
        *(
            Problem("empty-allocation", params={"expert": str(place)})
            for place, allocation in enumerate(allocations, start=1)
            if sum(allocation.values()) <= 0
        ),
    ]
    if problems:
        raise FrameworkError(problems)
    points = np.array([[allocation.get(child, 0.0) for child in children] for allocation in allocations])
    shares: Floats = (points / points.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def importance_of(children: Sequence[str], importance: Mapping[str, float] | None) -> Floats:
    """Importance (children,) as shares that sum to 1; equal where none is stated.

    Raises FrameworkError: `unknown-child`; `importance-incomplete` for every child without one.
    """
    if importance is None:
        return np.full(len(children), 1 / len(children))
    problems = [
        *_unknown(children, importance),
        *(
            Problem("importance-incomplete", node=child, params={"child": child})
            for child in children
            if child not in importance
        ),
    ]
    if problems:
        raise FrameworkError(problems)
    amounts = np.array([importance[child] for child in children])
    shares: Floats = amounts / amounts.sum()
    return shares


def _problems(children: Sequence[str], judgements: Sequence[Judgement]) -> list[Problem]:
    most = len(RANDOM_INDEX)
    if len(children) > most:
        return [Problem("too-many-to-compare", params={"count": str(len(children)), "most": str(most)})]
    problems = _unknown(children, (name for one in judgements for name in (one.more, one.less)))
    seen: set[frozenset[str]] = set()
    for one in judgements:
        pair = frozenset((one.more, one.less))
        names = {"first": one.more, "second": one.less}
        if len(pair) == 1:
            problems.append(Problem("judgement-of-itself", params={"child": one.more}))
        elif pair in seen:
            problems.append(Problem("judgement-twice", params=names))
        seen.add(pair)
    for place, first in enumerate(children):
        for second in children[place + 1 :]:
            if frozenset((first, second)) not in seen:
                problems.append(Problem("judgements-incomplete", params={"first": first, "second": second}))
    return problems


def _unknown(children: Sequence[str], names: Iterable[str]) -> list[Problem]:
    strangers = dict.fromkeys(name for name in names if name not in children)
    known = ", ".join(children)
    return [Problem("unknown-child", params={"child": name, "known": known}) for name in strangers]


def _least_consistent(children: Sequence[str], judgements: Sequence[Judgement], weights: Floats) -> Judgement:
    """The judgement furthest from the ratio of the weights that all of them together give."""
    of = dict(zip(children, weights, strict=True))
    return max(judgements, key=lambda one: abs(np.log(one.times * of[one.less] / of[one.more])))
