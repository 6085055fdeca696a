"""The charts of audit and robustness: Vega-Lite definitions as data, and how they are drawn.

Every chart shows its figures beside its marks, so that nothing hangs on colour. Arabic charts run from right to left:
names stand on the right and the first rank is the rightmost.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import altair as alt
import numpy as np
import vl_convert

from multaqa.composite.audit import Audit, PillarAudit
from multaqa.composite.report.writing import Writer
from multaqa.composite.uncertainty import InputSensitivity, UnitUncertainty

INK: Final = "#16232d"
SOFT: Final = "#47555f"
LINE: Final = "#ddd2bf"
BAND: Final = "#f4eee3"
PETROL: Final = "#0e5562"
PETROL_LIGHT: Final = "#b9dbdb"
SAFFRON: Final = "#c97f00"
"""The colours that a page may exchange in a dark scheme; those of cells stay, since figures stand on them."""

_CORRELATION_RAMP: Final = ("#8a4b00", "#e0ac5b", "#fbf8f2", "#7fb3b3", "#08424d")
_ON_LIGHT: Final = "#000000"
_ON_DARK: Final = "#fefefe"

Suffix = Literal["svg", "png", "pdf"]
Chart = alt.TopLevelMixin
Records = list[dict[str, Any]]
Data = dict[str, Any]

PLOT_WIDTH_PIXELS: Final = 560
_ROW_PIXELS: Final = 20
_LABEL_CHARACTERS: Final = 38
_TURNED_LABEL_CHARACTERS: Final = 24
"""Longer names are cut, here and not by Vega, which measures a name again and again to find where: nine tenths of the time
that a chart took. About 260 and 160 pixels."""
_UNCUT: Final = 0
_LEAST_LABEL_PIXELS: Final = 90
_SPACE_FOR_FIGURES: Final = 0.14
"""The share of a chart's width that is left free for the figures beside the marks."""


def draw(chart: Chart, suffix: Suffix, writer: Writer) -> bytes:
    """The chart as SVG, PNG (twice the size, for print) or PDF.

    The same chart gives the same bytes, but for PDF, whose writer orders its parts anew every time.
    """
    definition = specification(chart, writer)
    if suffix == "png":
        return bytes(vl_convert.vegalite_to_png(definition | {"background": "white"}, scale=2))
    if suffix == "pdf":
        return bytes(vl_convert.vegalite_to_pdf(definition | {"background": "white"}))
    return str(vl_convert.vegalite_to_svg(definition)).encode()


def inline_svg(chart: Chart, writer: Writer, title: str, description: str, key: str) -> str:
    """The chart as an SVG element for a page, named and described for those who do not see it.

    `key` makes the ids of its title and description unlike those of any other chart of the page.
    """
    drawn = str(vl_convert.vegalite_to_svg(specification(chart, writer)))
    # Said once at the top; a screen reader is not led through every mark.
    bare = re.sub(r' (?:role|aria-[a-z]+|pointer-events)="[^"]*"', "", drawn)
    named = (
        f' role="img" direction="ltr" aria-labelledby="{key}-title {key}-text"'
        f'><title id="{key}-title">{html.escape(title)}</title>'
        f'<desc id="{key}-text">{html.escape(description)}</desc>'
    )
    head, _, body = bare.partition(">")
    return f"{head}{named}{body}"


def width_of(svg: str) -> float:
    """The width of a drawn chart in pixels."""
    stated = re.search(r' width="([\d.]+)"', svg)
    return float(stated[1]) if stated else 0.0


def titled(chart: Chart, title: str, subtitle: str, writer: Writer) -> Chart:
    """The chart with a title of its own, for a file that stands alone."""
    text, below = _in_reading_order(title, writer), _in_reading_order(subtitle, writer)
    named: Chart = chart.properties(title=alt.TitleParams(text=text, subtitle=below))
    return named


def specification(chart: Chart, writer: Writer) -> dict[str, Any]:
    """The Vega-Lite definition as plain data, with the look of the language."""
    definition: dict[str, Any] = chart.to_dict(validate=False)
    return definition | {"config": _look(writer)}


def use_fonts(folder: Path) -> None:
    """Draw PNG and PDF with the fonts of a folder besides those of the system."""
    vl_convert.register_font_directory(str(folder))


