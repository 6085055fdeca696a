"""Delegations: the list of a meeting, the page of one with its answer and its members, named audiences."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from multaqa.core.editing import EditForm, attempt
from multaqa.core.errors import Denied
from multaqa.core.exports import FORMATS, download
from multaqa.meetings import actions
from multaqa.meetings.access import allowed_on
from multaqa.meetings.forms.delegations import (
    AnswerForm,
    AudienceForm,
    CredentialsForm,
    InviteForm,
    RegisterForm,
)
from multaqa.meetings.models import Delegation, Meeting, Participant
from multaqa.meetings.queries.delegations import delegation_list as list_of
from multaqa.meetings.queries.delegations import delegation_page, participants_sheet
from multaqa.meetings.queries.lookups import allowed, found
from multaqa.meetings.views.meetings import site_of

RELATED = ("meeting__series__group", "country", "organisation")


@never_cache
def delegation_list(request: HttpRequest, key: str) -> HttpResponse:
    """The delegations of a meeting, also as a table; inviting one more."""
    meeting = found(request.user, Meeting, key, "series__group")
    allowed(request.user, "delegation.see", meeting)
    if "download" in request.GET:
        return download(participants_sheet(request.user, meeting), request.GET["download"])
    if request.method != "POST":
        return _list(request, meeting)
    allowed(request.user, "delegation.invite", meeting)
    form = InviteForm(request.user, meeting, request.POST)
    if form.is_valid():
        invited = attempt(
            form,
            actions.invite_delegation,
            request.user,
            meeting,
            site=site_of(request),
            **form.cleaned_data,
        )
        if invited:
            values = {"delegation": invited, "email": invited.focal_email}
            messages.success(
                request,
                _("%(delegation)s is invited. The letter to %(email)s is on its way.") % values,
            )
            return redirect("meetings:delegation-list", key=meeting.key)
    return _list(request, meeting, invite=form)


@never_cache
@require_POST
def remind(request: HttpRequest, key: str) -> HttpResponse:
    """Send the invitation once more to a delegation that has not answered for good."""
    row = _row(request, key, "delegation.invite")
    form = EditForm(request.POST)
    form.full_clean()
    reminded = attempt(form, actions.remind_delegation, request.user, row, site=site_of(request))
    if reminded:
        messages.success(
            request, _("The reminder to %(email)s is on its way.") % {"email": reminded.focal_email}
        )
        return redirect("meetings:delegation-list", key=row.meeting.key)
    return _list(request, row.meeting, refused=form)


@never_cache
def new_audience(request: HttpRequest, key: str) -> HttpResponse:
    """Name several participants together, so that parts of the meeting can be kept for them."""
    meeting = found(request.user, Meeting, key, "series__group")
    allowed(request.user, "agenda.edit", meeting)
    form = AudienceForm(request.user, meeting, request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        made = attempt(
            form,
            actions.make_audience,
            request.user,
            meeting,
            name=values["name"],
            participants=values["people"],
        )
        if made:
            count = len(values["people"])
            sentence = ngettext(
                "The audience “%(name)s” was made of %(count)d participant.",
                "The audience “%(name)s” was made of %(count)d participants.",
                count,
            )
            messages.success(request, sentence % {"name": made.name, "count": count})
            return redirect("meetings:delegation-list", key=meeting.key)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/audience_form.html", context, status=form.http_status)


@never_cache
@require_safe
def delegation(request: HttpRequest, key: str) -> HttpResponse:
    """A delegation: what it answered and who belongs to it."""
    return _page(request, found(request.user, Delegation, key, *RELATED))


@never_cache
@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Say whether the delegation is coming."""
    row = _row(request, key, "delegation.answer")
    form = AnswerForm(request.POST)
    if form.is_valid():
        answered = attempt(form, actions.answer_invitation, request.user, row, **form.cleaned_data)
        if answered:
            messages.success(request, _("The answer was saved."))
            return redirect("meetings:delegation", key=row.key)
    return _page(request, row, answer=form)


