"""The ASEM Sustainable Connectivity example with COINr's recorded results, as tests read them."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from multaqa.composite import Framework, parse_framework

FOLDER = Path(__file__).parents[3] / "shared" / "golden" / "asem"

here = pytest.mark.skipif(not FOLDER.is_dir(), reason="reference figures of ASEM are not here")


@cache
def rows(name: str) -> list[dict[str, str]]:
    """The rows of a recorded CSV."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def document(name: str) -> Any:
    """A recorded JSON file."""
    return json.loads((FOLDER / name).read_text("utf-8"))


def columns(name: str) -> tuple[str, ...]:
    """The columns of a recorded table after the first, which names the rows."""
    return tuple(rows(name)[0])[1:]


def labels(name: str) -> tuple[str, ...]:
    """The names of the rows of a recorded table."""
    return tuple(next(iter(row.values())) for row in rows(name))


def table(name: str, wanted: tuple[str, ...] | None = None) -> NDArray[np.float64]:
    """The figures of a recorded table, NaN where nothing was recorded."""
    return np.array([[number(row[column]) for column in wanted or columns(name)] for row in rows(name)])


def number(text: str) -> float:
    return float(text) if text else np.nan


def indicators() -> tuple[str, ...]:
    """The indicators in the order of the recorded tables."""
    return columns("01_raw.csv")


def meta() -> dict[str, dict[str, str]]:
    """COINr's metadata of each indicator and aggregate, by its code."""
    return {row["iCode"]: row for row in rows("01_iMeta_sorted.csv")}


def data() -> list[dict[str, str]]:
    """The data as they come, with denominators and groups beside the indicators."""
    return rows("00_input_iData.csv")


METHOD = """
method:
  impute: {kind: mean, by: EurAsia_group}
  screen: {data: 0.9, on: imputed}
  treat: default
  normalise: minmax
"""


def framework(
    method: str = METHOD,
    *,
    without: tuple[str, ...] = (),
    prepared: bool = False,
    denominators: dict[str, str] | None = None,
    aggregates: dict[str, str] | None = None,
) -> Framework:
    """The index as a document, built from the metadata.

    `without` leaves out nodes; `prepared` leaves out directions and denominators, for data that are normalised
    already; `denominators` and `aggregates` are others than the metadata's, by node.
    """
    stated = {code: row["Denominator"] for code, row in meta().items() if row["Denominator"]}
    divided = {} if prepared else stated if denominators is None else denominators

    def node(code: str) -> str:
        own = meta()[code]
        parts = [f"id: {code}", f"weight: {float(own['Weight']):g}"]
        if own["Direction"] == "-1" and not prepared:
            parts.append("direction: negative")
        if code in divided:
            parts.append(f"denominator: {divided[code]}")
        if aggregates and code in aggregates:
            parts.append(f"aggregate: {aggregates[code]}")
        below = [
            row["iCode"] for row in meta().values() if row["Parent"] == code and row["iCode"] not in without
        ]
        if below:
            parts.append(f"children: [{', '.join(map(node, below))}]")
        return f"{{{', '.join(parts)}}}"

    text = 'id: asem\nedition: "2018"\nname: {en: ASEM}\ncolumns: {unit: uCode, time: Time}\n'
    return parse_framework(f"{text}tree: {node('Index')}\n{method}")
