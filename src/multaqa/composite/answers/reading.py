"""The answers as a ministry's file holds them → points and reasons for every place where one was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multaqa.composite.answers.questionnaire import AnswerColumns, Question, Questionnaire
from multaqa.composite.answers.words import FROM_COLUMN, Code, choice_key, codes_of
from multaqa.composite.cells import chronological, is_empty, label, read_number
from multaqa.composite.columns import Cells, ColumnTable, column_table
from multaqa.composite.faults import MOST_PROBLEMS
from multaqa.composite.methods.base import LARGEST_NUMBER
from multaqa.composite.problems import DataError, Problem
from multaqa.composite.status import Status, reason_in

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class AnswerRows:
    """Every answer that was given, in the order of the file, as parallel sequences.

    ``item`` and ``channel`` are positions in the question's roster and channels (0 where it has none). ``answer``
    as given; ``mark`` the points that it earns by itself (NaN where none); ``number`` the row of the file.
    """

    time: Places
    unit: Places
    question: Places
    item: Places
    channel: Places
    reviewer: Sequence[str]
    answer: Sequence[Any]
    mark: Floats
    justification: Sequence[str]
    evidence: Sequence[tuple[str, ...]]
    number: Sequence[int]


@dataclass(frozen=True)
class Answers:
    """Points by question, each of shape times × units × items × channels (one where it has none), before gates.

    NaN where there are none; ``status`` says why (`Status` codes). ``took_part`` (times × units): gave any answer.
    """

    times: tuple[str, ...]
    units: tuple[str, ...]
    points: Mapping[str, Floats]
    status: Mapping[str, Codes]
    took_part: Flags
    rows: AnswerRows


def read_answers(
    questionnaire: Questionnaire, data: Any, edition: str, columns: AnswerColumns | None = None
) -> Answers:
    """Read a table of answers (anything that `column_table` takes).

    Long, with a row for each answer, where it has the columns ``question`` and ``answer``; otherwise wide, with a
    column for each code of a question. Answers without a column of times are of `edition`. Choices are compared
    however they are spelt, and as numbers; the words of `Status` are understood; Arabic digits too.

    Raises DataError with every mistake (at most as many as `MOST_PROBLEMS`) and its row: `no-rows`,
    `unknown-unit-column`, `missing-unit`, `missing-time`, `no-answers`, `missing-question`, `unknown-question`,
    `missing-item`, `unknown-item`, `missing-channel`, `unknown-channel`, `answer-not-a-choice`,
    `answer-not-a-number`, `answer-out-of-range`, `non-finite`, `number-too-large`, `duplicate-answer`,
    `evidence-missing`.
    """
    names = columns or AnswerColumns()
    table = column_table(data)
    _refuse_unreadable(table, names)
    reader = _Reader(questionnaire, table, names, edition)
    long = names.question in table.cells and names.answer in table.cells
    rows = reader.long() if long else reader.wide()
    answers = reader.answers(rows)
    if reader.problems:
        in_order = sorted(reader.problems, key=lambda problem: problem.row or 0)
        raise DataError(in_order[:MOST_PROBLEMS])
    return answers


def _refuse_unreadable(table: ColumnTable, names: AnswerColumns) -> None:
    if not len(table):
        raise DataError([Problem("no-rows", table.file)])
    if names.unit not in table.cells:
        words = {"name": names.unit, "columns": ", ".join(table.cells)}
        raise DataError([Problem("unknown-unit-column", table.file, params=words)])


@dataclass(frozen=True)
class _Distinct:
    """A column as its distinct cells, each read once, and each row's place among them."""

    cells: list[Any]
    place: Places

    @classmethod
    def of(cls, cells: Cells) -> _Distinct:
        if isinstance(cells, np.ndarray) and cells.dtype.kind in "iuf":
            found, place = np.unique(cells, return_inverse=True)
            return cls(found.tolist(), place.reshape(-1))
        seen: dict[Any, int] = {}
        try:
            # The class is part of the key: 1, 1.0 and True are equal, and not the same answer.
            places = [seen.setdefault((cell.__class__, cell), len(seen)) for cell in cells]
        except TypeError:  # lists and the like, in tables of a stranger's making
            return cls.of([str(cell) for cell in cells])
        return cls([cell for _, cell in seen], np.array(places, dtype=np.intp))

    def labels(self) -> _Distinct:
        """The same cells as labels."""
        return _Distinct([label(cell) for cell in self.cells], self.place)

    def texts(self) -> list[str]:
        """Each row's cell as text, without space around it; empty where the cell is."""
        shown = ["" if is_empty(cell) else str(cell).strip() for cell in self.cells]
        return [shown[place] for place in self.place.tolist()]


