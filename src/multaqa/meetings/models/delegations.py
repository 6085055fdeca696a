"""Delegations and their people, who was there, who asks for the floor."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from multaqa.core.fields import MultilingualField
from multaqa.core.keys import new_key
from multaqa.meetings.models.agenda import Item, Session
from multaqa.meetings.models.meetings import Meeting
from multaqa.meetings.models.parts import Keyed
from multaqa.members.models import Country, Organisation


class Delegation(Keyed):
    """A country or an organisation at a meeting: invited, answering, registering its members through a focal point."""

    class Answer(models.TextChoices):
        NONE = "none", _("No answer yet")
        TENTATIVE = "tentative", _("Perhaps")
        ACCEPTED = "accepted", _("Coming")
        DECLINED = "declined", _("Not coming")

    class Credentials(models.TextChoices):
        NONE = "none", _("Not received")
        RECEIVED = "received", _("Received")
        ACCEPTED = "accepted", _("Accepted")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="delegations")
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegations",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegations",
    )
    focal_email = models.EmailField(_("e-mail address of the focal point"))
    language = models.CharField(
        _("language of its letters"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    message = models.TextField(_("message to the secretariat"), max_length=2000, blank=True)
    credentials = models.CharField(
        _("credentials"), max_length=10, choices=Credentials, default=Credentials.NONE
    )
    invited_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("meeting", "pk")
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(
                condition=Q(country__isnull=False, organisation__isnull=True)
                | Q(country__isnull=True, organisation__isnull=False),
                name="delegation_of_a_country_or_an_organisation",
                violation_error_message=_("Choose a country or an organisation, and not both."),
            ),
            models.UniqueConstraint(
                fields=("meeting", "country"),
                condition=Q(country__isnull=False),
                name="delegation_once_per_country",
                violation_error_message=_("This country is invited already."),
            ),
            models.UniqueConstraint(
                fields=("meeting", "organisation"),
                condition=Q(organisation__isnull=False),
                name="delegation_once_per_organisation",
                violation_error_message=_("This organisation is invited already."),
            ),
            models.CheckConstraint(
                condition=Q(answer__in=("none", "tentative", "accepted", "declined")),
                name="delegation_answer_known",
            ),
            models.CheckConstraint(
                condition=Q(credentials__in=("none", "received", "accepted")),
                name="delegation_credentials_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.country or self.organisation)


class Participant(Keyed):
    """A person registered in a delegation. Whoever owns the address, verified, is the participant."""

    class Role(models.TextChoices):
        HEAD = "head", _("Head of delegation")
        DEPUTY = "deputy", _("Deputy head")
        DELEGATE = "delegate", _("Delegate")
        ADVISER = "adviser", _("Adviser")
        OBSERVER = "observer", _("Observer")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="participants")
    name = models.CharField(_("name"), max_length=200)
    title = MultilingualField(_("function"), blank=True)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.DELEGATE)
    is_withdrawn = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("delegation", "pk")
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(
                fields=("delegation", "email"),
                condition=Q(is_withdrawn=False),
                name="participant_once_per_delegation",
                violation_error_message=_("Somebody with this address is registered already."),
            ),
            models.UniqueConstraint(
                fields=("delegation",),
                condition=Q(role="head", is_withdrawn=False),
                name="delegation_one_head",
                violation_error_message=_("The delegation has a head already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=("head", "deputy", "delegate", "adviser", "observer")),
                name="participant_role_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """A participant was there in a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="presences")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="presences")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("session", "pk")
        constraints = [
            models.UniqueConstraint(fields=("session", "participant"), name="presence_once_per_session")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.participant_id}"


class SpeechRequest(models.Model):
    """A request for the floor on an item, in the order of asking."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CALLED = "called", _("Has the floor")
        DONE = "done", _("Has spoken")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="speech_requests")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="speech_requests")
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("item", "asked_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("item", "delegation"),
                condition=Q(state__in=("waiting", "called")),
                name="speech_requested_once",
                violation_error_message=_("The delegation is on the list of speakers already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.delegation_id} {self.state}"
