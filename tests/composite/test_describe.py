"""The method in words."""

import pytest

from multaqa.composite import Framework, load_framework
from multaqa.composite.describe import describe
from multaqa.presets import find_preset, preset_names
from tests.composite.factories import framework


def text_of(topic: str, read: Framework, language: str) -> str:
    return next(paragraph.text for paragraph in describe(read, language) if paragraph.topic == topic)


def preset(name: str) -> Framework:
    path = find_preset(name)
    assert path is not None
    return load_framework(path)


def test_weights_are_told_in_per_cent() -> None:
    assert text_of("structure", preset("gems/2024"), "en") == (
        "The score of “GEMS Maturity Index” is computed from three indicators, weighted as follows: "
        "Availability and sophistication of services (40%), Usage and user satisfaction (40%) and Public outreach (20%)."
    )


def test_equal_weights_are_told_as_equal_in_arabic() -> None:
    assert text_of("structure", preset("egdi/2014"), "ar") == (
        "تُحسب قيمة «مؤشر تطور الحكومة الإلكترونية» من ثلاثة مؤشرات فرعية بأوزان متساوية: مؤشر الخدمات الإلكترونية "
        "ومؤشر البنية التحتية للاتصالات ومؤشر رأس المال البشري."
    )


@pytest.mark.parametrize(
    ("count", "english", "arabic"),
    [
        (2, "two indicators", "مؤشرين فرعيين"),
        (3, "three indicators", "ثلاثة مؤشرات فرعية"),
        (10, "10 indicators", "10 مؤشرات فرعية"),
        (11, "11 indicators", "11 مؤشراً فرعياً"),
        (100, "100 indicators", "100 مؤشر فرعي"),
    ],
)
def test_counted_nouns_agree_with_their_number(count: int, english: str, arabic: str) -> None:
    read = framework(children="[" + ", ".join(f"{{id: i{number}}}" for number in range(count)) + "]")
    assert f"from {english} of equal weight" in text_of("structure", read, "en")
    assert f"من {arabic} بأوزان متساوية" in text_of("structure", read, "ar")


def test_bands_tell_their_boundary_rule() -> None:
    assert text_of("bands", preset("egdi/2014"), "en") == (
        "Scores fall into four bands: Very high (above 0.75), High (above 0.5), Middle (above 0.25) and Low (0.25 or less). "
        "A score that lies exactly on a boundary belongs to the lower band."
    )
    assert text_of("bands", preset("gems/2024"), "ar") == (
        "تتوزع القيم على أربع فئات: متقدم جداً (75 فأكثر) ومتقدم (50 فأكثر) ومتوسط (25 فأكثر) ومبكر (أقل من 25). "
        "القيمة الواقعة على الحد تماماً تُحسب في الفئة الأعلى."
    )


def test_a_rule_of_one_node_is_told_for_that_node() -> None:
    tree = "[{id: first}, {id: pillar, aggregate: geometric, children: [{id: second}, {id: third}]}]"
    told = text_of("aggregate", framework(children=tree), "en")
    assert told.startswith("For The index: values are combined by their weighted arithmetic mean")
    assert "For pillar: values are combined by their weighted geometric mean" in told


def test_every_method_has_its_words() -> None:
    tree = (
        "[{id: a}, {id: b, normalise: minmax, direction: negative}, {id: c, normalise: zscore}, {id: d, normalise: rank},"
        " {id: e, normalise: {kind: goalposts, low: 0, high: 5}}, {id: p, missing: zero, children: [{id: q}]},"
        " {id: r, round: {decimals: 0, at: every_level}, missing: {drop_below: 0.5}, children: [{id: s}]}]"
    )
    read = framework("method: {round: {decimals: 2}}\nbands: [{id: all}]\nunits: cities", children=tree)
    for language in ("en", "ar"):
        told = " ".join(paragraph.text for paragraph in describe(read, language))
        assert "{" not in told
    assert "lower values are better for b" in text_of("normalise", read, "en").casefold()
    assert "at least 50% of the values" in text_of("missing", read, "en")
    assert text_of("round", read, "en").endswith("elsewhere rounding is for publication only.")


@pytest.mark.parametrize("ties", ["min", "max", "dense", "average"])
@pytest.mark.parametrize("on", ["exact", "published", "data_precision"])
def test_every_ranking_rule_has_its_words(on: str, ties: str) -> None:
    read = framework(f"method: {{round: {{decimals: 1}}, rank: {{on: {on}, ties: {ties}}}}}")
    assert text_of("rank", read, "en").count(".") >= 2
    assert text_of("rank", read, "ar").startswith("تُحدَّد المراتب")


def test_what_is_inferred_is_said() -> None:
    assert "the weight of “Public outreach”" in text_of("inferred", preset("gems/2020"), "en")


def test_topics_without_content_are_left_out() -> None:
    topics = [paragraph.topic for paragraph in describe(framework(), "en")]
    assert topics == ["subject", "structure", "normalise", "aggregate", "missing", "round", "rank"]


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_told_in_arabic_without_english_words(name: str) -> None:
    latin = {"GEMS"}
    for paragraph in describe(preset(name), "ar"):
        words = {
            word
            for word in paragraph.text.replace("(", " ").replace(")", " ").split()
            if word.isascii() and word.isalpha()
        }
        assert words <= latin
