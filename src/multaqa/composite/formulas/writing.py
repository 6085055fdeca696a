"""A tree → SQL written anew, part by part, from the allow-list."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlglot import exp

from multaqa.composite.formulas.refusals import FormulaError, refusal
from multaqa.composite.methods.base import LARGEST_NUMBER

Kind = Literal["number", "text", "truth"]
"""What a name or an expression gives: a number, a text, or whether something holds."""

ROUND_LIMIT_DECIMALS = 12


def column_of(name: str) -> str:
    """The column's name in the database: nothing of the document's own, and different where names are.

    The database takes ``A`` and ``a`` for one; their code points do not allow that.
    """
    return f"n{name.encode('utf-8').hex()}"


@dataclass(frozen=True)
class Sql:
    """SQL of our own making and what it gives; a bare NULL may be anything."""

    sql: str
    kind: Literal["number", "text", "truth", "null"]


_COMPARE: dict[type[Any], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_CONNECT: dict[type[Any], str] = {exp.And: "AND", exp.Or: "OR"}
_COMPUTE: dict[type[Any], str] = {
    exp.Add: "({} + {})",
    exp.Sub: "({} - {})",
    exp.Mul: "({} * {})",
    exp.Div: "({} / NULLIF({}, 0e0))",
    exp.Mod: "({} % NULLIF({}, 0e0))",
}
# Not-a-number equals itself here and would compare as the largest of all: none may arise.
_IF_FINITE = "NULLIF(NULLIF(NULLIF({}, 'nan'::DOUBLE), 'inf'::DOUBLE), '-inf'::DOUBLE)"
# GREATEST passes over NULL, so that a missing argument, too, ends at the bound and from there at NULL. Between
# the bound of the root, the smallest double below zero, and zero itself there is no other number.
_FUNCTIONS: dict[type[Any], str] = {
    exp.Abs: "ABS({})",
    exp.Ceil: "CEIL({})",
    exp.Floor: "FLOOR({})",
    exp.Sign: "CAST(SIGN({}) AS DOUBLE)",
    exp.Neg: "(- {})",
    exp.Ln: "LN(NULLIF(GREATEST({}, 0e0), 0e0))",
    exp.Log: "LOG10(NULLIF(GREATEST({}, 0e0), 0e0))",
    exp.Sqrt: "SQRT(NULLIF(GREATEST({}, -5e-324), -5e-324))",
    exp.Exp: _IF_FINITE.format("EXP({})"),
}
_ALL_OF_THEM: dict[type[Any], str] = {exp.Coalesce: "COALESCE", exp.Greatest: "GREATEST", exp.Least: "LEAST"}
_NUMBER_TYPES = {exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT}
_WHOLE_TYPES = {exp.DataType.Type.INT, exp.DataType.Type.BIGINT}

# What a part of the tree may consist of; anything more (a window, an ordering, a query to look in) is refused.
_ARGUMENTS: dict[type[Any], frozenset[str]] = {
    exp.Column: frozenset({"this", "table", "db", "catalog"}),
    exp.Boolean: frozenset({"this"}),
    exp.Literal: frozenset({"this", "is_string"}),
    exp.Null: frozenset(),
    exp.In: frozenset({"this", "expressions"}),
    exp.Between: frozenset({"this", "low", "high"}),
    exp.Case: frozenset({"this", "ifs", "default"}),
    exp.If: frozenset({"this", "true", "false"}),
    exp.Round: frozenset({"this", "decimals"}),
    exp.Cast: frozenset({"this", "to"}),
    exp.Greatest: frozenset({"this", "expressions", "ignore_nulls"}),
    exp.Least: frozenset({"this", "expressions", "ignore_nulls"}),
    exp.Coalesce: frozenset({"this", "expressions"}),
    **dict.fromkeys((exp.Paren, exp.Not, exp.Lower, exp.Trim), frozenset({"this"})),
    **dict.fromkeys((exp.Is, exp.Nullif, exp.Pow), frozenset({"this", "expression"})),
    **dict.fromkeys((*_COMPARE, *_CONNECT, *_COMPUTE), frozenset({"this", "expression"})),
    **dict.fromkeys(_FUNCTIONS, frozenset({"this"})),
    exp.Log: frozenset({"this", "expression"}),
}


_EXTREMES = (exp.Greatest, exp.Least)


def _extreme(kind: type[exp.Expression], parts: Sequence[str]) -> str:
    """The largest or smallest of numbers, NULL where one is NULL.

    The database passes over NULL, but puts NaN above every number; so NULL goes in as NaN and comes out again. The
    smallest is the largest of what is turned round.
    """
    sign = "" if kind is exp.Greatest else "-"
    filled = ", ".join(f"COALESCE({sign}({part}), 'NaN'::DOUBLE)" for part in parts)
    return f"NULLIF({sign}GREATEST({filled}), 'NaN'::DOUBLE)"


class Writer:
    """Writes SQL for a tree, part by part, from the allow-list; notes the names it meets."""

    def __init__(self, names: Mapping[str, Kind] | None) -> None:
        self.names = names
        self.used: dict[str, None] = {}
        self.unknown: dict[str, None] = {}

    def write(self, node: exp.Expression) -> Sql:
        kind = type(node)
        allowed = _ARGUMENTS.get(kind)
        if allowed is None:
            raise _not_allowed(node)
        if any(value not in (None, False, []) for key, value in node.args.items() if key not in allowed):
            raise _not_allowed(node)
        if kind in _COMPARE or kind in _CONNECT or kind in _COMPUTE:
            return self._chain(node)
        if kind in _FUNCTIONS:
            return self._function(node)
        if kind in _ALL_OF_THEM:
            parts, common = self._alike([node.this, *node.expressions], node)
            if kind in _EXTREMES and common == "number":
                return Sql(_extreme(kind, parts), common)
            return Sql(f"{_ALL_OF_THEM[kind]}({', '.join(parts)})", common)
        return self._others[kind](self, node)

    def as_number(self, written: Sql, node: exp.Expression) -> Sql:
        """A condition as 1 or 0; text is refused."""
        match written.kind:
            case "number":
                return written
            case "text":
                raise _mixed(node)
            case _:
                return Sql(f"CAST({written.sql} AS DOUBLE)", "number")

    def _as_truth(self, written: Sql, node: exp.Expression) -> str:
        match written.kind:
            case "truth":
                return written.sql
            case "number":
                return f"({written.sql} <> 0e0)"
            case "null":
                return f"CAST({written.sql} AS BOOLEAN)"
            case _:
                raise _mixed(node)

    def _number(self, node: Any) -> str:
        return self.as_number(self.write(_given(node)), node).sql

    def _truth(self, node: Any) -> str:
        return self._as_truth(self.write(_given(node)), node)

    def _text(self, node: Any) -> str:
        written = self.write(_given(node))
        if written.kind not in ("text", "null"):
            raise _mixed(node)
        return written.sql if written.kind == "text" else f"CAST({written.sql} AS VARCHAR)"

    def _alike(self, nodes: Sequence[Any], whole: exp.Expression) -> tuple[list[str], Kind]:
        """Parts that are compared or chosen between, brought to the one kind that fits them all."""
        written = [self.write(_given(node)) for node in nodes]
        kinds = {part.kind for part in written} - {"null"}
        if "text" in kinds:
            if kinds != {"text"}:
                raise _mixed(whole)
            return [
                part.sql if part.kind == "text" else f"CAST({part.sql} AS VARCHAR)" for part in written
            ], "text"
        if kinds == {"truth"}:
            return [self._as_truth(part, whole) for part in written], "truth"
        return [self.as_number(part, whole).sql for part in written], "number"

    def _chain(self, node: exp.Expression) -> Sql:
        """``a + b + c`` is as deep as it is long: walked, not recursed into."""
        spine: list[exp.Expression] = []
        start: Any = node
        while type(start) in _COMPUTE or type(start) in _CONNECT:
            spine.append(start)
            start = start.this
        if not spine:
            return self._comparison(node)
        written = self.write(_given(start))
        for link in reversed(spine):
            if type(link) in _CONNECT:
                left, right = self._as_truth(written, link), self._truth(link.expression)
                written = Sql(f"({left} {_CONNECT[type(link)]} {right})", "truth")
            else:
                left, right = self.as_number(written, link).sql, self._number(link.expression)
                written = Sql(_COMPUTE[type(link)].format(left, right), "number")
        return written

    def _comparison(self, node: exp.Expression) -> Sql:
        (left, right), _ = self._alike([node.this, node.expression], node)
        return Sql(f"({left} {_COMPARE[type(node)]} {right})", "truth")

    def _function(self, node: exp.Expression) -> Sql:
        argument = node.this
        if isinstance(node, exp.Log):
            # LOG10(x) arrives as the logarithm of x to the base 10; LOG means another one in every dialect.
            if not (isinstance(node.this, exp.Literal) and node.this.this == "10" and node.expression):
                raise _not_allowed(node)
            argument = node.expression
        return Sql(_FUNCTIONS[type(node)].format(self._number(argument)), "number")

    def _column(self, node: exp.Column) -> Sql:
        if not all(isinstance(part, exp.Identifier) for part in node.parts):
            raise _not_allowed(node.this)
        name = ".".join(part.name for part in node.parts)
        if self.names is not None and name not in self.names:
            self.unknown[name] = None
            return Sql("NULL", "null")
        self.used[name] = None
        kind = "number" if self.names is None else self.names[name]
        # A column of conditions holds 1 and 0, as the results of conditions do.
        return Sql(f"({column_of(name)} <> 0e0)" if kind == "truth" else column_of(name), kind)

    def _literal(self, node: exp.Literal) -> Sql:
        if node.is_string:
            quoted = str(node.this).replace("'", "''")
            return Sql(f"'{quoted}'", "text")
        try:
            value = float(node.this)
        except ValueError:
            raise _not_allowed(node) from None
        if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
            raise refusal("formula-not-allowed", what=str(node.this))
        shown = repr(value)
        # Without an exponent it would be a decimal, which rounds and overflows in its own way.
        return Sql(shown if "e" in shown else f"{shown}e0", "number")

    def _is(self, node: exp.Is) -> Sql:
        if isinstance(node.expression, exp.Null):
            return Sql(f"({self.write(_given(node.this)).sql} IS NULL)", "truth")
        if isinstance(node.expression, exp.Boolean):
            return Sql(f"({self._truth(node.this)} IS {self._boolean(node.expression).sql})", "truth")
        raise _not_allowed(node)

    def _in(self, node: exp.In) -> Sql:
        if not node.expressions:
            raise _not_allowed(node)
        (wanted, *listed), _ = self._alike([node.this, *node.expressions], node)
        return Sql(f"({wanted} IN ({', '.join(listed)}))", "truth")

    def _between(self, node: exp.Between) -> Sql:
        (value, low, high), _ = self._alike([node.this, node.args["low"], node.args["high"]], node)
        return Sql(f"({value} BETWEEN {low} AND {high})", "truth")

    def _case(self, node: exp.Case) -> Sql:
        """Both forms: conditions, or a value that is compared."""
        ifs: list[exp.If] = node.args["ifs"]
        outcomes = [branch.args["true"] for branch in ifs]
        default = node.args.get("default") or exp.Null()
        written, kind = self._alike([*outcomes, default], node)
        if node.this is None:
            conditions, start = [self._truth(branch.this) for branch in ifs], "CASE"
        else:
            (value, *conditions), _ = self._alike([node.this, *(branch.this for branch in ifs)], node)
            start = f"CASE {value}"
        branches = " ".join(
            f"WHEN {condition} THEN {outcome}"
            for condition, outcome in zip(conditions, written[:-1], strict=True)
        )
        return Sql(f"{start} {branches} ELSE {written[-1]} END", kind)

    def _if(self, node: exp.If) -> Sql:
        outcomes, kind = self._alike([node.args["true"], node.args.get("false") or exp.Null()], node)
        return Sql(f"CASE WHEN {self._truth(node.this)} THEN {outcomes[0]} ELSE {outcomes[1]} END", kind)

    def _nullif(self, node: exp.Nullif) -> Sql:
        (value, other), kind = self._alike([node.this, node.expression], node)
        return Sql(f"NULLIF({value}, {other})", kind)

    def _power(self, node: exp.Pow) -> Sql:
        power = f"POWER({self._number(node.this)}, {self._number(node.expression)})"
        return Sql(_IF_FINITE.format(power), "number")

    def _round(self, node: exp.Round) -> Sql:
        decimals = node.args.get("decimals")
        if decimals is None:
            return Sql(f"ROUND({self._number(node.this)})", "number")
        stated = str(decimals.this) if isinstance(decimals, exp.Literal) and not decimals.is_string else ""
        if not (stated.isascii() and stated.isdecimal() and int(stated) <= ROUND_LIMIT_DECIMALS):
            raise _not_allowed(node)
        return Sql(f"ROUND({self._number(node.this)}, {int(stated)})", "number")

    def _cast(self, node: exp.Cast) -> Sql:
        target = node.args["to"]
        plain = isinstance(target, exp.DataType) and not target.expressions
        if not plain or target.this not in _NUMBER_TYPES | _WHOLE_TYPES:
            raise _not_allowed(node)
        number = _IF_FINITE.format(f"TRY_CAST({self.write(_given(node.this)).sql} AS DOUBLE)")
        if target.this in _WHOLE_TYPES:
            number = f"CAST(TRY_CAST({number} AS BIGINT) AS DOUBLE)"
        return Sql(number, "number")

    def _boolean(self, node: exp.Boolean) -> Sql:
        return Sql("TRUE" if node.this else "FALSE", "truth")

    def _lower(self, node: exp.Lower) -> Sql:
        return Sql(f"LOWER({self._text(node.this)})", "text")

    def _trim(self, node: exp.Trim) -> Sql:
        return Sql(f"TRIM({self._text(node.this)})", "text")

    def _not(self, node: exp.Not) -> Sql:
        return Sql(f"(NOT {self._truth(node.this)})", "truth")

    def _paren(self, node: exp.Paren) -> Sql:
        return self.write(_given(node.this))

    def _null(self, node: exp.Null) -> Sql:
        return Sql("NULL", "null")

    _others: dict[type[Any], Callable[[Writer, Any], Sql]] = {
        exp.Column: _column,
        exp.Literal: _literal,
        exp.Boolean: _boolean,
        exp.Null: _null,
        exp.Paren: _paren,
        exp.Not: _not,
        exp.Is: _is,
        exp.In: _in,
        exp.Between: _between,
        exp.Case: _case,
        exp.If: _if,
        exp.Nullif: _nullif,
        exp.Pow: _power,
        exp.Round: _round,
        exp.Cast: _cast,
        exp.Lower: _lower,
        exp.Trim: _trim,
    }


def _given(node: Any) -> exp.Expression:
    """An argument that the parser did find."""
    if not isinstance(node, exp.Expression):
        raise refusal("formula-not-understood", near="()")
    return node


def _mixed(node: Any) -> FormulaError:
    return refusal("formula-mixed-kinds", what=_word_for(node))


def _not_allowed(node: Any) -> FormulaError:
    return refusal("formula-not-allowed", what=_word_for(node))


def _word_for(node: Any) -> str:
    """What the writer of the formula would call this part: the function's name, or the kind of expression."""
    if isinstance(node, exp.Anonymous | exp.Literal):
        return str(node.this)
    if isinstance(node, exp.Column):
        return ".".join(part.name for part in node.parts)
    sign: str | None = {**_COMPARE, **_CONNECT}.get(type(node))
    if sign is not None:
        return sign
    return str(node.sql_name()) if isinstance(node, exp.Func) else str(type(node).key).upper()
