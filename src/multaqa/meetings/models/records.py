"""Decisions with their reservations, and minutes with their comments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from multaqa.core.fields import MultilingualField
from multaqa.core.models import Immutable
from multaqa.meetings.models.agenda import Item, Session
from multaqa.meetings.models.delegations import Delegation
from multaqa.meetings.models.parts import Keyed
from multaqa.members.models import Person


class Decision(Keyed):
    """What a meeting decided under an item, in each language; adopted once."""

    class Manner(models.TextChoices):
        CONSENSUS = "consensus", _("By consensus")
        VOTE = "vote", _("By vote")

    item = models.ForeignKey(
        Item, verbose_name=_("agenda item"), on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.CharField(max_length=20, blank=True, editable=False)
    text = MultilingualField(_("text"))
    manner = models.CharField(_("adopted"), max_length=10, choices=Manner, blank=True, default="")
    votes_for = models.PositiveSmallIntegerField(_("votes in favour"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    is_example = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("item", "created_at", "pk")
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, number="")
                | (Q(adopted_at__isnull=False, manner__in=("consensus", "vote")) & ~Q(number="")),
                name="decision_adopted_with_its_manner_and_number",
            ),
            models.CheckConstraint(
                condition=~Q(manner="vote")
                | Q(votes_for__isnull=False, votes_against__isnull=False, abstentions__isnull=False),
                name="decision_vote_is_counted",
                violation_error_message=_("A vote needs its three counts: in favour, against, abstentions."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.text)

    def get_absolute_url(self) -> str:
        return reverse("meetings:decision", kwargs={"key": self.key})


class Reservation(models.Model):
    """What a delegation reserved when a decision was adopted."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reservations")
    delegation = models.ForeignKey(
        Delegation, verbose_name=_("delegation"), on_delete=models.PROTECT, related_name="reservations"
    )
    text = MultilingualField(_("reservation"))

    class Meta:
        ordering = ("decision", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("decision", "delegation"),
                name="reservation_once_per_delegation",
                violation_error_message=_("This delegation's reservation is recorded already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.delegation_id}"


class Minutes(Keyed):
    """The record of a session: drafted, open to comments of the delegations, adopted once."""

    class Phase(models.TextChoices):
        DRAFT = "draft", _("Draft")
        COMMENTS = "comments", _("Open to comments")
        ADOPTED = "adopted", _("Adopted")

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="minutes")
    phase = models.CharField(_("phase"), max_length=10, choices=Phase, default=Phase.DRAFT, editable=False)
    text = MultilingualField(_("text"))
    comments_until = models.DateTimeField(_("comments until"), null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("session",)
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.CheckConstraint(
                condition=Q(phase="adopted", adopted_at__isnull=False)
                | Q(phase__in=("draft", "comments"), adopted_at__isnull=True),
                name="minutes_adopted_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.phase}"


class MinutesComment(Immutable):
    """What a delegation asked to change in the minutes."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="comments")
    delegation = models.ForeignKey(Delegation, null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=4000)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("minutes", "made_at", "pk")

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.made_at:%Y-%m-%d}"
