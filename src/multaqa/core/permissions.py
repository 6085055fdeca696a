"""The matrix of permissions: ``multaqa/permissions.md``, read once and enforced. It is the only place that says who may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "permissions.md"


@dataclass(frozen=True)
class Table:
    """One table of the matrix: row → state → letters of the roles that may."""

    states: tuple[str, ...]
    rows: Mapping[str, Mapping[str, frozenset[str]]]

    def allowed(self, row: str, state: str) -> frozenset[str]:
        """The letters of the roles named in a cell. Raises KeyError for a row or a state that the table lacks."""
        return self.rows[row][state]

    def states_for(self, row: str, role: str) -> tuple[str, ...]:
        """The states in which a role is named in a row."""
        return tuple(state for state in self.states if role in self.rows[row][state])


@dataclass(frozen=True)
class Matrix:
    """Roles by letter, and the tables by their heading."""

    roles: Mapping[str, str]
    tables: Mapping[str, Table]


@cache
def matrix() -> Matrix:
    """The matrix as the document states it. Raises ValueError where a cell names a letter that is no role."""
    sections = _sections(DOCUMENT.read_text(encoding="utf-8"))
    roles = {letter: name for letter, name, _who in sections.pop("Roles")[1:]}
    return Matrix(roles, {heading: _table(lines, roles) for heading, lines in sections.items()})


def table(heading: str) -> Table:
    """The table below a heading, such as ``Meetings: who does``."""
    return matrix().tables[heading]


def _sections(text: str) -> dict[str, list[Sequence[str]]]:
    """Heading → the rows of the table below it, without the line of dashes."""
    found: dict[str, list[Sequence[str]]] = {}
    heading = ""
    for line in text.splitlines():
        if line.startswith("## "):
            heading = line[3:].strip()
        elif line.startswith("|") and not line.startswith("|--"):
            found.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def _table(lines: list[Sequence[str]], roles: Mapping[str, str]) -> Table:
    (_corner, *states), *rows = lines
    cells = {
        name: {state: frozenset(cell.split()) for state, cell in zip(states, row, strict=True)}
        for name, *row in rows
    }
    unknown = {letter for row in cells.values() for cell in row.values() for letter in cell} - set(roles)
    if unknown:
        raise ValueError(f"the matrix of permissions names roles that it does not define: {sorted(unknown)}")
    return Table(tuple(states), cells)
