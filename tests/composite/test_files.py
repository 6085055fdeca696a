"""Tables on disk."""

import csv
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from multaqa.composite import DataError, FileError, Row
from multaqa.composite.files import read_data, write_rows

ROWS = [
    Row("=1+1", "2024", "index", 0.5, 1.0, "high", "observed"),
    Row("عُمان", "2024", "index", None, None, None, "no_data"),
]


def cells(path: Path) -> dict[str, list[object]]:
    return {name: list(column) for name, column in read_data(path).cells.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(separator.join(["unit", "first"]).encode(encoding) + b"")
    path.write_text(f"unit{separator}first\r\nعُمان{separator}٠٫٥\r\n", encoding, newline="")
    assert cells(path) == {"unit": ["عُمان"], "first": ["٠٫٥"]}


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("unit,first\n\nA,1\n,\nB,2\n")
    assert list(read_data(path).numbers) == [3, 5]


def test_a_short_row_ends_in_empty_cells(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("unit,first,second\nA,1\n")
    assert cells(path) == {"unit": ["A"], "first": ["1"], "second": [None]}


def test_a_workbook_s_first_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "data.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["unit", "first"])
        sheet.write_row(1, 0, ["A", 0.5])
        workbook.add_worksheet().write(0, 0, "other")
    assert cells(path) == {"unit": ["A"], "first": [0.5]}


@pytest.mark.parametrize("content", [[{"unit": "A", "first": 1}], {"unit": ["A"], "first": [1]}])
def test_json_holds_records_or_columns(tmp_path: Path, content: object) -> None:
    path = tmp_path / "data.json"
    path.write_text(json.dumps(content))
    assert cells(path) == {"unit": ["A"], "first": [1]}


def test_parquet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"unit": ["A"], "first": [1.5]}), path)
    assert cells(path) == {"unit": ["A"], "first": [1.5]}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"unit,first\n\xff\xfa,1", "not-text"),
        ("a.csv", b'unit,first\n"A,1', "cannot-read"),
        ("a.json", b"{not json", "cannot-read"),
        ("a.parquet", b"nothing", "cannot-read"),
        ("a.xlsx", b"PK\x03\x04 broken", "cannot-read"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        read_data(path)
    assert [(problem.code, problem.file) for problem in caught.value.problems] == [(code, str(path))]


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("")
    with pytest.raises(DataError) as caught:
        read_data(path)
    assert caught.value.problems[0].code == "no-rows"


def test_rows_are_written_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    write_rows(ROWS, path)
    assert list(csv.reader(path.open(encoding="utf-8"))) == [
        ["unit", "time", "node", "score", "rank", "band", "status"],
        ["=1+1", "2024", "index", "0.5", "1", "high", "observed"],
        ["عُمان", "2024", "index", "", "", "", "no_data"],
    ]


def test_rows_are_written_as_json(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    write_rows(ROWS, path)
    assert json.loads(path.read_text("utf-8")) == [row._asdict() for row in ROWS]


def test_a_workbook_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    write_rows(ROWS, path)
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert sheet[1] == ["=1+1", "2024", "index", 0.5, 1.0, "high", "observed"]
    assert sheet[2] == ["عُمان", "2024", "index", "", "", "", "no_data"]


def test_rows_are_written_as_parquet(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    write_rows(ROWS, path)
    assert pyarrow.parquet.read_table(path).to_pylist() == [row._asdict() for row in ROWS]


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").mkdir()
    with pytest.raises(FileError):
        write_rows(ROWS, tmp_path / "rows.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]
