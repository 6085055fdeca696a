"""Form fields that every room uses: a text in several languages, a day, a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from multaqa.core.fields import MultilingualText

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
"""The languages in which a form asks for a text."""


class MultilingualWidget(forms.MultiWidget):
    """One labelled input a language, each in its own direction. In a request they are ``name_en``, ``name_ar``."""

    template_name = "core/multilingual.html"
    use_fieldset = True

    def __init__(self, languages: Sequence[str], *, multiline: bool, attrs: dict[str, Any] | None = None):
        self.languages = tuple(languages)
        kind, size = (forms.Textarea, {"rows": 3}) if multiline else (forms.TextInput, {})
        super().__init__(
            {code: kind(attrs={"lang": code, "dir": _direction(code), **size}) for code in languages}, attrs
        )

    def decompress(self, value: Any) -> list[str]:
        texts = value if isinstance(value, Mapping) else {}
        return [texts.get(code, "") for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for code, part in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            part["language"] = get_language_info(code)["name_translated"]
        return context


class MultilingualFormField(forms.MultiValueField):
    """A text in several languages; cleaned, it is a ``MultilingualText`` without empty texts.

    Where the field is required, ``required_in`` says whether one language is enough (``any``) or each is needed
    (``all``). Errors: ``required`` where nothing was entered, ``incomplete`` for each language that is missing,
    ``max_length`` where a text is longer than ``max_length`` characters.
    """

    widget: MultilingualWidget

    def __init__(
        self,
        *,
        languages: Sequence[str] = LANGUAGES,
        multiline: bool = False,
        required_in: Literal["any", "all"] = "any",
        max_length: int = 4000,
        required: bool = True,
        error_messages: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.languages = tuple(languages)
        self.required_in = required_in
        messages = {
            "required": _("Enter this in at least one language."),
            "incomplete": _("The text in this language is missing: %(language)s."),
        }
        super().__init__(
            [forms.CharField(max_length=max_length, required=False) for _code in languages],
            widget=MultilingualWidget(languages, multiline=multiline),
            require_all_fields=False,
            required=required,
            error_messages=messages | dict(error_messages or {}),
            **kwargs,
        )

    def compress(self, data_list: Sequence[str]) -> MultilingualText:
        return MultilingualText(
            {code: text for code, text in zip(self.languages, data_list, strict=False) if text}
        )

    def clean(self, value: Any) -> MultilingualText:
        texts: MultilingualText = super().clean(value)
        if (
            self.required and not texts
        ):  # blanks alone are no text, which is known only once they are stripped
            raise ValidationError(self.error_messages["required"], code="required")
        missing = [code for code in self.languages if code not in texts]
        if self.required and self.required_in == "all" and missing:
            raise ValidationError([self._missing(code) for code in missing])
        return texts

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.widget.decompress(initial)
        return bool(before != [(text or "").strip() for text in data or [""] * len(before)])

    def _missing(self, code: str) -> ValidationError:
        language = get_language_info(code)["name_translated"]
        return ValidationError(
            self.error_messages["incomplete"], code="incomplete", params={"language": language}
        )


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, chosen from a calendar where the browser has one."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def moment_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    """A day and a time of the clock, read and shown in the time zone that is in force."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, required=required, help_text=help_text, widget=widget)


def _direction(code: str) -> str:
    return "rtl" if get_language_info(code)["bidi"] else "ltr"
