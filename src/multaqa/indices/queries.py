"""What pages and the API read of indices: typed values, with a number of queries that no number of countries changes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import numpy as np
from django.db.models import OuterRef, Prefetch, Subquery

from multaqa.composite import Framework
from multaqa.composite.ranking import rank
from multaqa.core.access import visible_to
from multaqa.indices.frameworks import framework_of, share_of_scale
from multaqa.indices.intervals import Drawn, Interval, Varied, intervals_of
from multaqa.indices.models import Edition, Figure, Index, Release
from multaqa.members.models import Country, Group, Membership

NOT_COVERED = "not_covered"
"""The status of a country that was asked for and stands nowhere in the release."""


@dataclass(frozen=True)
class Cell:
    """A score at one node. ``share`` is its place on the index's scale, 0 to 1, for drawing."""

    node: str
    score: float | None
    status: str
    share: float | None


@dataclass(frozen=True)
class Standing:
    """A country in one released edition, ranked among the countries that were asked for.

    ``earlier`` and ``interval`` only where they were asked for too.
    """

    code: str
    name: Mapping[str, str]
    score: float | None
    decided: float | None
    share: float | None
    rank: int | None
    band: str
    status: str
    pillars: tuple[Cell, ...]
    publisher_score: float | None
    publisher_rank: int | None
    earlier: Standing | None = None
    interval: Interval | None = None

    @property
    def score_change(self) -> float | None:
        """Score now minus score in the edition compared with."""
        if self.earlier is None or self.score is None or self.earlier.score is None:
            return None
        return self.score - self.earlier.score

    @property
    def places(self) -> tuple[int, int] | None:
        """Its rank then and now; None where it was not ranked in both."""
        if self.earlier is None or self.rank is None or self.earlier.rank is None:
            return None
        return self.earlier.rank, self.rank

    @property
    def rank_change(self) -> int | None:
        """Places gained (positive) or lost among the countries ranked in both editions."""
        return self.places[0] - self.places[1] if self.places else None


@dataclass(frozen=True)
class Ranking:
    """A released edition, read for one set of countries. ``absent``: asked for, but without a score.

    ``varied`` says what the intervals of the standings come from; None where they have none.
    """

    release: Release
    framework: Framework
    standings: tuple[Standing, ...]
    absent: tuple[Standing, ...]
    varied: Varied | None = None

    @property
    def scored(self) -> int:
        return len(self.standings)

    @property
    def median(self) -> float | None:
        """The middle score; None where the data hold only a part of the countries."""
        scores = [] if self.framework.coverage else [s.score for s in self.standings if s.score is not None]
        return median(scores) if scores else None

    def of(self, code: str) -> Standing | None:
        """The standing of one country, scored or not; None where it was not asked for."""
        return next((s for s in (*self.standings, *self.absent) if s.code == code), None)

    def among(self, codes: Iterable[str] | None) -> Ranking:
        """The same release, ranked anew among ``codes`` only; countries without figures become absent ones."""
        if codes is None:
            return self
        wanted = frozenset(codes)
        kept = [s for s in (*self.standings, *self.absent) if s.code in wanted]
        return _ranked(self.release, self.framework, kept)

    def since(self, then: Ranking) -> Ranking:
        """The same standings, each with its standing in ``then``; none where a country was not scored there."""
        earlier = {s.code: s for s in then.standings}
        return replace(self, standings=tuple(replace(s, earlier=earlier.get(s.code)) for s in self.standings))

    def with_intervals(self, drawn: Drawn | None) -> Ranking:
        """The same standings, each with its interval; without any where there are none."""
        if drawn is None:
            return self
        return replace(
            self,
            varied=drawn.varied,
            standings=tuple(replace(s, interval=drawn.by_code.get(s.code)) for s in self.standings),
        )


def with_intervals(ranking: Ranking) -> Ranking:
    """A ranking with the intervals of its release, among the countries that it ranks.

    Where the data hold only a part of the countries nobody is ranked, and nobody has an interval.
    """
    if ranking.framework.coverage or not ranking.standings:
        return ranking
    return ranking.with_intervals(intervals_of(ranking.release, [s.code for s in ranking.standings]))


def released_editions(actor: Any, index: Index | None = None) -> list[Edition]:
    """Editions with a release, newest first, each with ``.current`` (its latest release) and its index; two queries."""
    rows = (
        visible_to(actor, Edition)
        .filter(releases__isnull=False)
        .distinct()
        .select_related("index", "index__group", "index__comparison")
    )
    if index is not None:
        rows = rows.filter(index=index)
    latest = Release.objects.filter(edition=OuterRef("edition")).order_by("-number").values("pk")[:1]
    prefetch = Prefetch("releases", Release.objects.filter(pk=Subquery(latest)), to_attr="latest_releases")
    editions: list[Edition] = []
    for edition in rows.order_by("index__slug", "-year").prefetch_related(prefetch):
        edition.current = edition.latest_releases[0]
        edition.current.edition = edition
        editions.append(edition)
    return editions


