"""The choices of method that a framework may make, as typed values."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

LARGEST_NUMBER = 1e100
"""Beyond this a sum of squares could overflow; no statistic comes near it."""

Number = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Range = tuple[Number, Number]
"""Lower bound, upper bound."""

Decimals = Annotated[int, Field(strict=True, ge=0, le=12)]
Ties = Literal["min", "max", "dense", "average"]
Direction = Literal["positive", "negative"]


class Strict(BaseModel):
    """A part of the document: unknown keys are refused and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NoNormalisation(Strict):
    """Values are used as they are."""

    kind: Literal["none"]


class MinMax(Strict):
    """The units' lowest value becomes the start of ``range`` and their highest its end, linearly between.

    Taken over the units of one time. Where all units are equal, each gets the middle of the range.
    """

    kind: Literal["minmax"]
    range: Range = (0.0, 100.0)


class ZScore(Strict):
    """Distance from the units' mean in standard deviations (n − 1); zero where there is no deviation."""

    kind: Literal["zscore"]


class Goalposts(Strict):
    """``low`` becomes the start of ``range`` and ``high`` its end; values beyond a goalpost stand at it."""

    kind: Literal["goalposts"]
    low: Number
    high: Number
    range: Range = (0.0, 100.0)


class Rank(Strict):
    """Place among the n units from 1 (weakest) to n (strongest); equal values share their mean place."""

    kind: Literal["rank"]


def _named(value: Any) -> Any:
    """``minmax`` is short for ``{kind: minmax}``."""
    return {"kind": value} if isinstance(value, str) else value


Normalisation = NoNormalisation | MinMax | ZScore | Goalposts | Rank
_ByKind = Annotated[Normalisation, Field(discriminator="kind")]
_KindAlone = Literal["none", "minmax", "zscore", "rank"]
NormalisationChoice = Annotated[_ByKind, BeforeValidator(_named, json_schema_input_type=_KindAlone | _ByKind)]

Aggregation = Literal["arithmetic", "geometric"]


class DropBelow(Strict):
    """A node is scored only where at least this share of its children is; then weights are renormalised."""

    drop_below: Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1)]


Missing = Literal["renormalise", "zero"] | DropBelow
"""What a missing child does: its weight goes to the others, it counts as zero, or it may silence the node."""


class Round(Strict):
    """How many decimals a score is published with (None: all), and whether the tree above uses the rounded one.

    Halves are rounded away from zero, as printed tables do.
    """

    decimals: Decimals | None = None
    at: Literal["publication", "every_level"] = "publication"


class Ranking(Strict):
    """On which scores ranks are taken, and which rank equal scores share.

    ``exact``: unrounded; ``published``: as published, and bands likewise; ``data_precision``: rounded to as many
    decimals as the data of that time carry, since a score is no more precise than what it is made of.
    """

    on: Literal["exact", "published", "data_precision"] = "exact"
    ties: Ties = "min"
