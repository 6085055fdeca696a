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
import io
import os
import re
import secrets
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final
from xml.parsers import expat

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from multaqa.core.errors import Invalid

NAME_LIMIT_CHARACTERS: Final = 150
UNPACKED_LIMIT_BYTES: Final = 200_000_000
"""Most that the parts of one document may hold when they are unpacked."""
RATIO_LIMIT: Final = 100
"""How many times its own size a document may hold when it is unpacked."""
ENTRY_LIMIT: Final = 10_000
"""Most parts of one document."""
PART_LIMIT_BYTES: Final = 5_000_000
"""Most that a part may hold that is read here: the lists of types, relations and files."""
OBJECTS_LIMIT_BYTES: Final = 50_000_000
"""Most that the object streams of a PDF may take to unpack, read and written."""


@dataclass(frozen=True)
class Kind:
    """One accepted kind of document: its suffix without the dot, its media type, what people call it."""

    suffix: str
    content_type: str
    label: Promise


_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_ODF: Final = "application/vnd.oasis.opendocument"

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.suffix: kind
        for kind in (
            Kind("pdf", "application/pdf", gettext_lazy("PDF")),
            Kind("docx", f"{_OOXML}.wordprocessingml.document", gettext_lazy("Word document")),
            Kind("xlsx", f"{_OOXML}.spreadsheetml.sheet", gettext_lazy("Excel workbook")),
            Kind("pptx", f"{_OOXML}.presentationml.presentation", gettext_lazy("PowerPoint presentation")),
            Kind("odt", f"{_ODF}.text", gettext_lazy("OpenDocument text")),
            Kind("ods", f"{_ODF}.spreadsheet", gettext_lazy("OpenDocument spreadsheet")),
            Kind("odp", f"{_ODF}.presentation", gettext_lazy("OpenDocument presentation")),
            Kind("csv", "text/csv", gettext_lazy("CSV table")),
            Kind("txt", "text/plain", gettext_lazy("Plain text")),
            Kind("png", "image/png", gettext_lazy("PNG picture")),
            Kind("jpg", "image/jpeg", gettext_lazy("JPEG picture")),
        )
    }
)
_ALIASES: Final = {"jpeg": "jpg"}
_SHOWN_BY_BROWSERS: Final = frozenset(("pdf", "png", "jpg"))


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
    name, kind = _named(upload.name or "")
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


# ── what may be wrong ────────────────────────────────────────────────────────────────────────────────────────────


class TooLarge(Invalid):
    """The file is larger than the platform's limit."""

    code = "too-large"

    def __init__(self, name: str) -> None:
        limit = number_format(f"{settings.UPLOAD_LIMIT_BYTES / 1_000_000:g}")
        text = _(
            "The file %(name)s is larger than the %(limit)s MB that are accepted. Make it smaller or split it."
        )
        super().__init__(text % {"name": name, "limit": limit})


class EmptyFile(Invalid):
    """The file has no content."""

    code = "empty-file"

    def __init__(self, name: str) -> None:
        super().__init__(_("The file %(name)s is empty. Save it again and send it again.") % {"name": name})


class UnknownKind(Invalid):
    """The suffix of the name is none of the accepted ones."""

    code = "unknown-kind"

    def __init__(self, name: str) -> None:
        text = _("The file %(name)s is of a kind that is not accepted. These are: %(kinds)s.")
        super().__init__(text % {"name": name, "kinds": ", ".join(f".{suffix}" for suffix in KINDS)})


class WrongContent(Invalid):
    """The content is not what the name says."""

    code = "wrong-content"

    def __init__(self, name: str, kind: Kind, held: str | Promise) -> None:
        text = _(
            "The file %(name)s is named .%(suffix)s but holds %(held)s. "
            "Save it as %(kind)s in the program that made it and send it again."
        )
        values = {"name": name, "suffix": kind.suffix, "held": held, "kind": kind.label}
        super().__init__(text % values)


class UnsafeName(Invalid):
    """The name disguises what the file is, or there is nothing of a name."""

    code = "unsafe-name"

    def __init__(self, name: str) -> None:
        text = _(
            "The name of the file %(name)s is empty or has hidden characters. Rename it and send it again."
        )
        super().__init__(text % {"name": name})


class ActiveContent(Invalid):
    """The document has parts that could run."""

    code = "active-content"

    def __init__(self, name: str, found: str) -> None:
        text = _(
            "The file %(name)s holds something that could run on a reader's machine (%(found)s). "
            "Save it without macros, scripts and embedded objects and send it again."
        )
        super().__init__(text % {"name": name, "found": found})


class PackedTooTightly(Invalid):
    """The document unpacks to more than the limits allow."""

    code = "packed-too-tightly"

    def __init__(self, name: str) -> None:
        text = _("The file %(name)s unpacks to far more than its size. Make it smaller or send it as PDF.")
        super().__init__(text % {"name": name})


