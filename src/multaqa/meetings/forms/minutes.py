"""Forms of minutes, one for each thing that can be done with them. Times are those of the meeting's clock."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from multaqa.core.editing import OneOfSeveral, VersionedForm
from multaqa.core.forms import MultilingualFormField, moment_field


class WriteForm(OneOfSeveral, VersionedForm):
    """The text of the minutes. Version 0 stands for minutes that do not exist yet."""

    name = "write"

    text = MultilingualFormField(label=_("Text"), multiline=True, max_length=200_000)


class OpenForm(OneOfSeveral, VersionedForm):
    """Until when the delegations may comment."""

    name = "open"

    comments_until = moment_field(
        _("Comments until"),
        required=False,
        help_text=_("By the clock of the meeting. Empty: until the minutes are adopted."),
    )

    def clean_comments_until(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["comments_until"]
        if until is not None and until <= timezone.now():
            raise ValidationError(_("This time has passed. Choose a later one."), code="time-passed")
        return until


class CommentForm(OneOfSeveral):
    """What a delegation asks to change."""

    name = "comment"

    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class AdoptMinutesForm(OneOfSeveral, VersionedForm):
    """The version that is adopted."""

    name = "adopt"
