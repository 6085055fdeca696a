"""Forms of the indices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from multaqa.members.models import Group


class CheckForm(forms.Form):
    """A framework document and its data, for the group that measures."""

    group = forms.ModelChoiceField(Group.objects.none(), label=_("Group that measures"))
    document = forms.FileField(
        label=_("Framework document"),
        help_text=_("YAML"),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    table = forms.FileField(
        label=_("Data"),
        help_text=_("CSV, Excel, ODS, JSON or Parquet"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods,.json,.parquet"}),
    )

    def __init__(self, groups: QuerySet[Group], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = groups

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("document", "table"):
            upload: UploadedFile | None = cleaned.get(name)
            if upload is not None and (upload.size or 0) > settings.UPLOAD_LIMIT_BYTES:
                megabytes = settings.UPLOAD_LIMIT_BYTES // 1_000_000
                self.add_error(
                    name,
                    forms.ValidationError(
                        _("This file is larger than the %(n)s MB that are accepted."),
                        params={"n": megabytes},
                        code="too-large",
                    ),
                )
        return cleaned


class CorrectionForm(forms.Form):
    """What a correction corrects: required as soon as the edition has a release."""

    correction_en = forms.CharField(
        label=_("What is corrected, in English"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en", "dir": "ltr"}),
    )
    correction_ar = forms.CharField(
        label=_("What is corrected, in Arabic"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "ar", "dir": "rtl"}),
    )
