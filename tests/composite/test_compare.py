"""What changed from one edition to another."""

from typing import get_args

import pytest

from multaqa.composite import Framework, load_framework
from multaqa.composite.change_words import CHANGE_WORDS, PARAMETER_WORDS
from multaqa.composite.compare import Change, method_changes
from multaqa.composite.methods import (
    Aggregation,
    Denominator,
    Imputation,
    Normalisation,
    Screening,
    Treatment,
    TreatmentStep,
    Weighting,
)
from multaqa.presets import find_preset
from tests.composite.factories import framework

BEFORE = "[{id: a, weight: 1, name: {en: Alpha, ar: ألف}}, {id: b, weight: 1}, {id: p, children: [{id: c}]}]"


def preset(name: str) -> Framework:
    path = find_preset(name)
    assert path is not None
    return load_framework(path)


def test_an_edition_does_not_differ_from_itself() -> None:
    assert method_changes(preset("gems/2024"), preset("gems/2024")) == []


def test_names_are_no_part_of_the_method() -> None:
    assert (
        method_changes(framework(children="[{id: a}]"), framework(children="[{id: a, name: {en: A}}]")) == []
    )


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE.replace("[{id: c}]", "[{id: c}, {id: d}]"), {("node-added", "d"), ("weight", "c")}),
        (
            BEFORE.replace("{id: b, weight: 1}, ", ""),
            {("node-removed", "b"), ("weight", "a"), ("weight", "p")},
        ),
        (
            BEFORE.replace("{id: b, weight: 1}, ", "").replace("{id: c}", "{id: c}, {id: b}"),
            {("node-moved", "b"), ("weight", "a"), ("weight", "p"), ("weight", "b"), ("weight", "c")},
        ),
        (
            BEFORE.replace("weight: 1}", "weight: 1, normalise: minmax, direction: negative}"),
            {("normalise", "b"), ("direction", "b")},
        ),
        (
            BEFORE.replace(
                "id: p,", "id: p, aggregate: geometric, missing: {drop_below: 0.5}, round: {decimals: 1},"
            ),
            {("aggregate", "p"), ("missing", "p"), ("round", "p")},
        ),
    ],
)
def test_each_difference_of_the_tree_is_named(after: str, expected: set[tuple[str, str]]) -> None:
    changes = method_changes(framework(children=BEFORE), framework(children=after))
    assert {(change.code, change.node) for change in changes} == expected
    assert all("{" not in change.message(language) for change in changes for language in ("en", "ar"))


PARTS = "[{id: a, denominator: people}, {id: p, children: [{id: c}, {id: d}]}]"


@pytest.mark.parametrize(
    ("before", "after", "code", "english", "arabic"),
    [
        (
            PARTS,
            PARTS.replace("people", "{column: people, scale: 1000}"),
            "denominator",
            "What “a” is divided by changed from division (by people) to division (by people, times 1000).",
            "تغيّر ما تُقسم عليه قيمة «a» من القسمة (المقسوم عليه: people) إلى القسمة (المقسوم عليه: people، معامل الضرب: 1000).",
        ),
        (
            PARTS,
            PARTS.replace("{id: c}", "{id: c, impute: [latest, {kind: mean, by: sum}]}"),
            "impute",
            "How missing values of “c” are estimated changed from none to the latest value then the mean (alike in sum).",
            "تغيّرت طريقة تقدير القيم الغائبة في «c» من عدم التقدير إلى أحدث قيمة ثم المتوسط (المجموعة بحسب: sum).",
        ),
        (
            PARTS,
            PARTS.replace("{id: c}", "{id: c, treat: {steps: [log], over: panel}}"),
            "treat",
            (
                "How outliers of “c” are treated changed from none to a treatment (steps a logarithm, taken over all times "
                "together)."
            ),
            "تغيّرت طريقة معالجة القيم المتطرفة في «c» من عدم المعالجة إلى معالجة (الخطوات: لوغاريتم، الحساب على: جميع الفترات معاً).",
        ),
        (
            PARTS,
            PARTS.replace("id: p,", "id: p, weights: pca,"),
            "weights",
            (
                "Where the weights of the parts of “p” come from changed from stated weights to principal component "
                "analysis."
            ),
            "تغيّرت طريقة تحديد أوزان عناصر «p» من الأوزان المحددة إلى تحليل المكوّنات الرئيسية.",
        ),
        (
            PARTS.replace("id: p,", "id: p, aggregate: median,"),
            PARTS.replace("id: p,", "id: p, aggregate: {kind: power, exponent: 2},"),
            "aggregate",
            "The aggregation of “p” changed from the median to the power mean (exponent 2).",
            "تغيّرت طريقة تجميع «p» من الوسيط إلى المتوسط المعمَّم (الأس: 2).",
        ),
        (
            PARTS,
            PARTS.replace(
                "id: p,", "id: p, normalise: {kind: goalposts, low: 1, high: 9, log: true, range: [0, 1]},"
            ),
            "normalise",
            "The normalisation of “p” changed from none to goalposts (low 1, high 9, scale 0–1, logarithms yes).",
            (
                "تغيّرت طريقة تطبيع «p» من عدم التطبيع إلى الحدود الثابتة (الحد الأدنى: 1، الحد الأعلى: 9، السلم: 0–1، "
                "اللوغاريتم: نعم)."
            ),
        ),
        (
            PARTS,
            PARTS.replace("id: p,", "id: p, rescale: {kind: zscore, mean: 50, deviation: 10},"),
            "rescale",
            "The scale on which “p” is published changed from none to z-scores (mean 50, deviation 10).",
            "تغيّر سلم نشر «p» من عدم التحجيم إلى الدرجات المعيارية (المتوسط: 50، الانحراف المعياري: 10).",
        ),
    ],
)
def test_each_difference_of_the_method_is_named(
    before: str, after: str, code: str, english: str, arabic: str
) -> None:
    changes = method_changes(framework(children=before), framework(children=after))
    assert [(change.code, change.message("en"), change.message("ar")) for change in changes] == [
        (code, english, arabic)
    ]


