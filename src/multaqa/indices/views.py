"""Pages of the indices. Each view finds what the actor may see, and hands typed figures to a template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from multaqa.composite.compare import method_changes
from multaqa.composite.describe import describe
from multaqa.core import charts as drawing
from multaqa.core.access import visible_to
from multaqa.core.errors import Denied
from multaqa.core.exports import download
from multaqa.core.printing import page_language
from multaqa.indices import audits, charts, pages, sheets, whatif
from multaqa.indices.access import groups_published_by
from multaqa.indices.explanations import derivation, steps
from multaqa.indices.frameworks import framework_of
from multaqa.indices.models import Edition, Index, Release
from multaqa.indices.publishing import PublishPage
from multaqa.indices.queries import (
    Ranking,
    member_codes,
    planned_editions,
    ranking,
    read_rankings,
    reference_groups,
    released_editions,
    with_intervals,
)
from multaqa.indices.results import weights_of
from multaqa.indices.selection import ALL, Selection, arranged, read_selection
from multaqa.language.lists import join_list
from multaqa.language.text import in_language
from multaqa.members.models import Country, Group
from multaqa.members.tilemaps import tile_map


def index_list(request: HttpRequest) -> HttpResponse:
    """Every index that the actor may see, with its editions and its leaders."""
    speak = page_language()
    editions, planned = released_editions(request.user), planned_editions(request.user)
    latest = {e.index_id: e for e in reversed(editions)}
    groups = {e.index.comparison_id for e in latest.values() if e.index.comparison_id}
    codes = member_codes(groups)
    wanted = (
        frozenset().union(*codes.values())
        if codes and all(e.index.comparison_id for e in latest.values())
        else None
    )
    read = read_rankings([e.current for e in latest.values()], wanted)
    entries = []
    for edition in latest.values():
        shown = read[edition.current.pk].among(codes.get(edition.index.comparison_id or 0))
        entries.append(
            {
                "index": edition.index,
                "description": in_language(shown.framework.description or {}, speak),
                "editions": [e for e in editions if e.index_id == edition.index_id],
                "planned": [e for e in planned if e.index_id == edition.index_id],
                "leaders": shown.standings[:5],
                "decimals": pages.decimals_of(shown.framework),
            }
        )
    return render(
        request,
        "indices/index_list.html",
        {
            "entries": entries,
            "lede": _(
                "Each index is defined by a document that anyone can read, and computed again from its data by anyone who wishes."
            ),
            "may_publish": groups_published_by(request.user).exists(),
            "empty_title": _("Nothing has been published yet"),
            "empty_text": _("As soon as a secretariat publishes an edition, it appears here."),
            "structured": pages.page_json_ld(
                "CollectionPage", _("Progress"), speak, request.build_absolute_uri(request.path)
            ),
        },
    )


def index(request: HttpRequest, index: str) -> HttpResponse:
    """The latest edition of an index."""
    found = get_object_or_404(visible_to(request.user, Index), slug=index)
    editions = released_editions(request.user, found)
    if not editions:
        raise Http404
    return redirect("indices:edition", index=index, edition=editions[0].label)


def find(request: HttpRequest, index: str, edition: str) -> tuple[Edition, list[Edition]]:
    """The released edition at an address, and its sisters; 404 where the actor may see none."""
    found = get_object_or_404(visible_to(request.user, Index), slug=index)
    editions = released_editions(request.user, found)
    current = next((e for e in editions if e.label == edition), None)
    if current is None:
        raise Http404
    return current, editions


def selected(
    request: HttpRequest, edition: Edition, editions: Sequence[Edition]
) -> tuple[Selection, list[Group], Ranking, Ranking | None]:
    """What the address asks for, the groups to choose from, and the ranking with the one it is compared with."""
    groups = reference_groups(request.user)
    others = [e for e in editions if e.pk != edition.pk]
    selection = read_selection(request.GET, edition, others, groups, framework_of(edition.current))
    codes = member_codes([selection.group.pk])[selection.group.pk] if selection.group else None
    then = ranking(selection.since.current, codes) if selection.since else None
    now = ranking(edition.current, codes)
    return selection, groups, now.since(then) if then else now, then


def edition(request: HttpRequest, index: str, edition: str) -> HttpResponse:
    """A released edition: ranking, map, distribution, sources."""
    speak = page_language()
    current, editions = find(request, index, edition)
    selection, groups, now, then = selected(request, current, editions)
    now = with_intervals(now)
    framework, since = now.framework, selection.since
    rows = arranged(now, selection, speak)
    decimals = pages.decimals_of(framework)
    group = selection.group.slug if selection.group else ALL
    has_world = any(s.publisher_rank is not None for s in now.standings)
    where = {"index": index, "edition": edition}
    query = request.GET.urlencode()
    tiles = tile_map(
        [*now.standings, *now.absent],
        group,
        speak,
        min(decimals, 2),
        lambda code: reverse("country", kwargs={"code": code}),
    )
    context = {
        "edition": current,
        "editions": editions,
        "release": current.current,
        "framework": framework,
        "others": [e for e in editions if e.pk != current.pk],
        "lede": pages.lede(now, selection.group, since, speak),
        "facts": pages.facts(now, since, then, speak),
        "differences": pages.differences(now, speak),
        "breaks": pages.breaks_between(current, since, framework, then.framework if then else None, speak),
        "rows": pages.table_rows(rows, now, current, speak, group),
        "columns": pages.table_columns(
            request.GET, selection, now.varied is not None, has_world, bool(framework.bands)
        ),
        "scored": now.scored,
        "range_note": pages.range_note(now, speak),
        "range_address": reverse("indices:method", kwargs=where) + "#ranges",
        "caption": caption(framework, since, speak),
        "ranking_title": _("Scores") if framework.coverage else _("Ranking"),
        "count_line": pages.country_count(len(rows), speak),
        "absent": pages.absent_words(now, speak),
        "decimals": decimals,
        "has_since": since is not None,
        "has_world": has_world,
        "bands": [{"id": key, "name": name} for key, name in pages.band_names(framework, speak).items()],
        "group_choices": pages.group_choices(groups, speak),
        "selected": {
            "group": group,
            "band": selection.band,
            "since": since.label if since else "none",
            "sort": request.GET.get("sort", "rank"),
        },
        "tiles": tiles,
        "map_title": in_language(selection.group.name, speak) if selection.group else _("All countries"),
        "distribution": figure(
            where,
            "distribution",
            query,
            _("Distribution of the scores; the table gives every figure."),
            _("One dot a country; the line is the median, the dashes part the bands."),
            300,
            190,
        ),
        "what_if_url": reverse("indices:what-if", kwargs=where) + f"?group={group}",
        "release_line": release_line(current.current, speak),
        "empty_title": _("No country here"),
        "empty_text": _(
            "No country of this group stands in the band that you chose. Choose another band or another group."
        ),
        "structured": pages.dataset_json_ld(current, now, speak, request.build_absolute_uri),
        "card_url": request.build_absolute_uri(reverse("indices:card", kwargs=where)),
    }
    return render(request, "indices/edition.html", context)


def caption(framework: Any, since: Edition | None, speak: str) -> str:
    _low, high = framework.scale
    elements = join_list(
        [in_language(node.name or {"en": node.id}, speak) for node in framework.tree.children or ()], speak
    )
    text = _("Score out of %(high)s. The small columns are %(elements)s.") % {
        "high": pages.printed(high, 0, speak),
        "elements": elements,
    }
    if since:
        text += " " + _("The tick is the score of %(edition)s.") % {
            "edition": pages.label(since.label, speak)
        }
    return text


def release_line(release: Release, speak: str) -> str:
    return _("Release %(n)s, computed by version %(software)s.") % {
        "n": pages.printed(release.number, 0, speak),
        "software": release.software.rsplit(" ", 1)[-1],
    }


def figure(
    where: dict[str, str], chart: str, query: str, alt: str, caption: str, width: int, height: int
) -> dict[str, Any]:
    """What the chart component needs: the addresses of one chart in three forms."""
    tail = f"?{query}" if query else ""
    links = {
        s: reverse("indices:chart", kwargs={**where, "chart": chart, "suffix": s}) + tail
        for s in ("svg", "png", "json")
    }
    return {
        "svg": links["svg"],
        "png": links["png"],
        "spec": links["json"],
        "alt": alt,
        "caption": caption,
        "width": width,
        "height": height,
    }


def chart(request: HttpRequest, index: str, edition: str, chart: str, suffix: str) -> HttpResponse:
    """A chart of an edition as SVG, PNG or its definition."""
    if chart != "distribution" or suffix not in drawing.CONTENT_TYPES:
        raise Http404
    current, editions = find(request, index, edition)
    _selection, _groups, now, _then = selected(request, current, editions)
    words = {
        "country": _("Country"),
        "score": _("Score"),
        "median": _("median"),
        "range": _("In nine of ten cases"),
    }
    return HttpResponse(
        drawing.draw(
            charts.distribution(with_intervals(now), page_language(), words), suffix, page_language()
        ),
        content_type=drawing.CONTENT_TYPES[suffix],
    )


def card(request: HttpRequest, index: str, edition: str) -> HttpResponse:
    """The picture that social networks show for an edition."""
    from django.template.loader import render_to_string

    current, editions = find(request, index, edition)
    _selection, _groups, now, _then = selected(request, current, editions)
    decimals = pages.decimals_of(now.framework)
    lines = [
        {
            "name": in_language(s.name, page_language()),
            "score": s.score,
            "share": s.share,
            "width": round(520 * (s.share or 0)),
            "y": 250 + 62 * i,
            "text_y": 278 + 62 * i,
        }
        for i, s in enumerate(now.standings[:5])
    ]
    svg = render_to_string(
        "components/card.svg",
        {
            "title": in_language(current.index.name, page_language()),
            "kicker": f"{in_language(current.index.publisher, page_language())} · {pages.label(current.label, page_language())}",
            "lines": lines,
            "decimals": decimals,
            "rtl": page_language() == "ar",
        },
    )
    return HttpResponse(drawing.picture(svg, 1200), content_type="image/png")


def method(request: HttpRequest, index: str, edition: str) -> HttpResponse:
    """The method in words, written from the framework; releases, hashes and inputs."""
    speak = page_language()
    current, editions = find(request, index, edition)
    framework = framework_of(current.current)
    comparisons = []
    for other in editions:
        if other.pk == current.pk or other.year > current.year:
            continue
        changes = method_changes(framework_of(other.current), framework)
        comparisons.append(
            {
                "title": _("Since the edition of %(edition)s") % {"edition": pages.label(other.label, speak)},
                "changes": [c.message(speak) for c in changes],
            }
        )
    return render(
        request,
        "indices/method.html",
        {
            "edition": current,
            "framework": framework,
            "paragraphs": describe(framework, speak),
            "tree": pages.tree_lines(framework, weights_of(current.current), speak),
            "ranges": pages.range_method(with_intervals(ranking(current.current)), speak),
            "comparisons": comparisons,
            "releases": list(visible_to(request.user, Release).filter(edition=current)),
            "structured": pages.page_json_ld(
                "TechArticle", _("How it is computed"), speak, request.build_absolute_uri(request.path)
            ),
        },
    )


def audit(request: HttpRequest, index: str, edition: str, number: int | None = None) -> HttpResponse:
    """The statistical audit of a release, the current one of its edition unless another is asked for."""
    speak = page_language()
    current, release = find_release(request, index, edition, number)
    try:
        page, why_none = audits.page_of(release, speak), ""
    except audits.NotAudited as reason:
        page, why_none = None, str(reason)
    return render(
        request,
        "indices/audit.html",
        {
            "edition": current,
            "release": release,
            "framework": framework_of(release),
            "why_none": why_none,
            "page": page,
            "facts": [pages.Fact(name, value) for name, value in page.facts] if page else [],
            "links": audit_links(release),
            "lede": _(
                "What a reviewer asks of an index: whether its data are sound, its elements belong together, "
                "its weights do what they say, and its ranks hold."
            ),
            "release_line": release_line(release, speak),
            "structured": pages.page_json_ld(
                "TechArticle", _("Statistical audit"), speak, request.build_absolute_uri(request.path)
            ),
        },
    )


def audit_links(release: Release) -> list[tuple[str, str]]:
    """The audit of a release in every format: label and address."""
    labels = {"html": _("Report (HTML)"), "xlsx": _("Excel"), "json": _("JSON")}
    edition = release.edition
    where = {"index": edition.index.slug, "edition": edition.label, "number": release.number}
    return [
        (label, reverse("indices:release-audit-download", kwargs={**where, "suffix": suffix}))
        for suffix, label in labels.items()
    ]


def audit_download(
    request: HttpRequest, index: str, edition: str, suffix: str, number: int | None = None
) -> HttpResponse:
    """The audit as one self-contained report, or as data."""
    if suffix not in audits.CONTENT_TYPES:
        raise Http404
    _current, release = find_release(request, index, edition, number)
    name = f"{index}-{edition}-release-{release.number}-audit.{suffix}"
    return attachment(audits.file_of(release, suffix, page_language()), audits.CONTENT_TYPES[suffix], name)


def find_release(
    request: HttpRequest, index: str, edition: str, number: int | None
) -> tuple[Edition, Release]:
    """A released edition and one of its releases, the current one where no ``number`` is asked for; else 404."""
    current, _editions = find(request, index, edition)
    if number is None or number == current.current.number:
        return current, current.current
    release = get_object_or_404(visible_to(request.user, Release), edition=current, number=number)
    release.edition = current
    return current, release


def what_if(request: HttpRequest, index: str, edition: str) -> HttpResponse:
    """The ranking under the reader's own weights, with the published one beside it."""
    speak = page_language()
    current, _editions = find(request, index, edition)
    groups = reference_groups(request.user)
    asked = whatif.read_weights(request.GET, current, groups)
    codes = member_codes([asked.group.pk])[asked.group.pk] if asked.group else None
    outcome = whatif.compute(current.current, asked.weights, codes)
    group = asked.group.slug if asked.group else ALL
    return render(
        request,
        "indices/what_if.html",
        {
            "edition": current,
            "sliders": whatif.sliders(current.current, asked.weights, speak),
            "rows": outcome.standings,
            "scored": outcome.scored,
            "range_note": pages.range_note(outcome, speak),
            "problem": whatif.problem(asked.weights),
            "decimals": pages.decimals_of(outcome.framework),
            "sentence": whatif.sentence(outcome, speak),
            "shares": whatif.shares(framework_of(current.current), asked.weights, speak),
            "group_choices": pages.group_choices(groups, speak),
            "selected_group": group,
            "structured": pages.page_json_ld(
                "WebPage",
                _("What if the weights were different?"),
                speak,
                request.build_absolute_uri(request.path),
            ),
            "card_url": request.build_absolute_uri(
                reverse("indices:card", kwargs={"index": index, "edition": edition})
            ),
        },
    )


