"""Arabic and Latin text: normal form, words to search by, digits, numbers, dates, plurals, lists, order. No Django.

Every function takes plain strings, and a language code (`ar`, `en`, `fr` …) where it matters, so each serves on its
own in a notebook. Those that read a cell return None where it holds no such thing, and raise nothing.
"""

from multaqa.language.dates import Order, read_date, read_datetime, read_month, read_time
from multaqa.language.digits import to_arabic, to_latin
from multaqa.language.figures import DecimalSign, Figure, figure_in, plain_signs, read_number, read_percent
from multaqa.language.lists import join_list
from multaqa.language.months import MONTH_NAMES, Tradition
from multaqa.language.normal import normal_form
from multaqa.language.numbers import Case, Digits, format_number, format_percent, ordinal
from multaqa.language.plurals import counted, plural_category
from multaqa.language.sorting import SortKey, sort_key, sort_keys
from multaqa.language.stems import stem_arabic
from multaqa.language.text import Text, in_language
from multaqa.language.tokens import tokens

__all__ = [
    "MONTH_NAMES",
    "Case",
    "DecimalSign",
    "Digits",
    "Figure",
    "Order",
    "SortKey",
    "Text",
    "Tradition",
    "counted",
    "figure_in",
    "format_number",
    "format_percent",
    "in_language",
    "join_list",
    "normal_form",
    "ordinal",
    "plain_signs",
    "plural_category",
    "read_date",
    "read_datetime",
    "read_month",
    "read_number",
    "read_percent",
    "read_time",
    "sort_key",
    "sort_keys",
    "stem_arabic",
    "to_arabic",
    "to_latin",
    "tokens",
]
