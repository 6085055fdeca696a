"""The method in words."""

import re
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest

from multaqa.composite import Framework, load_framework
from multaqa.composite.describe import describe
from multaqa.composite.method_phrases import METHOD_PHRASES
from multaqa.composite.method_words import MethodWords
from multaqa.composite.methods import (
    Aggregation,
    Imputation,
    Normalisation,
    Treatment,
    TreatmentStep,
    Weighting,
    WeightNoise,
    Winsorise,
)
from multaqa.composite.phrases import PHRASES
from multaqa.presets import find_preset, preset_names
from tests.composite.factories import framework

ARABIC, LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")


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


def choices(union: object) -> list[Any]:
    """One of each kind of a union, with the least that it needs."""
    needed = {
        "low": 1.0,
        "high": 9.0,
        "target": 5.0,
        "unit": "A",
        "thresholds": (2.0, 3.0),
        "points": (0.0, 1.0, 2.0),
        "exponent": 2.0,
        "formula": "first + second",
        "judgements": ({"more": "first", "less": "second", "times": 3.0},),
        "allocations": ({"first": 60.0, "second": 40.0},),
        "sets": ({"first": 2.0},),
    }
    models = get_args(union)
    return [
        model(
            kind=get_args(model.model_fields["kind"].annotation)[0],
            **{
                key: needed[key]
                for key, field in model.model_fields.items()
                if key in needed and field.is_required()
            },
        )
        for model in models
    ]


METHODS = [
    *((MethodWords.normalisation, method) for method in choices(Normalisation)),
    *((MethodWords.aggregation, method) for method in choices(Aggregation)),
    *((MethodWords.weighting, method) for method in choices(Weighting)),
    *((MethodWords.imputation, (method,)) for method in choices(Imputation)),
    *((MethodWords.treatment, Treatment(steps=(step,))) for step in choices(TreatmentStep)),
    *((MethodWords.weight_noise, noise) for noise in choices(WeightNoise)),
]


@pytest.mark.parametrize(
    ("sentence", "method"), METHODS, ids=lambda value: getattr(value, "__name__", str(value)[:60])
)
def test_every_kind_of_every_choice_is_told_in_both_languages(
    sentence: Callable[[MethodWords, Any], str], method: object
) -> None:
    english, arabic = (sentence(MethodWords(framework(), language), method) for language in ("en", "ar"))
    assert english.endswith(".")
    assert "{" not in english + arabic
    assert not ARABIC.search(english)
    assert ARABIC.search(arabic)
    assert "formula" in english or not LATIN.search(re.sub(r"first|second|«A»", "", arabic))


def variants() -> Iterator[tuple[Callable[[MethodWords, Any], str], Any]]:
    """Every method with each of the words that one of its parameters may be."""
    for sentence, method in METHODS:
        one = method[0] if isinstance(method, tuple) else method
        one = one.steps[0] if isinstance(one, Treatment) else one
        for key, field in type(one).model_fields.items():
            words = get_args(field.annotation)
            values = [True, False] if field.annotation is bool else [w for w in words if isinstance(w, str)]
            for value in values if key != "kind" else []:
                other = one.model_copy(update={key: value})
                if sentence is MethodWords.treatment:
                    other = Treatment(
                        steps=(other, Winsorise(kind="winsorise")), always=value in (True, "plain")
                    )
                yield sentence, (other,) if isinstance(method, tuple) else other


def test_every_word_that_a_parameter_may_be_is_told() -> None:
    for language in ("en", "ar"):
        words = MethodWords(framework(), language)
        told = [sentence(words, method) for sentence, method in variants()]
        assert len(told) > 50
        assert all(text.endswith(".") and "{" not in text for text in told)


def test_both_languages_of_a_phrase_use_the_same_facts() -> None:
    spoken = {"{units}", "{unit}", "{Unit}", "{unit_alone}", "{the_unit}", "{of_the_unit}"}
    for english, arabic in {**PHRASES, **METHOD_PHRASES}.values():
        assert set(re.findall(r"{\w+}", english)) - spoken == set(re.findall(r"{\w+}", arabic)) - spoken


def test_no_two_kinds_are_told_alike() -> None:
    for language in ("en", "ar"):
        words = MethodWords(framework(), language)
        told = [sentence(words, method) for sentence, method in METHODS]
        assert len(set(told)) == len(told)


