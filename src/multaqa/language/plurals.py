"""Plural forms, after CLDR: Arabic has six, English two."""

from collections.abc import Mapping

from babel import Locale

from multaqa.language.numbers import Digits, format_number


def plural_category(number: float, language: str) -> str:
    """Return CLDR's plural category of `number`: zero, one, two, few, many or other."""
    return Locale.parse(language, sep="-").plural_form(number)


def counted(number: int, forms: Mapping[str, str], language: str, digits: Digits = "latn") -> str:
    """Return the counted noun, for example `3 دول` or `one country`.

    `forms` maps a plural category to its phrase, in which `{n}` stands for the number (a phrase may leave
    it out: `دولة واحدة`, `دولتان`). A category that is not given is served by `other`, which must be there;
    KeyError otherwise.
    """
    category = plural_category(number, language)
    phrase = forms[category] if category in forms else forms["other"]
    return phrase.replace("{n}", format_number(number, 0, language, digits))
