"""The papers of a meeting as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from multaqa.core.pdf import Paper, to_pdf
from multaqa.core.printing import page_language
from multaqa.meetings.models import Meeting
from multaqa.meetings.papers import agenda_paper, decisions_paper, participants_paper
from multaqa.meetings.queries.lookups import allowed, found
from multaqa.meetings.queries.meetings import RELATED


@never_cache
@require_safe
def agenda(request: HttpRequest, key: str) -> HttpResponse:
    """The agenda as the reader sees it."""
    meeting = found(request.user, Meeting, key, *RELATED)
    return pdf_response(agenda_paper(request.user, meeting, page_language()), f"agenda-{key}")


@never_cache
@require_safe
def decisions(request: HttpRequest, key: str) -> HttpResponse:
    """The adopted decisions that the reader sees."""
    meeting = found(request.user, Meeting, key, *RELATED)
    return pdf_response(decisions_paper(request.user, meeting, page_language()), f"decisions-{key}")


@never_cache
@require_safe
def participants(request: HttpRequest, key: str) -> HttpResponse:
    """The list of participants, for those who see delegations."""
    meeting = found(request.user, Meeting, key, *RELATED)
    allowed(request.user, "delegation.see", meeting)
    return pdf_response(participants_paper(request.user, meeting, page_language()), f"participants-{key}")


def pdf_response(paper: Paper, name: str) -> HttpResponse:
    response = HttpResponse(to_pdf(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
