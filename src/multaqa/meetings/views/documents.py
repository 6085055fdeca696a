"""Documents: the page of one with its versions and files, entering and changing one, handing out a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from multaqa.core.access import visible_to
from multaqa.core.editing import EditForm, attempt
from multaqa.core.uploads import KINDS, serve
from multaqa.meetings import actions
from multaqa.meetings.access import allowed_actions
from multaqa.meetings.forms.documents import (
    DerestrictForm,
    DocumentForm,
    FileForm,
    IssueForm,
    NewDocumentForm,
)
from multaqa.meetings.models import Document, DocumentFile, DocumentVersion, Meeting
from multaqa.meetings.queries.agenda import titles_for
from multaqa.meetings.queries.documents import versions_of
from multaqa.meetings.queries.lookups import allowed, found

RELATED = ("meeting__series__group", "session", "item__session")


@never_cache
@require_safe
def document(request: HttpRequest, key: str) -> HttpResponse:
    """A document with every version and file, where the reader sees it."""
    return _page(request, found(request.user, Document, key, *RELATED))


@never_cache
def new_document(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a document of a meeting. For whoever keeps none there is no such page."""
    meeting = found(request.user, Meeting, key, "series__group")
    allowed(request.user, "document.keep", meeting)
    with timezone.override(meeting.zone):
        form = NewDocumentForm(request.user, meeting, request.POST or None)
        if form.is_valid():
            entered = attempt(form, actions.add_document, request.user, meeting, **form.cleaned_data)
            if entered:
                messages.success(
                    request, _("The document was entered as %(symbol)s.") % {"symbol": entered.symbol}
                )
                return redirect(entered)
        return _form(request, form, meeting)


@never_cache
def edit_document(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a document says of itself and who may read it; its symbol stays."""
    row = _kept(request, key)
    with timezone.override(row.meeting.zone):
        initial = DocumentForm.values_of(row)
        form = DocumentForm(request.user, row.meeting, request.POST or None, initial=initial)
        if form.is_valid():
            saved = attempt(form, actions.edit_document, request.user, row, **form.cleaned_data)
            if saved:
                messages.success(request, _("The document was saved."))
                return redirect(saved)
        return _form(request, form, row.meeting, row)


@never_cache
@require_POST
def issue_version(request: HttpRequest, key: str) -> HttpResponse:
    """Issue the next revision, corrigendum or addendum."""
    row = _kept(request, key)
    form = IssueForm(request.POST)
    if form.is_valid():
        issued = attempt(form, actions.issue_version, request.user, row, **form.cleaned_data)
        if issued:
            messages.success(
                request, _("%(symbol)s was issued. Add its files next.") % {"symbol": issued.symbol}
            )
            return redirect(row)
    return _page(request, row, issue_form=form)


@never_cache
@require_POST
def add_file(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a file of a version in a language."""
    row = _kept(request, key)
    form = FileForm(_issues(request, row), request.POST, request.FILES)
    if form.is_valid():
        values = form.cleaned_data
        kept = attempt(
            form, actions.add_file, request.user, values["issue"], values["language"], values["upload"]
        )
        if kept:
            messages.success(request, _("The file %(name)s was added.") % {"name": kept.name})
            return redirect(row)
    return _page(request, row, file_form=form)


@never_cache
@require_POST
def derestrict(request: HttpRequest, key: str) -> HttpResponse:
    """Open a document to all, now or from a time on."""
    row = _kept(request, key)
    with timezone.override(row.meeting.zone):
        form = DerestrictForm(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            opened = attempt(form, actions.derestrict, request.user, row, values["version"], at=values["at"])
            if opened:
                messages.success(request, _("The time from which the document is open to all was saved."))
                return redirect(opened)
    return _page(request, row, derestrict_form=form)


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """A file as it was received, to whoever sees its document; it is handed out and never run."""
    row = found(request.user, DocumentFile, key)
    return serve(row.stored, row.name, KINDS[row.suffix])


def _kept(request: HttpRequest, key: str) -> Document:
    """The document, for whoever keeps documents of its meeting. Raises Http404 for everybody else."""
    row = found(request.user, Document, key, *RELATED)
    allowed(request.user, "document.keep", row.meeting)
    return row


def _issues(request: HttpRequest, row: Document) -> Any:
    rows = visible_to(request.user, DocumentVersion).filter(document=row)
    return rows.select_related("document").order_by("-issued_at", "-pk")


def _page(request: HttpRequest, row: Document, **bound: EditForm) -> HttpResponse:
    """The page of a document; a form that was refused stands there with what was sent."""
    now = timezone.now()
    context: dict[str, Any] = {
        "document": row,
        "meeting": row.meeting,
        "titles": titles_for(request.user, row.meeting),
        "versions": versions_of(request.user, row),
        "is_kept_back": row.embargo_until is not None and row.embargo_until > now,
        "is_derestricted": row.derestricted_at is not None and row.derestricted_at <= now,
        "keeps": "document.keep" in allowed_actions(request.user, row.meeting),
    }
    with timezone.override(row.meeting.zone):
        if context["keeps"]:
            context |= {
                "file_form": FileForm(_issues(request, row)),
                "issue_form": IssueForm(),
                "derestrict_form": DerestrictForm(initial={"version": row.version}),
            }
        status = max((form.http_status for form in bound.values()), default=200)
        return render(request, "meetings/document.html", context | bound, status=status)


def _form(
    request: HttpRequest, form: EditForm, meeting: Meeting, row: Document | None = None
) -> HttpResponse:
    context = {"form": form, "meeting": meeting, "document": row}
    return render(request, "meetings/document_form.html", context, status=form.http_status)
