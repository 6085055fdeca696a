"""Printed documents: a `Paper` of plain texts, set by Typst as a tagged PDF in the direction of its language."""

from multaqa.core.pdf.paper import (
    Agenda,
    AgendaEntry,
    Block,
    Fact,
    Heading,
    List,
    Note,
    Paper,
    Paragraph,
    Table,
)
from multaqa.core.pdf.press import to_pdf

__all__ = [
    "Agenda",
    "AgendaEntry",
    "Block",
    "Fact",
    "Heading",
    "List",
    "Note",
    "Paper",
    "Paragraph",
    "Table",
    "to_pdf",
]
