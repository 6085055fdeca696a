"""What can go wrong with commitments, in words that say how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from multaqa.commitments.models import Commitment
from multaqa.core.errors import Invalid
from multaqa.core.printing import page_language
from multaqa.language.lists import join_list


class NotAdopted(Invalid):
    """Commitments follow decisions that were adopted."""

    code = "decision-not-adopted"
    status = 409
    message = _("This decision is not adopted yet. Adopt it first; commitments follow what was decided.")


class Incomplete(Invalid):
    """What readers need is not entered. ``missing`` names the fields of the commitment, and ``milestones``."""

    code = "not-complete"
    status = 422

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(cast(Promise, _Sentence(self.missing)))


class NoMethod(Invalid):
    """The group has adopted no method of assessment."""

    code = "no-assessment-method"
    status = 409
    message = _("The group has adopted no method of assessment. The secretariat adopts one first.")


class CarriedAlready(Invalid):
    """A commitment is carried forward once."""

    code = "carried-already"
    status = 409
    message = _("This commitment was carried forward already. Carry the newer one forward.")


class NotTheNextMeeting(Invalid):
    """A commitment is carried to a decision of a later meeting of the same series."""

    code = "not-a-later-meeting"
    message = _("Choose a decision of a later meeting of the same series.")


class NoSuchElement(Invalid):
    """An index that the actor sees has no such element in its latest edition."""

    code = "element-unknown"
    status = 422
    message = _("No index that you find has this element. Choose one from the list.")


class _Sentence:
    """The sentence that names what is missing, put together in the language in which it is read."""

    def __init__(self, missing: Sequence[str]) -> None:
        self._missing = missing

    def __str__(self) -> str:
        names = [
            gettext("at least one milestone")
            if name == "milestones"
            else str(getattr(Commitment._meta.get_field(name), "verbose_name", name))
            for name in self._missing
        ]
        listed = join_list(names, page_language())
        return gettext("Before it is published, enter what is missing: %(missing)s.") % {"missing": listed}
