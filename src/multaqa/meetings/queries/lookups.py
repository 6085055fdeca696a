"""One thing by its key, for whoever sees it. What they may not see is not found, like what does not exist."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model
from django.http import Http404

from multaqa.core.access import visible_to
from multaqa.meetings.access import allowed_actions
from multaqa.meetings.models import Meeting

M = TypeVar("M", bound=Model)


def found(actor: Any, model: type[M], key: str, *related: str) -> M:
    """The thing with the key. Raises Http404 where the actor sees none."""
    row = visible_to(actor, model).select_related(*related).filter(key=key).first()
    if row is None:
        raise Http404
    return row


def allowed(actor: Any, action: str, meeting: Meeting) -> None:
    """Raise Http404 unless the actor may do it: for everybody else there is no such page."""
    if action not in allowed_actions(actor, meeting):
        raise Http404
