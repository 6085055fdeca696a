"""The Open Data Barometer of 2014 with its raw answers and its published results, as tests read them."""

from __future__ import annotations

import csv
import gzip
import io
from functools import cache
from pathlib import Path

import pytest

from multaqa.composite import Framework, load_framework
from multaqa.presets import find_preset

FOLDER = Path(__file__).parents[3] / "shared" / "golden" / "odb-2014"

here = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="reference figures of the Open Data Barometer are not here"
)

SECONDARY = {
    "FH": "FH",
    "OSI": "UN.OSI",
    "NETUSERS": "WB.NetUsers",
    "GCI": "WEF.GCI.9.02",
    "GITR": "WEF.GITR.8.01",
}
"""The indicators that are not asked, and the files that hold them."""


@cache
def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV, compressed or not."""
    content = (FOLDER / name).read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def answers() -> list[dict[str, str]]:
    """Every raw answer: the checklist of datasets, then the experts' survey."""
    return [*rows("raw/checklist.csv.gz"), *rows("raw/survey.csv.gz")]


def data() -> list[dict[str, str]]:
    """The secondary indicators side by side; the last column of each file is the value."""
    merged: dict[str, dict[str, str]] = {}
    for indicator, file in SECONDARY.items():
        for row in rows(f"raw/secondary-{file}.csv"):
            own = merged.setdefault(row["Country"], {"Country": row["Country"]})
            own[indicator] = list(row.values())[-1]
    return list(merged.values())


def published() -> dict[str, dict[str, str]]:
    """The published table of rankings, by country."""
    return {row["Country"].strip(): row for row in rows("expected/rankings.csv")}


def framework() -> Framework:
    """The preset."""
    path = find_preset("odb/2014")
    assert path is not None
    return load_framework(path)
