"""Countries side by side on one edition: read from the address, laid out as a table, handed out as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from multaqa.core.access import visible_to
from multaqa.core.errors import Invalid
from multaqa.core.exports import Sheet, Value
from multaqa.indices import pages, sheets
from multaqa.indices.intervals import Interval
from multaqa.indices.models import Edition, Figure
from multaqa.indices.queries import Ranking, Standing, ranking, with_intervals
from multaqa.language.lists import join_list
from multaqa.language.sorting import sort_key
from multaqa.language.text import in_language
from multaqa.members.models import Country, Group
from multaqa.site.profiles import Measured


@dataclass(frozen=True)
class Asked:
    """The edition and the countries that the address names, in its order; every edition to choose from."""

    editions: tuple[Edition, ...]
    edition: Edition | None
    codes: tuple[str, ...]


def read(query: QueryDict, editions: Sequence[Edition]) -> Asked:
    """What the address asks for; an unknown edition and too many countries are refused."""
    named = {f"{e.index.slug}/{e.label}": e for e in editions}
    value = query.get("edition", "")
    if value and value not in named:
        raise Invalid(
            _("There is no edition called “%(name)s” here.") % {"name": value[:60]}, code="unknown-edition"
        )
    codes = tuple(dict.fromkeys(query.getlist("country")))
    if len(codes) > settings.COMPARE_LIMIT_COUNTRIES:
        text = ngettext(
            "At most %(n)s country can be compared at once.",
            "At most %(n)s countries can be compared at once.",
            settings.COMPARE_LIMIT_COUNTRIES,
        )
        raise Invalid(text % {"n": settings.COMPARE_LIMIT_COUNTRIES}, code="too-many-countries")
    return Asked(tuple(editions), named.get(value) or (editions[0] if editions else None), codes)


def page(asked: Asked, actor: Any, language: str, absolute: Callable[[str], str]) -> dict[str, Any]:
    """Everything the comparison page shows."""
    context: dict[str, Any] = {
        "edition_choices": [
            (
                f"{e.index.slug}/{e.label}",
                f"{in_language(e.index.name, language)} {pages.label(e.label, language)}",
            )
            for e in asked.editions
        ],
        "title": _("Compare countries"),
        "lede": _(
            "Choose an edition and the countries to set side by side. The address keeps your choice, so you can share it."
        ),
        "empty_title": _("Nothing to compare yet"),
        "empty_text": _("Choose two countries or more, and press Compare."),
        "structured": pages.page_json_ld("WebPage", _("Compare countries"), language, absolute("")),
    }
    if asked.edition is None:
        return context | {"country_choices": [], "selected_edition": ""}
    edition = asked.edition
    covered = set(Figure.objects.filter(release=edition.current).values_list("country_id", flat=True))
    chosen = visible_to(actor, Country).filter(pk__in=covered | _clean(asked.codes))
    names = {c.pk: c.name for c in chosen}
    _refuse_unknown(asked.codes, set(names))
    choices = sorted(names, key=lambda code: sort_key(in_language(names[code], language), language))
    context |= {
        "country_choices": [
            {"code": code, "name": names[code], "chosen": code in asked.codes} for code in choices
        ],
        "selected_edition": f"{edition.index.slug}/{edition.label}",
    }
    if not asked.codes:
        return context
    now = with_intervals(ranking(edition.current, asked.codes))
    columns = [s for code in asked.codes if (s := now.of(code)) is not None]
    title = join_list([in_language(s.name, language) for s in columns], language)
    return context | {
        "title": title,
        "lede": f"{in_language(edition.index.name, language)} {pages.label(edition.label, language)}",
        "columns": columns,
        "rows": _rows(now, columns, language),
        "caption": _("The rank is among the countries compared here. The best of each row is set in bold."),
        "range_note": pages.range_note(now, language),
        "range_address": reverse(
            "indices:method", kwargs={"index": edition.index.slug, "edition": edition.label}
        )
        + "#ranges",
        "breaks": [in_language(now.framework.coverage, language)] if now.framework.coverage else [],
    }


def _clean(codes: Sequence[str]) -> set[str]:
    """The codes that a database can be asked for."""
    return {code for code in codes if code.isalnum()}


def _refuse_unknown(codes: Sequence[str], known: set[str]) -> None:
    unknown = [code for code in codes if code not in known]
    if unknown:
        shown = unknown[0][:10].replace("\x00", "")
        raise Invalid(
            _("There is no country with the code “%(code)s”.") % {"code": shown}, code="unknown-country"
        )


@dataclass(frozen=True)
class CellView:
    """``between``: the range of what the cell shows, as text; ``interval`` where it is drawn on its bar."""

    text: str
    share: float | None
    reason: str
    is_best: bool = False
    between: str = ""
    interval: Interval | None = None


def _rows(now: Ranking, columns: Sequence[Standing], language: str) -> list[dict[str, Any]]:
    decimals, names = pages.decimals_of(now.framework), pages.pillar_names(now.framework, language)

    def row(
        name: str, values: Sequence[tuple[float | None, float | None, str]], *, total: bool = False
    ) -> dict[str, Any]:
        best = max((score for score, _share, _status in values if score is not None), default=None)
        cells = [
            CellView(
                pages.printed(score, decimals, language) if score is not None else "",
                share,
                pages.reason(status),
                score is not None and score == best and len(values) > 1,
            )
            for score, share, status in values
        ]
        return {"name": name, "cells": cells, "is_total": total}

    def span(low: float, high: float, places: int) -> str:
        return pages.span(low, high, places, language)

    top = row(names[now.framework.tree.id], [(s.score, s.share, s.status) for s in columns], total=True)
    top["cells"] = [
        replace(cell, interval=i, between=span(i.score_low, i.score_high, decimals))
        if (i := s.interval)
        else cell
        for cell, s in zip(top["cells"], columns, strict=True)
    ]
    ranks = {
        "name": _("Rank among these"),
        "cells": [
            CellView(
                pages.printed(s.rank, 0, language) if s.rank else "",
                None,
                pages.reason(s.status),
                between=span(s.interval.rank_low, s.interval.rank_high, 0) if s.interval else "",
            )
            for s in columns
        ],
        "is_total": False,
    }
    world = {
        "name": _("Published rank"),
        "cells": [
            CellView(
                pages.printed(s.publisher_rank, 0, language) if s.publisher_rank else "",
                None,
                _("not published"),
            )
            for s in columns
        ],
        "is_total": False,
    }
    pillars = [
        row(names[node.id], [(s.pillars[i].score, s.pillars[i].share, s.pillars[i].status) for s in columns])
        for i, node in enumerate(now.framework.tree.children or ())
    ]
    return [
        top,
        *([] if now.framework.coverage else [ranks]),
        *([world] if any(s.publisher_rank for s in columns) else []),
        *pillars,
    ]


def sheet(asked: Asked, language: str) -> Sheet:
    """The comparison as one row a country."""
    if asked.edition is None:
        raise Invalid(_("Nothing has been published yet."), code="nothing-published")
    _refuse_unknown(
        asked.codes, set(Country.objects.filter(pk__in=_clean(asked.codes)).values_list("pk", flat=True))
    )
    now = with_intervals(ranking(asked.edition.current, asked.codes))
    pillars = [child.id for child in now.framework.tree.children or ()]
    rows: list[list[Value]] = [
        [
            s.code,
            in_language(s.name, language),
            s.score,
            s.rank,
            *sheets.ends(s),
            s.publisher_rank,
            *(c.score for c in s.pillars),
        ]
        for code in asked.codes
        if (s := now.of(code)) is not None
    ]
    columns = ("country", "name", "score", "rank_among_these", *sheets.ENDS, "world_rank", *pillars)
    return Sheet(
        f"{asked.edition.index.slug}-{asked.edition.label}-compare",
        columns,
        rows,
        sheets.notes(asked.edition, language) | sheets.varied_note(now, language),
    )


def countries_sheet(
    countries: Sequence[Country], read: Sequence[tuple[Edition, Ranking]], group: Group | None, language: str
) -> Sheet:
    """Countries with their score and rank in the newest edition of each index."""
    columns = ["country", "name"]
    for edition, _now in read:
        columns += [
            f"{edition.index.slug}_{edition.label}_score",
            f"{edition.index.slug}_{edition.label}_rank",
        ]
    rows: list[list[Value]] = []
    for country in countries:
        row: list[Value] = [country.pk, in_language(country.name, language)]
        for _edition, now in read:
            own = now.of(country.pk)
            row += [own.score if own else None, own.rank if own else None]
        rows.append(row)
    return Sheet("countries", tuple(columns), rows, {"ranked among": group.slug if group else "all"})


def profile_sheet(country: Country, group: Group | None, found: Sequence[Measured], language: str) -> Sheet:
    """A country's profile: one row an index, edition and element; intervals for the newest edition of each index."""
    whole = ("index", "edition", "node", "score", "rank", "ranked", *sheets.ENDS)
    columns = (*whole, "band", "world_rank", "status")
    nothing: list[Value] = [None] * len(sheets.ENDS)
    rows: list[list[Value]] = []
    for one in found:
        newest = with_intervals(one.now)
        for edition, now in zip(one.editions, (newest, *one.rankings[1:]), strict=True):
            own = now.of(country.pk)
            if own is None:
                continue
            slug = edition.index.slug
            rows.append(
                [
                    slug,
                    edition.label,
                    now.framework.tree.id,
                    own.score,
                    own.rank,
                    now.scored,
                    *sheets.ends(own),
                    own.band,
                    own.publisher_rank,
                    own.status,
                ]
            )
            rows += [
                [slug, edition.label, c.node, c.score, None, None, *nothing, "", None, c.status]
                for c in own.pillars
            ]
    among = group.slug if group else "all"
    return Sheet(
        f"{country.pk}-profile",
        columns,
        rows,
        {"country": in_language(country.name, language), "ranked among": among},
    )
