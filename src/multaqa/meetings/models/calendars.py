"""Personal calendars."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from multaqa.members.models import Person


class CalendarFeed(models.Model):
    """A personal calendar under a secret that its owner can revoke. Only the hash of the secret is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("person", "-made_at")
        constraints = [
            models.UniqueConstraint(
                fields=("person",), condition=Q(revoked_at__isnull=True), name="calendar_feed_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"
