"""Nothing gets out: not past the checks, not past the database's lock, not past the kernel."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest

from multaqa.tables.problems import QueryError
from multaqa.tables.query import Limits, ask, sandbox_report
from multaqa.tables.query.answering import Task
from multaqa.tables.query.asking import _places, _Run
from multaqa.tables.query.checking import check_sql
from multaqa.tables.query.children import take_child
from multaqa.tables.query.database import close_database, open_database
from multaqa.tables.query.frames import QUESTION, send_frame
from multaqa.tables.query.sandbox import landlock_version
from tests.tables.query.attempts import (
    LOOKING,
    NETWORK,
    READING,
    SETTINGS,
    TOO_MUCH_TEXT,
    TOO_MUCH_WORK,
    WRITING,
    Attempt,
)

SECRET = "the secret is 4711"
SMALL = Limits(time_seconds=1.0, memory_megabytes=64, rows=1_000, result_megabytes=4, threads=1)

pytestmark = pytest.mark.usefixtures("untouched")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """A file that is there to be read, a place where one could be made, a port where someone listens."""
    folder = tmp_path_factory.mktemp("elsewhere")
    secret = folder / "secret"
    for ending in ("", ".csv", ".parquet"):
        (folder / f"secret{ending}").write_text(SECRET)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield {"SECRET": str(secret), "OUT": str(folder / "out"), "PORT": str(listener.getsockname()[1])}
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert sorted(path.name for path in folder.iterdir()) == ["secret", "secret.csv", "secret.parquet"]


@pytest.fixture(scope="module")
def untouched(tables: Mapping[str, Path]) -> Iterator[None]:
    before = {path: path.read_bytes() for path in tables.values()}
    yield
    assert {path: path.read_bytes() for path in tables.values()} == before


def filled(attempt: Attempt, places: Mapping[str, str]) -> str:
    sql = attempt.sql
    for name, value in places.items():
        sql = sql.replace(name, value)
    return sql


def named(attempts: list[Attempt]) -> list[object]:
    return [pytest.param(attempt, id=attempt.way) for attempt in attempts]


@pytest.mark.parametrize(
    "attempt", named([*READING, *WRITING, *NETWORK, *SETTINGS, *LOOKING, *TOO_MUCH_TEXT])
)
def test_the_check_refuses_the_attempt_with_a_sentence_in_both_languages(
    attempt: Attempt, places: Mapping[str, str]
) -> None:
    with pytest.raises(QueryError) as refused:
        check_sql(filled(attempt, places), ["t"], rows=10, characters=100_000)
    assert all(refused.value.text(language) for language in ("en", "ar"))
    assert SECRET not in str(refused.value)


def test_what_the_attempts_are_after_is_there(places: Mapping[str, str]) -> None:
    with duckdb.connect() as database:
        assert database.execute(f"SELECT content FROM read_text('{places['SECRET']}')").fetchall() == [
            (SECRET,)
        ]
    assert len([*READING, *WRITING, *NETWORK, *SETTINGS, *LOOKING, *TOO_MUCH_TEXT, *TOO_MUCH_WORK]) > 200


def test_a_check_is_quick_whatever_the_text() -> None:
    started = time.thread_time()  # its own time, which other processes do not lengthen
    for attempt in TOO_MUCH_TEXT:
        with pytest.raises(QueryError):
            check_sql(attempt.sql, ["t"], rows=10, characters=100_000)
    assert time.thread_time() - started < len(TOO_MUCH_TEXT)


@pytest.mark.parametrize("attempt", named(TOO_MUCH_WORK))
def test_what_would_take_too_much_is_stopped_or_cut(attempt: Attempt, tables: Mapping[str, Path]) -> None:
    started = time.monotonic()
    try:
        with ask(attempt.sql, tables, SMALL) as answer:
            answer.table()
            ended = "cut" if answer.truncated else "answered"
    except QueryError as stopped:
        ended = stopped.problems[0].code
    assert ended in ("cut", "query-too-slow", "query-too-much-memory", "query-value-impossible")
    assert time.monotonic() - started < SMALL.time_seconds + 0.5


# The second wall, with the check left out.

PAST_THE_CHECK = [*READING, *WRITING, *NETWORK, *SETTINGS]


def told_by_a_child(sql: str, tables: Mapping[str, Path]) -> str:
    """All that a child says to SQL that nobody has checked."""
    assert _places.acquire(timeout=5)
    child = take_child()
    task = Task(sql, {"t": str(tables["t"])}, 2.0, 64, 100, 4, 1, 100)
    run = _Run(child, task, SMALL, "en", time.monotonic() + 2)
    said = []
    try:
        send_frame(child.channel, QUESTION, json.dumps(vars(task)).encode())
        while (frame := run.receive()) is not None:
            said.append(frame[1].decode(errors="replace"))
            if frame[0] == b"E":
                break
    except QueryError as error:
        said.append(error.text())
    finally:
        run.end()
    return "\n".join(said)


@pytest.mark.parametrize("attempt", named(PAST_THE_CHECK))
def test_past_the_check_the_child_gives_nothing_away(
    attempt: Attempt, places: Mapping[str, str], tables: Mapping[str, Path]
) -> None:
    said = told_by_a_child(filled(attempt, places), tables)
    assert said
    assert SECRET not in said
    assert not Path(places["OUT"]).exists()


def test_past_the_check_a_table_cannot_be_written_over(tables: Mapping[str, Path]) -> None:
    said = told_by_a_child(f"COPY (SELECT 1) TO '{tables['t']}' (USE_TMP_FILE false)", tables)
    assert said.startswith("Only SELECT can be asked here")


@pytest.fixture
def locked(tables: Mapping[str, Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database as a child has it, but in this process, round which the kernel has put no wall."""
    with open_database() as database:
        close_database(database, {"t": str(tables["t"])}, memory_megabytes=64, threads=1)
        yield database


