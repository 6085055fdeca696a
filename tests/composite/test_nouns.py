"""Counted nouns as running text has them."""

import pytest

from multaqa.composite.nouns import counted_in_words


@pytest.mark.parametrize(
    ("number", "noun", "english", "arabic"),
    [
        (1, "pillars", "one pillar", "ركيزة واحدة"),
        (2, "experts", "two experts", "خبيرين"),
        (3, "pillars", "three pillars", "ثلاث ركائز"),
        (3, "elements", "three elements", "ثلاثة عناصر"),
        (8, "dimensions", "eight dimensions", "ثمانية أبعاد"),
        (11, "indicators", "11 indicators", "11 مؤشراً فرعياً"),
        (100, "countries", "100 countries", "100 دولة"),
    ],
)
def test_small_numbers_are_words_that_agree_with_the_noun(
    number: int, noun: str, english: str, arabic: str
) -> None:
    assert counted_in_words(number, noun, "en") == english
    assert counted_in_words(number, noun, "ar") == arabic
