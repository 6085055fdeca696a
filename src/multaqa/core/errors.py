"""Errors that a person reads: a stable code, and a sentence in the reader's language."""

from __future__ import annotations

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MultaqaError(Exception):
    """A refusal that the reader can act on. ``code`` is stable; ``message`` is translated when it is shown."""

    code: str = "error"
    status: int = 400
    message: str | Promise = _("This could not be done.")

    def __init__(self, message: str | Promise | None = None, *, code: str | None = None) -> None:
        self.message = message or type(self).message
        self.code = code or type(self).code
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message)


class Denied(MultaqaError):
    """The actor may not do this. Where even its existence is closed, views answer 404 instead."""

    code = "denied"
    status = 403
    message = _("You are not allowed to do this. Ask the secretariat of the group for the role it needs.")


class Invalid(MultaqaError):
    """What was sent cannot be accepted as it is."""

    code = "invalid"
    status = 400
    message = _("What was sent cannot be accepted as it is.")


class Overtaken(Invalid):
    """What was asked for has been done, or the time for it is over: nothing in a form would mend it."""

    code = "done-already"
    status = 409
    message = _("This has been done already.")


class Conflict(Overtaken):
    """Somebody else saved first. ``stored`` is what stands now; what was sent is kept by whoever catches this."""

    code = "changed-meanwhile"
    message = _("Somebody else saved a change meanwhile. Compare the two, then save yours or leave theirs.")

    def __init__(self, stored: Model) -> None:
        self.stored = stored
        super().__init__()
