"""The field for a text in several languages: what it takes, what it refuses, how it is drawn."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override

from multaqa.core.fields import MultilingualText
from multaqa.core.forms import MultilingualFormField


class Form(forms.Form):
    name = MultilingualFormField(label="Name", max_length=10)
    text = MultilingualFormField(label="Text", multiline=True, required_in="all", help_text="Say it twice.")
    note = MultilingualFormField(label="Note", required=False)


GOOD = {"name_en": " Oman ", "text_en": "One", "text_ar": "واحد"}


def refused(**changes: str) -> dict[str, list[str]]:
    form = Form({**GOOD, **changes})
    return {name: [one.code for one in found] for name, found in form.errors.as_data().items()}


def test_texts_come_without_blanks_around_them_and_without_empty_ones():
    form = Form(GOOD)
    assert form.is_valid()
    assert form.cleaned_data == {"name": {"en": "Oman"}, "text": {"en": "One", "ar": "واحد"}, "note": {}}
    assert all(isinstance(value, MultilingualText) for value in form.cleaned_data.values())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name_en": ""}, {"name": ["required"]}),
        ({"name_en": " ", "name_ar": "\t"}, {"name": ["required"]}),
        ({"name_en": "", "name_ar": "عُمان"}, {}),
        ({"text_ar": " "}, {"text": ["incomplete"]}),
        ({"text_ar": "", "text_en": ""}, {"text": ["required"]}),
        ({"name_en": "x" * 11}, {"name": ["max_length"]}),
        ({"note_ar": "a\0b"}, {"note": ["null_characters_not_allowed"]}),
    ],
)
def test_what_is_missing_or_too_long_is_refused_with_its_code(changes, expected):
    assert refused(**changes) == expected


def test_the_language_that_is_missing_is_named():
    assert Form({**GOOD, "text_ar": ""}).errors["text"] == ["The text in this language is missing: Arabic."]


@pytest.mark.parametrize(("language", "label"), [("en", "Arabic"), ("ar", "العربية")])
def test_each_language_has_a_labelled_input_in_its_own_direction(language, label):
    with override(language):
        drawn = str(Form(initial={"name": {"en": "Oman", "ar": "عُمان"}}))
    assert '<input type="text" name="name_en" value="Oman" lang="en" dir="ltr"' in drawn
    assert 'name="name_ar" value="عُمان" lang="ar" dir="rtl"' in drawn
    assert f'<label for="id_name_1">{label}</label>' in drawn
    assert '<textarea name="text_ar"' in drawn
    assert "<legend>Text</legend>" in drawn


def test_errors_and_help_are_tied_to_the_group_of_inputs():
    drawn = str(Form({"name_en": "Oman"}))
    assert '<fieldset aria-describedby="id_text_helptext id_text_error"><legend>Text</legend>' in drawn
    assert 'aria-invalid="true"' in drawn


def test_a_form_knows_which_texts_were_changed():
    initial = {"name": {"en": "Oman"}, "text": {"en": "One", "ar": "واحد"}, "note": {}}
    assert Form(GOOD, initial=initial).changed_data == []
    assert Form({**GOOD, "note_ar": "نعم"}, initial=initial).changed_data == ["note"]
