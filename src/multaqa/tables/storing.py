"""One immutable Parquet file, named by the hash of its content, that appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from multaqa.tables.problems import Problem, ReadError

ROWS_A_GROUP = 122_880
"""DuckDB's own: each group is a unit of its parallel work."""
BYTES_A_GROUP = 128 << 20
COMPRESSION, COMPRESSION_LEVEL = "zstd", 3


class TableWriter:
    """Writes batches of one schema into a folder; a context that is left early leaves nothing there.

    ``target`` is a folder, where the file is named by its content, or the path of the file itself.
    """

    def __init__(self, schema: pa.Schema, target: Path) -> None:
        self._schema = schema
        self._target = target
        try:
            folder = target if target.is_dir() else target.parent
            if target.exists() and not target.is_dir() and not target.is_file():
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            handle, name = tempfile.mkstemp(prefix=".multaqa-", suffix=".parquet", dir=folder)
        except (OSError, ValueError) as error:
            raise _cannot_write(target, error) from None
        os.close(handle)
        self._draft = Path(name)
        self._writer = pq.ParquetWriter(
            self._draft, schema, compression=COMPRESSION, compression_level=COMPRESSION_LEVEL, version="2.6"
        )
        self._waiting: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with contextlib.suppress(OSError):  # what could not be written cannot be closed
                self._writer.close()
        finally:
            self._draft.unlink(missing_ok=True)

    def write(self, columns: list[pa.Array]) -> None:
        """Take a batch; full row groups go to disk."""
        batch = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        self._waiting.append(batch)
        self._rows += len(batch)
        self._bytes += batch.nbytes
        if self._rows >= ROWS_A_GROUP or self._bytes >= BYTES_A_GROUP:
            try:
                self._flush(last=False)
            except OSError as error:
                raise _cannot_write(self._target, error) from None

    def finish(self, metadata: Mapping[str, str]) -> tuple[Path, str]:
        """Close the file and give it its place; returns its path and the SHA-256 of its content."""
        try:
            self._flush(last=True)
            self._writer.add_key_value_metadata(dict(metadata))
            self._writer.close()
            with self._draft.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                os.fsync(file.fileno())
            path = self._target / f"{digest}.parquet" if self._target.is_dir() else self._target
            self._draft.chmod(0o644)
            self._draft.replace(path)
        except OSError as error:
            raise _cannot_write(self._target, error) from None
        return path, digest

    def _flush(self, *, last: bool) -> None:
        if not self._rows:
            return
        table = pa.Table.from_batches(self._waiting, self._schema)
        whole = (
            len(table) if last or self._bytes >= BYTES_A_GROUP else len(table) // ROWS_A_GROUP * ROWS_A_GROUP
        )
        self._writer.write_table(table.slice(0, whole), row_group_size=ROWS_A_GROUP)
        rest = table.slice(whole)
        self._waiting, self._rows, self._bytes = rest.to_batches(), len(rest), rest.nbytes


def kept_metadata(path: Path) -> Mapping[str, str]:
    """Return what was given to `TableWriter.finish`. Raises ReadError where the file is no Parquet file."""
    try:
        kept = pq.read_metadata(path).metadata or {}
    except (OSError, pa.ArrowException):
        raise ReadError([Problem("broken-parquet")]) from None
    return {key.decode("utf-8", "replace"): value.decode("utf-8", "replace") for key, value in kept.items()}


def _cannot_write(path: Path, error: OSError | ValueError) -> ReadError:
    return ReadError(
        [
            Problem(
                "cannot-write",
                value=path.name,
                params={"reason": getattr(error, "strerror", None) or str(error)},
            )
        ]
    )
