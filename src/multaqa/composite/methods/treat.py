"""What is done about outliers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from multaqa.composite.methods.base import Count, Flag, Number, Over, Positive, Strict, named


class Winsorise(Strict):
    """The most extreme value on the side of the skew takes the next one's, point by point, ``most`` points at most."""

    kind: Literal["winsorise"]
    most: Count = 5


class Log(Strict):
    """A logarithm of x, by ``form``; ``oriented`` turns a column with negative skewness round before and after.

    ``plain`` ln x · ``one`` ln(x − min + 1) · ``range`` ln(x − min + 0.01 (max − min)) · ``gii``, as in the Global
    Innovation Index, ln((max − 1)(x − min) / (max − min) + 1).
    """

    kind: Literal["log"]
    form: Literal["plain", "one", "range", "gii"] = "range"
    oriented: Flag = False


class BoxCox(Strict):
    """(x^power − 1) / power, ln x for power 0; ``shift`` first brings the lowest value above zero.

    Without ``power`` the one of greatest likelihood is taken.
    """

    kind: Literal["box_cox"]
    power: Number | None = None
    shift: Flag = True


TreatmentStep = Winsorise | Log | BoxCox
_StepByKind = Annotated[TreatmentStep, Field(discriminator="kind")]
_StepAlone = Literal["winsorise", "log", "box_cox"]
_TreatmentStepChoice = Annotated[
    _StepByKind, BeforeValidator(named, json_schema_input_type=_StepAlone | _StepByKind)
]


class Treatment(Strict):
    """What is done to an indicator with outliers: the ``steps`` in order, until it passes.

    It passes where |skewness| < ``skewness`` or kurtosis < ``kurtosis`` (sample estimators G₁, G₂). Each step starts
    from the values as they were; where ``cumulative``, from what the step before left. ``always`` takes the steps
    without asking. The moments are of the units of one time, or of all times together (``over: panel``).
    """

    steps: Annotated[tuple[_TreatmentStepChoice, ...], Field(min_length=1)] = (
        Winsorise(kind="winsorise"),
        Log(kind="log"),
    )
    skewness: Positive = 2.0
    kurtosis: Number = 3.5
    cumulative: Flag = False
    always: Flag = False
    over: Over = "time"


_STEPS_ALONE = ("winsorise", "log", "box_cox")


def _treatment(value: Any) -> Any:
    """``default`` is the treatment of defaults; a step's name alone is the treatment of that step."""
    if value == "default":
        return {}
    return {"steps": (value,)} if isinstance(value, str) and value in _STEPS_ALONE else value


TreatmentChoice = Annotated[
    Literal["none"] | Treatment,
    BeforeValidator(_treatment, json_schema_input_type=Literal["none", "default"] | _StepAlone | Treatment),
]
"""``none``, ``default`` (winsorise five points, then a logarithm), the name of one step, or a treatment."""
