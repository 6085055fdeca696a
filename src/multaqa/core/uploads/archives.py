"""Office documents as archives: opened within limits, and asked for their main part and the types of their parts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from multaqa.core.uploads import limits
from multaqa.core.uploads.kinds import KINDS

OFFICE_TYPES: Final[Mapping[str, str]] = {
    **{f"{KINDS[suffix].content_type}.main+xml": suffix for suffix in ("docx", "xlsx", "pptx")},
    **{KINDS[suffix].content_type: suffix for suffix in ("odt", "ods", "odp")},
}
DAMAGES: Final = (
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


class Crowded(zipfile.BadZipFile):
    """The directory of an archive is too long to be opened."""


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive that the bytes are from the first to the last. Raises BadZipFile where they are not.

    The end record is read first: a directory of half a million entries is not opened to be counted.
    """
    end = content[-22:]
    directory = int.from_bytes(end[12:16], "little")
    if end[:4] != b"PK\x05\x06" or content[-42:-38] == b"PK\x06\x07":
        raise zipfile.BadZipFile
    if directory > limits.ENTRY_LIMIT * 300:
        raise Crowded
    return zipfile.ZipFile(io.BytesIO(content))


def office_type(archive: zipfile.ZipFile) -> str:
    """The type of an office document: the member `mimetype` of ODF, the type of the main part of OOXML.

    Raises one of `DAMAGES` where it is no office document.
    """
    first = min(archive.infolist(), key=lambda part: part.header_offset)
    if first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED:
        return _read(archive, "mimetype").decode("ascii")
    (main,) = (
        relation["Target"]
        for relation in elements(archive, "_rels/.rels", "Relationship")
        if relation.get("Type", "").endswith("/officeDocument")
    )
    return part_types(archive)[main.lstrip("/").casefold()]


def part_types(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each part, in small letters → the type that OOXML gives it."""
    listing = "[Content_Types].xml"
    own = {
        element["PartName"].lstrip("/").casefold(): element["ContentType"]
        for element in elements(archive, listing, "Override")
    }
    usual = {
        element["Extension"].casefold(): element["ContentType"]
        for element in elements(archive, listing, "Default")
    }
    parts = (name.casefold() for name in archive.namelist())
    return {part: own.get(part) or usual.get(part.rpartition(".")[2], "") for part in parts}


def elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[dict[str, str]]:
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
    if archive.getinfo(part).file_size > limits.PART_LIMIT_BYTES:
        raise zipfile.BadZipFile
    return archive.read(part)
