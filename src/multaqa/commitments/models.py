"""Decision → commitment → milestones, progress reports and assessments.

Who sees a commitment is settled by its decision (`access.py`). Reports and assessments are written once: a later one
for the same period takes the place of the earlier, which stays on record.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from multaqa.core.fields import MultilingualField
from multaqa.core.keys import new_key
from multaqa.core.models import Immutable
from multaqa.meetings.models import Decision, Keyed
from multaqa.members.models import Country, Group, Person


class Theme(models.TextChoices):
    """What a commitment is about."""

    OPEN_DATA = "open_data", _("Open data")
    E_SERVICES = "e_services", _("E-services")
    PARTICIPATION = "participation", _("Participation")
    INSTITUTIONS = "institutions", _("Institutions and law")
    SKILLS = "skills", _("Skills")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    MEASUREMENT = "measurement", _("Measurement")


class Status(models.TextChoices):
    """How far a commitment has come."""

    NOT_STARTED = "not_started", _("Not started")
    LIMITED = "limited", _("Limited")
    SUBSTANTIAL = "substantial", _("Substantial")
    COMPLETE = "complete", _("Complete")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Challenge(models.TextChoices):
    """What holds a late commitment up."""

    DESIGN = "design", _("Design")
    RELEVANCE = "relevance", _("Relevance")
    INSTITUTION = "institution", _("Institution")
    POLITICAL_SUPPORT = "political_support", _("Political support")
    CAPACITY = "capacity", _("Capacity")


class Commitment(Keyed):
    """What a country, or the group as a whole (no country), undertakes to follow a decision up."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")

    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, related_name="commitments"
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
        help_text=_("Empty: a commitment of the whole group."),
    )
    title = MultilingualField(_("title"))
    theme = models.CharField(_("theme"), max_length=20, choices=Theme)
    problem = MultilingualField(_("problem"), blank=True)
    expected_result = MultilingualField(_("expected result"), blank=True)
    lead = MultilingualField(_("lead institution"), blank=True)
    resources = MultilingualField(_("resources"), blank=True)
    supporters = MultilingualField(_("supporters"), blank=True)
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    carries = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_by",
        editable=False,
        help_text="The commitment of an earlier cycle that this one goes on with.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    is_example = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state__in=("published", "closed"), published_at__isnull=False),
                name="commitment_published_at_a_time",
            ),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="commitment_theme_known"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("commitments:commitment", kwargs={"key": self.key})


class Milestone(models.Model):
    """A step of a commitment: what will show that it is done, and by when."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="milestones")
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    title = MultilingualField(_("title"))
    indicator = MultilingualField(_("indicator"), blank=True)
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done"), null=True, blank=True)

    class Meta:
        ordering = ("commitment", "due_on", "pk")
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return str(self.title)


class IndicatorLink(models.Model):
    """An element of an index that the commitment is meant to move."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="indicators")
    index = models.SlugField(_("index"), max_length=60)
    node = models.CharField(_("element"), max_length=80)

    class Meta:
        ordering = ("commitment", "index", "node")
        constraints = [
            models.UniqueConstraint(
                fields=("commitment", "index", "node"),
                name="indicator_linked_once",
                violation_error_message=_("The commitment is linked to this element already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.index}/{self.node}"


class ProgressReport(Immutable):
    """What the owner says of a commitment for a period; the latest of a period counts."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reports")
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    period_starts = models.DateField(_("period from"))
    period_ends = models.DateField(_("period to"))
    status = models.CharField(_("status"), max_length=12, choices=Status)
    points = models.JSONField(
        _("points"), default=dict, blank=True, help_text="Language → list of sentences."
    )
    evidence = models.JSONField(_("evidence"), default=list, blank=True, help_text="Addresses.")
    challenge = models.CharField(_("challenge"), max_length=20, choices=Challenge, blank=True, default="")
    challenge_words = MultilingualField(_("the challenge in words"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("commitment", "-period_ends", "-reported_at", "-pk")
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(period_ends__gt=models.F("period_starts")),
                name="report_period_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="report_status_known"),
            models.CheckConstraint(
                condition=Q(challenge="") | Q(challenge__in=Challenge.values), name="report_challenge_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.period_ends} {self.status}"


class AssessmentMethod(Immutable):
    """A version of the method by which a group's reviewers assess."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="assessment_methods")
    number = models.PositiveSmallIntegerField()
    text = MultilingualField(_("method"))
    adopted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("group", "-number")
        constraints = [
            models.UniqueConstraint(fields=("group", "number"), name="assessment_method_once_per_group")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.number}"


class Assessment(Immutable):
    """What a reviewer, who is not of the country, finds for a period, under a version of the method."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="assessments")
    method = models.ForeignKey(AssessmentMethod, on_delete=models.PROTECT, related_name="assessments")
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    period_starts = models.DateField(_("period from"))
    period_ends = models.DateField(_("period to"))
    status = models.CharField(_("status"), max_length=12, choices=Status)
    words = MultilingualField(_("finding"))
    assessed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("commitment", "-period_ends", "-assessed_at", "-pk")
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(
                condition=Q(period_ends__gt=models.F("period_starts")),
                name="assessment_period_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="assessment_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.period_ends} {self.status}"
