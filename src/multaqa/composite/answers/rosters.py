"""Rosters that are kept in files of their own, beside the framework."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from multaqa.composite.answers.questionnaire import Item, Questionnaire, Roster
from multaqa.composite.cells import is_empty, read_number
from multaqa.composite.document import SIZE_LIMIT_BYTES, Document, read_document
from multaqa.composite.document import Path as DocumentPath
from multaqa.composite.faults import faults
from multaqa.composite.methods.base import Strict
from multaqa.composite.problems import CompositeError, FrameworkError, Problem

_SUFFIXES = (".yaml", ".yml", ".csv")


class _ItemList(Strict):
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


def read_rosters(questionnaire: Questionnaire, folder: Path | None, file: str = "") -> Questionnaire:
    """The questionnaire with every roster's items in it.

    A roster's ``from`` names a file inside `folder`, the framework's own; YAML: a list of items; CSV: a column
    ``id``, columns ``name.en``, ``name.ar`` …, and attributes. `file` is the framework's name, for problems.
    Raises FrameworkError: `roster-items-or-file`, `roster-file-outside`, `roster-file-not-found`,
    `roster-file-kind`, `too-large`, and whatever is wrong inside the file.
    """
    problems: list[Problem] = []
    rosters: dict[str, Roster] = {}
    for name, roster in questionnaire.rosters.items():
        if (roster.items is None) == (roster.from_ is None):
            problems.append(Problem("roster-items-or-file", file, params={"id": name}))
        elif roster.from_ is not None:
            try:
                rosters[name] = Roster(items=_items(_inside(folder, roster.from_, file)))
            except CompositeError as error:
                problems += error.problems
    if problems:
        raise FrameworkError(problems)
    return questionnaire.model_copy(update={"rosters": {**questionnaire.rosters, **rosters}})


def _inside(folder: Path | None, name: str, file: str) -> Path:
    """The file of that name, which may lie deeper in the folder but nowhere else, links followed."""
    if folder is None:
        raise FrameworkError([Problem("roster-file-outside", file, params={"value": name})])
    try:
        base = folder.resolve()
        path = (base / name).resolve()
        is_file = path.is_file()
    except (OSError, ValueError, RuntimeError):  # a name that no file can have
        raise FrameworkError([Problem("roster-file-not-found", file, params={"value": name})]) from None
    if not path.is_relative_to(base):
        raise FrameworkError([Problem("roster-file-outside", file, params={"value": name})])
    if path.suffix.lower() not in _SUFFIXES:
        raise FrameworkError([Problem("roster-file-kind", file, params={"value": name})])
    if not is_file:
        raise FrameworkError([Problem("roster-file-not-found", file, params={"value": name})])
    if path.stat().st_size > SIZE_LIMIT_BYTES:
        raise FrameworkError([Problem("too-large", str(path), params={"limit": str(SIZE_LIMIT_BYTES)})])
    return path


def _items(path: Path) -> tuple[Item, ...]:
    name = str(path)
    document = _from_csv(path) if path.suffix.lower() == ".csv" else _from_yaml(path)
    try:
        items = _ItemList.model_validate(document.value).items
    except ValidationError as error:
        raise FrameworkError([*document.duplicates, *faults(error, document, name, _ItemList)]) from None
    if document.duplicates:
        raise FrameworkError(document.duplicates)
    return items


def _from_yaml(path: Path) -> Document:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FrameworkError([Problem("not-text", str(path))]) from None
    document = read_document(text, str(path))
    if not isinstance(document.value, tuple):
        raise FrameworkError([Problem("roster-file-kind", str(path), 1, params={"value": path.name})])
    lines = {("items", *place): line for place, line in document.lines.items()}
    return Document({"items": document.value}, {(): 1, **lines}, document.duplicates)


def _from_csv(path: Path) -> Document:
    # Reading files rests on results, which rest on frameworks, which rest on questionnaires.
    from multaqa.composite.files import read_data

    table = read_data(path)
    if "id" not in table.cells:
        raise FrameworkError([Problem("roster-file-kind", str(path), 1, params={"value": path.name})])
    records = [{name: cells[row] for name, cells in table.cells.items()} for row in range(len(table))]
    numbers: dict[DocumentPath, int] = {("items", place): table.numbers[place] for place in range(len(table))}
    return Document(
        {"items": tuple(_record(record) for record in records)}, {(): 1, ("items",): 1, **numbers}
    )


def _record(cells: dict[str, Any]) -> dict[str, Any]:
    """A row as an item: ``name.en`` is the English name, figures are numbers, empty cells are left out."""
    record: dict[str, Any] = {}
    for column, cell in cells.items():
        kind, _, language = column.partition(".")
        if is_empty(cell):
            continue
        if kind == "name" and language:
            record.setdefault("name", {})[language] = str(cell)
        elif column == "id":
            record["id"] = str(cell)
        else:
            number = read_number(cell)
            record[column] = number if isinstance(number, float) else str(cell)
    return record
