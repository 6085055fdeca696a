"""Pages that gather several rooms: home, countries, comparison, and what tells about the platform."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

import multaqa
from multaqa.commitments.timelines import open_commitments_of
from multaqa.core import charts as drawing
from multaqa.core.access import visible_to
from multaqa.core.exports import FORMATS, download
from multaqa.core.printing import page_language
from multaqa.indices import pages
from multaqa.indices.access import groups_published_by
from multaqa.indices.charts import trend
from multaqa.indices.models import Edition
from multaqa.indices.queries import (
    Ranking,
    Standing,
    member_codes,
    planned_editions,
    read_rankings,
    reference_groups,
    released_editions,
)
from multaqa.indices.selection import ALL, chosen_group
from multaqa.indices.voices import voice
from multaqa.language.lists import join_list
from multaqa.language.sorting import sort_key
from multaqa.language.text import in_language
from multaqa.members.models import Country, Group
from multaqa.members.tilemaps import tile_map
from multaqa.site import comparison, profiles
from multaqa.site.reference import operations

MOVERS = 3
LEADERS = 5


def choose_language(request: HttpRequest) -> HttpResponse:
    """From the bare root to the reader's language."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)[:2]}/")
    response["Vary"] = "Accept-Language, Cookie"
    return response


def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "User-agent: *\nDisallow: /*/accounts/\nDisallow: /*/people/\n", content_type="text/plain"
    )


def home(request: HttpRequest) -> HttpResponse:
    """What is measured now, who moved, what is coming."""
    speak = page_language()
    found = _latest(request.user)
    entries = [_home_entry(now, then, edition, earlier, speak) for edition, earlier, now, then in found]
    whole = [item for item in found if not item[2].framework.coverage]
    lead = next((item for item in whole if item[3] is not None), whole[0] if whole else None)
    context: dict[str, Any] = {
        "entries": entries,
        "planned": planned_editions(request.user),
        "bodies": _bodies(request.user, speak),
        "structured": pages.page_json_ld(
            "WebSite", _("Multaqa"), speak, request.build_absolute_uri(request.path)
        ),
        "card_url": request.build_absolute_uri(reverse("card")),
        "lede": _(
            "Governments measure their e-services and open data here, see where they stand, and learn from those that moved ahead."
        ),
        "empty_title": _("Nothing has been published yet"),
        "empty_text": _(
            "The secretariat of a group publishes the first edition from a framework document and a table of data."
        ),
    }
    if groups_published_by(request.user).exists():
        context |= {"empty_address": reverse("indices:publish"), "empty_action": _("Publish an edition")}
    if lead:
        edition, earlier, now, then = lead
        comparison_slug = edition.index.comparison.slug if edition.index.comparison else ALL
        context |= {
            "facts": pages.facts(now, earlier, then, speak),
            "tiles": tile_map(
                [*now.standings, *now.absent],
                comparison_slug,
                speak,
                2,
                lambda code: reverse("country", kwargs={"code": code}),
            ),
            "map_caption": f"{in_language(edition.index.name, speak)} {pages.label(edition.label, speak)}",
        }
        if then is not None and earlier is not None:
            context |= _movers(now, edition, earlier, then, speak)
    return render(request, "site/home.html", context)


def _latest(actor: Any) -> list[tuple[Edition, Edition | None, Ranking, Ranking | None]]:
    """The newest edition of each index with the one before it, ranked among the index's group of comparison."""
    by_index: dict[int, list[Edition]] = {}
    for edition in released_editions(actor):
        by_index.setdefault(edition.index_id, []).append(edition)
    shown = [edition for editions in by_index.values() for edition in editions[:2]]
    codes = member_codes({e.index.comparison_id for e in shown if e.index.comparison_id})
    # where every index opens on a group, only those countries are read, and members without figures are known too
    wanted = frozenset().union(*codes.values()) if all(e.index.comparison_id for e in shown) else None
    read = read_rankings([edition.current for edition in shown], wanted)
    result = []
    for editions in by_index.values():
        ranked = [read[e.current.pk].among(codes.get(e.index.comparison_id or 0)) for e in editions[:2]]
        now, then = ranked[0], ranked[1] if len(ranked) > 1 else None
        result.append((editions[0], editions[1] if then else None, now.since(then) if then else now, then))
    return result


def _home_entry(
    now: Ranking, then: Ranking | None, edition: Edition, earlier: Edition | None, speak: str
) -> dict[str, Any]:
    rows = [
        {
            "rank": s.rank,
            "code": s.code,
            "name": s.name,
            "share": s.share,
            "was_share": s.earlier.share if s.earlier else None,
            "score": s.score,
        }
        for s in now.standings[:LEADERS]
    ]
    return {
        "edition": edition,
        "address": reverse("indices:edition", kwargs={"index": edition.index.slug, "edition": edition.label}),
        "sentence": pages.lede(now, edition.index.comparison, earlier, speak),
        "leaders": rows,
        "decimals": pages.decimals_of(now.framework),
        "measured_by": _("Followed by: %(group)s") % {"group": in_language(edition.index.group.name, speak)},
    }


