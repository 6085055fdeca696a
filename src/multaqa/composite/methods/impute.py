"""How missing values are filled in."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from multaqa.composite.methods.base import Count, Name, Strict, named


class NoImputation(Strict):
    """Missing stays missing."""

    kind: Literal["none"]


class MeanImputation(Strict):
    """The mean of the indicator over the units that have it; over those alike in the column ``by``, where stated."""

    kind: Literal["mean"]
    by: Name | None = None


class MedianImputation(Strict):
    """The median of the indicator, likewise."""

    kind: Literal["median"]
    by: Name | None = None


class SiblingImputation(Strict):
    """The unit's own mean (or median) over other indicators, each brought by min–max to one scale and back.

    ``within``: the indicators of the same ``parent``, or ``all``.
    """

    kind: Literal["siblings"]
    statistic: Literal["mean", "median"] = "mean"
    within: Literal["parent", "all"] = "parent"


class RegressionImputation(Strict):
    """Least squares on the indicators in ``on``; without it, on the one with the strongest correlation that is there."""

    kind: Literal["regression"]
    on: tuple[Name, ...] = ()


class EmImputation(Strict):
    """Expectation–maximisation under a multivariate normal distribution of the indicators of one parent, or of all."""

    kind: Literal["em"]
    within: Literal["parent", "all"] = "parent"


class NearestImputation(Strict):
    """The mean of the ``neighbours`` units that are nearest in the standardised indicators both have."""

    kind: Literal["nearest"]
    neighbours: Count = 5


class LatestImputation(Strict):
    """The unit's latest earlier value, at most ``longest`` units of time back."""

    kind: Literal["latest"]
    longest: Count | None = None


class LinearImputation(Strict):
    """Linear in time between the unit's own values; beyond the first and the last nothing."""

    kind: Literal["linear"]


class ConstantImputation(Strict):
    """The unit’s last earlier value; before its first value, that one."""

    kind: Literal["constant"]


Imputation = (
    NoImputation
    | MeanImputation
    | MedianImputation
    | SiblingImputation
    | RegressionImputation
    | EmImputation
    | NearestImputation
    | LatestImputation
    | LinearImputation
    | ConstantImputation
)
_ByKind = Annotated[Imputation, Field(discriminator="kind")]
_KindAlone = Literal[
    "none", "mean", "median", "siblings", "regression", "em", "nearest", "latest", "linear", "constant"
]
_OneImputation = Annotated[_ByKind, BeforeValidator(named, json_schema_input_type=_KindAlone | _ByKind)]


def _list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (value,)


ImputationChoice = Annotated[
    tuple[_OneImputation, ...],
    Field(min_length=1),
    BeforeValidator(_list, json_schema_input_type=_OneImputation | tuple[_OneImputation, ...]),
]
"""One method, or several in order: each fills what the ones before it left."""
