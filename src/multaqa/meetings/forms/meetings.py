"""Forms of series and meetings."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, cast
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from multaqa.core.editing import EditForm, VersionedForm
from multaqa.core.forms import MultilingualFormField, day_field
from multaqa.meetings.models import Access, Meeting, Series
from multaqa.members.models import Country, Group
from multaqa.members.queries import countries_in_order


@cache
def time_zones() -> list[Any]:
    """Every zone that is named after a place, by continent."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region not in ("Etc", "SystemV", "US", "posix", "right"):
            regions.setdefault(region, []).append((name, place.replace("_", " ")))
    return list(regions.items())


class SeriesForm(EditForm):
    """A new series of meetings of one of the actor's groups."""

    group = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.none(), empty_label=None)
    name = MultilingualFormField(label=_("Name"), max_length=200)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens, such as annual-meetings."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    symbol = forms.CharField(
        label=_("Symbol"),
        max_length=20,
        help_text=_("Capital letters with which the symbols of its documents begin, such as WGOIG."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, groups: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["group"]).queryset = groups


class MeetingFields(EditForm):
    """What is said of a meeting."""

    places: ClassVar = {"outside-the-meeting": "starts_on"}

    name = MultilingualFormField(label=_("Name"), max_length=200)
    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=1,
        max_value=9999,
        help_text=_("Its number in the series."),
    )
    purpose = MultilingualFormField(label=_("Purpose"), required=False, multiline=True, max_length=1000)
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    place = MultilingualFormField(label=_("Place"), required=False, max_length=200)
    host = forms.ChoiceField(label=_("Host country"), required=False)
    online = forms.URLField(
        label=_("Address of the online room"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    access = forms.ChoiceField(
        label=_("Who finds it"),
        choices=[(one.value, one.label) for one in (Access.GROUP, Access.DELEGATES, Access.PUBLIC)],
        help_text=_("Sessions, items and documents can be narrower than the meeting, never wider."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((row.pk, str(row.name)) for row in countries_in_order())]
        cast(forms.ChoiceField, self.fields["host"]).choices = choices

    def clean_host(self) -> Country | None:
        code = self.cleaned_data["host"]
        return Country.objects.get(pk=code) if code else None


class PlanForm(MeetingFields):
    """A new meeting of a series."""

    series = forms.ModelChoiceField(label=_("Series"), queryset=Series.objects.none(), empty_label=None)
    field_order = ("series",)

    def __init__(self, series: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["series"]).queryset = series


class MeetingForm(VersionedForm, MeetingFields):
    """A meeting that is changed."""

    @classmethod
    def values_of(cls, meeting: Meeting) -> dict[str, Any]:
        names = [
            "name",
            "number",
            "purpose",
            "starts_on",
            "ends_on",
            "time_zone",
            "place",
            "online",
            "access",
            "version",
        ]
        return {name: getattr(meeting, name) for name in names} | {"host": meeting.host_id or ""}
