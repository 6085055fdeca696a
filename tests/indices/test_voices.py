"""Sentences agree: gender, number and counted nouns in Arabic; articles and plurals in English."""

from __future__ import annotations

import pytest

from multaqa.indices.voices import Named, voice
from multaqa.indices.voices.arabic import places, times_over

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


MOROCCO = Named("MAR", "Morocco")


def test_english_says_between_which_ranks_a_country_stands():
    speak = voice("en")
    assert (
        speak.held(MOROCCO, 12, 15, True)
        == "In nine of ten re-weightings Morocco ranks between 12th and 15th."
    )
    assert (
        speak.held(Named("ARE", "United Arab Emirates"), 2, 2, False)
        == "In nine of ten recomputations the United Arab Emirates stays 2nd."
    )


def test_arabic_says_it_with_ordinals_up_to_twenty_and_the_gender_of_the_country():
    speak = voice("ar")
    assert (
        speak.held(Named("MAR", "المغرب"), 12, 15, True)
        == "وفي تسع من كل عشر عمليات إعادة ترجيح يتراوح ترتيب المغرب بين المرتبة الثانية عشرة والمرتبة الخامسة عشرة."
    )
    assert (
        speak.held(JORDAN, 41, 41, True) == "وفي تسع من كل عشر عمليات إعادة ترجيح يبقى الأردن في المرتبة 41."
    )
    assert (
        speak.held(ALGERIA, 3, 3, False)
        == "وفي تسع من كل عشر عمليات إعادة حساب تبقى الجزائر في المرتبة الثالثة."
    )


@pytest.mark.parametrize(
    ("language", "share", "things", "words"),
    [
        ("en", 0.25, [], "when every weight is made up to a quarter larger or smaller, 10,000 times"),
        ("en", 0.3, [], "when every weight is made up to 30% larger or smaller, 10,000 times"),
        ("en", None, ["the weights"], "under 10,000 draws of the weights, as the framework states"),
        ("ar", 0.25, [], "عند زيادة كل وزن أو إنقاصه بما لا يتجاوز الربع وتكرار ذلك 10,000 مرة"),
        ("ar", None, ["الأوزان"], "عند تغيير الأوزان وفق ما ينص عليه إطار القياس وتكرار ذلك 10,000 مرة"),
    ],
)
def test_what_was_varied_is_said_in_words(language, share, things, words):
    assert voice(language).varied(share, "30%", things, 10_000, "10,000") == words


@pytest.mark.parametrize(
    ("n", "words"), [(10, "10 مرات"), (100, "100 مرة"), (103, "103 مرات"), (211, "211 مرة")]
)
def test_repetitions_are_counted_as_arabic_counts(n, words):
    assert times_over(n, str(n)) == words
