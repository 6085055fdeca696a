"""The tool that keeps the Arabic catalogue."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import messages

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext
title = _("Hello %(name)s")
def places(n): return ngettext("%(n)d place", "%(n)d places", n)
"""
TEMPLATE = """
<div>
    <p>it's an aside</p>{% translate "Sign in" %}
  {% translate "Open" context "session" %} {{ _("Closed") }}
  {% blocktranslate trimmed count n=n %}
      One country
  {% plural %}
      {{ n }} countries
  {% endblocktranslate %}
</div>
"""
COUNTRIES = ("لا دول", "دولة واحدة", "دولتان", "%(n)s دول", "%(n)s دولة", "%(n)s دولة")


@pytest.fixture
def found(tmp_path: Path) -> Catalog:
    """The messages of a small room: one Python file, one template."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "room.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "templates/page.html").write_text(TEMPLATE, encoding="utf-8")
    return messages.messages_in(tmp_path)


def translated(found: Catalog, translations: dict) -> Catalog:
    catalogue = messages.updated(messages.empty(), found)
    for english, arabic in translations.items():
        catalogue[english].string = arabic
    return catalogue


def problems(found: Catalog, translations: dict, about: str) -> list[str]:
    return [line for line in messages.problems_of(translated(found, translations), found) if about in line]


def test_messages_are_found_in_python_and_in_templates(found: Catalog) -> None:
    assert {(message.id, message.context) for message in messages.entries(found)} == {
        ("Hello %(name)s", None),
        (("%(n)d place", "%(n)d places"), None),
        ("Sign in", None),
        ("Open", "session"),
        ("Closed", None),
        (("One country", "%(n)s countries"), None),
    }


def test_a_second_extraction_changes_nothing_and_keeps_the_translations(
    found: Catalog, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.po", tmp_path / "second.po"
    messages.save(translated(found, {"Sign in": "تسجيل الدخول", "One country": COUNTRIES}), first)
    messages.save(messages.updated(messages.load(first), found), second)
    assert first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8")
    assert "تسجيل الدخول" in second.read_text(encoding="utf-8")


def test_the_compiled_catalogue_counts_in_six_forms(found: Catalog, tmp_path: Path) -> None:
    file = tmp_path / "django.po"
    messages.save(translated(found, {"One country": COUNTRIES}), file)
    messages.compile_catalogue(file)
    with file.with_suffix(".mo").open("rb") as stream:
        arabic = GNUTranslations(stream)
    counted = [arabic.ngettext("One country", "%(n)s countries", n) for n in (0, 1, 2, 3, 11, 100)]
    assert counted == list(COUNTRIES)


def test_a_sentence_without_arabic_is_named(found: Catalog) -> None:
    assert problems(found, {}, "Sign in") == ["without Arabic: 'Sign in'"]


def test_a_stale_sentence_is_named(found: Catalog) -> None:
    catalogue = messages.updated(messages.empty(), found)
    catalogue.add("Farewell", "وداعًا")
    stale = [line for line in messages.problems_of(catalogue, found) if "Farewell" in line]
    assert stale == ["stale, no longer in the code, run `make catalogue`: 'Farewell'"]


def test_a_placeholder_that_differs_is_named(found: Catalog) -> None:
    assert problems(found, {"Hello %(name)s": "مرحبًا %(nmae)s"}, "Hello") == [
        "placeholders differ, %(name)s in English, %(nmae)s in Arabic: 'Hello %(name)s'"
    ]


def test_a_missing_plural_form_is_named(found: Catalog) -> None:
    assert problems(found, {"One country": (*COUNTRIES[:3], "", *COUNTRIES[4:])}, "One country") == [
        "plural forms missing, few: 'One country'"
    ]


def test_the_forms_for_none_one_and_two_may_leave_the_number_out(found: Catalog) -> None:
    assert problems(found, {"One country": COUNTRIES}, "One country") == []


def test_translations_of_another_catalogue_fill_the_gaps_and_replace_nothing(found: Catalog) -> None:
    ours = translated(found, {"Sign in": "تسجيل الدخول"})
    messages.take_translations(ours, translated(found, {"Sign in": "ادخل", "Closed": "مغلقة"}))
    assert (ours["Sign in"].string, ours["Closed"].string) == ("تسجيل الدخول", "مغلقة")
