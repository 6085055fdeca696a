"""A file as it arrives: kept on disk, unpacked within limits, and recognised by its content rather than its name."""

from __future__ import annotations

import codecs
import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, Protocol

from multaqa.tables.limits import ReadLimits
from multaqa.tables.problems import Problem, ReadError
from multaqa.tables.reading.refusals import unpacks_too_large

Kind = Literal["text", "workbook", "json", "parquet"]


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Give up to so many bytes, none at the end."""


_CHUNK = 1 << 20
_RATIO_COUNTS_FROM = 64 << 20
_FOREIGN = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"SQLite format 3", "database"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Source:
    """A plain file on disk, what it was packed in ("", "gzip" or "zip"), its own name and its kind.

    ``store`` is a folder that lasts as long as the file is read.
    """

    path: Path
    store: Path
    name: str
    packing: str
    kind: Kind


@contextmanager
def opened(source: Path | Readable, limits: ReadLimits) -> Iterator[Source]:
    """Give the file as a `Source`; what had to be stored or unpacked for that is gone afterwards.

    Raises ReadError where the file is not there, is packed in a way that cannot be read, or unpacks past a limit.
    """
    with tempfile.TemporaryDirectory(prefix="multaqa-") as folder:
        store = Path(folder)
        try:
            path = source if isinstance(source, Path) else _store(source, store / "received", limits)
            if path.exists() and not path.is_file():
                raise ReadError([Problem("is-a-folder" if path.is_dir() else "not-a-file", value=path.name)])
            yield _unpacked(path, path.name, store, limits)
        except FileNotFoundError:
            raise ReadError([Problem("file-not-found", value=getattr(source, "name", ""))]) from None
        except OSError as error:
            raise ReadError([Problem("cannot-read", params={"reason": error.strerror or "?"})]) from None
        except ValueError as error:
            raise ReadError([Problem("cannot-read", params={"reason": str(error)})]) from None


def _store(stream: Readable, path: Path, limits: ReadLimits) -> Path:
    with path.open("wb") as file:
        _copy(stream, file, limits.unpacked_bytes, None)
    return path


def _unpacked(path: Path, name: str, store: Path, limits: ReadLimits) -> Source:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise ReadError([Problem("empty-file")])
    if head.startswith(b"\x1f\x8b"):
        return _plain(_gunzip(path, store, limits), store, name.removesuffix(".gz"), "gzip", limits)
    if head.startswith(b"PK\x03\x04") and not _is_workbook(path, limits):
        inner, member = _unzip(path, store, limits)
        return _plain(inner, store, member, "zip", limits)
    return _plain(path, store, name, "", limits)


def _plain(path: Path, store: Path, name: str, packing: str, limits: ReadLimits) -> Source:
    with path.open("rb") as file:
        head = file.read(4096)
        file.seek(max(0, path.stat().st_size - 8))
        tail = file.read()
    if not head:
        raise ReadError([Problem("empty-file")])
    if packing and head.startswith(b"\x1f\x8b"):
        raise ReadError([Problem("packed-twice")])
    if head.startswith(b"PK\x03\x04"):
        if packing and not _is_workbook(path, limits):
            raise ReadError([Problem("packed-twice")])
        return Source(path, store, name, packing, "workbook")
    if head.startswith(_OLD_OFFICE):
        return Source(path, store, name, packing, "workbook")
    if head.startswith(b"PAR1") and tail.endswith(b"PAR1"):
        return Source(path, store, name, packing, "parquet")
    for mark, what in _FOREIGN:
        if head.startswith(mark):
            raise ReadError([Problem("not-a-table", params={"what": what})])
    start = _as_ascii(head).lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        raise ReadError([Problem("not-a-table", params={"what": "page"})])
    if start.startswith((b"<?xml", b"<svg", b"<kml", b"<rdf")):
        raise ReadError([Problem("not-a-table", params={"what": "xml"})])
    if start.startswith((b"@prefix", b"@base")):
        raise ReadError([Problem("not-a-table", params={"what": "rdf"})])
    return Source(path, store, name, packing, "json" if _looks_like_json(start, tail) else "text")


def _as_ascii(head: bytes) -> bytes:
    """The beginning of a text without the zero bytes of UTF-16 and UTF-32, where a mark says that it is in one of these."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
    mark = next((mark for mark in marks if head.startswith(mark)), None)
    return head if mark is None else head[len(mark) :].replace(b"\0", b"")


def _looks_like_json(start: bytes, tail: bytes) -> bool:
    rest = start[1:].lstrip()
    if start[:1] == b"[" and tail.replace(b"\0", b"").rstrip().endswith(b"]"):
        return True
    return (start[:1] == b"[" and rest[:1] in (b"{", b"[", b"]", b"")) or (
        start[:1] == b"{" and rest[:1] in (b'"', b"}", b"")
    )


def _is_workbook(path: Path, limits: ReadLimits) -> bool:
    """Whether a ZIP holds the parts of XLSX, XLSB or ODS; their size unpacked is held against the limit."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:10_000])
            if "[Content_Types].xml" not in names and "content.xml" not in names:
                return False
            size = sum(member.file_size for member in archive.infolist())
            packed = max(1, path.stat().st_size)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return False
    if size > limits.workbook_bytes or (size > _RATIO_COUNTS_FROM and size > limits.packing_ratio * packed):
        raise unpacks_too_large(limits.workbook_bytes)
    if not any(name.startswith("xl/") for name in names) and "content.xml" not in names:
        raise ReadError([Problem("not-a-table", params={"what": "document"})])
    return True


def _gunzip(path: Path, store: Path, limits: ReadLimits) -> Path:
    target = store / "unpacked"
    try:
        with gzip.open(path) as packed, target.open("wb") as file:
            _copy(packed, file, limits.unpacked_bytes, limits.packing_ratio * path.stat().st_size)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise ReadError([Problem("broken-archive")]) from None
    return target


def _unzip(path: Path, store: Path, limits: ReadLimits) -> tuple[Path, str]:
    target = store / "unpacked"
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                member
                for member in archive.infolist()
                if not member.is_dir() and not member.filename.startswith("__MACOSX/")
            ]
            if len(members) != 1:
                names = ", ".join(member.filename for member in members[:8])
                raise ReadError(
                    [Problem("several-files" if members else "empty-archive", params={"names": names})]
                )
            if members[0].flag_bits & 1:
                raise ReadError([Problem("locked-file")])
            if members[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ReadError([Problem("broken-archive")])
            with archive.open(members[0]) as packed, target.open("wb") as file:
                _copy(packed, file, limits.unpacked_bytes, limits.packing_ratio * path.stat().st_size)
            return target, Path(members[0].filename).name
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise ReadError([Problem("broken-archive")]) from None


def _copy(stream: Readable, file: IO[bytes], most: int, most_by_ratio: int | None) -> None:
    done = 0
    while chunk := stream.read(_CHUNK):
        done += len(chunk)
        if done > most or (most_by_ratio is not None and done > max(_RATIO_COUNTS_FROM, most_by_ratio)):
            raise unpacks_too_large(min(most, most_by_ratio or most))
        file.write(chunk)
