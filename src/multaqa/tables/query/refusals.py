"""Why a question cannot be asked, or has no answer."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from multaqa.tables.problems import Problem, QueryError

NAMES_SHOWN = 8


def refusal(code: str, column: str | None = None, **params: str) -> QueryError:
    """A refusal for one reason; ``column`` is the column that the sentence is about."""
    return QueryError([Problem(code, column=column, params=params)])


def nearest(name: str, known: Iterable[str]) -> str:
    """The names that ``name`` may stand for, nearest first; where none is near, the first of those known."""
    folded = {other.casefold(): other for other in known}
    near = [folded[match] for match in get_close_matches(name.casefold(), folded, n=3)]
    shown = near or list(folded.values())[:NAMES_SHOWN]
    return "، ".join(shown) if _all_arabic(shown) else ", ".join(shown)


def _all_arabic(names: list[str]) -> bool:
    return bool(names) and all(any("\u0600" <= sign <= "\u06ff" for sign in name) for name in names)
