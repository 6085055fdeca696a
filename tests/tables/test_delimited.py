"""Text with cells: encodings, dialects, and tables that do not begin at the top or end at the bottom."""

import codecs

import pytest

from tests.tables.factories import Desk

ROWS = [
    ("القاهرة", 9801536, "نعم"),
    ("عمّان", 4061150, "لا"),
    ("نواكشوط", 1259126, "نعم"),
    ("طرابلس", 1158000, "لا"),
]
NAMES = ("المدينة", "عدد السكان", "منشور")
VALUES = [(city, people, published == "نعم") for city, people, published in ROWS]


def written(delimiter: str, end: str = "\r\n") -> str:
    return "".join(delimiter.join(map(str, row)) + end for row in [NAMES, *ROWS])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "؛"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso-8859-6"]
)
def test_a_table_is_read_in_its_encoding_and_parted_at_its_sign(
    encoding: str, delimiter: str, desk: Desk
) -> None:
    table = desk.read(written(delimiter), encoding=encoding)
    assert (table.report.encoding, table.report.delimiter) == (encoding, delimiter)
    assert (tuple(table.values), table.rows) == (NAMES, VALUES)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_manner(end: str, desk: Desk) -> None:
    assert desk.read(written(",", end)).rows == VALUES


def test_french_in_windows_1252_is_no_arabic(desk: Desk) -> None:
    table = desk.read(
        "région;fréquentation\nFès-Meknès;12,5\nÎle de Djerba;7\nTiznit et Sidi Ifni;3,5\n", encoding="cp1252"
    )
    assert table.report.encoding == "cp1252"
    assert table.rows == [("Fès-Meknès", 12.5), ("Île de Djerba", 7.0), ("Tiznit et Sidi Ifni", 3.5)]


def test_a_file_cut_in_the_middle_of_a_character_loses_that_character_only(desk: Desk) -> None:
    content = written(",", "\n").encode()[:-1] + "\nدمشق,1,مح".encode()[:-1]
    table = desk.read(content)
    assert table.rows[:-1] == VALUES[:-1] + VALUES[-1:]
    assert table.values["المدينة"][-1] == "دمشق"
    assert (6, "منشور", "undecodable") in table.problems


def test_a_byte_that_is_no_letter_is_named_with_its_cell(desk: Desk) -> None:
    lines = written(",", "\n").encode().splitlines()
    lines[2] = lines[2].replace("عمّان".encode(), b"\xff\xfe")
    table = desk.read(b"\n".join(lines))
    assert table.problems == [(3, "المدينة", "undecodable")]
    assert table.values["المدينة"][1] == "\ufffd\ufffd"


def test_one_stray_quote_does_not_swallow_the_rest(desk: Desk) -> None:
    lines = [f'{number},"name {number}",{number * 2}' for number in range(1000)]
    lines[500] = '500,"name 500,1000'
    table = desk.read("id,name,twice\n" + "\n".join(lines) + "\n")
    assert table.report.rows == 1000
    assert table.values["twice"] == [number * 2 for number in range(1000)]
    assert table.rows[500] == (500, '"name 500', 1000)
    assert table.problems == [(502, None, "stray-quote")]


def test_quotes_in_the_middle_of_cells_are_signs_like_any_other(desk: Desk) -> None:
    table = desk.read('size,name\n5" x 7",a\n"said ""yes""",b\nplain,"c, d"\n')
    assert table.rows == [('5" x 7"', "a"), ('said "yes"', "b"), ("plain", "c, d")]


def test_cells_may_hold_lines_and_delimiters(desk: Desk) -> None:
    table = desk.read('a,b,c\n1,"two\nlines, and a comma",3\n4,"x",6\n')
    assert table.rows == [(1, "two\nlines, and a comma", 3), (4, "x", 6)]


def test_titles_notes_blanks_and_a_second_header_are_set_aside_and_counted(desk: Desk) -> None:
    table = desk.read(
        "جدول ٣: السكان\nتقديرات منتصف السنة\n\nالمدينة,العدد,النسبة\nأ,1,5%\n\nب,2,6%\nالمدينة,العدد,النسبة\nج,3,7%\n\n"
        "المصدر: مثال\nملاحظة: أرقام أولية\n"
    )
    assert table.rows == [("أ", 1, 0.05), ("ب", 2, 0.06), ("ج", 3, 0.07)]
    assert table.report.titles == ("جدول ٣: السكان", "تقديرات منتصف السنة")
    assert table.report.notes == ("المصدر: مثال", "ملاحظة: أرقام أولية")
    tally = table.report.tally
    assert (tally.read, tally.kept, tally.header, tally.titles, tally.notes, tally.blank) == (
        12,
        3,
        2,
        2,
        2,
        3,
    )
    assert table.problems == [(8, None, "repeated-header")]


