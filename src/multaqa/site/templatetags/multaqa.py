"""Filters and small drawings that templates use everywhere. Numbers are printed here and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from multaqa.core.printing import label, page_language, printed
from multaqa.core.printing import moment as printed_moment
from multaqa.indices.intervals import Interval
from multaqa.indices.pages import span as printed_span
from multaqa.language.numbers import ordinal
from multaqa.language.text import in_language
from multaqa.site import drawings
from multaqa.site.icons import ICONS

register = template.Library()
DASH = "–"


@register.filter
def num(value: float | None, decimals: int = 0) -> str:
    """A number as the page's language prints it; a dash where there is none."""
    return DASH if value is None else printed(value, int(decimals), page_language())


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    """A change: with its sign, +0.12 or −0.12, isolated so that the sign stays on its side."""
    if value is None:
        return DASH
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"\u2066{sign}{printed(abs(value), int(decimals), page_language())}\u2069"


@register.filter
def digits(value: object) -> str:
    """A label with digits in it (a year, a version) in the digits of the page."""
    return label(value, page_language())


@register.filter
def place(value: int | None) -> str:
    """A rank in words: 4th, الرابعة."""
    return DASH if value is None else ordinal(value, page_language())


@register.filter
def said(value: Mapping[str, str] | None) -> str:
    """A text of several languages, in the language of the page."""
    return in_language(value, page_language()) if value else ""


@register.filter
def per_cent(share: float | None) -> str:
    """A share as a length in SVG."""
    return drawings.length(share)


@register.filter
def ramp(share: float | None) -> str:
    """The step of the colour ramp for a share of the scale."""
    return drawings.ramp(share)


@register.filter
def absolute(value: float | None) -> float | None:
    return None if value is None else abs(value)


@register.filter
def get(mapping: Mapping[str, Any] | None, key: str) -> Any:
    return mapping.get(key) if mapping else None


@register.filter
def moment(value: datetime) -> str:
    """A day and a time by the clock in force."""
    return printed_moment(value, page_language())


@register.filter
def at(sequence: Sequence[Any], place: int) -> Any:
    """What stands at a place, counted from 0."""
    return sequence[place]


@register.filter
def clock(moment: datetime, zone: str) -> str:
    """The hour of a time in its time zone: 15:00."""
    return label(f"{moment.astimezone(ZoneInfo(zone)):%H:%M}", page_language())


@register.filter
def day(moment: datetime, zone: str) -> str:
    """The day of a time in its time zone: Sunday 9 February 2014."""
    return label(date_format(moment.astimezone(ZoneInfo(zone)), "l j F Y", use_l10n=False), page_language())


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our icons, drawn inline in the colour of the text and silent to screen readers."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS[name]),
    )


@register.simple_tag
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Structured data for search engines: a data block, which the content policy does not treat as a script."""
    text = (
        json.dumps(data, ensure_ascii=False)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
    )
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


@register.filter
def span(interval: Interval, decimals: int) -> str:
    """The interval of a score in figures, its ends in the direction of the page."""
    return printed_span(interval.score_low, interval.score_high, int(decimals), page_language())


@register.simple_tag
def between(rank: int, interval: Interval | None) -> str | SafeString:
    """The interval of a rank in brackets, whose place stays empty where the rank stays the same."""
    if interval is None:
        return ""
    stays = interval.rank_low == interval.rank_high == rank
    text = "" if stays else f"({printed_span(interval.rank_low, interval.rank_high, 0, page_language())})"
    return format_html('<span class="between">{}</span>', text)


@register.simple_tag
def bar(share: float | None, was: float | None = None, interval: Interval | None = None) -> SafeString:
    """A share of the scale, with a tick where it stood before and its interval."""
    return drawings.bar(share, was, interval)


@register.simple_tag
def ranks(rank: int, interval: Interval, of: int) -> SafeString:
    """A rank with its interval on the scale of all ranks."""
    return drawings.ranks(rank, interval, of)


@register.inclusion_tag("components/change.html")
def change(value: int | None, unit: str = "places") -> dict[str, Any]:
    """A gain or a loss of places, as a sign, a figure and words for screen readers."""
    return {"value": value, "unit": unit}


@register.inclusion_tag("components/downloads.html", takes_context=True)
def downloads(context: dict[str, Any], view: str, **kwargs: Any) -> dict[str, Any]:
    """The links that download the table of this page, with the same filters, in every format."""
    from multaqa.core.exports import FORMATS
    from multaqa.site.addresses import download_links

    return {"links": download_links(context["request"], view, kwargs, FORMATS)}
