"""Tables beside bare DuckDB, in the same run: a large CSV read, a question asked through the sandbox, a far page.

Run with `python benchmarks/tables.py [MILLIONS_OF_ROWS]`; 6.2 million rows make a CSV of about 1 GB, with figures made
up by DuckDB. DuckDB's part of the reading is its own `COPY` to Parquet with types from the whole file, and no profile;
ours is `convert`, with its report and a profile of every column. Each runs in a process of its own, in turn, and the
peak of memory is that of the process. The far page and the questions are medians of many runs in turn.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import duckdb
from rich.console import Console
from rich.table import Table

from multaqa.tables.query import Page, Query, ask

READINGS = 3
QUESTIONS = 100
OFFSET = 3_000_000

MADE_UP = """
    SELECT i AS id, 'CTY' || lpad((hash(i) % 200)::VARCHAR, 3, '0') AS code,
        ['Cairo', 'Riyadh', 'Dubai', 'Tunis', 'Rabat, Salé', 'الرياض', 'القاهرة', 'عمّان'][1 + (hash(i * 3) % 8)::INT] AS city,
        (hash(i * 7) % 10000000)::BIGINT AS population,
        round((hash(i * 37) % 10000000) / 100.0, 2) AS value, (hash(i * 41) % 2000000)::BIGINT / 1e6 - 1 AS change,
        DATE '2000-01-01' + (hash(i * 11) % 9000)::INT AS day,
        TIMESTAMP '2015-01-01' + to_seconds((hash(i * 13) % 300000000)::BIGINT) AS at,
        hash(i * 17) % 2 = 0 AS open, CASE WHEN hash(i * 19) % 10 > 0 THEN (hash(i * 23) % 100)::INT END AS score,
        'note ' || (hash(i * 29) % 1000000)::VARCHAR || ' text about the service' AS note, md5(i::VARCHAR) AS ref
    FROM range({rows}) t(i)
"""
DUCKDB = """
import duckdb, resource, sys
from time import perf_counter
began = perf_counter()
duckdb.sql(f"COPY (FROM read_csv('{sys.argv[1]}', sample_size=-1)) TO '{sys.argv[2]}/d.parquet' (COMPRESSION zstd)")
print(perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
OURS = """
import resource, sys
from pathlib import Path
from time import perf_counter
from multaqa.tables import convert
began = perf_counter()
convert(Path(sys.argv[1]), Path(sys.argv[2]) / "m.parquet")
print(perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
ASKED = {
    "one row": "SELECT count(*) AS n FROM data",
    "grouped": "SELECT city, sum(population) AS s, avg(value) AS v FROM data GROUP BY city ORDER BY s DESC",
    "filtered": "SELECT * FROM data WHERE code = 'CTY007' AND score > 90 ORDER BY id LIMIT 100",
    "20,000 rows": "SELECT id, city, value FROM data LIMIT 20000",
}


def main() -> None:
    """Measure and print."""
    rows = int(float(sys.argv[1] if len(sys.argv) > 1 else 6.2) * 1_000_000)
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "table.csv"
        duckdb.sql(f"COPY ({MADE_UP.format(rows=rows)}) TO '{file}' (HEADER)")
        console.print(f"{file.stat().st_size / 1e6:,.0f} MB, {rows:,} rows × 12 columns")
        console.print(reading(file, folder))
        console.print(asking(folder / "m.parquet", min(OFFSET, rows // 2)))


def reading(file: Path, folder: Path) -> Table:
    """Seconds and megabytes of both readings."""
    measured: dict[str, list[tuple[float, float]]] = {DUCKDB: [], OURS: []}
    for _ in range(READINGS):
        for script, runs in measured.items():
            command = [sys.executable, "-c", script, str(file), str(folder)]
            done = subprocess.run(command, capture_output=True, check=True, text=True)
            seconds, megabytes = done.stdout.split()[-2:]
            runs.append((float(seconds), float(megabytes)))
    grid = Table("reading", "DuckDB COPY, s", "convert, s", "ratio", "DuckDB, MB", "convert, MB")
    (theirs, their_memory), (ours, our_memory) = (
        (median(seconds for seconds, _ in runs), max(megabytes for _, megabytes in runs))
        for runs in measured.values()
    )
    grid.add_row(
        "CSV → Parquet",
        f"{theirs:.1f}",
        f"{ours:.1f}",
        f"{ours / theirs:.2f}",
        f"{their_memory:.0f}",
        f"{our_memory:.0f}",
    )
    return grid


def asking(table: Path, offset: int) -> Table:
    """Milliseconds of questions with the sandbox and without, and of a page far down."""
    bare = duckdb.connect()
    bare.execute(f"CREATE VIEW data AS FROM read_parquet('{table}')")
    grid = Table("asking", "bare DuckDB, ms", "sandbox, ms", "added, ms", "sandbox p95, ms")
    page = f"SELECT * FROM data LIMIT 50 OFFSET {offset}"
    pages: dict[str, tuple[str, str | Query]] = {
        f"page at {offset:,}, SQL": (page, page),
        f"page at {offset:,}, fields": (page, Query(table="data", page=Page(limit=50, offset=offset))),
    }
    questions: dict[str, tuple[str, str | Query]] = {name: (sql, sql) for name, sql in ASKED.items()}
    for name, (sql, question) in {**questions, **pages}.items():
        theirs, ours = in_turn(
            lambda sql=sql: bare.sql(sql).to_arrow_table(),
            lambda question=question: ask(question, {"data": table}).table(),
        )
        grid.add_row(
            name, f"{median(theirs):.1f}", f"{median(ours):.1f}", f"{median(ours) - median(theirs):.1f}",
            f"{quantiles(ours, n=20)[-1]:.1f}",
        )  # fmt: skip
    return grid


def in_turn(*tasks: Callable[[], object]) -> list[list[float]]:
    """Milliseconds of each task, run in turn; the first rounds do not count."""
    times: list[list[float]] = [[] for _ in tasks]
    for number in range(QUESTIONS + 5):
        for task, taken in zip(tasks, times, strict=True):
            began = perf_counter()
            task()
            if number >= 5:
                taken.append(1000 * (perf_counter() - began))
    return times


if __name__ == "__main__":
    main()
