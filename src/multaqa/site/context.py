"""What every page knows: the doors in the header, its own address in the other languages, which assets are there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from multaqa.core.printing import page_language

LANGUAGE_NAMES = {"en": "English", "ar": "العربية", "fr": "Français"}


@dataclass(frozen=True)
class Door:
    """One of the doors in the header: a room that readers enter."""

    label: Promise
    view: str
    section: str


DOORS = (
    Door(_("Progress"), "indices:index-list", "progress"),
    Door(_("Countries"), "country-list", "countries"),
    Door(_("Compare"), "compare", "compare"),
    Door(_("Data"), "data-and-api", "data"),
    Door(_("Meetings"), "meetings:meeting-list", "meetings"),
)


@cache
def has_asset(path: str) -> bool:
    """Whether a built browser asset (fonts, charts) is there; pages work without."""
    return finders.find(path) is not None


def site(request: HttpRequest) -> dict[str, Any]:
    language = page_language()
    here = request.get_full_path()
    match = request.resolver_match
    return {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "doors": [(door.label, reverse(door.view), door.section == _section(match)) for door in DOORS],
        "alternates": [
            (code, LANGUAGE_NAMES[code], request.build_absolute_uri(translate_url(here, code)))
            for code, _name in settings.LANGUAGES
        ],
        "switches": [
            (code, LANGUAGE_NAMES[code], translate_url(here, code))
            for code, _name in settings.LANGUAGES
            if code != language
        ],
        "page_structured": {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "inLanguage": language,
            "url": request.build_absolute_uri(request.path),
        },
        "site_card": request.build_absolute_uri(reverse("card")),
        "canonical": request.build_absolute_uri(request.path),
        "has_fonts": has_asset("vendor/fonts.css"),
        "has_charts": has_asset("vendor/charts.js"),
        "has_htmx": has_asset("vendor/htmx.min.js"),
    }


def _section(match: Any) -> str:
    """The door that leads to a page, by the room its address belongs to."""
    if match is None:
        return ""
    if match.app_name == "indices":
        return "progress"
    if match.app_name in ("meetings", "commitments"):
        return "meetings"
    return {
        "country-list": "countries",
        "country": "countries",
        "compare": "compare",
        "data-and-api": "data",
        "brief": "meetings",
    }.get(match.view_name, "")
