"""Forms of documents. Times are read and shown in the time zone that is in force: views set the meeting's."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from multaqa.core.access import visible_to
from multaqa.core.editing import EditForm, VersionedForm
from multaqa.core.errors import Conflict
from multaqa.core.forms import MultilingualFormField
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
from multaqa.meetings.errors import AdoptedAlready, AlreadyThere, NobodyAdmitted, NotYetOpenToComments
from multaqa.meetings.models import (
    OPEN,
    PART_ACCESS,
    Access,
    Audience,
    Delegation,
    Document,
    DocumentVersion,
    Item,
    Meeting,
    Narrowed,
    Session,
)
from multaqa.meetings.queries.documents import suggested_symbol

WHOLE_MEETING = ""
STATES_ALREADY = (Conflict, AdoptedAlready, AlreadyThere, NotYetOpenToComments)


def answer_status(form: EditForm) -> int:
    """The status of a page with the form: 409 where something stands already, 422 for other errors, else 200."""
    if any(form.has_error(NON_FIELD_ERRORS, refusal.code) for refusal in STATES_ALREADY):
        return 409
    return 422 if form.is_bound else 200


def moment_field(label: Any, help_text: Any = "") -> forms.DateTimeField:
    """A day and a time of the clock, which may stay empty."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, required=False, help_text=help_text, widget=widget)


class OneOfSeveral(EditForm):
    """A form that stands on one page with others: the ids of its fields begin with its own name."""

    name: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.name}_%s"
        super().__init__(*args, **kwargs)


class DocumentFields(EditForm):
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
    access = forms.ChoiceField(label=_("Access"), choices=PART_ACCESS, initial=OPEN)
    audiences = forms.ModelMultipleChoiceField(
        label=_("Audiences"),
        required=False,
        queryset=Audience.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For named audiences: whom the document is for."),
    )
    admitted = forms.ModelMultipleChoiceField(
        label=_("Admitted delegations"),
        required=False,
        queryset=Delegation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For what is closed: the delegations that may read the document."),
    )
    embargo_until = moment_field(_("Not before"), _("By the clock of the meeting. Empty: at once."))
    derestricted_at = moment_field(
        _("Open to all from"),
        _("By the clock of the meeting. Empty: the distribution holds without an end."),
    )

    def __init__(self, actor: Any, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.meeting = actor, meeting
        rows = visible_to(actor, Delegation).filter(meeting=meeting)
        _multiple(self, "admitted").queryset = rows.select_related("country", "organisation")
        _multiple(self, "audiences").queryset = visible_to(actor, Audience).filter(meeting=meeting)
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
    field_order = ("symbol", "title")

    def __init__(self, actor: Any, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, meeting, *args, **kwargs)
        self.suggested = suggested_symbol(actor, meeting)
        self.suggested_restricted = suggested_symbol(actor, meeting, restricted=True)
        self.fields["symbol"].widget.attrs |= {"dir": "ltr", "placeholder": self.suggested}
        self.fields["symbol"].help_text = _(
            "One for all languages. Empty: %(symbol)s, or %(restricted)s for what not everybody sees."
        ) % {"symbol": self.suggested, "restricted": self.suggested_restricted}

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("symbol") and "symbol" in values:
            values["symbol"] = (
                self.suggested_restricted if _is_restricted(self.meeting, values) else self.suggested
            )
        return values


class DocumentForm(DocumentFields, VersionedForm):
    """A document that exists; its symbol stays."""

    def show_conflict(self, stored: Model) -> None:
        """Show codes as words, and what the document belongs to."""
        super().show_conflict(stored)
        document = cast(Document, stored)
        words: dict[Any, str] = {
            self.fields["distribution"].label: document.get_distribution_display(),
            self.fields["access"].label: document.get_access_display(),
        }
        differing: list[tuple[Any, Any]] = [
            (label, words.get(label, value)) for label, value in self.conflict
        ]
        part = document.item or document.session
        if part != (self.cleaned_data["item"] or self.cleaned_data["session"]):
            differing.append((_("Belongs to"), part or _("The meeting as a whole")))
        self.conflict = tuple(differing)

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

    at = moment_field(_("From"), _("By the clock of the meeting. Empty: now."))


def _is_restricted(meeting: Meeting, values: dict[str, Any]) -> bool:
    """Whether not everybody who sees the meeting learns of the document as soon as it is entered."""
    item, session = values.get("item"), values.get("session")
    parts: list[Narrowed | None] = [item, session, item.session if item else None]
    narrowed = any(part is not None and part.is_narrowed for part in parts)
    open_to_all = {Document.Distribution.GENERAL}
    if meeting.access != Access.PUBLIC:
        open_to_all.add(Document.Distribution.LIMITED)
    return (
        narrowed
        or values.get("access", OPEN) != OPEN
        or values.get("distribution") not in open_to_all
        or values.get("embargo_until") is not None
    )


def _multiple(form: forms.Form, name: str) -> forms.ModelMultipleChoiceField:
    return cast(forms.ModelMultipleChoiceField, form.fields[name])
