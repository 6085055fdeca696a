"""An answer as a file: CSV, JSON, XLSX or Parquet, written batch by batch, however long the answer is."""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

from multaqa.tables.problems import Problem, QueryError
from multaqa.tables.query.asking import Answer
from multaqa.tables.query.refusals import refusal
from multaqa.tables.query.schemas import is_number, is_text

Format = Literal["csv", "json", "xlsx", "parquet"]

SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384
CELL_CHARACTERS = 32_767
# Excel keeps fifteen digits of a number and would turn the rest into zeros.
SHEET_DIGITS = 15
FIRST_SHEET_DATE = datetime.date(1900, 3, 1)

_STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff".encode()


def write_answer(
    answer: Answer, format: Format, stream: BinaryIO, *, safe_for_spreadsheets: bool = False
) -> None:
    """Write the rest of an answer to a binary file and leave the file open.

    Dates and times are in ISO 8601. A value that is missing, not a number or infinite is an empty cell, and null in
    JSON. ``safe_for_spreadsheets`` concerns CSV, which is data by default and says exactly what the table says: for a
    reader who will open it in Excel it begins with a byte order mark, and a text that a spreadsheet would take for a
    formula (it begins with = + - @, a tab or a carriage return) gets an apostrophe before it, as OWASP advises. XLSX
    needs none of that: a text is written as a text.

    Raises QueryError as the batches do, and `query-xlsx-columns`, `query-xlsx-rows` or `query-xlsx-cell` before
    anything is written.
    """
    match format:
        case "csv":
            _write_csv(answer, stream, safe_for_spreadsheets)
        case "json":
            _write_json(answer, stream)
        case "xlsx":
            _write_xlsx(answer, stream)
        case "parquet":
            _write_parquet(answer, stream)


def _write_csv(answer: Answer, stream: BinaryIO, safe_for_spreadsheets: bool) -> None:
    kinds = answer.schema.types
    shown = [_disarmed if safe_for_spreadsheets and not _is_bare(kind) else None for kind in kinds]
    names = answer.schema.names
    if safe_for_spreadsheets:
        stream.write(_BYTE_ORDER_MARK)
        names = [_disarmed(name) for name in names]
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(names)
        for batch in answer.batches():
            columns = [
                _words(column) if change is None else map(change, _words(column))
                for column, change in zip(batch.columns, shown, strict=True)
            ]
            writer.writerows(zip(*columns, strict=True))
    finally:
        text.detach()


def _disarmed(text: str | None) -> str | None:
    return f"'{text}" if text is not None and text.startswith(_STARTS_OF_FORMULAS) else text


def _write_json(answer: Answer, stream: BinaryIO) -> None:
    keys = [f"{_json(name)}: " for name in answer.schema.names]
    before = "["
    for batch in answer.batches():
        columns = [
            [key + word for word in _json_words(column)]
            for key, column in zip(keys, batch.columns, strict=True)
        ]
        rows = ("{" + ", ".join(row) + "}" for row in zip(*columns, strict=True))
        stream.write((before + "\n" + ",\n".join(rows)).encode())
        before = ","
    stream.write(b"[]\n" if before == "[" else b"\n]\n")


def _json_words(column: Any) -> Iterator[str]:
    """The values of a column as JSON."""
    words = _words(column)
    if _is_nested(column.type) or _is_number_or_truth(column.type):
        return ("null" if word is None else word for word in words)
    return ("null" if word is None else _json(word) for word in words)


def _write_parquet(answer: Answer, stream: BinaryIO) -> None:
    # Parquet of Arrow's writing has no spans of time: they stand there as texts.
    fields = [field.with_type(pa.string()) if _is_span(field) else field for field in answer.schema]
    schema = pa.schema(fields)
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in answer.batches():
            columns = [
                pa.array(_words(column), pa.string()) if _is_span(field) else column
                for field, column in zip(answer.schema, batch.columns, strict=True)
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


def _is_span(field: Any) -> bool:
    return bool(pa.types.is_interval(field.type))


def _write_xlsx(answer: Answer, stream: BinaryIO) -> None:
    names = answer.schema.names
    if len(names) > SHEET_COLUMNS:
        raise refusal("query-xlsx-columns", found=str(len(names)), limit=str(SHEET_COLUMNS))
    with tempfile.TemporaryDirectory() as folder:
        # Rows wait in the folder; to the stream it writes when it is closed, and that is when all of them fit.
        workbook = xlsxwriter.Workbook(stream, _WORKBOOK | {"tmpdir": folder})
        _fill(workbook, answer)
        workbook.close()


_WORKBOOK = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "remove_timezone": True,
}


def _fill(workbook: Any, answer: Answer) -> None:
    sheet = workbook.add_worksheet()
    names = answer.schema.names
    if sum(map(_is_arabic, names)) * 2 > len(names):
        sheet.right_to_left()
    for place, name in enumerate(names):
        sheet.write_string(0, place, name[:CELL_CHARACTERS])
    writers = [_cell_writer(workbook, sheet, field) for field in answer.schema]
    row = 1
    for batch in answer.batches():
        if row + batch.num_rows > SHEET_ROWS:
            raise refusal("query-xlsx-rows", limit=str(SHEET_ROWS - 1))
        columns = [_sheet_values(column) for column in batch.columns]
        for values in zip(*columns, strict=True):
            for place, value in enumerate(values):
                if value is not None:
                    writers[place](row, place, value)
            row += 1


