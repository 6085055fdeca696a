"""The public sources of a reproduction: found in a folder or downloaded, and held to their recorded hash."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from pathlib import Path
from typing import Annotated
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pydantic import Field, StringConstraints

from multaqa.composite import FileError, Problem
from multaqa.composite.framework import MultilingualText
from multaqa.composite.methods.base import Name, Strict

SIZE_LIMIT_BYTES = 64_000_000
TIME_LIMIT_SECONDS = 60


class Source(Strict):
    """One file, UTF-8 CSV, gzipped or not.

    ``file`` is its path in a folder of sources; ``url`` the address from which it can be downloaded, where there is
    one. ``sha256`` are the hashes of the unpacked contents that are known to be right; ``obtain`` says how to come by
    a file that has no address of its own.
    """

    file: Name
    url: Annotated[str, StringConstraints(pattern=r"^https://")] | None = None
    sha256: Annotated[tuple[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")], ...], Field()] = ()
    obtain: MultilingualText | None = None


@dataclass(frozen=True)
class Fetched:
    """A source as it was read; ``verified`` where its hash is one of those recorded."""

    key: str
    where: str
    digest: str
    verified: bool
    content: bytes

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """The records by column; of two columns of one name the first is kept. Raises FileError (`cannot-read`)."""
        try:
            lines = list(csv.reader(io.StringIO(self.content.decode("utf-8-sig"), newline="")))
        except (UnicodeDecodeError, csv.Error):
            raise FileError([Problem("cannot-read", self.where)]) from None
        names = [name.strip() for name in lines[0]] if lines else []
        places = {name: names.index(name) for name in names if name}
        return [
            {name: (line[place] if place < len(line) else "") for name, place in places.items()}
            for line in lines[1:]
            if any(line)
        ]


def fetch(name: str, key: str, source: Source, folder: Path | None) -> Fetched:
    """Read a source from `folder`, or from its address where no folder is given.

    Raises FileError: `source-missing`, `source-not-reached`, `source-too-large`, `source-changed`, `cannot-read`.
    """
    if folder is not None:
        path = _inside(name, source, folder)
        if path is None:
            raise FileError([Problem("source-missing", str(folder / source.file), params={"id": key})])
        where, packed = str(path), path.read_bytes()
    elif source.url is not None:
        where, packed = source.url, _download(source.url)
    else:
        obtain = source.obtain or {}
        params = {"id": key, "en": obtain.get("en", ""), "ar": obtain.get("ar", "")}
        raise FileError([Problem("source-without-address", source.file, params=params)])
    content = _unpacked(packed, where)
    digest = hashlib.sha256(content).hexdigest()
    if source.sha256 and digest not in source.sha256:
        params = {"id": key, "found": digest, "expected": source.sha256[0]}
        raise FileError([Problem("source-changed", where, params=params)])
    return Fetched(key, where, digest, bool(source.sha256), content)


def _inside(name: str, source: Source, folder: Path) -> Path | None:
    """The file in the folder: at its path, below the name of the reproduction, or by its bare name."""
    parts = Path(source.file)
    index = name.rpartition("-")[0] or name
    choices = (parts, name / parts, index / parts, Path(parts.name))
    base = folder.resolve()
    paths = [(base / choice).resolve() for choice in choices]
    return next((path for path in paths if path.is_relative_to(base) and path.is_file()), None)


class _SameScheme(HTTPRedirectHandler):
    """A redirection may lead to another address, but not away from HTTPS."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if urlsplit(newurl).scheme != "https":
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _download(url: str) -> bytes:
    """The content of an HTTPS address, at most `SIZE_LIMIT_BYTES` of it."""
    request = Request(url, headers={"User-Agent": "multaqa"})
    try:
        with build_opener(_SameScheme).open(request, timeout=TIME_LIMIT_SECONDS) as answer:
            content: bytes = answer.read(SIZE_LIMIT_BYTES + 1)
    except (URLError, HTTPException, OSError, ValueError):
        raise FileError([Problem("source-not-reached", url)]) from None
    return _limited(content, url)


def _unpacked(packed: bytes, where: str) -> bytes:
    if not packed.startswith(b"\x1f\x8b"):
        return _limited(packed, where)
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            return _limited(file.read(SIZE_LIMIT_BYTES + 1), where)
    except (OSError, EOFError, zlib.error):
        raise FileError([Problem("cannot-read", where)]) from None


def _limited(content: bytes, where: str) -> bytes:
    if len(content) > SIZE_LIMIT_BYTES:
        raise FileError([Problem("source-too-large", where, params={"limit": str(SIZE_LIMIT_BYTES)})])
    return content
