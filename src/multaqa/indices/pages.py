"""What the pages of an index show, made from typed figures: names chosen, numbers printed, sentences written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from multaqa.composite import Framework, Node
from multaqa.core.printing import label as label
from multaqa.core.printing import printed as printed
from multaqa.indices.intervals import LIVE_DRAWS, Varied
from multaqa.indices.models import Edition
from multaqa.indices.queries import Cell, Ranking, Standing
from multaqa.indices.selection import ALL, Selection
from multaqa.indices.voices import Named, voice
from multaqa.language.lists import join_list
from multaqa.language.sorting import sort_key
from multaqa.language.text import in_language
from multaqa.members.models import Group

FOLLOWERS = 2
LEFT_TO_RIGHT, RIGHT_TO_LEFT, END_OF_ISOLATE = "\u2066", "\u2067", "\u2069"
FEW_ABSENT = 2


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    note: str = ""


def decimals_of(framework: Framework) -> int:
    """Decimals on a page: three on a scale of one, else one, and never more than were published; downloads have them all."""
    low, high = framework.scale
    return min(framework.decimals, 3 if high - low <= 10 else 1)


def named(standing: Standing, language: str) -> Named:
    return Named(standing.code, in_language(standing.name, language))


def reason(status: str) -> str:
    """Why there is no figure, in words."""
    return {
        "not_covered": _("not covered"),
        "not_participating": _("did not take part"),
        "not_applicable": _("does not apply"),
        "no_data": _("no data"),
        "not_reported": _("not reported"),
        "screened_out": _("too little data"),
    }.get(status, _("no data"))


def group_words(group: Group | None, language: str) -> str | None:
    return in_language(group.name, language) if group else None


def band_names(framework: Framework, language: str) -> dict[str, str]:
    return {band.id: in_language(band.name or {"en": band.id}, language) for band in framework.bands}


def band_ramps(framework: Framework) -> dict[str, str]:
    """A step of the colour ramp for each band, from the middle of the band on the scale."""
    count = len(framework.bands)
    return {
        band.id: f"r{round(5 * (count - 1 - i) / max(1, count - 1))}"
        for i, band in enumerate(framework.bands)
    }


def breaks_between(
    now: Edition, then: Edition | None, framework: Framework, earlier: Framework | None, language: str
) -> list[str]:
    """What a reader must know before comparing two editions: the breaks that the newer document declares."""
    if then is None or earlier is None:
        return []
    newer, older = (framework, then.label) if now.year >= then.year else (earlier, now.label)
    return [in_language(b.note, language) for b in newer.breaks if b.since >= older]


def absent_words(ranking: Ranking, language: str) -> list[str]:
    """The countries without a score, gathered by the reason: one line a reason."""
    by_reason: dict[str, list[str]] = {}
    for standing in ranking.absent:
        by_reason.setdefault(standing.status, []).append(in_language(standing.name, language))
    return [
        f"{reason(status)}: {join_list(sorted(names, key=lambda n: sort_key(n, language)), language)}"
        for status, names in by_reason.items()
    ]


def differences(ranking: Ranking, language: str) -> list[str]:
    """Where the computed score is not the one that the publisher printed: a sentence each."""
    allowed = ranking.framework.published.allowed * (1 + 1e-9)
    return [
        _("%(country)s: the publisher printed %(printed)s; the published components give %(computed)s.")
        % {
            "country": in_language(s.name, language),
            "printed": printed(s.publisher_score, ranking.framework.published.decimals, language),
            "computed": printed(s.decided, ranking.framework.published.decimals + 1, language),
        }
        for s in ranking.standings
        if s.publisher_score is not None
        and s.decided is not None
        and abs(s.decided - s.publisher_score) > allowed
    ]


def lede(ranking: Ranking, group: Group | None, since: Edition | None, language: str) -> str:
    """Who leads, who climbed furthest and who stays in the lowest band, in two or three sentences."""
    if not ranking.standings:
        return _("No country of this selection has a score in this edition.")
    if ranking.framework.coverage:
        return in_language(ranking.framework.coverage, language)
    speak, decimals = voice(language), decimals_of(ranking.framework)
    # of a group that is covered in part, only the countries covered can be said to be led
    whole = len(ranking.absent) <= FEW_ABSENT
    among = speak.among(group_words(group, language) if whole else None, ranking.scored)
    first = [s for s in ranking.standings if s.rank == 1]
    rest = ranking.standings[len(first) : len(first) + FOLLOWERS]
    parts = [
        speak.leads(
            [named(s, language) for s in first],
            [named(s, language) for s in rest],
            among,
            printed(first[0].score or 0.0, decimals, language),
        )
    ]
    climbers, gained = furthest(ranking.standings)
    if since is not None and climbers and len(climbers) <= 3:
        parts.append(
            speak.climbed([named(s, language) for s in climbers], gained, label(since.label, language))
        )
    lowest, limit = in_lowest_band(ranking)
    if lowest and limit is not None and len(lowest) <= 4:
        parts.append(
            speak.below(
                [named(s, language) for s in lowest], printed(limit, 2 if limit < 10 else 0, language)
            )
        )
    return " ".join(parts)


def furthest(standings: Iterable[Standing]) -> tuple[list[Standing], int]:
    """The countries that gained most places, and how many; nobody where nobody gained."""
    gains = [(s.rank_change, s) for s in standings if s.rank_change]
    most = max((gain for gain, _s in gains), default=0)
    return ([s for gain, s in gains if gain == most], most) if most > 0 else ([], 0)


def in_lowest_band(ranking: Ranking) -> tuple[list[Standing], float | None]:
    """The countries of the lowest band, and the boundary above it."""
    bands = ranking.framework.bands
    if len(bands) < 2 or bands[-1].start is not None:
        return [], None
    return [s for s in ranking.standings if s.band == bands[-1].id], bands[-2].start


def range_note(ranking: Ranking, language: str) -> str:
    """What the intervals of a ranking hold, and what was varied for them; nothing where there are none."""
    varied = ranking.varied
    return voice(language).range_note(varied_words(varied, language)) if varied else ""


def ranges_hold(ranking: Ranking, language: str) -> str:
    """The same where the ranges are not in brackets; nothing where there are none."""
    varied = ranking.varied
    return voice(language).ranges_hold(varied_words(varied, language)) if varied else ""


def range_method(ranking: Ranking, language: str) -> list[str]:
    """What the ranges of an edition mean and how they come about, or why there are none."""
    if ranking.framework.coverage:
        return [
            _(
                "The data hold only a part of the countries, so nobody is ranked, and no range of ranks is given."
            )
        ]
    varied = ranking.varied
    if varied is None:
        return [_("Nothing in this index can be varied, so its ranks have no range.")]
    live = printed(LIVE_DRAWS, 0, language)
    return voice(language).range_method(varied_words(varied, language), varied.share is not None, live)


def varied_words(varied: Varied, language: str) -> str:
    """What was varied, and how often: a clause."""
    words, share = _input_words(), 100 * (varied.share or 0.0)
    return voice(language).varied(
        varied.share,
        f"{printed(share, 0 if share == int(share) else 1, language)}%",
        [words[name] for name in varied.inputs],
        varied.draws,
        printed(varied.draws, 0, language),
    )


def _input_words() -> dict[str, str]:
    return {
        "impute": _("the way missing values are filled in"),
        "imputation": _("the values filled in"),
        "data": _("the data within their error"),
        "treat": _("the treatment of outliers"),
        "normalise": _("the normalisation"),
        "weighting": _("the origin of the weights"),
        "weights": _("the weights"),
        "missing": _("what a missing value does"),
        "aggregate": _("the aggregation"),
    }


def held(standing: Standing, ranking: Ranking, language: str) -> str:
    """Between which ranks a country stands in nine of ten draws; nothing where it has no interval."""
    interval, varied = standing.interval, ranking.varied
    if interval is None or varied is None:
        return ""
    only_weights = set(varied.inputs) <= {"weights", "weighting"}
    return voice(language).held(
        named(standing, language), interval.rank_low, interval.rank_high, only_weights
    )


def range_tip(standing: Standing, edition: Edition, decimals: int, language: str) -> str:
    """The interval of a country with its source, for a tooltip."""
    interval = standing.interval
    if interval is None:
        return ""
    return _(
        "Rank %(rank_low)s to %(rank_high)s, score %(low)s to %(high)s in nine of ten cases. %(source)s"
    ) % {
        "rank_low": printed(interval.rank_low, 0, language),
        "rank_high": printed(interval.rank_high, 0, language),
        "low": printed(interval.score_low, decimals, language),
        "high": printed(interval.score_high, decimals, language),
        "source": source(edition, language),
    }


def span(low: float, high: float, decimals: int, language: str) -> str:
    """Two numbers from the lower to the higher, in the direction of the language; one where both print alike."""
    ends = dict.fromkeys(printed(value, decimals, language) for value in (low, high))
    return f"{RIGHT_TO_LEFT if language == 'ar' else LEFT_TO_RIGHT}{'–'.join(ends)}{END_OF_ISOLATE}"


def source(edition: Edition, language: str) -> str:
    """Index, edition and publisher in one line."""
    index = edition.index
    name = f"{in_language(index.name, language)} {label(edition.label, language)}"
    return f"{name} · {in_language(index.publisher, language)}"


def facts(ranking: Ranking, since: Edition | None, then: Ranking | None, language: str) -> list[Fact]:
    """The four figures under the head of an edition; none where the data hold only a part of the countries."""
    if not ranking.standings or ranking.framework.coverage:
        return []
    decimals = decimals_of(ranking.framework)
    total = ranking.scored + len(ranking.absent)
    names_absent = join_list([in_language(s.name, language) for s in ranking.absent], language)
    result = [
        Fact(
            _("Countries scored"),
            _("%(n)s of %(total)s")
            % {"n": printed(ranking.scored, 0, language), "total": printed(total, 0, language)}
            if ranking.absent
            else printed(ranking.scored, 0, language),
            _("not covered: %(names)s") % {"names": names_absent}
            if 0 < len(ranking.absent) <= FEW_ABSENT
            else "",
        ),
        Fact(
            _("Median"),
            printed(ranking.median or 0.0, decimals, language),
            _("%(value)s in %(edition)s")
            % {"value": printed(then.median, decimals, language), "edition": label(since.label, language)}
            if since and then and then.median is not None
            else "",
        ),
    ]
    climbers, _gained = furthest(ranking.standings)
    if climbers and since:
        one = climbers[0]
        note = (
            voice(language).from_to(*one.places)
            if len(climbers) == 1 and one.places
            else _("since %(edition)s") % {"edition": label(since.label, language)}
        )
        result.append(
            Fact(
                _("Widest climb"),
                join_list([in_language(s.name, language) for s in climbers[:2]], language),
                note,
            )
        )
    else:
        best = ranking.standings[0]
        result.append(
            Fact(
                _("Highest score"),
                printed(best.score or 0.0, decimals, language),
                in_language(best.name, language),
            )
        )
    lowest, limit = in_lowest_band(ranking)
    if limit is not None:
        result.append(
            Fact(
                _("Below %(limit)s") % {"limit": printed(limit, 2 if limit < 10 else 0, language)},
                country_count(len(lowest), language),
                join_list([in_language(s.name, language) for s in lowest], language)
                if 0 < len(lowest) <= 3
                else "",
            )
        )
    return result


def country_count(n: int, language: str) -> str:
    return ngettext("%(n)s country", "%(n)s countries", n) % {"n": printed(n, 0, language)}


@dataclass(frozen=True)
class SparkColumn:
    """Lengths in SVG's own notation, whatever the page's language."""

    x: int
    y: str
    height: str


def spark(cells: Sequence[Cell], names: Mapping[str, str], decimals: int, language: str) -> dict[str, Any]:
    """The small columns of a row: one an element, with its words for a screen reader."""
    columns = [
        SparkColumn(11 * i, f"{24 * (1 - (c.share or 0)):.2f}", f"{24 * (c.share or 0):.2f}")
        for i, c in enumerate(cells)
    ]
    words = [
        f"{names[c.node]} {printed(c.score, decimals, language) if c.score is not None else reason(c.status)}"
        for c in cells
    ]
    return {
        "columns": columns,
        "width": 11 * len(columns) - 3,
        "label": "، ".join(words) if language == "ar" else ", ".join(words),
    }


def pillar_names(framework: Framework, language: str) -> dict[str, str]:
    names = {node.id: in_language(node.name or {"en": node.id}, language) for node in framework.nodes}
    return names | {framework.tree.id: in_language(framework.tree.name or framework.name, language)}


@dataclass(frozen=True)
class TreeLine:
    """An element of the tree: its weight among its sisters, and its share of the whole index."""

    name: str
    level: int
    weight: str
    share: str
    inferred: bool


def weight_words(weight: float | None, language: str) -> str:
    """A weight as given or computed; in words where each country has its own."""
    if weight is None:
        return _("each its own")
    return printed(weight, 0 if weight == int(weight) else 2, language)


def tree_lines(framework: Framework, weights: Mapping[str, float | None], language: str) -> list[TreeLine]:
    """The tree in reading order, with the weights in force and shares of the index in per cent."""
    names = pillar_names(framework, language)

    def walk(node: Node, level: int, share: float | None) -> Iterable[TreeLine]:
        yield TreeLine(
            names[node.id],
            min(level, 3),
            "" if level == 0 else weight_words(weights[node.id], language),
            "" if share is None else f"{printed(100 * share, 1, language)}%",
            bool(node.inferred),
        )
        own = {child.id: weights[child.id] for child in node.children or ()}
        known = [weight for weight in own.values() if weight is not None]
        total = sum(known) if len(known) == len(own) else 0.0
        for child in node.children or ():
            yield from walk(child, level + 1, _part(share, own[child.id], total))

    return list(walk(framework.tree, 0, 1.0))


def _part(share: float | None, weight: float | None, total: float) -> float | None:
    """A child's share of the index: its part of its parent's; None where either is unknown."""
    return None if share is None or weight is None or not total else share * weight / total


def table_rows(
    standings: Sequence[Standing], ranking: Ranking, edition: Edition, language: str, group: str
) -> list[dict[str, Any]]:
    """Rows of the ranking table, ready to print."""
    framework, decimals = ranking.framework, decimals_of(ranking.framework)
    names, bands, ramps = (
        pillar_names(framework, language),
        band_names(framework, language),
        band_ramps(framework),
    )
    where = {"index": edition.index.slug, "edition": edition.label}
    country, explanation = (
        reverse("country", kwargs={"code": "XXX"}),
        reverse("indices:explanation", kwargs={**where, "code": "XXX"}),
    )
    return [
        {
            "code": s.code,
            "name": s.name,
            "rank": s.rank,
            "interval": s.interval,
            "range_tip": range_tip(s, edition, decimals, language),
            "score": s.score,
            "share": s.share,
            "was_share": s.earlier.share if s.earlier else None,
            "spark": spark(s.pillars, names, decimals, language),
            "rank_change": s.rank_change,
            "score_change": s.score_change,
            "publisher_rank": s.publisher_rank,
            "band": s.band,
            "band_name": bands.get(s.band, ""),
            "band_ramp": ramps.get(s.band, "r0"),
            "address": f"{country.replace('XXX', s.code)}?group={group}",
            "explanation": explanation.replace("XXX", s.code),
        }
        for s in standings
    ]


def table_columns(
    query: QueryDict, selection: Selection, has_ranges: bool, has_world: bool, has_bands: bool
) -> list[dict[str, Any]]:
    """Heads of the ranking table; those that can be sorted carry the address that sorts."""
    since = selection.since

    def head(text: str, css: str = "", order: str = "") -> dict[str, Any]:
        if not order:
            return {"label": text, "css": f"{css} static".strip(), "address": "", "sorted": ""}
        here = selection.order == order
        first = "-" if order in ("score", "change") else ""
        asked = order if here and selection.backwards else f"-{order}" if here else f"{first}{order}"
        changed = query.copy()
        changed["sort"] = asked
        return {
            "label": text,
            "css": css,
            "address": f"?{changed.urlencode()}",
            "sorted": ("descending" if selection.backwards else "ascending") if here else "",
        }

    columns = [head(_("Rank"), "n rank", "rank")]
    if has_ranges:
        columns.append(head(_("Range of ranks"), "range"))
    columns += [head(_("Country"), "", "name"), head(_("Score"), "n", "score")]
    columns += [head(_("Score, drawn"), "drawn"), head(_("Elements"), "pillars")]
    if since is not None:
        year = {"edition": since.label}
        columns += [
            head(_("Rank since %(edition)s") % year, "", "change"),
            head(_("Score since %(edition)s") % year, "n delta"),
        ]
    if has_world:
        columns.append(head(_("Published rank"), "n world"))
    if has_bands:
        columns.append(head(_("Band"), "band"))
    return columns


def group_choices(groups: Sequence[Group], language: str) -> list[tuple[str, str]]:
    """Choices of a country group, with every country last."""
    ordered = sorted(
        ((g.slug, in_language(g.name, language)) for g in groups),
        key=lambda pair: sort_key(pair[1], language),
    )
    return [*ordered, (ALL, _("All countries"))]


def dataset_json_ld(
    edition: Edition, ranking: Ranking, language: str, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """schema.org Dataset of an edition: what search engines for data read."""
    where = {"index": edition.index.slug, "edition": edition.label}
    formats = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{in_language(edition.index.name, language)} {edition.label}",
        "description": in_language(ranking.framework.description or ranking.framework.name, language),
        "inLanguage": language,
        "temporalCoverage": str(edition.year),
        "version": str(ranking.release.number),
        "datePublished": ranking.release.published_at.date().isoformat(),
        "creator": {"@type": "Organization", "name": in_language(edition.index.publisher, language)},
        "isBasedOn": [source.url for source in ranking.framework.sources if source.url],
        "variableMeasured": list(pillar_names(ranking.framework, language).values()),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media,
                "contentUrl": absolute(
                    reverse("indices:figures-download", kwargs={**where, "suffix": suffix})
                ),
            }
            for suffix, media in formats.items()
        ],
    }


def page_json_ld(kind: str, name: str, language: str, address: str) -> dict[str, Any]:
    """schema.org data of an ordinary page."""
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "name": name,
        "inLanguage": language,
        "url": address,
    }
