"""Small files as they are really published, each of which was once misread."""

import io
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from multaqa.tables import Dictionary, ReadError, ReadLimits, read_dictionary
from tests.tables.factories import Desk

AT = datetime(2019, 1, 16, 8, 30)  # noqa: DTZ001

TEXTS: list[tuple[str, str, tuple[str, ...], list[tuple[Any, ...]]]] = [
    ("times of day", "المدينة,الوقت\n" + "جدة,2019-01-16 08:30:00\n" * 5, ("المدينة", "الوقت"), [("جدة", AT)] * 5),
    ("one column of moments", "الوقت\n" + "2019-01-16 08:30:00\n" * 3, ("الوقت",), [(AT,)] * 3),
    ("one column of decimal commas", "القيمة\n1,5\n2,5\n3,7\n", ("القيمة",), [(1.5,), (2.5,), (3.7,)]),
    ("addresses", "a,b\n" + "https://a.ae:80/x,أ: ب\n" * 4, ("a", "b"), [("https://a.ae:80/x", "أ: ب")] * 4),
    ("quoted semicolons", 'a,b\n"x; y",100\n"z; w",200\n"u; v",300\n', ("a", "b"), [("x; y", 100), ("z; w", 200), ("u; v", 300)]),
    ("bare semicolons", "a,b,c\nx; y,k,1\nz; w,l,2\nu; v,m,3\np; q,n,4\n", ("a", "b", "c"),
     [("x; y", "k", 1), ("z; w", "l", 2), ("u; v", "m", 3), ("p; q", "n", 4)]),
    ("a line break before a trailing delimiter", 'A,B,C,\n1,2,3,\n"7\n8",9,9,\n', ("A", "B", "C"), [("1", 2, 3), ("7\n8", 9, 9)]),
    ("a line break in a short row", 'A,B,C\n1,2,3\n"7\n8",9\n', ("A", "B", "C"), [("1", 2, 3), ("7\n8", 9, None)]),
    ("a line break beside a delimiter", 'A;B\n1;"x\ny;z"\n2;z\n', ("A", "B"), [(1, "x\ny;z"), (2, "z")]),
    ("a blank name over text", "City,Year,\nRabat,2019,a\nFes,2020,b\nSale,2021,c\n", ("City", "Year", "column_3"),
     [("Rabat", 2019, "a"), ("Fes", 2020, "b"), ("Sale", 2021, "c")]),
    ("a blank name of two", ",العدد\nالرياض,5\nجدة,6\n", ("عمود_1", "العدد"), [("الرياض", 5), ("جدة", 6)]),
    ("last rows with one cell", "الاسم,الهاتف,البريد\nسعد,0501,a@b\nأحمد,,\nعلي,,\n", ("الاسم", "الهاتف", "البريد"),
     [("سعد", "0501", "a@b"), ("أحمد", None, None), ("علي", None, None)]),
    ("no header and a missing word", "الرياض,n/a,نعم\nجدة,6,لا\nمكة,9,لا\nعدن,7,نعم\n", ("column_1", "column_2", "column_3"),
     [("الرياض", None, True), ("جدة", 6, False), ("مكة", 9, False), ("عدن", 7, True)]),
    ("no header and years", "الرياض,2015,أ\nجدة,,ب\nمكة,2017,ج\n", ("column_1", "column_2", "column_3"),
     [("الرياض", 2015, "أ"), ("جدة", None, "ب"), ("مكة", 2017, "ج")]),
    ("a source with a comma", "السنة,ذكور,إناث\n2019,5,6\n2020,6,7\nالمصدر: وزارة التخطيط, 2021\n", ("السنة", "ذكور", "إناث"),
     [(2019, 5, 6), (2020, 6, 7)]),
    ("a note below two columns", "المدينة,العدد\nأ,5\nب,6\n\nآخر تحديث: 2021-05-05\n", ("المدينة", "العدد"), [("أ", 5), ("ب", 6)]),
    ("a title with a comma", "جدول 5, السكان\n\nالسنة,ذكور,إناث\n2019,5,6\n2020,6,7\n", ("السنة", "ذكور", "إناث"),
     [(2019, 5, 6), (2020, 6, 7)]),
    ("keys and values above", "الوزارة:,وزارة الصحة,,\nالسنة:,2020,,\n,,,\nالمدينة,العدد,نسبة,حالة\nأ,5,1,أ\nب,6,2,ب\n",
     ("المدينة", "العدد", "نسبة", "حالة"), [("أ", 5, 1, "أ"), ("ب", 6, 2, "ب")]),
    ("a row of units", "المدينة,العدد,نسبة\n,(نسمة),%\nأ,5,1\nب,6,2\n", ("المدينة", "العدد (نسمة)", "نسبة %"), [("أ", 5, 1), ("ب", 6, 2)]),
    ("repeated groups", "المحافظة,السكان,السكان\nالمحافظة,ذكور,إناث\nأ,5,1\nب,6,2\n", ("المحافظة", "السكان ذكور", "السكان إناث"),
     [("أ", 5, 1), ("ب", 6, 2)]),
    ("old line ends round line feeds", 'القطاع,العدد\rصحة,5\r"تعليم\nعام",6\rنقل,7\r', ("القطاع", "العدد"),
     [("صحة", 5), ("تعليم\nعام", 6), ("نقل", 7)]),
    ("a header wider than its rows", "a,b,c,d\n1,2\n3,4\n", ("a", "b", "c", "d"), [(1, 2, None, None), (3, 4, None, None)]),
    ("currencies of two letters", "Région;Budget\nAlger;1 250 000 DA\nOran;840 000 DA\n", ("Région", "Budget"), [("Alger", 1250000), ("Oran", 840000)]),
    ("nought without its sign", "a\tb\nx\t12%\ny\t0\nz\t3.5%\nu\t7%\nv\t100%\n", ("a", "b"),
     [("x", 0.12), ("y", 0.0), ("z", 0.035), ("u", 0.07), ("v", 1.0)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "names", "rows"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS]
)
def test_a_text_is_read_as_its_author_meant_it(
    content: str, names: tuple[str, ...], rows: list[Any], desk: Desk
) -> None:
    table = desk.read(content)
    assert (tuple(table.values), table.rows) == (names, rows)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("المدينة,التاريخ\r\nأبها,5/9/1422هـ\r\nجدة,27/5/1423هـ\r\nحائل,19/5/1415هـ\r\n", "cp1256"),
        ("المدينة,العدد\r\nفاس,33\r\nصفاقس,14\r\nأبها,96\r\nصنعاء,38\r\n", "cp1256"),
        ("سنة,شهر\r\n2005,38\r\n2011,85\r\n", "cp1256"),
        ("سنة,شهر\r\n2005,38\r\n2011,85\r\n", "iso-8859-6"),
        ("Emirate,Area (km²)\r\nDubai,4114\r\nSharjah,2590\r\n", "cp1252"),
        ("Ville;Montant\r\nTunis;82 €\r\nOran;90 €\r\n", "cp1252"),
        ("Ville;Nombre\r\nOued Eddahab;32\r\nHôpitaux;72\r\n", "cp1252"),
        ("nom,é\nà,1\nü,2\n", "cp1252"),
        (
            "Région;Montant\n" + "".join(f"Fès;{number}\u202f{200 + number} €\n" for number in range(1, 9)),
            "utf-16-le",
        ),
    ],
)
def test_a_short_text_is_decoded_into_words(content: str, encoding: str, desk: Desk) -> None:
    table = desk.read(content, encoding=encoding)
    assert table.report.encoding == encoding
    assert list(table.values) == content.splitlines()[0].replace(";", ",").split(",")


