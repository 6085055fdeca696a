"""An answer written to a file says what the answer said."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from multaqa.tables.problems import QueryError
from multaqa.tables.query import Format, Limits, ask, export, write_answer

EVERYTHING = """
SELECT 1.0::DOUBLE AS whole, 0.1::DOUBLE AS part, 123456789012.0::DOUBLE AS long, 'nan'::DOUBLE AS none,
  1.10::DECIMAL(10, 2) AS price, 12345678901234567890::HUGEINT AS huge, true AS truth, NULL AS nothing,
  'قال "نعم"، ثم' AS word, '=1+1' AS sum, '' AS blank, DATE '2020-01-31' AS day, DATE '1800-01-01' AS early,
  TIMESTAMP '2020-01-31 10:20:30' AS moment, TIMESTAMP '2020-01-31 10:20:30.25' AS finer,
  TIMESTAMPTZ '2020-01-31 10:20:30+03' AS zoned, TIME '10:20:00' AS hour, INTERVAL 1 DAY AS span,
  [1, NULL] AS list, 'a'::BLOB AS bytes
"""


def written(
    question: str, tables: Mapping[str, Path], format: Format, limits: Limits | None = None, **options: Any
) -> bytes:
    stream = io.BytesIO()
    with ask(question, tables, limits) as answer:
        write_answer(answer, format, stream, **options)
    return stream.getvalue()


def records(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))


def sheet(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_csv_has_every_value_as_a_machine_reads_it() -> None:
    names, values = records(written(EVERYTHING, {}, "csv"))
    assert dict(zip(names, values, strict=True)) == {
        "whole": "1",
        "part": "0.1",
        "long": "123456789012",
        "none": "",
        "price": "1.10",
        "huge": "12345678901234567890",
        "truth": "true",
        "nothing": "",
        "word": 'قال "نعم"، ثم',
        "sum": "=1+1",
        "blank": "",
        "day": "2020-01-31",
        "early": "1800-01-01",
        "moment": "2020-01-31T10:20:30",
        "finer": "2020-01-31T10:20:30.25",
        "zoned": "2020-01-31T07:20:30Z",
        "hour": "10:20:00",
        "span": "P0M1DT0S",
        "list": "[1, null]",
        "bytes": '"61"',
    }


def test_csv_is_as_the_rfc_has_it() -> None:
    question = """SELECT 'a,b' AS "x ""y", 'l\nm' AS z UNION ALL SELECT 'c', 'd' ORDER BY 1"""
    assert written(question, {}, "csv") == b'"x ""y",z\r\n"a,b","l\nm"\r\nc,d\r\n'


def test_csv_for_a_spreadsheet_has_its_mark_and_no_formulas() -> None:
    question = (
        "SELECT x, -1 AS n, ['=a'] AS l FROM (VALUES ('=1+1'), ('+1'), ('-1'), ('@a'), ('\ta'), ('a=1')) v(x)"
    )
    content = written(question, {}, "csv", safe_for_spreadsheets=True)
    assert content.startswith(b"\xef\xbb\xbf")
    found = records(content.removeprefix(b"\xef\xbb\xbf"))
    assert [row[0] for row in found] == ["x", "'=1+1", "'+1", "'-1", "'@a", "'\ta", "a=1"]
    assert found[1][1:] == ["-1", '["=a"]']


def test_json_has_numbers_without_noise_and_dates_in_iso() -> None:
    content = written(EVERYTHING, {}, "json").decode()
    assert (
        '"part": 0.1, "long": 123456789012, "none": null, "price": 1.10, "huge": 12345678901234567890'
        in content
    )
    found = json.loads(content)[0]
    assert found["word"] == 'قال "نعم"، ثم'
    assert (found["nothing"], found["blank"], found["truth"], found["list"]) == (None, "", True, [1, None])
    assert (found["day"], found["zoned"], found["hour"]) == ("2020-01-31", "2020-01-31T07:20:30Z", "10:20:00")


def test_json_is_one_array_however_many_batches(tables: Mapping[str, Path]) -> None:
    found = json.loads(written("SELECT a.n FROM t a, t b LIMIT 40000", tables, "json"))
    assert len(found) == 40_000
    assert json.loads(written("SELECT n FROM t WHERE false", tables, "json")) == []


def test_parquet_is_the_answer(tables: Mapping[str, Path]) -> None:
    for question in ("FROM cities", 'FROM "المؤشرات"', "FROM t WHERE false"):
        with ask(question, tables) as answer:
            expected = answer.table()
        found = pq.read_table(io.BytesIO(written(question, tables, "parquet")))
        assert str(found.to_pydict()) == str(expected.to_pydict())
        assert found.schema.equals(expected.schema)
    file = pq.ParquetFile(io.BytesIO(written(EVERYTHING, {}, "parquet")))
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.schema_arrow.field("span").type == pa.string()


def test_a_sheet_has_numbers_dates_and_texts_as_such() -> None:
    names, values = sheet(written(EVERYTHING, {}, "xlsx"))
    found = dict(zip(names, values, strict=True))
    assert (found["whole"], found["part"], found["price"], found["truth"]) == (1.0, 0.1, 1.1, True)
    assert (found["huge"], found["none"], found["nothing"]) == ("12345678901234567890", "", "")
    assert (found["day"], found["early"]) == (datetime.date(2020, 1, 31), "1800-01-01")
    assert found["moment"].isoformat() == "2020-01-31T10:20:30"
    assert (found["word"], found["sum"], found["list"]) == ('قال "نعم"، ثم', "=1+1", "[1, null]")


def xml_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        return workbook.read("xl/worksheets/sheet1.xml").decode()


def test_a_text_in_a_sheet_is_no_formula_and_no_link() -> None:
    question = "SELECT '=HYPERLINK(\"http://x\")' AS a, 'http://x' AS b, '{=1}' AS c, '007' AS d"
    found = xml_of(written(question, {}, "xlsx"))
    assert "<f>" not in found
    assert "hyperlink" not in found.lower().replace("=hyperlink(", "")
    assert sheet(written(question, {}, "xlsx"))[1] == ['=HYPERLINK("http://x")', "http://x", "{=1}", "007"]


def test_a_sheet_runs_from_the_right_where_the_names_are_arabic(tables: Mapping[str, Path]) -> None:
    assert 'rightToLeft="1"' in xml_of(written('FROM "المؤشرات"', tables, "xlsx"))
    assert "rightToLeft" not in xml_of(written("FROM cities", tables, "xlsx"))


def refused(question: str, tables: Mapping[str, Path], limits: Limits | None = None) -> Any:
    stream = io.BytesIO()
    with pytest.raises(QueryError) as error, ask(question, tables, limits) as answer:
        write_answer(answer, "xlsx", stream)
    assert stream.getvalue() == b""
    return error.value.problems[0]


def test_what_a_sheet_cannot_hold_is_refused_before_anything_is_written(
    tables: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = refused("SELECT 'a' AS x UNION ALL SELECT repeat('a', 32768)", {})
    assert (problem.code, problem.row, problem.column) == ("query-xlsx-cell", 3, "x")
    monkeypatch.setattr(export, "SHEET_ROWS", 2_000)
    assert refused("SELECT n FROM t", tables).code == "query-xlsx-rows"
    monkeypatch.setattr(export, "SHEET_COLUMNS", 1)
    assert refused("SELECT 1, 2", {}).code == "query-xlsx-columns"


def test_a_sheet_holds_exactly_as_many_rows_as_it_can(
    tables: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "SHEET_ROWS", 2_001)
    assert len(sheet(written("SELECT n FROM t", tables, "xlsx"))) == 2_001


@pytest.mark.parametrize("format", ["csv", "json", "xlsx", "parquet"])
def test_the_file_stays_open_and_a_refusal_in_the_middle_is_raised(
    format: Format, tables: Mapping[str, Path]
) -> None:
    stream = io.BytesIO()
    with ask("FROM cities", tables) as answer:
        write_answer(answer, format, stream)
    assert not stream.closed
    with pytest.raises(QueryError), ask("SELECT s::INTEGER FROM t", tables) as answer:
        write_answer(answer, format, io.BytesIO())