def availability_chart(audit: Audit, writer: Writer) -> Chart:
    """The share of values that incomplete indicators have."""
    rows = [
        {
            "name": writer.name(found.indicator),
            "value": found.available_share,
            "figure": writer.percent(found.available_share),
        }
        for found in audit.indicators
        if found.available < found.units
    ]
    across = _Across(writer, (0.0, 1.0 + _SPACE_FOR_FIGURES))
    limit = (
        alt.Chart(_data([{"value": audit.limits.availability}]))
        .mark_rule(color=SAFFRON, strokeWidth=2, strokeDash=[4, 3])
        .encode(x=across.at("value"))
    )
    return alt.layer(*_bars(rows, writer, across), limit).properties(
        width=PLOT_WIDTH_PIXELS, height=len(rows) * _ROW_PIXELS
    )


def correlation_chart(audit: Audit, pillar: PillarAudit, writer: Writer) -> Chart:
    """Correlations among the children of a pillar and with it; what chance could give has no colour."""
    full = [*map(writer.name, pillar.children), writer.say("pillar:total")]
    names = _distinct([_short(name, _LABEL_CHARACTERS) for name in full[:-1]])
    columns = _distinct([_short(name, _TURNED_LABEL_CHARACTERS) for name in full])
    coefficients = np.column_stack((pillar.correlations.coefficients, pillar.with_parent.coefficients))
    chance = np.column_stack((pillar.correlations.p_values, pillar.with_parent.p_values))
    rows: Records = []
    for i, name in enumerate(names):
        for j, other in enumerate(columns):
            value = float(coefficients[i, j])
            if j <= i or np.isnan(value):
                continue
            certain = bool(chance[i, j] < audit.limits.significance)
            rows.append(
                {
                    "row": name,
                    "column": other,
                    "value": value,
                    "certain": certain,
                    "figure": writer.number(value, 2),
                    "ink": _readable_on(value) if certain else SOFT,
                }
            )
    size = 52 if len(names) <= 8 else 40 if len(names) <= 16 else 30
    shown = columns[1:]
    base = alt.Chart(_data(rows)).encode(
        x=alt.X(
            "column:N",
            sort=shown[::-1] if writer.is_rtl else shown,
            axis=alt.Axis(
                orient="top",
                title=None,
                labelAngle=45 if writer.is_rtl else -45,
                labelLimit=_UNCUT,
                ticks=False,
                domain=False,
                labelAlign="right" if writer.is_rtl else "left",
                labelOverlap=False,
            ),
        ),
        y=alt.Y("row:N", sort=names, axis=_names_axis(writer)),
    )
    cells = (
        base.transform_filter("datum.certain")
        .mark_rect(stroke="#ffffff", strokeOpacity=0.6)
        .encode(
            color=alt.Color(
                "value:Q",
                scale=alt.Scale(domain=[-1, -0.5, 0, 0.5, 1], range=list(_CORRELATION_RAMP)),
                legend=None,
            )
        )
    )
    figures = base.mark_text(fontSize=12 if size > 30 else 10).encode(
        text="figure:N", color=alt.Color("ink:N", scale=None)
    )
    both: alt.LayerChart = alt.layer(cells, figures).resolve_scale(color="independent")
    return both.properties(width=alt.Step(size), height=alt.Step(min(size, 34)))


def index_chart(audit: Audit, writer: Writer) -> Chart:
    """Each indicator's correlation with the index, over the band in which it hardly shows."""
    limit = audit.limits.silent
    rows: Records = [
        {
            "name": writer.name(name),
            "value": float(value),
            "zero": 0.0,
            "figure": writer.number(float(value), 2),
            "color": {"shows": PETROL, "silent": SOFT, "contrary": SAFFRON}[reading],
            "shape": {"shows": "circle", "silent": "circle", "contrary": "diamond"}[reading],
            "filled": reading != "silent",
        }
        for name, value, reading in readings(audit)
        if not np.isnan(value)
    ]
    low = min([-limit, *(row["value"] for row in rows)])
    domain = (min(-0.4, low - 0.16), 1.16)
    data = _data(rows)
    across = _Across(writer, domain, _figures_axis(".1f"))
    x, y = across.at("value"), alt.Y("name:N", sort=None, axis=_names_axis(writer))
    band = (
        alt.Chart(_data([{"low": -limit, "high": limit}]))
        .mark_rect(color=BAND)
        .encode(x=across.at("low"), x2="high:Q")
    )
    zero = alt.Chart(_data([{"value": 0}])).mark_rule(color=LINE).encode(x=across.at("value"))
    stems = (
        alt.Chart(data)
        .mark_rule(strokeWidth=1.5)
        .encode(x=x, x2="zero:Q", y=y, color=alt.Color("color:N", scale=None))
    )
    dots = (
        alt.Chart(data)
        .mark_point(size=70, opacity=1, strokeWidth=1.5)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("shape:N", scale=None),
            stroke=alt.Stroke("color:N", scale=None),
            fill=alt.condition("datum.filled", alt.Fill("color:N", scale=None), alt.value("#ffffff")),
        )
    )
    figures = _beside(data, x, y, writer, sign="value")
    return alt.layer(band, zero, stems, dots, *figures).properties(
        width=PLOT_WIDTH_PIXELS, height=len(rows) * _ROW_PIXELS
    )


