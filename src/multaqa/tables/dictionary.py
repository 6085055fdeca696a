"""A publisher's data dictionary: what columns are, said by those who know; it overrides any guess.

It is read from a Table Schema (the JSON of Frictionless Data: `fields`, each with `name`, `type`, `format`, `title`,
`description`, and here `unit`; `missingValues`), from a table with a row for each column (whose header may be Arabic,
English or French), or from a table converted earlier, whose dictionary is kept in its Parquet file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from multaqa.language import normal_form
from multaqa.tables.problems import Problem, ReadError
from multaqa.tables.storing import kept_metadata
from multaqa.tables.types.forms import ColumnType, Form

COLUMNS_KEY = "multaqa.columns"
"""The key of a table's metadata under which its columns and their profiles stand as JSON."""
METADATA_KEY = "multaqa.dictionary"

Order = Literal["dmy", "mdy", "ymd"]


class ColumnEntry(BaseModel):
    """What is said of one column. A field that is left out is guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1)]
    type: ColumnType | None = None
    decimal: Literal[".", ","] | None = None
    order: Order | None = None
    unit: str = ""
    title: str = ""
    description: str = ""
    missing: tuple[str, ...] = ()

    def form(self, guessed: Form) -> Form | None:
        """The form that is said, completed from the guessed one; None where no type is said."""
        if self.type is None:
            return None
        same = guessed.type == self.type
        return Form(
            self.type,
            decimal=self.decimal or guessed.decimal,
            order=self.order or guessed.order,
            truth=guessed.truth if same else "",
            utc=guessed.utc if same else False,
        )


class Dictionary(BaseModel):
    """What a publisher says of a table's columns, and which words mean a missing value in all of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: tuple[ColumnEntry, ...] = ()
    missing: tuple[str, ...] = ()

    def entry(self, name: str) -> ColumnEntry | None:
        """The entry of a column, by its name in the file, whatever its spelling."""
        wanted = normal_form(name)
        return next((entry for entry in self.columns if normal_form(entry.name) == wanted), None)

    def check(self, names: Sequence[str]) -> None:
        """Raise ReadError where it describes columns that the table lacks: it may be that of another table."""
        known = {normal_form(name) for name in names}
        lacking = [entry.name for entry in self.columns if normal_form(entry.name) not in known]
        if lacking:
            shown = ", ".join(names[:12])
            raise ReadError(
                [
                    Problem("dictionary-unknown-column", value=name, params={"names": shown})
                    for name in lacking
                ]
            )


def read_dictionary(path: Path) -> Dictionary:
    """Return the dictionary in a file: Table Schema, a converted table, or a table of columns. Raises ReadError."""
    if not path.is_file():
        raise ReadError([Problem("file-not-found", value=path.name)])
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PAR1") and COLUMNS_KEY in kept_metadata(path):
        return kept_dictionary(path)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _from_table_schema(path.read_bytes())
    return _from_table(path)


def kept_dictionary(path: Path) -> Dictionary:
    """Return the dictionary kept in a converted table; an empty one where there is none."""
    kept = kept_metadata(path).get(METADATA_KEY)
    try:
        return Dictionary.model_validate_json(kept) if kept else Dictionary()
    except ValidationError as error:
        raise _not_understood(str(error.errors()[0]["msg"])) from None


_TYPES_OF_TABLE_SCHEMA: Mapping[str, ColumnType | None] = {
    "any": None, **dict.fromkeys(("object", "array", "list", "duration", "geopoint", "geojson"), "string"),
    "integer": "integer", "year": "integer", "number": "decimal", "decimal": "decimal", "percent": "percent",
    "boolean": "boolean", "date": "date", "yearmonth": "date", "datetime": "datetime", "time": "time",
    "string": "string",
}  # fmt: skip
_ORDERS: Mapping[str, Order] = {"%d": "dmy", "%m": "mdy", "%Y": "ymd", "%y": "ymd"}


