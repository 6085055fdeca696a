"""Arabic and Latin text: normal form, digits, numbers, plurals, lists, sort keys. Knows nothing of Django.

Every function takes plain strings and a language code (`ar`, `en`, `fr` …) and returns plain strings,
so each serves on its own in a notebook.
"""

from multaqa.language.digits import to_arabic, to_latin
from multaqa.language.lists import join_list
from multaqa.language.normal import normal_form
from multaqa.language.numbers import Case, Digits, format_number, format_percent, ordinal
from multaqa.language.plurals import counted, plural_category
from multaqa.language.sorting import SortKey, sort_key
from multaqa.language.text import Text, in_language

__all__ = [
    "Case",
    "Digits",
    "SortKey",
    "Text",
    "counted",
    "format_number",
    "format_percent",
    "in_language",
    "join_list",
    "normal_form",
    "ordinal",
    "plural_category",
    "sort_key",
    "to_arabic",
    "to_latin",
]