def readings(audit: Audit) -> list[tuple[str, float, Literal["shows", "silent", "contrary"]]]:
    """Each indicator with its correlation with the index and how it reads."""
    found: list[tuple[str, float, Literal["shows", "silent", "contrary"]]] = []
    certain = audit.with_index.significant(audit.limits.significance)[:, 0]
    for place, name in enumerate(audit.result.observed.indicators):
        value = float(audit.with_index.coefficients[place, 0])
        if certain[place] < 0:
            found.append((name, value, "contrary"))
        else:
            found.append((name, value, "silent" if not abs(value) >= audit.limits.silent else "shows"))
    return found


def weights_chart(pillar: PillarAudit, writer: Writer) -> Chart:
    """Nominal weight (ring) and importance (dot) of each child, joined by a line."""
    arrow = "←" if writer.is_rtl else "→"
    # Among many children shares are small.
    decimals = 0 if len(pillar.children) <= 12 else 1
    rows: Records = [
        {
            "name": writer.name(found.child),
            "weight": found.weight,
            "importance": found.main_effect_share,
            "figure": _in_reading_order(
                f"{writer.percent(found.weight, decimals)} {arrow} "
                f"{writer.percent(found.main_effect_share, decimals)}",
                writer,
            ),
            "end": max(found.weight, found.main_effect_share),
        }
        for found in pillar.importances
        if not np.isnan(found.weight) and not np.isnan(found.main_effect_share)
    ]
    most = max([row["end"] for row in rows], default=1.0)
    domain = (0.0, most * 1.35)
    data = _data(rows)
    y = alt.Y("name:N", sort=None, axis=_names_axis(writer))
    across = _Across(writer, domain, _figures_axis(".0%"))
    weight, importance = across.at("weight"), across.at("importance")
    base = alt.Chart(data)
    return alt.layer(
        base.mark_rule(color=LINE, strokeWidth=4).encode(x=weight, x2="importance:Q", y=y),
        base.mark_point(size=90, stroke=INK, fill="#ffffff", opacity=1, strokeWidth=1.5).encode(
            x=weight, y=y
        ),
        base.mark_point(size=70, stroke=PETROL, fill=PETROL, opacity=1).encode(x=importance, y=y),
        *_beside(data, across.at("end"), y, writer),
    ).properties(width=PLOT_WIDTH_PIXELS, height=len(rows) * (_ROW_PIXELS + 2))


def elements_chart(audit: Audit, writer: Writer, most: int) -> Chart:
    """The mean change of rank without each of the elements, the `most` that move ranks most."""
    known = [element for element in audit.elements if not np.isnan(element.mean_shift)]
    shown = sorted(known, key=lambda element: -element.mean_shift)[:most]
    rows: Records = [
        {
            "name": writer.name(element.node),
            "value": element.mean_shift,
            "figure": writer.number(element.mean_shift, 1),
        }
        for element in shown
    ]
    top = max([row["value"] for row in rows], default=1.0) or 1.0
    across = _Across(writer, (0.0, top * (1 + _SPACE_FOR_FIGURES)))
    return alt.layer(*_bars(rows, writer, across)).properties(
        width=PLOT_WIDTH_PIXELS, height=len(rows) * _ROW_PIXELS
    )


