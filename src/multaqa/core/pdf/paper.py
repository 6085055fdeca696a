"""What a printed document holds. Every text is data: it is printed as it stands, whatever signs are in it.

A line break in a text is kept, an empty line in a paragraph parts two paragraphs. Numbers and dates come printed,
in the digits of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """One printed document on A4. Its ``language`` (a code that Django knows) decides direction, fonts and page words."""

    language: str
    title: str
    kicker: str = ""
    """The small line above the title: the group, or date and place."""
    subtitle: str = ""
    facts: Sequence[Fact] = ()
    blocks: Sequence[Block] = ()
    footer: str = ""
    """At the foot of every page, beside the page number: what this is and when it was printed."""


@dataclass(frozen=True)
class Fact:
    """One of the things to know at a glance, below the title."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading; the title of the paper is level 1, its parts are level 2 and deeper."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``soft`` for what is said beside the matter."""

    text: str
    soft: bool = False


@dataclass(frozen=True)
class Table:
    """Rows below a head that stands on every page. Raises ValueError where a row does not fit the head."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] | None = None
    """The share of each column in the width of the page; from the length of the texts where None."""
    numeric: frozenset[int] = frozenset()
    """The columns, counted from 0, whose figures stand one below the other at the end of the column."""

    def __post_init__(self) -> None:
        width = len(self.head)
        if not width:
            raise ValueError("A table has at least one column.")
        if any(len(row) != width for row in self.rows):
            raise ValueError(f"Every row of this table has {width} cells, one for each column of the head.")
        if self.widths is not None and (len(self.widths) != width or min(self.widths) <= 0):
            raise ValueError(f"This table has {width} columns; each has one width above zero.")
        if not self.numeric <= set(range(width)):
            raise ValueError(f"The columns of this table are counted from 0 to {width - 1}.")


@dataclass(frozen=True)
class AgendaEntry:
    """One item or session: ``tag`` says its kind in a word or two, ``lines`` stand below the title."""

    time: str
    title: str
    tag: str = ""
    lines: Sequence[str] = ()
    closed: bool = False
    """On a ground of its own; the tag says it in words."""


@dataclass(frozen=True)
class Agenda:
    """Entries in their order, with the times in a column at the start side."""

    entries: Sequence[AgendaEntry]


@dataclass(frozen=True)
class List:
    """Items with a bullet, or with numbers from 1 in the digits of the page."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True)
class Note:
    """What the reader should not overlook, set off from the text."""

    text: str


Block = Heading | Paragraph | Table | Agenda | List | Note