def planned_editions(actor: Any) -> list[Edition]:
    """Editions that have no release yet, the nearest first."""
    return list(
        visible_to(actor, Edition)
        .filter(releases__isnull=True)
        .select_related("index", "index__group")
        .order_by("expected_on", "year")
    )


def read_rankings(releases: Sequence[Release], codes: Iterable[str] | None = None) -> dict[int, Ranking]:
    """Rankings of several releases by their key, among ``codes`` (all countries when None), in two queries."""
    wanted = None if codes is None else frozenset(codes)
    figures: dict[int, dict[str, dict[str, Figure]]] = {release.pk: {} for release in releases}
    columns = (
        "release_id",
        "country_id",
        "node",
        "score",
        "decided",
        "band",
        "status",
        "publisher_score",
        "publisher_rank",
    )
    rows = Figure.objects.filter(release__in=releases).order_by()
    if wanted is not None:
        rows = rows.filter(country__in=wanted)
    for row in rows.values_list(*columns, named=True):
        figures[row.release_id].setdefault(row.country_id, {})[row.node] = row
    known = set(wanted or ()).union(*figures.values()) if figures else set(wanted or ())
    names = dict(Country.objects.filter(pk__in=known).values_list("pk", "name"))
    return {release.pk: _ranking(release, figures[release.pk], wanted, names) for release in releases}


def ranking(release: Release, codes: Iterable[str] | None = None) -> Ranking:
    """The ranking of ``release`` among ``codes``, every country of the release when None."""
    return read_rankings([release], codes)[release.pk]


def reference_groups(actor: Any) -> list[Group]:
    """The country groups by which rankings can be filtered."""
    return list(visible_to(actor, Group).filter(kind=Group.Kind.REFERENCE))


def member_codes(groups: Iterable[int]) -> dict[int, frozenset[str]]:
    """The codes of the current members of each group, by the group's key; one query."""
    found: dict[int, set[str]] = {key: set() for key in groups}
    for key, code in (
        Membership.objects.current().filter(group__in=found).values_list("group_id", "country_id")
    ):
        found[key].add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _ranking(
    release: Release,
    figures: Mapping[str, Mapping[str, Any]],
    wanted: frozenset[str] | None,
    names: Mapping[str, Any],
) -> Ranking:
    framework = framework_of(release)
    root, pillars = framework.tree.id, [child.id for child in framework.tree.children or ()]

    def share(score: float | None) -> float | None:
        return share_of_scale(score, framework)

    def standing(code: str) -> Standing:
        cells = figures.get(code, {})
        top = cells.get(root)
        score = None if top is None else top.score
        return Standing(
            code=code,
            name=names.get(code, {}),
            score=score,
            decided=None if top is None else top.decided,
            share=share(score),
            rank=None,
            band="" if top is None else top.band,
            status=NOT_COVERED if top is None else top.status,
            pillars=tuple(
                Cell(node, cells[node].score, cells[node].status, share(cells[node].score))
                if node in cells
                else Cell(node, None, NOT_COVERED, None)
                for node in pillars
            ),
            publisher_score=None if top is None else top.publisher_score,
            publisher_rank=None if top is None or top.publisher_rank is None else int(top.publisher_rank),
        )

    return _ranked(release, framework, [standing(code) for code in (figures if wanted is None else wanted)])


def reranked(
    published: Ranking, shown: Mapping[str, float], decided: Mapping[str, float], bands: Mapping[str, str]
) -> Ranking:
    """``published`` with other scores (by country: as shown, and as ranked on) and bands, ranked anew."""
    framework = published.framework

    def rescored(standing: Standing) -> Standing:
        score = shown[standing.code]
        return replace(
            standing,
            score=score,
            decided=decided[standing.code],
            share=share_of_scale(score, framework),
            band=bands.get(standing.code, ""),
        )

    kept = [rescored(s) for s in published.standings if not math.isnan(shown.get(s.code, math.nan))]
    return _ranked(published.release, framework, [*kept, *published.absent])


def _ranked(release: Release, framework: Framework, standings: Sequence[Standing]) -> Ranking:
    """Rank standings among themselves by the framework's own rule."""
    scored = [s for s in standings if s.score is not None]
    decided = np.array([s.decided for s in scored], dtype=float)
    order = rank(decided, framework.method.rank.ties)
    in_order = sorted(zip(order, scored, strict=True), key=lambda pair: (pair[0], pair[1].code))
    # where the publisher scored more countries than the data hold, a place among the few would mislead
    ranked = [
        replace(s, rank=None if framework.coverage else int(place), earlier=None, interval=None)
        for place, s in in_order
    ]
    return Ranking(
        release=release,
        framework=framework,
        standings=tuple(ranked),
        absent=tuple(
            sorted(
                (replace(s, rank=None, earlier=None, interval=None) for s in standings if s.score is None),
                key=lambda s: s.code,
            )
        ),
    )
