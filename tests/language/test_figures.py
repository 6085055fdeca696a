"""Numbers and percentages as cells hold them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multaqa.language import read_number, read_percent


@pytest.mark.parametrize(
    "text",
    [
        "1234567.5", "1,234,567.5", "1.234.567,5", "1 234 567,5", "1'234'567.5", "1’234’567,5", "12,34,567.5",
        "1\u00a0234\u00a0567,5", "1\u202f234\u202f567,5", "1\u2009234\u2009567.5", "١٢٣٤٥٦٧٫٥", "١٬٢٣٤٬٥٦٧٫٥",
        "۱٬۲۳۴٬۵۶۷٫۵", "١,٢٣٤,٥٦٧.٥", "١،٢٣٤،٥٦٧٫٥", "1.234.567٫5", "+1234567.5", "\u200f1234567.5\u200f", "1234567,5",
        "1,234,567.5 د.إ", "د.إ. 1,234,567.5", "1,234,567.5 درهم", "1,234,567.5 درهم إماراتي", "1,234,567.5 ر.س.",
        "$1,234,567.5", "€ 1.234.567,5", "1 234 567,5 €", "1,234,567.5 USD", "AED 1,234,567.5", "1,234,567.5 دينارًا",
        "1,234,567.5 ليرة", "US$ 1,234,567.5", "1,234,567.5 جنيه", "1,234,567.5 ريال", "ل.ل. 1,234,567.5",
    ],
)  # fmt: skip
def test_one_number_is_read_however_it_is_written(text: str) -> None:
    assert read_number(text) == Decimal("1234567.5")


@pytest.mark.parametrize(
    "text",
    ["-12.5", "−12.5", "12.5-", "(12.5)", "- 12.5", "-$12.5", "$-12.5", "($12.5)", "-١٢٫٥", "\u200e-12.5", "12,5- ر.س",
     "د.إ -12.5", "12.5 $-"],
)  # fmt: skip
def test_a_minus_stands_before_or_behind_or_is_a_pair_of_brackets(text: str) -> None:
    assert read_number(text) == Decimal("-12.5")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"), ("007", "7"), ("12.", "12"), ("1,2345", "1.2345"), ("1,234", "1234"), ("1.234", "1.234"), ("1.234.567", "1234567"),
        ("0,234", "0.234"), ("0.234", "0.234"), ("12,34", "12.34"), ("1234,567", "1234.567"), ("1 234", "1234"),
        ("1,23,456", "123456"), ("12,345", "12345"), (".5", "0.5"), ("٫٥", "0.5"), ("-.5", "-0.5"), ("د.إ.5", "5"),
        ("1.5E+06", "1500000"), ("1e-05", "0.00001"), ("0.1", "0.1"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
    ],
)  # fmt: skip
def test_what_one_cell_alone_tells(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "()", "نص", "12 طالبًا", "1,23,45", "12,34,56", "1.23.456", "1,234,56", "1 23", "0,123,456",
        "1,234 567", "1'234,567,890", "1.234,567.8", "--12", "-12-", "(-12)", "65+", "1-2", "2020/2021", "05:30", "12%",
        "10²", "½", "٣/٤", "1..2", "1,,2", "NaN", "Infinity", "1_000", "0x10", "درهم", "1e9999", "12 USD AED", "१२",
    ],
)  # fmt: skip
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text",
    ["12.5%", "12.5 %", "%12.5", "% 12.5", "١٢٫٥٪", "٪١٢٫٥", "12,5\u202f%", "12.5 بالمئة", "12.5 بالمائة", "12.5 في المائة",
     "12.5 في المئة", "12.5 per cent", "12.5 percent", "12,5 pour cent", "+12.5%", "125‰", "١٢٥؉"],
)  # fmt: skip
def test_a_percentage_is_read_as_its_fraction(text: str) -> None:
    assert read_percent(text) == Decimal("0.125")


def test_percentages_are_exact_and_signed() -> None:
    assert [read_percent(text) for text in ("-0.1%", "(5%)", "1,234.56%", "5%-")] == [
        Decimal("-0.001"),
        Decimal("-0.05"),
        Decimal("12.3456"),
        Decimal("-0.05"),
    ]
    assert str(read_percent("1" * 60 + "%")) == "1" * 58 + ".11"


@pytest.mark.parametrize(
    "text", ["", "12.5", "%", "12.5 %%", "% 5 %", "5 درهم", "5 نقاط مئوية", "5%+", "1,23,45%"]
)
def test_what_is_no_percentage_is_not_read(text: str) -> None:
    assert read_percent(text) is None


PIECES = st.lists(
    st.sampled_from(["درهم", "$", "د.إ", "بالمئة", "123", "000", *"0123456789٠٥۹.,٫٬ '()-+%‰eE"])
    | st.text(max_size=2),
    max_size=10,
).map("".join)


@given(PIECES | st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for number in (read_number(text), read_percent(text)):
        assert number is None or number.is_finite()
    assert read_number(text) is None or read_percent(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15))
def test_a_number_that_python_prints_is_read_back(number: Decimal) -> None:
    assert read_number(f"{number:,f}") == number
    assert read_number(f"{number:f}") == number


def test_a_text_too_long_for_a_figure_is_refused() -> None:
    text = "1,234" * 1_000_000
    assert (read_number(text), read_percent(text)) == (None, None)
