"""What readers open: the list with its filters and downloads, one commitment, what became of a meeting's decisions."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from multaqa.commitments import exchange, queries
from multaqa.commitments.dossiers import CommitmentPage, commitment_page
from multaqa.commitments.forms import FilterForm
from multaqa.commitments.models import Commitment
from multaqa.commitments.pages import filter_query, status_bar
from multaqa.commitments.queries import Filters
from multaqa.commitments.timelines import commitment_timeline, meeting_timeline
from multaqa.core.exports import download
from multaqa.meetings.access import facts
from multaqa.meetings.models import Meeting

ROWS_A_PAGE: Final = 50


@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """Commitments that the reader sees, narrowed by the address of the page."""
    filters = Filters.read(request.GET.dict())
    number = _page_number(request)
    found = queries.commitment_list(
        request.user, filters, limit=ROWS_A_PAGE, offset=(number - 1) * ROWS_A_PAGE
    )
    pager = Paginator(range(found.count), ROWS_A_PAGE)
    context = {
        "found": found,
        "filters": filters,
        "form": FilterForm(queries.choices(request.user), initial=vars(filters)),
        "bar": status_bar(found.counts, filters),
        "page": pager.get_page(number),
        "query": filter_query(filters),
        "is_narrowed": filters != Filters(),
        "may_import": is_keeper_or_owner(request.user),
        "empty_title": _("No commitments here"),
        "empty_text": _(
            "Commitments follow from the decisions of meetings. Widen the filters, or look at the meetings."
        ),
    }
    return render(request, "commitments/commitment_list.html", context)


@require_safe
def list_download(request: HttpRequest, suffix: str) -> HttpResponse:
    """The list as a table, with the filters of the page."""
    return download(exchange.export(request.user, Filters.read(request.GET.dict())), suffix)


@require_safe
def commitment(request: HttpRequest, key: str) -> HttpResponse:
    """One commitment with everything below it."""
    return show(request, page_or_404(request, key))


@require_safe
def timeline(request: HttpRequest, key: str) -> HttpResponse:
    """A meeting's decisions and what became of them."""
    try:
        found = meeting_timeline(request.user, key)
    except Meeting.DoesNotExist as missing:
        raise Http404 from missing
    context = {
        "timeline": found,
        "empty_title": _("Nothing was decided yet"),
        "empty_text": _("As soon as the meeting adopts a decision, it appears here with what becomes of it."),
    }
    return render(request, "commitments/timeline.html", context)


def page_or_404(request: HttpRequest, key: str) -> CommitmentPage:
    """The commitment with the key; 404 where the reader sees none."""
    try:
        return commitment_page(request.user, key)
    except Commitment.DoesNotExist as missing:
        raise Http404 from missing


def show(request: HttpRequest, page: CommitmentPage, refusal: Any = None) -> HttpResponse:
    """The page of a commitment, with why something was refused."""
    context = {
        "page": page,
        "line": page.line,
        "commitment": page.commitment,
        "events": commitment_timeline(request.user, page.line.key),
        "refusal": refusal,
    }
    return render(request, "commitments/commitment.html", context, status=refusal.status if refusal else 200)


def is_keeper_or_owner(actor: Any) -> bool:
    """Whether the actor holds a role that may ever draft; what exactly, each row of a file is asked by itself."""
    known = facts(actor)
    return known.is_administrator or bool(known.groups_as("secretariat", "coordinator", "delegate"))


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
