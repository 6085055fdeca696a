"""Refusals that several readers share."""

from __future__ import annotations

from multaqa.tables.limits import MEGABYTE, ReadLimits
from multaqa.tables.problems import Problem, ReadError


def too_many_columns(found: int, limits: ReadLimits) -> ReadError:
    """The table is wider than the limit."""
    return ReadError(
        [Problem("too-many-columns", params={"found": str(found), "limit": str(limits.columns)})]
    )


def unpacks_too_large(limit: int) -> ReadError:
    """The file unpacks to more than so many bytes."""
    return ReadError([Problem("unpacks-too-large", params=_megabytes(limit))])


def too_long(code: str, row: int, limit: int) -> ReadError:
    """A row or a cell (`row-too-long`, `cell-too-long`) is longer than so many characters."""
    return ReadError([Problem(code, row, params=_megabytes(limit))])


def _megabytes(limit: int) -> dict[str, str]:
    return {"limit": str(limit // MEGABYTE)}