@pytest.mark.parametrize(
    ("method", "english", "arabic"),
    [
        (
            "{kind: goalposts, low: 100, high: 75000, log: true, cap: low, range: [0, 1]}",
            (
                "Each indicator is brought by its logarithm onto a scale from 0 to 1, between the fixed goalposts 100 and "
                "75,000; values below the lower one stand at it, and those above the upper one lie beyond the scale."
            ),
            (
                "يُنقل كل مؤشر فرعي بلوغاريتمه إلى سلم من 0 إلى 1 بين حدّين ثابتين هما 100 و75,000، وما قلّ عن الأدنى يُحسب "
                "عنده، وما زاد على الأعلى يقع خارج السلم."
            ),
        ),
        (
            "{kind: minmax, low: 0, over: panel}",
            (
                "Each indicator is brought linearly onto a scale from 0 to 100, between 0 and the highest value of all years "
                "together (min–max)."
            ),
            (
                "يُنقل كل مؤشر فرعي خطياً إلى سلم من 0 إلى 100 بين 0 وأعلى قيمة في جميع السنوات معاً (الحد الأدنى–الحد "
                "الأقصى)."
            ),
        ),
        (
            "{kind: zscore, to: [100, 10], over: {edition: 2020}}",
            (
                "Each indicator is expressed as its distance from the mean of 2020 in standard deviations (z-score). The "
                "result is brought to a mean of 100 and a deviation of 10."
            ),
            (
                "يُعبَّر عن كل مؤشر فرعي ببُعده عن المتوسط في دورة 2020 مقيساً بالانحراف المعياري (الدرجة المعيارية). ويُنقل "
                "الناتج إلى متوسط 100 وانحراف معياري 10."
            ),
        ),
        (
            "{kind: categorical, thresholds: [5, 8], points: [0, 1, 2]}",
            "Each indicator is replaced by points, according to class: 0 below 5, 1 from 5 and 2 from 8.",
            "يُستعاض عن كل مؤشر فرعي بنقاط بحسب الفئة: 0 لما دون 5 و 1 ابتداءً من 5 و 2 ابتداءً من 8.",
        ),
    ],
)
def test_parameters_of_a_normalisation_are_told(method: str, english: str, arabic: str) -> None:
    read = framework(f"method: {{normalise: {method}}}")
    assert (text_of("normalise", read, "en"), text_of("normalise", read, "ar")) == (english, arabic)


def test_a_chain_of_estimates_is_told_in_its_order() -> None:
    read = framework("method: {impute: [{kind: latest, longest: 2}, {kind: mean, by: region}]}")
    assert text_of("impute", read, "en") == (
        "A missing value is replaced by the country’s latest earlier value, not older than two years; failing that, by "
        "the mean of the countries that are alike in “region”."
    )
    assert text_of("impute", read, "ar") == (
        "يُستعاض عن القيمة الغائبة بما يأتي: أحدث قيمة سابقة للدولة، على ألا تكون أقدم من سنتين؛ فإن تعذّر ذلك: متوسط "
        "القيم المتوافرة لسائر الدول المنتمية إلى المجموعة نفسها بحسب «region»."
    )


def test_what_is_required_of_data_is_told() -> None:
    read = framework("method: {screen: {data: 0.65, remove: [B]}}")
    assert text_of("screen", read, "en") == (
        "A country is left out where less than 65% of the indicators that apply to it have a value. Left out by "
        "decision: B."
    )


def test_a_denominator_is_told_for_its_indicator() -> None:
    read = framework(children="[{id: first, denominator: {column: people, scale: 1000}}, {id: second}]")
    assert text_of("denominate", read, "en") == "For first: values are expressed per 1,000 of “people”."
    assert text_of("denominate", read, "ar") == "first: تُحسب القيم لكل 1,000 من «people»."


def test_weights_from_data_take_the_place_of_shares() -> None:
    read = framework(root="weights: {kind: ahp, judgements: [{more: first, less: second, times: 3}]}")
    assert text_of("structure", read, "en") == (
        "The score of “The index” is computed from two indicators: first and second."
    )
    assert text_of("weights", read, "ar") == (
        "تُستخرج الأوزان من المقارنات الثنائية بعملية التحليل الهرمي، على ألا تتجاوز نسبة الاتساق 0.1: "
        "«first» مقابل «second» بنسبة 3 إلى 1."
    )


def test_a_score_on_another_scale_is_told() -> None:
    read = framework(root="rescale: {kind: scaled, low: 0, high: 100, range: [1, 7]}")
    assert text_of("rescale", read, "en") == (
        "For publication only, The index is shown on another scale: the score is brought linearly from the range 0 to "
        "100 onto a scale from 1 to 7, without a cap."
    )


def test_assumptions_are_told() -> None:
    read = framework(
        "uncertainty: {draws: 500, weights: {kind: relative, share: 0.1}, aggregate: [arithmetic, minimum], "
        "treat: [none, default], impute: [none, nearest], missing: [zero, renormalise], normalise: [minmax, rank], "
        "weighting: [equal, pca], imputation: true, data: {share: 0.05}}"
    )
    told = text_of("uncertainty", read, "en")
    assert told.startswith(
        "How far scores and ranks depend on the choices made is told from 500 draws (Monte Carlo). Weights vary by up "
        "to 10% either way. Each value carries a normal error of measurement"
    )
    assert "The weighting is one of these: (1) all parts weigh the same; (2) weights come from" in told
    assert text_of("uncertainty", read, "ar").startswith(
        "يُقاس مدى تأثر القيم والمراتب بالخيارات المعتمدة من خلال 500 عملية سحب"
    )


def test_a_rank_on_rounded_scores_is_told() -> None:
    read = framework("method: {rank: {decimals: 2}}")
    assert text_of("rank", read, "en").startswith("Ranks are taken on scores rounded to two decimals")


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
