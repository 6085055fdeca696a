"""Documents as readers find them: a line on the agenda, a page with every version, the next free symbol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from multaqa.core.access import visible_to
from multaqa.meetings.models import Document, DocumentFile, DocumentVersion, Meeting


@dataclass(frozen=True)
class FileLink:
    """A file to download. `language` is a code, `language_name` its name in the language of the page."""

    key: str
    language: str
    language_name: str
    suffix: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class DocumentLine:
    """A document in one line. Symbol and files are those of the newest version that has files."""

    key: str
    below: str
    """Key of the item or the session that it belongs to; empty: the meeting as a whole."""
    symbol: str
    title: Mapping[str, str]
    distribution: str
    """In words, in the language of the page."""
    files: tuple[FileLink, ...]
    is_kept_back: bool
    """Whether its embargo still holds."""


@dataclass(frozen=True)
class VersionLine:
    """A version of a document with its files."""

    symbol: str
    kind: str
    issued_at: datetime
    files: tuple[FileLink, ...]


def document_lines(actor: Any, meeting: Meeting) -> tuple[DocumentLine, ...]:
    """The documents of a meeting that the actor sees, by what they belong to, then by symbol. Three queries."""
    now = timezone.now()
    rows = (
        visible_to(actor, Document)
        .filter(meeting=meeting)
        .select_related("session", "item")
        .prefetch_related("versions__files")
    )
    lines = (_line(document, now) for document in rows)
    return tuple(sorted(lines, key=lambda line: (line.below, _counted(line.symbol))))


def lines_by_place(lines: Iterable[DocumentLine]) -> dict[str, tuple[DocumentLine, ...]]:
    """Key of the item or the session → its documents; those of the meeting as a whole stand under ""."""
    places: dict[str, tuple[DocumentLine, ...]] = {}
    for line in lines:
        places[line.below] = (*places.get(line.below, ()), line)
    return places


def versions_of(actor: Any, document: Document) -> tuple[VersionLine, ...]:
    """Every version of a document that the actor sees, the newest first. Two queries."""
    rows = visible_to(actor, DocumentVersion).filter(document=document).select_related("document")
    return tuple(
        VersionLine(version.symbol, version.get_kind_display(), version.issued_at, _files(version))
        for version in rows.order_by("-issued_at", "-pk").prefetch_related("files")
    )


def language_name(code: str) -> str:
    """The name of a language of the platform in the language of the page; of another, its code."""
    return str(dict(settings.LANGUAGES).get(code, code))


def _line(document: Document, now: datetime) -> DocumentLine:
    versions = sorted(document.versions.all(), key=lambda version: (version.issued_at, version.pk))
    filled = [version for version in versions if version.files.all()]
    shown = (filled or versions)[-1]
    place = document.item or document.session
    return DocumentLine(
        key=document.key,
        below=place.key if place else "",
        symbol=shown.symbol,
        title=document.title,
        distribution=str(document.get_distribution_display()),
        files=_files(shown),
        is_kept_back=document.embargo_until is not None and document.embargo_until > now,
    )


def _files(version: DocumentVersion) -> tuple[FileLink, ...]:
    """The files of a version; those in the languages of the platform first, in their order."""
    order = {code: place for place, (code, _name) in enumerate(settings.LANGUAGES)}

    def place_of(file: DocumentFile) -> tuple[int, str, str]:
        return order.get(file.language, len(order)), file.language, file.suffix

    return tuple(
        FileLink(
            key=file.key,
            language=file.language,
            language_name=language_name(file.language),
            suffix=file.suffix,
            name=file.name,
            size=file.size,
            sha256=file.sha256,
        )
        for file in sorted(version.files.all(), key=place_of)
    )


def _counted(symbol: str) -> tuple[tuple[int, int, str], ...]:
    """The symbol as a sort key that counts: /9 stands before /10."""
    parts = symbol.replace(".", "/").split("/")
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
