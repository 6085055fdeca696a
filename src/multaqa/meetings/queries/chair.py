"""What needs the chair now: the hour by the clock of the meeting, who asks for the floor, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from multaqa.core.access import visible_to
from multaqa.core.printing import page_language
from multaqa.language import Text, in_language
from multaqa.meetings.access import allowed_actions, delegations_spoken_for
from multaqa.meetings.agendas import Agenda, AgendaItem, AgendaSession, agenda_of, numbered
from multaqa.meetings.models import Decision, Delegation, Item, Meeting, Minutes, Session, SpeechRequest
from multaqa.meetings.queries.documents import document_lines, language_name

State = Meeting.State


@dataclass(frozen=True)
class Speaker:
    """A delegation on the list of speakers of an item: it has the floor, or waits since a time."""

    key: str
    delegation: str
    has_floor: bool
    asked_at: datetime


@dataclass(frozen=True)
class ItemFloor:
    """An item with its list of speakers; whoever has the floor comes first, then those who wait, the longest first."""

    key: str
    title: Text
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True)
class Hour:
    """Where the meeting stands by its clock. `next_item` is of this session; `next_session` is the one after it."""

    session: AgendaSession | None
    item: AgendaItem | None
    next_item: AgendaItem | None
    next_session: AgendaSession | None


@dataclass(frozen=True)
class Task:
    """Something that waits: what, why in a few words, and the address where it is done."""

    title: str
    note: str
    address: str


@dataclass(frozen=True)
class Part:
    """Tasks of one kind; where there are none, `calm` says so in a sentence."""

    kind: str
    title: str | Promise
    calm: str | Promise
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class ChairPage:
    """Everything on the page, the parts that want something first."""

    at: datetime
    hour: Hour
    floor: tuple[ItemFloor, ...]
    may_call: bool
    parts: tuple[Part, ...]


def chair_page(actor: Any, meeting: Meeting, at: datetime | None = None) -> ChairPage:
    """What needs those who run the meeting, at a time (now). A fixed number of queries in each state of the meeting."""
    now = at or timezone.now()
    allowed = allowed_actions(actor, meeting)
    sessions = list(visible_to(actor, Session).filter(meeting=meeting))
    items = list(visible_to(actor, Item).filter(session__meeting=meeting))
    agenda = numbered(agenda_of(sessions, items, meeting.time_zone))
    speakers = speakers_of(actor, meeting)
    look = _Look(actor, meeting, allowed, tuple(sessions))
    parts = [Part(kind, *WORDS[kind], tasks=FINDS[kind](look)) for kind in URGENT[meeting.state]]
    return ChairPage(
        at=now,
        hour=hour_of(agenda, now),
        floor=tuple(
            ItemFloor(item.key, item.title, speakers[item.key])
            for session in agenda
            for item in session.items
            if item.key in speakers
        ),
        may_call="speech.call" in allowed,
        parts=tuple(sorted(parts, key=lambda part: not part.tasks)),
    )


def hour_of(agenda: Agenda, at: datetime) -> Hour:
    """The session and the item that are on at a time, and what follows them."""
    in_time = sorted(agenda, key=lambda session: session.starts_at)
    session = next((one for one in in_time if one.starts_at <= at < one.ends_at), None)
    coming = next((one for one in in_time if one.starts_at > at), None)
    if session is None:
        return Hour(None, None, None, coming)
    begun = [item for item in session.items if item.begins is not None and item.begins <= at]
    item = begun[-1] if begun else None
    after = session.items[session.items.index(item) + 1 :] if item else session.items
    return Hour(session, item, after[0] if after else None, coming)


def speakers_of(actor: Any, meeting: Meeting) -> Mapping[str, tuple[Speaker, ...]]:
    """Key of an item → who has the floor and who waits for it, as far as the actor sees. One query."""
    rows = (
        visible_to(actor, SpeechRequest)
        .filter(item__session__meeting=meeting)
        .filter(state__in=(SpeechRequest.State.CALLED, SpeechRequest.State.WAITING))
        .select_related("item", "delegation__country", "delegation__organisation")
        .order_by(
            Case(When(state=SpeechRequest.State.CALLED, then=Value(0)), default=Value(1)), "asked_at", "pk"
        )
    )
    lists: dict[str, tuple[Speaker, ...]] = {}
    for row in rows:
        speaker = Speaker(
            key=row.key,
            delegation=str(row.delegation),
            has_floor=row.state == SpeechRequest.State.CALLED,
            asked_at=row.asked_at,
        )
        lists[row.item.key] = (*lists.get(row.item.key, ()), speaker)
    return lists


def askers_of(actor: Any, meeting: Meeting) -> Mapping[str, tuple[Delegation, ...]]:
    """Key of an item that the actor sees → their delegations that may ask for the floor and are not on its list yet."""
    if "speech.request" not in allowed_actions(actor, meeting):
        return {}
    mine = own_delegations(actor, meeting)
    on_a_list = set(
        SpeechRequest.objects.filter(delegation__in=mine)
        .filter(state__in=(SpeechRequest.State.CALLED, SpeechRequest.State.WAITING))
        .values_list("item", "delegation")
    )
    items = visible_to(actor, Item).filter(session__meeting=meeting).values_list("pk", "key")
    return {key: tuple(one for one in mine if (pk, one.pk) not in on_a_list) for pk, key in items}


def own_delegations(actor: Any, meeting: Meeting) -> tuple[Delegation, ...]:
    """The delegations of a meeting for which the actor speaks: as their focal point, or registered in them."""
    spoken_for = delegations_spoken_for(actor).values("pk")
    rows = visible_to(actor, Delegation).filter(pk__in=spoken_for, meeting=meeting)
    return tuple(rows.select_related("country", "organisation"))


# ── what waits ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Look:
    """Who looks at which meeting, what they may do, and the sessions that they see."""

    actor: Any
    meeting: Meeting
    allowed: frozenset[str]
    sessions: tuple[Session, ...]


def _invitations(look: _Look) -> tuple[Task, ...]:
    waiting = (Delegation.Answer.NONE, Delegation.Answer.TENTATIVE)
    return tuple(
        Task(str(row), str(row.get_answer_display()), _page_of(row))
        for row in _delegations(look).filter(answer__in=waiting)
    )


def _credentials(look: _Look) -> tuple[Task, ...]:
    coming = _delegations(look).filter(answer=Delegation.Answer.ACCEPTED)
    return tuple(
        Task(str(row), str(row.get_credentials_display()), _page_of(row))
        for row in coming.exclude(credentials=Delegation.Credentials.ACCEPTED)
    )


def _documents(look: _Look) -> tuple[Task, ...]:
    tasks = []
    for line in document_lines(look.actor, look.meeting):
        there = {file.language for file in line.files}
        missing = [language_name(code) for code, _label in settings.LANGUAGES if code not in there]
        notes = [_("No file in this language: %(language)s.") % {"language": name} for name in missing]
        if line.is_kept_back:
            notes.append(_("Still kept back."))
        if notes:
            title = f"{line.symbol} · {in_language(line.title, page_language())}"
            tasks.append(Task(title, " ".join(notes), reverse("meetings:document", kwargs={"key": line.key})))
    return tuple(tasks)


def _decisions(look: _Look) -> tuple[Task, ...]:
    drafts = visible_to(look.actor, Decision).filter(item__session__meeting=look.meeting)
    adopts = "decision.adopt" in look.allowed
    view = "meetings:adopt-decision" if adopts else "meetings:decision"
    return tuple(
        Task(str(row.text), str(row.item.title), reverse(view, kwargs={"key": row.key}))
        for row in drafts.filter(adopted_at__isnull=True).select_related("item")
    )


def _minutes(look: _Look) -> tuple[Task, ...]:
    """Minutes that wait to be opened or adopted; of a concluded meeting, also those that nobody wrote."""
    rows = {row.session_id: row for row in visible_to(look.actor, Minutes).filter(session__in=look.sessions)}
    tasks = []
    for session in look.sessions:
        minutes = rows.get(session.pk)
        if minutes is None and look.meeting.state == State.CONCLUDED:
            note = _("No minutes are written yet.")
        elif minutes is not None and minutes.phase != Minutes.Phase.ADOPTED:
            note = str(minutes.get_phase_display())
        else:
            continue
        tasks.append(Task(str(session.title), note, reverse("meetings:minutes", kwargs={"key": session.key})))
    return tuple(tasks)


def _delegations(look: _Look) -> Any:
    rows = visible_to(look.actor, Delegation).filter(meeting=look.meeting)
    return rows.select_related("country", "organisation").order_by("invited_at", "pk")


def _page_of(row: Delegation) -> str:
    return reverse("meetings:delegation", kwargs={"key": row.key})


FINDS: dict[str, Callable[[_Look], tuple[Task, ...]]] = {
    "decisions": _decisions,
    "documents": _documents,
    "credentials": _credentials,
    "invitations": _invitations,
    "minutes": _minutes,
}

WORDS: dict[str, tuple[Promise, Promise]] = {
    "decisions": (
        gettext_lazy("Decisions to adopt"),
        gettext_lazy("Every draft of a decision has been dealt with."),
    ),
    "documents": (
        gettext_lazy("Documents not ready"),
        gettext_lazy("Every document is out, in every language."),
    ),
    "credentials": (
        gettext_lazy("Credentials to accept"),
        gettext_lazy("The credentials of every delegation that is coming are accepted."),
    ),
    "invitations": (
        gettext_lazy("Invitations without an answer"),
        gettext_lazy("Every delegation has said whether it is coming."),
    ),
    "minutes": (
        gettext_lazy("Minutes to finish"),
        gettext_lazy("No minutes are waiting."),
    ),
}

URGENT: dict[str, tuple[str, ...]] = {
    State.DRAFT: ("documents",),
    State.ANNOUNCED: ("invitations", "documents", "credentials", "minutes"),
    State.OPEN: ("decisions", "documents", "credentials", "invitations", "minutes"),
    State.CONCLUDED: ("decisions", "minutes", "documents"),
    State.CANCELLED: (),
}
"""What still can be done in each state, the most urgent first."""
