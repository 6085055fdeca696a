"""What is exported is what was computed, in every format."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet
import pytest
from python_calamine import CalamineWorkbook

from multaqa.composite import FileError
from multaqa.composite.report.data import (
    audit_sheets,
    audit_to_dict,
    robustness_sheets,
    robustness_to_dict,
    write_audit_data,
    write_robustness_data,
)
from multaqa.composite.uncertainty import Robustness, Sensitivity, robustness, sensitivity
from tests.composite.report import indices


@pytest.fixture(scope="module")
def found() -> Robustness:
    return robustness(indices.result())


@pytest.fixture(scope="module")
def shares() -> Sensitivity:
    return sensitivity(indices.result(), base=32)


def test_intervals_come_back_from_every_format(
    tmp_path: Path, found: Robustness, shares: Sensitivity
) -> None:
    for suffix in ("csv", "json", "xlsx", "parquet"):
        write_robustness_data(found, shares, tmp_path / f"out.{suffix}")
    wanted = {unit.unit: (unit.rank, unit.rank_low, unit.rank_high, unit.score_mean) for unit in found.units}
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sheet = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_name("ranks").to_python()
    records = (
        rows,
        json.loads((tmp_path / "out.json").read_text("utf-8"))["units"],
        [dict(zip(sheet[0], row, strict=True)) for row in sheet[1:]],
        pyarrow.parquet.read_table(tmp_path / "out.parquet").to_pylist(),
    )
    for read in records:
        names = ("rank", "rank_low", "rank_high", "score_mean")
        assert [row["unit"] for row in read] == list(wanted)
        # A workbook holds 16 digits.
        figures = [[float(row[name]) for name in names] for row in read]
        assert figures == [pytest.approx(values, rel=1e-14) for values in wanted.values()]


def test_bands_and_sensitivity_are_there(found: Robustness, shares: Sensitivity) -> None:
    ranks, indices_sheet = robustness_sheets(found, shares)
    assert ranks.columns[-2:] == ("band_high", "band_low")
    assert [row[1] for row in indices_sheet.rows] == list(found.inputs)
    whole = robustness_to_dict(found, shares)
    assert whole["assumptions"]["seed"] == 7
    assert whole["framework"]["digest"] == found.result.framework.digest
    assert [item["name"] for item in whole["sensitivity"]["inputs"]] == list(found.inputs)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_audit_is_plain_data(tmp_path: Path, language: str) -> None:
    audit = indices.audited()
    write_audit_data(audit, tmp_path / "audit.json", language)
    read = json.loads((tmp_path / "audit.json").read_text("utf-8"))
    assert read == audit_to_dict(audit, language)
    codes = [group["code"] for group in read["findings"] for _ in group["figures"]]
    assert sorted(codes) == sorted(each.code for each in audit.findings)
    assert {row["indicator"]: row["available_share"] for row in read["indicators"]}["d"] == 15 / 16


def test_a_workbook_has_a_sheet_for_each_part_and_is_the_same_again(tmp_path: Path) -> None:
    audit = indices.hostile()
    for name in ("one", "two"):
        write_audit_data(audit, tmp_path / f"{name}.xlsx", "ar")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    workbook = CalamineWorkbook.from_path(str(tmp_path / "one.xlsx"))
    assert workbook.sheet_names == [sheet.name for sheet in audit_sheets(audit, "ar")]
    findings = workbook.get_sheet_by_name("findings").to_python()
    assert len(findings) == len(audit.findings) + 1


def test_an_unknown_suffix_is_refused(tmp_path: Path, found: Robustness) -> None:
    for write in (
        lambda: write_audit_data(indices.audited(), tmp_path / "out.doc", "en"),
        lambda: write_robustness_data(found, None, tmp_path / "out.doc"),
    ):
        with pytest.raises(FileError) as caught:
            write()
        assert caught.value.problems[0].code == "unknown-format"
