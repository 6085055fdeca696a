"""Digits, numbers and ordinals as a publication prints them."""

from decimal import Decimal

import pytest

from multaqa.language import format_number, format_percent, ordinal, to_arabic, to_latin

LEFT_TO_RIGHT = "\u200e"


def test_arabic_and_persian_digits_become_latin_with_their_separators() -> None:
    assert to_latin("١٬٢٣٤٫٥ و۶۷۸ ٪") == "1,234.5 و678 %"


def test_latin_and_persian_digits_become_arabic_and_punctuation_stays() -> None:
    assert to_arabic("في 9.2.2014، ۵ دول") == "في ٩.٢.٢٠١٤، ٥ دول"


def test_a_number_has_the_separators_of_its_language() -> None:
    printed = {language: format_number(12345.678, 2, language) for language in ("en", "ar", "fr")}
    assert printed == {"en": "12,345.68", "ar": "12,345.68", "fr": "12\u202f345,68"}


def test_arabic_digits_bring_arabic_separators() -> None:
    assert format_number(12345.678, 2, "ar", "arab") == "١٢٬٣٤٥٫٦٨"


def test_arabic_digits_are_not_for_left_to_right_languages() -> None:
    assert format_number(12.5, 1, "en", "arab") == "12.5"


def test_a_half_rounds_away_from_zero_as_printed_tables_do() -> None:
    assert [format_number(value, 2, "en") for value in (0.125, 2.675, -0.125)] == ["0.13", "2.68", "-0.13"]


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert format_number(-0.0001, 2, "en") == "0.00"


def test_the_sign_of_a_negative_number_stays_on_its_left_in_arabic() -> None:
    assert format_number(-3, 0, "ar") == f"{LEFT_TO_RIGHT}-3"


def test_decimals_and_large_whole_numbers_are_exact() -> None:
    assert format_number(Decimal("12345678901234567890.5"), 1, "en") == "12,345,678,901,234,567,890.5"


def test_a_missing_value_is_not_printed_as_a_number() -> None:
    with pytest.raises(ValueError, match="nan is not a number that can be printed"):
        format_number(float("nan"), 2, "en")


def test_a_share_is_printed_as_per_cent() -> None:
    printed = {language: format_percent(0.405, 1, language) for language in ("en", "ar", "fr")}
    assert printed == {"en": "40.5%", "ar": f"40.5{LEFT_TO_RIGHT}%{LEFT_TO_RIGHT}", "fr": "40,5\u202f%"}


def test_a_share_is_multiplied_without_binary_noise() -> None:
    assert format_percent(0.145, 0, "en") == "15%"


def test_english_ordinals_know_the_teens() -> None:
    numbers = (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 112)
    assert [ordinal(number, "en") for number in numbers] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "101st", "111th", "112th",
    ]  # fmt: skip


def test_french_ordinals() -> None:
    assert [ordinal(number, "fr") for number in (1, 2, 41)] == ["1er", "2e", "41e"]


def test_arabic_ordinals_are_feminine_words_up_to_ninety_nine() -> None:
    numbers = (1, 2, 10, 11, 12, 19, 20, 21, 41, 99, 100)
    assert [ordinal(number, "ar") for number in numbers] == [
        "الأولى",
        "الثانية",
        "العاشرة",
        "الحادية عشرة",
        "الثانية عشرة",
        "التاسعة عشرة",
        "العشرون",
        "الحادية والعشرون",
        "الحادية والأربعون",
        "التاسعة والتسعون",
        "100",
    ]


def test_arabic_tens_are_declined_after_a_preposition() -> None:
    genitive = [ordinal(number, "ar", case="genitive") for number in (3, 15, 20, 85)]
    assert genitive == ["الثالثة", "الخامسة عشرة", "العشرين", "الخامسة والثمانين"]


def test_there_is_no_zeroth_place() -> None:
    with pytest.raises(ValueError, match="starts at 1, not 0"):
        ordinal(0, "en")
