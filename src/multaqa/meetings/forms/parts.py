"""For whom a session, an item or a document is: what their forms share."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from multaqa.core.access import visible_to
from multaqa.core.editing import EditForm
from multaqa.meetings.models import OPEN, PART_ACCESS, Audience, Delegation, Meeting


class PartFields(EditForm):
    """For whom a part of a meeting is."""

    access = forms.ChoiceField(
        label=_("Access"),
        choices=PART_ACCESS,
        initial=OPEN,
        help_text=_("A narrower access holds as soon as it is saved."),
    )
    audiences = forms.ModelMultipleChoiceField(
        label=_("Audiences"),
        required=False,
        queryset=Audience.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For named audiences: whom it is for."),
    )
    admitted = forms.ModelMultipleChoiceField(
        label=_("Admitted delegations"),
        required=False,
        queryset=Delegation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For what is closed: the delegations that are admitted."),
    )

    def __init__(self, actor: Any, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        delegations = visible_to(actor, Delegation).filter(meeting=meeting)
        audiences = visible_to(actor, Audience).filter(meeting=meeting)
        self._offer(
            "admitted", delegations.select_related("country", "organisation"), _("Nobody is invited yet")
        )
        self._offer("audiences", audiences, _("No audience is named yet."))

    def _offer(self, name: str, rows: Any, none: Promise) -> None:
        """Offer the rows, or say that there are none."""
        field = cast(forms.ModelMultipleChoiceField, self.fields[name])
        field.queryset = rows
        if not rows.exists():
            field.help_text = str(none)
