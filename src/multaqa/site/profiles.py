"""A country's profile: what each index says of it, gathered from the rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from multaqa.indices import pages
from multaqa.indices.charts import Point
from multaqa.indices.models import Edition
from multaqa.indices.queries import (
    NOT_COVERED,
    Ranking,
    Standing,
    member_codes,
    read_rankings,
    released_editions,
    with_intervals,
)
from multaqa.indices.voices import voice
from multaqa.language.text import in_language
from multaqa.members.models import Country, Group

FEWEST_FOR_A_MEDIAN = 3


@dataclass(frozen=True)
class Measured:
    """One index as seen from one country: its editions from the newest, each ranked among the group."""

    editions: tuple[Edition, ...]
    rankings: tuple[Ranking, ...]

    @property
    def now(self) -> Ranking:
        return self.rankings[0]

    @property
    def then(self) -> Ranking | None:
        return self.rankings[1] if len(self.rankings) > 1 else None


def measured(actor: Any, group: Group | None, country: Country) -> list[Measured]:
    """Every index that the actor may see, read among the group and the country itself; a fixed number of queries."""
    editions = released_editions(actor)
    codes = member_codes([group.pk])[group.pk] | {country.pk} if group else None
    read = read_rankings([e.current for e in editions], codes)
    by_index: dict[int, list[Edition]] = {}
    for edition in editions:
        by_index.setdefault(edition.index_id, []).append(edition)
    return [Measured(tuple(own), tuple(read[e.current.pk] for e in own)) for own in by_index.values()]


@dataclass(frozen=True)
class Line:
    """The country on one element: its place, the group's median and best, and where it stood before; as shares of the scale."""

    name: Mapping[str, str]
    score: float | None
    share: float | None
    median: float | None
    best: float | None
    earlier: float | None
    decimals: int
    label: str


def sections(
    country: Country, found: Sequence[Measured], group: Group | None, language: str
) -> list[dict[str, Any]]:
    """The profile's sections: one an index that scored the country in some edition, on its newest such edition."""
    result = []
    for one in found:
        scored = [
            i
            for i, r in enumerate(one.rankings)
            if (s := r.of(country.pk)) is not None and s.score is not None
        ]
        if not scored:
            continue
        first = scored[0]
        result.append(
            _section(
                country,
                replace(one, editions=one.editions[first:], rankings=one.rankings[first:]),
                group,
                language,
            )
        )
    return result


def _section(country: Country, one: Measured, group: Group | None, language: str) -> dict[str, Any]:
    edition, now, then = one.editions[0], with_intervals(one.now), one.then
    own = now.of(country.pk)
    if own is None or own.score is None:
        raise LookupError(f"{country.pk} has no score in {edition}")
    before = then.of(country.pk) if then else None
    framework, decimals, speak = now.framework, pages.decimals_of(now.framework), voice(language)
    me = pages.named(own, language)
    among = speak.among(pages.group_words(group, language), now.scored)
    if own.rank is None:
        sentences = [in_language(framework.coverage or {}, language)]
    else:
        sentences = [
            speak.ranks(me, own.rank, now.scored, among, pages.printed(own.score, decimals, language)),
            pages.held(own, now, language),
        ]
    if own.rank is not None and before is not None and before.rank is not None:
        sentences.append(speak.moved(me, before.rank, own.rank, pages.label(one.editions[1].label, language)))
    if own.publisher_rank is not None:
        sentences.append(speak.world(me, own.publisher_rank, in_language(edition.index.publisher, language)))
    bands, ramps = pages.band_names(framework, language), pages.band_ramps(framework)
    lines, strengths, weaknesses = _elements(own, before, now, language)
    where = {"index": edition.index.slug, "edition": edition.label}
    slug = group.slug if group else "all"
    points = trend_points(country.pk, one)
    breaks = pages.breaks_between(
        edition, one.editions[1] if then else None, framework, then.framework if then else None, language
    )
    return {
        "slug": edition.index.slug,
        "name": edition.index.name,
        "publisher": edition.index.publisher,
        "label": edition.label,
        "address": reverse("indices:edition", kwargs=where) + f"?group={slug}",
        "explanation": reverse("indices:explanation", kwargs={**where, "code": country.pk}),
        "score": own.score,
        "rank": own.rank,
        "earlier_rank": before.rank if before else None,
        "publisher_rank": own.publisher_rank,
        "scored": now.scored,
        "decimals": decimals,
        "band_name": bands.get(own.band, ""),
        "band_ramp": ramps.get(own.band, "r0"),
        "interval": own.interval,
        "range_tip": pages.range_tip(own, edition, decimals, language),
        "range_note": pages.ranges_hold(now, language),
        "range_address": reverse("indices:method", kwargs=where) + "#ranges",
        "sentence": " ".join(filter(None, sentences)),
        "breaks": breaks,
        "lines": lines,
        "dots_title": _("By element"),
        "earlier_label": one.editions[1].label if then and before and before.score is not None else "",
        "median_word": _("median of the group") if group else _("median of all countries"),
        "is_partial": framework.coverage is not None,
        "strengths": strengths,
        "weaknesses": weaknesses,
        "trend": _trend_figure(country.pk, edition.index.slug, slug)
        if len([p for p in points if p.own is not None]) > 1
        else None,
        "no_trend": _("Only one edition has a score for this country, so there is no trend yet."),
    }