def _movers(now: Ranking, edition: Edition, earlier: Edition, then: Ranking, speak: str) -> dict[str, Any]:
    def side(title: str, rows: Sequence[Standing]) -> dict[str, Any]:
        words = voice(speak)
        return {
            "title": title,
            "rows": [
                {
                    "code": s.code,
                    "name": s.name,
                    "rank_change": s.rank_change,
                    "words": words.from_to(*s.places),
                }
                for s in rows
                if s.places
            ],
        }

    moved = sorted((s for s in now.standings if s.rank_change), key=lambda s: (-(s.rank_change or 0), s.rank))
    notes = pages.breaks_between(edition, earlier, now.framework, then.framework, speak)
    return {
        "movers": [
            side(_("Climbed furthest"), [s for s in moved if (s.rank_change or 0) > 0][:MOVERS]),
            side(_("Fell furthest"), [s for s in reversed(moved) if (s.rank_change or 0) < 0][:MOVERS]),
        ],
        "movers_line": _("%(index)s: ranks inside the group, %(then)s to %(now)s.")
        % {
            "index": in_language(edition.index.name, speak),
            "then": pages.label(earlier.label, speak),
            "now": pages.label(edition.label, speak),
        },
        "movers_note": " ".join(notes),
    }


def _bodies(actor: Any, speak: str) -> list[dict[str, Any]]:
    bodies = visible_to(actor, Group).filter(kind=Group.Kind.BODY).prefetch_related("offices__country")
    result = []
    for group in bodies:
        chairs = [
            in_language(o.country.name, speak)
            for o in group.offices.all()
            if o.role == "chair" and o.until is None
        ]
        others = sorted(
            (
                in_language(o.country.name, speak)
                for o in group.offices.all()
                if o.role == "co_chair" and o.until is None
            ),
            key=lambda n: sort_key(n, speak),
        )
        parts = [_("Chair: %(names)s") % {"names": join_list(chairs, speak)}] if chairs else []
        parts += [_("Co-chairs: %(names)s") % {"names": join_list(others, speak)}] if others else []
        result.append({"slug": group.slug, "name": group.name, "line": " · ".join(parts)})
    return result


def card(request: HttpRequest) -> HttpResponse:
    """The picture that social networks show for the platform."""
    svg = render_to_string(
        "components/card.svg",
        {
            "title": _("Measured, compared, decided together"),
            "kicker": _("Progress in e-services and open data"),
            "rtl": page_language() == "ar",
            "lines": [],
        },
    )
    return HttpResponse(drawing.picture(svg, 1200), content_type="image/png")


def _default_group(editions: Sequence[Edition]) -> str:
    """The group on which pages open that belong to no single index: that of the first index which names one."""
    return next((e.index.comparison.slug for e in editions if e.index.comparison), ALL)


Read = list[tuple[Edition, Ranking]]


def _covered(request: HttpRequest) -> tuple[list[Country], Read, Group | None, list[Group]]:
    """The countries of the group asked for, in the order of their language, and each index's newest ranking among them."""
    groups, editions = reference_groups(request.user), [item[0] for item in _latest(request.user)]
    group = chosen_group(request.GET.get("group") or _default_group(editions), groups)
    codes = member_codes([group.pk])[group.pk] if group else None
    everything = read_rankings([e.current for e in editions], codes)
    wanted = codes if codes is not None else {s.code for r in everything.values() for s in r.standings}
    countries = list(visible_to(request.user, Country).filter(pk__in=wanted))
    countries.sort(key=lambda c: sort_key(in_language(c.name, page_language()), page_language()))
    return countries, [(e, everything[e.current.pk]) for e in editions], group, groups


def country_list(request: HttpRequest) -> HttpResponse:
    """Countries that some index covers, by group, in the order of their language."""
    speak = page_language()
    countries, read, group, groups = _covered(request)
    return render(
        request,
        "site/country_list.html",
        {
            "countries": [
                {"code": c.pk, "name": c.name, "words": _country_words(c.pk, read, speak)} for c in countries
            ],
            "lede": _(
                "Choose a country to see where it stands in each index, against its group and over time."
            ),
            "group_choices": pages.group_choices(groups, speak),
            "selected_group": group.slug if group else ALL,
            "empty_title": _("No country here yet"),
            "empty_text": _("Countries appear as soon as an edition that covers them is published."),
            "structured": pages.page_json_ld(
                "CollectionPage", _("Countries"), speak, request.build_absolute_uri(request.path)
            ),
        },
    )


def country_list_download(request: HttpRequest, suffix: str) -> HttpResponse:
    """The countries of a group with their score and rank in each index."""
    countries, read, group, _groups = _covered(request)
    return download(comparison.countries_sheet(countries, read, group, page_language()), suffix)


