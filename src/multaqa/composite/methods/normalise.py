"""How indicators are brought to one scale."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from multaqa.composite.methods.base import (
    Flag,
    Name,
    Number,
    Over,
    Positive,
    Range,
    Reference,
    Strict,
    Ties,
    named,
)


class NoNormalisation(Strict):
    """Values are used as they are."""

    kind: Literal["none"]


class MinMax(Strict):
    """The units' lowest value becomes the start of ``range`` and their highest its end, linearly between.

    ``low`` and ``high``, where stated, take their place: those of an earlier edition, say. Where both are equal,
    each unit gets the middle of the range.
    """

    kind: Literal["minmax"]
    range: Range = (0.0, 100.0)
    low: Number | None = None
    high: Number | None = None
    over: Reference = "time"


class ZScore(Strict):
    """Distance from the units' mean in standard deviations (n − 1), brought to the mean and deviation of ``to``.

    ``mean`` and ``deviation``, where stated, take the place of the units' own. Zero deviation gives the mean of ``to``.
    """

    kind: Literal["zscore"]
    to: tuple[Number, Positive] = (0.0, 1.0)
    mean: Number | None = None
    deviation: Positive | None = None
    over: Reference = "time"


class Goalposts(Strict):
    """``low`` becomes the start of ``range`` and ``high`` its end, on logarithms where ``log``.

    ``cap``: values beyond ``both`` goalposts stand at them, or beyond ``low`` or ``high`` only, or (``none``) nowhere.
    """

    kind: Literal["goalposts"]
    low: Number
    high: Number
    range: Range = (0.0, 100.0)
    log: Flag = False
    cap: Literal["both", "low", "high", "none"] = "both"


class Rank(Strict):
    """Place among the n units from 1 (weakest) to n (strongest).

    Equal values share the mean of their places (``ties: average``), the lowest (``min``), the highest (``max``), or
    one place with no gap after it (``dense``).
    """

    kind: Literal["rank"]
    ties: Ties = "average"
    over: Over = "time"


class Borda(Strict):
    """How many units are weaker: place among the n units less one."""

    kind: Literal["borda"]
    ties: Ties = "average"
    over: Over = "time"


class Percentile(Strict):
    """The share of the other units that are weaker, on ``range``: 0 for the weakest, its end for the strongest."""

    kind: Literal["percentile"]
    range: Range = (0.0, 100.0)
    ties: Ties = "average"
    over: Over = "time"


class FractionOfMaximum(Strict):
    """x / max × ``scale``; for a negative direction min / x × ``scale``. Values must be zero or more."""

    kind: Literal["fraction_of_maximum"]
    scale: Positive = 100.0
    over: Reference = "time"


class DistanceToTarget(Strict):
    """How much of the way from the weakest unit to ``target`` is covered, on ``range``; capped at its end where ``cap``."""

    kind: Literal["distance_to_target"]
    target: Number
    cap: Flag = True
    range: Range = (0.0, 100.0)
    over: Reference = "time"


class DistanceToReference(Strict):
    """How much of the way from the weakest unit to the unit named ``unit``, at the same time, is covered, likewise."""

    kind: Literal["distance_to_reference"]
    unit: Name
    cap: Flag = False
    range: Range = (0.0, 100.0)


class DistanceToMaximum(Strict):
    """1 − (distance to the strongest unit) / (distance from weakest to strongest), on ``range``."""

    kind: Literal["distance_to_maximum"]
    range: Range = (0.0, 100.0)
    over: Reference = "time"


class Scaled(Strict):
    """``low`` becomes the start of ``range`` and ``high`` its end; nothing is capped."""

    kind: Literal["scaled"]
    low: Number
    high: Number
    range: Range = (0.0, 100.0)


class Categorical(Strict):
    """Points by class: ``points[k]`` where exactly k of the ``thresholds`` are reached.

    Thresholds rise, in units of the indicator, or in percentiles of the units where ``of`` says so. There is one
    point value more than thresholds; a negative direction takes the points from the end.
    """

    kind: Literal["categorical"]
    thresholds: Annotated[tuple[Number, ...], Field(min_length=1)]
    points: Annotated[tuple[Number, ...], Field(min_length=2)]
    of: Literal["value", "percentile"] = "value"
    over: Reference = "time"


Normalisation = (
    NoNormalisation
    | MinMax
    | ZScore
    | Goalposts
    | Rank
    | Borda
    | Percentile
    | FractionOfMaximum
    | DistanceToTarget
    | DistanceToReference
    | DistanceToMaximum
    | Scaled
    | Categorical
)
_ByKind = Annotated[Normalisation, Field(discriminator="kind")]
_KindAlone = Literal[
    "none",
    "minmax",
    "zscore",
    "rank",
    "borda",
    "percentile",
    "fraction_of_maximum",
    "distance_to_maximum",
]
NormalisationChoice = Annotated[_ByKind, BeforeValidator(named, json_schema_input_type=_KindAlone | _ByKind)]