@pytest.mark.parametrize("attempt", named(PAST_THE_CHECK))
def test_past_the_check_the_lock_of_the_database_holds_by_itself(
    attempt: Attempt, places: Mapping[str, str], locked: duckdb.DuckDBPyConnection
) -> None:
    try:
        rows = locked.execute(filled(attempt, places)).fetchall()
    except duckdb.Error as error:
        rows = [str(error)]
    assert SECRET not in str(rows)
    assert not Path(places["OUT"]).exists()
    held = "SELECT current_setting('enable_external_access'), current_setting('lock_configuration')"
    assert locked.execute(held).fetchall() == [(False, True)]


@pytest.mark.skipif(not landlock_version(), reason="this kernel has no Landlock")
def test_the_kernel_holds_by_itself_round_a_database_that_is_open(
    places: Mapping[str, str], tables: Mapping[str, Path]
) -> None:
    overwrite = Attempt(f"COPY (SELECT 1) TO '{tables['t']}' (USE_TMP_FILE false)", "the table itself")
    attempts = [filled(attempt, places) for attempt in [*READING, *WRITING, *NETWORK, overwrite]]
    # To ask for a name takes the time of an answer that does not come.
    attempts = [sql for sql in attempts if "INSTALL" not in sql or "127.0.0.1" in sql]
    given = json.dumps({"attempts": attempts, "table": str(tables["t"]), "port": places["PORT"]})
    ran = subprocess.run(
        [sys.executable, "-I", "-c", OPEN_DATABASE],
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    said = json.loads(ran.stdout)
    assert said["table"] == 2_000
    assert said["connected"] == "PermissionError"
    assert said["killed"] == "PermissionError"
    assert said["started"] == "PermissionError"
    assert SECRET not in ran.stdout


OPEN_DATABASE = """
import json, os, socket, sys
import duckdb
from multaqa.tables.query.sandbox import close_walls

given = json.load(sys.stdin)
loading = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
database = duckdb.connect(":memory:", config={"threads": "1", "async_threads": "0"} | loading)
close_walls([given["table"]], memory_megabytes=512, processor_seconds=60)

def named(act):
    try:
        return act()
    except Exception as error:
        return type(error).__name__

said = []
for sql in given["attempts"]:
    try:
        said.append(str(database.cursor().execute(sql).fetchall()))
    except Exception as error:
        said.append(str(error))
print(json.dumps({
    "said": said,
    "table": named(lambda: database.execute(f"SELECT count(*) FROM '{given['table']}'").fetchone()[0]),
    "connected": named(lambda: socket.create_connection(("127.0.0.1", int(given["port"])))),
    "killed": named(lambda: os.kill(os.getppid(), 0)),
    "started": named(lambda: os.execv("/bin/true", ["true"])),
}))
"""


@pytest.mark.skipif(landlock_version() < 6, reason="this kernel's Landlock is not the newest")
def test_the_report_names_every_wall() -> None:
    walls = ("limits", "dies-with-parent", "no-new-privileges", "files", "network", "signals")
    assert sandbox_report().walls == walls


def test_without_landlock_the_question_is_answered_and_the_report_says_so() -> None:
    ran = subprocess.run(
        [sys.executable, "-I", "-c", WITHOUT_LANDLOCK], capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(ran.stdout) == [0, ["limits", "dies-with-parent", "no-new-privileges"]]


WITHOUT_LANDLOCK = """
import json
from multaqa.tables.query import sandbox

sandbox.landlock_version = lambda: 0
report = sandbox.close_walls(["/etc/passwd"], memory_megabytes=512, processor_seconds=60)
print(json.dumps([report.landlock, report.walls]))
"""


def test_a_child_has_no_environment_no_files_and_no_folder() -> None:
    child = take_child()
    process = Path(f"/proc/{child.number}")
    deadline = time.monotonic() + 5
    while len(list((process / "fd").iterdir())) > 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        environment = (process / "environ").read_bytes().split(b"\0")
        files = [str(file.readlink()) for file in (process / "fd").iterdir()]
        folder = str((process / "cwd").readlink())
        threads = len(list((process / "task").iterdir()))
    finally:
        child.end()
    names = {line.partition(b"=")[0] for line in environment if line}
    assert names == {b"OPENBLAS_NUM_THREADS", b"JE_ARROW_MALLOC_CONF", b"LANG", b"TZ"}
    assert sorted(file.partition(":")[0] for file in files) == [
        "/dev/null",
        "/dev/null",
        "/dev/null",
        "socket",
    ]
    assert folder.endswith(" (deleted)")
    assert threads == 1


def test_no_error_tells_where_the_files_are(tables: Mapping[str, Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 this is none PAR1")
    questions = ["SELECT nowhere FROM x", "SELECT s::INT FROM t", "SELECT * FROM x", "SELECT sum(s) FROM t"]
    for question in questions:
        with pytest.raises(QueryError) as refused, ask(question, {"t": tables["t"], "x": broken}) as answer:
            answer.table()
        assert str(tmp_path) not in refused.value.text()
        assert str(tables["t"].parent) not in refused.value.text()