@dataclass(frozen=True)
class _Answer:
    """What one cell says to one question: points, a reason, or a mistake (code and parameters)."""

    points: float = np.nan
    status: Status = Status.observed
    given: bool = True
    mistake: str = ""
    params: tuple[tuple[str, str], ...] = ()


class _Reader:
    def __init__(
        self, questionnaire: Questionnaire, table: ColumnTable, names: AnswerColumns, edition: str
    ) -> None:
        self.questionnaire = questionnaire
        self.questions = questionnaire.questions
        self.table = table
        self.names = names
        self.edition = edition
        self.problems: list[Problem] = []
        self.items = [[item.id for item in questionnaire.items(question.over)] for question in self.questions]
        self.shapes = [
            (max(len(items), 1), max(len(question.channels or ()), 1))
            for items, question in zip(self.items, self.questions, strict=True)
        ]
        sizes = [items * channels for items, channels in self.shapes]
        self.starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
        self.codes: dict[str, tuple[int, Code]] = {
            code.text: (position, code)
            for position, question in enumerate(self.questions)
            for code in codes_of(questionnaire, question)
        }
        self.units, self.unit = self._order(names.unit, "missing-unit")
        self.times, self.time = self._times()

    def _order(self, column: str, code: str) -> tuple[tuple[str, ...], Places]:
        """Labels in the order of their first row, and each row's place among them."""
        read = _Distinct.of(self.table.cells[column]).labels()
        empty = [place for place, name in enumerate(read.cells) if not name]
        self._report_rows(np.isin(read.place, empty), code, column)
        order = {name: place for place, name in enumerate(dict.fromkeys(read.cells))}
        return tuple(order), np.array([order[name] for name in read.cells], dtype=np.intp)[read.place]

    def _times(self) -> tuple[tuple[str, ...], Places]:
        if self.names.time not in self.table.cells:
            return (self.edition,), np.zeros(len(self.table), dtype=np.intp)
        labels, place = self._order(self.names.time, "missing-time")
        order = sorted(range(len(labels)), key=lambda position: chronological(labels[position]))
        return tuple(labels[position] for position in order), np.argsort(order)[place]

    def long(self) -> _Rows:
        """A row for each answer."""
        read = _Distinct.of(self.table.cells[self.names.question]).labels()
        found = [self.codes.get(name, (-1, Code(name, 0, 0))) for name in read.cells]
        unknown = [place for place, (position, _) in enumerate(found) if position < 0]
        for place in unknown[:MOST_PROBLEMS]:
            self._report_unknown_question(read.cells[place], read.place == place)
        question = np.array([position for position, _ in found], dtype=np.intp)[read.place]
        item = np.array([code.item for _, code in found], dtype=np.intp)[read.place]
        channel = np.array([code.channel for _, code in found], dtype=np.intp)[read.place]
        rows = np.flatnonzero(question >= 0)
        item = self._items_of(question, item)
        channel = self._channels_of(question, channel)
        rows = rows[(item[rows] >= 0) & (channel[rows] >= 0)]
        cells = _Distinct.of(self.table.cells[self.names.answer])
        return _Rows(rows, question[rows], item[rows], channel[rows], cells.cells, cells.place[rows])

    def wide(self) -> _Rows:
        """A column for each code; a question over a roster spells out its items in its code."""
        columns = [
            (name, *self.codes[name])
            for name in self.table.cells
            if name in self.codes
            and FROM_COLUMN not in (self.codes[name][1].item, self.codes[name][1].channel)
        ]
        if not columns:
            words = {"question": self.names.question, "answer": self.names.answer}
            raise DataError([*self.problems, Problem("no-answers", self.table.file, params=words)])
        rows = np.arange(len(self.table))
        parts = [_Distinct.of(self.table.cells[name]) for name, _, _ in columns]
        offsets = np.cumsum([0, *(len(part.cells) for part in parts)])
        repeat = len(rows)
        return _Rows(
            np.tile(rows, len(columns)),
            np.repeat([position for _, position, _ in columns], repeat),
            np.repeat([code.item for _, _, code in columns], repeat),
            np.repeat([code.channel for _, _, code in columns], repeat),
            [cell for part in parts for cell in part.cells],
            np.concatenate([part.place + offset for part, offset in zip(parts, offsets, strict=False)]),
            tuple(name for name, _, _ in columns),
        )

    def _items_of(self, question: Places, item: Places) -> Places:
        """The items that the codes leave open, from their column; −1 where there is none such."""
        known = [{name: place for place, name in enumerate(items)} for items in self.items]
        rosters = [entry.over or "" for entry in self.questions]
        return self._from_column(question, item, self.names.item, known, rosters, "item")

    def _channels_of(self, question: Places, channel: Places) -> Places:
        known = [{name: place for place, name in enumerate(entry.channels or ())} for entry in self.questions]
        kinds = [" ".join(names) for names in known]
        return self._from_column(question, channel, self.names.channel, known, kinds, "channel")

    def _from_column(
        self,
        question: Places,
        place: Places,
        column: str,
        known: Sequence[Mapping[str, int]],
        kinds: Sequence[str],
        what: str,
    ) -> Places:
        """Fill `place` where it is open; questions of one kind share what is known."""
        place = np.where(question >= 0, place, 0)
        open_rows = place == FROM_COLUMN
        if not open_rows.any():
            return place
        read = _Distinct.of(self.table.cells.get(column, [None] * len(self.table))).labels()
        for kind in dict.fromkeys(kinds):
            members = [position for position, other in enumerate(kinds) if other == kind]
            rows = open_rows & np.isin(question, members)
            if not rows.any():
                continue
            names = known[members[0]]
            found = np.array([names.get(name, -1) for name in read.cells], dtype=np.intp)
            place = np.where(rows, found[read.place], place)
            wrong = rows & (place < 0)
            for unknown in np.unique(read.place[wrong])[:MOST_PROBLEMS].tolist():
                self._report_unknown(
                    what, read.cells[unknown], wrong & (read.place == unknown), question, names
                )
        return place

    def answers(self, rows: _Rows) -> Answers:
        """Read each distinct answer to each question once, join reviewers, and lay the points out."""
        meanings, meaning = self._meanings(rows)
        mark = np.array([answer.points for answer in meanings], dtype=np.float64)[meaning]
        status = np.array([answer.status for answer in meanings], dtype=np.int8)[meaning]
        given = np.array([answer.given for answer in meanings], dtype=bool)[meaning]
        slot = self.starts[rows.question]
        channels = np.array([channels for _, channels in self.shapes], dtype=np.intp)
        slot = slot + rows.item * channels[rows.question] + rows.channel
        time, unit = self.time[rows.row], self.unit[rows.row]
        slots = int(self.starts[-1])
        cell = (time * len(self.units) + unit) * slots + slot
        reviewers = self._column(self.names.reviewer, rows)
        self._refuse_duplicates(rows, cell, given, reviewers)
        evidence = self._evidence(rows)
        self._refuse_without_evidence(rows, cell, mark, evidence)
        shape = (len(self.times), len(self.units), slots)
        points = np.full(shape, np.nan).reshape(-1)
        reasons = np.full(shape, Status.no_data, dtype=np.int8).reshape(-1)
        stated = given & (status != Status.observed)
        reasons[cell[stated]] = status[stated]
        _join_reviewers(points, cell, mark, rows.question, [entry.reviewers for entry in self.questions])
        reasons[~np.isnan(points)] = Status.observed
        taking_part = np.zeros(shape[:2], dtype=bool)
        taking_part[time[given], unit[given]] = True
        return Answers(
            self.times,
            self.units,
            self._by_question(points.reshape(shape)),
            self._by_question(reasons.reshape(shape)),
            taking_part,
            AnswerRows(
                time,
                unit,
                rows.question,
                rows.item,
                rows.channel,
                reviewers,
                [rows.cells[place] for place in rows.place.tolist()],
                mark,
                self._column(self.names.justification, rows),
                evidence,
                [self.table.numbers[row] for row in rows.row.tolist()],
            ),
        )

    def _by_question(self, slots: NDArray[Any]) -> dict[str, NDArray[Any]]:
        return {
            entry.id: slots[..., self.starts[place] : self.starts[place + 1]].reshape(
                *slots.shape[:2], *self.shapes[place]
            )
            for place, entry in enumerate(self.questions)
        }

    def _meanings(self, rows: _Rows) -> tuple[list[_Answer], Places]:
        keys, meaning = np.unique(rows.question * len(rows.cells) + rows.place, return_inverse=True)
        readers = [_AnswerReader(question) for question in self.questions]
        meanings = [
            readers[key // len(rows.cells)].read(rows.cells[key % len(rows.cells)]) for key in keys.tolist()
        ]
        mistaken = [place for place, answer in enumerate(meanings) if answer.mistake]
        for place in mistaken[:MOST_PROBLEMS]:
            answer = meanings[place]
            for row in np.flatnonzero(meaning == place)[:MOST_PROBLEMS].tolist():
                self._report(answer.mistake, rows, row, **dict(answer.params))
        return meanings, meaning.reshape(-1)

    def _column(self, column: str, rows: _Rows) -> list[str]:
        """A column's text for each answer; only a long table can have it."""
        if column not in self.table.cells or rows.columns:
            return [""] * len(rows.row)
        texts = _Distinct.of(self.table.cells[column]).texts()
        return [texts[row] for row in rows.row.tolist()]

    def _evidence(self, rows: _Rows) -> list[tuple[str, ...]]:
        columns = [self._column(name, rows) for name in self.names.evidence if name in self.table.cells]
        if not columns:
            return [()] * len(rows.row)
        return [tuple(filter(None, links)) for links in zip(*columns, strict=True)]

    def _refuse_duplicates(self, rows: _Rows, cell: Places, given: Flags, reviewers: Sequence[str]) -> None:
        """One reviewer answers once; empty rows are no answers."""
        reviewer = _Distinct.of(list(reviewers))
        key = cell * len(reviewer.cells) + reviewer.place
        kept = np.flatnonzero(given)
        order = kept[np.argsort(key[kept], kind="stable")]
        again = np.flatnonzero(key[order[1:]] == key[order[:-1]]) + 1
        for position in again[:MOST_PROBLEMS].tolist():
            row = int(order[position])
            first = int(order[np.searchsorted(key[order], key[row])])
            words = {
                "unit": self.units[self.unit[rows.row[row]]],
                "time": self.times[self.time[rows.row[row]]],
                "first": str(self.table.numbers[rows.row[first]]),
            }
            self._report("duplicate-answer", rows, row, **words)

    def _refuse_without_evidence(
        self, rows: _Rows, cell: Places, mark: Floats, evidence: Sequence[tuple[str, ...]]
    ) -> None:
        """What earns points needs evidence, be it with another reviewer's mark of the same answer."""
        required = np.array([entry.evidence == "required" for entry in self.questions], dtype=bool)
        if not required.any():
            return
        shown = np.array([bool(links) for links in evidence], dtype=bool)
        missing = required[rows.question] & (mark > 0) & ~np.isin(cell, cell[shown])
        _, first = np.unique(cell[missing], return_index=True)
        for row in np.flatnonzero(missing)[first][:MOST_PROBLEMS].tolist():
            self._report("evidence-missing", rows, row, value=str(rows.cells[rows.place[row]]))

    def _report(self, code: str, rows: _Rows, row: int, **params: str) -> None:
        question = self.questions[rows.question[row]]
        count = len(self.table)
        column = rows.columns[row // count] if rows.columns else self.names.answer
        number = self.table.numbers[rows.row[row]]
        words = {"question": question.id, **params}
        self.problems.append(Problem(code, self.table.file, None, question.id, number, column, words))

    def _report_rows(self, rows: Flags, code: str, column: str, **params: str) -> None:
        for row in np.flatnonzero(rows)[:MOST_PROBLEMS].tolist():
            number = self.table.numbers[row]
            self.problems.append(Problem(code, self.table.file, row=number, column=column, params=params))

    def _report_unknown_question(self, name: str, rows: Flags) -> None:
        if not name:
            self._report_rows(rows, "missing-question", self.names.question)
            return
        nearest = next(iter(get_close_matches(name[:100], self.codes, n=1)), "")
        self._report_rows(rows, "unknown-question", self.names.question, value=name, suggestion=nearest)

    def _report_unknown(
        self, what: str, name: str, rows: Flags, question: Places, known: Mapping[str, int]
    ) -> None:
        code = f"unknown-{what}" if name else f"missing-{what}"
        column = self.names.item if what == "item" else self.names.channel
        for row in np.flatnonzero(rows)[:MOST_PROBLEMS].tolist():
            entry = self.questions[question[row]]
            words = {
                "value": name,
                "question": entry.id,
                "roster": entry.over or "",
                "known": ", ".join(known),
                "suggestion": next(iter(get_close_matches(name[:100], known, n=1)), "") if name else "",
            }
            number = self.table.numbers[row]
            self.problems.append(Problem(code, self.table.file, None, entry.id, number, column, words))


@dataclass(frozen=True)
class _Rows:
    """Answers with what they answer; ``place`` points into the distinct ``cells``; ``columns`` of a wide table."""

    row: Places
    question: Places
    item: Places
    channel: Places
    cells: list[Any]
    place: Places
    columns: tuple[str, ...] = ()


class _AnswerReader:
    """Reads answers to one question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.choices = {choice_key(text): points for text, points in (question.choices or {}).items()}

    def read(self, cell: Any) -> _Answer:
        if is_empty(cell):
            return _Answer(status=Status.no_data, given=False)
        return self._choice(cell) if self.choices else self._number(cell)

    def _choice(self, cell: Any) -> _Answer:
        points = self.choices.get(choice_key(cell))
        if points is not None:
            return _Answer(points)
        reason = reason_in(str(cell))
        if reason is not None:
            return _reason(reason)
        choices = ", ".join(self.question.choices or {})
        return _Answer(mistake="answer-not-a-choice", params=(("value", str(cell)), ("choices", choices)))

    def _number(self, cell: Any) -> _Answer:
        read = read_number(cell)
        if isinstance(read, Status):
            return _reason(read)
        if isinstance(read, str):
            return _Answer(mistake="answer-not-a-number", params=(("value", read),))
        shown = ("value", f"{read:g}")
        if not np.isfinite(read):
            return _Answer(mistake="non-finite", params=(shown,))
        if abs(read) > LARGEST_NUMBER:
            return _Answer(mistake="number-too-large", params=(shown,))
        low, high = self.question.range or (-np.inf, np.inf)
        if not low <= read <= high:
            bounds = (("low", f"{low:g}"), ("high", f"{high:g}"))
            return _Answer(mistake="answer-out-of-range", params=(shown, *bounds))
        return _Answer(read)


def _reason(reason: Status) -> _Answer:
    """Whoever says of one question that they do not take part has not answered it."""
    if reason is Status.not_participating:
        return _Answer(status=Status.no_data, given=False)
    return _Answer(status=reason)


def _join_reviewers(
    points: Floats, cell: Places, mark: Floats, question: Places, methods: Sequence[str]
) -> None:
    """Write the joined marks of each cell into `points`; rows come in the order of the file."""
    marked = np.flatnonzero(~np.isnan(mark))
    order = marked[np.argsort(cell[marked], kind="stable")]
    if not len(order):
        return
    places, starts, counts = np.unique(cell[order], return_index=True, return_counts=True)
    marks = mark[order]
    points[places] = marks[starts + counts - 1]
    method_of = question[order[starts]]
    for method in dict.fromkeys(methods):
        members = [place for place, other in enumerate(methods) if other == method]
        several = (counts > 1) & np.isin(method_of, members)
        if several.any():
            points[places[several]] = _JOIN[method](marks, starts, counts)[several]


def _last(marks: Floats, starts: Places, counts: Places) -> Floats:
    last: Floats = marks[starts + counts - 1]
    return last


def _mean(marks: Floats, starts: Places, counts: Places) -> Floats:
    mean: Floats = np.add.reduceat(marks, starts) / counts
    return mean


def _median(marks: Floats, starts: Places, counts: Places) -> Floats:
    group = np.repeat(np.arange(len(starts)), counts)
    ordered = marks[np.lexsort((marks, group))]
    middle: Floats = (ordered[starts + (counts - 1) // 2] + ordered[starts + counts // 2]) / 2
    return middle


def _lowest(marks: Floats, starts: Places, counts: Places) -> Floats:
    lowest: Floats = np.minimum.reduceat(marks, starts)
    return lowest


def _highest(marks: Floats, starts: Places, counts: Places) -> Floats:
    highest: Floats = np.maximum.reduceat(marks, starts)
    return highest


_JOIN = {"mean": _mean, "median": _median, "min": _lowest, "max": _highest, "last": _last}
"""How several marks become one: marks by cell, where each cell's begin, how many they are → one a cell."""
