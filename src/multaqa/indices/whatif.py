"""What if the weights were different: the reader's weights from the address, and the ranking they give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from multaqa.composite import Framework, Result
from multaqa.core.errors import Invalid
from multaqa.indices import pages
from multaqa.indices.frameworks import framework_of
from multaqa.indices.intervals import intervals_around
from multaqa.indices.models import Edition, Release
from multaqa.indices.queries import Ranking, Standing, ranking, reranked
from multaqa.indices.results import place_of_edition, result_of, weights_of
from multaqa.indices.selection import ALL, chosen_group
from multaqa.indices.voices import voice
from multaqa.language.digits import to_latin
from multaqa.language.lists import join_list
from multaqa.language.text import in_language
from multaqa.members.models import Group

PREFIX = "w."
MOST = 100.0
SLIDER_STEP = 0.1
"""Sliders show published weights to this step; weights that near to all of them are the published ones."""


@dataclass(frozen=True)
class Asked:
    """The reader's weights by node (only those of the root's children), and the group to rank among."""

    weights: Mapping[str, float]
    group: Group | None


@dataclass(frozen=True)
class Slider:
    name: str
    label: str
    value: str
    published: str


def published_weights(release: Release) -> dict[str, float]:
    """The weights in force of the root's children, as shares of a hundred; even where each country has its own."""
    known = weights_of(release)
    children = framework_of(release).tree.children or ()
    weights = {child.id: known[child.id] for child in children}
    if any(weight is None for weight in weights.values()):
        return dict.fromkeys(weights, 100 / len(weights))
    total = sum(weight or 0.0 for weight in weights.values())
    return {node: 100 * (weight or 0.0) / total for node, weight in weights.items()}


def _are_published(weights: Mapping[str, float], release: Release) -> bool:
    """Whether the reader's weights are those that the release was computed with, to the step of a slider."""
    if any(weights_of(release)[node] is None for node in weights):
        return False
    return all(
        abs(weights[node] - value) < SLIDER_STEP / 2 + 1e-9
        for node, value in published_weights(release).items()
    )


def read_weights(query: QueryDict, edition: Edition, groups: Sequence[Group]) -> Asked:
    """The weights in the address (``w.osi=40``), the published ones where it is silent; refuses what is no weight."""
    default = edition.index.comparison.slug if edition.index.comparison else ALL
    slug = query.get("group") or default
    group = chosen_group(slug, groups)
    weights = {
        node: _weight(query.get(PREFIX + node), node, shown)
        for node, shown in published_weights(edition.current).items()
    }
    return Asked(weights, group)


def _weight(text: str | None, node: str, default: float) -> float:
    if text is None or text == "":
        return default
    try:
        value = float(to_latin(text))
    except ValueError:
        value = -1.0
    if not 0 <= value <= MOST:
        raise Invalid(
            _("The weight “%(text)s” of %(node)s is not a number from 0 to 100.")
            % {"text": text[:40], "node": node},
            code="weight-not-a-number",
        )
    return value


def problem(weights: Mapping[str, float]) -> str:
    """What hinders computing: weights that are all zero."""
    return (
        ""
        if any(weights.values())
        else _("All weights are zero, so no score can be computed. Give at least one component a weight.")
    )


def compute(release: Release, weights: Mapping[str, float], codes: Iterable[str] | None) -> Ranking:
    """The release ranked with ``weights``, each standing with its interval around them and the published one as earlier."""
    published = ranking(release, codes)
    if problem(weights):
        return replace(published, standings=())
    if _are_published(weights, release):
        return _with_intervals(published, result_of(release)).since(published)
    result = result_of(release).reweight(dict(weights))
    t = place_of_edition(result)
    shown, decided = (
        dict(zip(result.units, values[t, :, 0].tolist(), strict=True))
        for values in (result.published, result.decided)
    )
    bands = {unit: band or "" for unit, band in zip(result.units, result.bands[t], strict=True)}
    outcome = reranked(published, shown, decided, bands)
    return _with_intervals(outcome, result).since(published)


def _with_intervals(outcome: Ranking, result: Result) -> Ranking:
    if outcome.framework.coverage or not outcome.standings:
        return outcome
    return outcome.with_intervals(intervals_around(result, [s.code for s in outcome.standings]))


def sliders(release: Release, weights: Mapping[str, float], language: str) -> list[Slider]:
    names, given = pages.pillar_names(framework_of(release), language), published_weights(release)
    return [
        Slider(
            name=PREFIX + node,
            label=names[node],
            value=f"{weights[node]:.1f}".removesuffix(".0"),
            published=_("published: %(share)s%%")
            % {"share": pages.printed(given[node], 0 if given[node] == int(given[node]) else 1, language)},
        )
        for node in given
    ]


def shares(framework: Framework, weights: Mapping[str, float], language: str) -> str:
    """The weights as they count, in per cent of the index."""
    total = sum(weights.values())
    if not total:
        return ""
    names = pages.pillar_names(framework, language)
    parts = [
        f"{names[node]} {pages.printed(100 * weight / total, 1, language)}%"
        for node, weight in weights.items()
    ]
    return _("Used as shares of their sum: %(shares)s.") % {"shares": join_list(parts, language)}


def sentence(outcome: Ranking, language: str) -> str:
    """Who comes first now, how many change place, and who gains most."""
    if not outcome.standings:
        return ""
    if outcome.framework.coverage:
        return in_language(outcome.framework.coverage, language)
    first = [s for s in outcome.standings if s.rank == 1]
    stays = {s.code for s in first} == {
        s.code for s in outcome.standings if s.earlier and s.earlier.rank == 1
    }
    moved = sum(1 for s in outcome.standings if s.rank_change)
    climbers, gained = pages.furthest(outcome.standings)
    furthest: Standing | None = climbers[0] if len(climbers) == 1 else None
    named: Any = pages.named(furthest, language) if furthest else None
    return voice(language).whatif(
        [pages.named(s, language) for s in first], stays, moved, outcome.scored, named, gained
    )
