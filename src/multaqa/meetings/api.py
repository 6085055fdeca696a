"""Meetings over HTTP: agendas in their released version, documents, decisions. People and addresses are in no answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema

from multaqa.core.access import reading, visible_to
from multaqa.core.api import ErrorOut, Page, window
from multaqa.meetings.access import allowed_actions
from multaqa.meetings.agendas import AgendaItem, AgendaSession
from multaqa.meetings.models import Decision, Document, DocumentFile, Meeting
from multaqa.meetings.queries.agenda import Version, readers_agenda
from multaqa.meetings.queries.decisions import decision_rows
from multaqa.meetings.queries.meetings import RELATED, presidency

router = Router(tags=["meetings"])
ERRORS = {404: ErrorOut, 422: ErrorOut}


class MeetingOut(Schema):
    key: str
    group: str
    series: str
    number: int | None
    name: dict[str, str]
    state: str
    starts_on: str
    ends_on: str
    time_zone: str
    place: dict[str, str]
    example: bool


class MeetingsOut(Schema):
    count: int
    limit: int
    offset: int
    items: list[MeetingOut]


class ItemOut(Schema):
    key: str
    number: str
    title: dict[str, str]
    purpose: str
    summary: dict[str, str]
    presenters: dict[str, str]
    begins: str | None = Field(description=gettext_noop("By the clock of the session, where it is known."))
    minutes: int | None
    access: str


class SessionOut(Schema):
    key: str
    title: dict[str, str]
    begins: str
    ends: str
    time_zone: str
    room: dict[str, str]
    access: str
    items: list[ItemOut]


class VersionOut(Schema):
    number: int
    released_at: str
    note: dict[str, str]


class MeetingDetailOut(MeetingOut):
    purpose: dict[str, str]
    host: str | None
    chair: str | None
    co_chairs: list[str]
    agenda: list[SessionOut]
    versions: list[VersionOut]


class FileOut(Schema):
    key: str
    language: str
    format: str
    size: int = Field(description=gettext_noop("Bytes."))
    sha256: str
    address: str


class DocumentVersionOut(Schema):
    symbol: str
    kind: str
    issued_at: str
    files: list[FileOut]


class DocumentOut(Schema):
    key: str
    symbol: str
    title: dict[str, str]
    distribution: str
    meeting: str
    session: str | None = Field(description=gettext_noop("Key of the session that it belongs to."))
    item: str | None = Field(description=gettext_noop("Key of the agenda item that it belongs to."))
    versions: list[DocumentVersionOut]


class DocumentsOut(Schema):
    count: int
    limit: int
    offset: int
    items: list[DocumentOut]


class DecisionOut(Schema):
    key: str
    number: str = Field(description=gettext_noop("Empty for a draft."))
    item: str
    text: dict[str, str]
    manner: str = Field(description=gettext_noop("By consensus or by vote; empty for a draft."))
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    adopted_at: str | None
    example: bool


class DecisionsOut(Schema):
    count: int
    limit: int
    offset: int
    items: list[DecisionOut]


@router.get(
    "/meetings",
    response={200: MeetingsOut, **ERRORS},
    summary=gettext_noop("Meetings, the latest first"),
)
def meetings(
    request: HttpRequest,
    page: Page,
    group: str = Query(
        "", max_length=60, description=gettext_noop("Only meetings of this group, such as open-government.")
    ),
    state: str = Query("", max_length=10, description=gettext_noop("Only meetings in this state.")),
) -> Any:
    rows = visible_to(request.user, Meeting).select_related(*RELATED)
    if "\x00" in group + state:
        raise Http404
    if group:
        rows = rows.filter(series__group__slug=group)
    if state:
        rows = rows.filter(state=state)
    return window([_meeting(row) for row in rows], page)


@router.get(
    "/meetings/{key}",
    response={200: MeetingDetailOut, **ERRORS},
    summary=gettext_noop("One meeting with its agenda"),
)
def meeting(request: HttpRequest, key: str) -> Any:
    row = _found(request, key)
    with reading():
        runs = "meeting.run" in allowed_actions(request.user, row)
        read = readers_agenda(request.user, row, editing=runs)
        president = presidency(request.user, row)
    return _meeting(row) | {
        "purpose": dict(row.purpose),
        "host": row.host_id,
        "chair": president.chair.pk if president.chair else None,
        "co_chairs": [country.pk for country in president.co_chairs],
        "agenda": [_session(session) for session in read.agenda],
        "versions": [_version(one) for one in read.versions],
    }


@router.get(
    "/meetings/{key}/documents",
    response={200: DocumentsOut, **ERRORS},
    summary=gettext_noop("The documents of a meeting, by symbol"),
)
def documents(request: HttpRequest, key: str, page: Page) -> Any:
    row = _found(request, key)
    return window([_document(one) for one in _documents(request).filter(meeting=row)], page)


@router.get(
    "/documents/{key}",
    response={200: DocumentOut, **ERRORS},
    summary=gettext_noop("One document with its versions and files"),
)
def document(request: HttpRequest, key: str) -> Any:
    row = _documents(request).filter(key=key).first() if "\x00" not in key else None
    if row is None:
        raise Http404
    return _document(row)


@router.get(
    "/meetings/{key}/decisions",
    response={200: DecisionsOut, **ERRORS},
    summary=gettext_noop("The decisions of a meeting, in the order of its agenda"),
)
def decisions(request: HttpRequest, key: str, page: Page) -> Any:
    row = _found(request, key)
    return window([_decision(one) for one in decision_rows(request.user, row)], page)


def _found(request: HttpRequest, key: str) -> Meeting:
    rows = visible_to(request.user, Meeting).select_related(*RELATED)
    row = rows.filter(key=key).first() if "\x00" not in key else None
    if row is None:
        raise Http404
    return row


def _documents(request: HttpRequest) -> QuerySet[Document]:
    rows = visible_to(request.user, Document).select_related("meeting", "session", "item")
    return rows.prefetch_related("versions__files")


def _meeting(row: Meeting) -> dict[str, Any]:
    return {
        "key": row.key,
        "group": row.series.group.slug,
        "series": row.series.slug,
        "number": row.number,
        "name": dict(row.name),
        "state": row.state,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "time_zone": row.time_zone,
        "place": dict(row.place),
        "example": row.is_example,
    }


def _session(session: AgendaSession) -> dict[str, Any]:
    def by_its_clock(moment: datetime) -> str:
        return moment.astimezone(session.zone).isoformat()

    def item(one: AgendaItem) -> dict[str, Any]:
        return {
            "key": one.key,
            "number": one.number,
            "title": one.title,
            "purpose": one.purpose,
            "summary": one.summary,
            "presenters": one.presenters,
            "begins": by_its_clock(one.begins) if one.begins else None,
            "minutes": one.minutes,
            "access": one.access,
        }

    return {
        "key": session.key,
        "title": session.title,
        "begins": by_its_clock(session.starts_at),
        "ends": by_its_clock(session.ends_at),
        "time_zone": session.time_zone,
        "room": session.room,
        "access": session.access,
        "items": [item(one) for one in session.items],
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "released_at": version.release.released_at.isoformat(),
        "note": dict(version.release.note),
    }


def _document(row: Document) -> dict[str, Any]:
    return {
        "key": row.key,
        "symbol": row.symbol,
        "title": dict(row.title),
        "distribution": row.distribution,
        "meeting": row.meeting.key,
        "session": row.session.key if row.session else None,
        "item": row.item.key if row.item else None,
        "versions": [
            {
                # the document is at hand, where version.symbol would ask for it again
                "symbol": row.symbol + version.suffix,
                "kind": version.kind,
                "issued_at": version.issued_at.isoformat(),
                "files": [_file(file) for file in version.files.all()],
            }
            for version in row.versions.all()
        ],
    }


def _file(file: DocumentFile) -> dict[str, Any]:
    return {
        "key": file.key,
        "language": file.language,
        "format": file.suffix,
        "size": file.size,
        "sha256": file.sha256,
        "address": reverse("meetings:file", kwargs={"key": file.key}),
    }


def _decision(row: Decision) -> dict[str, Any]:
    return {
        "key": row.key,
        "number": row.number,
        "item": row.item.key,
        "text": dict(row.text),
        "manner": row.manner,
        "votes_for": row.votes_for,
        "votes_against": row.votes_against,
        "abstentions": row.abstentions,
        "adopted_at": row.adopted_at.isoformat() if row.adopted_at else None,
        "example": row.is_example,
    }
