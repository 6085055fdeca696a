"""Forms of sessions and items. Times are read and shown in the time zone in force: views set the session's."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from multaqa.core.editing import EditForm, VersionedForm
from multaqa.core.forms import MultilingualFormField, moment_field
from multaqa.meetings.forms.parts import PartFields
from multaqa.meetings.models import Item, Narrowed, Session


class SessionFields(PartFields):
    """A session: when, where, for whom."""

    places: ClassVar = {
        "outside-the-meeting": "starts_at",
        "room-taken": "room",
        "session-too-short": "ends_at",
        "items-overlap": "starts_at",
        "nobody-admitted": "access",
    }

    title = MultilingualFormField(label=_("Title"), max_length=200)
    starts_at = moment_field(_("Begins"))
    ends_at = moment_field(_("Ends"))
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=60,
        help_text=_("Empty: the meeting's. Otherwise a name such as Europe/Rome."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    room = MultilingualFormField(label=_("Room"), required=False, max_length=200)
    field_order = ("title", "starts_at", "ends_at", "room", "access", "audiences", "admitted", "time_zone")


class SessionForm(SessionFields, VersionedForm):
    """A session that is changed."""


class ItemFields(PartFields):
    """An item: what for, how long, for whom."""

    places: ClassVar = {
        "items-overlap": "starts_at",
        "session-too-short": "minutes",
        "nobody-admitted": "access",
        "decided-in-the-open": "access",
    }

    title = MultilingualFormField(label=_("Title"), max_length=300)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Item.Purpose.choices)
    minutes = forms.IntegerField(label=_("Duration in minutes"), required=False, min_value=1, max_value=1440)
    starts_at = moment_field(
        _("Begins"), required=False, help_text=_("Empty: when the item above it has ended.")
    )
    presenters = MultilingualFormField(label=_("Presenters"), required=False, max_length=300)
    summary = MultilingualFormField(label=_("Summary"), required=False, multiline=True, max_length=2000)
    filling = forms.ChoiceField(label=_("Filled by itself"), required=False, choices=Item.Filling.choices)
    field_order = (
        "title",
        "purpose",
        "minutes",
        "starts_at",
        "presenters",
        "summary",
        "access",
        "audiences",
        "admitted",
        "filling",
    )


class ItemForm(ItemFields, VersionedForm):
    """An item that is changed."""


class MoveForm(VersionedForm):
    """Where an item goes."""

    session = forms.SlugField()
    position = forms.IntegerField(min_value=1)


class ReleaseForm(EditForm):
    """A word about the new version of the agenda."""

    note = MultilingualFormField(
        label=_("What is new"),
        required=False,
        max_length=500,
        help_text=_("Everybody who finds the meeting reads this: name nothing here that is closed."),
    )


def values_of(part: Session | Item, *names: str) -> dict[str, Any]:
    """The stored values of a part, as its form shows them."""
    people = {"audiences": list(part.audiences.all()), "admitted": list(part.admitted.all())}
    own = {name: getattr(part, name) for name in (*names, "title", "access", "version")}
    return own | people if isinstance(part, Narrowed) else own


SESSION_NAMES = ("starts_at", "ends_at", "time_zone", "room")
ITEM_NAMES = ("purpose", "minutes", "starts_at", "presenters", "summary", "filling")
