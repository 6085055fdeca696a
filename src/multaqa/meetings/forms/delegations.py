"""Forms of delegations: whom to invite, what they answer, whom they register, named audiences."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from multaqa.core.access import visible_to
from multaqa.core.editing import EditForm, OneOfSeveral, VersionedForm
from multaqa.core.forms import MultilingualFormField
from multaqa.meetings.models import Delegation, Meeting, Participant
from multaqa.meetings.queries.delegations import members_by_delegation
from multaqa.members.models import Membership, Organisation
from multaqa.members.queries import countries_in_order

COMING = Delegation.Answer.ACCEPTED, Delegation.Answer.TENTATIVE, Delegation.Answer.DECLINED


class InviteForm(OneOfSeveral):
    """A country or an organisation that is not invited yet, and who answers for it."""

    name = "invite"

    invitee = forms.ChoiceField(label=_("Country or organisation"))
    focal_email = forms.EmailField(
        label=_("E-mail address of the focal point"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=_("Whoever owns this address answers for the delegation and registers its members."),
    )
    language = forms.ChoiceField(label=_("Language of its letters"), choices=settings.LANGUAGES)

    def __init__(self, actor: Any, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invited = visible_to(actor, Delegation).filter(meeting=meeting)
        taken = set(invited.values_list("country", "organisation"))
        members = set(
            Membership.objects.current(meeting.starts_on)
            .filter(group=meeting.series.group_id)
            .values_list("country", flat=True)
        )
        countries = {row.pk: row for row in countries_in_order() if (row.pk, None) not in taken}
        organisations = visible_to(actor, Organisation).select_related("country")
        rows = [row for row in organisations if (None, row.pk) not in taken]
        self.invitees: dict[str, Any] = {f"country-{code}": row for code, row in countries.items()}
        self.invitees |= {f"organisation-{row.pk}": row for row in rows}
        groups = (
            (_("Countries of the group"), [one for one in countries.values() if one.pk in members]),
            (_("Other countries"), [one for one in countries.values() if one.pk not in members]),
        )
        choices: list[Any] = [("", "—")]
        choices += [
            (label, [(f"country-{one.pk}", str(one)) for one in some]) for label, some in groups if some
        ]
        if rows:
            choices.append((_("Organisations"), [(f"organisation-{one.pk}", str(one)) for one in rows]))
        cast(forms.ChoiceField, self.fields["invitee"]).choices = choices

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen = self.invitees.get(values.pop("invitee", ""))
        values["organisation" if isinstance(chosen, Organisation) else "country"] = chosen
        return values


class AnswerForm(OneOfSeveral, VersionedForm):
    """Whether the delegation is coming."""

    name = "answer"

    answer = forms.ChoiceField(
        label=_("Is the delegation coming?"),
        choices=[(choice.value, choice.label) for choice in COMING],
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("Message to the secretariat"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class RegisterForm(EditForm):
    """Somebody who comes with the delegation."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    title = MultilingualFormField(label=_("Function"), required=False, max_length=300)
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=_("A letter with the way in goes there. Each member needs an address of their own."),
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(
        label=_("Role"), choices=Participant.Role.choices, initial=Participant.Role.DELEGATE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "register_%s"
        super().__init__(*args, **kwargs)


class CredentialsForm(OneOfSeveral, VersionedForm):
    """How far the credentials of a delegation have come."""

    name = "credentials"

    credentials = forms.ChoiceField(label=_("Credentials"), choices=Delegation.Credentials.choices)


class KeysField(forms.MultipleChoiceField):
    """Several of many things by their keys: a thousand are looked up and never searched through."""

    known: Collection[str] = ()

    def valid_value(self, value: str) -> bool:
        return value in self.known


class ParticipantsForm(EditForm):
    """People chosen among those registered to a meeting; the template draws a box for each, by delegation."""

    people = KeysField(label=_("Participants"), required=False)

    def __init__(self, actor: Any, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegations = members_by_delegation(actor, meeting)
        self.known = {one.key: one for _delegation, members in self.delegations for one in members}
        cast(KeysField, self.fields["people"]).known = self.known.keys()

    @property
    def chosen(self) -> frozenset[str]:
        """Keys of the people whose boxes are ticked."""
        return frozenset(self["people"].value() or ())

    def clean_people(self) -> list[Participant]:
        return [self.known[key] for key in self.cleaned_data["people"]]


class AudienceForm(ParticipantsForm):
    """A name for several participants, in their languages."""

    name = MultilingualFormField(label=_("Name of the audience"))
    field_order = ("name", "people")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].required = True
