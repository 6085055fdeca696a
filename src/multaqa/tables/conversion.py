"""From a file as it arrives to a typed table: read, type, profile, write, report.

The forms of columns are chosen from the first rows, so that the whole file can be read in one pass; every batch adds to
the evidence. Where the evidence of the whole file asks for another form, the file is read once more, now with forms
that the whole file has chosen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from multaqa.tables.dictionary import COLUMNS_KEY, METADATA_KEY, ColumnEntry, Dictionary
from multaqa.tables.limits import ReadLimits
from multaqa.tables.problems import Problem
from multaqa.tables.profile import Profiler
from multaqa.tables.reading import recognised
from multaqa.tables.reading.grid import Advance, Batch, Decision, Problems, Reader
from multaqa.tables.reading.layout import readable_names, unit_in
from multaqa.tables.reading.rows import LONGEST_QUOTED_CHARACTERS
from multaqa.tables.reading.sources import Readable
from multaqa.tables.report import ColumnReport, Report
from multaqa.tables.storing import TableWriter
from multaqa.tables.types.choice import Choice, choose, lean_of_file, order_of_file
from multaqa.tables.types.column import Column
from multaqa.tables.types.declared import as_text, declared_form
from multaqa.tables.types.forms import Form

THREADS = 2
ROWS_LOOKED_AT_FIRST = 20_000
GROUPS_OF_COLUMNS = 24
"""The columns of a batch are shared out in so many pieces of work."""


@dataclass(frozen=True)
class Conversion:
    """A table and the report of its reading."""

    path: Path
    report: Report


def convert(
    source: Path | Readable,
    target: Path,
    *,
    name: str | None = None,
    dictionary: Dictionary | None = None,
    sheet: str | None = None,
    limits: ReadLimits | None = None,
    progress: Advance | None = None,
) -> Conversion:
    """Read any table into one Parquet file, and report what was found.

    ``source`` is a path or an open binary stream, and ``name`` what the report calls it. ``target`` is a folder, where
    the file is named by the SHA-256 of its content, or a path. ``dictionary`` overrides what would be guessed, and is
    kept in the file. ``sheet`` names the sheet of a workbook. ``progress`` hears how many bytes of how many are read,
    from the beginning again where the file is read twice. Raises ReadError, and then writes nothing.
    """
    said = dictionary or Dictionary()
    most = limits or ReadLimits()
    called = name or (source.name if isinstance(source, Path) else "")
    with recognised(source, most, sheet=sheet) as reader:
        said.check((*reader.names, *readable_names(reader.names)))
        work = _Work(reader, said, most.problems_listed)
        choices = work.choose_from_first()
        with TableWriter(work.schema(choices), target) as writer:
            work.read(choices, writer, progress)
            chosen = work.choose()
            if _forms(chosen) == _forms(choices):
                return work.finished(called, chosen, writer)
        with TableWriter(work.schema(chosen), target) as writer:
            work.read(chosen, writer, progress)
            return work.finished(called, chosen, writer)


class _Work:
    """One file on its way through: its columns, and what was seen in them."""

    def __init__(self, reader: Reader, dictionary: Dictionary, problems_listed: int) -> None:
        self._reader = reader
        self._dictionary = dictionary
        self._problems_listed = problems_listed
        self._names = readable_names(reader.names)
        self._entries = [
            dictionary.entry(name) or dictionary.entry(original)
            for name, original in zip(self._names, reader.names, strict=True)
        ]
        self._declared: list[Form | None] = [None] * len(self._names)
        self._columns = self._new_columns()
        self._profilers: list[Profiler] = []
        self._problems = Problems(problems_listed)

    def choose_from_first(self) -> list[Choice]:
        """Choose forms by the first rows."""
        first = next(iter(self._reader.batches()), None)
        for at, column in enumerate(self._columns if first else ()):
            raw = first.columns[at] if first else None
            if self._reader.keeps_types and raw is not None:
                self._declared[at] = declared_form(raw.type)
            elif raw is not None:
                column.look(raw.slice(0, ROWS_LOOKED_AT_FIRST))
        return self.choose()

    def choose(self) -> list[Choice]:
        """Choose forms by everything that was seen so far; what a dictionary says overrides."""
        seen = [column.seen for column in self._columns]
        lean, order = lean_of_file(seen, self._reader.delimiter), order_of_file(seen)
        chosen = []
        for entry, column, declared in zip(self._entries, self._columns, self._declared, strict=True):
            choice = Choice(declared, 1.0) if declared else choose(column.seen, lean, order)
            said = entry.form(choice.form) if entry else None
            chosen.append(Choice(said, 1.0) if said else choice)
        return chosen

    def schema(self, choices: Sequence[Choice]) -> pa.Schema:
        """The schema of the table; each field says what the column is called in the file, its type, unit and notes."""
        fields = []
        for at, (name, choice) in enumerate(zip(self._names, choices, strict=True)):
            entry = self._entries[at]
            said = {
                "original": self._reader.names[at],
                "type": choice.form.type,
                "unit": (entry.unit if entry else "") or unit_in(name),
                "title": entry.title if entry else "",
                "description": entry.description if entry else "",
            }
            metadata = {key: value for key, value in said.items() if value}
            fields.append(pa.field(name, choice.form.arrow_type, metadata=metadata))
        return pa.schema(fields)

    def read(self, choices: Sequence[Choice], writer: TableWriter, progress: Advance | None) -> None:
        """Read the file under these forms and write its rows."""
        self._columns = self._new_columns()
        for column, choice in zip(self._columns, choices, strict=True):
            column.form = choice.form
        self._profilers = [Profiler(choice.form.arrow_type) for choice in choices]
        self._problems = Problems(self._problems_listed)
        pieces = min(GROUPS_OF_COLUMNS, len(self._columns))
        groups = [range(start, len(self._columns), pieces) for start in range(pieces)]
        with (
            ThreadPoolExecutor(THREADS) as pool,
            ThreadPoolExecutor(1) as reading,
            ThreadPoolExecutor(1) as writing,
        ):
            written: Future[None] | None = None
            for batch in _ahead(self._reader.batches(progress), reading):
                values: list[pa.Array] = [None] * len(self._columns)
                unreadable: list[Problem] = []
                for problems in pool.map(
                    lambda group, batch=batch, values=values: self._read_columns(batch, group, values), groups
                ):
                    unreadable += problems
                for problem in sorted(unreadable, key=lambda problem: problem.row or 0):
                    self._problems.add(problem)
                if written:
                    written.result()
                written = writing.submit(writer.write, values)
            if written:
                written.result()

    def finished(self, called: str, choices: Sequence[Choice], writer: TableWriter) -> Conversion:
        """Give the table its place, and report."""
        reports = tuple(self._column_report(at, choice) for at, choice in enumerate(choices))
        metadata = {COLUMNS_KEY: json.dumps([report.as_json() for report in reports], ensure_ascii=False)}
        if self._dictionary != Dictionary():
            metadata[METADATA_KEY] = self._dictionary.model_dump_json(exclude_defaults=True)
        path, digest = writer.finish(metadata)
        reader, findings = self._reader, self._reader.findings
        listed = sorted(
            (*findings.problems.listed, *self._problems.listed), key=lambda problem: problem.row or 0
        )
        report = Report(
            file=called,
            format=reader.format,
            packing=reader.packing,
            encoding=reader.encoding,
            delimiter=reader.delimiter,
            tally=findings.tally,
            titles=tuple(findings.titles),
            notes=tuple(findings.notes),
            columns=reports,
            decisions=(*reader.decisions, *self._undecided(choices)),
            problems=tuple(listed[: self._problems_listed]),
            problem_counts={**findings.problems.counts, **self._problems.counts},
            sha256=digest,
            bytes=path.stat().st_size,
        )
        return Conversion(path, report)

    def _new_columns(self) -> list[Column]:
        whole = self._dictionary.missing
        return [
            Column((*whole, *(entry.missing if entry else ())), is_declared=self._keeps_its_type(entry))
            for entry in self._entries
        ]

    def _keeps_its_type(self, entry: ColumnEntry | None) -> bool:
        """Whether a column that the file types itself is taken as it is, with nothing said of it."""
        is_said = entry is not None and (entry.type is not None or entry.missing)
        return self._reader.keeps_types and not is_said and not self._dictionary.missing

    def _cells(self, batch: Batch, at: int) -> pa.Array:
        """The cells of a column: as text where the dictionary has a word about what the file types itself."""
        cells = batch.columns[at]
        return cells if self._columns[at].is_declared or pa.types.is_string(cells.type) else as_text(cells)

    def _read_columns(self, batch: Batch, group: range, values: list[pa.Array]) -> list[Problem]:
        problems = []
        for at in group:
            column, cells = self._columns[at], self._cells(batch, at)
            reading = column.read(cells)
            values[at] = reading.values
            self._profilers[at].update(reading.values)
            texts = (
                as_text(cells.take(pa.array(reading.unreadable))).to_pylist()
                if len(reading.unreadable)
                else []
            )
            for where, text in zip(reading.unreadable.tolist(), texts, strict=True):
                code, row = f"unreadable-{column.form.type}", int(batch.rows[where])
                problems.append(Problem(code, row, self._names[at], text[:LONGEST_QUOTED_CHARACTERS]))
        return problems

    def _column_report(self, at: int, choice: Choice) -> ColumnReport:
        column, entry, name = self._columns[at], self._entries[at], self._names[at]
        currency = next((word for word, _ in column.currencies.most_common(1)), "")
        return ColumnReport(
            name=name,
            original=self._reader.names[at],
            form=choice.form,
            confidence=choice.confidence,
            declared=self._declared[at] is not None or (entry is not None and entry.type is not None),
            unreadable=self._problems.counts[f"unreadable-{choice.form.type}", name],
            missing=dict(column.missing.most_common()),
            unit=(entry.unit if entry else "") or unit_in(name) or currency,
            title=entry.title if entry else "",
            description=entry.description if entry else "",
            profile=self._profilers[at].result(),
        )

    def _undecided(self, choices: Sequence[Choice]) -> Iterator[Decision]:
        """What the cells of a column left open."""
        for name, choice in zip(self._names, choices, strict=True):
            if choice.ambiguous and choice.form.type in ("date", "datetime"):
                yield Decision("order", choice.form.order, choice.confidence, name)
            elif choice.ambiguous:
                yield Decision("decimal", choice.form.decimal, choice.confidence, name)


def _ahead(batches: Iterator[Batch], reading: ThreadPoolExecutor) -> Iterator[Batch]:
    """The batches, each read while the one before it is worked on."""
    waiting = reading.submit(next, batches, None)
    while (batch := waiting.result()) is not None:
        waiting = reading.submit(next, batches, None)
        yield batch


def _forms(choices: Sequence[Choice]) -> list[Form]:
    return [choice.form for choice in choices]
