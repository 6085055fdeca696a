"""Columns as they are written, and what they are read as."""

from datetime import UTC, date, datetime, time
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multaqa.language import plain_signs, read_number, read_percent
from multaqa.tables.types.cells import kind_of
from multaqa.tables.types.forms import Form, plain_cells, read_cells, read_plainly
from tests.tables.factories import Desk

COLUMNS: list[tuple[str, list[str], list[Any]]] = [
    ("integer", ["١٢٬٣٤٥", "٣٤٥", "7"], [12345, 345, 7]),
    ("integer", ["1,234", "12,345,678", "5"], [1234, 12345678, 5]),
    ("integer", ["1.234.567", "12.345"], [1234567, 12345]),
    ("integer", ["1 234", "12\u00a0345", "12\u202f345"], [1234, 12345, 12345]),
    ("integer", ["1,23,456", "12,34,567"], [123456, 1234567]),
    ("integer", ["12-", "(7)", "−3", "+4"], [-12, -7, -3, 4]),
    ("integer", ["1200 درهم", "AED 35", "د.إ 7"], [1200, 35, 7]),
    ("integer", ["2014", "2015", "2016"], [2014, 2015, 2016]),
    ("decimal", ["١٢٫٥", "٣"], [12.5, 3.0]),
    ("decimal", ["39.776,70", "1,5"], [39776.7, 1.5]),
    ("decimal", ["1,234.5", "0.25", "1e3"], [1234.5, 0.25, 1000.0]),
    ("decimal", ["۷۵٬۶۷۵٫۹۱", "۸"], [75675.91, 8.0]),
    ("percent", ["12.5%", "٪٨٫٥", "7 بالمئة"], [0.125, 0.085, 0.07]),
    ("percent", ["51,5%", "8,9 %"], [0.515, 0.089]),
    ("boolean", ["نعم", "لا", "نعم"], [True, False, True]),
    ("boolean", ["صح", "خطأ"], [True, False]),
    ("boolean", ["Oui", "NON"], [True, False]),
    ("boolean", ["y", "n"], [True, False]),
    ("string", ["n", "s", "n"], ["n", "s", "n"]),
    ("string", ["F", "F"], ["F", "F"]),
    ("string", ["007", "12"], ["007", "12"]),
    ("string", ["٠٠٧", "١٢"], ["٠٠٧", "١٢"]),
    ("string", ["12345678901234567890", "1"], ["12345678901234567890", "1"]),
    ("string", ["NA", "ZA", "EG"], ["NA", "ZA", "EG"]),
    ("string", ["2014-15", "2015-16"], ["2014-15", "2015-16"]),
    ("string", ["12A", "13", "14", "15", "16", "17"], ["12A", "13", "14", "15", "16", "17"]),
    ("date", ["17/01/2018", "26/02/2017"], [date(2018, 1, 17), date(2017, 2, 26)]),
    ("date", ["01/17/2018", "02/03/2017"], [date(2018, 1, 17), date(2017, 2, 3)]),
    ("date", ["2024-01-05", "2020-12-31"], [date(2024, 1, 5), date(2020, 12, 31)]),
    ("date", ["١٥ يناير ٢٠١٩", "3 آذار 2020", "5 غشت 2021"], [date(2019, 1, 15), date(2020, 3, 3), date(2021, 8, 5)]),
    ("date", ["12 janvier 2020", "1er août 2021"], [date(2020, 1, 12), date(2021, 8, 1)]),
    ("date", ["1445-01-01", "1445-02-01"], [date(2023, 7, 19), date(2023, 8, 17)]),
    ("date", ["آذار 2024", "نيسان 2024"], [date(2024, 3, 1), date(2024, 4, 1)]),
    ("datetime", ["2024-01-05 10:00", "2024-01-05T10:00:30"], [datetime(2024, 1, 5, 10), datetime(2024, 1, 5, 10, 0, 30)]),  # noqa: DTZ001
    ("datetime", ["2024-01-05T10:00:00Z", "2024-01-05T10:00:00+04:00"], [datetime(2024, 1, 5, 10, tzinfo=UTC), datetime(2024, 1, 5, 6, tzinfo=UTC)]),
    ("time", ["10:30", "2:30 م"], [time(10, 30), time(14, 30)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "cells", "values"), COLUMNS, ids=[" ".join(cells) for _, cells, _ in COLUMNS]
)
def test_a_column_is_read_as_it_is_written(
    kind: str, cells: list[str], values: list[Any], desk: Desk
) -> None:
    table = desk.read("مفتاح\tقيمة\n" + "".join(f"س{cell[:1]}\t{cell}\n" for cell in cells))
    assert (table.types["قيمة"], table.values["قيمة"]) == (kind, values)
    assert table.problems == []


MISSING = [
    "غير متوفر",
    "غير مُتَوَفِّر",
    "غـير متاح",
    "n/a",
    "N/A",
    "..",
    "-",
    "—",
    "#N/A",
    "لا ينطبق",
    "غ.م",
    "N/D",
    "",
]


@pytest.mark.parametrize("word", MISSING)
def test_a_word_for_missing_is_missing_in_figures_and_in_text(word: str, desk: Desk) -> None:
    table = desk.read(f"a\tb\tc\n1\tس\tx\n{word}\t{word}\tx\n3\tع\tx\n")
    assert table.rows == [(1, "س", "x"), (None, None, "x"), (3, "ع", "x")]
    assert [dict(column.missing) for column in table.report.columns[:2]] == [{word: 1} if word else {}] * 2


@pytest.mark.parametrize("word", ["NA", "null", "None", "لا يوجد", ".", ":", "*"])
def test_a_word_that_may_mean_something_is_missing_in_figures_alone(word: str, desk: Desk) -> None:
    table = desk.read(f"a\tb\n1\tس\n{word}\t{word}\n3\tع\n")
    assert table.rows == [(1, "س"), (None, word), (3, "ع")]


def test_cells_that_cannot_be_read_are_named_and_the_others_stay_typed(desk: Desk) -> None:
    table = desk.read("a,b\n" + "".join(f"{n},x\n" for n in range(20)) + "twelve,y\n")
    assert table.types["a"] == "integer"
    assert table.values["a"] == [*range(20), None]
    assert table.problems == [(22, "a", "unreadable-integer")]
    assert table.report.problems[0].value == "twelve"


def test_one_decimal_at_the_end_of_a_large_file_makes_the_whole_column_decimal(desk: Desk) -> None:
    table = desk.read("a,b\n" + "7,2024-01-01\n" * 60_000 + "0.5,2024-01-02\n")
    assert table.types == {"a": "decimal", "b": "date"}
    assert sum(table.values["a"]) == 420_000.5
    assert table.problems == []


def test_one_code_with_zeros_at_the_end_of_a_large_file_keeps_every_cell_as_it_stands(desk: Desk) -> None:
    table = desk.read("a,b\n" + "7,1\n" * 60_000 + "007,2\n")
    assert table.types["a"] == "string"
    assert table.values["a"][-2:] == ["7", "007"]


def test_the_file_decides_where_a_column_cannot(desk: Desk) -> None:
    table = desk.read("a;b;c\n1.234;39.776,70;05/06/2020\n2.345;1,5;25/06/2020\n")
    assert table.types == {"a": "integer", "b": "decimal", "c": "date"}
    assert table.values["a"] == [1234, 2345]


def test_what_nothing_decides_is_said_with_half_the_confidence(desk: Desk) -> None:
    table = desk.read("a\tb\n1,234\t03/04/2020\n2,345\t05/06/2020\n")
    undecided = [(d.what, d.value, d.column, d.confidence) for d in table.report.decisions if d.column]
    assert undecided == [("decimal", ".", "a", 0.5), ("order", "dmy", "b", 0.5)]


FIGURES = st.from_regex(r"[+-]?[0-9٠-٩]{1,4}([,.٫٬ '][0-9]{1,3}){0,3} ?[%٪]?-?", fullmatch=True)


@given(st.lists(FIGURES, min_size=1, max_size=8), st.sampled_from([".", ","]))
def test_a_column_reads_figures_as_one_cell_is_read(texts: list[str], decimal: Any) -> None:
    cells = pa.array(texts, pa.string())
    numbers = [read_number(text, decimal=decimal) for text in texts]
    shares = [read_percent(text, decimal=decimal) for text in texts]
    # nought is nought with a per cent sign and without
    shares = [
        number if share is None and number == 0 else share
        for number, share in zip(numbers, shares, strict=True)
    ]
    assert read_cells(cells, Form("decimal", decimal=decimal)).to_pylist() == [
        None if number is None else float(number) for number in numbers
    ]
    assert read_cells(cells, Form("percent", decimal=decimal)).to_pylist() == [
        None if share is None else float(share) for share in shares
    ]


@given(
    st.lists(
        st.one_of(FIGURES, st.dates().map(str), st.datetimes().map(lambda at: at.isoformat()[:19])),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_read_plainly_is_read_no_differently(texts: list[str]) -> None:
    cells = pa.array(texts, pa.string())
    for form in (Form("integer"), Form("decimal"), Form("date"), Form("datetime")):
        plainly = read_plainly(cells, form)
        if plainly is not None:
            assert plainly.to_pylist() == read_cells(cells, form).to_pylist()


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_a_column_is_made_plain_as_one_cell_is(texts: list[str]) -> None:
    assert plain_cells(pa.array(texts, pa.string())).to_pylist() == [plain_signs(text) for text in texts]


@given(st.text(max_size=90))
def test_every_text_is_of_some_kind(text: str) -> None:
    assert kind_of(text)
