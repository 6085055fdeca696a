"""Documents, their versions and files."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from multaqa.core.fields import MultilingualField
from multaqa.core.keys import new_key
from multaqa.core.models import Immutable
from multaqa.meetings.models.agenda import Item, Session
from multaqa.meetings.models.meetings import Meeting
from multaqa.meetings.models.parts import Narrowed


class Document(Narrowed):
    """A document under one symbol for all its languages, distributed to a circle, perhaps not before a time."""

    class Distribution(models.TextChoices):
        GENERAL = "general", _("General")
        LIMITED = "limited", _("Limited")
        RESTRICTED = "restricted", _("Restricted")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents")
    session = models.ForeignKey(
        Session,
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    item = models.ForeignKey(
        Item,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    symbol = models.CharField(
        _("symbol"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9-]*(/[A-Z0-9][A-Z0-9.-]*)+$")],
        error_messages={"unique": _("Another document bears this symbol already.")},
        help_text=_("One for all languages, such as WGOIG/2014/3."),
    )
    title = MultilingualField(_("title"))
    distribution = models.CharField(
        _("distribution"), max_length=10, choices=Distribution, default=Distribution.LIMITED
    )
    embargo_until = models.DateTimeField(_("not before"), null=True, blank=True)
    derestricted_at = models.DateTimeField(_("open to all from"), null=True, blank=True)

    class Meta:
        ordering = ("symbol",)
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(distribution__in=("general", "limited", "restricted")),
                name="document_distribution_known",
            ),
            models.CheckConstraint(
                condition=Q(access__in=("open", "delegates", "named", "closed")), name="document_access_known"
            ),
            models.CheckConstraint(
                condition=Q(embargo_until__isnull=True)
                | Q(derestricted_at__isnull=True)
                | Q(derestricted_at__gte=F("embargo_until")),
                name="document_opens_after_its_embargo",
                violation_error_message=_("A document cannot be opened to all before its embargo ends."),
            ),
        ]

    def __str__(self) -> str:
        return self.symbol

    def get_absolute_url(self) -> str:
        return reverse("meetings:document", kwargs={"key": self.key})


class DocumentVersion(models.Model):
    """The original of a document, a revision, a corrigendum or an addendum."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("Original")
        REVISION = "revision", _("Revision")
        CORRIGENDUM = "corrigendum", _("Corrigendum")
        ADDENDUM = "addendum", _("Addendum")

    SUFFIXES = {"revision": "Rev", "corrigendum": "Corr", "addendum": "Add"}

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ORIGINAL)
    number = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ("document", "issued_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=("document", "kind", "number"), name="document_version_once"),
            models.CheckConstraint(
                condition=Q(kind="original", number=0)
                | Q(kind__in=("revision", "corrigendum", "addendum"), number__gt=0),
                name="document_version_numbered",
            ),
        ]

    def __str__(self) -> str:
        return self.symbol

    @property
    def symbol(self) -> str:
        """The full symbol, such as WGOIG/2014/3/Rev.1."""
        return self.document.symbol + self.suffix

    @property
    def suffix(self) -> str:
        """What the version adds to the symbol of its document: /Rev.1, and nothing for the original."""
        name = self.SUFFIXES.get(self.kind)
        return f"/{name}.{self.number}" if name else ""


class DocumentFile(Immutable):
    """A version in one language and format, kept by the checksum of its content."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="files")
    key = models.CharField(max_length=20, unique=True, default=new_key)
    language = models.CharField(_("language"), max_length=10)
    suffix = models.CharField(_("format"), max_length=10)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=200, help_text="Name in the storage.")
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("version", "language", "suffix")
        constraints = [
            models.UniqueConstraint(
                fields=("version", "language", "suffix"),
                name="document_file_once",
                violation_error_message=_(
                    "This version has a file in this language and format already. Issue a corrigendum or a revision."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name
