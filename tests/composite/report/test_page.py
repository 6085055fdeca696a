"""The report is one well-formed file that loads nothing, whatever the names in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from multaqa.composite import score
from multaqa.composite.audit import Audit, audit
from multaqa.composite.columns import column_table
from multaqa.composite.report.page import audit_page, render_audit, render_page
from tests.composite import asem, factories
from tests.composite.report import indices

VOID = {"meta", "link", "br", "img", "input", "hr"}
LOADS = {"src", "srcset", "xlink:href", "data", "action", "poster", "background"}


class Reading(HTMLParser):
    """Reads a page strictly: every element closed in its place, every attribute seen."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.feed(page.decode("utf-8"))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, text: str) -> None:
        self.text.append(text)

    def values(self, attribute: str) -> list[str]:
        return [value for _, name, value in self.attributes if name == attribute]


def reports() -> list[tuple[Audit, str]]:
    tiny = audit(score(factories.framework(), factories.DATA))
    return [
        (found, language)
        for found in (indices.audited(), indices.audited(""), indices.hostile(), tiny)
        for language in ("en", "ar")
    ]


@pytest.fixture(scope="module")
def pages() -> list[tuple[str, bytes, Reading]]:
    written = [(language, render_audit(found, language)) for found, language in reports()]
    return [(language, page, Reading(page)) for language, page in written]


def test_a_report_loads_nothing_and_runs_nothing(pages: list[tuple[str, bytes, Reading]]) -> None:
    for _, page, reading in pages:
        assert {"script", "link", "img", "iframe", "object", "embed", "base", "form"}.isdisjoint(reading.tags)
        assert [item for item in reading.attributes if item[1] in LOADS or item[1].startswith("on")] == []
        assert all(value.startswith("#") for value in reading.values("href"))
        style = re.search(rb"<style>(.*?)</style>", page, re.DOTALL)
        assert style is not None
        assert b"url(" not in style[1]
        assert b"@import" not in style[1]
        assert [value for value in reading.values("style") if "url(" in value] == []


def test_every_id_is_one_and_every_reference_leads_to_one(pages: list[tuple[str, bytes, Reading]]) -> None:
    for _, _, reading in pages:
        ids = reading.values("id")
        assert len(ids) == len(set(ids))
        wanted = {name for value in reading.values("aria-labelledby") for name in value.split()}
        wanted |= {value.removeprefix("#") for value in reading.values("href")}
        assert wanted <= set(ids)


def test_language_and_direction_are_stated(pages: list[tuple[str, bytes, Reading]]) -> None:
    for language, _, reading in pages:
        assert reading.values("lang") == [language]
        assert reading.values("dir") == ["rtl" if language == "ar" else "ltr"]


def test_charts_have_names_and_tables_captions_and_headings_do_not_skip(
    pages: list[tuple[str, bytes, Reading]],
) -> None:
    for _, page, reading in pages:
        assert reading.tags.count("svg") == len(re.findall(rb"<svg[^>]* role=\"img\"", page)) > 0
        assert reading.tags.count("svg") == reading.tags.count("desc")
        assert reading.tags.count("table") == reading.tags.count("caption") > 0
        levels = [int(tag[1]) for tag in reading.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_hostile_names_are_text(pages: list[tuple[str, bytes, Reading]]) -> None:
    page = render_audit(indices.hostile(), "ar").decode("utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    text = "".join(Reading(page.encode()).text)
    assert indices.HOSTILE[0] in text
    assert indices.HOSTILE[1] in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_second_run_gives_the_same_bytes(language: str) -> None:
    again = audit(indices.result(), base=64)
    assert render_audit(again, language) == render_audit(indices.audited(), language)


def test_the_default_assumption_is_said_in_words() -> None:
    text = render_audit(indices.audited(""), "en").decode("utf-8")
    assert "every weight was varied by up to 25% more or less" in text
    assert "it explains all of the uncertainty" in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_units_that_the_data_know_by_a_code_have_their_names(language: str) -> None:
    names = {unit: f"Land of {unit}" for unit in indices.UNITS}
    page = render_page(audit_page(indices.audited(), language, unit_names=names)).decode("utf-8")
    cells = re.findall(r'<th scope="row">\u2068(.*?)\u2069</th>', page)
    assert set(names.values()) <= set(cells)
    assert set(names).isdisjoint(cells)
    assert page.count(">\u2068Land of A\u2069</text>") == 1


def test_arabic_figures_are_written_in_the_digits_asked_for() -> None:
    texts = {
        digits: render_page(audit_page(indices.audited(), "ar", digits=digits)).decode("utf-8")
        for digits in ("latn", "arab")
    }
    assert [("16</dd>" in text, "١٦</dd>" in text) for text in texts.values()] == [
        (True, False),
        (False, True),
    ]


def test_a_long_name_is_cut_in_a_chart_and_whole_in_its_table() -> None:
    names = tuple(f"The share of households that have number {n} of the things asked for" for n in range(7))
    page = render_audit(audit(score(indices.framework(names=names), indices.data()), base=64), "en")
    text = page.decode("utf-8")
    assert ">\u2068The share of households that have num…\u2069</text>" in text
    assert ">\u2068The share of households that have num…\u2069 (2)</text>" in text
    assert all(f'<th scope="row">\u2068{name}\u2069</th>' in text for name in names[:3])


def test_two_elements_of_one_name_stay_two() -> None:
    document = indices.framework(names=("Twin",) * 7)
    page = render_audit(audit(score(document, indices.data()), base=64), "en").decode("utf-8")
    assert "Twin\u2069 (2)" in page


@asem.here
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_report_of_asem_is_whole(language: str) -> None:
    found = audit(score(asem.framework(), column_table(asem.data())))
    page = render_audit(found, language)
    text = "".join(Reading(page).text)
    assert all(unit in text for unit in found.result.units)
    assert all(name in text for name in found.result.observed.indicators)
    assert found.result.framework.digest in text