def _country_words(code: str, read: Sequence[tuple[Edition, Ranking]], speak: str) -> str:
    parts = []
    for edition, ranking in read:
        standing = ranking.of(code)
        if standing is not None and standing.score is not None:
            short = in_language(edition.index.short_name, speak) or in_language(edition.index.name, speak)
            place = (
                profiles.standing_words(standing, ranking.scored, speak)
                if standing.rank
                else pages.printed(standing.score, pages.decimals_of(ranking.framework), speak)
            )
            parts.append(f"{short} {place}")
    return " · ".join(parts) or _("not covered")


def _profile(
    request: HttpRequest, code: str
) -> tuple[Country, Group | None, list[Group], list[profiles.Measured]]:
    country = get_object_or_404(visible_to(request.user, Country), pk=code)
    groups = reference_groups(request.user)
    if request.GET.get("group"):
        group = chosen_group(request.GET["group"], groups)
    else:
        own = set(
            visible_to(request.user, Group)
            .filter(memberships__country=country, memberships__until__isnull=True)
            .values_list("slug", flat=True)
        )
        group = next((g for g in groups if g.slug in own), None)
    return country, group, groups, profiles.measured(request.user, group, country)


def country(request: HttpRequest, code: str) -> HttpResponse:
    """A country's profile."""
    speak = page_language()
    country, group, groups, found = _profile(request, code)
    sections = profiles.sections(country, found, group, speak)
    slug = group.slug if group else ALL
    first = f"{sections[0]['slug']}/{sections[0]['label']}" if sections else ""
    return render(
        request,
        "site/country.html",
        {
            "country": country,
            "sections": sections,
            "missing": profiles.missing(country, found, speak),
            "facts": profiles.facts(sections, group, speak),
            "lede": sections[0]["sentence"] if sections else _("No published index covers this country yet."),
            "group_choices": pages.group_choices(groups, speak),
            "selected_group": slug,
            "compare_url": f"{reverse('compare')}?edition={first}&country={country.pk}",
            "commitments": open_commitments_of(request.user, country=country),
            "empty_title": _("No figures yet"),
            "empty_text": _("No published edition has a score for this country."),
            "structured": pages.page_json_ld(
                "ProfilePage",
                in_language(country.name, speak),
                speak,
                request.build_absolute_uri(request.path),
            )
            | {
                "about": {
                    "@type": "Country",
                    "name": in_language(country.name, speak),
                    "identifier": country.pk,
                }
            },
            "card_url": request.build_absolute_uri(reverse("card")),
        },
    )


def country_trend(request: HttpRequest, code: str, index: str, suffix: str) -> HttpResponse:
    """A country's scores over the editions of an index, with the median of the group."""
    if suffix not in drawing.CONTENT_TYPES:
        raise Http404
    country, _group, _groups, found = _profile(request, code)
    one = next((m for m in found if m.editions[0].index.slug == index), None)
    if one is None:
        raise Http404
    words = {
        "own": in_language(country.name, page_language()),
        "median": _("median"),
        "year": _("Edition"),
        "score": _("Score"),
        "low": _("Lower end in nine of ten cases"),
        "high": _("Upper end in nine of ten cases"),
    }
    points = profiles.with_ends(profiles.trend_points(country.pk, one), country.pk, one)
    chart = trend(points, one.now.framework.scale, page_language(), words)
    return HttpResponse(
        drawing.draw(chart, suffix, page_language()), content_type=drawing.CONTENT_TYPES[suffix]
    )


def country_download(request: HttpRequest, code: str, suffix: str) -> HttpResponse:
    country, group, _groups, found = _profile(request, code)
    return download(comparison.profile_sheet(country, group, found, page_language()), suffix)


def compare(request: HttpRequest) -> HttpResponse:
    """Any countries side by side on any edition; the address holds it all."""
    speak = page_language()
    asked = comparison.read(request.GET, released_editions(request.user))
    return render(
        request, "site/compare.html", comparison.page(asked, request.user, speak, request.build_absolute_uri)
    )


def compare_download(request: HttpRequest, suffix: str) -> HttpResponse:
    asked = comparison.read(request.GET, released_editions(request.user))
    return download(comparison.sheet(asked, page_language()), suffix)


def data_and_api(request: HttpRequest) -> HttpResponse:
    """Whole editions to download, and the programming interface described for people."""
    return render(
        request,
        "site/data_and_api.html",
        {
            "editions": released_editions(request.user),
            "formats": [(f.suffix, f.label) for f in FORMATS],
            "api_root": request.build_absolute_uri("/api/v1/"),
            "openapi_url": reverse("api-1:openapi-json"),
            "operations": operations(page_language()),
            "structured": pages.page_json_ld(
                "WebAPI", _("Data and API"), page_language(), request.build_absolute_uri(request.path)
            ),
        },
    )


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html", {"version": multaqa.__version__})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")
