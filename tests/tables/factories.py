"""Files as ministries publish them, made to order."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import xlsxwriter

from multaqa.tables.conversion import Conversion, convert
from multaqa.tables.dictionary import Dictionary
from multaqa.tables.limits import ReadLimits
from multaqa.tables.report import Report


class Desk:
    """Writes files into a folder and reads them as tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tables").mkdir()

    def file(self, content: str | bytes, name: str = "table.csv", encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def workbook(self, sheets: Mapping[str, Iterable[Sequence[Any]]], name: str = "table.xlsx") -> Path:
        path = self.folder / name
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    def convert(self, source: Path, **options: Any) -> Conversion:
        return convert(source, self.folder / "tables", **options)

    def read(
        self,
        content: str | bytes,
        *,
        name: str = "table.csv",
        encoding: str = "utf-8",
        dictionary: Dictionary | None = None,
        limits: ReadLimits | None = None,
    ) -> "Table":
        return Table(self.convert(self.file(content, name, encoding), dictionary=dictionary, limits=limits))

    def left_over(self) -> list[str]:
        """What lies in the folder of tables that is no table."""
        return [path.name for path in (self.folder / "tables").iterdir() if path.name.startswith(".")]


class Table:
    """A converted table, for comparison with plain values."""

    def __init__(self, conversion: Conversion) -> None:
        self.path = conversion.path
        self.report: Report = conversion.report
        self.values: dict[str, list[Any]] = pq.read_table(conversion.path).to_pydict()

    @property
    def types(self) -> dict[str, str]:
        return {column.name: column.type for column in self.report.columns}

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        return list(zip(*self.values.values(), strict=True))

    @property
    def problems(self) -> list[tuple[int | None, str | None, str]]:
        return [(problem.row, problem.column, problem.code) for problem in self.report.problems]


def json_lines(records: Iterable[Any]) -> str:
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