def ranks_chart(units: Sequence[UnitUncertainty], writer: Writer, *, row_pixels: int = 17) -> Chart:
    """Ranks with their intervals, in the order given: bar the interval, dot the rank, tick the median."""
    rows: Records = [
        {
            "name": writer.unit(found.unit),
            "rank": found.rank,
            "low": found.rank_low,
            "high": found.rank_high,
            "median": found.rank_median,
            "end": max(found.rank_high, found.rank),
            "figure": _in_reading_order(f"{writer.rank(found.rank)} ({_span(found, writer)})", writer),
        }
        for found in units
        if found.rank is not None and found.rank_low is not None and found.rank_high is not None
    ]
    first = min([min(row["low"], row["rank"]) for row in rows], default=1.0)
    last = max([row["end"] for row in rows], default=1.0)
    space = max((last - first) * 0.22, 1.0)
    domain = (first - max((last - first) * 0.02, 0.5), last + space)
    data = _data(rows)
    y = alt.Y("name:N", sort=None, axis=_names_axis(writer))
    axis = alt.Axis(
        title=writer.say("rank"),
        format="d",
        values=_rank_ticks(first, last),
        grid=True,
        gridColor=LINE,
        gridOpacity=0.7,
        domain=False,
        orient="top",
    )
    across = _Across(writer, domain, axis)
    low, rank, median = (across.at(name) for name in ("low", "rank", "median"))
    base = alt.Chart(data)
    return alt.layer(
        base.mark_rule(color=PETROL_LIGHT, strokeWidth=8, strokeCap="round").encode(x=low, x2="high:Q", y=y),
        base.mark_tick(color=PETROL, thickness=1.5, size=10).encode(x=median, y=y),
        base.mark_point(size=36, fill=PETROL, stroke="#ffffff", strokeWidth=1, opacity=1).encode(x=rank, y=y),
        *_beside(data, across.at("end"), y, writer),
    ).properties(width=PLOT_WIDTH_PIXELS, height=len(rows) * row_pixels)


def sensitivity_chart(inputs: Sequence[InputSensitivity], writer: Writer) -> Chart:
    """First-order and total indices of each input with their intervals."""
    names = {"first": writer.say("legend:first"), "total": writer.say("legend:total")}
    rows: Records = []
    for found in inputs:
        for kind in ("first", "total"):
            value, low, high = (getattr(found, f"{kind}{end}") for end in ("", "_low", "_high"))
            if value is None:
                continue
            rows.append(
                {
                    "input": writer.input(found.name),
                    "kind": names[kind],
                    "value": value,
                    "zero": 0.0,
                    "low": low,
                    "high": high,
                    "end": max(value, high if high is not None else value, 0.0),
                    "figure": writer.percent(value),
                }
            )
    top = max([1.0, *(row["end"] for row in rows)])
    bottom = min([0.0, *(row["low"] for row in rows if row["low"] is not None)])
    domain = (bottom, top * (1 + _SPACE_FOR_FIGURES))
    data = _data(rows)
    kinds = [names["first"], names["total"]]
    y = alt.Y("input:N", sort=None, axis=_names_axis(writer), scale=alt.Scale(paddingInner=0.3))
    offset = alt.YOffset("kind:N", sort=kinds)
    across = _Across(writer, domain, _figures_axis(".0%"))
    base = alt.Chart(data)
    legend = alt.Legend(title=None, orient="top", symbolType="square", labelLimit=260)
    bars = base.mark_bar(height=11).encode(
        x=across.at("value"),
        x2="zero:Q",
        y=y,
        yOffset=offset,
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(
                domain=kinds[::-1] if writer.is_rtl else kinds,
                range=[PETROL_LIGHT, PETROL] if writer.is_rtl else [PETROL, PETROL_LIGHT],
            ),
            legend=legend,
        ),
    )
    spans = base.mark_rule(color=SAFFRON, strokeWidth=2).encode(
        x=across.at("low"), x2="high:Q", y=y, yOffset=offset
    )
    figures = [figure.encode(yOffset=offset) for figure in _beside(data, across.at("end"), y, writer)]
    return alt.layer(bars, spans, *figures).properties(
        width=PLOT_WIDTH_PIXELS, height=len({row["input"] for row in rows}) * 40
    )


def _bars(rows: Records, writer: Writer, across: _Across) -> list[alt.Chart]:
    data = _data([row | {"zero": 0.0} for row in rows])
    x, y = across.at("value"), alt.Y("name:N", sort=None, axis=_names_axis(writer))
    bars = alt.Chart(data).mark_bar(color=PETROL_LIGHT, height=12).encode(x=x, x2="zero:Q", y=y)
    return [bars, *_beside(data, x, y, writer)]


def _beside(data: Data, x: alt.X, y: alt.Y, writer: Writer, sign: str | None = None) -> list[alt.Chart]:
    """The figures at the outer end of the marks: after positive ones, before those whose `sign` is negative."""
    ahead: Literal["left", "right"] = "right" if writer.is_rtl else "left"
    behind: Literal["left", "right"] = "left" if writer.is_rtl else "right"
    base = alt.Chart(data).encode(x=x, y=y, text="figure:N")

    def text(align: Literal["left", "right"]) -> alt.Chart:
        space = 9 if align == "left" else -9
        drawn: alt.Chart = base.mark_text(align=align, dx=space, fontSize=11, color=SOFT, baseline="middle")
        return drawn

    if sign is None:
        return [text(ahead)]
    return [
        text(ahead).transform_filter(f"datum.{sign} >= 0"),
        text(behind).transform_filter(f"datum.{sign} < 0"),
    ]


