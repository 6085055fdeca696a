"""What parts of a meeting share: a random key, a version, and a level of access."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from multaqa.core.keys import new_key

ENDS_TOO_EARLY = _("The end must be later than the beginning.")


def known_time_zone(name: str) -> None:
    """Refuse what is no IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Choose one such as Asia/Dubai."),
            params={"name": name},
            code="time-zone-unknown",
        )


class Access(models.TextChoices):
    """The levels of access to a meeting; `permissions.md` says who is meant by each."""

    PUBLIC = "public", _("Everyone")
    GROUP = "group", _("People of the group")
    DELEGATES = "delegates", _("Delegates only")
    NAMED = "named", _("Named audiences")
    CLOSED = "closed", _("Closed: admitted delegations only")


OPEN = "open"
PART_ACCESS = [
    (OPEN, _("Open: as the part above it")),
    *((choice.value, choice.label) for choice in (Access.DELEGATES, Access.NAMED, Access.CLOSED)),
]


class Keyed(models.Model):
    """Addressed by a random key, counted by `version` so that two editors notice each other."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Narrowed(Keyed):
    """Part of a meeting that may be narrower than what it belongs to."""

    access = models.CharField(_("access"), max_length=10, choices=PART_ACCESS, default=OPEN)
    audiences = models.ManyToManyField(
        "meetings.Audience", verbose_name=_("audiences"), blank=True, related_name="+"
    )
    admitted = models.ManyToManyField(
        "meetings.Delegation", verbose_name=_("admitted delegations"), blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_narrowed(self) -> bool:
        return self.access != OPEN
