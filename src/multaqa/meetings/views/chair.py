"""The chair's pages: what needs them now, the list of speakers, who is there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from multaqa.core.editing import EditForm, attempt
from multaqa.meetings import actions
from multaqa.meetings.forms.chair import PresenceForm
from multaqa.meetings.models import Item, Meeting, Session, SpeechRequest
from multaqa.meetings.queries.chair import chair_page, own_delegations
from multaqa.meetings.queries.lookups import allowed, found


@never_cache
@require_safe
def chair(request: HttpRequest, key: str) -> HttpResponse:
    """What needs those who run the meeting now; the page keeps itself up to date."""
    meeting = found(request.user, Meeting, key, "series__group")
    allowed(request.user, "meeting.run", meeting)
    return _page(request, meeting)


@never_cache
@require_POST
def call_speaker(request: HttpRequest, key: str) -> HttpResponse:
    """Give a delegation the floor."""
    row = found(
        request.user,
        SpeechRequest,
        key,
        "item",
        "delegation__meeting__series__group",
        "delegation__country",
        "delegation__organisation",
    )
    meeting = row.delegation.meeting
    allowed(request.user, "speech.call", meeting)
    form = EditForm(request.POST)
    form.full_clean()
    called = attempt(form, actions.call_speaker, request.user, row)
    if called:
        messages.success(request, _("%(delegation)s has the floor.") % {"delegation": row.delegation})
        return redirect("meetings:chair", key=meeting.key)
    return _page(request, meeting, form)


@never_cache
@require_POST
def ask_for_the_floor(request: HttpRequest, key: str) -> HttpResponse:
    """Put the reader's delegation on the list of speakers of an item; `delegation` says which of several."""
    item = found(request.user, Item, key, "session__meeting")
    meeting = item.session.meeting
    allowed(request.user, "speech.request", meeting)
    mine = {one.key: one for one in own_delegations(request.user, meeting)}
    row = mine.get(request.POST.get("delegation", ""))
    if row is None:
        raise Http404
    form = EditForm(request.POST)
    form.full_clean()
    asked = attempt(form, actions.ask_for_the_floor, request.user, item, row)
    if asked:
        messages.success(request, _("%(delegation)s is on the list of speakers.") % {"delegation": row})
    else:
        messages.warning(request, " ".join(str(error) for error in form.non_field_errors()))
    return redirect(f"{meeting.get_absolute_url()}#{item.key}")


@never_cache
def presence(request: HttpRequest, key: str) -> HttpResponse:
    """Record who is there in a session."""
    session = found(request.user, Session, key, "meeting__series__group")
    allowed(request.user, "presence.record", session.meeting)
    form = PresenceForm(request.user, session, request.POST if request.method == "POST" else None)
    if form.is_valid():
        present = form.cleaned_data["people"]
        if attempt(form, actions.record_presence, request.user, session, present) is not None:
            sentence = ngettext(
                "%(count)d participant is recorded as present.",
                "%(count)d participants are recorded as present.",
                len(present),
            )
            messages.success(request, sentence % {"count": len(present)})
            return redirect("meetings:presence", key=session.key)
    context = {"session": session, "meeting": session.meeting, "form": form}
    with timezone.override(session.meeting.zone):
        return render(request, "meetings/presence.html", context, status=form.http_status)


def _page(request: HttpRequest, meeting: Meeting, refused: EditForm | None = None) -> HttpResponse:
    """The chair's page; a call that was refused says why above the lists as they are now."""
    context = {"meeting": meeting, "page": chair_page(request.user, meeting), "refused": refused}
    with timezone.override(meeting.zone):
        return render(request, "meetings/chair.html", context, status=refused.http_status if refused else 200)
