"""Every finding and label is said in both languages, with its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest

from multaqa.composite.audit.findings import CODES, Finding, finding
from multaqa.composite.audit.statistical import Limits
from multaqa.composite.nouns import NOUNS
from multaqa.composite.report.words import FINDINGS, INPUTS, LABELS, Pair
from multaqa.composite.report.writing import SEVERITIES, Writer, group_findings
from multaqa.composite.uncertainty.draws import _ORDER as INPUT_NAMES
from tests.composite.report import indices

PLACEHOLDER = re.compile(r"{(\w+)}")

EXAMPLES: dict[str, Finding] = {
    each.code: each
    for each in (
        finding("indicator-low-availability", ("a",), share=0.4, least=0.65),
        finding("indicator-many-zeros", ("a",), share=0.7),
        finding("indicator-constant", ("a",)),
        finding("indicator-outliers", ("a",), skewness=3.2, kurtosis=12.0),
        finding("indicator-treated", ("a",), points=3),
        finding("indicator-transformed", ("a",)),
        finding("unit-low-availability", units=("A", "B"), least=0.65),
        finding("imputed-share", count=65, share=0.026),
        finding("pillar-alpha-low", ("first",), alpha=0.31, limit=0.7),
        finding("pillar-several-dimensions", ("first",), count=2, share=0.5),
        finding("pillar-single-dimension", ("first",), count=1, share=0.8),
        finding("pair-redundant", ("a", "b", "first"), coefficient=0.95),
        finding("pair-contrary", ("a", "c", "first"), coefficient=-0.6),
        finding("indicator-silent", ("a",), coefficient=0.05, limit=0.3),
        finding("indicator-against-index", ("a",), coefficient=-0.5),
        finding("indicator-against-pillar", ("a", "first"), coefficient=-0.5),
        finding("indicator-fits-elsewhere", ("a", "first", "second"), own=0.1, other=0.6),
        finding("weight-not-effective", ("a", "first"), weight=0.33, importance=0.05),
        finding("element-decisive", ("a",), ("B",), shift=5.25, largest=24),
        finding("element-idle", ("a",)),
        finding("ranks-robust", width=2, widest=5, count=50),
        finding("ranks-uncertain", width=9, widest=24, count=50),
        finding("unit-rank-uncertain", units=("A",), width=12),
        finding("input-dominant", ("weights",), total=0.8),
    )
}


def pairs() -> Iterator[tuple[str, Pair]]:
    for code, words in FINDINGS.items():
        for name in ("one", "many", "item", "meaning"):
            yield f"{code}:{name}", getattr(words, name)
    yield from LABELS.items()
    yield from INPUTS.items()


def test_every_code_has_words_and_an_example() -> None:
    assert list(FINDINGS) == list(CODES) == list(EXAMPLES)


def test_both_languages_name_the_same_numbers() -> None:
    differing = [
        key
        for key, (english, arabic) in pairs()
        if set(PLACEHOLDER.findall(english)) != set(PLACEHOLDER.findall(arabic)) and key != "index:intro"
    ]
    assert differing == []


def test_arabic_is_arabic() -> None:
    bare = [
        key for key, (_, arabic) in pairs() if not re.search("[\u0620-\u064a]", PLACEHOLDER.sub("", arabic))
    ]
    # Figures and names alone need no words.
    assert [key for key in bare if not key.endswith(":item")] == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("code", CODES)
def test_a_finding_alone_and_among_others_is_a_sentence_with_its_figures(code: str, language: str) -> None:
    writer = Writer(indices.framework(), language, isolate=False)
    alone, several = (writer.group(code, [EXAMPLES[code]] * count) for count in (1, 3))
    assert "{" not in alone.sentence + several.sentence + " ".join(several.items)
    assert alone.sentence.endswith(".")
    assert several.sentence.endswith((":", "："))
    assert (len(alone.items), len(several.items)) == (0, 3)
    assert "–" not in alone.sentence.replace(" – ", "")


def test_a_sentence_in_full() -> None:
    writers = [Writer(indices.framework(), language, isolate=False) for language in ("en", "ar")]
    decisive = [
        writer.group("element-decisive", [EXAMPLES["element-decisive"]]).sentence for writer in writers
    ]
    assert decisive == [
        "Without “a” units move by 5.3 places on average; B moves farthest, by 24 places.",
        "من دون العنصر «a» تتغيّر المراتب بمتوسط 5.3 مرتبة، وأكبر تغيّر لدى B بمقدار 24 مرتبة.",
    ]


@pytest.mark.parametrize(
    ("count", "phrase"),
    [
        (2, "في مؤشرين فرعيين:"),
        (3, "في 3 مؤشرات فرعية:"),
        (11, "في 11 مؤشراً فرعياً:"),
        (100, "في 100 مؤشر فرعي:"),
    ],
)
def test_arabic_counts_in_six_forms(count: int, phrase: str) -> None:
    writer = Writer(indices.framework(), "ar", isolate=False)
    found = writer.group("indicator-constant", [EXAMPLES["indicator-constant"]] * count)
    assert found.sentence == f"تتساوى جميع القيم {phrase}"


def test_arabic_nouns_have_every_form_of_the_language() -> None:
    forms = {"one", "two", "few", "many", "other"}
    assert [noun for noun, (_, arabic) in NOUNS.items() if set(arabic) != forms] == []


def test_everything_that_varies_and_every_limit_has_a_name() -> None:
    assert set(INPUTS) == set(INPUT_NAMES)
    assert {f"limit:{each.name}" for each in fields(Limits)} == {
        key for key in LABELS if key.startswith("limit:")
    }


def test_the_most_serious_findings_come_first() -> None:
    audit = indices.audited()
    groups = group_findings(audit, Writer(audit.result.framework, "en"))
    order = [SEVERITIES.index(group.severity) for group in groups]
    assert order == sorted(order)
    assert {group.code for group in groups} == {each.code for each in audit.findings}


def test_names_cannot_turn_the_line_or_hide() -> None:
    writer = Writer(indices.framework(), "ar")
    assert writer.shown("\u202eabc\u200f\x07 می\u200cخواهم") == "\u2068abc\ufffd می\u200cخواهم\u2069"
    assert len(writer.shown("x" * 5000)) < 130
    assert Writer(indices.framework(), "en", isolate=False).shown("Oman") == "Oman"
