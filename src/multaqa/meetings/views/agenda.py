"""Editing the agenda where it is read, and giving it out as a version."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from multaqa.core.editing import EditForm, attempt
from multaqa.core.errors import Denied, MultaqaError
from multaqa.meetings import actions
from multaqa.meetings.forms.agenda import (
    ITEM_NAMES,
    SESSION_NAMES,
    ItemFields,
    ItemForm,
    MoveForm,
    ReleaseForm,
    SessionFields,
    SessionForm,
    values_of,
)
from multaqa.meetings.models import Item, Meeting, Session
from multaqa.meetings.pages import ACCESS_NAMES, PURPOSES, meeting_page, said_changes
from multaqa.meetings.queries.agenda import agenda_version
from multaqa.meetings.queries.lookups import allowed, found
from multaqa.meetings.queries.meetings import RELATED
from multaqa.meetings.views.meetings import form_page


@never_cache
@login_required
def new_session(request: HttpRequest, key: str) -> HttpResponse:
    meeting = found(request.user, Meeting, key, *RELATED)
    allowed(request.user, "agenda.edit", meeting)
    with timezone.override(_zone(request, meeting)):
        form = SessionFields(request.user, meeting, request.POST or None, initial=_next_slot(meeting))
        if form.is_valid():
            added = attempt(form, actions.add_session, request.user, meeting, **form.cleaned_data)
            if added:
                messages.success(request, _("The session was added. Readers see it with the next version."))
                return _back(meeting, added.key)
        return _form(request, form, meeting, _("New session"), _("Add the session"))


@never_cache
@login_required
def edit_session(request: HttpRequest, key: str) -> HttpResponse:
    session = found(request.user, Session, key, "meeting__series__group")
    meeting = session.meeting
    allowed(request.user, "agenda.edit", meeting)
    with timezone.override(_zone(request, meeting, session.time_zone)):
        initial = values_of(session, *SESSION_NAMES)
        form = SessionForm(request.user, meeting, request.POST or None, initial=initial)
        if form.is_valid():
            saved = attempt(form, actions.edit_session, request.user, session, **form.cleaned_data)
            if saved:
                messages.success(request, _("The session was saved. Readers see it with the next version."))
                return _back(meeting, session.key)
        return _form(request, form, meeting, _("Edit session"), _("Save"))


@require_POST
@login_required
def withdraw_session(request: HttpRequest, key: str) -> HttpResponse:
    session = found(request.user, Session, key, "meeting")
    return _do(request, session.meeting, "", actions.withdraw_session, session, _version(request))


@never_cache
@login_required
def new_item(request: HttpRequest, key: str) -> HttpResponse:
    session = found(request.user, Session, key, "meeting__series__group")
    meeting = session.meeting
    allowed(request.user, "agenda.edit", meeting)
    with timezone.override(_zone(request, meeting, session.time_zone)):
        form = ItemFields(request.user, meeting, request.POST or None)
        if form.is_valid():
            added = attempt(form, actions.add_item, request.user, session, **form.cleaned_data)
            if added:
                messages.success(request, _("The item was added. Readers see it with the next version."))
                return _back(meeting, added.key)
        return _form(request, form, meeting, _("New item"), _("Add the item"), session)


@never_cache
@login_required
def edit_item(request: HttpRequest, key: str) -> HttpResponse:
    item = found(request.user, Item, key, "session__meeting__series__group")
    meeting = item.session.meeting
    allowed(request.user, "agenda.edit", meeting)
    with timezone.override(_zone(request, meeting, item.session.time_zone)):
        initial = values_of(item, *ITEM_NAMES)
        form = ItemForm(request.user, meeting, request.POST or None, initial=initial)
        if form.is_valid():
            saved = attempt(form, actions.edit_item, request.user, item, **form.cleaned_data)
            if saved:
                messages.success(request, _("The item was saved. Readers see it with the next version."))
                return _back(meeting, item.key)
        return _form(request, form, meeting, _("Edit item"), _("Save"), item.session)


@require_POST
@login_required
def move_item(request: HttpRequest, key: str) -> HttpResponse:
    """Put an item at another place of its session, or into another session."""
    item = found(request.user, Item, key, "session__meeting")
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    place = form.cleaned_data
    session = found(request.user, Session, place["session"])
    return _do(
        request,
        item.session.meeting,
        item.key,
        actions.move_item,
        item,
        place["version"],
        session=session,
        position=place["position"],
    )


@require_POST
@login_required
def withdraw_item(request: HttpRequest, key: str) -> HttpResponse:
    item = found(request.user, Item, key, "session__meeting")
    return _do(request, item.session.meeting, "", actions.withdraw_item, item, _version(request))


@never_cache
@require_POST
@login_required
def release(request: HttpRequest, key: str) -> HttpResponse:
    """Give the agenda out as its next version."""
    meeting = found(request.user, Meeting, key, *RELATED)
    allowed(request.user, "agenda.release", meeting)
    form = ReleaseForm(request.POST)
    if form.is_valid():
        given = attempt(form, actions.release_agenda, request.user, meeting, **form.cleaned_data)
        if given:
            messages.success(
                request, _("Version %(number)s of the agenda was released.") % {"number": given.number}
            )
            return redirect(meeting)
    page = meeting_page(request.user, meeting) | {"release_form": form}
    return render(request, "meetings/meeting.html", page, status=422)


@require_safe
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A version of the agenda as it was given out, as far as the reader may see it now."""
    meeting = found(request.user, Meeting, key, *RELATED)
    read = agenda_version(request.user, meeting, number)
    if read is None:
        raise Http404
    shown, agenda = read
    context = {
        "meeting": meeting,
        "version": shown,
        "changes": said_changes(shown.changes),
        "agenda": agenda,
        "can": frozenset(),
        "purposes": PURPOSES,
        "access_names": ACCESS_NAMES,
    }
    return render(request, "meetings/agenda_version.html", context)


