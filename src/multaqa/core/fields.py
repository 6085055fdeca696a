"""Texts in several languages, stored in one JSON column: languages are data, never migrations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from multaqa.core.printing import page_language
from multaqa.language.text import in_language


class MultilingualText(dict[str, str]):
    """Language code → text. Printed, it speaks the language of the page, else English, else Arabic."""

    def __str__(self) -> str:
        return in_language(self, page_language())

    def __bool__(self) -> bool:
        return any(self.values())


class MultilingualField(models.JSONField):
    """A JSON object of language → text: ``{"en": "Oman", "ar": "عُمان"}``; empty texts are not stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", MultilingualText)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> MultilingualText:
        return MultilingualText(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return MultilingualText(value) if isinstance(value, Mapping) else value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            value = {language: text for language, text in value.items() if text}
        return super().get_prep_value(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, Mapping) or not all(
            isinstance(part, str) for pair in value.items() for part in pair
        ):
            raise ValidationError(
                _("A text in several languages is a mapping of language code to text."), code="multilingual"
            )
