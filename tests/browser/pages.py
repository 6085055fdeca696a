"""The pages that are looked at in a browser, in every language and width."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "ar")
WIDTHS = {1440: 900, 768: 1024, 390: 844}
"""Widths and heights of the window, in CSS pixels: a desk, a tablet, a phone."""


@dataclass(frozen=True)
class Page:
    """One page: a name for its pictures, its address after the language, and the status it answers with."""

    name: str
    path: str
    status: int = 200


PAGES = (
    Page("home", "/"),
    Page("indices", "/indices/"),
    Page("edition", "/indices/egdi/2024/"),
    Page("method", "/indices/egdi/2024/method/"),
    Page("audit", "/indices/egdi/2024/audit/"),
    Page("explanation", "/indices/egdi/2024/ARE/"),
    Page("what-if", "/indices/egdi/2024/what-if/"),
    Page("countries", "/countries/"),
    Page("country", "/countries/OMN/"),
    Page("compare", "/compare/?edition=egdi/2024&country=ARE&country=OMN&country=JOR"),
    Page("group", "/groups/open-government/"),
    Page("data-and-api", "/data/"),
    Page("about", "/about/"),
    Page("accessibility", "/accessibility/"),
    Page("sign-in", "/accounts/login/"),
    Page("not-found", "/no-such-page/", status=404),
)