def what_if_download(request: HttpRequest, index: str, edition: str, suffix: str) -> HttpResponse:
    current, _editions = find(request, index, edition)
    asked = whatif.read_weights(request.GET, current, reference_groups(request.user))
    codes = member_codes([asked.group.pk])[asked.group.pk] if asked.group else None
    return download(
        sheets.what_if(
            current, whatif.compute(current.current, asked.weights, codes), asked.weights, page_language()
        ),
        suffix,
    )


def ranking_download(request: HttpRequest, index: str, edition: str, suffix: str) -> HttpResponse:
    """The ranking as it is shown: group, band, order, edition compared with."""
    current, editions = find(request, index, edition)
    selection, _groups, now, _then = selected(request, current, editions)
    now = with_intervals(now)
    return download(
        sheets.ranking(current, now, arranged(now, selection, page_language()), selection, page_language()),
        suffix,
    )


def figures_download(request: HttpRequest, index: str, edition: str, suffix: str) -> HttpResponse:
    """Every figure of the release, in long form."""
    current, _editions = find(request, index, edition)
    return download(sheets.figures(current, page_language()), suffix)


def weights_download(request: HttpRequest, index: str, edition: str, suffix: str) -> HttpResponse:
    """The tree with its weights."""
    current, _editions = find(request, index, edition)
    return download(sheets.weights(current, page_language()), suffix)


