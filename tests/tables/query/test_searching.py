"""A text is found in SQL exactly where its normal form stands in the normal form of the cell."""

from __future__ import annotations

import itertools

import duckdb
import pytest

from multaqa.language import normal_form
from multaqa.tables.query.searching import spelling_pattern

WORDS = [
    *(
        "الإحصاءات",
        "الاحصاءات",
        "إحصائيّات",
        "ٱلإحصاء",
        "آل مكتوم",
        "أحمد",
        "اَحْمَد",
        "مُؤشّر",
        "مؤشر",
        "شؤون",
        "شوون",
    ),
    *(
        "مدرسة",
        "مدرسه",
        "مستشفى",
        "مستشفي",
        "علی",
        "على",
        "کتاب",
        "كتاب",
        "القــاهرة",
        "القاهرة",
        "قاهرة\u200f",
        "هيئة",
    ),
    *(
        "١٢٣",
        "123",
        "۱۲۳",
        "١٫٥",
        "1.5",
        "٪٥٠",
        "%50",
        "ﻻ",
        "لا",
        "ﻷن",
        "لأن",
        "الله",
        "ﷲ",
        "ﺍﻟﻘﺎﻫﺮﺓ",
        "ﺣﻜﻮﻣﺔ",
        "حكومة",
    ),
    *(
        "Straße",
        "STRASSE",
        "Éte\u0301",
        "été",
        "ÉTÉ",
        "ete",
        "ﬁle",
        "file",
        "Ａｂｃ",
        "abc",
        "ΣΟΦΟΣ",
        "σοφος",
        "İstanbul",
    ),
    *(
        "دولة  الإمارات",
        "دوله\u00a0الامارات",
        "دولة\tالإمارات",
        "الـعـربية",
        "العربيَّة",
        "a.b*c",
        "[x]",
        "\\d",
        "ب\u200cت",
    ),
]
TEXTS = [*WORDS, *(f"في {word} و{other}" for word, other in itertools.pairwise(WORDS)), "", " ", "ـ"]


@pytest.mark.parametrize("sought", WORDS)
def test_a_text_is_found_where_its_normal_form_is(sought: str) -> None:
    with duckdb.connect() as database:
        found = database.execute(
            "SELECT regexp_matches(nfc_normalize(cell), ?) FROM (SELECT unnest(?) AS cell)",
            [spelling_pattern(sought), TEXTS],
        ).fetchall()
    expected = [normal_form(sought) in normal_form(text) for text in TEXTS]
    assert dict(zip(TEXTS, (row[0] for row in found), strict=True)) == dict(zip(TEXTS, expected, strict=True))


def test_a_text_of_which_nothing_is_left_has_no_pattern() -> None:
    assert [spelling_pattern(text) for text in ("", "  ", "ــ", "\u200f")] == ["", "", "", ""]


def test_the_longest_text_that_may_be_sought_is_a_pattern_that_works() -> None:
    sought = "الإحصاءات الاقتصادية " * 9
    with duckdb.connect() as database:
        found = database.execute("SELECT regexp_matches(?, ?)", [sought, spelling_pattern(sought)]).fetchone()
    assert found == (True,)
