"""Series and meetings; audiences."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from multaqa.core.fields import MultilingualField
from multaqa.meetings.models.parts import Access, Keyed, known_time_zone
from multaqa.members.models import Country, Group


class Series(models.Model):
    """Meetings of a group that follow each other and are numbered, such as its annual meetings."""

    group = models.ForeignKey(Group, verbose_name=_("group"), on_delete=models.PROTECT, related_name="series")
    slug = models.SlugField(_("address"), max_length=60)
    name = MultilingualField(_("name"))
    symbol = models.CharField(
        _("symbol"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9-]{1,19}$")],
        help_text=_("Capital letters with which the symbols of its documents begin, such as WGOIG."),
    )

    class Meta:
        ordering = ("group", "slug")
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        constraints = [
            models.UniqueConstraint(
                fields=("group", "slug"),
                name="series_once_per_group",
                violation_error_message=_("The group has a series with this address already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class Meeting(Keyed):
    """One meeting of a series: where, when, in what time zone, and how far it has come."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ANNOUNCED = "announced", _("Announced")
        OPEN = "open", _("Open")
        CONCLUDED = "concluded", _("Concluded")
        CANCELLED = "cancelled", _("Cancelled")

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.PROTECT, related_name="meetings"
    )
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    name = MultilingualField(_("name"))
    purpose = MultilingualField(_("purpose"), blank=True)
    host = models.ForeignKey(
        Country,
        verbose_name=_("host country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    place = MultilingualField(_("place"), blank=True)
    online = models.URLField(_("address of the online room"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[known_time_zone])
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    access = models.CharField(_("access"), max_length=10, choices=Access, default=Access.GROUP)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="following", editable=False
    )
    sequence = models.PositiveIntegerField(
        default=0, editable=False, help_text="iCalendar's revision of what a calendar shows."
    )
    changed_at = models.DateTimeField(auto_now=True)
    is_example = models.BooleanField(
        default=False, editable=False, help_text="Made for the demonstration; pages say so."
    )

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "announced", "open", "concluded", "cancelled")),
                name="meeting_state_known",
            ),
            models.CheckConstraint(
                condition=Q(access__in=("public", "group", "delegates")), name="meeting_access_known"
            ),
            models.UniqueConstraint(
                fields=("series", "number"),
                condition=Q(number__isnull=False),
                name="meeting_number_once_per_series",
                violation_error_message=_("The series has a meeting with this number already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", kwargs={"key": self.key})

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.CONCLUDED, self.State.CANCELLED)


class Audience(models.Model):
    """People of a meeting under one name, such as heads of delegation, for whom parts of it may be kept."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="audiences")
    name = MultilingualField(_("name"))
    participants = models.ManyToManyField(
        "meetings.Participant", verbose_name=_("participants"), blank=True, related_name="audiences"
    )

    class Meta:
        ordering = ("meeting", "pk")
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    def __str__(self) -> str:
        return str(self.name)