def _from_table_schema(content: bytes) -> Dictionary:
    try:
        document = json.loads(content.decode("utf-8-sig"))
        if "columns" in document:
            return Dictionary.model_validate(document)
        fields = document["schema"]["fields"] if "schema" in document else document["fields"]
        whole = document.get("schema", document).get("missingValues")
        return Dictionary(columns=tuple(_entry_of_field(field) for field in fields), missing=_words(whole))
    except ValidationError as error:
        first = error.errors()[0]
        raise _not_understood(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except (ValueError, RecursionError) as error:
        raise _not_understood(str(error)) from None
    except (KeyError, TypeError, AttributeError):
        raise _not_understood("fields: name, type") from None


def _words(given: Any) -> tuple[str, ...]:
    """The words of `missingValues`: a list of texts, or of objects with a `value`."""
    if given is None:
        return ()
    if not isinstance(given, list):
        raise _not_understood("missingValues: []")
    return tuple(word for item in given if (word := str(item["value"] if isinstance(item, dict) else item)))


def _entry_of_field(field: Mapping[str, Any]) -> ColumnEntry:
    kind = field.get("type", "any")
    pattern = str(field.get("format", "default"))
    if kind not in _TYPES_OF_TABLE_SCHEMA:
        raise _not_understood(f"{field['name']}: {kind}")
    is_percent = kind == "number" and field.get("unit") == "%" and field.get("bareNumber") is False
    return ColumnEntry(
        name=field["name"],
        type="percent" if is_percent else _TYPES_OF_TABLE_SCHEMA[kind],
        decimal=field.get("decimalChar"),
        order=_ORDERS.get(pattern[:2]),
        unit=field.get("unit") or "",
        title=field.get("title") or "",
        description=field.get("description") or "",
        missing=_words(field.get("missingValues")),
    )


_HEADINGS: Mapping[str, Sequence[str]] = {
    "name": ("name", "column", "field", "column name", "field name", "variable", "الاسم", "اسم الحقل", "الحقل",
             "اسم العمود", "العمود", "اسم المتغير", "المتغير", "nom", "champ", "colonne"),
    "type": ("type", "data type", "datatype", "النوع", "نوع البيانات", "نوع الحقل"),
    "unit": ("unit", "units", "الوحدة", "وحدة القياس", "unité"),
    "title": ("title", "label", "العنوان", "التسمية", "libellé", "titre"),
    "description": ("description", "notes", "note", "definition", "الوصف", "التعريف", "ملاحظات", "définition"),
    "missing": ("missing", "missing values", "القيم المفقودة", "valeurs manquantes"),
}  # fmt: skip
_TYPE_WORDS: Mapping[ColumnType, Sequence[str]] = {
    "integer": ("integer", "int", "whole number", "bigint", "long", "عدد صحيح", "رقم صحيح", "صحيح", "entier", "year"),
    "decimal": ("decimal", "number", "numeric", "float", "double", "real", "رقم", "عدد", "رقمي", "عدد عشري", "عشري",
                "رقم عشري", "nombre", "décimal"),
    "percent": ("percent", "percentage", "نسبة", "نسبة مئوية", "pourcentage"),
    "boolean": ("boolean", "bool", "yes/no", "logical", "منطقي", "نعم/لا", "booléen"),
    "date": ("date", "تاريخ"),
    "datetime": ("datetime", "timestamp", "date and time", "تاريخ ووقت", "التاريخ والوقت"),
    "time": ("time", "وقت", "heure"),
    "string": ("string", "text", "str", "varchar", "char", "character", "code", "identifier", "id", "نص", "نصي", "رمز",
               "معرف", "texte", "chaîne"),
}  # fmt: skip
_KNOWN_TYPES = {normal_form(word): kind for kind, words in _TYPE_WORDS.items() for word in words}
_KNOWN_HEADINGS = {normal_form(word): part for part, words in _HEADINGS.items() for word in words}


def _from_table(path: Path) -> Dictionary:
    from multaqa.tables.reading import recognised

    with recognised(path) as reader:
        parts = [_KNOWN_HEADINGS.get(normal_form(name)) for name in reader.names]
        if "name" not in parts:
            raise _not_understood(", ".join(reader.names[:12]))
        rows = [
            dict(zip(parts, cells, strict=True))
            for batch in reader.batches()
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True)
        ]
    return Dictionary(columns=tuple(_entry_of_row(row) for row in rows if row["name"]))


def _entry_of_row(row: Mapping[str | None, str | None]) -> ColumnEntry:
    said = {
        part: str(row.get(part) or "").strip()
        for part in ("name", "type", "unit", "title", "description", "missing")
    }
    kind = _KNOWN_TYPES.get(normal_form(said["type"].partition("(")[0]))
    if said["type"] and kind is None:
        raise _not_understood(f"{said['name']}: {said['type']}")
    missing = tuple(word.strip() for word in said["missing"].replace("؛", ";").split(";") if word.strip())
    return ColumnEntry(
        name=said["name"],
        type=kind,
        unit=said["unit"],
        title=said["title"],
        description=said["description"],
        missing=missing,
    )


def _not_understood(reason: str) -> ReadError:
    return ReadError([Problem("dictionary-not-understood", params={"reason": reason})])
