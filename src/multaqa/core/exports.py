"""Any table of the platform as CSV, Excel, JSON or Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Sheet:
    """A table to hand out: ``columns`` are stable English keys, ``rows`` their values in that order."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    notes: Mapping[str, str]
    """What travels with the figures: title, source, release, licence."""


@dataclass(frozen=True)
class Format:
    suffix: str
    label: Promise
    content_type: str
    write: Callable[[Sheet], bytes]


def download(sheet: Sheet, suffix: str) -> HttpResponse:
    """The response that saves ``sheet`` in the format of ``suffix``; 404 for an unknown one."""
    form = next((f for f in FORMATS if f.suffix == suffix), None)
    if form is None:
        raise Http404
    response = HttpResponse(form.write(sheet), content_type=form.content_type)
    extension = "csv" if suffix == "excel.csv" else suffix
    response["Content-Disposition"] = f'attachment; filename="{sheet.name}.{extension}"'
    return response


def _csv(sheet: Sheet, *, for_excel: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    rows = ([_harmless(value) for value in row] for row in sheet.rows) if for_excel else sheet.rows
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig" if for_excel else "utf-8")


def _harmless(value: Value) -> Value:
    """A text that a spreadsheet would take for a formula, marked as text with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _xlsx(sheet: Sheet) -> bytes:
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        page = book.add_worksheet(sheet.name[:31])
        page.write_row(0, 0, sheet.columns, head)
        for number, row in enumerate(sheet.rows, 1):
            page.write_row(number, 0, row)
        page.freeze_panes(1, 0)
        page.autofit()
        notes = book.add_worksheet("notes")
        for number, (key, value) in enumerate(sheet.notes.items()):
            notes.write_string(number, 0, key, head)
            notes.write_string(number, 1, value)
        notes.autofit()
    return target.getvalue()


def _json(sheet: Sheet) -> bytes:
    rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
    return json.dumps({"notes": dict(sheet.notes), "rows": rows}, ensure_ascii=False, indent=1).encode()


def _parquet(sheet: Sheet) -> bytes:
    columns = list(zip(*sheet.rows, strict=True)) if sheet.rows else [()] * len(sheet.columns)
    table = pa.table(
        {name: pa.array(list(values)) for name, values in zip(sheet.columns, columns, strict=True)}
    )
    table = table.replace_schema_metadata({f"multaqa.{key}": value for key, value in sheet.notes.items()})
    target = io.BytesIO()
    pq.write_table(table, target)
    return target.getvalue()


FORMATS = (
    Format("csv", _("CSV"), "text/csv; charset=utf-8", lambda sheet: _csv(sheet, for_excel=False)),
    Format(
        "excel.csv", _("CSV for Excel"), "text/csv; charset=utf-8", lambda sheet: _csv(sheet, for_excel=True)
    ),
    Format("xlsx", _("Excel"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    Format("json", _("JSON"), "application/json", _json),
    Format("parquet", _("Parquet"), "application/vnd.apache.parquet", _parquet),
)
