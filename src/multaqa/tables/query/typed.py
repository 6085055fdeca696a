"""A question made of fields, as a form or an API asks it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SEARCH_CHARACTERS = 200

Value = (
    bool
    | int
    | Annotated[float, Field(allow_inf_nan=False)]
    | Annotated[Decimal, Field(allow_inf_nan=False)]
    | datetime.datetime
    | datetime.date
    | str
)
"""What a filter compares with; a date may also come as a text (`2025-01-31`)."""

Operator = Literal[
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "in",
    "not_in",
    "between",
    "is_null",
    "not_null",
    "contains",
    "starts_with",
]

Function = Literal["count", "count_distinct", "sum", "mean", "median", "min", "max", "stddev", "quantile"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Filter(_Model):
    """A condition on one column.

    ``value`` is a tuple for ``in``, ``not_in`` and ``between`` (both bounds belong to it), None for ``is_null`` and
    ``not_null``, else one value. ``contains`` and ``starts_with`` compare texts sign by sign; ``ne`` and ``not_in``
    leave out rows without a value, as SQL does.
    """

    column: str
    operator: Operator
    value: Value | tuple[Value, ...] | None = None


class Aggregate(_Model):
    """A figure for each group, under the name ``alias``.

    ``count`` without a column counts rows. ``quantile`` is the share of values below, between 0 and 1. ``stddev`` is
    that of a sample.
    """

    function: Function
    alias: str = Field(min_length=1)
    column: str | None = None
    quantile: float | None = Field(default=None, ge=0, le=1)


class Sort(_Model):
    """An order by one column of the table or, where there are groups, of the answer; no value comes last."""

    column: str
    descending: bool = False


class Page(_Model):
    """``limit`` rows after the first ``offset``."""

    limit: int = Field(ge=0)
    offset: int = Field(default=0, ge=0)


class Query(_Model):
    """A question to one table.

    ``columns``: those to list; none means all. ``filters`` must all hold. ``search`` is a text that must occur in a
    column of texts, however it is spelled: `multaqa.language.normal_form` says what counts as the same. ``group_by``
    and ``aggregates`` give a row for each group, or one for all rows where there are no groups.
    """

    table: str
    columns: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    search: str = Field(default="", max_length=SEARCH_CHARACTERS)
    group_by: tuple[str, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    sort: tuple[Sort, ...] = ()
    page: Page | None = None
