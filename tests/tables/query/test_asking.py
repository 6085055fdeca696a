"""Questions are kept within their limits, apart from each other, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from multaqa.tables.problems import QueryError
from multaqa.tables.query import Answer, Limits, ask, asking, children

SLOW = "SELECT count(*) FROM t a, t b, t c, t d WHERE a.s < b.s"
SMALL = Limits(time_seconds=1.0, memory_megabytes=128, threads=1)


def code_of(question: str, tables: Mapping[str, Path], limits: Limits = SMALL) -> str:
    with pytest.raises(QueryError) as refused, ask(question, tables, limits) as answer:
        answer.table()
    return refused.value.problems[0].code


def one(tables: Mapping[str, Path]) -> int:
    with ask("SELECT count(*) AS n FROM t", tables) as answer:
        return int(answer.table()["n"][0].as_py())


def child_of(answer: Answer) -> int:
    return answer._run.child.number


def ends(process: int, seconds: float = 2.0) -> bool:
    """Whether a process is gone, or dead and not yet buried, before the time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.01)
    return False


def test_an_answer_has_its_schema_its_rows_and_the_walls_round_it(tables: Mapping[str, Path]) -> None:
    with ask("SELECT city, people FROM cities ORDER BY people LIMIT 2 OFFSET 1", tables) as answer:
        assert answer.schema == pa.schema({"city": pa.string(), "people": pa.int32()})
        assert "limits" in answer.sandbox.walls
        assert answer.table().to_pydict() == {"city": ["Rabat", "Amman"], "people": [2, 4]}
        assert not answer.truncated
        assert list(answer.batches()) == []


def test_rows_past_the_limit_are_cut_and_the_answer_says_so(tables: Mapping[str, Path]) -> None:
    with ask("SELECT n FROM t ORDER BY n", tables, Limits(rows=1_999)) as answer:
        assert (answer.table()["n"].to_pylist()[-1], answer.truncated) == (1_998, True)
    with ask("SELECT n FROM t ORDER BY n", tables, Limits(rows=2_000)) as answer:
        assert (answer.table().num_rows, answer.truncated) == (2_000, False)


def test_a_result_past_its_megabytes_is_cut_and_the_answer_says_so(tables: Mapping[str, Path]) -> None:
    with ask("SELECT repeat(s, 1000) AS s FROM t", tables, Limits(result_megabytes=2)) as answer:
        found = answer.table()
        assert answer.truncated
    assert 0 < found.nbytes <= 2 * 2**20


def test_a_slow_question_is_stopped_at_its_time(tables: Mapping[str, Path]) -> None:
    started = time.monotonic()
    assert code_of(SLOW, tables) == "query-too-slow"
    assert 0.9 < time.monotonic() - started < 1.5
    assert one(tables) == 2_000


def test_a_slow_reader_is_stopped_at_its_time_though_nobody_looks(tables: Mapping[str, Path]) -> None:
    with ask("SELECT a.s || b.s FROM t a, t b", tables, Limits(time_seconds=0.5, rows=10**7)) as answer:
        next(answer.batches())
        assert ends(child_of(answer), seconds=1.0)
        with pytest.raises(QueryError) as stopped:
            answer.table()
    assert stopped.value.problems[0].code == "query-too-slow"


def test_the_sentence_names_the_limit_in_the_askers_language(tables: Mapping[str, Path]) -> None:
    with pytest.raises(QueryError) as stopped, ask(SLOW, tables, Limits(time_seconds=0.2), "ar") as answer:
        answer.table()
    assert str(stopped.value) == (
        "استغرق الاستعلام أكثر من 0.2 ثانية فأُوقف؛ يُرجى تضييق نطاقه بالتصفية أو بتقليل عدد الصفوف."
    )


@pytest.mark.parametrize(
    "question",
    [
        "SELECT list(a.s || b.s) FROM t a, t b, t c",
        "SELECT length(string_agg(a.s || b.s, '')) FROM t a, t b, t c",
        "SELECT a.s || b.s || c.s AS x FROM t a, t b, t c ORDER BY x",
    ],
)
def test_a_question_past_its_memory_is_stopped(question: str, tables: Mapping[str, Path]) -> None:
    limits = Limits(time_seconds=5.0, memory_megabytes=64, threads=2)
    assert code_of(question, tables, limits) == "query-too-much-memory"
    assert one(tables) == 2_000


def test_an_answer_too_wide_is_refused(tables: Mapping[str, Path]) -> None:
    assert code_of("SELECT 1, 2, 3", tables, Limits(columns=2)) == "query-too-many-columns"


def test_a_value_that_cannot_be_computed_is_told_with_the_databases_reason(
    tables: Mapping[str, Path],
) -> None:
    with pytest.raises(QueryError) as refused, ask("SELECT city::INTEGER FROM cities", tables) as answer:
        answer.table()
    problem = refused.value.problems[0]
    assert problem.code == "query-value-impossible"
    assert "Could not convert string 'Cairo' to INT32" in problem.params["why"]


