"""What every reader gives: the names of columns, and batches of cells with the numbers of their records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from multaqa.tables.limits import ReadLimits
from multaqa.tables.problems import Problem

Advance = Callable[[int, int], None]
"""Told how much of how much is done, in bytes."""


@dataclass(frozen=True)
class Batch:
    """Consecutive records: their numbers in the file, and each column's cells, as text or as the file types them."""

    rows: NDArray[np.int64]
    columns: tuple[pa.Array, ...]


@dataclass(frozen=True)
class Decision:
    """Something that was decided about a file, or about one column: what, the value, how certain (0–1)."""

    what: str
    value: str
    confidence: float = 1.0
    column: str | None = None


@dataclass
class Problems:
    """What is wrong with single rows and cells: every one counted by code and column, the first ones listed."""

    most: int = ReadLimits().problems_listed
    listed: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        """Count one, and list it while there is room."""
        self.counts[problem.code, problem.column or ""] += 1
        if len(self.listed) < self.most:
            self.listed.append(problem)


@dataclass
class Tally:
    """Where the records of a file went; ``read`` is always ``kept`` and what was set aside, together."""

    kept: int = 0
    header: int = 0
    titles: int = 0
    notes: int = 0
    blank: int = 0
    unplaced: int = 0

    @property
    def set_aside(self) -> int:
        """Records that are not rows of the table."""
        return self.header + self.titles + self.notes + self.blank + self.unplaced

    @property
    def read(self) -> int:
        """All records of the file."""
        return self.kept + self.set_aside


@dataclass
class Findings:
    """What a reader found on its way through a file, beside the cells."""

    tally: Tally = field(default_factory=Tally)
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)


class Reader(Protocol):
    """A file that was recognised. ``batches`` may be called again, and then gives the same."""

    format: str
    keeps_types: bool
    packing: str
    encoding: str | None
    delimiter: str | None
    decisions: list[Decision]
    names: list[str]
    findings: Findings

    def batches(self, advance: Advance | None = None) -> Iterator[Batch]:
        """Give the rows of the table, and leave in ``findings`` what was noticed. Raises ReadError."""
        ...
