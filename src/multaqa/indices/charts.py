"""The charts of an index, as Vega-Lite definitions made with Altair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from multaqa.core.charts import INK, LINE, PETROL, PETROL_LIGHT, SAFFRON, SOFT
from multaqa.indices.pages import span
from multaqa.indices.queries import Ranking, Standing
from multaqa.language.text import in_language


def distribution(ranking: Ranking, language: str, words: Mapping[str, str]) -> alt.TopLevelMixin:
    """Every country as a dot on the scale, stacked where they meet; boundaries of the bands and the median drawn in."""
    low, high = ranking.framework.scale
    bins = 40
    stacked: dict[int, int] = {}
    points = []
    for standing in sorted(ranking.standings, key=lambda s: s.score or 0):
        share = standing.share or 0.0
        column = min(bins - 1, int(share * bins))
        stacked[column] = stacked.get(column, 0) + 1
        points.append(
            {
                "x": low + (column + 0.5) * (high - low) / bins,
                "y": stacked[column],
                "name": in_language(standing.name, language),
                "score": standing.score,
            }
            | _range_words(standing, ranking.framework.scale, language)
        )
    scale = alt.Scale(domain=[low, high], reverse=language == "ar", nice=False)
    tallest = max(stacked.values(), default=1)
    dots = (
        alt.Chart(alt.Data(values=points))
        .mark_circle(size=62, color=PETROL, opacity=1)
        .encode(
            x=alt.X("x:Q", scale=scale, title=None, axis=alt.Axis(tickCount=5)),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, max(tallest + 1, 6)])),
            tooltip=[
                alt.Tooltip("name:N", title=words["country"]),
                alt.Tooltip("score:Q", title=words["score"], format=_format(high)),
                *([alt.Tooltip("range:N", title=words["range"])] if ranking.varied else []),
            ],
        )
    )
    layers: list[alt.Chart] = []
    edges = [{"x": band.start} for band in ranking.framework.bands if band.start is not None]
    if edges:
        layers.append(
            alt.Chart(alt.Data(values=edges))
            .mark_rule(color=LINE, strokeDash=[3, 3])
            .encode(x=alt.X("x:Q", scale=scale))
        )
    if ranking.median is not None:
        middle = alt.Chart(alt.Data(values=[{"x": ranking.median, "text": words["median"]}]))
        layers.append(middle.mark_rule(color=SAFFRON, strokeWidth=2).encode(x=alt.X("x:Q", scale=scale)))
        layers.append(
            middle.mark_text(align="center", dy=-4, baseline="bottom", color=SOFT).encode(
                x=alt.X("x:Q", scale=scale), y=alt.value(8), text="text:N"
            )
        )
    return alt.layer(*layers, dots).properties(width=300, height=150)


def _range_words(standing: Standing, scale: tuple[float, float], language: str) -> dict[str, str]:
    """The interval of a score as text."""
    interval = standing.interval
    if interval is None:
        return {}
    decimals = 3 if scale[1] <= 10 else 1
    return {"range": span(interval.score_low, interval.score_high, decimals, language)}


def _format(high: float) -> str:
    return ".3f" if high <= 10 else ".1f"


@dataclass(frozen=True)
class Point:
    """One year of a trend: the country's score with the ends of its interval, and the median of its group."""

    year: int
    own: float | None
    median: float | None
    low: float | None = None
    high: float | None = None


def trend(
    points: Sequence[Point], scale: tuple[float, float], language: str, words: Mapping[str, str]
) -> alt.TopLevelMixin:
    """A country's score over the editions with its interval, and the group's median behind it."""
    low, high = scale
    ends = {point.year: {"low": point.low, "high": point.high} for point in points if point.low is not None}
    values = [
        {"year": str(point.year), "series": series, "score": score}
        | (ends.get(point.year, {}) if series == words["own"] else {})
        for point in points
        for series, score in ((words["own"], point.own), (words["median"], point.median))
        if score is not None
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X(
            "year:O",
            title=None,
            sort="descending" if language == "ar" else "ascending",
            axis=alt.Axis(labelAngle=0),
        ),
        y=alt.Y(
            "score:Q",
            title=None,
            scale=alt.Scale(domain=[low, high]),
            axis=alt.Axis(tickCount=5, grid=True, gridColor=LINE, gridOpacity=0.6),
        ),
        color=alt.Color(
            "series:N",
            scale=alt.Scale(domain=[words["own"], words["median"]], range=[PETROL, PETROL_LIGHT]),
            legend=alt.Legend(orient="top", title=None),
        ),
        tooltip=[
            alt.Tooltip("series:N", title=" "),
            alt.Tooltip("year:O", title=words["year"]),
            alt.Tooltip("score:Q", title=words["score"], format=_format(high)),
        ],
    )
    own = base.transform_filter(alt.datum.series == words["own"])
    figures = own.mark_text(dy=-12, color=INK).encode(
        y=alt.Y("high:Q") if ends else alt.Y("score:Q"),
        text=alt.Text("score:Q", format=_format(high)),
        color=alt.value(INK),
    )
    whiskers = _whiskers(own, words, high) if ends else []
    return alt.layer(
        base.mark_line(strokeWidth=2), *whiskers, base.mark_circle(size=40, opacity=1), figures
    ).properties(width=420, height=170)


def _whiskers(own: alt.Chart, words: Mapping[str, str], high: float) -> list[alt.Chart]:
    """The interval of each score as a fine line with an end above and below."""
    ranged = own.transform_filter("isValid(datum.low)").encode(
        color=alt.value(INK),
        tooltip=[
            alt.Tooltip("year:O", title=words["year"]),
            alt.Tooltip("low:Q", title=words["low"], format=_format(high)),
            alt.Tooltip("high:Q", title=words["high"], format=_format(high)),
        ],
    )
    ends = [ranged.mark_tick(size=14, thickness=1.25).encode(y=alt.Y(f"{end}:Q")) for end in ("low", "high")]
    return [ranged.mark_rule(strokeWidth=1.25).encode(y=alt.Y("low:Q"), y2="high:Q"), *ends]
