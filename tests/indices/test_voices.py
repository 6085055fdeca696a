"""Sentences agree: gender, number and counted nouns in Arabic; articles and plurals in English."""

from __future__ import annotations

import pytest

from multaqa.indices.voices import Named, voice
from multaqa.indices.voices.arabic import places

SAUDI, EMIRATES, JORDAN, ALGERIA = (
    Named("SAU", "السعودية"),
    Named("ARE", "الإمارات"),
    Named("JOR", "الأردن"),
    Named("DZA", "الجزائر"),
)


def test_english_puts_the_article_where_the_name_wants_it():
    found = voice("en").leads(
        [Named("SAU", "Saudi Arabia")],
        [Named("ARE", "United Arab Emirates"), Named("BHR", "Bahrain")],
        "the Arab States",
        "0.960",
    )
    assert (
        found == "Saudi Arabia leads the Arab States at 0.960, ahead of the United Arab Emirates and Bahrain."
    )


def test_arabic_verbs_agree_with_leader_and_follower():
    assert (
        voice("ar").leads([SAUDI], [EMIRATES, JORDAN], "الدول العربية", "0.960")
        == "تتصدر السعودية الدول العربية بقيمة 0.960، تليها الإمارات والأردن."
    )
    assert (
        voice("ar").leads([JORDAN], [SAUDI], "الدول العربية", "0.5")
        == "يتصدر الأردن الدول العربية بقيمة 0.5، تليه السعودية."
    )


def test_a_shared_first_place_is_said_to_be_shared():
    assert (
        voice("en").leads([Named("QAT", "Qatar"), Named("OMN", "Oman")], [], "the Arab States", "0.9")
        == "Qatar and Oman share the first place among the Arab States at 0.9."
    )


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "مرتبة واحدة"),
        (2, "مرتبتين"),
        (4, "أربع مراتب"),
        (10, "عشر مراتب"),
        (11, "11 مرتبة"),
        (103, "103 مراتب"),
    ],
)
def test_places_are_counted_as_arabic_counts(n, words):
    assert places(n) == words


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_if_tells_who_leads_and_how_many_move(language):
    found = voice(language).whatif([ALGERIA], True, 0, 21, None, 0)
    assert (
        found
        == {
            "en": "الجزائر stays first. No country changes place.",
            "ar": "تحافظ الجزائر على المرتبة الأولى. ولا تتغير مرتبة أي دولة.",
        }[language]
    )
