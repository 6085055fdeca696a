"""What may be otherwise: the assumptions of an uncertainty analysis."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from multaqa.composite.methods.aggregate import AggregationChoice, Missing
from multaqa.composite.methods.base import Flag, Name, Number, Positive, Share, Strict, named
from multaqa.composite.methods.impute import ImputationChoice
from multaqa.composite.methods.normalise import NormalisationChoice
from multaqa.composite.methods.treat import TreatmentChoice
from multaqa.composite.methods.weight import WeightingChoice


class RelativeNoise(Strict):
    """Each weight times 1 + u, u from −``share`` to ``share``: uniform, or normal with that as two deviations."""

    kind: Literal["relative"]
    share: Share = 0.25
    distribution: Literal["uniform", "normal"] = "uniform"
    at: tuple[Name, ...] | None = None


class DirichletNoise(Strict):
    """The shares of a node's children from a Dirichlet distribution around the given ones.

    ``concentration`` is the sum of its parameters: the larger, the nearer to the given shares.
    """

    kind: Literal["dirichlet"]
    concentration: Positive = 50.0
    at: tuple[Name, ...] | None = None


class FreeWeights(Strict):
    """The shares of a node's children uniformly over all possible ones, whatever is given."""

    kind: Literal["free"]
    at: tuple[Name, ...] | None = None


class WeightSets(Strict):
    """One of several whole sets of weights by node id, as experts gave them; a node that a set leaves out keeps its own."""

    kind: Literal["sets"]
    sets: Annotated[tuple[dict[Name, Annotated[Number, Field(ge=0)]], ...], Field(min_length=1)]


WeightNoise = RelativeNoise | DirichletNoise | FreeWeights | WeightSets
"""How weights are drawn; ``at`` names the pillars whose children's weights vary (all of them where it is left out)."""

_ByKind = Annotated[WeightNoise, Field(discriminator="kind")]
_KindAlone = Literal["relative", "dirichlet", "free"]
WeightNoiseChoice = Annotated[_ByKind, BeforeValidator(named, json_schema_input_type=_KindAlone | _ByKind)]


class DataNoise(Strict):
    """Measurement error: each value, as it enters treatment, plus an error.

    Its size is ``share`` of the value or of the indicator's deviation over the units: one standard deviation of a
    ``normal`` error, or the largest of a ``uniform`` one. Imputed values take no error of this kind.
    """

    share: Share
    of: Literal["value", "deviation"] = "deviation"
    distribution: Literal["normal", "uniform"] = "normal"


class Assumptions(Strict):
    """What may be otherwise.

    Each list holds alternatives, drawn with equal chances; the framework's own choice is among the draws only where
    the list names it. ``impute``, ``treat`` and ``normalise`` replace the choice at every indicator, ``weighting``,
    ``aggregate`` and ``missing`` at every pillar, that does not name its own. ``weights`` are drawn around those in
    force. ``imputation`` draws each imputed value from a normal distribution with its spread.
    """

    draws: Annotated[int, Field(strict=True, ge=10, le=10_000_000)] = 1000
    seed: Annotated[int, Field(strict=True, ge=0, le=2**32 - 1)] = 0
    weights: WeightNoiseChoice | None = None
    weighting: tuple[WeightingChoice, ...] = ()
    normalise: tuple[NormalisationChoice, ...] = ()
    aggregate: tuple[AggregationChoice, ...] = ()
    missing: tuple[Missing, ...] = ()
    impute: tuple[ImputationChoice, ...] = ()
    treat: tuple[TreatmentChoice, ...] = ()
    data: DataNoise | None = None
    imputation: Flag = False
