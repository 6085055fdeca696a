"""The minutes of a session, with a form for each thing that the reader may do with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from multaqa.core.editing import EditForm, attempt
from multaqa.meetings import actions
from multaqa.meetings.forms.minutes import AdoptMinutesForm, CommentForm, OpenForm, WriteForm
from multaqa.meetings.models import Minutes, Session
from multaqa.meetings.queries.agenda import titles_for
from multaqa.meetings.queries.lookups import allowed, found
from multaqa.meetings.queries.minutes import MinutesPage, minutes_page

SAVED: dict[str, str | Promise] = {
    "write": _("The minutes were saved."),
    "open": _("The delegations can read the minutes and comment on them."),
    "comment": _("Your comment was sent to those who write the minutes."),
    "adopt": _("The minutes were adopted."),
}

NEEDS = {
    "write": "minutes.write",
    "open": "minutes.write",
    "comment": "minutes.comment",
    "adopt": "minutes.adopt",
}


@never_cache
def minutes(request: HttpRequest, key: str) -> HttpResponse:
    """The minutes of a session; what is sent names in `do` which of their forms it is."""
    session = found(request.user, Session, key, "meeting__series__group")
    page = minutes_page(request.user, session)
    if page is None:
        raise Http404
    with timezone.override(session.meeting.zone):
        forms, status = _forms(page), 200
        if request.method == "POST":
            do = request.POST.get("do", "")
            if do not in NEEDS or (page.minutes is None and do != "write"):
                raise Http404
            allowed(request.user, NEEDS[do], session.meeting)
            form = FORMS[do](request.POST)
            if form.is_valid() and _do(do, form, request.user, session, page.minutes):
                messages.success(request, str(SAVED[do]))
                return redirect("meetings:minutes", key=session.key)
            # what was refused may stand otherwise meanwhile: the page shows how it stands now
            page = minutes_page(request.user, session) or page
            forms, status = _forms(page) | {do: form}, form.http_status
        titles = titles_for(request.user, session.meeting)
        context = {
            "session": session,
            "title": titles.get(session.key),
            "meeting": session.meeting,
            "page": page,
            "forms": forms,
        }
        return render(request, "meetings/minutes.html", context, status=status)


FORMS: dict[str, Callable[..., EditForm]] = {
    "write": WriteForm,
    "open": OpenForm,
    "comment": CommentForm,
    "adopt": AdoptMinutesForm,
}


def _forms(page: MinutesPage) -> dict[str, EditForm]:
    """The forms of what the reader may do now."""
    version = page.minutes.version if page.minutes else 0
    shown = {
        "write": (page.may_write, {"version": version, "text": page.minutes.text if page.minutes else {}}),
        "open": (page.may_open, _opened(page.minutes)),
        "comment": (page.may_comment, {}),
        "adopt": (page.may_adopt, {"version": version}),
    }
    return {name: FORMS[name](initial=initial) for name, (may, initial) in shown.items() if may}


def _opened(minutes: Minutes | None) -> dict[str, Any]:
    return {"version": minutes.version, "comments_until": minutes.comments_until} if minutes else {}


def _do(do: str, form: EditForm, actor: Any, session: Session, minutes: Minutes | None) -> Any:
    values = form.cleaned_data
    match do:
        case "write":
            return attempt(form, actions.write_minutes, actor, session, **values)
        case "open":
            return attempt(
                form,
                actions.open_minutes_to_comments,
                actor,
                minutes,
                values["version"],
                until=values["comments_until"],
            )
        case "comment":
            return attempt(form, actions.comment_on_minutes, actor, minutes, **values)
        case _:
            return attempt(form, actions.adopt_minutes, actor, minutes, values["version"])