def _elements(
    own: Standing, before: Standing | None, now: Ranking, language: str
) -> tuple[list[Line], list[str], list[str]]:
    """The country on each element of the tree; what stands above the group's median and what below, the widest first."""
    framework, decimals, speak = now.framework, pages.decimals_of(now.framework), voice(language)
    names = pages.pillar_names(framework, language)
    lines: list[Line] = []
    gaps: list[tuple[float, str]] = []
    for position, node in enumerate(framework.tree.children or ()):
        cell = own.pillars[position]
        cells = [] if framework.coverage else [s.pillars[position] for s in now.standings]
        scores = [c.score for c in cells if c.score is not None]
        shares = [c.share for c in cells if c.share is not None]
        middle = median(scores) if scores else None
        lines.append(
            Line(
                name=node.name or {"en": node.id},
                score=cell.score,
                share=cell.share,
                median=median(shares) if shares else None,
                best=max(shares, default=None),
                earlier=next((c.share for c in before.pillars if c.node == node.id), None)
                if before
                else None,
                decimals=decimals,
                label=_dot_label(names[node.id], cell.score, middle, cell.status, decimals, language),
            )
        )
        if cell.score is None or middle is None or len(scores) < FEWEST_FOR_A_MEDIAN or cell.score == middle:
            continue
        gap, place = cell.score - middle, 1 + sum(score > cell.score for score in scores)
        shown = (pages.printed(cell.score, decimals, language), pages.printed(abs(gap), decimals, language))
        gaps.append((gap, speak.against_median(names[node.id], *shown, gap > 0, place, len(scores))))
    gaps.sort(key=lambda pair: -abs(pair[0]))
    return lines, [text for gap, text in gaps if gap > 0], [text for gap, text in gaps if gap < 0]


def trend_points(code: str, one: Measured) -> list[Point]:
    """The country's score and the group's median by year, oldest first."""
    points = []
    for edition, ranking in zip(one.editions, one.rankings, strict=True):
        own = ranking.of(code)
        points.append(
            Point(
                edition.year,
                own.score if own else None,
                None if ranking.framework.coverage else ranking.median,
            )
        )
    return points[::-1]


def with_ends(points: Sequence[Point], code: str, one: Measured) -> list[Point]:
    """The same points with the ends of the country's scores, which are drawn for it alone."""
    ends = {
        edition.year: own.interval
        for edition, ranking in zip(one.editions, one.rankings, strict=True)
        if (own := with_intervals(ranking.among([code])).of(code)) is not None and own.interval is not None
    }
    return [
        replace(point, low=ends[point.year].score_low, high=ends[point.year].score_high)
        if point.year in ends
        else point
        for point in points
    ]


def missing(country: Country, found: Sequence[Measured], language: str) -> list[str]:
    """What has no figure for this country in the newest editions, and why."""
    speak, lines = voice(language), []
    for one in found:
        edition, own = one.editions[0], one.now.of(country.pk)
        title = f"{in_language(edition.index.name, language)} {pages.label(edition.label, language)}"
        if own is None or own.score is None:
            lines.append(speak.missing(title, pages.reason(own.status if own else NOT_COVERED)))
            continue
        names = pages.pillar_names(one.now.framework, language)
        lines += [
            speak.missing(f"{title} · {names[c.node]}", pages.reason(c.status))
            for c in own.pillars
            if c.score is None
        ]
    return lines


def facts(found: Sequence[dict[str, Any]], group: Group | None, language: str) -> list[pages.Fact]:
    """The facts under the country's head: score and place in each index, at most four."""
    result = []
    for section in found[:2]:
        title = f"{in_language(section['name'], language)} {pages.label(section['label'], language)}"
        world = (
            _("%(rank)s in the world") % {"rank": pages.printed(section["publisher_rank"], 0, language)}
            if section["publisher_rank"]
            else section["band_name"]
        )
        result.append(
            pages.Fact(title, pages.printed(section["score"], section["decimals"], language), world)
        )
        interval = section["interval"]
        if section["rank"] is None:
            continue
        place = _("%(rank)s of %(of)s") % {
            "rank": pages.printed(section["rank"], 0, language),
            "of": pages.printed(section["scored"], 0, language),
        }
        before = (
            _("%(rank)s in %(edition)s")
            % {
                "rank": pages.printed(section["earlier_rank"], 0, language),
                "edition": pages.label(section["earlier_label"], language),
            }
            if section["earlier_rank"] and section["earlier_label"]
            else ""
        )
        between = (
            _("range %(range)s") % {"range": pages.span(interval.rank_low, interval.rank_high, 0, language)}
            if interval
            else ""
        )
        note = " · ".join(filter(None, [between, before]))
        result.append(pages.Fact(pages.group_words(group, language) or _("All countries"), place, note))
    return result


def _dot_label(
    name: str, score: float | None, middle: float | None, status: str, decimals: int, language: str
) -> str:
    if score is None:
        return f"{name}: {pages.reason(status)}"
    if middle is None:
        return f"{name}: {pages.printed(score, decimals, language)}"
    return _("%(name)s: %(score)s; median %(median)s") % {
        "name": name,
        "score": pages.printed(score, decimals, language),
        "median": pages.printed(middle, decimals, language),
    }


def _trend_figure(code: str, index: str, group: str) -> dict[str, Any]:
    links = {
        s: reverse("country-trend", kwargs={"code": code, "index": index, "suffix": s}) + f"?group={group}"
        for s in ("svg", "png", "json")
    }
    return {
        "svg": links["svg"],
        "png": links["png"],
        "spec": links["json"],
        "alt": _(
            "The country’s score and the median by edition; the figures stand in the table that can be downloaded."
        ),
        "caption": "",
        "width": 480,
        "height": 240,
    }


def standing_words(standing: Standing | None, count: int, language: str) -> str:
    """A country's place in one line, for lists."""
    if standing is None or standing.rank is None:
        return _("not covered")
    return _("%(rank)s of %(of)s") % {
        "rank": pages.printed(standing.rank, 0, language),
        "of": pages.printed(count, 0, language),
    }
