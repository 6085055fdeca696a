"""What can go wrong with meetings, in words that say how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from multaqa.core.errors import Invalid, Overtaken


class NoChair(Invalid):
    """No country holds the chair of the group on the first day of the meeting."""

    code = "chair-without-term"
    status = 409
    message = _(
        "No country holds the chair of the group on the first day of the meeting. Enter its term in office first."
    )


class NothingToRelease(Invalid):
    """The agenda is empty, or is as it was released last."""

    code = "nothing-to-release"
    status = 409
    message = _("The agenda has not changed since its last version, so there is nothing to release.")


class AgendaDoesNotHold(Invalid):
    """Times of sessions or items contradict each other."""

    code = "times-impossible"


class OutsideTheMeeting(AgendaDoesNotHold):
    code = "outside-the-meeting"
    message = _("A session must begin and end on the days of the meeting.")


class RoomTaken(AgendaDoesNotHold):
    code = "room-taken"
    message = _(
        "Another session is in the same room at this time. Choose another time, or name another room."
    )


class ItemsOverlap(AgendaDoesNotHold):
    code = "items-overlap"
    message = _("This item would begin before the one above it has ended.")


class SessionTooShort(AgendaDoesNotHold):
    code = "session-too-short"
    message = _("The items take longer than the session. Shorten one of them or lengthen the session.")


class NobodyAdmitted(Invalid):
    """A part is kept for somebody, and nobody was named."""

    code = "nobody-admitted"
    message = _("Say for whom this is: choose at least one audience or delegation.")


class WrongMeeting(Invalid):
    """Two things that were to be joined are of two meetings."""

    code = "wrong-meeting"
    message = _("This belongs to another meeting.")


class AdoptedAlready(Overtaken):
    """What was to be adopted or changed was adopted before."""

    code = "adopted-already"
    status = 409
    message = _("This was adopted already and can no longer be changed.")


class NotYetOpenToComments(Overtaken):
    code = "not-open-to-comments"
    status = 409
    message = _("These minutes are not open to comments at present.")


class NeedsEveryLanguage(Invalid):
    """A text that is adopted must stand in each language of the platform."""

    code = "language-missing"
    message = _("A decision is adopted in every language: enter the text in English and in Arabic.")


class AnswerNeeded(Invalid):
    """People are registered in a delegation that has not said that it is coming."""

    code = "answer-needed"
    status = 409
    message = _("Answer the invitation first: people are registered once the delegation is coming.")


class DecidedHere(Invalid):
    """A part is to be taken off the agenda under which a decision was adopted, which would vanish with it."""

    code = "decided-here"
    status = 409
    message = _("A decision was adopted under this, so it stays on the agenda.")


class DecidedInTheOpen(Invalid):
    """An item whose decision stands in the open numbering is to be narrowed, which would leave a gap there."""

    code = "decided-in-the-open"
    status = 409
    message = _(
        "A decision was adopted under this openly and bears a number, so it can no longer be narrowed."
    )
