"""A question made of fields → the tree of its SQL; nothing is put together as text."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlglot import exp

from multaqa.tables.query.refusals import nearest, refusal
from multaqa.tables.query.schemas import is_number, is_text
from multaqa.tables.query.searching import spelling_pattern
from multaqa.tables.query.typed import Aggregate, Filter, Query, Value

Tree = exp.Expr

_COMPARISONS: dict[str, type[Any]] = {
    "eq": exp.EQ,
    "ne": exp.NEQ,
    "lt": exp.LT,
    "le": exp.LTE,
    "gt": exp.GT,
    "ge": exp.GTE,
}
_VALUES_EXPECTED = {
    "is_null": "query-filter-no-value",
    "not_null": "query-filter-no-value",
    "in": "query-filter-several-values",
    "not_in": "query-filter-several-values",
    "between": "query-filter-two-values",
    "contains": "query-filter-text",
    "starts_with": "query-filter-text",
}
_AGGREGATES = {
    "sum": "sum",
    "mean": "avg",
    "median": "median",
    "stddev": "stddev_samp",
    "quantile": "quantile_cont",
}


def tree_of(query: Query, schema: Any) -> exp.Select:
    """The tree of a question to the table of this Arrow schema.

    Raises QueryError with every mistake of one kind first found: `query-unknown-column`, one of `query-filter-…`,
    `query-not-text`, `query-not-a-number`, `query-aggregate-column`, `query-quantile`, `query-name-twice`,
    `query-columns-beside-groups`.
    """
    columns = _Columns(schema)
    grouped = bool(query.group_by or query.aggregates)
    answer = _answer_of(query, columns, grouped)
    select = exp.Select(expressions=answer, from_=exp.From(this=exp.Table(this=_name(query.table))))
    conditions = [_condition(part, columns) for part in query.filters] + _search(query.search, columns)
    if conditions:
        select.set("where", exp.Where(this=exp.and_(*conditions)))
    if query.group_by:
        select.set("group", exp.Group(expressions=[columns.get(name) for name in query.group_by]))
    if query.sort:
        names = (
            {*query.group_by, *(part.alias for part in query.aggregates)} if grouped else set(columns.kinds)
        )
        select.set(
            "order", exp.Order(expressions=[_ordered(s.column, s.descending, names) for s in query.sort])
        )
    if query.page is not None:
        select.set("limit", exp.Limit(expression=exp.Literal.number(query.page.limit)))
        if query.page.offset:
            select.set("offset", exp.Offset(expression=exp.Literal.number(query.page.offset)))
    return select


class _Columns:
    """The columns that there are; to ask for another one is refused."""

    def __init__(self, schema: Any) -> None:
        self.kinds: dict[str, Any] = {field.name: field.type for field in schema}

    def get(self, name: str) -> Tree:
        _must_be_known(name, self.kinds)
        return exp.Column(this=_name(name))

    def of_text(self, name: str, operator: str) -> Tree:
        column = self.get(name)
        if not is_text(self.kinds[name]):
            raise refusal("query-not-text", column=name, operator=operator)
        return column

    def of_numbers(self, name: str, operator: str) -> Tree:
        column = self.get(name)
        if not is_number(self.kinds[name]):
            raise refusal("query-not-a-number", column=name, operator=operator)
        return column


def _answer_of(query: Query, columns: _Columns, grouped: bool) -> list[Tree]:
    if not grouped:
        _refuse_twice(query.columns)
        return [columns.get(name) for name in query.columns] or [exp.Star()]
    for name in query.columns:
        if name not in query.group_by:
            raise refusal("query-columns-beside-groups", column=name)
    _refuse_twice([*query.group_by, *(part.alias for part in query.aggregates)])
    groups = [columns.get(name) for name in query.group_by]
    figures = [exp.alias_(_figure(part, columns), _name(part.alias)) for part in query.aggregates]
    return [*groups, *figures]


def _figure(part: Aggregate, columns: _Columns) -> Tree:
    if (part.quantile is not None) != (part.function == "quantile"):
        raise refusal("query-quantile", alias=part.alias)
    if part.column is None:
        if part.function != "count":
            raise refusal("query-aggregate-column", operator=part.function)
        return _call("count", exp.Star())
    match part.function:
        case "count" | "min" | "max":
            return _call(part.function, columns.get(part.column))
        case "count_distinct":
            return _call("count", exp.Distinct(expressions=[columns.get(part.column)]))
        case _:
            share = [] if part.quantile is None else [_literal(part.quantile)]
            return _call(_AGGREGATES[part.function], columns.of_numbers(part.column, part.function), *share)


def _condition(part: Filter, columns: _Columns) -> Tree:
    match part.operator, part.value:
        case "is_null", None:
            return exp.Is(this=columns.get(part.column), expression=exp.Null())
        case "not_null", None:
            return exp.Not(this=exp.Is(this=columns.get(part.column), expression=exp.Null()))
        case "in" | "not_in", tuple(values) if values:
            among = exp.In(this=columns.get(part.column), expressions=[_literal(value) for value in values])
            return among if part.operator == "in" else exp.Not(this=among)
        case "between", (low, high):
            return exp.Between(this=columns.get(part.column), low=_literal(low), high=_literal(high))
        case "contains" | "starts_with", str(text):
            return _call(part.operator, columns.of_text(part.column, part.operator), _literal(text))
        case operator, value if (
            operator in _COMPARISONS and value is not None and not isinstance(value, tuple)
        ):
            compared: Tree = _COMPARISONS[operator](this=columns.get(part.column), expression=_literal(value))
            return compared
    columns.get(part.column)
    raise refusal(
        _VALUES_EXPECTED.get(part.operator, "query-filter-one-value"), part.column, operator=part.operator
    )


def _search(text: str, columns: _Columns) -> list[Tree]:
    pattern = spelling_pattern(text)
    if not pattern:
        return []
    found = [
        _call("regexp_matches", _call("nfc_normalize", columns.get(name)), exp.Literal.string(pattern))
        for name, kind in columns.kinds.items()
        if is_text(kind)
    ]
    return [exp.or_(*found) if found else exp.false()]


def _ordered(column: str, descending: bool, names: Iterable[str]) -> Tree:
    _must_be_known(column, names)
    return exp.Ordered(this=exp.Column(this=_name(column)), desc=descending, nulls_first=False)


def _literal(value: Value) -> Tree:
    match value:
        case bool():
            return exp.Boolean(this=value)
        case int() | Decimal():
            return _signed(format(abs(value), "f"), value < 0)
        case float():
            return exp.cast(exp.Literal.string(repr(value)), exp.DataType.Type.DOUBLE)
        case datetime.datetime():
            zoned = exp.DataType.Type.TIMESTAMPTZ if value.tzinfo else exp.DataType.Type.TIMESTAMP
            return exp.cast(exp.Literal.string(value.isoformat(" ")), zoned)
        case datetime.date():
            return exp.cast(exp.Literal.string(value.isoformat()), exp.DataType.Type.DATE)
        case str():
            return exp.Literal.string(value)


def _signed(digits: str, negative: bool) -> Tree:
    number = exp.Literal.number(digits)
    return exp.Neg(this=number) if negative else number


def _call(name: str, *arguments: Tree) -> Tree:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _name(name: str) -> exp.Identifier:
    return exp.to_identifier(name, quoted=True)


def _must_be_known(name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        raise refusal("query-unknown-column", name=name, known=nearest(name, names))


def _refuse_twice(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise refusal("query-name-twice", name=name)
        seen.add(name.casefold())
