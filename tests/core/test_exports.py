"""Tables as they are handed out."""

from __future__ import annotations

import io
import json

import pyarrow.parquet as pq
import pytest
from django.http import Http404
from python_calamine import CalamineWorkbook

from multaqa.core.exports import Sheet, download

SHEET = Sheet(
    "ranks",
    ("country", "name", "score"),
    [["OMN", "عُمان", 0.858], ["XXX", "=HYPERLINK(1)", None]],
    {"source": "UN DESA"},
)


def test_csv_is_plain_utf8():
    assert (
        download(SHEET, "csv").content.decode()
        == "country,name,score\r\nOMN,عُمان,0.858\r\nXXX,=HYPERLINK(1),\r\n"
    )


def test_csv_for_excel_has_the_mark_and_harmless_formulas():
    assert (
        download(SHEET, "excel.csv").content.decode("utf-8")
        == "\ufeffcountry,name,score\r\nOMN,عُمان,0.858\r\nXXX,'=HYPERLINK(1),\r\n"
    )


def test_excel_holds_text_and_numbers_and_no_formula():
    book = CalamineWorkbook.from_filelike(io.BytesIO(download(SHEET, "xlsx").content))
    assert book.get_sheet_by_name("ranks").to_python() == [
        ["country", "name", "score"],
        ["OMN", "عُمان", 0.858],
        ["XXX", "=HYPERLINK(1)", ""],
    ]
    assert book.get_sheet_by_name("notes").to_python() == [["source", "UN DESA"]]


def test_json_and_parquet_carry_rows_and_notes():
    assert json.loads(download(SHEET, "json").content) == {
        "notes": {"source": "UN DESA"},
        "rows": [
            {"country": "OMN", "name": "عُمان", "score": 0.858},
            {"country": "XXX", "name": "=HYPERLINK(1)", "score": None},
        ],
    }
    table = pq.read_table(io.BytesIO(download(SHEET, "parquet").content))
    assert (table.column("score").to_pylist(), table.schema.metadata[b"multaqa.source"]) == (
        [0.858, None],
        b"UN DESA",
    )


def test_an_unknown_format_is_not_found():
    with pytest.raises(Http404):
        download(SHEET, "exe")