class Encrypted(Invalid):
    """The document is locked by a password."""

    code = "encrypted"

    def __init__(self, name: str) -> None:
        text = _("The file %(name)s is locked by a password. Save it without the password and send it again.")
        super().__init__(text % {"name": name})


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────

_DISGUISES: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_JOINERS: Final = "\u200c\u200d"
"""Invisible, but part of how words are written."""


def _named(sent: str) -> tuple[str, Kind]:
    """The name as readers get it, and the kind that its last suffix says.

    Refused: control characters, and those that turn the direction of what follows (they can show `fdp.exe` as
    `exe.pdf`). Dropped: folders before the name, dots and spaces around it, all other invisible characters. Cut to 150
    characters, the suffix kept. The suffix is written small; `.jpeg` becomes `.jpg`; of several the last counts.
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    if _DISGUISES.search(name):
        raise UnsafeName(_DISGUISES.sub("\ufffd", name))
    name = "".join(sign for sign in name if sign in _JOINERS or unicodedata.category(sign) != "Cf")
    name = " ".join(name.split()).strip(". " + _JOINERS)
    if not name:
        raise UnsafeName(sent)
    stem, dot, suffix = name.rpartition(".")
    suffix = suffix.casefold()
    kind = KINDS.get(_ALIASES.get(suffix, suffix))
    stem = stem.rstrip(". ")
    if not stem or not dot or kind is None:
        raise UnknownKind(name)
    room = NAME_LIMIT_CHARACTERS - len(kind.suffix) - 1
    return f"{stem[:room].rstrip('. ' + _JOINERS)}.{kind.suffix}", kind


# ── content ──────────────────────────────────────────────────────────────────────────────────────────────────────

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_TYPES: Final[Mapping[str, str]] = {
    **{f"{KINDS[suffix].content_type}.main+xml": suffix for suffix in ("docx", "xlsx", "pptx")},
    **{KINDS[suffix].content_type: suffix for suffix in ("odt", "ods", "odp")},
}
_DAMAGED: Final = gettext_lazy("a damaged document")
_DAMAGES: Final = (
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged archive or its lists can raise."""


def _held(content: bytes) -> str | Promise:
    """What a content is, in the words of a refusal."""
    if content.startswith(b"PK\x03\x04"):
        try:
            with _archive(content) as archive:
                suffix = _OFFICE_TYPES.get(_office_type(archive))
        except _DAMAGES:
            suffix = None
        return KINDS[suffix].label if suffix else gettext_lazy("a ZIP archive")
    if _is_markup(content[:4096].decode("utf-8", "replace")):
        return gettext_lazy("a web page or other markup")
    try:
        best = next(
            (match for match in puremagic.magic_string(content) if match.name and match.offset == 0), None
        )
    except puremagic.PureError:
        best = None
    return best.name if best else gettext_lazy("something else")


def _check_signature(name: str, kind: Kind, content: bytes) -> None:
    """Refuse what does not begin as its kind does, or holds a ZIP archive besides."""
    signature = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}[kind.suffix]
    if not content.startswith(signature) or kind.suffix not in {
        match.extension.removeprefix(".") for match in puremagic.magic_string(content)
    }:
        raise WrongContent(name, kind, _held(content))
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise WrongContent(name, kind, gettext_lazy("a ZIP archive as well"))


def _check_png(name: str, kind: Kind, content: bytes) -> None:
    _check_signature(name, kind, content)
    at, tags = 8, list[bytes]()
    while at + 12 <= len(content) and tags[-1:] != [b"IEND"]:
        tags.append(content[at + 4 : at + 8])
        at += 12 + int.from_bytes(content[at : at + 4], "big")
    if at != len(content) or tags[:1] != [b"IHDR"] or tags[-1:] != [b"IEND"]:
        raise WrongContent(name, kind, gettext_lazy("a damaged picture"))


def _check_jpg(name: str, kind: Kind, content: bytes) -> None:
    """Cameras and telephones write data of their own after the end of the picture: only its presence is asked."""
    _check_signature(name, kind, content)
    if b"\xff\xd9" not in content:
        raise WrongContent(name, kind, gettext_lazy("a damaged picture"))


# PDF


def _pdf_name(word: str) -> re.Pattern[bytes]:
    """A name in a PDF, however its letters are written (`/JavaScript`, `/J#61vaScript`)."""
    letters = "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in word)
    return re.compile(rf"/{letters}(?=[\x00\s()<>\[\]{{}}/%]|\Z)".encode())


_PDF_ACTIONS: Final = tuple((word, _pdf_name(word)) for word in ("JavaScript", "Launch"))
_OBJECT_STREAM_OR_START: Final = re.compile(rb"(%s)|stream\r?\n" % _pdf_name("ObjStm").pattern)


