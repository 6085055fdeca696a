"""Forms of people and invitations; what they hold is checked again by the actions."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from multaqa.core.editing import EditForm
from multaqa.core.forms import MultilingualFormField, day_field
from multaqa.members.access import groups_managed_by
from multaqa.members.models import NATIONAL, NEEDS_A_COUNTRY, Country, Group, Office, Person, RoleKind
from multaqa.members.queries import countries_in_order


class AccountForm(forms.ModelForm):
    """One's own name and language."""

    class Meta:
        model = Person
        fields = ("name", "language")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class InvitationForm(forms.Form):
    """Whom to invite, into which of the actor's groups, as what."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"})
    )
    group = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.none(), empty_label=None)
    kind = forms.ChoiceField(
        label=_("Role"),
        choices=[choice for choice in RoleKind.choices if choice[0] != RoleKind.ADMINISTRATOR],
    )
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        help_text=_("Needed for national coordinators, contributors and delegates."),
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["group"]).queryset = groups_managed_by(actor)
        cast(forms.ChoiceField, self.fields["country"]).choices = [
            ("", "—"),
            *((row.pk, str(row.name)) for row in countries_in_order()),
        ]

    def clean_country(self) -> Country | None:
        code = self.cleaned_data["country"]
        return Country.objects.get(pk=code) if code else None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") in NATIONAL and "country" in values and values["country"] is None:
            self.add_error("country", ValidationError(NEEDS_A_COUNTRY, code="country-needed"))
        return values


class AcceptForm(forms.Form):
    """The name and password with which an invited person opens an account."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "password" in values and "again" in values and values["password"] != values["again"]:
            self.add_error(
                "again", ValidationError(_("The two passwords are not the same."), code="not-the-same")
            )
        return values


class GroupForm(EditForm):
    """A group that is founded: its names, its address, who finds it."""

    name = MultilingualFormField(label=_("Name"), max_length=200)
    slug = forms.SlugField(
        label=_("Address"),
        help_text=_("Small letters, digits and hyphens, such as open-government."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    summary = MultilingualFormField(label=_("Summary"), required=False, multiline=True, max_length=1000)
    open_to = forms.ChoiceField(
        label=_("Who finds it"), choices=Group.Access.choices, initial=Group.Access.MEMBERS
    )


class MemberForm(EditForm):
    """A country that joins a group."""

    country = forms.ChoiceField(label=_("Country"))
    since = day_field(_("Since"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.pk, str(row.name)) for row in countries_in_order()]
        cast(forms.ChoiceField, self.fields["country"]).choices = choices

    def clean_country(self) -> Country:
        return Country.objects.get(pk=self.cleaned_data["country"])


class OfficeForm(MemberForm):
    """A term as chair or co-chair that begins."""

    role = forms.ChoiceField(label=_("Office"), choices=Office.Role.choices)
    since = day_field(_("Since"))
    field_order = ("role", "country", "since")
