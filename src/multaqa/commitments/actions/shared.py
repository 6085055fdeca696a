"""What the actions of commitments share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.db import transaction

from multaqa.commitments.access import may
from multaqa.commitments.errors import (
    Incomplete,
)
from multaqa.commitments.models import Commitment
from multaqa.core.actions import Record, act, locked
from multaqa.core.fields import MultilingualText
from multaqa.language import Text

NEEDED: Final = ("problem", "expected_result", "lead", "resources")
"""What a published commitment says, in one language at least."""


@contextmanager
def acting(
    actor: Any, verb: str, action: str, commitment: Commitment, version: int | None = None
) -> Iterator[tuple[Record, Commitment]]:
    """Do an action of the matrix with a commitment, asked in the state in which it is stored and held meanwhile."""
    with transaction.atomic():
        stored = locked(commitment)
        with act(actor, verb, may=may(actor, action, stored)) as entry:
            yield entry, locked(commitment, version) if version is not None else stored


def must_be_complete(commitment: Commitment) -> None:
    missing = [name for name in NEEDED if not getattr(commitment, name)]
    if not commitment.milestones.exists():
        missing.append("milestones")
    if missing:
        raise Incomplete(missing)


def stripped(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with their texts freed from blanks around them; a text that says nothing is none."""
    return {
        name: freed(dict(value or {})) if value is None or isinstance(value, Mapping) else value
        for name, value in values.items()
    }


def freed(text: Text) -> MultilingualText:
    """A text freed from blanks around it, in the languages in which it says something."""
    return MultilingualText({code: part.strip() for code, part in text.items() if part.strip()})