def _check_pdf(name: str, kind: Kind, content: bytes) -> None:
    _check_signature(name, kind, content)
    if b"%%EOF" not in content[-1024:]:
        raise WrongContent(name, kind, _DAMAGED)
    for piece in (content, *_object_streams(name, content)):
        for word, pattern in _PDF_ACTIONS:
            if pattern.search(piece):
                raise ActiveContent(name, word)


def _object_streams(name: str, content: bytes) -> Iterator[bytes]:
    """The streams of a PDF that hold further objects, unpacked as far as Flate unpacks them."""
    left, announced = OBJECTS_LIMIT_BYTES, False
    for mark in _OBJECT_STREAM_OR_START.finditer(content):
        if mark[1]:
            announced = True
        elif announced:
            announced = False
            unpacked, work = _inflated(content, mark.end(), left)
            left -= work
            if left <= 0:
                raise PackedTooTightly(name)
            yield unpacked


def _inflated(content: bytes, start: int, limit: int) -> tuple[bytes, int]:
    """What Flate unpacks from a place on, and the bytes that this took to read and write, hardly more than the limit.

    It is fed in pieces, so that what follows the stream is not copied. The two bytes before the packed ones and the
    checksum after them are passed over: readers of PDF show a stream whose checksum is wrong.
    """
    flate, step, work, pieces = zlib.decompressobj(-zlib.MAX_WBITS), 1024, 0, list[bytes]()
    for at in range(start + 2, len(content), step):
        waiting = content[at : at + step]
        work += len(waiting)
        while waiting and work < limit:
            try:
                pieces.append(flate.decompress(waiting, limit - work))
            except zlib.error:
                return b"".join(pieces), work
            work += len(pieces[-1])
            waiting = flate.unconsumed_tail
        if flate.eof or work >= limit:
            break
    return b"".join(pieces), work


# office documents


def _check_office(name: str, kind: Kind, content: bytes) -> None:
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise Encrypted(name)
    if not content.startswith(b"PK\x03\x04"):
        raise WrongContent(name, kind, _held(content))
    try:
        with _archive(content) as archive:
            _check_parts(name, content, archive)
            main = _office_type(archive)
            if "macroenabled" in main.casefold():
                raise ActiveContent(name, main)
            if _OFFICE_TYPES.get(main) != kind.suffix:
                raise WrongContent(name, kind, _held(content))
            if main.startswith(_ODF):
                _check_odf(name, archive)
            else:
                _check_ooxml(name, archive)
            if archive.testzip():
                raise WrongContent(name, kind, _DAMAGED)
    except _Crowded as error:
        raise PackedTooTightly(name) from error
    except _DAMAGES as error:
        raise WrongContent(name, kind, _DAMAGED) from error


class _Crowded(zipfile.BadZipFile):
    """The directory of an archive is too long to be opened."""


def _archive(content: bytes) -> zipfile.ZipFile:
    """The archive that the bytes are from the first to the last. Raises BadZipFile where they are not.

    The end record is read first: a directory of half a million entries is not opened to be counted.
    """
    end = content[-22:]
    directory = int.from_bytes(end[12:16], "little")
    if end[:4] != b"PK\x05\x06" or content[-42:-38] == b"PK\x06\x07":
        raise zipfile.BadZipFile
    if directory > ENTRY_LIMIT * 300:
        raise _Crowded
    return zipfile.ZipFile(io.BytesIO(content))


def _check_parts(name: str, content: bytes, archive: zipfile.ZipFile) -> None:
    """Refuse archives that unpack to too much, are locked, or can be read in two ways."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > ENTRY_LIMIT or unpacked > min(UNPACKED_LIMIT_BYTES, RATIO_LIMIT * len(content)):
        raise PackedTooTightly(name)
    if any(part.flag_bits & 0x1 for part in parts):
        raise Encrypted(name)
    names = {part.filename.casefold() for part in parts}
    if (
        len(names) < len(parts)
        or min((part.header_offset for part in parts), default=1)
        or any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts)
        or any(part.startswith("/") or ".." in part.split("/") for part in names)
    ):
        raise zipfile.BadZipFile


def _office_type(archive: zipfile.ZipFile) -> str:
    """The type of an office document: the member `mimetype` of ODF, the type of the main part of OOXML.

    Raises one of `_DAMAGES` where it is no office document.
    """
    first = min(archive.infolist(), key=lambda part: part.header_offset)
    if first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED:
        return _read(archive, "mimetype").decode("ascii")
    (main,) = (
        relation["Target"]
        for relation in _elements(archive, "_rels/.rels", "Relationship")
        if relation.get("Type", "").endswith("/officeDocument")
    )
    return _part_types(archive)[main.lstrip("/").casefold()]


def _part_types(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each part, in small letters → the type that OOXML gives it."""
    listing = "[Content_Types].xml"
    own = {
        element["PartName"].lstrip("/").casefold(): element["ContentType"]
        for element in _elements(archive, listing, "Override")
    }
    usual = {
        element["Extension"].casefold(): element["ContentType"]
        for element in _elements(archive, listing, "Default")
    }
    parts = (name.casefold() for name in archive.namelist())
    return {part: own.get(part) or usual.get(part.rpartition(".")[2], "") for part in parts}


