"""Forms of decisions: drafted, edited, adopted with what delegations reserved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from multaqa.core.editing import EditForm, VersionedForm
from multaqa.core.forms import MultilingualFormField
from multaqa.meetings.models import Decision, Delegation

EMPTY_ROWS = 3
COUNTS = ("votes_for", "votes_against", "abstentions")


class DraftForm(EditForm):
    """The text of a new decision."""

    text = MultilingualFormField(label=_("Text of the decision"), multiline=True, max_length=20_000)


class DecisionForm(DraftForm, VersionedForm):
    """The text of a decision that is not adopted yet."""


class AdoptForm(VersionedForm):
    """How a decision was adopted. Reservations stand in rows of their own."""

    manner = forms.ChoiceField(label=_("Adopted"), choices=Decision.Manner.choices, widget=forms.RadioSelect)
    votes_for = forms.IntegerField(label=_("Votes in favour"), required=False, min_value=0, max_value=32767)
    votes_against = forms.IntegerField(label=_("Votes against"), required=False, min_value=0, max_value=32767)
    abstentions = forms.IntegerField(label=_("Abstentions"), required=False, min_value=0, max_value=32767)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("manner") == Decision.Manner.VOTE:
            for name in COUNTS:
                if values.get(name) is None and not self.has_error(name):
                    self.add_error(
                        name,
                        ValidationError(
                            _("A vote needs this count; enter 0 for none."), code="count-missing"
                        ),
                    )
        return values

    def show_conflict(self, stored: Model) -> None:
        """What is adopted is the text: show the one that stands now."""
        super().show_conflict(stored)
        self.conflict = ((_("Text of the decision"), cast(Decision, stored).text),)


class ReservationForm(forms.Form):
    """What one delegation reserves; an empty row is nothing."""

    delegation = forms.ChoiceField(label=_("Delegation"), required=False)
    text = MultilingualFormField(label=_("Reservation"), multiline=True, required=False)

    def __init__(self, *args: Any, delegations: Mapping[str, Delegation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegations = delegations
        choices = [("", "—"), *((key, str(delegation)) for key, delegation in delegations.items())]
        cast(forms.ChoiceField, self.fields["delegation"]).choices = choices

    def clean_delegation(self) -> Delegation | None:
        return self.delegations.get(self.cleaned_data["delegation"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        delegation, text = values.get("delegation"), values.get("text")
        if delegation and not text:
            self.add_error("text", ValidationError(_("Enter what is reserved."), code="text-missing"))
        elif text and not delegation and not self.has_error("delegation"):
            self.add_error(
                "delegation",
                ValidationError(_("Choose whose reservation this is."), code="delegation-missing"),
            )
        return values


class ReservationRows(forms.BaseFormSet):
    """The rows of reservations: each delegation once."""

    @classmethod
    def made(cls, delegations: Iterable[Delegation], data: Any = None) -> ReservationRows:
        """Three empty rows, or those that were sent."""
        kind = forms.formset_factory(ReservationForm, formset=cls, extra=EMPTY_ROWS)
        known = {delegation.key: delegation for delegation in delegations}
        return cast(ReservationRows, kind(data, form_kwargs={"delegations": known}))

    def clean(self) -> None:
        seen: set[Delegation] = set()
        for row in self.forms:
            delegation = row.cleaned_data.get("delegation") if hasattr(row, "cleaned_data") else None
            if delegation in seen:
                row.add_error(
                    "delegation",
                    ValidationError(_("This delegation stands in a row above already."), code="twice"),
                )
            if delegation:
                seen.add(delegation)

    def values(self) -> dict[Delegation, dict[str, str]]:
        """Delegation → what it reserves, of valid rows."""
        filled = (row.cleaned_data for row in self.forms if row.cleaned_data.get("delegation"))
        return {values["delegation"]: values["text"] for values in filled}

    def more(self) -> ReservationRows:
        """The same rows with what was sent, and more empty ones below."""
        data = cast(Any, self.data).copy()
        total = min(self.total_form_count() + EMPTY_ROWS, self.max_num)
        data[self.management_form.add_prefix("TOTAL_FORMS")] = str(total)
        return type(self)(data, form_kwargs=self.form_kwargs)
