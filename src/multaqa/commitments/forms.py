"""Forms of commitments; what they hold is checked again by the actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from multaqa.commitments.access import countries_owned, may_draft
from multaqa.commitments.actions import TEXTS
from multaqa.commitments.errors import CarriedAlready, NoSuchElement, NotTheNextMeeting
from multaqa.commitments.models import Challenge, Commitment, Status, Theme
from multaqa.commitments.queries import COLLECTIVE, Choices
from multaqa.core.access import visible_to
from multaqa.core.editing import EditForm, VersionedForm
from multaqa.core.forms import LANGUAGES, MultilingualFormField, day_field
from multaqa.core.printing import page_language
from multaqa.indices.frameworks import framework_of
from multaqa.indices.queries import released_editions
from multaqa.language.text import in_language
from multaqa.meetings.models import Decision, Delegation
from multaqa.members.models import Country, Membership
from multaqa.members.queries import countries_in_order

WHOLE_GROUP = "group"
FEW_COUNTRIES = "countries"


class CommitmentFields(EditForm):
    """What a commitment says; what only a published one needs may be left for later."""

    title = MultilingualFormField(label=_("Title"), max_length=300)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    due_on = day_field(_("Due"))
    problem = MultilingualFormField(label=_("Problem"), multiline=True, required=False)
    expected_result = MultilingualFormField(label=_("Expected result"), multiline=True, required=False)
    lead = MultilingualFormField(label=_("Lead institution"), required=False, max_length=300)
    resources = MultilingualFormField(label=_("Resources"), multiline=True, required=False)
    supporters = MultilingualFormField(label=_("Supporters"), required=False, max_length=1000)


class EditCommitmentForm(CommitmentFields, VersionedForm):
    """The same, of a commitment that another editor may change meanwhile."""

    @staticmethod
    def initial_of(commitment: Commitment) -> dict[str, Any]:
        """What stands now."""
        return {name: getattr(commitment, name) for name in (*TEXTS, "theme", "due_on", "version")}


class DraftForm(CommitmentFields):
    """New commitments that follow a decision: one of the whole group, or the same for several countries."""

    scope = forms.ChoiceField(
        label=_("Whose commitment"),
        widget=forms.RadioSelect,
        choices=[
            (FEW_COUNTRIES, _("Of the countries chosen below, one each")),
            (WHOLE_GROUP, _("Of the whole group")),
        ],
        initial=FEW_COUNTRIES,
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("scope", "countries")

    def __init__(self, actor: Any, decision: Decision, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._countries = {one.pk: one for one in countries_for(actor, decision)}
        choice = cast(forms.MultipleChoiceField, self.fields["countries"])
        choice.choices = [(code, str(one.name)) for code, one in self._countries.items()]
        if not may_draft(actor, decision, None):
            del self.fields["scope"]
            if len(self._countries) == 1:
                choice.initial = list(self._countries)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        whole = values.pop("scope", FEW_COUNTRIES) == WHOLE_GROUP
        chosen = [self._countries[code] for code in values.get("countries", ())]
        if not whole and not chosen and "countries" not in self.errors:
            self.add_error("countries", ValidationError(_("Choose a country."), code="country-needed"))
        values["countries"] = None if whole else chosen
        return values


class MilestoneForm(EditForm):
    """A step: what, what will show it, by when."""

    title = MultilingualFormField(label=_("Milestone"), max_length=300)
    indicator = MultilingualFormField(label=_("What shows that it is done"), required=False, max_length=1000)
    due_on = day_field(_("Due"))


class DoneForm(EditForm):
    """The day on which a step was done; none where it was not."""

    done_on = day_field(_("Done on"), required=False)


class PeriodForm(EditForm):
    """A period, both days included, and how far the commitment came."""

    period_starts = day_field(_("Period from"))
    period_ends = day_field(_("Period to"))
    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)


class ReportForm(PeriodForm):
    """What the owner says of a period."""

    points = MultilingualFormField(
        label=_("What was done"),
        multiline=True,
        required=False,
        help_text=_("One point a line."),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        max_length=10_000,
        help_text=_("Web addresses, one a line."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )
    challenge = forms.ChoiceField(
        label=_("Challenge"),
        required=False,
        choices=[("", _("None")), *Challenge.choices],
        help_text=_("Needed where the commitment or one of its milestones is late."),
    )
    challenge_words = MultilingualFormField(label=_("The challenge in words"), multiline=True, required=False)

    def clean_points(self) -> dict[str, list[str]]:
        return {code: text.splitlines() for code, text in self.cleaned_data["points"].items()}

    def clean_evidence(self) -> list[str]:
        return cast(str, self.cleaned_data["evidence"]).splitlines()


class AssessmentForm(PeriodForm):
    """What a reviewer finds."""

    words = MultilingualFormField(label=_("Finding"), multiline=True)


class MethodForm(EditForm):
    """The next version of a group's method of assessment."""

    text = MultilingualFormField(label=_("Method"), multiline=True, required_in="all", max_length=20_000)


