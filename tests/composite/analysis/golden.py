"""Reading the reference figures that COINr computed from the ASEM example."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def table(folder: Path, name: str) -> tuple[Floats, list[str]]:
    """(units, columns) and the names of the columns; the first column, the units' codes, is left out."""
    records = rows(folder, name)
    names = list(records[0])[1:]
    return columns(records, names), names


def columns(records: list[dict[str, str]], names: list[str]) -> Floats:
    return np.array([[float(record[name] or "nan") for name in names] for record in records])


def document(folder: Path, name: str) -> dict[str, Any]:
    with (folder / f"{name}.json").open(encoding="utf-8") as file:
        loaded: dict[str, Any] = json.load(file)
    return loaded


def groups(folder: Path, level: str) -> dict[str, list[str]]:
    """The indicators below each node of a level: ``Pillar``, ``Sub-index`` or ``Index``."""
    found: dict[str, list[str]] = {}
    for record in rows(folder, "01_lineage"):
        found.setdefault(record[level], []).append(record["Indicator"])
    return found