def framework_download(request: HttpRequest, index: str, edition: str) -> HttpResponse:
    current, _editions = find(request, index, edition)
    return attachment(current.current.framework, "application/yaml; charset=utf-8", f"{index}-{edition}.yaml")


def data_download(request: HttpRequest, index: str, edition: str) -> HttpResponse:
    current, _editions = find(request, index, edition)
    return attachment(current.current.data, "text/csv; charset=utf-8", f"{index}-{edition}-data.csv")


def attachment(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def explanation(request: HttpRequest, index: str, edition: str, code: str) -> HttpResponse:
    """How the score of one country was computed, step by step down to the data."""
    speak = page_language()
    current, _editions = find(request, index, edition)
    country = get_object_or_404(visible_to(request.user, Country), pk=code)
    found = derivation(current.current, code)
    title = _("%(country)s: how the score was computed") % {"country": in_language(country.name, speak)}
    return render(
        request,
        "indices/explanation.html",
        {
            "edition": current,
            "code": code,
            "title": title,
            "lede": _("From the published score down to the values in the data, each step with its inputs."),
            "steps": steps(found, framework_of(current.current), speak),
            "decimals": pages.decimals_of(framework_of(current.current)),
            "structured": pages.page_json_ld(
                "WebPage", title, speak, request.build_absolute_uri(request.path)
            ),
        },
    )


def explanation_download(
    request: HttpRequest, index: str, edition: str, code: str, suffix: str
) -> HttpResponse:
    current, _editions = find(request, index, edition)
    return download(
        sheets.explanation(current, code, derivation(current.current, code), page_language()), suffix
    )


@login_required
def publish(request: HttpRequest) -> HttpResponse:
    """The secretariat's page: check a framework and its data, see the ranking, publish it."""
    groups = groups_published_by(request.user)
    if not groups.exists():
        raise Denied
    page = PublishPage(request.user, groups, page_language())
    if request.method == "POST" and request.POST.get("step") == "publish":
        release = page.publish(request.POST, request.session)
        if release is not None:
            return HttpResponseRedirect(
                reverse(
                    "indices:edition",
                    kwargs={"index": release.edition.index.slug, "edition": release.edition.label},
                )
            )
    elif request.method == "POST":
        page.check(request.POST, request.FILES, request.session)
    return render(request, "indices/publish.html", page.context(), status=400 if page.problems else 200)
