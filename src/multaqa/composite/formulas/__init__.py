"""Scalar formulas: SQL expressions from a document, checked by a parser, evaluated in one locked-down query.

A document may come from a stranger. So no text of it ever reaches the database: the expression is parsed by
sqlglot, every part of the tree is held against an allow-list, and the SQL that runs is written anew from what
was recognised. Names become columns under names of our own. What is not on the list does not exist: no tables,
files, queries, aggregates, windows, settings, nested values or text functions beyond ``LOWER`` and ``TRIM``.
The database itself is closed all the same.

What an expression means: numbers are double precision. A missing value is NULL and follows SQL's rules
(``a + NULL`` is NULL), in ``LEAST`` and ``GREATEST`` too, so that a cap makes no points out of a missing answer;
``COALESCE`` alone passes over it. A division by zero, the logarithm
of zero, the root of a negative number, and whatever else has no finite value are NULL. ``ROUND`` takes halves
away from zero. A condition counts as 1 or 0 where a number is wanted, and a number holds where it is not 0.
"""

from multaqa.composite.formulas.evaluation import evaluate
from multaqa.composite.formulas.formula import Formula, parse_formula
from multaqa.composite.formulas.reading import LENGTH_LIMIT_CHARACTERS
from multaqa.composite.formulas.refusals import FormulaError
from multaqa.composite.formulas.writing import Kind

__all__ = ["LENGTH_LIMIT_CHARACTERS", "Formula", "FormulaError", "Kind", "evaluate", "parse_formula"]
