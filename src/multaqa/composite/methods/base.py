"""What the parts of a framework document are made of: strict models and constrained numbers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

LARGEST_NUMBER = 1e100
"""Beyond this a sum of squares could overflow; no statistic comes near it."""

Number = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Positive = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0, le=LARGEST_NUMBER)]
Share = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1)]
Count = Annotated[int, Field(strict=True, ge=1, le=10_000)]
Flag = Annotated[bool, Field(strict=True)]
Name = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=r"\S")]
Range = tuple[Number, Number]
"""Lower bound, upper bound."""

Decimals = Annotated[int, Field(strict=True, ge=0, le=12)]
Ties = Literal["min", "max", "dense", "average"]
Direction = Literal["positive", "negative"]
Over = Literal["time", "panel"]
"""Whether a statistic is taken over the units of one time or over those of all times together."""


def _label(value: Any) -> Any:
    """A year may be written as a number."""
    return str(value) if type(value) is int else value


Label = Annotated[Name, BeforeValidator(_label, json_schema_input_type=str | int)]


class Strict(BaseModel):
    """A part of the document: unknown keys are refused and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def named(value: Any) -> Any:
    """``minmax`` is short for ``{kind: minmax}``."""
    return {"kind": value} if isinstance(value, str) else value


class Edition(Strict):
    """The units of one time of the data, whatever time is normalised: those of an earlier edition, say."""

    edition: Label


Reference = Over | Edition
"""What parameters are taken from: the units of the same time, those of all times, or those of one stated time."""
