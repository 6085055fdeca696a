"""A checked formula, from the text of a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from multaqa.composite.formulas.reading import DEPTH_LIMIT_LEVELS, parse
from multaqa.composite.formulas.refusals import FormulaError, nearest, refusal
from multaqa.composite.formulas.writing import Kind, Writer
from multaqa.composite.problems import Problem


@dataclass(frozen=True)
class Formula:
    """A checked expression. Made by `parse_formula`.

    ``text`` as the document has it; ``names`` that it uses, in the order of their first use; ``sql`` that computes
    it, in which every name stands as `column_of` gives it; ``kind`` is never ``text``.
    """

    text: str
    sql: str
    names: tuple[str, ...]
    kind: Kind


def parse_formula(text: str, names: Mapping[str, Kind] | None = None) -> Formula:
    """Check an expression over `names` (name → kind); None takes every name for a number.

    A name with signs other than letters, digits and ``_`` is written in double quotation marks; a dotted one
    (``C.DPL``) may go without. Raises FormulaError: `formula-not-understood`, `formula-not-allowed`,
    `formula-unknown-name` (one for each), `formula-mixed-kinds`, `formula-too-long`, `formula-too-complex`.
    """
    try:
        tree = parse(text)
        writer = Writer(names)
        written = writer.write(tree)
    except RecursionError:
        raise refusal("formula-too-complex", limit=str(DEPTH_LIMIT_LEVELS)) from None
    if writer.unknown:
        raise FormulaError(
            Problem("formula-unknown-name", params={"name": name, "suggestion": nearest(name, names or {})})
            for name in writer.unknown
        )
    result = written if written.kind == "truth" else writer.as_number(written, tree)
    kind: Kind = "truth" if result.kind == "truth" else "number"
    return Formula(text.strip(), result.sql, tuple(writer.used), kind)
