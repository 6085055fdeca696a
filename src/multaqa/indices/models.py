"""Index → Edition → Release → Figure. What is released is written once; a correction is a new release."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from multaqa.core.fields import MultilingualField
from multaqa.core.models import Immutable
from multaqa.members.models import Country, Group


class Index(models.Model):
    """An instrument that is measured again and again, such as the E-Government Development Index."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everyone")
        GROUP = "group", _("members of the group")

    slug = models.SlugField(max_length=60, unique=True)
    name = MultilingualField()
    short_name = MultilingualField()
    publisher = MultilingualField()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="indices")
    comparison = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Country group on which its pages open.",
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.GROUP)

    class Meta:
        ordering = ("slug",)
        verbose_name_plural = "indices"
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=("public", "group")), name="index_visibility_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class Edition(models.Model):
    """One round of an index. Planned until it has a release.

    ``current`` is its latest release, where ``queries.released_editions`` read it.
    """

    current: Release

    index = models.ForeignKey(Index, on_delete=models.PROTECT, related_name="editions")
    label = models.CharField(max_length=20, validators=[RegexValidator(r"^[0-9A-Za-z-]+$")])
    year = models.PositiveSmallIntegerField()
    expected_on = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False, help_text="Invented for the demonstration; pages say so.")

    class Meta:
        ordering = ("index", "-year")
        constraints = [
            models.UniqueConstraint(fields=("index", "label"), name="edition_label_once_per_index")
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.label}"


class Release(Immutable):
    """A published computation, with everything needed to compute it again: framework, data, their hashes, software."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    framework = models.TextField(help_text="The framework document as received (YAML).")
    framework_hash = models.CharField(max_length=64)
    data = models.TextField(help_text="The data in canonical long form (CSV).")
    data_hash = models.CharField(max_length=64)
    software = models.CharField(max_length=40)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    correction = MultilingualField()

    class Meta:
        ordering = ("edition", "-number")
        constraints = [
            models.UniqueConstraint(fields=("edition", "number"), name="release_number_once_per_edition"),
            models.CheckConstraint(
                condition=Q(number=1, corrects__isnull=True) | Q(number__gt=1, corrects__isnull=False),
                name="later_release_corrects_an_earlier_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.number}"


class Figure(Immutable):
    """One released value: the score, rank and band of a country at a node of the framework."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figures")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="figures")
    node = models.CharField(max_length=80)
    score = models.FloatField(null=True, help_text="As published: rounded where the framework says so.")
    decided = models.FloatField(
        null=True, help_text="The score that ranks are taken on: exact, or rounded as the framework says."
    )
    rank = models.FloatField(null=True)
    band = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=20)
    publisher_score = models.FloatField(
        null=True, help_text="The score that the index's own publisher printed."
    )
    publisher_rank = models.FloatField(
        null=True, help_text="The rank among all countries that the publisher printed."
    )

    class Meta:
        ordering = ("release", F("rank").asc(nulls_last=True), "country")
        constraints = [
            models.UniqueConstraint(fields=("release", "country", "node"), name="figure_once_per_release")
        ]
        indexes = [models.Index(fields=("country", "node"))]

    def __str__(self) -> str:
        return f"{self.country_id} {self.node} {self.score}"
