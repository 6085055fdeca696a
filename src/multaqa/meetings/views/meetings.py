"""The list of meetings, one meeting with its agenda, planning, and the steps of its state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from multaqa.core.editing import EditForm, attempt
from multaqa.core.errors import Denied, MultaqaError
from multaqa.meetings import actions
from multaqa.meetings.forms.meetings import MeetingForm, PlanForm, SeriesForm
from multaqa.meetings.models import Meeting
from multaqa.meetings.pages import meeting_page
from multaqa.meetings.queries.lookups import allowed, found
from multaqa.meetings.queries.meetings import RELATED, series_kept_by
from multaqa.meetings.queries.meetings import meeting_list as read_meetings
from multaqa.members.access import groups_managed_by

STEPS: dict[str, tuple[Callable[..., Meeting], Promise]] = {
    "announce": (actions.announce, gettext_lazy("The meeting is announced.")),
    "open": (actions.open_meeting, gettext_lazy("The meeting is open.")),
    "conclude": (actions.conclude, gettext_lazy("The meeting is concluded.")),
    "cancel": (actions.cancel, gettext_lazy("The meeting is cancelled; whoever was told of it is told.")),
}


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings to come and those that were, of all groups or of one."""
    group = request.GET.get("group", "").replace("\x00", "")
    page = read_meetings(request.user, group)
    return render(request, "meetings/meeting_list.html", {"page": page, "chosen": group})


@never_cache
@require_safe
def meeting(request: HttpRequest, key: str) -> HttpResponse:
    """A meeting: its agenda, which those who run it edit where they read it, documents, decisions, versions."""
    row = found(request.user, Meeting, key, *RELATED)
    return render(request, "meetings/meeting.html", meeting_page(request.user, row))


@never_cache
@login_required
def new_series(request: HttpRequest) -> HttpResponse:
    """Begin a series of meetings of a group that the reader keeps."""
    groups = groups_managed_by(request.user)
    if not groups.exists():
        raise Http404
    form = SeriesForm(groups, request.POST or None)
    if form.is_valid():
        begun = attempt(form, actions.create_series, request.user, **form.cleaned_data)
        if begun:
            messages.success(request, _("The series was begun. Plan its first meeting."))
            return redirect("meetings:plan")
    return form_page(request, form, _("New series of meetings"), _("Begin the series"))


@never_cache
@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting as a draft."""
    series = series_kept_by(request.user)
    if not series.exists():
        return redirect("meetings:new-series")
    form = PlanForm(
        series, request.POST or None, initial={"time_zone": settings.TIME_ZONE, "series": series.first()}
    )
    if form.is_valid():
        planned = attempt(form, actions.plan_meeting, request.user, **form.cleaned_data)
        if planned:
            messages.success(
                request, _("The meeting is planned. Only those who run it see it until it is announced.")
            )
            return redirect(planned)
    return form_page(request, form, _("Plan a meeting"), _("Plan the meeting"))


@never_cache
@login_required
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change what is said of a meeting."""
    row = found(request.user, Meeting, key, *RELATED)
    allowed(request.user, "meeting.edit", row)
    form = MeetingForm(request.POST or None, initial=MeetingForm.values_of(row))
    if form.is_valid():
        saved = attempt(form, actions.edit_meeting, request.user, row, **form.cleaned_data)
        if saved:
            messages.success(request, _("The meeting was saved."))
            return redirect(saved)
    return form_page(request, form, _("Edit the meeting"), _("Save"), row)


@require_POST
@login_required
def step(request: HttpRequest, key: str) -> HttpResponse:
    """Take the meeting to its next state. What stands in the way is said on the meeting's page."""
    row = found(request.user, Meeting, key, *RELATED)
    take, said = STEPS.get(request.POST.get("step", ""), (None, ""))
    if take is None:
        raise Http404
    more = {"site": site_of(request)} if take is actions.cancel else {}
    try:
        take(request.user, row, **more)
    except Denied as denied:
        raise Http404 from denied
    except MultaqaError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(said))
    return redirect(row)


def site_of(request: HttpRequest) -> str:
    """Scheme and host, without a path, for addresses in letters and calendars."""
    return request.build_absolute_uri("/").rstrip("/")


def form_page(
    request: HttpRequest, form: EditForm, title: str, action: str, row: Meeting | None = None, **more: Any
) -> HttpResponse:
    """A page with one form, and the way back to the meeting that it belongs to, or to the list of them."""
    context = {
        "form": form,
        "title": title,
        "action": action,
        "back": row.get_absolute_url() if row else reverse("meetings:meeting-list"),
        "back_name": row.name if row else _("Meetings"),
        **more,
    }
    return render(request, "meetings/form.html", context, status=form.http_status)
