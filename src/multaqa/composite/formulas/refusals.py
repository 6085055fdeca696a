"""Why a formula cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from multaqa.composite.problems import CompositeError, Problem


class FormulaError(CompositeError):
    """The formula cannot be used. Its problems do not know where the formula stands; whoever asked does."""


def refusal(code: str, **params: str) -> FormulaError:
    return FormulaError([Problem(code, params=params)])


def nearest(name: str, known: Iterable[str]) -> str:
    folded = {other.casefold(): other for other in known}
    return next((folded[match] for match in get_close_matches(name.casefold(), folded, n=1)), "")
