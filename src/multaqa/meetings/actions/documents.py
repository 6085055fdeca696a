"""Documents: entered under a symbol, issued in versions, filled with files, opened to all in the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from multaqa.core.actions import act, change, create, locked
from multaqa.core.errors import Overtaken
from multaqa.core.uploads import keep, receive
from multaqa.meetings.access import may
from multaqa.meetings.actions.agenda import admit
from multaqa.meetings.errors import WrongMeeting
from multaqa.meetings.models import (
    Audience,
    Delegation,
    Document,
    DocumentFile,
    DocumentVersion,
    Item,
    Meeting,
    Session,
)
from multaqa.meetings.symbols import is_restricted, next_symbol


def add_document(
    actor: Any,
    meeting: Meeting,
    *,
    audiences: Sequence[Audience] = (),
    admitted: Sequence[Delegation] = (),
    **values: Any,
) -> Document:
    """Enter a document with its original version; without a symbol it gets the next free one of its series.

    A symbol that is taken raises ValidationError at `symbol`.
    """
    with act(actor, "meetings.add_document", may=may(actor, "document.keep", meeting)) as entry:
        document = Document(meeting=meeting, **values)
        _belongs(meeting, document.session, document.item)
        if not document.symbol:
            document.symbol = next_symbol(meeting, restricted=is_restricted(document))
        create(entry, document)
        admit(document, meeting, audiences, admitted)
        DocumentVersion.objects.create(document=document, issued_at=timezone.now())
    return document


def edit_document(
    actor: Any,
    document: Document,
    version: int,
    *,
    audiences: Sequence[Audience] = (),
    admitted: Sequence[Delegation] = (),
    **values: Any,
) -> Document:
    """Change title, distribution, embargo or place of a document; its symbol stays."""
    with act(actor, "meetings.edit_document", may=may(actor, "document.keep", document.meeting)) as entry:
        stored = locked(document, version)
        values.pop("symbol", None)
        _belongs(stored.meeting, values.get("session", stored.session), values.get("item", stored.item))
        change(entry, stored, **values)
        admit(stored, stored.meeting, audiences, admitted)
    return stored


def issue_version(actor: Any, document: Document, kind: DocumentVersion.Kind) -> DocumentVersion:
    """Issue the next revision, corrigendum or addendum. The original exists: asking for it raises Overtaken."""
    with act(actor, "meetings.issue_version", may=may(actor, "document.keep", document.meeting)) as entry:
        stored = locked(document)
        if kind == DocumentVersion.Kind.ORIGINAL:
            raise Overtaken
        number = stored.versions.filter(kind=kind).count() + 1
        version = DocumentVersion(document=stored, kind=kind, number=number, issued_at=timezone.now())
        create(entry, version)
    return version


def add_file(actor: Any, version: DocumentVersion, language: str, upload: UploadedFile) -> DocumentFile:
    """Keep a file of a version in a language. What may not be kept raises the errors of `core.uploads`."""
    meeting = version.document.meeting
    with act(actor, "meetings.add_file", may=may(actor, "document.keep", meeting)) as entry:
        received = receive(upload)
        file = DocumentFile(
            version=version,
            language=language,
            suffix=received.kind.suffix,
            name=received.name,
            size=received.size,
            sha256=received.sha256,
            stored=keep(received),
        )
        create(entry, file)
    return file


def derestrict(actor: Any, document: Document, version: int, *, at: datetime | None = None) -> Document:
    """Open a document to all who see what it belongs to, now or from a time on."""
    with act(actor, "meetings.derestrict", may=may(actor, "document.keep", document.meeting)) as entry:
        stored = locked(document, version)
        if stored.derestricted_at is not None and stored.derestricted_at <= timezone.now():
            raise Overtaken
        change(entry, stored, derestricted_at=at or timezone.now())
    return stored


def _belongs(meeting: Meeting, session: Session | None, item: Item | None) -> None:
    """Refuse a session or an item of another meeting."""
    if session is not None and session.meeting_id != meeting.pk:
        raise WrongMeeting
    if item is not None and item.session.meeting_id != meeting.pk:
        raise WrongMeeting
