"""One question answered by one child: behind closed walls, as a stream of record batches, errors as code and words."""

from __future__ import annotations

import json
import math
import re
import signal
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import duckdb
import pyarrow as pa

from multaqa.tables.query.database import close_database
from multaqa.tables.query.frames import (
    BATCH,
    END,
    ERROR,
    SCHEMA,
    BrokenFrame,
    receive_frame,
    send_frame,
)
from multaqa.tables.query.sandbox import MEGABYTE, close_walls

BATCH_ROWS = 16_384
QUESTION_MEGABYTES = 16
REASON_CHARACTERS = 300


@dataclass(frozen=True)
class Task:
    """What a child is given: checked SQL, the tables it asks (name → path), and what it may take."""

    sql: str
    tables: Mapping[str, str]
    time_seconds: float
    memory_megabytes: int
    rows: int
    result_megabytes: int
    threads: int
    columns: int


class _Refused(Exception):
    def __init__(self, code: str, **params: str) -> None:
        self.code, self.params = code, params


def answer_question(channel: socket.socket, database: duckdb.DuckDBPyConnection) -> None:
    """Wait for one task, close the walls, answer it; returns when all is sent or nobody listens any more."""
    try:
        _, content = receive_frame(channel, QUESTION_MEGABYTES * MEGABYTE)
        task = Task(**json.loads(content))
        try:
            _answer(channel, database, task)
        except Exception as error:  # whatever it is, it is told in a code and never as a trace
            code, params = _told(error, task)
            send_frame(channel, ERROR, json.dumps({"code": code, "params": params}).encode())
    except (BrokenFrame, BrokenPipeError, ConnectionError):
        return


def _answer(channel: socket.socket, database: duckdb.DuckDBPyConnection, task: Task) -> None:
    # The kernel keeps the time, even while a reader is slow or the database deaf.
    signal.setitimer(signal.ITIMER_REAL, task.time_seconds)
    report = close_walls(
        list(task.tables.values()),
        memory_megabytes=task.memory_megabytes,
        processor_seconds=math.ceil(task.time_seconds * task.threads) + 1,
    )
    _close(database, task)
    reader = _only_select(database, task.sql).to_arrow_reader(BATCH_ROWS)
    if len(reader.schema) > task.columns:
        raise _Refused("query-too-many-columns", found=str(len(reader.schema)), limit=str(task.columns))
    send_frame(channel, SCHEMA, _with_report(reader.schema, asdict(report)).serialize())
    truncated = _send_batches(channel, reader, task)
    send_frame(channel, END, json.dumps({"truncated": truncated}).encode())


def _close(database: duckdb.DuckDBPyConnection, task: Task) -> None:
    try:
        close_database(database, task.tables, memory_megabytes=task.memory_megabytes, threads=task.threads)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise _Refused("query-table-unreadable", name=_table_in(str(error), task.tables)) from None


def _only_select(database: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyRelation:
    """The database's own parser must see one SELECT, too: it is the one that decides what runs."""
    statements = database.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise _Refused("query-not-a-select")
    return database.sql(sql)


def _send_batches(channel: socket.socket, reader: Any, task: Task) -> bool:
    rows, room = task.rows, task.result_megabytes * MEGABYTE
    for batch in reader:
        part = _that_fits(batch, rows, room)
        if part.num_rows:
            content = part.serialize()
            send_frame(channel, BATCH, content)
            rows -= part.num_rows
            room -= content.size
        if part.num_rows < batch.num_rows:
            return True
    return False


def _that_fits(batch: Any, rows: int, room_bytes: int) -> Any:
    part = batch.slice(0, rows)
    while part.num_rows and part.nbytes > room_bytes:
        part = part.slice(0, part.num_rows // 2)
    return part


def _with_report(schema: Any, report: dict[str, Any]) -> Any:
    return schema.with_metadata({b"sandbox": json.dumps(report).encode()})


def _told(error: Exception, task: Task) -> tuple[str, dict[str, str]]:
    match error:
        case _Refused():
            return error.code, error.params
        case MemoryError() | duckdb.OutOfMemoryException() | pa.ArrowMemoryError():
            return "query-too-much-memory", {"limit": str(task.memory_megabytes)}
        case duckdb.IOException() | FileNotFoundError() | PermissionError():
            return "query-table-unreadable", {"name": _table_in(str(error), task.tables)}
        case duckdb.BinderException() | duckdb.CatalogException():
            return _told_of_names(error, task)
        case duckdb.PermissionException():
            return "query-not-allowed", {"what": _reason(error, task)}
        case duckdb.ConversionException() | duckdb.OutOfRangeException() | duckdb.InvalidInputException():
            return "query-value-impossible", {"why": _reason(error, task)}
        case _:
            return "query-failed", {"why": _reason(error, task)}


_UNKNOWN_COLUMN = re.compile(
    r'Referenced column "(.+?)" (?:not found|was not found)|does not have a column named "(.+?)"'
    r'|Column "(.+?)" (?:was )?not found'
)


def _told_of_names(error: Exception, task: Task) -> tuple[str, dict[str, str]]:
    found = _UNKNOWN_COLUMN.search(str(error))
    if found is None:
        return "query-failed", {"why": _reason(error, task)}
    return "query-unknown-column", {"name": next(name for name in found.groups() if name)}


def _table_in(message: str, tables: Mapping[str, str]) -> str:
    return next((name for name, path in tables.items() if path in message), ", ".join(tables))


def _reason(error: Exception, task: Task) -> str:
    """The first line of the database's words, in which tables have their names and not their paths."""
    words = str(error).partition("\n")[0]
    for name, path in task.tables.items():
        words = words.replace(path, name).replace(path.rpartition("/")[0] + "/", "")
    words = words[:REASON_CHARACTERS].strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."
