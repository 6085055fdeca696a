"""Checks of office documents (OOXML, ODF): parts, types, macros and what would be fetched."""

from __future__ import annotations

import re
import zipfile
from typing import Final

from django.utils.translation import gettext_lazy

from multaqa.core.uploads import limits
from multaqa.core.uploads.archives import (
    DAMAGES,
    OFFICE_TYPES,
    Crowded,
    elements,
    office_type,
    opened,
    part_types,
)
from multaqa.core.uploads.contents import OLE, words_for
from multaqa.core.uploads.errors import ActiveContent, Encrypted, PackedTooTightly, WrongContent
from multaqa.core.uploads.kinds import ODF, Kind

DAMAGED: Final = gettext_lazy("a damaged document")
_ACTIVE_TYPE: Final = re.compile(r"macroenabled|vbaproject|activex|oleobject|macrosheet", re.IGNORECASE)


_ACTIVE_PART: Final = re.compile(r"(^|/)(vbaproject\.bin$|activex/|macrosheets/|embeddings/[^/]+\.bin$)")
_FETCHED: Final = re.compile(r"/(attachedTemplate|oleObject|frame)$")


def check_office(name: str, kind: Kind, content: bytes) -> None:
    if content.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise Encrypted(name)
    if not content.startswith(b"PK\x03\x04"):
        raise WrongContent(name, kind, words_for(content))
    try:
        with opened(content) as archive:
            _check_parts(name, content, archive)
            main = office_type(archive)
            if "macroenabled" in main.casefold():
                raise ActiveContent(name, main)
            if OFFICE_TYPES.get(main) != kind.suffix:
                raise WrongContent(name, kind, words_for(content))
            if main.startswith(ODF):
                _check_odf(name, archive)
            else:
                _check_ooxml(name, archive)
            if archive.testzip():
                raise WrongContent(name, kind, DAMAGED)
    except Crowded as error:
        raise PackedTooTightly(name) from error
    except DAMAGES as error:
        raise WrongContent(name, kind, DAMAGED) from error


def _check_parts(name: str, content: bytes, archive: zipfile.ZipFile) -> None:
    """Refuse archives that unpack to too much, are locked, or can be read in two ways."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > limits.ENTRY_LIMIT or unpacked > min(
        limits.UNPACKED_LIMIT_BYTES, limits.RATIO_LIMIT * len(content)
    ):
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


def _check_ooxml(name: str, archive: zipfile.ZipFile) -> None:
    for part, content_type in part_types(archive).items():
        if _ACTIVE_TYPE.search(content_type) or _ACTIVE_PART.search(part):
            raise ActiveContent(name, part)
    for part in archive.namelist():
        for relation in elements(archive, part, "Relationship") if part.casefold().endswith(".rels") else ():
            target = relation.get("Target", "").strip().casefold()
            if _FETCHED.search(relation.get("Type", "")) and target.startswith(("http:", "https:")):
                raise ActiveContent(name, target)


def _check_odf(name: str, archive: zipfile.ZipFile) -> None:
    manifest = "META-INF/manifest.xml"
    if any(True for _element in elements(archive, manifest, "encryption-data")):
        raise Encrypted(name)
    for entry in elements(archive, manifest, "file-entry"):
        if any(
            key.endswith("media-type") and "oleobject" in value.casefold() for key, value in entry.items()
        ):
            raise ActiveContent(name, "OLE")
    for part in archive.namelist():
        # the lists of libraries are there in documents without a macro too
        is_module = part.startswith("Basic/") and not part.endswith(("/", "script-lc.xml", "script-lb.xml"))
        if is_module or (part.startswith("Scripts/") and not part.endswith("/")):
            raise ActiveContent(name, part)
