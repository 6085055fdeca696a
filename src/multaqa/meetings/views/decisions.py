"""Decisions: the page of one, drafting, changing and adopting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from multaqa.core.access import visible_to
from multaqa.core.editing import EditForm, attempt
from multaqa.meetings import actions
from multaqa.meetings.access import allowed_actions
from multaqa.meetings.errors import AdoptedAlready
from multaqa.meetings.forms.decisions import AdoptForm, DecisionForm, DraftForm, ReservationRows
from multaqa.meetings.models import Decision, Delegation, Item
from multaqa.meetings.queries.agenda import titles_for
from multaqa.meetings.queries.decisions import reservations_of, texts_in
from multaqa.meetings.queries.lookups import allowed, found

RELATED = ("item__session__meeting__series__group",)


@never_cache
@require_safe
def decision(request: HttpRequest, key: str) -> HttpResponse:
    """A decision in the language of the page, the other languages below; a draft for those who run the meeting."""
    row = found(request.user, Decision, key, *RELATED)
    meeting = row.item.session.meeting
    doing = allowed_actions(request.user, meeting)
    context = {
        "decision": row,
        "meeting": meeting,
        "titles": titles_for(request.user, meeting),
        "texts": texts_in(row.text),
        "reservations": [(one.delegation, texts_in(one.text)) for one in reservations_of(request.user, row)],
        "may_edit": not row.adopted_at and "decision.draft" in doing,
        "may_adopt": not row.adopted_at and "decision.adopt" in doing,
        "may_commit": bool(row.adopted_at) and "decision.draft" in doing,
    }
    with timezone.override(meeting.zone):
        return render(request, "meetings/decision.html", context)


@never_cache
def new_decision(request: HttpRequest, key: str) -> HttpResponse:
    """Draft a decision under an item of the agenda."""
    item = found(request.user, Item, key, "session__meeting__series__group")
    allowed(request.user, "decision.draft", item.session.meeting)
    form = DraftForm(request.POST or None)
    if form.is_valid():
        drafted = attempt(form, actions.draft_decision, request.user, item, **form.cleaned_data)
        if drafted:
            messages.success(request, _("The draft was saved. Only those who run the meeting see it."))
            return redirect(drafted)
    return _form(request, form, item)


@never_cache
def edit_decision(request: HttpRequest, key: str) -> HttpResponse:
    """Change the text of a draft."""
    row = found(request.user, Decision, key, *RELATED)
    allowed(request.user, "decision.draft", row.item.session.meeting)
    if row.adopted_at and request.method != "POST":
        return _adopted_already(request, row)
    form = DecisionForm(request.POST or None, initial={"version": row.version, "text": row.text})
    if form.is_valid():
        saved = attempt(form, actions.edit_decision, request.user, row, **form.cleaned_data)
        if saved:
            messages.success(request, _("The draft was saved."))
            return redirect(saved)
    return _form(request, form, row.item, row)


@never_cache
def adopt_decision(request: HttpRequest, key: str) -> HttpResponse:
    """Adopt a decision, by consensus or by a counted vote, with what delegations reserved. It is done once."""
    row = found(request.user, Decision, key, *RELATED)
    meeting = row.item.session.meeting
    allowed(request.user, "decision.adopt", meeting)
    if row.adopted_at and request.method != "POST":
        return _adopted_already(request, row)
    delegations = visible_to(request.user, Delegation).filter(meeting=meeting)
    form = AdoptForm(request.POST or None, initial={"version": row.version, "manner": "consensus"})
    rows = ReservationRows.made(delegations.select_related("country", "organisation"), request.POST or None)
    if "more" in request.POST:
        rows = rows.more()
    elif form.is_valid() & rows.is_valid():
        values = {**form.cleaned_data, "reservations": rows.values()}
        adopted = attempt(form, actions.adopt_decision, request.user, row, **values)
        if adopted:
            messages.success(
                request, _("The decision was adopted as number %(number)s.") % {"number": adopted.number}
            )
            return redirect(adopted)
    return _adoption(request, row, form, rows)


def _adopted_already(request: HttpRequest, row: Decision) -> HttpResponse:
    messages.warning(request, AdoptedAlready.message)
    return redirect(row)


def _adoption(request: HttpRequest, row: Decision, form: AdoptForm, rows: ReservationRows) -> HttpResponse:
    """The page of the adoption. Asking for more rows is no mistake."""
    status = 200 if "more" in request.POST else form.http_status
    row.refresh_from_db(fields=["text", "version"])
    context = {"form": form, "rows": rows, "decision": row, "texts": texts_in(row.text)}
    context["meeting"] = row.item.session.meeting
    return render(request, "meetings/decision_adopt.html", context, status=status)


def _form(request: HttpRequest, form: EditForm, item: Item, row: Decision | None = None) -> HttpResponse:
    context = {"form": form, "item": item, "meeting": item.session.meeting, "decision": row}
    return render(request, "meetings/decision_form.html", context, status=form.http_status)