def _do(
    request: HttpRequest, meeting: Meeting, key: str, action: Any, *arguments: Any, **values: Any
) -> HttpResponse:
    """Run an action of one button; what stands in its way is said on the meeting's page."""
    try:
        action(request.user, *arguments, **values)
    except Denied as denied:
        raise Http404 from denied
    except MultaqaError as refusal:
        messages.error(request, str(refusal))
    return _back(meeting, key)


def _back(meeting: Meeting, key: str) -> HttpResponse:
    return redirect(meeting.get_absolute_url() + (f"#{key}" if key else ""))


def _version(request: HttpRequest) -> int:
    """The version that the editor's page showed; 0, which is none, where it is no number."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _zone(request: HttpRequest, meeting: Meeting, stored: str = "") -> ZoneInfo:
    """The time zone in which the form's times are meant: the one that is sent, the session's, the meeting's."""
    name = request.POST.get("time_zone", stored) if request.method == "POST" else stored
    return ZoneInfo(name) if name in available_timezones() else meeting.zone


def _next_slot(meeting: Meeting) -> dict[str, Any]:
    """Where a new session would begin: an hour after the last one, or on the first morning."""
    last = meeting.sessions.filter(is_withdrawn=False).order_by("ends_at").last()
    start = (
        last.ends_at + timedelta(hours=1)
        if last
        else datetime.combine(meeting.starts_on, time(9), tzinfo=meeting.zone)
    )
    return {"starts_at": start, "ends_at": start + timedelta(hours=2)}


def _form(
    request: HttpRequest,
    form: EditForm,
    meeting: Meeting,
    title: str,
    action: str,
    session: Session | None = None,
) -> HttpResponse:
    """The page of a form whose times are by the clock in force."""
    more = {"lede": session.title if session else "", "zone": timezone.get_current_timezone_name()}
    return form_page(request, form, title, action, meeting, **more)
