"""Workbooks, JSON, GeoJSON, Parquet, packed files and streams."""

import base64
import gzip
import io
import json
import zipfile
import zlib
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from multaqa.tables import Dictionary, ReadError, kept_dictionary, read_dictionary
from tests.tables.factories import Desk, Table, json_lines

ROWS = [["المدينة", "العدد", "اليوم"], ["القاهرة", 5, date(2024, 1, 5)], ["عمّان", 7.5, date(2024, 2, 6)]]
VALUES = [("القاهرة", 5.0, date(2024, 1, 5)), ("عمّان", 7.5, date(2024, 2, 6))]

# A sheet of three rows as Excel 97 writes it (BIFF8), packed: no kept library writes the format any more.
OLD_WORKBOOK = zlib.decompress(
    base64.b85decode(
        "c-rk)O-NKx6#nk>&7GfgeryypkU_{vQ$!-jg-"
        "#9QOb8=Rn=*pZoJAO8Ol@kDWwQ)|Rz(}Z7HzCH{a`_Vixz=Viy#PQYS}6%Xrc2u_q_LPGy?}pP~P{r=iYnn`QAP6{=R$PE`*9R_n"
        "S*tg?`kaY<M9nbb^A{&ICc_hM|&n?4e*d*i`U(s3WBd^L20Bst;9vm!RRE{+uN6nZhxg!O&zb8`(g_*@sb~eCQ)7aEmm4G_hCpEK"
        "joB&hjo>K4H0^HCI{ok!?{N#X@YTW1lsOk7%u2=7)OkL*{&BO%EFIT8-"
        "k1*Mw>7!h!s$(bJo(phd66ET}_M*<3cS@&Vk24;UeIrPE!BL=j=?>{<LUBEWZhRzHh4`i<2KkpAaNz56eE4|U>d{dG+TreK`lNm8"
        "H%darJdg|myu(0~93H$+q><bdp!gEA@GY09&rmlWN0W>6j^3(GVvqcSCXOw(S{XGoEhKD7z(q7huNXw>m!swFv&0H;GdrGn)3;+="
        "2r(qqH1<E)wDjl$ecb}H{-;F4kx+0P|4%d&$RyIEf5x9;F{Gs`f28pUnH4OSvK%{EuKw2kW7!+0NyR-"
        "|`Py6`pgsHN~F)=ufUROv!^?n7(_t<-ws#8=NWIz^|rc|+lG%#MY%^n7C3^v5#f(SnxmhP7t~u%sp)A;i+msn!w8In8P-"
        "#TIL@1+!IqJf->tvm1FCeDP8vrs8R9@HFP>7SHUH`E809f2DZ+T0I^pBU&<l!v_Zr95`^`z<~n?TNZ+UKh2+Q-"
        "8w5sJ};Q}I!hGF&Na!F#UV`6bB+#`1ISUF$N8$pPa|ByewSD$$G$IAI83$YF@Z7mW1{NuOUD{f`913<2LIg@s<!@eHGcl*`hNlVn"
        "bln"
    )
)

ODS_CELLS = {
    str: '<table:table-cell office:value-type="string"><text:p>{0}</text:p></table:table-cell>',
    int: '<table:table-cell office:value-type="float" office:value="{0}"/>',
    float: '<table:table-cell office:value-type="float" office:value="{0}"/>',
    date: '<table:table-cell office:value-type="date" office:date-value="{0}"/>',
}


def ods(rows: list[list[Any]]) -> bytes:
    """A workbook in OpenDocument format, with nothing in it but the cells."""
    names = ["office:1.0", "table:1.0", "text:1.0"]
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:{version}"'
        for name, version in (n.split(":") for n in names)
    )
    cells = "".join(
        f"<table:table-row>{''.join(ODS_CELLS[type(cell)].format(cell) for cell in row)}</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="s">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>",
        )
        archive.writestr("content.xml", content)
    return file.getvalue()


@pytest.mark.parametrize("content", [OLD_WORKBOOK, ods(ROWS)], ids=["XLS", "ODS"])
def test_older_and_open_workbooks_are_read_alike(content: bytes, desk: Desk) -> None:
    table = desk.read(content, name="table")
    assert (table.types, table.rows) == ({"المدينة": "string", "العدد": "decimal", "اليوم": "date"}, VALUES)


