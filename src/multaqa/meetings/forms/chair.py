"""Forms of the chair's pages: who is there in a session."""

from __future__ import annotations

from typing import Any

from multaqa.core.access import visible_to
from multaqa.meetings.forms.delegations import ParticipantsForm
from multaqa.meetings.models import Presence, Session


class PresenceForm(ParticipantsForm):
    """Who is there; it begins with those recorded already. Nobody is an answer too."""

    def __init__(self, actor: Any, session: Session, *args: Any, **kwargs: Any) -> None:
        recorded = visible_to(actor, Presence).filter(session=session)
        keys = list(recorded.values_list("participant__key", flat=True))
        super().__init__(actor, session.meeting, *args, initial={"people": keys}, **kwargs)
