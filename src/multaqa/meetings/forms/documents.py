"""Forms of documents. Times are read and shown in the time zone that is in force: views set the meeting's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from multaqa.core.access import visible_to
from multaqa.core.editing import OneOfSeveral, VersionedForm
from multaqa.core.forms import MultilingualFormField, moment_field
from multaqa.core.uploads import (
    KINDS,
    ActiveContent,
    EmptyFile,
    Encrypted,
    PackedTooTightly,
    TooLarge,
    UnknownKind,
    UnsafeName,
    WrongContent,
)
from multaqa.meetings.errors import NobodyAdmitted
from multaqa.meetings.forms.parts import PartFields
from multaqa.meetings.models import (
    Document,
    DocumentVersion,
    Item,
    Meeting,
    Session,
)
from multaqa.meetings.symbols import next_symbol

WHOLE_MEETING = ""


class DocumentFields(PartFields):
    """What a document says of itself, what it belongs to, and who may read it from when on."""

    places: ClassVar = {NobodyAdmitted.code: "audiences"}

    title = MultilingualFormField(label=_("Title"))
    place = forms.ChoiceField(
        label=_("Belongs to"),
        required=False,
        help_text=_("Whoever does not see the session or the item does not see the document either."),
    )
    distribution = forms.ChoiceField(
        label=_("Distribution"),
        choices=Document.Distribution.choices,
        initial=Document.Distribution.LIMITED,
        help_text=_(
            "General: everyone who finds the meeting. Limited: the people of the group. Restricted: delegations."
        ),
    )
    embargo_until = moment_field(
        _("Not before"), required=False, help_text=_("By the clock of the meeting. Empty: at once.")
    )
    derestricted_at = moment_field(
        _("Open to all from"),
        required=False,
        help_text=_("By the clock of the meeting. Empty: the distribution holds without an end."),
    )

    field_order: Sequence[str] = (
        "title",
        "place",
        "distribution",
        "access",
        "audiences",
        "admitted",
    )

    def __init__(self, actor: Any, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, meeting, *args, **kwargs)
        self.meeting = meeting
        sessions = visible_to(actor, Session).filter(meeting=meeting)
        items = visible_to(actor, Item).filter(session__meeting=meeting).select_related("session")
        self.sessions = {session.key: session for session in sessions}
        self.items = {item.key: item for item in items}
        below: dict[int, list[Item]] = {}
        for item in items:
            below.setdefault(item.session_id, []).append(item)
        cast(forms.ChoiceField, self.fields["place"]).choices = [
            (WHOLE_MEETING, _("The meeting as a whole")),
            *(
                (
                    str(session),
                    [
                        (session.key, _("The session as a whole")),
                        *((item.key, str(item)) for item in below.get(session.pk, ())),
                    ],
                )
                for session in sessions
            ),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        place = values.pop("place", WHOLE_MEETING)
        values["item"], values["session"] = self.items.get(place), self.sessions.get(place)
        return values


class NewDocumentForm(DocumentFields):
    """A new document. An empty symbol becomes the next free one of the series that its circle of readers calls for."""

    symbol = forms.CharField(label=_("Symbol"), required=False, max_length=60)
    field_order: Sequence[str] = ("symbol", *DocumentFields.field_order)

    def __init__(self, actor: Any, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, meeting, *args, **kwargs)
        free = {"symbol": next_symbol(meeting), "restricted": next_symbol(meeting, restricted=True)}
        self.fields["symbol"].widget.attrs |= {"dir": "ltr", "placeholder": free["symbol"]}
        self.fields["symbol"].help_text = (
            _("One for all languages. Empty: %(symbol)s, or %(restricted)s for what not everybody sees.")
            % free
        )


class DocumentForm(DocumentFields, VersionedForm):
    """A document that exists; its symbol stays."""

    def show_conflict(self, stored: Model) -> None:
        """Show also what the document belongs to, which is one field for three kinds of thing."""
        super().show_conflict(stored)
        document = cast(Document, stored)
        part = document.item or document.session
        if part != (self.cleaned_data["item"] or self.cleaned_data["session"]):
            self.conflict = (*self.conflict, (_("Belongs to"), part or _("The meeting as a whole")))

    @staticmethod
    def values_of(document: Document) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        part = document.item or document.session
        return {
            "version": document.version,
            "title": document.title,
            "place": part.key if part else WHOLE_MEETING,
            "distribution": document.distribution,
            "access": document.access,
            "audiences": list(document.audiences.all()),
            "admitted": list(document.admitted.all()),
            "embargo_until": document.embargo_until,
            "derestricted_at": document.derestricted_at,
        }


class FileForm(OneOfSeveral):
    """A file of a version in a language."""

    name = "file"
    places: ClassVar = {
        refusal.code: "upload"
        for refusal in (
            TooLarge,
            EmptyFile,
            UnknownKind,
            WrongContent,
            UnsafeName,
            ActiveContent,
            PackedTooTightly,
            Encrypted,
        )
    }

    issue = forms.ModelChoiceField(
        label=_("Version"), queryset=DocumentVersion.objects.none(), empty_label=None
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    upload = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{suffix}" for suffix in KINDS)}),
    )

    def __init__(self, versions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["issue"]).queryset = versions


class IssueForm(OneOfSeveral):
    """The kind of the next version."""

    name = "issue"

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            choice for choice in DocumentVersion.Kind.choices if choice[0] != DocumentVersion.Kind.ORIGINAL
        ],
    )


class DerestrictForm(OneOfSeveral, VersionedForm):
    """From when on a document is open to all."""

    name = "derestrict"

    at = moment_field(_("From"), required=False, help_text=_("By the clock of the meeting. Empty: now."))
