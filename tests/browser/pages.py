"""The pages that are looked at in a browser, in every language and width."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from functools import cache
from typing import Any

LANGUAGES = ("en", "ar")
WIDTHS = {1440: 900, 768: 1024, 390: 844}
"""Widths and heights of the window, in CSS pixels: a desk, a tablet, a phone."""


@dataclass(frozen=True)
class Page:
    """One page: a name for its pictures, its address after the language, and the status it answers with.

    Names in braces stand for the keys of the demonstration's meetings, which are drawn at random (`keys`).
    """

    name: str
    path: str
    status: int = 200

    def address(self, site: str, language: str) -> str:
        """The page's whole address on a site that serves the demonstration."""
        return f"{site}/{language}{self.path.format_map(keys(site)) if '{' in self.path else self.path}"


@cache
def keys(site: str) -> dict[str, str]:
    """The keys of the demonstration, as the API gives them: its meetings, a decision, a commitment."""

    def items(path: str) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{site}/api/v1/{path}", timeout=30) as answer:
            found: list[dict[str, Any]] = json.load(answer)["items"]
            return found

    by_number = {meeting["number"]: meeting["key"] for meeting in items("meetings")}
    ninth, tenth = by_number[9], by_number[10]
    return {
        "ninth": ninth,
        "tenth": tenth,
        "directors": by_number[None],
        "decision": items(f"meetings/{ninth}/decisions")[0]["key"],
        "commitment": items("commitments")[0]["key"],
    }


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
    Page("meetings", "/meetings/"),
    Page("meeting", "/meetings/{ninth}/"),
    Page("follow-up", "/meetings/{tenth}/"),
    Page("closed-meeting", "/meetings/{directors}/"),
    Page("agenda-version", "/meetings/{ninth}/versions/1/"),
    Page("brief", "/meetings/{tenth}/brief/"),
    Page("decision", "/meetings/decisions/{decision}/"),
    Page("commitments", "/commitments/"),
    Page("commitment", "/commitments/{commitment}/"),
    Page("timeline", "/commitments/timeline/{ninth}/"),
    Page("not-found", "/no-such-page/", status=404),
)