@pytest.mark.parametrize("word", ["Ｎ/Ａ", "ﻏير محدد", "٩٩٩"])
def test_a_word_for_missing_is_missing_in_every_row_of_a_large_file(word: str, desk: Desk) -> None:
    said = Dictionary.model_validate({"columns": [], "missing": ["999", " "]})
    table = desk.read("a,b\n" + f"{word},1\nx y,1\n" * 5000, dictionary=said)
    assert table.values["a"].count(None) == 5000


def test_a_column_that_is_blank_in_every_second_row_is_typed_by_the_others(desk: Desk) -> None:
    records = [{"a": number, "b": number if number % 2 else None} for number in range(6000)]
    assert desk.read(json.dumps(records)).types == {"a": "integer", "b": "integer"}


def test_a_header_of_megabytes_does_not_lose_the_rows(desk: Desk) -> None:
    table = desk.read(b"x" * (5 << 20) + b",b\n1,2\n3,4\n")
    assert [tuple(row) for row in table.rows] == [(1, 2), (3, 4)]


def test_thousands_of_open_quotes_are_read_at_once(desk: Desk) -> None:
    table = desk.read("a,b,c,d\n1,2,3,4\n" + '"1,x,y,z\n' * 8000)
    assert table.report.rows == 8001
    assert table.report.problem_counts == {("stray-quote", ""): 8000}
    assert desk.read("a\n" + '"x\n' * 2500).report.rows > 0


def test_json_is_json_in_utf_16_too(desk: Desk) -> None:
    assert desk.read(
        json.dumps([{"اسم": "أ"}, {"اسم": "ب"}], ensure_ascii=False), encoding="utf-16"
    ).values == {"اسم": ["أ", "ب"]}


