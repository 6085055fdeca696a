"""Files that are no tables, and files that ask for too much: each stops with its sentence, and leaves nothing behind."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest

from multaqa.tables import ReadError, ReadLimits
from tests.tables.factories import Desk

NARROW = ReadLimits(unpacked_bytes=1 << 20, cell_characters=1 << 16, columns=1000)


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def locked(content: bytes) -> bytes:
    """The archive with the mark of a password at its member."""
    marked = bytearray(content)
    marked[6] |= 1
    marked[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(marked)


NO_TABLES: list[tuple[str, bytes | Callable[[], bytes], str]] = [
    ("nothing", b"", "empty-file"),
    ("a mark alone", b"\xef\xbb\xbf", "empty-file"),
    ("blank lines", b"\n\n  \n", "empty-file"),
    ("a PDF", b"%PDF-1.7\n%\xe2\xe3", "not-a-table"),
    ("a picture", b"\x89PNG\r\n\x1a\n\0\0", "not-a-table"),
    ("a web page", b"<!DOCTYPE html><html><table></table></html>", "not-a-table"),
    ("a program", b"\x7fELF\x02\x01\x01" + bytes(100), "not-a-table"),
    ("a database", b"SQLite format 3\0" + bytes(100), "not-a-table"),
    ("RDF", b"@prefix dcat: <http://www.w3.org/ns/dcat#> .\n", "not-a-table"),
    ("prose", "هذا نص طويل عن الخدمات الحكومية الإلكترونية في البلدان العربية ولا جدول فيه".encode(), "not-a-table"),
    ("bytes without sense", bytes(range(256)) * 8, "not-a-table"),
    ("a document", zipped(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<x/>"}), "not-a-table"),
    ("an archive of two", zipped(a=b"x,y\n1,2\n", b=b"x,y\n1,2\n"), "several-files"),
    ("an empty archive", zipped(), "not-a-table"),
    ("an archive in an archive", zipped(a=zipped(b=b"x,y\n1,2\n")), "packed-twice"),
    ("a locked archive", locked(zipped(a=b"x,y\n1,2\n")), "locked-file"),
    ("a cut archive", gzip.compress(b"a,b\n1,2\n" * 99)[:-12], "broken-archive"),
    ("a broken workbook", zipped(**{"[Content_Types].xml": b"<x/>", "xl__workbook.xml": b"<x"}), "broken-workbook"),
    ("JSON that ends early", b'[{"a": 1}, {"a": ', "broken-json"),
    ("JSON without records", b'[1, 2, 3]', "json-without-records"),
    ("an empty list", b"[]", "json-without-records"),
    ("deep lists", b"[" * 100_000, "nested-too-deep"),
    ("deep objects", b'[{"a":' + b'{"a":' * 100_000, "nested-too-deep"),
    ("a broken Parquet", b"PAR1" + bytes(50) + b"PAR1", "broken-parquet"),
    ("a bomb of gzip", gzip.compress(bytes(8 << 20)), "unpacks-too-large"),
    ("a bomb of zip", zipped(a=b"1,2\n" * (1 << 20)), "unpacks-too-large"),
    ("a cell beyond the limit", b"a,b\n1," + b"x" * 100_000 + b"\n", "cell-too-long"),
    ("too many columns", b"a," * 2000 + b"a\n" + b"1," * 2000 + b"1\n", "too-many-columns"),
    ("too many keys", json.dumps([{f"k{n}": 1} for n in range(2000)]).encode(), "too-many-columns"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"), [case[1:] for case in NO_TABLES], ids=[case[0] for case in NO_TABLES]
)
def test_what_is_no_table_stops_with_a_sentence(content: bytes, code: str, desk: Desk) -> None:
    with pytest.raises(ReadError) as refused:
        desk.read(content, name="file", limits=NARROW)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert all(refused.value.text(language) for language in ("en", "ar"))
    assert list((desk.folder / "tables").iterdir()) == []


def test_a_workbook_with_two_cells_at_its_far_ends_stops_at_the_limit_of_memory(desk: Desk) -> None:
    import xlsxwriter

    path = desk.folder / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, 1)
    with pytest.raises(ReadError) as refused:
        desk.convert(path, limits=ReadLimits(workbook_memory_bytes=1 << 30))
    assert [problem.code for problem in refused.value.problems] == ["sheet-too-large"]


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(desk: Desk) -> None:
    sheet = b"<worksheet>" + b" " * (4 << 20)
    bomb = zipped(
        **{"[Content_Types].xml": b"<x/>", "xl__workbook.xml": b"<x/>", "xl__worksheets__sheet1.xml": sheet}
    )
    with pytest.raises(ReadError) as refused:
        desk.read(bomb, name="bomb.xlsx", limits=ReadLimits(workbook_bytes=1 << 20))
    assert [problem.code for problem in refused.value.problems] == ["unpacks-too-large"]


def test_ten_million_columns_stop_at_the_limit(desk: Desk) -> None:
    with pytest.raises(ReadError, match="100000"):
        desk.read(b"," * 10_000_000 + b"\n" + b"1\n")


def test_a_file_that_is_not_there_or_a_folder_is_said_so(desk: Desk) -> None:
    for path, sentence in (
        (desk.folder / "none.csv", "There is no file “none.csv”"),
        (desk.folder, "is a folder"),
    ):
        with pytest.raises(ReadError, match=sentence):
            desk.convert(path)


def test_problems_beyond_the_limit_are_counted(desk: Desk) -> None:
    rows = "".join(f"{n},{n}\n" if n % 3 else f"{n},{n},extra\n" for n in range(300))
    table = desk.read("a,b\n" + rows, limits=ReadLimits(problems_listed=50))
    assert len(table.report.problems) == 50
    assert table.report.problem_counts == {("long-row", ""): 100}
    assert (table.report.rows, table.report.tally.unplaced) == (200, 100)


def test_a_disk_that_is_full_is_said_so_and_nothing_is_left(desk: Desk) -> None:
    source = desk.file(
        "a,b\n" + "".join(f"{number},{number * 7919 % 100_003}\n" for number in range(100_000))
    )
    script = (
        "import resource, sys; from pathlib import Path; from multaqa.tables import ReadError, convert\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))\n"
        "try: convert(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except ReadError as refused: print(refused.problems[0].code)"
    )
    command = [sys.executable, "-c", script, str(source), str(desk.folder / "tables")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == [
        "cannot-write"
    ]
    assert list((desk.folder / "tables").iterdir()) == []
