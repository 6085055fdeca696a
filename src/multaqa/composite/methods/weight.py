"""Where the weights of a pillar's children come from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from multaqa.composite.methods.base import Name, Number, Positive, Share, Strict, named


class GivenWeights(Strict):
    """The children's own ``weight``."""

    kind: Literal["given"]


class EqualWeights(Strict):
    """One for every child, whatever its ``weight``."""

    kind: Literal["equal"]


class PcaWeights(Strict):
    """From principal components of the children's correlations.

    ``first``: the loadings on the first component; a child that works against the others gets no weight. ``rotated``:
    squared loadings on the components with an eigenvalue above ``eigenvalue``, rotated (varimax); each child on the
    component where it loads most, each component in proportion to the variance that it explains.
    """

    kind: Literal["pca"]
    form: Literal["first", "rotated"] = "rotated"
    eigenvalue: Positive = 1.0


class FactorWeights(Strict):
    """As ``rotated`` principal components, from factors by maximum likelihood instead.

    Refused where no factors fit: too few children or units, or a child that the factors would explain wholly.
    """

    kind: Literal["factor"]
    eigenvalue: Positive = 1.0


class BenefitWeights(Strict):
    """Benefit of the doubt: each unit's own most favourable weights.

    A child's contribution to a unit's score is kept between the shares of ``bounds``. Each unit's weights are brought
    to sum to 1; for scores that are 1 for the best, aggregate by ``benefit_of_the_doubt`` instead.
    """

    kind: Literal["benefit_of_the_doubt"]
    bounds: tuple[Share, Share] = (0.0, 1.0)


class EntropyWeights(Strict):
    """By Shannon entropy: the more evenly the units share a child's total, the less it weighs.

    For values of zero or more.
    """

    kind: Literal["entropy"]


class CriticWeights(Strict):
    """CRITIC: deviation of a child (brought to 0–1) × its conflict with the others, Σ (1 − r)."""

    kind: Literal["critic"]


class Judgement(Strict):
    """``more`` is ``times`` as important as ``less``."""

    more: Name
    less: Name
    times: Annotated[float, Field(strict=True, ge=1, le=9)]


class HierarchyWeights(Strict):
    """Analytic hierarchy process: the principal eigenvector of pairwise ``judgements``, every pair once.

    Refused where the consistency ratio exceeds ``consistency``.
    """

    kind: Literal["ahp"]
    judgements: Annotated[tuple[Judgement, ...], Field(min_length=1)]
    consistency: Share = 0.1


class BudgetWeights(Strict):
    """Budget allocation: each expert shares out points among the children, by id; the mean of the shares."""

    kind: Literal["budget"]
    allocations: Annotated[tuple[dict[Name, Annotated[Number, Field(ge=0)]], ...], Field(min_length=1)]


class OptimisedWeights(Strict):
    """Weights of zero or more under which each child's influence on the score comes nearest to ``importance``.

    Influence is the squared correlation with the children's weighted mean, as a share. Importance is a number for every
    child's id, of which the share counts; without it, equal.
    """

    kind: Literal["optimised"]
    importance: dict[Name, Positive] | None = None


Weighting = (
    GivenWeights
    | EqualWeights
    | PcaWeights
    | FactorWeights
    | BenefitWeights
    | EntropyWeights
    | CriticWeights
    | HierarchyWeights
    | BudgetWeights
    | OptimisedWeights
)
_ByKind = Annotated[Weighting, Field(discriminator="kind")]
_KindAlone = Literal[
    "given", "equal", "pca", "factor", "benefit_of_the_doubt", "entropy", "critic", "optimised"
]
WeightingChoice = Annotated[_ByKind, BeforeValidator(named, json_schema_input_type=_KindAlone | _ByKind)]
