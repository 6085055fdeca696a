"""What people upload: checked by name, size and content, kept by its checksum, and handed out so that it never runs.

An upload is one of `KINDS`. Its name says which, and its content must be of that kind and of no other:

- PDF, PNG and JPEG begin with their signature, end as they should and hold no ZIP archive besides.
- Office documents (OOXML, ODF) are ZIP archives without a byte before or after, whose parts unpack to what they
  announce, within limits, and whose main part is of the type that the name says. Not one is encrypted.
- Text is UTF-8, or UTF-16 with its mark, or reads as Windows-1256; it has no control characters and is no markup.

Refused as active: in OOXML, macros (VBA and Excel 4), ActiveX, embedded OLE objects, and templates, objects and frames
that would be fetched from the web; in ODF, macros, scripts and OLE objects; in PDF, the actions JavaScript and Launch
wherever their names stand in plain bytes or in object streams packed by Flate, also where letters are written `#xx`.

Not looked into: what is inside encrypted PDF or streams packed otherwise, XFA forms, files attached to a PDF, Office
documents embedded in others (but for the types they announce), DDE fields and links between workbooks, formulas in CSV,
bytes between the parts of an archive, metadata and pixels of pictures. This is no virus scanner.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from multaqa.core.uploads.errors import (
    ActiveContent,
    EmptyFile,
    Encrypted,
    PackedTooTightly,
    TooLarge,
    UnknownKind,
    UnsafeName,
    WrongContent,
)
from multaqa.core.uploads.kinds import KINDS, Kind
from multaqa.core.uploads.names import named
from multaqa.core.uploads.office import check_office
from multaqa.core.uploads.signatures import check_jpg, check_pdf, check_png
from multaqa.core.uploads.text import check_text

_SHOWN_BY_BROWSERS: Final = frozenset(("pdf", "png", "jpg"))
_CHECKS: Final[Mapping[str, Callable[[str, Kind, bytes], None]]] = {
    "pdf": check_pdf,
    "png": check_png,
    "jpg": check_jpg,
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), check_office),
    **dict.fromkeys(("csv", "txt"), check_text),
}


@dataclass(frozen=True)
class Received:
    """An accepted upload: the name its readers get, its kind, its size in bytes, its checksum (hexadecimal), its bytes."""

    name: str
    kind: Kind
    size: int
    sha256: str
    content: bytes = field(repr=False)


def receive(upload: UploadedFile) -> Received:
    """Check an upload and return what of it may be kept; nothing is stored.

    Raises TooLarge, EmptyFile, UnknownKind, WrongContent, UnsafeName, ActiveContent, PackedTooTightly or Encrypted.
    """
    name, kind = named(upload.name or "")
    if (upload.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        raise TooLarge(name)
    upload.seek(0)
    content = upload.read(settings.UPLOAD_LIMIT_BYTES + 1)
    if not content:
        raise EmptyFile(name)
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise TooLarge(name)
    _CHECKS[kind.suffix](name, kind, content)
    return Received(name, kind, len(content), hashlib.sha256(content).hexdigest(), content)


def keep(received: Received) -> str:
    """Store an accepted upload once, and return its name in the default storage.

    The name is made of the checksum, so the same bytes are written once however often they come, and an action that
    is rolled back leaves at most a file that nothing names. On a disk, a file gets its name when all of it is there;
    other storages are taken to do so of themselves, as object storage does.
    """
    stored = f"documents/{received.sha256[:2]}/{received.sha256}"
    if default_storage.exists(stored):
        return stored
    if not isinstance(default_storage, FileSystemStorage):
        saved = default_storage.save(stored, ContentFile(received.content))
        if saved != stored:  # somebody else kept the same bytes meanwhile
            default_storage.delete(saved)
        return stored
    part = f"{stored}.{secrets.token_hex(8)}.part"
    try:
        part = default_storage.save(part, ContentFile(received.content))
        with default_storage.open(part) as written:
            os.fsync(written.fileno())
        Path(default_storage.path(part)).replace(default_storage.path(stored))
    except BaseException:
        default_storage.delete(part)
        raise
    return stored


def serve(stored: str, name: str, kind: Kind, *, inline: bool = False) -> FileResponse:
    """Answer with a kept file, under the name that its readers get.

    It is handed out to be saved; ``inline`` shows PDF, PNG and JPEG in the browser and changes nothing for other kinds.
    No browser keeps a copy: a copy that it had checked by its tag would lose the policy of its own, since an answer
    "not modified" bears the policy of the site. Raises FileNotFoundError where the storage has lost the file.
    """
    response = FileResponse(
        default_storage.open(stored),
        as_attachment=not (inline and kind.suffix in _SHOWN_BY_BROWSERS),
        filename=name,
        content_type=KINDS[kind.suffix].content_type,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = f'"{stored.rpartition("/")[2]}"'
    return response


__all__ = [
    "KINDS",
    "ActiveContent",
    "EmptyFile",
    "Encrypted",
    "Kind",
    "PackedTooTightly",
    "Received",
    "TooLarge",
    "UnknownKind",
    "UnsafeName",
    "WrongContent",
    "keep",
    "receive",
    "serve",
]