def _rank_ticks(first: float, last: float) -> list[int]:
    """The first rank, then round ones, about eight in all."""
    start, end = round(float(first)), round(float(last))
    step = next((size for size in (1, 2, 5, 10, 20, 50, 100) if (end - start) / size <= 8), 200)
    round_ones = [rank for rank in range(0, end + 1, step) if rank - start >= step / 2]
    return [start, *round_ones]


def _readable_on(coefficient: float) -> str:
    """Black or white, whichever stands out more from the cell's colour (WCAG 2.2, contrast)."""
    stops = np.array([[int(color[at : at + 2], 16) for at in (1, 3, 5)] for color in _CORRELATION_RAMP])
    places = np.linspace(-1.0, 1.0, len(stops))
    cell = np.array([np.interp(coefficient, places, channel) for channel in stops.T]) / 255
    linear = np.where(cell <= 0.04045, cell / 12.92, ((cell + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ np.array([0.2126, 0.7152, 0.0722]))
    return _ON_LIGHT if (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) else _ON_DARK


def _span(found: UnitUncertainty, writer: Writer) -> str:
    low, high = writer.rank(found.rank_low), writer.rank(found.rank_high)
    return low if low == high else f"{low}–{high}"


def _in_reading_order(text: str, writer: Writer) -> str:
    """Figures side by side, read from the right in Arabic."""
    return f"\u2067{text}\u2069" if writer.is_rtl else text


def _data(rows: Records) -> Data:
    """Rows as Vega-Lite reads them; two rows of one name would fall onto each other, so that repeats are numbered."""
    names = _distinct([_short(str(row.get("name", "")), _LABEL_CHARACTERS) for row in rows])
    return {"values": [row | {"name": name} for row, name in zip(rows, names, strict=True)]}


def _short(name: str, characters: int) -> str:
    """A name cut to fit, its isolates kept whole."""
    inner = name.removeprefix("\u2068").removesuffix("\u2069")
    return name if len(inner) <= characters else name.replace(inner, f"{inner[: characters - 1].rstrip()}…")


def _distinct(names: Sequence[str]) -> list[str]:
    return [
        f"{name} ({names[: place + 1].count(name)})" if name in names[:place] else name
        for place, name in enumerate(names)
    ]


class _Across:
    """The horizontal scale of one chart, the same for all its layers; it runs the way the language is read."""

    def __init__(self, writer: Writer, domain: tuple[float, float], axis: alt.Axis | None = None) -> None:
        self.axis = axis
        self.scale = alt.Scale(domain=list(domain), nice=False, zero=False, reverse=writer.is_rtl)

    def at(self, field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=self.scale, axis=self.axis)


def _names_axis(writer: Writer) -> alt.Axis:
    return alt.Axis(
        title=None,
        orient="right" if writer.is_rtl else "left",
        labelLimit=_UNCUT,
        minExtent=_LEAST_LABEL_PIXELS,
        labelColor=INK,
        labelOverlap=False,
        ticks=False,
        domain=False,
        labelPadding=8,
    )


def _figures_axis(form: str) -> alt.Axis:
    return alt.Axis(
        title=None,
        format=form,
        tickCount=5,
        grid=True,
        gridColor=LINE,
        gridOpacity=0.7,
        domain=False,
        orient="top",
    )


def _look(writer: Writer) -> Mapping[str, Any]:
    font = (
        "IBM Plex Sans Arabic, Noto Sans Arabic, sans-serif"
        if writer.is_rtl
        else "IBM Plex Sans, Noto Sans, sans-serif"
    )
    words = {"labelFont": font, "titleFont": font, "labelColor": SOFT, "titleColor": SOFT}
    sizes = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    return {
        "aria": False,
        "background": "transparent",
        "view": {"stroke": None},
        "font": font,
        "axis": words | sizes | {"tickColor": LINE, "domainColor": LINE, "grid": False},
        "legend": words | sizes | {"layout": {"top": {"anchor": "end" if writer.is_rtl else "start"}}},
        "text": {"font": font},
        "title": {
            "font": font,
            "color": INK,
            "anchor": "end" if writer.is_rtl else "start",
            "fontSize": 16,
            "subtitleColor": SOFT,
            "subtitleFont": font,
            "subtitleFontSize": 12,
            "offset": 14,
        },
        "locale": {"number": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]}},
    }
