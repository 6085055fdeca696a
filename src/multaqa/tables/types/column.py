"""One column on its way from text to values: what is seen on the way, and what cannot be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from multaqa.language import normal_form, plain_signs
from multaqa.tables.types.cells import currency_in, kind_of
from multaqa.tables.types.choice import Evidence
from multaqa.tables.types.declared import stored
from multaqa.tables.types.forms import (
    TEXT,
    Form,
    count_leading_zeros,
    is_ascii,
    read_cells,
    read_plainly,
)
from multaqa.tables.types.words import MISSING_AMONG_FIGURES, MISSING_ANYWHERE

LOOKED_AT = 2_000
"""Of a batch, so many cells are looked at one by one, evenly spaced; those that cannot be read are all looked at."""
LOOKED_AT_IN_TEXT = 300
"""The same in a column that was seen to be text."""
SURE_AFTER_CELLS = 1_000
LONGEST_MISSING_WORD_BYTES = 80
MANY_CELLS = 500
"""Of more cells, those that cannot be a word for missing are put aside at once."""

_KIND_OF_PLAIN_FORM = {"integer": "integer", "decimal": "point", "date": "ymd", "datetime": "t_ymd"}


@dataclass(frozen=True)
class Reading:
    """A batch of one column, read: its values, and the positions of cells that could not be read."""

    values: pa.Array
    unreadable: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))


@dataclass
class Column:
    """Reads a column batch by batch under ``form``, and gathers evidence from every batch.

    ``missing_words`` are further words, of a dictionary, that mean a missing value. Cells that come typed keep their
    type.
    """

    missing_words: Iterable[str] = ()
    form: Form = TEXT
    is_declared: bool = False
    seen: Evidence = field(default_factory=Evidence)
    missing: Counter[str] = field(default_factory=Counter)
    currencies: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._missing = frozenset(filter(None, map(normal_form, self.missing_words)))

    def look(self, cells: pa.Array) -> None:
        """Gather evidence only, from the first rows, so that a form can be chosen before anything is read."""
        present, _ = without_missing(_trimmed(cells), MISSING_AMONG_FIGURES | self._missing)
        self._observe(present)

    def read(self, cells: pa.Array) -> Reading:
        """Return the batch as values of the column's form."""
        if not pa.types.is_string(cells.type) or self.is_declared:
            return self._read_declared(cells)
        values = None if self._missing else read_plainly(cells, self.form)
        if values is not None:
            if self.form.type == "decimal" and not self.seen.lean():
                self._observe(cells)  # 1.234 throughout may be thousands
            else:
                self.seen.kinds[_KIND_OF_PLAIN_FORM[self.form.type]] += len(values) - values.null_count
            return Reading(values)
        words = MISSING_ANYWHERE if self.form.type == "string" else MISSING_AMONG_FIGURES
        present, missing = without_missing(_trimmed(cells), words | self._missing)
        self.missing.update(missing)
        if self.form.type == "string":
            self._observe(present)
            return Reading(present)
        values = read_cells(present, self.form)
        lost = pc.and_(present.is_valid(), values.is_null())
        unreadable = np.flatnonzero(lost.to_numpy(zero_copy_only=False))
        self._observe(pc.if_else(lost, None, present) if len(unreadable) else present)
        self._count(pc.value_counts(present.take(pa.array(unreadable))), 1)
        return Reading(values, unreadable)

    def _read_declared(self, cells: pa.Array) -> Reading:
        values = stored(cells)
        lost = pc.and_(cells.is_valid(), values.is_null())
        if pa.types.is_floating(cells.type):
            blank = pc.is_nan(cells).fill_null(False)
            self.missing.update({"NaN": count} if (count := int(pc.sum(blank).as_py() or 0)) else {})
            lost = pc.and_not(lost, blank)
        return Reading(values, np.flatnonzero(lost.to_numpy(zero_copy_only=False)))

    def _observe(self, cells: pa.StringArray) -> None:
        """Count what cells could be: leading zeros exactly, since one decides; of the rest an even sample."""
        cells = cells.drop_null() if cells.null_count else cells
        self.seen.kinds["zeros"] += count_leading_zeros(cells)
        is_sure = self.form.type == "string" and self.seen.cells >= SURE_AFTER_CELLS
        step = max(1, len(cells) // (LOOKED_AT_IN_TEXT if is_sure else LOOKED_AT))
        sample = cells if step == 1 else cells.take(pa.array(np.arange(0, len(cells), step)))
        self._count(pc.value_counts(sample), step)

    def _count(self, counted: pa.StructArray, step: int) -> None:
        for text, times in _pairs(counted):
            kind = kind_of(text)
            if kind == "zeros":
                continue
            self.seen.kinds[kind] += times * step
            if kind == "truth":
                self.seen.truths[normal_form(text)] += times * step
            elif kind.startswith("t_"):
                self.seen.offsets += times * step if _has_offset(text) else 0
            elif not text[-1:].isdigit() or not text[:1].isdigit():
                currency = currency_in(text)
                self.currencies.update({currency: times * step} if currency else {})


def _trimmed(cells: pa.StringArray) -> pa.StringArray:
    """The cells without spaces at their ends, null where nothing is left."""
    trimmed = pc.ascii_trim_whitespace(cells) if is_ascii(cells) else pc.utf8_trim_whitespace(cells)
    blank = pc.equal(pc.binary_length(trimmed), 0)
    return pc.if_else(blank, pa.scalar(None, pa.string()), trimmed) if pc.any(blank).as_py() else trimmed


def without_missing(cells: pa.StringArray, words: frozenset[str]) -> tuple[pa.StringArray, dict[str, int]]:
    """Return trimmed cells with null for words that mean a missing value, and these words as they stand, with counts."""
    longest = max(LONGEST_MISSING_WORD_BYTES, *(3 * len(word.encode()) for word in words))
    likely = cells.filter(pc.less_equal(pc.binary_length(cells), longest))
    if len(likely) > MANY_CELLS:
        likely = likely.filter(pc.match_substring_regex(likely, _beginning(words)))
    missing = {text: times for text, times in _pairs(pc.value_counts(likely)) if normal_form(text) in words}
    if not missing:
        return cells, missing
    is_missing = pc.is_in(cells, value_set=pa.array(list(missing), pa.string()))
    return pc.if_else(is_missing, pa.scalar(None, pa.string()), cells), missing


@lru_cache(maxsize=64)
def _beginning(words: frozenset[str]) -> str:
    """RE2 of the texts that may be one of these words in some spelling, by their first sign where that can tell."""
    firsts = {word[0] for word in words}
    telling = [*map(chr, range(0x21, 0x7F)), *map(chr, range(0x621, 0x64B))]
    others = "".join(sign for sign in telling if (form := normal_form(sign)) and form[0] not in firsts)
    return f"^[^{re.escape(others)}]"


def _pairs(counted: pa.StructArray) -> Iterable[tuple[str, int]]:
    return zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)


def _has_offset(text: str) -> bool:
    bare = plain_signs(text)
    return bare.endswith(("Z", "z")) or bare[-6:-5] in ("+", "-") or bare[-5:-4] in ("+", "-")