def _cell_writer(workbook: Any, sheet: Any, field: Any) -> Callable[[int, int, Any], None]:
    """Writes what `_sheet_values` gives for this column; texts as texts, whatever they begin with."""

    def text(row: int, place: int, value: str) -> None:
        if len(value) > CELL_CHARACTERS:
            # Rows of a sheet count from 1, the header included.
            params = {"row": str(row + 1), "limit": str(CELL_CHARACTERS)}
            raise QueryError([Problem("query-xlsx-cell", row=row + 1, column=field.name, params=params)])
        sheet.write_string(row, place, value)

    if pa.types.is_boolean(field.type):
        return lambda row, place, value: sheet.write_boolean(row, place, value)
    if is_number(field.type):
        return lambda row, place, value: (
            text(row, place, value) if isinstance(value, str) else sheet.write_number(row, place, value)
        )
    if pa.types.is_date(field.type) or pa.types.is_timestamp(field.type):
        shape = workbook.add_format({"num_format": _DATE if pa.types.is_date(field.type) else _MOMENT})
        return lambda row, place, value: (
            text(row, place, value)
            if isinstance(value, str)
            else sheet.write_datetime(row, place, value, shape)
        )
    return text


_DATE = "yyyy-mm-dd"
_MOMENT = "yyyy-mm-dd hh:mm:ss"


def _sheet_values(column: Any) -> Iterable[Any]:
    """Values that a sheet has, and texts in place of those that it has not: long numbers, early dates, the rest."""
    kind = column.type
    if pa.types.is_boolean(kind):
        return list(column.to_pylist())
    if is_number(kind):
        return (_sheet_number(word) for word in _words(column))
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        moments = pc.cast(column, pa.timestamp("us"), safe=False).to_pylist()
        return (
            moment if moment is None or moment.date() >= FIRST_SHEET_DATE else word
            for moment, word in zip(moments, _words(column), strict=True)
        )
    return _words(column)


def _sheet_number(word: str | None) -> float | str | None:
    if word is None:
        return None
    digits = sum(sign.isdigit() for sign in word.partition("e")[0].strip("-0."))
    return word if digits > SHEET_DIGITS and not _is_fraction(word) else float(word)


def _is_fraction(word: str) -> bool:
    return "." in word or "e" in word


def _words(column: Any) -> list[str | None]:
    """The values of a column as text that a machine reads again; None for what is no value."""
    kind = column.type
    if pa.types.is_floating(kind):
        return [_float_word(value) for value in column.to_pylist()]
    if pa.types.is_decimal(kind):
        return [None if value is None else format(value, "f") for value in column.to_pylist()]
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        return _moment_words(column)
    if pa.types.is_interval(kind):
        return [_interval_word(value) for value in column.to_pylist()]
    if _is_nested(kind):
        return [None if value is None else _json(value) for value in column.to_pylist()]
    words: list[str | None] = pc.cast(column, pa.string()).to_pylist()
    return words


def _float_word(value: float | None) -> str | None:
    if value is None or not math.isfinite(value):
        return None
    return repr(value).removesuffix(".0")


def _moment_words(column: Any) -> list[str | None]:
    if pa.types.is_timestamp(column.type):
        zone = None if column.type.tz is None else "UTC"
        column = pc.cast(column, pa.timestamp(column.type.unit, zone))
    words = pc.replace_substring(pc.cast(column, pa.string()), " ", "T")
    # Parts of a second as far as there are any.
    words = pc.replace_substring_regex(words, r"(\.[0-9]*?)0+(Z?)$", r"\1\2")
    found: list[str | None] = pc.replace_substring_regex(words, r"\.(Z?)$", r"\1").to_pylist()
    return found


def _interval_word(interval: Any) -> str | None:
    """A span of time in ISO 8601: `P1M2DT3S`."""
    if interval is None:
        return None
    months, days, nanoseconds = interval
    seconds = format(Decimal(nanoseconds).scaleb(-9).normalize(), "f")
    return f"P{months}M{days}DT{seconds}S"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_json_part)


def _json_part(value: Any) -> Any:
    """Parts of nested values that JSON has no word for."""
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _is_number_or_truth(kind: Any) -> bool:
    return is_number(kind) or bool(pa.types.is_boolean(kind))


def _is_nested(kind: Any) -> bool:
    """Whether values are written as JSON: lists, records, bytes."""
    return not (
        _is_number_or_truth(kind) or is_text(kind) or pa.types.is_temporal(kind) or pa.types.is_null(kind)
    )


def _is_bare(kind: Any) -> bool:
    """Whether the text of a value is of our making, and no stranger's."""
    return not (is_text(kind) or _is_nested(kind))


def _is_arabic(name: str) -> bool:
    return any(unicodedata.bidirectional(sign) == "AL" for sign in name)