def test_two_ways_to_one_name_are_two_columns_and_a_repeated_key_is_named(desk: Desk) -> None:
    table = desk.read('[{"a": {"b": 1}, "a.b": 2}, {"a.b": 3, "a.b": 4}]')
    assert table.values == {"a.b": [1, None], "a.b_2": [2, 4]}
    assert table.problems == [(2, None, "repeated-key")]


def test_a_byte_that_is_no_letter_in_json_is_named(desk: Desk) -> None:
    table = desk.read(b'[{"a": "\xd9\x85\xd8\xaf\xd9\x8a\xd9\x86\xd8\xa9 \xff"}, {"a": "x"}]')
    assert (table.report.encoding, table.problems) == ("utf-8", [(1, "a", "undecodable")])


def test_a_feature_without_properties_is_a_feature(desk: Desk) -> None:
    feature = {"type": "Feature", "id": 7, "properties": None, "geometry": None}
    table = desk.read(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert table.values == {"id": [7], "geometry": [None]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"".join(b'{"k%d":1}\n' % number for number in range(4000)), "too-sparse"),
        (b'[{"a":1e99999999999999999999}]', "broken-json"),
        (b'[{"a":' + b"9" * 5000 + b'},{"a":1}]', "broken-json"),
        (b'{"type":"FeatureCollection","features":[]}', "json-without-records"),
        (b'[{"a":"' + b"x" * (1 << 18) + b'"}]', "cell-too-long"),
    ],
)
def test_json_at_its_edges_is_refused(content: bytes, code: str, desk: Desk) -> None:
    with pytest.raises(ReadError) as refused:
        desk.read(content, limits=ReadLimits(cell_characters=1 << 16))
    assert [problem.code for problem in refused.value.problems] == [code]


def parquet(**columns: pa.Array) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def test_parquet_values_beyond_our_types_are_missing_and_named(desk: Desk) -> None:
    table = desk.read(parquet(
        at=pa.array([0, 2**62], pa.timestamp("us")), day=pa.array([0, 3_000_000], pa.date32()),
        number=pa.array([1.5, np.inf]), blank=pa.array([1.5, np.nan]), took=pa.array([1500, None], pa.duration("ms")),
    ))  # fmt: skip
    assert table.rows[0][1:] == (date(1970, 1, 1), 1.5, 1.5, 1.5)
    assert table.rows[1] == (None, None, None, None, None)
    assert table.problems == [
        (2, "at", "unreadable-datetime"),
        (2, "day", "unreadable-date"),
        (2, "number", "unreadable-decimal"),
    ]
    assert dict(table.report.columns[3].missing) == {"NaN": 1}


def test_parquet_without_rows_keeps_its_types(desk: Desk) -> None:
    assert desk.read(parquet(a=pa.array([], pa.int64()), b=pa.array([], pa.date32()))).types == {
        "a": "integer",
        "b": "date",
    }


def test_a_dictionary_has_its_word_about_parquet_too(desk: Desk) -> None:
    said = Dictionary.model_validate({"columns": [{"name": "code", "type": "string"}], "missing": ["999"]})
    table = desk.read(
        parquet(code=pa.array([Decimal("12345678901234567.50")], pa.decimal128(20, 2)), n=pa.array([999])),
        dictionary=said,
    )
    assert table.rows == [("12345678901234567.50", None)]


def test_texts_that_repeat_in_parquet_are_spread_out_within_limits(desk: Desk) -> None:
    text = pa.DictionaryArray.from_arrays(pa.array(np.zeros(20_000, np.int32)), pa.array(["x" * 30_000]))
    assert desk.read(parquet(a=text)).report.rows == 20_000
    with pytest.raises(ReadError) as refused:
        desk.read(parquet(a=text), limits=ReadLimits(unpacked_bytes=1 << 20))
    assert [problem.code for problem in refused.value.problems] == ["unpacks-too-large"]


@pytest.mark.parametrize(
    "content",
    ['{"fields": [{"name": "a", "type": "integr"}]}', '{"fields": [{"name": "a"}], "missingValues": "NA"}'],
)
def test_a_schema_that_says_what_cannot_be_is_refused(content: str, desk: Desk) -> None:
    with pytest.raises(ReadError) as refused:
        read_dictionary(desk.file(content, "schema.json"))
    assert [problem.code for problem in refused.value.problems] == ["dictionary-not-understood"]


def test_a_dictionary_may_name_a_column_by_what_it_became(desk: Desk) -> None:
    said = Dictionary.model_validate(
        {"columns": [{"name": "a_2", "type": "string"}, {"name": "column_3", "type": "decimal"}]}
    )
    assert desk.read("a,a,\n1,2,3\n4,5,6\n", dictionary=said).types == {
        "a": "integer",
        "a_2": "string",
        "column_3": "decimal",
    }
