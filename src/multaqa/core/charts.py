"""Charts: one Vega-Lite definition, drawn on the server as SVG or PNG and handed to the browser as JSON."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import altair as alt
import vl_convert
from django.contrib.staticfiles import finders

INK: Final = "#16232d"
SOFT: Final = "#47555f"
LINE: Final = "#ddd2bf"
PETROL: Final = "#0e5562"
PETROL_LIGHT: Final = "#b9dbdb"
SAFFRON: Final = "#c97f00"
RAMP: Final = ("#efe4cf", "#d3dcc6", "#98bfb7", "#4b8f96", "#1d6c78", "#08424d")

CONTENT_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json"}


def draw(chart: alt.TopLevelMixin, suffix: str, language: str) -> bytes:
    """The chart as ``svg``, ``png`` (twice the size, for print) or ``json`` (its Vega-Lite definition)."""
    spec = chart.to_dict() | {"config": _config(language)}
    if suffix == "json":
        return json.dumps(spec, ensure_ascii=False).encode()
    _fonts()
    if suffix == "svg":
        return vl_convert.vegalite_to_svg(spec).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=2))


def picture(svg: str, width: int) -> bytes:
    """A PNG, ``width`` pixels wide, of an SVG document."""
    _fonts()
    return bytes(vl_convert.svg_to_png(svg, scale=width / 1200))


@cache
def _fonts() -> None:
    """Our type, where the built assets hold it; system fonts otherwise."""
    regular = finders.find("vendor/ttf/IBMPlexSans-Regular.ttf")
    if regular:
        vl_convert.register_font_directory(str(Path(regular).parent))


def _config(language: str) -> dict[str, Any]:
    font = (
        "IBM Plex Sans Arabic, IBM Plex Sans, Noto Sans Arabic, sans-serif"
        if language == "ar"
        else "IBM Plex Sans, sans-serif"
    )
    words = {
        "labelFont": font,
        "titleFont": font,
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    return {
        "background": "transparent",
        "view": {"stroke": None},
        "font": font,
        "axis": words | {"grid": False, "domainColor": LINE, "tickColor": LINE, "labelOverlap": True},
        "axisY": {"orient": "right" if language == "ar" else "left"},
        "legend": words,
        "text": {"font": font, "fontSize": 12, "color": INK},
        "locale": {"number": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]}},
    }
