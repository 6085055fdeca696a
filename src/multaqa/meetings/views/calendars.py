"""Calendars: of a meeting, of a group, and one's own under a secret."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from multaqa.core.access import visible_to
from multaqa.core.printing import page_language
from multaqa.meetings import actions
from multaqa.meetings.calendars import calendar_of
from multaqa.meetings.models import CalendarFeed, Meeting
from multaqa.meetings.queries.lookups import found
from multaqa.meetings.views.meetings import site_of
from multaqa.members.invitations import hash_of
from multaqa.members.models import Group

SHOWN_ONCE = "meetings.feed"


@require_safe
def meeting_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """A meeting for one's calendar, with the sessions that the reader sees. A draft is in no calendar."""
    row = found(request.user, Meeting, key)
    if row.state == Meeting.State.DRAFT:
        raise Http404
    return _file(request, request.user, Meeting.objects.filter(pk=row.pk), str(row.name), row.key)


@require_safe
def group_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All meetings of a group that the reader sees."""
    group = visible_to(request.user, Group).filter(slug=slug).first()
    if group is None:
        raise Http404
    return _file(
        request, request.user, Meeting.objects.filter(series__group=group), str(group.name), group.slug
    )


@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A personal calendar: everything its owner sees today. A revoked secret is an address of nothing."""
    row = (
        CalendarFeed.objects.filter(
            secret_hash=hash_of(secret), revoked_at__isnull=True, person__is_active=True
        )
        .select_related("person")
        .first()
    )
    if row is None:
        raise Http404
    with override(row.language):
        return _file(request, row.person, Meeting.objects.all(), _("Multaqa"), "multaqa")


@never_cache
@login_required
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Make one's calendar feed, see its address once, revoke it."""
    if request.method == "POST":
        if "revoke" in request.POST:
            actions.revoke_feed(request.user)
            messages.success(request, _("The calendar's address no longer works."))
        else:
            secret = actions.make_feed(request.user, page_language())
            request.session[SHOWN_ONCE] = secret
        return redirect("meetings:my-calendar")
    secret = request.session.pop(SHOWN_ONCE, "")
    address = site_of(request) + reverse("meetings:feed", kwargs={"secret": secret}) if secret else ""
    standing = visible_to(request.user, CalendarFeed).filter(revoked_at__isnull=True).first()
    return render(request, "meetings/my_calendar.html", {"address": address, "feed": standing})


def _file(
    request: HttpRequest, actor: object, meetings: QuerySet[Meeting], name: str, file: str
) -> HttpResponse:
    language = page_language()
    content = calendar_of(actor, meetings, name, language, site_of(request))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file}.ics"'
    response["Cache-Control"] = "private, no-cache"
    return response
