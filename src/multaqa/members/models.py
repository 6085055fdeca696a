"""Who takes part: countries, the groups they form, organisations, people and their roles.

Every period is half open: it holds from `since` up to, but not including, `until`; an empty `until` is open.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from multaqa.core.fields import MultilingualField

STARTS_BEFORE_IT_ENDS = Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since"))
ENDS_TOO_EARLY = _("The end must be later than the beginning.")


class Country(models.Model):
    """A country or area of ISO 3166-1, known by its alpha-3 code."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    alpha2 = models.CharField(max_length=2, unique=True)
    name = MultilingualField(_("name"))

    class Meta:
        ordering = ("code",)
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return str(self.name)


class Group(models.Model):
    """A set of countries: one that meets and works together, or one that only serves to compare."""

    class Kind(models.TextChoices):
        REFERENCE = "reference", _("Country group")
        BODY = "body", _("Group that meets")

    class Access(models.TextChoices):
        PUBLIC = "public", _("Everyone finds it")
        MEMBERS = "members", _("Only its own people find it")

    slug = models.SlugField(_("address"), unique=True)
    name = MultilingualField(_("name"))
    summary = MultilingualField(_("summary"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BODY)
    access = models.CharField(_("access"), max_length=10, choices=Access, default=Access.MEMBERS)
    countries = models.ManyToManyField(Country, through="Membership", related_name="groups")

    class Meta:
        ordering = ("slug",)
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("reference", "body")), name="group_kind_known"),
            models.CheckConstraint(condition=Q(access__in=("public", "members")), name="group_access_known"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("members:group", kwargs={"slug": self.slug})


def holds(on: date | None = None) -> Q:
    """The condition that a membership, office or role holds on a day (today, by the platform's own clock)."""
    # Not by the clock in force: a page that shows the times of another zone may stand on another day.
    day = on or timezone.localdate(timezone=timezone.get_default_timezone())
    begun = Q(since__isnull=True) | Q(since__lte=day)
    return begun & (Q(until__isnull=True) | Q(until__gt=day))


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows that hold for a period."""

    def current(self, on: date | None = None) -> PeriodQuerySet:
        """Those that hold on a day (today)."""
        return self.filter(holds(on))


class Membership(models.Model):
    """A country's belonging to a group, for a time."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ("group", "country")
        constraints = [
            models.CheckConstraint(
                condition=STARTS_BEFORE_IT_ENDS,
                name="membership_starts_before_it_ends",
                violation_error_message=ENDS_TOO_EARLY,
            ),
            models.UniqueConstraint(
                fields=("group", "country"),
                condition=Q(until__isnull=True),
                name="membership_open_once",
                violation_error_message=_("This country is a member of the group already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.country_id}"


class Office(models.Model):
    """A term: the country that chairs or co-chairs a group, from a day to a day."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        CO_CHAIR = "co_chair", _("Co-chair")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="offices")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ("group", "role", "-since", "country")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=("chair", "co_chair")), name="office_role_known"),
            models.CheckConstraint(
                condition=STARTS_BEFORE_IT_ENDS,
                name="office_starts_before_it_ends",
                violation_error_message=ENDS_TOO_EARLY,
            ),
            models.UniqueConstraint(
                fields=("group",),
                condition=Q(role="chair", until__isnull=True),
                name="office_one_chair",
                violation_error_message=_("This group has a chair already."),
            ),
            models.UniqueConstraint(
                fields=("group", "country", "role"),
                condition=Q(until__isnull=True),
                name="office_open_once",
                violation_error_message=_("This country holds this office already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.role} {self.country_id}"


class Organisation(models.Model):
    """A ministry or agency of a country, or an international organisation (no country)."""

    name = MultilingualField(_("name"))
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    url = models.URLField(_("website"), blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return str(self.name)


class PersonManager(BaseUserManager["Person"]):
    """Makes people; an address is kept in lower case, so that it is one person's however it is typed."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> Person:
        person = self.model(email=email.strip().lower(), **values)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody with an account, who signs in with an e-mail address. What they may do follows from their roles."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class RoleKind(models.TextChoices):
    """What a role is for; the words that pages show."""

    ADMINISTRATOR = "administrator", _("Administrator")
    SECRETARIAT = "secretariat", _("Secretariat")
    COORDINATOR = "coordinator", _("National coordinator")
    CONTRIBUTOR = "contributor", _("Contributor")
    REVIEWER = "reviewer", _("Reviewer")
    CHAIR = "chair", _("Chair")
    DELEGATE = "delegate", _("Delegate")
    OBSERVER = "observer", _("Observer")


NATIONAL = (RoleKind.COORDINATOR, RoleKind.CONTRIBUTOR, RoleKind.DELEGATE)
"""Roles that are held for a country."""

NEEDS_A_COUNTRY = _("This role is held for a country; choose one.")


class Role(models.Model):
    """What a person does, in a group or (administrators) for the whole platform, for a country where it matters."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="roles")
    country = models.ForeignKey(
        Country, null=True, blank=True, on_delete=models.PROTECT, related_name="roles"
    )
    kind = models.CharField(_("role"), max_length=15, choices=RoleKind)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ("group", "kind", "person")
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RoleKind.values), name="role_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="administrator", group__isnull=True)
                | (~Q(kind="administrator") & Q(group__isnull=False)),
                name="role_in_a_group_unless_administrator",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=NATIONAL) | Q(country__isnull=False),
                name="role_national_has_country",
                violation_error_message=NEEDS_A_COUNTRY,
            ),
            # A role given by mistake may end on the day it began.
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="role_starts_before_it_ends",
                violation_error_message=ENDS_TOO_EARLY,
            ),
            models.UniqueConstraint(
                F("person"),
                F("kind"),
                Coalesce(F("group"), Value(0)),
                Coalesce(F("country"), Value("")),
                condition=Q(until__isnull=True),
                name="role_open_once",
                violation_error_message=_("This person holds this role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


def is_open(at: datetime | None = None) -> Q:
    """The condition that an invitation may be accepted at a time (now)."""
    return Q(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at or timezone.now())


class Invitation(models.Model):
    """An offer of a role, sent by e-mail. Only the hash of its secret is kept."""

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    group = models.ForeignKey(
        Group, verbose_name=_("group"), on_delete=models.PROTECT, related_name="invitations"
    )
    kind = models.CharField(_("role"), max_length=15, choices=RoleKind)
    country = models.ForeignKey(
        Country, verbose_name=_("country"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-invited_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind in RoleKind.values if kind != "administrator"]),
                name="invitation_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=NATIONAL) | Q(country__isnull=False),
                name="invitation_national_has_country",
                violation_error_message=NEEDS_A_COUNTRY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.kind} {self.invited_at:%Y-%m-%d}"
