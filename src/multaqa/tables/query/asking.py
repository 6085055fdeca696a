"""A question asked of tables, and its answer as it comes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa

from multaqa.tables.problems import QueryError
from multaqa.tables.query.answering import Task
from multaqa.tables.query.checking import Checked, check_sql, check_tree
from multaqa.tables.query.children import Child, take_child
from multaqa.tables.query.frames import (
    END,
    ERROR,
    QUESTION,
    SCHEMA,
    BrokenFrame,
    receive_frame,
    send_frame,
)
from multaqa.tables.query.limits import Limits
from multaqa.tables.query.refusals import nearest, refusal
from multaqa.tables.query.sandbox import MEGABYTE, SandboxReport
from multaqa.tables.query.schemas import schema_of
from multaqa.tables.query.trees import tree_of
from multaqa.tables.query.typed import Query

QUESTIONS_AT_ONCE = 8
"""Of one server process; further ones wait, and their waiting counts as their time."""

_FRAME_SLACK_BYTES = MEGABYTE
_LATE_SECONDS = 0.1
"""The child's own alarm goes first; past this the server ends it."""

_places = threading.BoundedSemaphore(QUESTIONS_AT_ONCE)


def ask(
    question: Query | str, tables: Mapping[str, Path], limits: Limits | None = None, language: str = "en"
) -> Answer:
    """Ask the tables (name → Parquet file): fields, or the text of one SELECT.

    The answer streams from a process of its own that sees nothing but the tables it asks; use it as a context
    manager, or read it to its end. ``language`` is that of the sentence a refusal shows as a string.

    Raises QueryError: what `check_sql` and `tree_of` refuse, `query-busy`, and whatever the database says before its
    first row; what happens later is raised while the answer is read.
    """
    limits = limits or Limits()
    with _in_language(language):
        deadline = time.monotonic() + limits.time_seconds
        checked = _checked(question, tables, limits)
        if not _places.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise refusal("query-busy", limit=_seconds(limits))
        return _start(
            checked, {name: Path(tables[name]) for name in checked.tables}, limits, language, deadline
        )


def sandbox_report() -> SandboxReport:
    """Which walls stand round a question on this machine. Starts the worker, where it has not been."""
    with ask("SELECT 1 AS one", {}) as answer:
        return answer.sandbox


class Answer:
    """The rows of an answer as they come. Leaving it early ends the process that works on it.

    ``schema`` is an Arrow schema; ``sandbox`` says which walls stood. ``truncated`` is known once all batches have
    been read: whether rows were cut because the limits allowed no more.
    """

    def __init__(self, run: _Run, schema: Any, sandbox: SandboxReport) -> None:
        self.schema = schema
        self.sandbox = sandbox
        self.truncated = False
        self._run = run
        self._forgotten = weakref.finalize(self, run.end)

    def batches(self) -> Iterator[Any]:
        """Arrow record batches, in order, once. Raises QueryError when the database or a limit stops the rows."""
        with _in_language(self._run.language):
            while (frame := self._run.receive()) is not None:
                kind, content = frame
                if kind == END:
                    self.truncated = bool(json.loads(content)["truncated"])
                    self.close()
                    return
                yield _batch(content, self.schema, self._run)

    def table(self) -> Any:
        """All rows as one Arrow table. Raises QueryError as `batches` does."""
        return pa.Table.from_batches(self.batches(), self.schema)

    def close(self) -> None:
        """End the process, if it still runs."""
        self._forgotten()

    def __enter__(self) -> Answer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Run:
    """A question under way in a child; to be ended once."""

    def __init__(self, child: Child, task: Task, limits: Limits, language: str, deadline: float) -> None:
        self.child, self.task, self.limits, self.language = child, task, limits, language
        self.deadline = deadline
        self.ended = False

    def receive(self) -> tuple[bytes, bytearray] | None:
        """The next message that is no error, None after the end. Raises QueryError, and then the run has ended."""
        if self.ended:
            return None
        try:
            self.child.channel.settimeout(max(0.0, self.deadline + _LATE_SECONDS - time.monotonic()) or 1e-6)
            kind, content = receive_frame(
                self.child.channel, self.limits.result_megabytes * MEGABYTE + _FRAME_SLACK_BYTES
            )
        except TimeoutError:
            self.end()
            raise self._too_slow() from None
        except BrokenFrame:
            raise self._how_it_ended() from None
        if kind == ERROR:
            self.end()
            raise self._told(json.loads(content))
        return kind, content

    def end(self) -> None:
        if not self.ended:
            self.ended = True
            self.child.end()
            _places.release()

    def _how_it_ended(self) -> QueryError:
        status = self.child.end_and_ask_how()
        self.ended = True
        _places.release()
        by = os.WTERMSIG(status) if status is not None and os.WIFSIGNALED(status) else None
        if by in (signal.SIGALRM, signal.SIGXCPU) or time.monotonic() >= self.deadline:
            return self._too_slow()
        if by == signal.SIGABRT:
            # A thread of the database that could get no memory ends this way.
            return refusal("query-too-much-memory", limit=str(self.limits.memory_megabytes))
        return refusal("query-worker-died")

    def _too_slow(self) -> QueryError:
        return refusal("query-too-slow", limit=_seconds(self.limits))

    def _told(self, error: Mapping[str, Any]) -> QueryError:
        code, params = error["code"], dict(error["params"])
        if code == "query-unknown-column":
            params["known"] = nearest(params["name"], _columns_of(self.task.tables))
        return refusal(code, **params)


