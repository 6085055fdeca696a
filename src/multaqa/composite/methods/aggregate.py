"""How the children of a pillar become its score, and what a missing child does."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from multaqa.composite.methods.base import Flag, Name, Number, Share, Strict, named


class Arithmetic(Strict):
    """Σ wᵢ xᵢ."""

    kind: Literal["arithmetic"]


class Geometric(Strict):
    """Π xᵢ ^ wᵢ, for values of zero or more."""

    kind: Literal["geometric"]


class Harmonic(Strict):
    """1 / Σ (wᵢ / xᵢ), for values of zero or more; a zero gives zero."""

    kind: Literal["harmonic"]


class Power(Strict):
    """The generalised mean (Σ wᵢ xᵢ^p) ^ (1/p), for values of zero or more; ``exponent`` p, not zero."""

    kind: Literal["power"]
    exponent: Number


class Median(Strict):
    """The weighted median."""

    kind: Literal["median"]


class Minimum(Strict):
    """The weakest child that has weight."""

    kind: Literal["minimum"]


class Maximum(Strict):
    """The strongest child that has weight."""

    kind: Literal["maximum"]


class Sum(Strict):
    """Σ wᵢ xᵢ with the weights as they are given, not as shares."""

    kind: Literal["sum"]


class MazziottaPareto(Strict):
    """Mean ∓ deviation × coefficient of variation of a unit's values: ``penalty: down`` for a positive phenomenon.

    Values are first brought to mean 100 and deviation 10 over the units; where ``adjusted``, to 70–130 by min–max.
    Where ``as_is``, they are taken as they come.
    """

    kind: Literal["mazziotta_pareto"]
    penalty: Literal["down", "up"] = "down"
    adjusted: Flag = False
    as_is: Flag = False


class Copeland(Strict):
    """Pairwise: for each other unit +1, 0 or −1 as the weight of the children in which one leads is more than half."""

    kind: Literal["copeland"]


class Outranking(Strict):
    """The mean share of weight in which a unit leads each other one; ties give half."""

    kind: Literal["outranking"]


class BenefitOfTheDoubt(Strict):
    """Each unit's score under its own most favourable weights, 1 for the best (data envelopment analysis)."""

    kind: Literal["benefit_of_the_doubt"]
    bounds: tuple[Share, Share] = (0.0, 1.0)


class Formula(Strict):
    """A scalar SQL expression over the children's ids; a unit that lacks a child that it names has no score."""

    kind: Literal["formula"]
    formula: Name


Aggregation = (
    Arithmetic
    | Geometric
    | Harmonic
    | Power
    | Median
    | Minimum
    | Maximum
    | Sum
    | MazziottaPareto
    | Copeland
    | Outranking
    | BenefitOfTheDoubt
    | Formula
)
_AggregationByKind = Annotated[Aggregation, Field(discriminator="kind")]
_AggregationAlone = Literal[
    "arithmetic",
    "geometric",
    "harmonic",
    "median",
    "minimum",
    "maximum",
    "sum",
    "mazziotta_pareto",
    "copeland",
    "outranking",
    "benefit_of_the_doubt",
]
AggregationChoice = Annotated[
    _AggregationByKind,
    BeforeValidator(named, json_schema_input_type=_AggregationAlone | _AggregationByKind),
]


class DropBelow(Strict):
    """A node is scored only where at least this share of its children is; then weights are renormalised."""

    drop_below: Share


Missing = Literal["renormalise", "zero"] | DropBelow
"""What a missing child does: its weight goes to the others, it counts as zero, or it may silence the node."""
