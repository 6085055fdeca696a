"""Whatever bytes arrive: a table whose counts add up, or a refusal with its sentence; never anything else."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multaqa.tables import ReadError, ReadLimits, convert
from multaqa.tables.reading import delimited

LIMITS = ReadLimits(unpacked_bytes=8 << 20, workbook_memory_bytes=1 << 30)
OFTEN = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

CELLS = st.sampled_from(
    ["", "1", "٢٬٥", "1,5", "007", "نعم", "لا", "-", "غير متوفر", "2024-01-05", "5%", '"', '"a"', "'", "القاهرة", "a\nb", "\x00", "\ufeff", "=1+1"]
) | st.text(max_size=8)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=12)


def is_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        refused = None
        try:
            found = convert(io.BytesIO(content), folder, limits=LIMITS)
        except ReadError as error:
            refused = error
        if refused:
            assert all(refused.text(language) for language in ("en", "ar"))
            assert list(folder.iterdir()) == []
            return
        report, table = found.report, pq.read_table(found.path)
        assert list(folder.iterdir()) == [found.path]
        assert table.num_rows == report.rows
        assert json.loads(json.dumps(report.as_json(), allow_nan=False))["rows"] == report.rows
        assert [column.nulls for column in report.columns] == [column.null_count for column in table.columns]
        assert all(column.blank >= 0 for column in report.columns)
        assert report.problems_found >= len(report.problems)


@given(st.binary(max_size=400))
@OFTEN
def test_any_bytes(content: bytes) -> None:
    is_read_or_refused(content)


@given(
    ROWS,
    st.sampled_from([",", ";", "\t", "|", "؛"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1256", "cp1252", "iso-8859-6"]),
    st.integers(0, 3),
)
@OFTEN
def test_any_cells(rows: list[list[str]], delimiter: str, end: str, encoding: str, cut: int) -> None:
    content = "".join(delimiter.join(row) + end for row in rows).encode(encoding, "replace")
    is_read_or_refused(content[: len(content) - cut])


def read_in_blocks(content: bytes, block: int, last: int) -> tuple[Any, ...] | None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK_BYTES", block)
        patch.setattr(delimited, "BLOCK_BYTES_PER_COLUMN", 1)
        patch.setattr(delimited, "LAST_RECORDS", last)
        try:
            found = convert(io.BytesIO(content), Path(name), limits=LIMITS)
        except ReadError:
            return None
        report = found.report
        problems = [(problem.row, problem.column, problem.code) for problem in report.problems]
        return (
            report.encoding,
            report.tally,
            problems,
            [column.type for column in report.columns],
            pq.read_table(found.path).to_pydict(),
        )


PLAIN_ROWS = st.lists(
    st.tuples(st.sampled_from(["a", '"b"', '"c\nd"', '"e,f"', 'g"h', '"i""j"', "س", ""]), st.sampled_from(["1", "2,5", "-", '"3"'])),
    min_size=2, max_size=40,
)  # fmt: skip


@given(
    PLAIN_ROWS,
    st.sampled_from([16, 64, 200]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "cp1256", "utf-16"]),
)
@settings(OFTEN, max_examples=50)
def test_the_blocks_in_which_a_text_is_read_make_no_difference(
    rows: list[tuple[str, str]], block: int, end: str, encoding: str
) -> None:
    content = f"name;value{end}" + "".join(f"{name};{value}{end}" for name, value in rows)
    assert read_in_blocks(content.encode(encoding), block, 3) == read_in_blocks(
        content.encode(encoding), 1 << 20, 3
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "features", "type", "properties", "geometry", ""]), values, max_size=4),
    max_leaves=15,
)  # fmt: skip


@given(JSON, st.integers(0, 2))
@OFTEN
def test_any_json(value: object, cut: int) -> None:
    content = json.dumps(value).encode()
    is_read_or_refused(content[: len(content) - cut])


@cache
def samples() -> dict[str, bytes]:
    parquet = io.BytesIO()
    pq.write_table(pa.table({"a": [1, 2, 3], "b": ["x", "y", None], "c": [[1], None, [2]]}), parquet)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", "a,b\n1,x\n2,y\n" * 9)
    import xlsxwriter

    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        sheet = workbook.add_worksheet()
        for row in range(5):
            sheet.write_row(row, 0, ["name", row, row / 3])
    return {
        "Parquet": parquet.getvalue(),
        "zip": packed.getvalue(),
        "gzip": gzip.compress(b"a,b\n1,x\n2,y\n" * 9),
        "GeoJSON": b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":null}]}',
        "workbook": book.getvalue(),
    }


@pytest.mark.parametrize("kind", ["Parquet", "zip", "gzip", "GeoJSON", "workbook"])
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_damage(kind: str, data: st.DataObject) -> None:
    content = bytearray(samples()[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    is_read_or_refused(
        bytes(content[: data.draw(st.integers(1, len(content)))])
        if data.draw(st.booleans())
        else bytes(content)
    )


def test_bytes_that_coverage_finds(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris has no build for this Python")
    for kind, content in {**samples(), "text": "المدينة;العدد\nأ;1,5\n".encode()}.items():
        (tmp_path / kind).write_bytes(content)
    command = [
        sys.executable,
        "-m",
        "tests.tables.guided",
        "-runs=1500",
        "-max_total_time=40",
        "-seed=7",
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
