"""The tables of an index as they are handed out: stable English column names, notes that travel with the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from multaqa.composite import Explanation
from multaqa.core.exports import Sheet, Value
from multaqa.indices import pages
from multaqa.indices.frameworks import framework_of
from multaqa.indices.models import Edition, Figure
from multaqa.indices.queries import Ranking, Standing
from multaqa.indices.results import weights_of
from multaqa.indices.selection import ALL, Selection
from multaqa.language.text import in_language

ENDS = ("rank_low", "rank_high", "score_low", "score_high")


def ranking(
    edition: Edition, now: Ranking, rows: Sequence[Standing], selection: Selection, language: str
) -> Sheet:
    """The ranking as shown: one row a country."""
    pillars = [child.id for child in now.framework.tree.children or ()]
    columns = ["rank", "country", "name", "score", *ENDS, "band", *pillars, "world_rank"]
    if selection.since:
        columns += ["earlier_rank", "earlier_score", "rank_change", "score_change"]

    def row(s: Standing) -> list[Value]:
        cells: list[Value] = [
            s.rank,
            s.code,
            in_language(s.name, language),
            s.score,
            *ends(s),
            s.band,
            *(c.score for c in s.pillars),
            s.publisher_rank,
        ]
        if selection.since:
            cells += [
                s.earlier.rank if s.earlier else None,
                s.earlier.score if s.earlier else None,
                s.rank_change,
                s.score_change,
            ]
        return cells

    group = selection.group.slug if selection.group else ALL
    extra = {"group": group} | ({"compared with": selection.since.label} if selection.since else {})
    return Sheet(
        f"{edition.index.slug}-{edition.label}-ranking",
        tuple(columns),
        [row(s) for s in rows],
        notes(edition, language) | extra | varied_note(now, language),
    )


def ends(standing: Standing | None) -> list[Value]:
    """The values of the columns in ``ENDS``: what nine of ten draws hold; empty where there is no interval."""
    interval = standing.interval if standing else None
    if interval is None:
        return [None] * len(ENDS)
    return [interval.rank_low, interval.rank_high, interval.score_low, interval.score_high]


def varied_note(ranking: Ranking, language: str) -> dict[str, str]:
    """What the intervals come from, for the notes of a sheet that holds them."""
    return {"intervals": pages.ranges_hold(ranking, language)} if ranking.varied else {}


def figures(edition: Edition, language: str) -> Sheet:
    """Every figure of the current release: ``unit, time, node, score, rank, band, status``, and the publisher's own."""
    rows = Figure.objects.filter(release=edition.current).order_by("country_id", "pk")
    fields = ("country_id", "node", "score", "rank", "band", "status", "publisher_score", "publisher_rank")
    values: list[list[Value]] = [
        [code, edition.label, node, *rest] for code, node, *rest in rows.values_list(*fields)
    ]
    columns = ("unit", "time", "node", "score", "rank", "band", "status", "publisher_score", "publisher_rank")
    return Sheet(f"{edition.index.slug}-{edition.label}-figures", columns, values, notes(edition, language))


def weights(edition: Edition, language: str) -> Sheet:
    """The tree of an edition: one row an element, with its weight in force among its sisters."""
    framework, in_force = framework_of(edition.current), weights_of(edition.current)
    parents = {child.id: node.id for node in framework.nodes for child in node.children or ()}
    rows: list[list[Value]] = [
        [
            node.id,
            parents.get(node.id),
            in_language(node.name or framework.name, language),
            in_force[node.id],
            "weight" in node.inferred,
        ]
        for node in framework.nodes
    ]
    columns = ("node", "parent", "name", "weight", "weight_inferred")
    return Sheet(f"{edition.index.slug}-{edition.label}-weights", columns, rows, notes(edition, language))


def what_if(edition: Edition, outcome: Ranking, weights: Mapping[str, float], language: str) -> Sheet:
    earlier = ("published_rank", "published_score", "rank_change")
    columns = ("rank", "country", "name", "score", *ENDS, *earlier)
    rows: list[list[Value]] = [
        [
            s.rank,
            s.code,
            in_language(s.name, language),
            s.score,
            *ends(s),
            s.earlier.rank if s.earlier else None,
            s.earlier.score if s.earlier else None,
            s.rank_change,
        ]
        for s in outcome.standings
    ]
    extra = {f"weight of {node}": f"{weight:g}" for node, weight in weights.items()}
    return Sheet(
        f"{edition.index.slug}-{edition.label}-what-if",
        columns,
        rows,
        notes(edition, language)
        | {"kind": "what-if, not published"}
        | extra
        | varied_note(outcome, language),
    )


def explanation(edition: Edition, code: str, found: Explanation, language: str) -> Sheet:
    """The derivation as one row an element, from the root downwards."""
    columns = ("node", "parent", "value", "score", "weight", "weight_used", "contribution", "status")

    def walk(step: Explanation, parent: str, part: object) -> Iterator[list[Value]]:
        yield [
            step.node,
            parent,
            step.reading.value if step.reading else None,
            step.score,
            getattr(part, "weight", None),
            getattr(part, "share", None),
            getattr(part, "contribution", None),
            step.status,
        ]
        for child, child_part in zip(step.children, step.parts, strict=True):
            yield from walk(child, step.node, child_part)

    return Sheet(
        f"{edition.index.slug}-{edition.label}-{code}",
        columns,
        list(walk(found, "", None)),
        notes(edition, language),
    )


def notes(edition: Edition, language: str) -> dict[str, str]:
    """Title, publisher, source and release of the figures."""
    release, framework = edition.current, framework_of(edition.current)
    return {
        "title": f"{in_language(edition.index.name, language)} {edition.label}",
        "publisher": in_language(edition.index.publisher, language),
        "sources": "; ".join(filter(None, (source.url for source in framework.sources))),
        "release": str(release.number),
        "published": release.published_at.date().isoformat(),
        "framework sha256": release.framework_hash,
        "data sha256": release.data_hash,
        "software": release.software,
    }