@never_cache
@require_POST
def register(request: HttpRequest, key: str) -> HttpResponse:
    """Register somebody in the delegation."""
    row = _row(request, key, "delegation.register")
    form = RegisterForm(request.POST)
    if form.is_valid():
        registered = attempt(
            form,
            actions.register_participant,
            request.user,
            row,
            site=site_of(request),
            **form.cleaned_data,
        )
        if registered:
            messages.success(
                request,
                _("%(name)s is registered. The letter to %(email)s is on its way.")
                % {"name": registered.name, "email": registered.email},
            )
            return redirect("meetings:delegation", key=row.key)
    return _page(request, row, register=form)


@never_cache
@require_POST
def accredit(request: HttpRequest, key: str) -> HttpResponse:
    """Record how far the credentials have come."""
    row = _row(request, key, "delegation.accredit")
    form = CredentialsForm(request.POST)
    if form.is_valid():
        accredited = attempt(form, actions.accredit, request.user, row, **form.cleaned_data)
        if accredited:
            messages.success(request, _("The state of the credentials was saved."))
            return redirect("meetings:delegation", key=row.key)
    return _page(request, row, credentials=form)


@never_cache
@require_POST
def withdraw_participant(request: HttpRequest, key: str) -> HttpResponse:
    """Take somebody off the list."""
    one = found(request.user, Participant, key, *(f"delegation__{name}" for name in RELATED))
    row = one.delegation
    try:
        actions.withdraw_participant(request.user, one)
    except Denied as denied:
        raise Http404 from denied
    messages.success(request, _("%(name)s is no longer registered.") % {"name": one.name})
    return redirect("meetings:delegation", key=row.key)


def _row(request: HttpRequest, key: str, action: str) -> Delegation:
    """The delegation, for whoever may do the action for it. Raises Http404 for everybody else."""
    row = found(request.user, Delegation, key, *RELATED)
    if action not in allowed_on(request.user, row):
        raise Http404
    return row


def _list(request: HttpRequest, meeting: Meeting, **bound: EditForm) -> HttpResponse:
    """The list; a form that was refused stands there with what was sent."""
    chosen = request.GET.get("answer", "")
    page = list_of(request.user, meeting, chosen if chosen in Delegation.Answer.values else "")
    forms: dict[str, EditForm] = {}
    if page.may_invite:
        forms["invite"] = InviteForm(request.user, meeting, initial={"language": get_language()})
    address = reverse("meetings:delegation-list", kwargs={"key": meeting.key})
    context = {
        "meeting": meeting,
        "page": page,
        "forms": forms | bound,
        "links": [(form.label, f"{address}?download={form.suffix}") for form in FORMATS],
    }
    with timezone.override(meeting.zone):
        status = max((form.http_status for form in bound.values()), default=200)
        return render(request, "meetings/delegation_list.html", context, status=status)


def _page(request: HttpRequest, row: Delegation, **bound: EditForm) -> HttpResponse:
    """The page of a delegation; a form that was refused stands there with what was sent, beside what stands now."""
    row.refresh_from_db(fields=["answer", "message", "credentials", "version", "answered_at"])
    page = delegation_page(request.user, row)
    forms: dict[str, EditForm] = {}
    if "delegation.answer" in page.may:
        initial = {"version": row.version, "answer": row.answer, "message": row.message}
        forms["answer"] = AnswerForm(initial=initial)
    if "delegation.register" in page.may and row.answer == Delegation.Answer.ACCEPTED:
        forms["register"] = RegisterForm(initial={"language": row.language})
    if "delegation.accredit" in page.may:
        forms["credentials"] = CredentialsForm(
            initial={"version": row.version, "credentials": row.credentials}
        )
    context = {"delegation": row, "meeting": row.meeting, "page": page, "forms": forms | bound}
    with timezone.override(row.meeting.zone):
        status = max((form.http_status for form in bound.values()), default=200)
        return render(request, "meetings/delegation.html", context, status=status)
