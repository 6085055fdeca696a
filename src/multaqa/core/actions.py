"""The one way in which anything changes: permission, transaction and audit entry in one place.

with act(actor, "indices.publish", may=may_publish(actor, edition)) as entry:
    release = Release.objects.create(...)
    entry.record(release, before=None, after=snapshot(release))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction

from multaqa.core.access import SYSTEM
from multaqa.core.errors import Conflict, Denied
from multaqa.core.fields import MultilingualText
from multaqa.core.models import AuditEntry

Row = TypeVar("Row", bound=models.Model)


@dataclass
class Record:
    """What an action changed; filled once, inside the ``with`` block."""

    subject: models.Model | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    _done: bool = field(default=False, repr=False)

    def record(
        self, subject: models.Model, *, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
    ) -> None:
        if self._done:
            raise RuntimeError("an action records its subject once")
        self.subject, self.before, self.after, self._done = subject, before, after, True


@contextmanager
def act(actor: Any, verb: str, *, may: bool) -> Iterator[Record]:
    """Run a change as ``actor``: refuse it (``Denied``), or commit it together with its audit entry, or neither."""
    if not may:
        raise Denied
    with transaction.atomic():
        entry = Record()
        yield entry
        if entry.subject is None:
            raise RuntimeError(f"the action {verb!r} recorded nothing")
        AuditEntry.objects.create(
            actor=None if actor is SYSTEM else actor,
            actor_label=str(actor),
            verb=verb,
            subject_type=entry.subject._meta.label_lower,
            subject_id=str(entry.subject.pk),
            before=entry.before,
            after=entry.after,
        )


def locked(subject: Row, version: int | None = None) -> Row:
    """The row as it is stored now, held until the action ends.

    Raises Conflict where its ``version`` is no longer the one that the editor started from.
    """
    stored = type(subject)._default_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    if version is not None:
        refuse_stale(stored, version)
    return stored


def refuse_stale(stored: models.Model, version: int) -> None:
    """Raise Conflict where a stored row is no longer of the version that the editor started from."""
    if version != stored.version:  # type: ignore[attr-defined]
        raise Conflict(stored)


def change(entry: Record, stored: models.Model, **values: Any) -> None:
    """Give a row new values, check and save them, and record what changed."""
    before = snapshot(stored)
    for name, value in values.items():
        setattr(stored, name, _with_other_languages(getattr(stored, name), value))
    if hasattr(stored, "version"):
        stored.version += 1
    stored.full_clean()
    stored.save()
    entry.record(stored, before=before, after=snapshot(stored))


def _with_other_languages(stored: Any, value: Any) -> Any:
    """A text as it was sent, keeping what is stored in languages that no form of the platform offers."""
    if not isinstance(stored, MultilingualText) or not isinstance(value, Mapping):
        return value
    offered = {code for code, _name in settings.LANGUAGES}
    others = {code: text for code, text in stored.items() if code not in offered and code not in value}
    return MultilingualText({**others, **value})


def create(entry: Record, new: models.Model) -> None:
    """Check and save a new row, and record it."""
    new.full_clean()
    new.save()
    entry.record(new, before=None, after=snapshot(new))


def snapshot(subject: models.Model, *leave_out: str) -> dict[str, Any]:
    """The stored values of ``subject`` as JSON-ready data, without the named fields (secrets, large documents)."""
    return {
        f.attname: _plain(f.value_from_object(subject))
        for f in subject._meta.concrete_fields
        if f.name not in leave_out and f.name != "password"
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)
