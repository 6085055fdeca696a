"""A text in several languages: a mapping from language code to string."""

from collections.abc import Mapping

Text = dict[str, str]
"""Language code → the text in that language, for example `{"en": "Progress", "ar": "التقدم"}`."""

FALLBACKS = ("en", "ar")
"""The languages tried, in this order, when the wanted one is missing."""


def in_language(text: Mapping[str, str], language: str) -> str:
    """Return the text in `language`; failing that in English, in Arabic, or in whichever language there is.

    A regional code (`ar-AE`) is served by its language (`ar`). A blank string counts as missing.
    Returns the empty string when the mapping holds nothing.
    """
    wanted = (language, language.partition("-")[0], *FALLBACKS)
    in_order = [text.get(code, "") for code in wanted] + list(text.values())
    return next((candidate for candidate in in_order if candidate.strip()), "")
