"""The questionnaire of a framework document: what is asked, about which lists, and what the answers are worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from multaqa.composite.methods.base import Decimals, Label, Name, Number, Range, Strict

Text = Annotated[dict[str, Name], Field(min_length=1)]
"""The same words by language."""


def _one_or_more(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[^\W\d_][\w.\-]*$", max_length=100)]
Attribute: TypeAlias = Number | Name
Combination = Literal["mean", "share", "best", "worst", "sum", "median"]
Reviewers = Literal["mean", "median", "min", "max", "last"]

ITEM, CHANNEL = "item", "channel"
"""Names that stand, in a formula, for the id of the item and of the channel at hand."""

CHANNEL_COMBINATIONS = ("best", "worst", "mean", "sum")


class AnswerColumns(Strict):
    """The names of the columns of the answers. A file with both ``question`` and ``answer`` is read as long."""

    unit: Name = "unit"
    time: Name = "time"
    question: Name = "question"
    item: Name = "item"
    channel: Name = "channel"
    reviewer: Name = "reviewer"
    answer: Name = "answer"
    justification: Name = "justification"
    evidence: Annotated[
        tuple[Name, ...], BeforeValidator(_one_or_more, json_schema_input_type=str | list[str])
    ] = ("evidence",)


class Item(Strict):
    """A member of a roster: a service, a dataset. Further keys are its attributes, numbers or texts."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Attribute]

    id: Label
    name: Text | None = None

    @property
    def attributes(self) -> Mapping[str, float | str]:
        """Further keys → number or text."""
        return self.__pydantic_extra__


class Roster(Strict):
    """A reference list that questions repeat over; ``from`` names a file of the same kind (`read_rosters`)."""

    items: Annotated[tuple[Item, ...], Field(min_length=1)] | None = None
    from_: Name | None = Field(default=None, alias="from")


class Question(Strict):
    """One question, asked once of each unit or, ``over`` a roster, for each of its items (and channels).

    ``choices`` (answer → points) or ``range`` say what may be answered; with neither, any number may be. ``code``
    is the name under which the file of answers has it; ``{item}`` and ``{channel}`` stand for their ids.

    Where ``when`` does not hold, or cannot be told, the question is not applicable: whatever was answered, it has
    no points, or those of ``otherwise``. ``unanswered``: points where it was asked and nothing was answered, or
    that there are no data or none reported; an answer that it does not apply leaves it without points.
    ``reviewers`` says how several marks become one. ``evidence: required``: an answer that earns points must
    come with evidence.
    """

    id: Id
    ask: Text | None = None
    over: Id | None = None
    channels: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    choices: Annotated[dict[Name, Number], Field(min_length=1)] | None = None
    range: Range | None = None
    code: Name | None = None
    when: Name | None = None
    otherwise: Number | None = None
    unanswered: Number | None = None
    reviewers: Reviewers = "mean"
    evidence: Literal["required", "optional"] = "optional"


class Derived(Strict):
    """An indicator of the tree, or a value on the way to one, computed from answers.

    ``formula`` is worked out for each unit or, ``over`` a roster, for each of its items for which ``where`` holds,
    on each channel. Then ``channels`` makes one value of those of an item's channels that have one: their best,
    worst, mean or sum, or that of the channel named. Then ``combine`` makes one value of the items':

    mean    Σ wᵢ xᵢ / Σ wᵢ, the weights being 1 where ``weight`` gives none; an item whose weight is missing,
            or below zero, is taken as missing
    share   Σ wᵢ [xᵢ > 0] / Σ wᵢ, the share of items with a value above zero
    best, worst, sum, median   of the values, unweighted

    ``missing`` says what becomes of items without a value: they are passed over (``skip``), count as zero
    (``zero``), or leave the whole without one (``all``). Items to which the question did not apply are never
    missing. In other formulas over the same roster the id stands for the item's value, elsewhere for the
    combined one. ``decimals``: the combined value is rounded, halves away from zero.
    """

    id: Id
    name: Text | None = None
    formula: Name
    over: Id | None = None
    where: Name | None = None
    channels: Id | None = None
    combine: Combination | None = None
    weight: Name | None = None
    missing: Literal["skip", "zero", "all"] | None = None
    decimals: Decimals | None = None


class Questionnaire(Strict):
    """What a framework says about answers."""

    rosters: dict[Id, Roster] = {}
    questions: tuple[Question, ...] = ()
    indicators: tuple[Derived, ...] = ()

    def items(self, roster: str | None) -> tuple[Item, ...]:
        """The items of a roster, empty for None. Raises KeyError where there is no such roster."""
        return () if roster is None else self.rosters[roster].items or ()
