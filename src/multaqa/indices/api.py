"""Indices over HTTP: editions, results, the derivation of a score, and what-if."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema

from multaqa.composite.describe import describe
from multaqa.core.access import visible_to
from multaqa.core.api import ErrorOut, Page, window
from multaqa.core.errors import Invalid
from multaqa.core.printing import page_language
from multaqa.indices import whatif
from multaqa.indices.explanations import derivation
from multaqa.indices.frameworks import framework_of
from multaqa.indices.intervals import LEVEL
from multaqa.indices.models import Edition, Figure, Index
from multaqa.indices.queries import (
    Ranking,
    Standing,
    member_codes,
    ranking,
    reference_groups,
    released_editions,
    with_intervals,
)
from multaqa.indices.results import weights_of
from multaqa.indices.whatif import PREFIX

router = Router(tags=["indices"])
ERRORS = {400: ErrorOut, 404: ErrorOut, 422: ErrorOut}


class IndexOut(Schema):
    id: str
    name: dict[str, str]
    publisher: dict[str, str]
    editions: list[str]


class IndicesOut(Schema):
    count: int
    limit: int
    offset: int
    items: list[IndexOut]


class ReleaseOut(Schema):
    number: int
    published_at: str
    framework_sha256: str
    data_sha256: str
    software: str
    correction: dict[str, str]


class BandOut(Schema):
    id: str
    name: dict[str, str]
    above: float | None = None
    from_: float | None = Field(None, alias="from", serialization_alias="from")


class NodeOut(Schema):
    id: str
    name: dict[str, str]
    parent: str | None
    weight: float | None = Field(
        description=gettext_noop("The weight in force; null where each country has its own.")
    )


class EditionOut(Schema):
    index: str
    edition: str
    year: int
    name: dict[str, str]
    scale: list[float]
    nodes: list[NodeOut]
    bands: list[BandOut]
    breaks: list[dict[str, Any]]
    method: list[str]
    release: ReleaseOut


class EditionsOut(Schema):
    count: int
    limit: int
    offset: int
    items: list[EditionOut]


class IntervalsOut(Schema):
    """What the intervals of the rows hold, and what was varied for them."""

    level: float = Field(description=gettext_noop("The share of draws that each interval holds."))
    draws: int
    varied: list[str] = Field(description=gettext_noop("The steps of the method that were varied."))
    share: float | None = Field(
        description=gettext_noop("Where only weights were: the largest change of each, as a share of it.")
    )


class IntervalRow(Schema):
    """Null where no interval can be given: the data hold a part of the countries, or nothing can be varied."""

    rank_low: int | None
    rank_high: int | None
    score_low: float | None
    score_high: float | None
    tier: int | None = Field(
        description=gettext_noop("Countries of different tiers hardly ever change places; 1 is the highest.")
    )


class ResultOut(IntervalRow):
    """A released figure. Intervals stand at the root, among all countries of the release."""

    unit: str
    time: str
    node: str
    score: float | None
    rank: float | None
    band: str
    status: str
    publisher_score: float | None
    publisher_rank: float | None


class ResultsOut(Schema):
    count: int
    limit: int
    offset: int
    items: list[ResultOut]


class WhatIfRow(IntervalRow):
    unit: str
    score: float | None
    rank: int | None
    published_score: float | None
    published_rank: int | None


class RankingRow(IntervalRow):
    unit: str
    score: float | None
    rank: int | None
    publisher_score: float | None
    publisher_rank: int | None


class RankingOut(Schema):
    group: str
    intervals: IntervalsOut | None
    items: list[RankingRow]


class WhatIfOut(Schema):
    weights: dict[str, float]
    group: str
    intervals: IntervalsOut | None
    items: list[WhatIfRow]


@router.get(
    "/indices", response={200: IndicesOut, **ERRORS}, summary=gettext_noop("Indices and their editions")
)
def indices(request: HttpRequest, page: Page) -> Any:
    editions = released_editions(request.user)
    rows = [
        {
            "id": i.slug,
            "name": dict(i.name),
            "publisher": dict(i.publisher),
            "editions": [e.label for e in editions if e.index_id == i.pk],
        }
        for i in visible_to(request.user, Index).order_by("slug")
    ]
    return window(rows, page)


@router.get(
    "/indices/{index}/editions",
    response={200: EditionsOut, **ERRORS},
    summary=gettext_noop("Editions of an index, newest first"),
)
def editions(request: HttpRequest, index: str, page: Page) -> Any:
    return window([_edition(e) for e in _released(request, index)], page)


@router.get(
    "/indices/{index}/editions/{edition}",
    response={200: EditionOut, **ERRORS},
    summary=gettext_noop("One edition: tree, bands, method in words, release"),
)
def edition(request: HttpRequest, index: str, edition: str) -> Any:
    return _edition(find(request, index, edition))


@router.get(
    "/indices/{index}/editions/{edition}/results",
    response={200: ResultsOut, **ERRORS},
    summary=gettext_noop("Released figures in long form"),
)
def results(
    request: HttpRequest,
    index: str,
    edition: str,
    page: Page,
    country: Annotated[
        list[str] | None,
        Query(
            max_length=300, description=gettext_noop("Only these countries (alpha-3); repeat for several.")
        ),
    ] = None,
    node: str = Query("", max_length=100, description=gettext_noop("Only this element of the tree.")),
    group: str = Query(
        "",
        max_length=60,
        description=gettext_noop("Only members of this group; ranks stay those of the release."),
    ),
    band: str = Query("", max_length=100, description=gettext_noop("Only countries in this band.")),
) -> Any:
    found = find(request, index, edition)
    rows = visible_to(request.user, Figure).filter(release=found.current).order_by("country_id", "pk")
    if any("\x00" in text for text in (node, group, band, *(country or ()))):
        raise Invalid(code="invalid-parameter")
    if country:
        rows = rows.filter(country__in=country)
    if node:
        rows = rows.filter(node=node)
    if band:
        rows = rows.filter(
            country__in=Figure.objects.filter(release=found.current, band=band).values("country")
        )
    if group:
        rows = rows.filter(country__in=_members(request, group))
    fields = ("country_id", "node", "score", "rank", "band", "status", "publisher_score", "publisher_rank")
    window_rows = rows.values_list(*fields)[page.offset : page.offset + page.limit]
    names = ("unit", "node", "score", "rank", "band", "status", "publisher_score", "publisher_rank")
    root = framework_of(found.current).tree.id
    items = [dict(zip(names, row, strict=True)) | {"time": edition} for row in window_rows]
    ranged = with_intervals(ranking(found.current)) if any(i["node"] == root for i in items) else None
    for item in items:
        item |= _ends(ranged.of(item["unit"]) if ranged and item["node"] == root else None)
    return {"count": rows.count(), "limit": page.limit, "offset": page.offset, "items": items}


@router.get(
    "/indices/{index}/editions/{edition}/explanation/{country}",
    response={200: dict[str, Any], **ERRORS},
    summary=gettext_noop("The whole derivation of a country's score"),
)
def explanation(request: HttpRequest, index: str, edition: str, country: str) -> Any:
    return derivation(find(request, index, edition).current, country).to_dict()


@router.get(
    "/indices/{index}/editions/{edition}/what-if",
    response={200: WhatIfOut, **ERRORS},
    summary=gettext_noop("The ranking under other weights: w.NODE=0…100, each silent node keeping its own"),
)
def what_if(
    request: HttpRequest,
    index: str,
    edition: str,
    group: str = Query(
        "", max_length=60, description=gettext_noop("Rank among this group; all for every country.")
    ),
) -> Any:
    found = find(request, index, edition)
    known = {PREFIX + child.id for child in framework_of(found.current).tree.children or ()}
    unknown = sorted(name for name in request.GET if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise Invalid(f"{unknown[0][:60]} → {', '.join(sorted(known))}", code="unknown-node")
    asked = whatif.read_weights(request.GET, found, reference_groups(request.user))
    if problem := whatif.problem(asked.weights):
        raise Invalid(problem, code="weights-all-zero")
    codes = member_codes([asked.group.pk])[asked.group.pk] if asked.group else None
    outcome = whatif.compute(found.current, asked.weights, codes)
    return {
        "weights": dict(asked.weights),
        "group": asked.group.slug if asked.group else "all",
        "intervals": _intervals(outcome),
        "items": [
            {
                "unit": s.code,
                "score": s.score,
                "rank": s.rank,
                **_ends(s),
                "published_score": s.earlier.score if s.earlier else None,
                "published_rank": s.earlier.rank if s.earlier else None,
            }
            for s in outcome.standings
        ],
    }


@router.get(
    "/indices/{index}/editions/{edition}/ranking",
    response={200: RankingOut, **ERRORS},
    summary=gettext_noop("The ranking among a group of countries"),
)
def group_ranking(
    request: HttpRequest,
    index: str,
    edition: str,
    group: str = Query("all", max_length=60, description=gettext_noop("A group of countries, or all.")),
) -> Any:
    found = find(request, index, edition)
    now = with_intervals(ranking(found.current, None if group == "all" else _members(request, group)))
    items = [
        {
            "unit": s.code,
            "score": s.score,
            "rank": s.rank,
            **_ends(s),
            "publisher_score": s.publisher_score,
            "publisher_rank": s.publisher_rank,
        }
        for s in now.standings
    ]
    return {"group": group, "intervals": _intervals(now), "items": items}


def _intervals(found: Ranking) -> dict[str, Any] | None:
    varied = found.varied
    if varied is None:
        return None
    return {"level": LEVEL, "draws": varied.draws, "varied": list(varied.inputs), "share": varied.share}


def _ends(standing: Standing | None) -> dict[str, Any]:
    names = ("rank_low", "rank_high", "score_low", "score_high", "tier")
    interval = standing.interval if standing else None
    return {name: getattr(interval, name, None) for name in names}


def _members(request: HttpRequest, slug: str) -> frozenset[str]:
    group = next((g for g in reference_groups(request.user) if g.slug == slug), None)
    if group is None:
        raise Http404
    return member_codes([group.pk])[group.pk]


def _released(request: HttpRequest, slug: str) -> list[Edition]:
    index = visible_to(request.user, Index).filter(slug=slug).first() if "\x00" not in slug else None
    if index is None:
        raise Http404
    return released_editions(request.user, index)


def find(request: HttpRequest, slug: str, label: str) -> Edition:
    """The released edition of these names; 404 where the actor may see none."""
    found = next((e for e in _released(request, slug) if e.label == label), None)
    if found is None:
        raise Http404
    return found


def _edition(edition: Edition) -> dict[str, Any]:
    release, framework = edition.current, framework_of(edition.current)
    weights = weights_of(release)
    parents = {child.id: node.id for node in framework.nodes for child in node.children or ()}
    language = page_language()
    return {
        "index": edition.index.slug,
        "edition": edition.label,
        "year": edition.year,
        "name": dict(framework.name),
        "scale": list(framework.scale),
        "nodes": [
            {
                "id": n.id,
                "name": dict(n.name or framework.name),
                "parent": parents.get(n.id),
                "weight": weights[n.id],
            }
            for n in framework.nodes
        ],
        "bands": [
            {"id": b.id, "name": dict(b.name or {}), "above": b.above, "from": b.from_}
            for b in framework.bands
        ],
        "breaks": [{"since": b.since, "note": dict(b.note)} for b in framework.breaks],
        "method": [paragraph.text for paragraph in describe(framework, language)],
        "release": {
            "number": release.number,
            "published_at": release.published_at.isoformat(),
            "framework_sha256": release.framework_hash,
            "data_sha256": release.data_hash,
            "software": release.software,
            "correction": dict(release.correction),
        },
    }
