"""The text of a question → SQL that is safe to run, written anew from a checked tree, never the text that came."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import TokenType, exp
from sqlglot.errors import ErrorLevel, ParseError, SqlglotError, UnsupportedError

from multaqa.tables.query.grammar import FUNCTIONS, NODES, TYPES, Verbatim
from multaqa.tables.query.refusals import nearest, refusal

DEPTH_LEVELS = 60
CHAIN_LEVELS = 600
"""Of the tree: a sum or a union of many parts needs no brackets and is deep all the same."""
NODES_AT_MOST = 20_000

_DIALECT: Any = Verbatim()
_OPENING = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE, TokenType.CASE})
_CLOSING = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE, TokenType.END})

# What the writer sets down as it is, without quotation marks, must not be able to say anything else.
_BARE_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9 ]*|")
_NUMBER = re.compile(r"[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?|[0-9]+\.")
_CTE_NAME = re.compile(r"\w[\w ]*")

# Of these, whatever else the parser may put into them is refused.
_PARTS: dict[type[Any], frozenset[str]] = {
    exp.Select: frozenset(
        {"with_", "expressions", "distinct", "from_", "joins", "laterals", "where", "group", "having"}
        | {"qualify", "windows", "order", "limit", "offset", "sample", "operation_modifiers"}
    ),
    exp.Table: frozenset({"this", "alias", "sample", "joins"}),
    exp.Subquery: frozenset({"this", "alias", "with_", "joins", "sample", "order", "limit", "offset"}),
    exp.CTE: frozenset({"this", "alias", "materialized"}),
    exp.With: frozenset({"expressions", "recursive"}),
    exp.Values: frozenset({"expressions", "alias"}),
    exp.Anonymous: frozenset({"this", "expressions"}),
    exp.Columns: frozenset({"this"}),
    exp.Cast: frozenset({"this", "to"}),
    exp.TryCast: frozenset({"this", "to", "safe"}),
    exp.DataType: frozenset({"this", "expressions", "nested"}),
}


@dataclass(frozen=True)
class Checked:
    """A question that may run: SQL of our own writing and the tables it asks, under the caller's names."""

    sql: str
    tables: tuple[str, ...]


def check_sql(text: str, tables: Collection[str], *, rows: int, characters: int) -> Checked:
    """Check one SELECT over the tables named; the SQL returned gives one row more than ``rows``, at most.

    Names of tables and columns are found without regard to case, as SQL has it. Raises QueryError: `query-empty`,
    `query-too-long`, `query-too-complex`, `query-not-understood`, `query-several-statements`,
    `query-not-a-select`, `query-not-allowed`, `query-function-not-allowed`, `query-unknown-table`,
    `query-without-tables`.
    """
    if len(text) > characters:
        raise refusal("query-too-long", limit=str(characters))
    try:
        tree = _parse(text)
        return check_tree(tree, tables, rows=rows)
    except RecursionError:
        raise _too_complex() from None


def check_tree(tree: exp.Expr, tables: Collection[str], *, rows: int) -> Checked:
    """Check the tree of a query as `check_sql` does, and write it."""
    _check_nodes(tree)
    used = _Names({name.casefold(): name for name in tables}).used_in(tree)
    _name_columns(tree)
    answer = exp.Subquery(this=tree, alias=exp.to_identifier("answer"))
    return Checked(_written(exp.select("*").from_(answer).limit(rows + 1)), tuple(used))