@pytest.mark.parametrize(
    ("after", "code", "english"),
    [
        (
            "method: {screen: {data: 0.6, remove: [New Land]}}",
            "screen",
            "The data that a unit needs changed from none to with conditions (share of data 0.6, left out New\u00a0Land).",
        ),
        (
            "method: {rank: {decimals: 2}}",
            "rank",
            (
                "The ranking rule changed from exact scores ties share the better rank to exact scores ties share the "
                "better rank (decimals 2)."
            ),
        ),
        (
            "uncertainty: {weights: relative}",
            "uncertainty",
            "The assumptions of the uncertainty analysis changed.",
        ),
    ],
)
def test_each_difference_of_the_whole_method_is_named(after: str, code: str, english: str) -> None:
    changes = method_changes(framework(), framework(after))
    assert [(change.code, change.message("en")) for change in changes] == [(code, english)]


def test_more_draws_are_no_other_method() -> None:
    few, many = (framework(f"uncertainty: {{draws: {draws}, weights: free}}") for draws in (100, 1000))
    assert method_changes(few, many) == []


def test_every_kind_and_parameter_has_its_short_name() -> None:
    unions = (Aggregation, Imputation, Normalisation, TreatmentStep, Weighting)
    models = [model for union in unions for model in get_args(union)]
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in models}
    assert kinds - CHANGE_WORDS.keys() == set()
    keys = {key for model in (*models, Denominator, Screening, Treatment) for key in model.model_fields}
    assert keys - {"kind"} == PARAMETER_WORDS.keys() - {"decimals"}


def test_rules_of_the_whole_index_are_compared() -> None:
    after = framework(
        "method: {rank: {ties: dense}}\nbands: [{id: all}, {id: none}]".replace(
            "{id: all}", "{id: all, from: 5}"
        )
        + "\nscale: [0, 1]"
    )
    assert [change.code for change in method_changes(framework(), after)] == ["rank", "scale", "bands"]


def test_weights_are_compared_as_shares() -> None:
    doubled = framework(children="[{id: first, weight: 2}, {id: second, weight: 2}]")
    assert method_changes(framework(), doubled) == []
    changed = method_changes(
        framework(children=BEFORE),
        framework(children=BEFORE.replace("{id: a, weight: 1", "{id: a, weight: 2")),
    )
    assert changed[0].message("en") == "The weight of “Alpha” among its siblings changed from 33.33% to 50%."
    assert changed[0].message("ar") == "تغيّر وزن «ألف» بين نظرائه من 33.33% إلى 50%."


def test_a_declared_break_lies_between_the_editions_whichever_comes_first() -> None:
    old, new = preset("egdi/2014"), preset("egdi/2024")
    expected = Change("break", before="2014", after="2024", note=new.breaks[0].note)
    assert method_changes(old, new) == [expected]
    assert method_changes(new, old) == [expected]
    assert expected.message("en").startswith("The components of 2014 and 2024 were not built alike")
    assert expected.message("ar").startswith("لم تُبنَ مكوّنات عامي 2014 و2024")
