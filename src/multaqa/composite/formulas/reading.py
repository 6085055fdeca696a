"""Text → a tree of one expression, and nothing else: no statement, no comment, no sign that is not seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlglot import TokenType, exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError, SqlglotError

from multaqa.composite.formulas.refusals import refusal

LENGTH_LIMIT_CHARACTERS = 2_000
DEPTH_LIMIT_LEVELS = 24
NODE_LIMIT = 1_000

_DUCKDB: Any = Dialect.get_or_raise("duckdb")
_OPENING = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE, TokenType.CASE})
_CLOSING = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE, TokenType.END})


def parse(text: str) -> exp.Expression:
    """One expression, and nothing else: no statement, no second expression, no comment."""
    if len(text) > LENGTH_LIMIT_CHARACTERS:
        raise refusal("formula-too-long", limit=str(LENGTH_LIMIT_CHARACTERS))
    _refuse_invisible(text)
    try:
        tokens = _DUCKDB.tokenize(text)
        _refuse_depth(tokens)
        if any(token.comments for token in tokens):
            raise refusal("formula-not-allowed", what="--")
        if any(token.token_type is TokenType.SEMICOLON for token in tokens):
            raise refusal("formula-not-allowed", what=";")
        trees = _DUCKDB.parse_into(exp.Condition, text)
    except ParseError as error:
        raise refusal("formula-not-understood", near=_place_of(error)) from None
    except (SqlglotError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        # Of some nonsense the parser trips over a part that it expected to find.
        raise refusal("formula-not-understood", near=text.strip()) from None
    if len(trees) != 1 or trees[0] is None:
        raise refusal("formula-not-understood", near=text.strip())
    tree: exp.Expression = trees[0]
    if sum(1 for _ in tree.walk()) > NODE_LIMIT:
        raise refusal("formula-too-complex", limit=str(DEPTH_LIMIT_LEVELS))
    return tree


def _refuse_invisible(text: str) -> None:
    """Signs that are not seen, or that turn the direction of what is, make a formula read as another one."""
    for sign in text:
        if unicodedata.category(sign)[0] == "C" and sign not in "\n\r\t":
            raise refusal("formula-not-allowed", what=f"U+{ord(sign):04X}")


def _refuse_depth(tokens: Sequence[Any]) -> None:
    """Before parsing, which is recursive."""
    depth = 0
    for token in tokens:
        depth += (token.token_type in _OPENING) - (token.token_type in _CLOSING)
        if depth > DEPTH_LIMIT_LEVELS:
            raise refusal("formula-too-complex", limit=str(DEPTH_LIMIT_LEVELS))


def _place_of(error: ParseError) -> str:
    causes = [cause for cause in (error, error.__cause__) if isinstance(cause, ParseError)]
    found = [str(part.get("highlight") or "") for cause in causes for part in cause.errors]
    return next((near for near in found if near), "…")
