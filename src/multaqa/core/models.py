"""The append-only audit log, and the letters that the platform sends."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

one_line = RegexValidator(
    r"[\x00-\x1f\x7f\x85\u2028\u2029]",
    _("This must be a single line without control characters."),
    code="one-line",
    inverse_match=True,
)
"""Refuses what could end a line of a letter's head and begin another one."""


class Immutable(models.Model):
    """A row that is written once. The database refuses changes too (see ``core.immutability``)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self._meta.label} is written once and never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self._meta.label} is written once and never deleted")


class AuditEntry(Immutable):
    """Who did what to what, when, with the values before and after."""

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    actor_label = models.CharField(max_length=254)
    verb = models.CharField(max_length=100, db_index=True)
    subject_type = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("subject_type", "subject_id"))]

    def __str__(self) -> str:
        return (
            f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.verb} {self.subject_type} {self.subject_id}"
        )


class Letter(models.Model):
    """An e-mail to one address, kept with what became of it; `core.letters` writes and sends it.

    The body holds `{secret}` where a secret link belongs. The secret itself is kept only while the letter waits.
    """

    class State(models.TextChoices):
        """What became of a letter."""

        QUEUED = "queued", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    to = models.EmailField(_("address"), validators=[one_line])
    language = models.CharField(_("language"), max_length=8, validators=[one_line])
    subject = models.CharField(_("subject"), max_length=255, validators=[one_line])
    body = models.TextField(_("text"))
    secret = models.TextField(blank=True, editable=False)
    attachment_name = models.CharField(max_length=100, blank=True, validators=[one_line])
    attachment_type = models.CharField(max_length=100, blank=True, validators=[one_line])
    attachment = models.TextField(blank=True)
    purpose = models.SlugField(_("purpose"), max_length=40, db_index=False)
    about_type = models.CharField(max_length=100, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    dedupe = models.CharField(max_length=200, null=True, unique=True, editable=False)  # noqa: DJ001 - many have none
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    next_try_at = models.DateTimeField(null=True, default=timezone.now, db_index=True, editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [models.Index(fields=("about_type", "about_id", "purpose"))]
        constraints = [
            models.CheckConstraint(
                name="core_letter_state", condition=Q(state__in=("queued", "sent", "failed", "withdrawn"))
            ),
            models.CheckConstraint(
                name="core_letter_sent_has_time", condition=Q(state="sent") ^ Q(sent_at__isnull=True)
            ),
            models.CheckConstraint(
                name="core_letter_queued_has_next_try",
                condition=Q(state="queued") ^ Q(next_try_at__isnull=True),
            ),
            models.CheckConstraint(
                name="core_letter_secret_only_while_queued", condition=Q(state="queued") | Q(secret="")
            ),
            models.CheckConstraint(
                name="core_letter_about_whole", condition=Q(about_type="") ^ ~Q(about_id="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.to} {self.state}"