def _parse(text: str) -> exp.Expr:
    _refuse_unseen(text)
    try:
        tokens = _DIALECT.tokenize(text)
        _refuse_depth(tokens)
        trees = [tree for tree in _DIALECT.parser().parse(tokens, text) if tree is not None]
    except ParseError as error:
        raise refusal("query-not-understood", near=_place_of(error)) from None
    except (SqlglotError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        # Of some nonsense the parser trips over a part that it expected to find.
        raise refusal("query-not-understood", near=text.strip()[:60]) from None
    if not trees:
        raise refusal("query-empty")
    if len(trees) > 1:
        raise refusal("query-several-statements")
    tree = trees[0]
    if not isinstance(tree, exp.Select | exp.SetOperation | exp.Subquery):
        raise refusal("query-not-a-select")
    return tree


def _refuse_unseen(text: str) -> None:
    """Signs that are not seen, or that turn the direction of others, make a question read as another one.

    The joiners and direction marks of Arabic text are let through: between quotation marks they are data, and
    outside them they are part of no name.
    """
    for sign in text:
        if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") and sign not in "\n\r\t":
            raise refusal("query-not-allowed", what=f"U+{ord(sign):04X}")


def _refuse_depth(tokens: Sequence[Any]) -> None:
    """Before parsing, which is recursive."""
    depth = 0
    for token in tokens:
        depth += (token.token_type in _OPENING) - (token.token_type in _CLOSING)
        if depth > DEPTH_LEVELS:
            raise _too_complex()


def _check_nodes(tree: exp.Expr) -> None:
    ahead, seen = [(tree, 1)], 0
    while ahead:
        node, depth = ahead.pop()
        seen += 1
        if depth > CHAIN_LEVELS or seen > NODES_AT_MOST:
            raise _too_complex()
        _check_node(node)
        ahead += [(child, depth + 1) for child in node.iter_expressions()]


def _check_node(node: exp.Expr) -> None:
    kind = type(node)
    if kind not in NODES:
        raise _not_allowed(node)
    parts = _PARTS.get(kind)
    for name, value in node.args.items():
        if parts is not None and name not in parts and value:
            raise _not_allowed(node)
        if isinstance(value, str):
            _check_word(node, name, value)
    if kind is exp.Anonymous:
        _check_function(node)
    elif not _is_plain(node):
        raise _not_allowed(node)


def _is_plain(node: exp.Expr) -> bool:
    """Whether a type is one on the list, and a part of a date a plain word."""
    match node:
        case exp.DataType():
            return node.this in TYPES
        case exp.Extract():
            return type(node.this) is exp.Var
        case _:
            return True


def _check_word(node: exp.Expr, part: str, word: str) -> None:
    match node:
        case exp.Identifier():
            # Written in quotation marks, whatever it is.
            return
        case exp.Literal() if node.is_string or _NUMBER.fullmatch(word):
            return
        case exp.Anonymous() if part == "this":
            return
        case exp.Literal():
            raise _not_allowed(node)
    if not _BARE_WORD.fullmatch(word):
        raise _not_allowed(node)


def _check_function(call: exp.Expr) -> None:
    name = call.name
    if name.lower() not in FUNCTIONS:
        raise refusal("query-function-not-allowed", name=name, known=nearest(name, sorted(FUNCTIONS)))


class _Names:
    """Follows the names of tables through the scopes of a query: every one is a table given or a WITH in sight."""

    def __init__(self, tables: Mapping[str, str]) -> None:
        self.tables = tables
        self.used: dict[str, None] = {}

    def used_in(self, tree: exp.Expr) -> dict[str, None]:
        self._visit(tree, frozenset())
        return self.used

    def _visit(self, tree: exp.Expr, in_sight: frozenset[str]) -> None:
        ahead = [(tree, in_sight)]
        while ahead:
            node, in_sight = ahead.pop()
            if isinstance(node, exp.Table):
                self._visit_table(node, in_sight)
            in_sight = self._with_names_of(node, in_sight)
            children = [child for child in node.iter_expressions() if not isinstance(child, exp.With)]
            # In reading order, so that the first name that is wrong is the one told.
            ahead += [(child, in_sight) for child in reversed(children)]

    def _with_names_of(self, node: exp.Expr, in_sight: frozenset[str]) -> frozenset[str]:
        clause = node.args.get("with_")
        if clause is None:
            return in_sight
        for table in clause.expressions:
            name = table.alias
            # A name that could be a file's is refused, so that none can be taken for one where it is out of sight.
            if not _CTE_NAME.fullmatch(name):
                raise refusal("query-not-allowed", what=name)
            own = in_sight | {name.casefold()}
            self._visit(table, own if clause.args.get("recursive") else in_sight)
            in_sight = own
        return in_sight

    def _visit_table(self, table: exp.Expr, in_sight: frozenset[str]) -> None:
        if type(table.this) is not exp.Identifier:
            raise _not_allowed(table)
        name = table.name
        if name.casefold() in in_sight:
            return
        known = self.tables.get(name.casefold())
        if known is not None:
            self.used[known] = None
        elif self.tables:
            raise refusal("query-unknown-table", name=name, known=nearest(name, self.tables.values()))
        else:
            raise refusal("query-without-tables", name=name)


def _name_columns(tree: exp.Expr) -> None:
    """A column without a name is called by its expression as it was written: `avg(value)`, not `avg("value")`."""
    while isinstance(tree, exp.SetOperation | exp.Subquery):
        tree = tree.this
    for column in tree.expressions:
        if column.alias or isinstance(column, exp.Column) or column.find(exp.Star, exp.Columns):
            continue
        words = column.sql(dialect=Verbatim, comments=False, normalize_functions=False)
        column.replace(exp.alias_(column.copy(), exp.to_identifier(words, quoted=True)))


def _written(tree: exp.Expr) -> str:
    """What the writer would leave out is refused: the question would be another one."""
    try:
        return tree.sql(dialect=Verbatim, identify=True, comments=False, unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError as error:
        raise refusal("query-not-allowed", what=str(error).partition("\n")[0]) from None


def _not_allowed(node: exp.Expr) -> Exception:
    return refusal("query-not-allowed", what=_shown(node))


def _shown(node: exp.Expr) -> str:
    """The part as the asker may have written it; what cannot be written is called by its kind."""
    try:
        words = node.sql(dialect=Verbatim, comments=False, unsupported_level=ErrorLevel.IGNORE)
        return words[:60] or type(node).__name__
    except (SqlglotError, AttributeError, KeyError, TypeError, ValueError):
        return type(node).__name__


def _too_complex() -> Exception:
    return refusal("query-too-complex", limit=str(DEPTH_LEVELS))


def _place_of(error: ParseError) -> str:
    return next(iter(_highlights(error)), "…")


def _highlights(error: BaseException | None) -> Iterator[str]:
    while isinstance(error, ParseError):
        yield from (str(part["highlight"]) for part in error.errors if part.get("highlight"))
        error = error.__cause__
