"""Sessions and items, and the versions of the agenda in which they were given out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from multaqa.core.fields import MultilingualField
from multaqa.core.models import Immutable
from multaqa.meetings.models.meetings import Meeting
from multaqa.meetings.models.parts import ENDS_TOO_EARLY, Narrowed, known_time_zone


class Session(Narrowed):
    """A sitting of a meeting, from a time to a time. Readers find it once a version of the agenda names it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sessions")
    title = MultilingualField(_("title"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        validators=[known_time_zone],
        help_text=_("Empty: the meeting's."),
    )
    room = MultilingualField(_("room"), blank=True)
    is_released = models.BooleanField(default=False, editable=False)
    is_withdrawn = models.BooleanField(default=False, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("starts_at", "pk")
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=ENDS_TOO_EARLY,
            ),
            models.CheckConstraint(
                condition=Q(access__in=("open", "delegates", "named", "closed")), name="session_access_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Item(Narrowed):
    """An item of the agenda, in its place within a session."""

    class Purpose(models.TextChoices):
        INFORMATION = "information", _("Information")
        DISCUSSION = "discussion", _("Discussion")
        DECISION = "decision", _("Decision")

    class Filling(models.TextChoices):
        """What fills an item by itself."""

        NONE = "", _("Nothing: as written here")
        FOLLOW_UP = "follow_up", _("Follow-up of earlier decisions")

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.PROTECT, related_name="items"
    )
    position = models.PositiveSmallIntegerField(editable=False)
    title = MultilingualField(_("title"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, default=Purpose.INFORMATION)
    summary = MultilingualField(_("summary"), blank=True)
    presenters = MultilingualField(_("presenters"), blank=True)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"), null=True, blank=True)
    filling = models.CharField(_("filled by itself"), max_length=12, choices=Filling, blank=True, default="")
    is_released = models.BooleanField(default=False, editable=False)
    is_withdrawn = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("session", "position", "pk")
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.CheckConstraint(
                condition=Q(access__in=("open", "delegates", "named", "closed")), name="item_access_known"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=("information", "discussion", "decision")), name="item_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class AgendaRelease(Immutable):
    """A version of the agenda as it was given out, with what changed since the one before."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_releases")
    number = models.PositiveSmallIntegerField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = MultilingualField(_("note"))
    content = models.JSONField(help_text="Sessions and items as released; `agendas.py` reads and writes it.")
    changes = models.JSONField(help_text="What changed, by the key of the session or item.")

    class Meta:
        ordering = ("meeting", "-number")
        constraints = [
            models.UniqueConstraint(fields=("meeting", "number"), name="agenda_release_once_per_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.number}"
