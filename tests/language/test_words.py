"""Texts in several languages, plurals, enumerations and the normal form."""

import pytest

from multaqa.language import counted, in_language, join_list, normal_form, plural_category

COUNTRIES = {
    "zero": "لا دول",
    "one": "دولة واحدة",
    "two": "دولتان",
    "few": "{n} دول",
    "many": "{n} دولة",
    "other": "{n} دولة",
}


def test_a_text_is_read_in_the_language_asked_for() -> None:
    assert in_language({"en": "Progress", "ar": "التقدم"}, "ar") == "التقدم"


def test_a_regional_language_is_served_by_its_language() -> None:
    assert in_language({"en": "Progress", "ar": "التقدم"}, "ar-AE") == "التقدم"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ({"fr": "Progrès", "ar": "التقدم", "en": "Progress"}, "Progress"),
        ({"fr": "Progrès", "ar": "التقدم", "en": " "}, "التقدم"),
        ({"fr": "Progrès"}, "Progrès"),
        ({}, ""),
    ],
)
def test_a_missing_language_falls_back_to_english_then_arabic_then_any(
    text: dict[str, str], shown: str
) -> None:
    assert in_language(text, "es") == shown


def test_arabic_has_six_plural_categories() -> None:
    categories = [plural_category(number, "ar") for number in (0, 1, 2, 3, 11, 100)]
    assert categories == ["zero", "one", "two", "few", "many", "other"]


def test_a_counted_noun_takes_the_form_of_its_number() -> None:
    phrases = [counted(number, COUNTRIES, "ar") for number in (0, 1, 2, 7, 11, 100, 103)]
    assert phrases == ["لا دول", "دولة واحدة", "دولتان", "7 دول", "11 دولة", "100 دولة", "103 دول"]


def test_a_counted_noun_may_be_written_in_arabic_digits() -> None:
    assert counted(1200, COUNTRIES, "ar", "arab") == "١٬٢٠٠ دولة"


def test_a_form_that_is_not_given_is_served_by_other() -> None:
    assert [counted(n, {"one": "one country", "other": "{n} countries"}, "en") for n in (0, 1, 2)] == [
        "0 countries",
        "one country",
        "2 countries",
    ]


def test_lists_in_three_languages() -> None:
    items = ["A", "B", "C"]
    assert [join_list(items, "en"), join_list(items, "fr")] == ["A, B and C", "A, B et C"]
    assert join_list(["الأردن", "البحرين", "تونس"], "ar") == "الأردن والبحرين وتونس"


def test_short_lists_need_no_conjunction() -> None:
    assert [join_list(items, "en") for items in ([], ["A"], ["A", "B"])] == ["", "A", "A and B"]
    assert [join_list(items, "ar") for items in ([], ["أ"])] == ["", "أ"]


def test_the_arabic_and_stands_apart_from_latin_words_and_figures() -> None:
    assert join_list(["الإسكوا", "OECD", "2024", "٢٠٢٥"], "ar") == "الإسكوا و OECD و 2024 و ٢٠٢٥"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُؤَشِّر", "مؤشر"),
        ("الإمــارات", "الامارات"),
        ("آخر أمر", "اخر امر"),
        ("حكومة", "حكومه"),
        ("مستشفى", "مستشفي"),
        ("ایران و کویت", "ايران و كويت"),
        ("مسؤول، هيئة", "مسوول، هييه"),
        ("ٱلإحصاء ٲ ٳ", "الاحصاء ا ا"),
        ("ہندھۀۂ مکۃ", "هندههه مكه"),
        ("یېےۓ ؽ", "يييي ي"),
        ("ڪتاب ڢاس ڧطر", "كتاب فاس قطر"),
        ("و\u00adزا\u2060رة\ufe0f", "وزاره"),
        ("۱٬۲۳۴٫۵٪", "1,234.5%"),
        ("ﻻ", "لا"),
        ("٢٠٢٤", "2024"),
        ("Straße  ＡＢＣ", "strasse abc"),
        ("\u200fمصر\u200e", " مصر "),
    ],
)
def test_two_spellings_of_one_word_have_one_normal_form(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


def test_different_words_keep_different_normal_forms() -> None:
    assert normal_form("عمان") != normal_form("عمّال")
    assert normal_form("جزء") != normal_form("جز")
    assert [normal_form(letter) for letter in "گپچژڤں"] == list("گپچژڤں")