def test_a_workbook_gives_its_fullest_sheet_and_says_so(desk: Desk) -> None:
    table = Table(desk.convert(desk.workbook({"غلاف": [["تقرير"]], "بيانات": ROWS})))
    assert (table.types, table.rows) == ({"المدينة": "string", "العدد": "decimal", "اليوم": "date"}, VALUES)
    assert next((d.what, d.value, d.confidence) for d in table.report.decisions) == ("sheet", "بيانات", 0.9)


def test_a_sheet_is_read_by_its_name(desk: Desk) -> None:
    book = desk.workbook({"a": ROWS, "b": [["x", "y"], [1, True], [2, False]]})
    assert Table(desk.convert(book, sheet="b")).rows == [(1, True), (2, False)]
    with pytest.raises(ReadError, match=r"no sheet “c”\. It has: a, b"):
        desk.convert(book, sheet="c")


def test_a_sheet_has_titles_and_notes_too(desk: Desk) -> None:
    rows = [["جدول ١: السكان", None, None], [None, None, None], *ROWS, ["المصدر: مثال", None, None]]
    table = Table(desk.convert(desk.workbook({"s": rows})))
    assert table.rows == VALUES
    assert (table.report.titles, table.report.notes) == (("جدول ١: السكان",), ("المصدر: مثال",))
    assert table.report.tally.read == 6


def test_times_and_moments_of_a_workbook_keep_their_kind(desk: Desk) -> None:
    at = datetime(2024, 1, 5, 10, 30)  # noqa: DTZ001
    path = desk.folder / "t.xlsx"
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["at", "when", "name"])
        for row in (1, 2):
            sheet.write_datetime(row, 0, at, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
            sheet.write_datetime(row, 1, time(10, 30), book.add_format({"num_format": "hh:mm"}))
            sheet.write_string(row, 2, "007")
    table = Table(desk.convert(path))
    assert table.rows == [(at, time(10, 30), "007")] * 2


def test_records_in_json_are_rows_and_objects_in_them_columns(desk: Desk) -> None:
    records = [
        {"id": 1, "name": {"ar": "القاهرة", "en": "Cairo"}, "tags": ["a", "b"], "open": True},
        {"id": 2, "name": {"ar": "عمّان"}, "value": 1.5, "open": False},
    ]
    for content in (
        json.dumps(records),
        json_lines(records),
        json.dumps({"result": {"records": records}, "n": 2}),
    ):
        table = desk.read(content, name="t.json")
        assert table.values == {
            "id": [1, 2], "name.ar": ["القاهرة", "عمّان"], "name.en": ["Cairo", None], "tags": ['["a", "b"]', None],
            "open": [True, False], "value": [None, 1.5],
        }  # fmt: skip


def test_geojson_gives_its_properties_and_keeps_geometry(desk: Desk) -> None:
    point = {"type": "Point", "coordinates": [31.25, 30.05]}
    feature = {"type": "Feature", "properties": {"name": "القاهرة", "people": 9}, "geometry": point}
    table = desk.read(
        json.dumps({"type": "FeatureCollection", "features": [feature, feature]}), name="t.geojson"
    )
    assert table.report.format == "GeoJSON"
    assert table.values["people"] == [9, 9]
    assert [json.loads(cell) for cell in table.values["geometry"]] == [point, point]


def test_parquet_keeps_the_types_that_it_declares(desk: Desk) -> None:
    path = desk.folder / "in.parquet"
    source = pa.table({
        "code": pa.array(["1", "2"]), "price": pa.array([Decimal("1.50"), None], pa.decimal128(9, 2)),
        "small": pa.array([1, 2], pa.uint8()), "list": pa.array([[1, 2], None]), "day": pa.array([date(2024, 1, 5)] * 2),
    })  # fmt: skip
    pq.write_table(source, path)
    table = Table(desk.convert(path))
    assert table.types == {
        "code": "string",
        "price": "decimal",
        "small": "integer",
        "list": "string",
        "day": "date",
    }
    assert table.rows == [("1", 1.5, 1, "[1, 2]", date(2024, 1, 5)), ("2", None, 2, None, date(2024, 1, 5))]
    assert all(column.declared for column in table.report.columns)


def test_a_packed_file_is_unpacked(desk: Desk) -> None:
    content = b"a,b\n1,x\n2,y\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/t.csv", content)
    for name, file in (("t.csv.gz", gzip.compress(content)), ("t.zip", packed.getvalue())):
        assert desk.read(file, name=name).rows == [(1, "x"), (2, "y")]