def _checked(question: Query | str, tables: Mapping[str, Path], limits: Limits) -> Checked:
    if isinstance(question, str):
        return check_sql(question, tables, rows=limits.rows, characters=limits.sql_characters)
    if question.table not in tables:
        raise refusal("query-unknown-table", name=question.table, known=nearest(question.table, tables))
    return check_tree(
        tree_of(question, _schema(question.table, tables[question.table])), tables, rows=limits.rows
    )


def _start(
    checked: Checked, tables: Mapping[str, Path], limits: Limits, language: str, deadline: float
) -> Answer:
    left = deadline - time.monotonic()
    try:
        child = take_child()
    except OSError:
        _places.release()
        raise refusal("query-worker-died") from None
    # That a worker had to be started is not the asker's fault.
    deadline = time.monotonic() + left
    run = _Run(child, _task(checked, tables, limits, left), limits, language, deadline)
    try:
        with contextlib.suppress(ConnectionError):
            send_frame(child.channel, QUESTION, json.dumps(asdict(run.task)).encode())
        kind, content = run.receive() or (END, bytearray())
        return _answer(kind, content, run)
    except BaseException:
        run.end()
        raise


def _task(checked: Checked, tables: Mapping[str, Path], limits: Limits, left_seconds: float) -> Task:
    return Task(
        sql=checked.sql,
        tables={name: os.path.realpath(path) for name, path in tables.items()},
        time_seconds=max(left_seconds, 0.001),
        memory_megabytes=limits.memory_megabytes,
        rows=limits.rows,
        result_megabytes=limits.result_megabytes,
        threads=limits.threads,
        columns=limits.columns,
    )


def _answer(kind: bytes, content: bytearray, run: _Run) -> Answer:
    if kind != SCHEMA:
        raise refusal("query-worker-died")
    schema = pa.ipc.read_schema(pa.py_buffer(content))
    report = json.loads(schema.metadata[b"sandbox"])
    sandbox = SandboxReport(report["landlock"], tuple(report["walls"]))
    return Answer(run, schema.remove_metadata(), sandbox)


def _batch(content: bytearray, schema: Any, run: _Run) -> Any:
    """A batch is believed only after every offset in it has been looked at: it comes from where strangers' SQL ran."""
    try:
        batch = pa.ipc.read_record_batch(pa.py_buffer(content), schema)
        batch.validate(full=True)
    except pa.ArrowInvalid:
        run.end()
        raise refusal("query-worker-died") from None
    return batch


def _schema(name: str, path: Path) -> Any:
    try:
        return schema_of(path)
    except (OSError, pa.ArrowInvalid):
        raise refusal("query-table-unreadable", name=name) from None


def _columns_of(tables: Mapping[str, str]) -> list[str]:
    return [column for name, path in tables.items() for column in _schema(name, Path(path)).names]


def _seconds(limits: Limits) -> str:
    return f"{limits.time_seconds:g}"


@contextlib.contextmanager
def _in_language(language: str) -> Iterator[None]:
    try:
        yield
    except QueryError as error:
        error.args = (error.text(language),)
        raise
