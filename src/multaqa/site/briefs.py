"""The brief of a meeting on one page and on paper: what each country's progress is, what was promised, what is to be done.

It gathers the rooms: figures from `indices`, agenda, documents and decisions from `meetings`, promises from
`commitments`, each as far as the reader may see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from multaqa.commitments.queries import CommitmentLine
from multaqa.commitments.timelines import open_commitments_of
from multaqa.core import pdf
from multaqa.core.access import reading, visible_to
from multaqa.core.pdf import to_pdf
from multaqa.core.printing import label, page_language, printed
from multaqa.indices.models import Edition
from multaqa.indices.pages import span
from multaqa.indices.queries import (
    Ranking,
    Standing,
    member_codes,
    read_rankings,
    released_editions,
    with_intervals,
)
from multaqa.language.sorting import sort_key
from multaqa.language.text import in_language
from multaqa.meetings.models import Delegation, Meeting
from multaqa.meetings.pages import meeting_page
from multaqa.meetings.papers import agenda_blocks, decision_blocks, document_blocks, paper
from multaqa.meetings.queries.lookups import found
from multaqa.meetings.queries.meetings import RELATED
from multaqa.members.models import Country
from multaqa.site.templatetags.multaqa import signed


@dataclass(frozen=True)
class Measure:
    """One index among the countries of the meeting, now and before."""

    edition: Edition
    earlier: Edition | None
    ranking: Ranking

    @property
    def decimals(self) -> int:
        return self.ranking.framework.decimals

    @property
    def is_ranked(self) -> bool:
        return not self.ranking.framework.coverage


@dataclass(frozen=True)
class CountryRow:
    """A participating country: its standing in each index (None where it has none), and its open commitments."""

    country: Country
    standings: tuple[Standing | None, ...]
    open_commitments: int
    late: int


@dataclass(frozen=True)
class Brief:
    """Everything that the brief says, for one reader."""

    meeting: Meeting
    page: dict[str, Any]
    measures: tuple[Measure, ...]
    rows: tuple[CountryRow, ...]
    commitments: tuple[CommitmentLine, ...]


def brief_of(actor: Any, meeting: Meeting) -> Brief:
    """The brief of a meeting that the actor sees; the number of queries depends on no number of rows."""
    with reading():
        countries = _countries(actor, meeting)
        codes = frozenset(country.pk for country in countries)
        measures = _measures(actor, meeting, codes)
        commitments = open_commitments_of(actor, meeting=meeting)
        page = meeting_page(actor, meeting)
    promised = Counter(line.country for line in commitments)
    late = Counter(line.country for line in commitments if line.is_late)
    rows = tuple(
        CountryRow(
            country,
            tuple(_scored(measure.ranking, country.pk) for measure in measures),
            promised[country.pk],
            late[country.pk],
        )
        for country in countries
    )
    return Brief(meeting, page, measures, rows, commitments)


@never_cache
@require_safe
def brief(request: HttpRequest, key: str) -> HttpResponse:
    """The brief on one page."""
    meeting = found(request.user, Meeting, key, *RELATED)
    read = brief_of(request.user, meeting)
    context = {
        "brief": read,
        "meeting": meeting,
        "facts": read.page["facts"],
        "purposes": read.page["purposes"],
    }
    return render(request, "site/brief.html", context)


@never_cache
@require_safe
def brief_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The brief on paper."""
    meeting = found(request.user, Meeting, key, *RELATED)
    language = page_language()
    response = HttpResponse(
        to_pdf(brief_paper(brief_of(request.user, meeting), language)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="brief-{key}.pdf"'
    return response


def brief_paper(read: Brief, language: str) -> pdf.Paper:
    """The brief as a printed document."""
    meeting, page = read.meeting, read.page
    blocks: list[pdf.Block] = []
    if read.measures and read.rows:
        blocks += [pdf.Heading(_("Progress of the participating countries")), _progress_table(read, language)]
        blocks += [pdf.Paragraph(line, soft=True) for line in _sources(read, language)]
    blocks.append(pdf.Heading(_("Open commitments")))
    if read.commitments:
        head = (_("Country"), _("Commitment"), _("Status"), _("Due"))
        cells = [
            (
                in_language(one.country_name, language) if one.country_name else _("The whole group"),
                in_language(one.title, language),
                str(one.status_label) + (f" · {_('late')}" if one.is_late else ""),
                label(f"{one.due_on:%Y-%m-%d}", language),
            )
            for one in read.commitments
        ]
        blocks.append(pdf.Table(head, cells))
    else:
        blocks.append(pdf.Paragraph(_("No earlier commitment is open."), soft=True))
    blocks += [pdf.Heading(_("Agenda")), *agenda_blocks(page, language)]
    adopted = [one for one in page["decisions"] if one.number]
    if adopted:
        blocks += [pdf.Heading(_("Decisions")), *decision_blocks(adopted, language)]
    blocks += document_blocks(page, language)
    return paper(meeting, language, _("Meeting brief"), page["facts"], blocks)


def _progress_table(read: Brief, language: str) -> pdf.Table:
    head = [_("Country")]
    for measure in read.measures:
        name = in_language(measure.edition.index.short_name or measure.edition.index.name, language)
        head.append(f"{name} {label(measure.edition.label, language)}")
        if measure.earlier:
            head.append(_("since %(label)s") % {"label": label(measure.earlier.label, language)})
        if measure.is_ranked:
            head.append(_("Rank"))
    head.append(_("Open commitments"))
    cells = []
    for row in read.rows:
        line = [in_language(row.country.name, language)]
        for measure, standing in zip(read.measures, row.standings, strict=True):
            score = standing.score if standing else None
            line.append("–" if score is None else printed(score, measure.decimals, language))
            if measure.earlier:
                line.append(signed(standing.score_change if standing else None, measure.decimals))
            if measure.is_ranked:
                line.append(_said_rank(standing, language))
        line.append(printed(row.open_commitments, 0, language))
        cells.append(line)
    return pdf.Table(head, cells, numeric=frozenset(range(1, len(head))))


def _said_rank(standing: Standing | None, language: str) -> str:
    if standing is None or standing.rank is None:
        return "–"
    rank = printed(standing.rank, 0, language)
    interval = standing.interval
    if interval is None or interval.rank_low == interval.rank_high:
        return rank
    return f"{rank} ({span(interval.rank_low, interval.rank_high, 0, language)})"


def _sources(read: Brief, language: str) -> list[str]:
    return [
        _("%(index)s %(edition)s: %(publisher)s.")
        % {
            "index": in_language(one.edition.index.name, language),
            "edition": label(one.edition.label, language),
            "publisher": in_language(one.edition.index.publisher, language),
        }
        for one in read.measures
    ]


def _countries(actor: Any, meeting: Meeting) -> list[Country]:
    """The countries that come, for whoever sees delegations; otherwise those of the group."""
    coming = (
        visible_to(actor, Delegation)
        .filter(meeting=meeting, country__isnull=False)
        .exclude(answer=Delegation.Answer.DECLINED)
    )
    countries = list(Country.objects.filter(pk__in=coming.values("country")))
    if not countries:
        codes = member_codes([meeting.series.group_id])[meeting.series.group_id]
        countries = list(Country.objects.filter(pk__in=codes))
    language = page_language()
    return sorted(countries, key=lambda country: sort_key(str(country.name), language))


def _measures(actor: Any, meeting: Meeting, codes: frozenset[str]) -> tuple[Measure, ...]:
    """The indices of the group, newest edition against that of the last meeting; all indices where it has none."""
    editions = released_editions(actor)
    own = [one for one in editions if one.index.group_id == meeting.series.group_id]
    by_index: dict[int, list[Edition]] = {}
    for edition in own or editions:
        by_index.setdefault(edition.index_id, []).append(edition)
    pairs = [(known[0], _before(known[1:], meeting)) for known in by_index.values()]
    releases = [edition.current for pair in pairs for edition in pair if edition is not None]
    read = read_rankings(releases, codes) if releases else {}
    return tuple(
        Measure(
            now,
            then,
            _compared(with_intervals(read[now.current.pk]), read[then.current.pk] if then else None),
        )
        for now, then in pairs
    )


def _before(earlier: Sequence[Edition], meeting: Meeting) -> Edition | None:
    """The edition that the last meeting knew, or else the one before the newest."""
    last = meeting.previous
    known = [one for one in earlier if last is not None and one.year <= last.starts_on.year]
    return next(iter(known or earlier), None)


def _compared(now: Ranking, then: Ranking | None) -> Ranking:
    return now.since(then) if then is not None else now


def _scored(ranking: Ranking, code: str) -> Standing | None:
    standing = ranking.of(code)
    return standing if standing is not None and standing.score is not None else None
