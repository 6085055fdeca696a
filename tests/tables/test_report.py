"""What is said of a file: every decision, every cell that could not be read, and counts that add up."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import multaqa.tables
from multaqa.tables.profile import Profiler
from multaqa.tables.sentences.files import FILE_WORDS, FILES
from tests.tables.factories import Desk

SOURCE = Path(multaqa.tables.__file__).parent
MESSY = (
    "تقرير\n\nالمدينة,العدد,اليوم\nأ,1,2024-01-01\nب,خطأ,2024-01-02\nج,3\nد,4,2024-01-04,زائد\n\nهـ,-,2024-01-05\n"
    + "".join(f"و,{n},2024-01-06\n" for n in range(20))
    + "المصدر: مثال\n"
)


def test_every_code_has_its_sentence_and_every_sentence_its_code() -> None:
    text = "".join(
        path.read_text("utf-8")
        for path in SOURCE.rglob("*.py")
        if path.parent.name not in ("sentences", "query")
    )
    kinds = ("integer", "decimal", "percent", "boolean", "date", "datetime", "time")
    whats = (
        "encoding",
        "delimiter",
        "quote",
        "header",
        "titles",
        "sheet",
        "records",
        "types",
        "order",
        "decimal",
    )
    used = set(re.findall(r'(?:Problem|Note|_not_understood)\(\s*"([a-z-]+)"', text))
    used |= {f"unreadable-{kind}" for kind in kinds} | {f"decided-{what}" for what in whats}
    used |= {code for code in re.findall(r'"([a-z-]+)"', text) if code in FILES}
    used |= {"more-rows"}  # said by the command
    assert used == set(FILES)


@pytest.mark.parametrize("code", [*FILES, *FILE_WORDS])
def test_a_sentence_says_the_same_in_both_languages(code: str) -> None:
    english, arabic = {**FILES, **FILE_WORDS}[code]
    assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", arabic))
    assert re.search(r"[\u0600-\u06ff]", arabic)
    assert not re.search(r"[\u0600-\u06ff]", english)


def test_the_report_is_data_with_sentences_in_both_languages(desk: Desk) -> None:
    report = desk.read(MESSY).report.as_json()
    assert {key: report[key] for key in ("encoding", "delimiter", "rows", "records")} == {
        "encoding": "utf-8", "delimiter": ",", "rows": 24,
        "records": {"read": 30, "kept": 24, "header": 1, "titles": 1, "notes": 1, "blank": 2, "set_aside": 1},
    }  # fmt: skip
    assert [
        (problem["row"], problem["column"], problem["code"], problem["value"])
        for problem in report["problems"]
    ] == [
        (5, "العدد", "unreadable-integer", "خطأ"),
        (6, None, "short-row", None),
        (7, None, "long-row", "د | 4 | 2024-01-04 | زائد"),
    ]
    assert (
        report["problems"][0]["text"]
        == "“خطأ” in the column “العدد” is not a whole number; it was read as missing."
    )
    assert report["problems"][0]["text_ar"] == "القيمة «خطأ» في العمود «العدد» ليست عددًا صحيحًا، فعُدّت مفقودة."
    assert {decision["what"] for decision in report["decisions"]} == {
        "encoding",
        "delimiter",
        "quote",
        "header",
        "titles",
    }


def test_the_counts_of_every_column_add_up(desk: Desk) -> None:
    table = desk.read(MESSY)
    column = table.report.columns[1]
    assert (column.nulls, column.blank, column.unreadable, dict(column.missing)) == (2, 0, 1, {"-": 1})
    assert all(column.profile.rows == table.report.rows for column in table.report.columns)
    assert [column.nulls for column in table.report.columns] == [
        sum(v is None for v in values) for values in table.values.values()
    ]


def profile(values: Any, kind: pa.DataType, batch: int = 40_000) -> Any:
    array, profiler = pa.array(values, kind), Profiler(kind)
    for start in range(0, len(array), batch):
        profiler.update(array.slice(start, batch))
    return profiler.result()


def test_a_small_column_is_profiled_exactly() -> None:
    found = profile([5, 1, None, 5, 3], pa.int64())
    assert (found.rows, found.nulls, found.distinct, found.least, found.greatest, found.mean) == (
        5,
        1,
        3,
        1,
        5,
        3.5,
    )
    assert found.quantiles == {0.05: 1.3, 0.25: 2.5, 0.5: 4, 0.75: 5, 0.95: 5}
    assert found.top == ((5, 2), (1, 1), (3, 1))
    assert [(bar.low, bar.high, bar.count) for bar in found.histogram] == [
        (1, 2, 1),
        (2, 3, 0),
        (3, 4, 1),
        (4, 5, 0),
        (5, 6, 2),
    ]


@pytest.mark.parametrize("shape", ["normal", "lognormal", "whole"])
def test_a_large_column_is_profiled_within_narrow_bounds(shape: str) -> None:
    chance = np.random.default_rng(7)
    values = {
        "normal": chance.normal(0, 1000, 400_000),
        "lognormal": chance.lognormal(3, 2, 400_000),
        "whole": chance.integers(-50, 1_000_000, 400_000).astype(float),
    }[shape]
    found = profile(values, pa.float64())
    shares = np.array(list(found.quantiles))
    placed = np.searchsorted(np.sort(values), list(found.quantiles.values())) / len(values)
    assert placed == pytest.approx(shares, abs=0.001)
    assert found.distinct == pytest.approx(len(np.unique(values)), rel=0.03)
    assert sum(bar.count for bar in found.histogram) == len(values)
    assert (found.least, found.greatest) == (values.min(), values.max())


def test_frequent_values_are_found_among_many_rare_ones() -> None:
    chance = np.random.default_rng(7)
    values = [f"name {number}" for number in range(100_000)] + ["الرياض"] * 5_000 + ["دبي"] * 4_000
    chance.shuffle(values)
    found = profile(values, pa.string())
    assert [value for value, _ in found.top] == ["الرياض", "دبي"]
    assert not found.top_is_exact
    assert found.distinct == pytest.approx(100_002, rel=0.03)


def test_dates_have_quantiles_that_are_dates() -> None:
    found = profile([date(2024, 1, day) for day in range(1, 6)], pa.date32())
    assert (found.quantiles[0.5], found.mean, found.least) == (date(2024, 1, 3), None, date(2024, 1, 1))