class ElementForm(EditForm):
    """An element of an index that the commitment is meant to move."""

    places: ClassVar = {NoSuchElement.code: "element"}
    element = forms.ChoiceField(label=_("Element of an index"))

    def __init__(self, actor: Any, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["element"]).choices = elements_for(actor, language)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        index, _slash, node = values.pop("element", "").partition("/")
        return {**values, "index": index, "node": node}


class CarryForm(EditForm):
    """Under which decision of a later meeting the work goes on, and until when."""

    places: ClassVar = {NotTheNextMeeting.code: "decision", CarriedAlready.code: "decision"}
    decision = forms.ChoiceField(label=_("Decision of a later meeting"))
    due_on = day_field(_("Due"))

    def __init__(self, actor: Any, commitment: Commitment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._decisions = {one.key: one for one in later_decisions(actor, commitment)}
        cast(forms.ChoiceField, self.fields["decision"]).choices = [
            (key, f"{one.item.session.meeting.name} · {one.number} · {str(one.text)[:100]}")
            for key, one in self._decisions.items()
        ]

    def clean_decision(self) -> Decision:
        return self._decisions[self.cleaned_data["decision"]]


class FilterForm(forms.Form):
    """What the list can be narrowed to; it only shows what the address asks for, and refuses nothing."""

    group = forms.ChoiceField(label=_("Group"), required=False)
    meeting = forms.ChoiceField(label=_("Meeting"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[("", _("All")), *Theme.choices])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *Status.choices])
    late = forms.ChoiceField(
        label=_("Late"), required=False, choices=[("", _("All")), ("yes", _("Late")), ("no", _("Not late"))]
    )

    def __init__(self, choices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        every = ("", _("All"))
        whole = [(COLLECTIVE, _("The whole group"))] if choices.has_collective else []
        lists = {"group": choices.groups, "meeting": choices.meetings, "country": choices.countries}
        for name, pairs in lists.items():
            shown = [(value, in_language(text, language)) for value, text in pairs]
            cast(forms.ChoiceField, self.fields[name]).choices = [
                every,
                *(whole if name == "country" else []),
                *shown,
            ]


class ImportForm(EditForm):
    """A file of commitments."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel, with the columns of the download of this list."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_LIMIT_BYTES:
            raise ValidationError(
                _("This file is larger than the %(n)s MB that are accepted."),
                params={"n": settings.UPLOAD_LIMIT_BYTES // 1_000_000},
                code="too-large",
            )
        return upload


# ── what can be chosen ──────────────────────────────────────────────────────────────────────────────────────────────


def countries_for(actor: Any, decision: Decision) -> list[Country]:
    """The countries for which the actor may draft: of the members and guests of the meeting, or only their own."""
    everyone = countries_in_order()
    if not may_draft(actor, decision, None):
        own = countries_owned(actor, decision)
        return [one for one in everyone if one.pk in own]
    meeting = decision.item.session.meeting
    members = Membership.objects.current().filter(group=meeting.series.group_id)
    codes = {
        *members.values_list("country", flat=True),
        *visible_to(actor, Delegation)
        .filter(meeting=meeting, country__isnull=False)
        .values_list("country", flat=True),
    }
    return [one for one in everyone if one.pk in codes]


def later_decisions(actor: Any, commitment: Commitment) -> list[Decision]:
    """Adopted decisions of later meetings of the series, the latest first."""
    meeting = commitment.decision.item.session.meeting
    rows = visible_to(actor, Decision).filter(
        adopted_at__isnull=False,
        item__session__meeting__series=meeting.series_id,
        item__session__meeting__starts_on__gt=meeting.starts_on,
    )
    return list(rows.select_related("item__session__meeting").order_by("-adopted_at", "pk"))


def elements_for(actor: Any, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The elements of the latest edition of every index that the actor finds, by index."""
    latest: dict[str, Any] = {}
    for edition in released_editions(actor):
        latest.setdefault(edition.index.slug, edition)
    return [
        (
            in_language(edition.index.name, language),
            [
                (f"{slug}/{node.id}", in_language(_name_of(node), language))
                for node in framework_of(edition.current).nodes
            ],
        )
        for slug, edition in latest.items()
    ]


def _name_of(node: Any) -> Mapping[str, str]:
    return dict(node.name) if node.name else dict.fromkeys(LANGUAGES, node.id)


def half_year_before(day: date) -> tuple[date, date]:
    """The last half year that is over: what a report is about unless said otherwise."""
    if day.month > 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year - 1, 7, 1), date(day.year - 1, 12, 31)