def test_a_header_of_two_rows_gives_names_of_both(desk: Desk) -> None:
    table = desk.read("البلد,السكان,,المساحة,\n,ذكور,إناث,بر,بحر\nأ,1,2,3,4\nب,5,6,7,8\n")
    assert list(table.values) == ["البلد", "السكان ذكور", "السكان إناث", "المساحة بر", "المساحة بحر"]
    assert table.rows == [("أ", 1, 2, 3, 4), ("ب", 5, 6, 7, 8)]


def test_blank_and_repeated_names_stay_readable_and_become_unique(desk: Desk) -> None:
    table = desk.read("name,,Name,name,x\na,1,2,3,4\nb,5,6,7,8\n")
    assert list(table.values) == ["name", "column_2", "Name_2", "name_3", "x"]
    assert [column.original for column in table.report.columns] == ["name", "", "Name", "name", "x"]
    assert list(desk.read("الاسم,,العدد\nأ,1,2\nب,3,4\n").values) == ["الاسم", "عمود_2", "العدد"]


def test_a_file_without_names_gets_some(desk: Desk) -> None:
    table = desk.read("1,5.5,2024-01-01\n2,6.5,2024-01-02\n3,7.5,2024-01-03\n")
    assert list(table.values) == ["column_1", "column_2", "column_3"]
    assert table.report.rows == 3


def test_years_are_names_of_columns(desk: Desk) -> None:
    table = desk.read("البلد,2013,2014\nأ,10.5,11\nب,12,13.5\n")
    assert list(table.values) == ["البلد", "2013", "2014"]


def test_ragged_rows_are_filled_or_set_aside_and_named(desk: Desk) -> None:
    table = desk.read("a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12,,\n13,14,15\n")
    assert table.rows == [(1, 2, 3), (4, 5, None), (10, 11, 12), (13, 14, 15)]
    assert table.problems == [(3, None, "short-row"), (4, None, "long-row")]
    assert table.report.tally.unplaced == 1


def test_a_total_is_kept_and_pointed_out(desk: Desk) -> None:
    table = desk.read("المدينة,العدد\nأ,1\nب,2\nالإجمالي,3\n")
    assert table.report.rows == 3
    assert table.problems == [(4, None, "total-row")]


def test_units_stand_in_names_or_beside_figures(desk: Desk) -> None:
    table = desk.read("الإنفاق (مليون درهم)\tالسعر\n5\t7 ر.س\n6\t8 ر.س\n")
    assert [column.unit for column in table.report.columns] == ["مليون درهم", "ر.س"]


def test_a_table_of_fifty_thousand_columns_is_read(desk: Desk) -> None:
    width = 50_000
    table = desk.read(",".join(f"c{n}" for n in range(width)) + "\n" + f"{','.join(['7'] * width)}\n" * 2)
    assert (len(table.values), table.report.rows, table.types["c49999"]) == (width, 2, "integer")


def test_a_megabyte_in_one_cell_is_kept_whole(desk: Desk) -> None:
    long = "س" * 600_000
    assert desk.read(f'a,b\n1,"{long}"\n2,x\n').values["b"] == [long, "x"]


def test_a_sign_beyond_ascii_after_a_megabyte_of_ascii_is_still_arabic(desk: Desk) -> None:
    content = "code,name\n" + "A1,plain\n" * 200_000 + "B2,القاهرة والجيزة\nB3,عمّان\n"
    table = desk.read(content, encoding="cp1256")
    assert table.report.encoding == "cp1256"
    assert table.values["name"][-2:] == ["القاهرة والجيزة", "عمّان"]


def test_a_mark_of_order_outside_utf_8_is_taken_at_its_word(desk: Desk) -> None:
    content = codecs.BOM_UTF16_BE + written("\t").encode("utf-16-be")
    assert desk.read(content).rows == VALUES
