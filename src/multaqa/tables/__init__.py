"""Tables of open data: any file a ministry publishes becomes a typed Parquet file, and is asked in a closed process.

Knows nothing of Django. The names below are loaded when they are first used; `multaqa.tables.query` asks questions.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multaqa.tables.conversion import Conversion, convert
    from multaqa.tables.dictionary import ColumnEntry, Dictionary, kept_dictionary, read_dictionary
    from multaqa.tables.limits import ReadLimits
    from multaqa.tables.problems import Problem, QueryError, ReadError, TableError
    from multaqa.tables.profile import Profile
    from multaqa.tables.report import ColumnReport, Report

_HOMES = {
    "ColumnEntry": "dictionary",
    "ColumnReport": "report",
    "Conversion": "conversion",
    "Dictionary": "dictionary",
    "Problem": "problems",
    "Profile": "profile",
    "QueryError": "problems",
    "ReadError": "problems",
    "ReadLimits": "limits",
    "Report": "report",
    "TableError": "problems",
    "convert": "conversion",
    "kept_dictionary": "dictionary",
    "read_dictionary": "dictionary",
}

__all__ = [
    "ColumnEntry",
    "ColumnReport",
    "Conversion",
    "Dictionary",
    "Problem",
    "Profile",
    "QueryError",
    "ReadError",
    "ReadLimits",
    "Report",
    "TableError",
    "convert",
    "kept_dictionary",
    "read_dictionary",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
