"""Words as an index keeps them: those that are one meet, and others do not."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multaqa.language import normal_form, stem_arabic, tokens
from multaqa.language.lexicon import read_lexicon
from tests.language.pairs import APART, APART_LATIN, MEETING, MEETING_LATIN, pairs_of_lines


def meet(one: str, other: str, language: str) -> bool:
    return bool(set(tokens(one, language)) & set(tokens(other, language)))


@pytest.mark.parametrize(
    ("sought", "written"), [pair for lines in MEETING.values() for pair in pairs_of_lines(lines)]
)
def test_one_word_is_found_in_its_forms(sought: str, written: str) -> None:
    assert meet(sought, written, "ar"), (tokens(sought, "ar"), tokens(written, "ar"))


@pytest.mark.parametrize(
    ("one", "other"), [pair for lines in APART.values() for pair in pairs_of_lines(lines)]
)
def test_two_words_are_kept_apart(one: str, other: str) -> None:
    assert not meet(one, other, "ar"), tokens(one, "ar")


@pytest.mark.parametrize(
    ("language", "sought", "written"),
    [(language, *pair) for language, lines in MEETING_LATIN.items() for pair in pairs_of_lines(lines)],
)
def test_one_word_in_latin_script_is_found_in_its_forms(language: str, sought: str, written: str) -> None:
    assert meet(sought, written, language), (tokens(sought, language), tokens(written, language))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [(language, *pair) for language, lines in APART_LATIN.items() for pair in pairs_of_lines(lines)],
)
def test_two_words_in_latin_script_are_kept_apart(language: str, one: str, other: str) -> None:
    assert not meet(one, other, language), tokens(one, language)


def test_a_text_is_split_at_whatever_is_no_letter_or_digit() -> None:
    assert tokens("السكان، 2020/2021 (GDP_2015) – «مصر»؛", "ar") == [
        "سكان",
        "2020",
        "2021",
        "gdp",
        "2015",
        "مصر",
    ]


def test_each_word_has_the_stem_of_its_script_in_whatever_language() -> None:
    words = "السكان populations"
    assert tokens(words, "ar") == tokens(words, "en") == ["سكان", "popul"]


def test_an_abbreviation_and_its_figure_are_two_words() -> None:
    assert tokens("PM2.5 G20 كوفيد19", "en")[:5] == ["pm", "2", "5", "g", "20"]
    assert tokens("كوفيد19", "ar") == tokens("كوفيد-١٩", "ar")


def test_a_text_without_words_has_no_tokens() -> None:
    assert [tokens(text, "fr") for text in ("", " \n", "—؟!…", "l'", "''", "\u200f")] == [[]] * 6


def test_a_regional_language_is_served_by_its_language() -> None:
    assert tokens("l'éducation", "fr-TN") == tokens("éducation", "fr")


@given(st.text(), st.sampled_from(["ar", "en", "fr", ""]))
def test_any_text_has_the_tokens_of_its_normal_form(text: str, language: str) -> None:
    assert tokens(normal_form(text), language) == tokens(text, language)
    assert all(token and " " not in token for token in tokens(text, language))


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى", min_size=1))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem_arabic(word)


def test_every_word_of_the_lexicon_is_its_own_stem() -> None:
    lexicon = read_lexicon()
    stems = {*lexicon.whole.values(), *lexicon.before_endings.values()}
    assert {stem: lexicon.whole[stem] for stem in stems if lexicon.whole[stem] != stem} == {}


def test_a_very_long_word_is_left_as_it_is() -> None:
    assert tokens("ا" * 1_000_000 + " " + "a" * 1_000_000, "en") == ["ا" * 1_000_000, "a" * 1_000_000]


def test_threads_get_the_same_tokens() -> None:
    words = " ".join(f"nationalisations{letter}" for letter in "abcdefghij")
    expected = tokens(words, "fr")
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: tokens(words, "fr"), range(200)))
    assert all(one == expected for one in found)
