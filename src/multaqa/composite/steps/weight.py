"""Where the weights of a pillar's children come from: judgement, or the data themselves.

Every function takes values (rows, children), one row per unit (and time: a panel is laid end to end), NaN where
missing; the typed method; the children's ids; and their own weights (children,). It returns weights (children,) of
zero or more that sum to 1; ``benefit_of_the_doubt`` gives each unit its own, (rows, children).

Source of the methods: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 6; each function names
its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.methods import Weighting
from multaqa.composite.methods.weight import (
    BenefitWeights,
    BudgetWeights,
    CriticWeights,
    EntropyWeights,
    EqualWeights,
    FactorWeights,
    GivenWeights,
    HierarchyWeights,
    OptimisedWeights,
    PcaWeights,
)
from multaqa.composite.steps.benefit import benefit_of_the_doubt, benefit_weights
from multaqa.composite.steps.factors import factor_weights, pca_weights, rotated_pca_weights
from multaqa.composite.steps.judgements import budget_weights, hierarchy_weights, importance_of
from multaqa.composite.steps.optimise import optimised_weights
from multaqa.composite.steps.spread import critic_weights, entropy_weights

__all__ = [
    "WEIGHT",
    "benefit_of_the_doubt",
    "benefit_weights",
    "budget_weights",
    "critic_weights",
    "entropy_weights",
    "factor_weights",
    "hierarchy_weights",
    "optimised_weights",
    "pca_weights",
    "rotated_pca_weights",
    "weigh",
]

Floats = NDArray[np.float64]
Children = tuple[str, ...]


def weigh(values: Floats, method: Weighting, children: Children, given: Floats) -> Floats:
    """Weights (children,), or (rows, children) for the benefit of the doubt, of zero or more, summing to 1.

    An only child weighs 1, whatever its data. Raises DataError where the data give no weights, FrameworkError where
    the judgements in the document do not; both name the child.
    """
    if len(children) == 1 and method.kind in _FROM_VARIATION:
        return np.ones(1)
    return WEIGHT[method.kind](values, method, children, given)


def _given(values: Floats, method: GivenWeights, children: Children, given: Floats) -> Floats:
    shares: Floats = given / given.sum()
    return shares


def _equal(values: Floats, method: EqualWeights, children: Children, given: Floats) -> Floats:
    return np.full(len(children), 1 / len(children))


def _pca(values: Floats, method: PcaWeights, children: Children, given: Floats) -> Floats:
    if method.form == "first":
        return pca_weights(values, children)
    return rotated_pca_weights(values, children, method.eigenvalue)


def _factor(values: Floats, method: FactorWeights, children: Children, given: Floats) -> Floats:
    return factor_weights(values, children, method.eigenvalue)


def _benefit(values: Floats, method: BenefitWeights, children: Children, given: Floats) -> Floats:
    return benefit_weights(values, method.bounds, children)


def _entropy(values: Floats, method: EntropyWeights, children: Children, given: Floats) -> Floats:
    return entropy_weights(values, children)


def _critic(values: Floats, method: CriticWeights, children: Children, given: Floats) -> Floats:
    return critic_weights(values, children)


def _hierarchy(values: Floats, method: HierarchyWeights, children: Children, given: Floats) -> Floats:
    return hierarchy_weights(children, method.judgements, method.consistency)


def _budget(values: Floats, method: BudgetWeights, children: Children, given: Floats) -> Floats:
    return budget_weights(children, method.allocations)


def _optimised(values: Floats, method: OptimisedWeights, children: Children, given: Floats) -> Floats:
    return optimised_weights(values, importance_of(children, method.importance), children=children)


WEIGHT: dict[str, Callable[[Floats, Any, Children, Floats], Floats]] = {
    "given": _given,
    "equal": _equal,
    "pca": _pca,
    "factor": _factor,
    "benefit_of_the_doubt": _benefit,
    "entropy": _entropy,
    "critic": _critic,
    "ahp": _hierarchy,
    "budget": _budget,
    "optimised": _optimised,
}
"""Kind of a method in the document → the function that carries it out."""

_FROM_VARIATION = frozenset({"pca", "factor", "entropy", "critic", "optimised"})