def test_a_stream_is_read_as_a_file_is(desk: Desk) -> None:
    found = desk.convert(io.BytesIO(b"a,b\n1,x\n2,y\n"), name="upload.csv")  # type: ignore[arg-type]
    assert (found.report.file, found.report.rows) == ("upload.csv", 2)


def test_the_same_file_has_the_same_name_whatever_it_was_called(desk: Desk) -> None:
    first, second = (desk.read("a,b\n1,x\n2,y\n", name=name) for name in ("one.csv", "two.csv"))
    assert first.path == second.path
    assert first.path.stem == first.report.sha256


def test_the_table_carries_what_its_columns_are(desk: Desk) -> None:
    table = desk.read("a (مليون درهم),b\n1,x\n2,y\n")
    metadata = pq.read_schema(table.path).field(0).metadata
    assert metadata == {
        b"original": "a (مليون درهم)".encode(),
        b"type": b"integer",
        b"unit": "مليون درهم".encode(),
    }
    kept = json.loads(pq.read_metadata(table.path).metadata[b"multaqa.columns"])
    assert kept == table.report.as_json()["columns"]


SCHEMA = {
    "fields": [
        {"name": "code", "type": "string"},
        {"name": "value", "type": "number", "unit": "AED", "title": "القيمة", "description": "يومي"},
        {"name": "day", "type": "date", "format": "%m/%d/%Y"},
    ],
    "missingValues": ["", "999"],
}


def test_a_dictionary_overrides_every_guess_and_survives_reloads(desk: Desk) -> None:
    content = "code,value,day\n1,5,03/04/2020\n2,999,05/06/2020\n"
    said = read_dictionary(desk.file(json.dumps(SCHEMA), "schema.json"))
    first = desk.read(content, dictionary=said)
    again = desk.read(content, dictionary=kept_dictionary(first.path))
    assert first.rows == again.rows == [("1", 5.0, date(2020, 3, 4)), ("2", None, date(2020, 5, 6))]
    assert first.types == {"code": "string", "value": "decimal", "day": "date"}
    column = again.report.columns[1]
    assert (column.unit, column.title, column.description, column.declared) == ("AED", "القيمة", "يومي", True)
    assert dict(column.missing) == {"999": 1}


def test_a_dictionary_is_a_table_too(desk: Desk) -> None:
    sheet = desk.workbook(
        {"s": [["اسم الحقل", "النوع", "الوحدة"], ["الرمز", "نص", ""], ["القيمة", "عدد عشري", "درهم"]]},
        "d.xlsx",
    )
    table = desk.read("الرمز,القيمة\n1,5\n2,6\n", dictionary=read_dictionary(sheet))
    assert (table.types, table.rows) == ({"الرمز": "string", "القيمة": "decimal"}, [("1", 5.0), ("2", 6.0)])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"fields": [{"type": "string"}]}', "dictionary-not-understood"),
        ('{"fields": 7}', "dictionary-not-understood"),
        ("{", "dictionary-not-understood"),
        ("a,b\n1,2\n", "dictionary-not-understood"),
        ("name,type\na,banana\nb,text\n", "dictionary-not-understood"),
    ],
)
def test_a_dictionary_that_is_none_is_refused(content: str, code: str, desk: Desk) -> None:
    with pytest.raises(ReadError) as refused:
        read_dictionary(desk.file(content, "d"))
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_dictionary_of_another_table_is_refused(desk: Desk) -> None:
    other = Dictionary.model_validate({"columns": [{"name": "elsewhere", "type": "date"}]})
    with pytest.raises(ReadError, match=r"“elsewhere”, which the table lacks\. It has: a, b"):
        desk.read("a,b\n1,2\n2,3\n", dictionary=other)


def test_a_dictionary_keeps_the_text_of_a_column_that_looks_like_figures(desk: Desk, tmp_path: Path) -> None:
    said = Dictionary.model_validate({"columns": [{"name": "a", "type": "string"}]})
    assert desk.read("a,b\n1.50,2\n1.5,3\n", dictionary=said).values["a"] == ["1.50", "1.5"]