_ACTIVE_TYPE: Final = re.compile(r"macroenabled|vbaproject|activex|oleobject|macrosheet", re.IGNORECASE)
_ACTIVE_PART: Final = re.compile(r"(^|/)(vbaproject\.bin$|activex/|macrosheets/|embeddings/[^/]+\.bin$)")
_FETCHED: Final = re.compile(r"/(attachedTemplate|oleObject|frame)$")


def _check_ooxml(name: str, archive: zipfile.ZipFile) -> None:
    for part, content_type in _part_types(archive).items():
        if _ACTIVE_TYPE.search(content_type) or _ACTIVE_PART.search(part):
            raise ActiveContent(name, part)
    for part in archive.namelist():
        for relation in _elements(archive, part, "Relationship") if part.casefold().endswith(".rels") else ():
            target = relation.get("Target", "").strip().casefold()
            if _FETCHED.search(relation.get("Type", "")) and target.startswith(("http:", "https:")):
                raise ActiveContent(name, target)


def _check_odf(name: str, archive: zipfile.ZipFile) -> None:
    manifest = "META-INF/manifest.xml"
    if any(True for _element in _elements(archive, manifest, "encryption-data")):
        raise Encrypted(name)
    for entry in _elements(archive, manifest, "file-entry"):
        if any(
            key.endswith("media-type") and "oleobject" in value.casefold() for key, value in entry.items()
        ):
            raise ActiveContent(name, "OLE")
    for part in archive.namelist():
        # the lists of libraries are there in documents without a macro too
        is_module = part.startswith("Basic/") and not part.endswith(("/", "script-lc.xml", "script-lb.xml"))
        if is_module or (part.startswith("Scripts/") and not part.endswith("/")):
            raise ActiveContent(name, part)


def _elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[dict[str, str]]:
    """The attributes of each element of that local name in an XML part; a document type declaration is refused."""
    found: list[dict[str, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element.rpartition(" ")[2] == tag:
            found.append(attributes)

    def declared(*_declaration: object) -> None:
        raise ValueError("a document type declaration")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = declared
    parser.Parse(_read(archive, part), True)
    return found


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    if archive.getinfo(part).file_size > PART_LIMIT_BYTES:
        raise zipfile.BadZipFile
    return archive.read(part)


# text

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP_AT_START: Final = re.compile(r"\s*<([a-z][a-z0-9:-]*[\s>/]|[!?])", re.IGNORECASE)
_PAGE_NEAR_START: Final = re.compile(r"<(!doctype|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
_JUDGED_CHARACTERS: Final = 200_000
_OTHER_LANGUAGES: Final = ("%PDF-", "%!PS", "{\\rtf", "#!")


def _check_text(name: str, kind: Kind, content: bytes) -> None:
    """Signatures of puremagic are not asked: many begin as honest texts do (`From`, `Name: `, `Article`)."""
    text = _decoded(content)
    if text is None or _CONTROL.search(text):
        held = (
            _held(content)
            if content.startswith((b"PK", b"MZ", _OLE))
            else gettext_lazy("bytes that are no text")
        )
        raise WrongContent(name, kind, held)
    if _is_markup(text):
        raise WrongContent(name, kind, gettext_lazy("a web page or other markup"))
    if text.startswith(_OTHER_LANGUAGES):
        raise WrongContent(name, kind, _held(content))


def _decoded(content: bytes) -> str | None:
    """The text in the first encoding that fits; nothing where the letters beyond ASCII are mostly no letters."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            return None
    text = content.decode("cp1256")
    beyond = [sign for sign in text[:_JUDGED_CHARACTERS] if not sign.isascii()]
    letters = sum(unicodedata.category(sign)[0] in "LM" for sign in beyond)
    return text if 2 * letters >= len(beyond) else None


def _is_markup(text: str) -> bool:
    """Whether a text begins with a tag, or names a web page where browsers once looked for one."""
    return bool(_MARKUP_AT_START.match(text) or _PAGE_NEAR_START.search(text[:1024]))


_CHECKS: Final[Mapping[str, Callable[[str, Kind, bytes], None]]] = {
    "pdf": _check_pdf,
    "png": _check_png,
    "jpg": _check_jpg,
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), _check_office),
    **dict.fromkeys(("csv", "txt"), _check_text),
}