def test_a_table_that_is_gone_or_broken_is_told_by_its_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 none PAR1")
    for path in (broken, tmp_path / "gone.parquet"):
        with pytest.raises(QueryError) as refused:
            ask("SELECT * FROM x", {"x": path})
        problem = refused.value.problems[0]
        assert (problem.code, dict(problem.params)) == ("query-table-unreadable", {"name": "x"})


def test_names_of_tables_and_paths_may_hold_any_sign(tmp_path: Path) -> None:
    path = tmp_path / 'it\'s a "table" ج.parquet'
    pq.write_table(pa.table({'a "b"\'; --': [1]}), path)
    with ask('SELECT * FROM "x""y; --"', {'x"y; --': path}) as answer:
        assert answer.table().to_pydict() == {'a "b"\'; --': [1]}


def test_a_child_killed_in_the_middle_is_told_and_the_next_question_works(tables: Mapping[str, Path]) -> None:
    with ask("SELECT a.s || b.s FROM t a, t b", tables, Limits(rows=10**7)) as answer:
        batches = answer.batches()
        next(batches)
        os.kill(child_of(answer), signal.SIGKILL)
        with pytest.raises(QueryError) as told:
            list(batches)
    assert told.value.problems[0].code == "query-worker-died"
    assert one(tables) == 2_000


def test_a_worker_that_is_killed_is_started_again(tables: Mapping[str, Path]) -> None:
    before = children._running_worker().process.pid
    with ask("SELECT a.s || b.s FROM t a, t b", tables, Limits(rows=10**7)) as answer:
        child = child_of(answer)
        os.kill(before, signal.SIGKILL)
        assert ends(child)
        with pytest.raises(QueryError) as told:
            answer.table()
    assert told.value.problems[0].code == "query-worker-died"
    assert one(tables) == 2_000
    assert children._running_worker().process.pid != before


def test_an_answer_left_early_ends_its_child_and_gives_its_place_back(tables: Mapping[str, Path]) -> None:
    for _ in range(asking.QUESTIONS_AT_ONCE + 1):
        with ask("SELECT a.s || b.s FROM t a, t b", tables, Limits(rows=10**7)) as answer:
            next(answer.batches())
        assert ends(child_of(answer))


def test_an_answer_that_is_forgotten_gives_its_place_back(tables: Mapping[str, Path]) -> None:
    for _ in range(asking.QUESTIONS_AT_ONCE + 1):
        ask("SELECT * FROM t", tables, SMALL)


def test_questions_from_threads_do_not_mix(tables: Mapping[str, Path]) -> None:
    def double(number: int) -> int:
        with ask(f"SELECT sum(n) * 0 + {number} * 2 AS x FROM t", tables) as answer:
            return int(answer.table()["x"][0].as_py())

    with ThreadPoolExecutor(12) as threads:
        assert list(threads.map(double, range(48))) == [number * 2 for number in range(48)]


def test_a_question_waits_for_a_place_and_its_waiting_counts(
    tables: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_places", threading.BoundedSemaphore(1))
    with ask("SELECT * FROM t", tables):
        started = time.monotonic()
        assert code_of("SELECT 1", tables, Limits(time_seconds=0.3)) == "query-busy"
        assert 0.25 < time.monotonic() - started < 1.5
    assert one(tables) == 2_000


PARENT = """
import sys, time
from pathlib import Path
from multaqa.tables.query import Limits, ask, children
answer = ask("SELECT a.s || b.s FROM t a, t b", {"t": Path(sys.argv[1])}, Limits(time_seconds=60, rows=10**7))
print(children._running_worker().process.pid, answer._run.child.number, flush=True)
time.sleep(60)
"""


def test_worker_and_children_end_with_the_process_that_asked(tables: Mapping[str, Path]) -> None:
    command = [sys.executable, "-I", "-c", PARENT, str(tables["t"])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker, child = map(int, parent.stdout.readline().split())
        assert not ends(child, seconds=0.1)
        parent.kill()
        assert ends(worker)
        assert ends(child)


def test_a_forked_process_starts_a_worker_of_its_own(tables: Mapping[str, Path]) -> None:
    command = [sys.executable, "-I", "-W", "ignore", "-c", FORKED, str(tables["t"])]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    first, second = ran.stdout.split()
    assert first != second


FORKED = """
import os, sys
from pathlib import Path
from multaqa.tables.query import ask, children

def told():
    with ask("SELECT count(*) FROM t", {"t": Path(sys.argv[1])}) as answer:
        assert answer.table().num_rows == 1
    print(children._running_worker().process.pid, flush=True)

told()
child = os.fork()
if not child:
    told()
    children.close_worker()
    os._exit(0)
os.waitpid(child, 0)
"""


def test_a_thread_that_ends_takes_no_worker_with_it(tables: Mapping[str, Path]) -> None:
    children.close_worker()
    thread = threading.Thread(target=one, args=[tables])
    thread.start()
    thread.join()
    before = children._running_worker().process.pid
    time.sleep(0.1)
    assert one(tables) == 2_000
    assert children._running_worker().process.pid == before
