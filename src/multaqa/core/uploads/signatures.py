"""Checks of PDF and pictures: signature, end, and the actions of a PDF."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

import puremagic
from django.utils.translation import gettext_lazy

from multaqa.core.uploads import limits
from multaqa.core.uploads.contents import words_for
from multaqa.core.uploads.errors import ActiveContent, PackedTooTightly, WrongContent
from multaqa.core.uploads.kinds import Kind
from multaqa.core.uploads.office import DAMAGED


def _check_signature(name: str, kind: Kind, content: bytes) -> None:
    """Refuse what does not begin as its kind does, or holds a ZIP archive besides."""
    signature = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}[kind.suffix]
    if not content.startswith(signature) or kind.suffix not in {
        match.extension.removeprefix(".") for match in puremagic.magic_string(content)
    }:
        raise WrongContent(name, kind, words_for(content))
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise WrongContent(name, kind, gettext_lazy("a ZIP archive as well"))


def check_png(name: str, kind: Kind, content: bytes) -> None:
    _check_signature(name, kind, content)
    at, tags = 8, list[bytes]()
    while at + 12 <= len(content) and tags[-1:] != [b"IEND"]:
        tags.append(content[at + 4 : at + 8])
        at += 12 + int.from_bytes(content[at : at + 4], "big")
    if at != len(content) or tags[:1] != [b"IHDR"] or tags[-1:] != [b"IEND"]:
        raise WrongContent(name, kind, gettext_lazy("a damaged picture"))


def check_jpg(name: str, kind: Kind, content: bytes) -> None:
    """Cameras and telephones write data of their own after the end of the picture: only its presence is asked."""
    _check_signature(name, kind, content)
    if b"\xff\xd9" not in content:
        raise WrongContent(name, kind, gettext_lazy("a damaged picture"))


def _pdf_name(word: str) -> re.Pattern[bytes]:
    """A name in a PDF, however its letters are written (`/JavaScript`, `/J#61vaScript`)."""
    letters = "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in word)
    return re.compile(rf"/{letters}(?=[\x00\s()<>\[\]{{}}/%]|\Z)".encode())


_PDF_ACTIONS: Final = tuple((word, _pdf_name(word)) for word in ("JavaScript", "Launch"))
_OBJECT_STREAM_OR_START: Final = re.compile(rb"(%s)|stream\r?\n" % _pdf_name("ObjStm").pattern)


def check_pdf(name: str, kind: Kind, content: bytes) -> None:
    _check_signature(name, kind, content)
    if b"%%EOF" not in content[-1024:]:
        raise WrongContent(name, kind, DAMAGED)
    for piece in (content, *_object_streams(name, content)):
        for word, pattern in _PDF_ACTIONS:
            if pattern.search(piece):
                raise ActiveContent(name, word)


def _object_streams(name: str, content: bytes) -> Iterator[bytes]:
    """The streams of a PDF that hold further objects, unpacked as far as Flate unpacks them."""
    left, announced = limits.OBJECTS_LIMIT_BYTES, False
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
