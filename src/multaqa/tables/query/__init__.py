"""Questions asked of tables that are Parquet files: as fields or as SQL, answered behind walls, within limits.

A question may come from a stranger, so it passes three walls. Its text never reaches the database: it is parsed, every
part of the tree is held against an allow-list, and the SQL that runs is written anew (`checking`, `grammar`). The
database is closed by its own settings (`database`). And it runs in a process of its own, which the kernel keeps from
every file but the tables asked, from the network and from other processes (`sandbox`), and which dies with its answer.

The names below are loaded when they are first used, so that the worker carries neither the parser nor the formats.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multaqa.tables.query.asking import Answer, ask, sandbox_report
    from multaqa.tables.query.export import Format, write_answer
    from multaqa.tables.query.limits import Limits
    from multaqa.tables.query.sandbox import SandboxReport
    from multaqa.tables.query.typed import Aggregate, Filter, Page, Query, Sort

_HOMES = {
    "Aggregate": "typed",
    "Answer": "asking",
    "Filter": "typed",
    "Format": "export",
    "Limits": "limits",
    "Page": "typed",
    "Query": "typed",
    "SandboxReport": "sandbox",
    "Sort": "typed",
    "ask": "asking",
    "sandbox_report": "asking",
    "write_answer": "export",
}

__all__ = [
    "Aggregate",
    "Answer",
    "Filter",
    "Format",
    "Limits",
    "Page",
    "Query",
    "SandboxReport",
    "Sort",
    "ask",
    "sandbox_report",
    "write_answer",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
