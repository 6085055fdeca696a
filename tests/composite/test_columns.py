"""Data as callers hold them, at their edges."""

import datetime

import numpy as np
import pandas
import polars
import pytest

from multaqa.composite import DataError
from multaqa.composite.cells import label, read_number
from multaqa.composite.columns import column_table
from multaqa.composite.document import read_document
from multaqa.composite.problems import FrameworkError
from multaqa.composite.status import Status


def codes_of(data: object) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(DataError) as caught:
        column_table(data)
    return [(problem.code, problem.column, problem.row) for problem in caught.value.problems]


def test_two_columns_of_one_name_are_refused() -> None:
    assert codes_of(pandas.DataFrame([[1, 2]], columns=["a", "a"])) == [("duplicate-column", "a", None)]


def test_a_record_that_is_none_is_refused_with_its_number() -> None:
    assert codes_of([{"a": 1}, 5]) == [("not-a-table", None, 2)]


def test_a_column_that_is_no_sequence_is_refused() -> None:
    assert codes_of({"a": 5}) == [("not-a-table", "a", None)]


def test_a_key_that_a_record_leaves_out_is_an_empty_cell() -> None:
    assert column_table([{"a": 1}, {"b": 2}]).cells == {"a": [1, None], "b": [None, 2]}


def test_whole_numbers_with_gaps_keep_their_gaps() -> None:
    assert list(column_table(polars.DataFrame({"a": [1, None]})).cells["a"]) == [1, None]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2024.0, "2024"),
        ("۲۰۲۴", "2024"),
        (pandas.Timestamp("2024-02-09"), "2024-02-09"),
        (datetime.date(2024, 2, 9), "2024-02-09"),
        (None, ""),
        (pandas.NA, ""),
        (" MAR ", "MAR"),
    ],
)
def test_a_label_is_text_however_it_was_held(cell: object, expected: str) -> None:
    assert label(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("٠٫٩٣", 0.93),
        ("\u22120.5", -0.5),
        ("1e3", 1000.0),
        ("0,93", "0,93"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("93%", "93%"),
        (True, "True"),
        (np.int64(3), 3.0),
        ("..", Status.no_data),
        ("not-applicable", Status.not_applicable),
    ],
)
def test_a_cell_is_a_number_a_reason_or_neither(cell: object, expected: object) -> None:
    assert read_number(cell) == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{[a]: 1}", ["not-yaml"]),
        ("a: &x 1\n*x : 2", ["alias-not-allowed", "alias-not-allowed"]),
        ("&k a: 1", ["alias-not-allowed"]),
    ],
)
def test_a_key_is_a_plain_word(text: str, codes: list[str]) -> None:
    with pytest.raises(FrameworkError) as caught:
        read_document(text, "a.yaml")
    assert [problem.code for problem in caught.value.problems] == codes
