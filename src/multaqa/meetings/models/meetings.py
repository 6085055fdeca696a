"""Group → series → meeting → session → item → document; delegations; decisions and minutes.

Whatever may be closed carries `access`; a child narrows what its parent shows and never widens it, because who sees a
thing must see everything above it (`access.py`). Things are addressed by random keys, so that numbers leave no gaps.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from multaqa.core.fields import MultilingualField
from multaqa.core.keys import new_key
from multaqa.core.models import Immutable
from multaqa.members.models import Country, Group, Organisation, Person

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


# ── series and meetings ─────────────────────────────────────────────────────────────────────────────────────────────


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


# ── agenda ──────────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── documents ───────────────────────────────────────────────────────────────────────────────────────────────────────


class Document(Narrowed):
    """A document under one symbol for all its languages, distributed to a circle, perhaps not before a time."""

    class Distribution(models.TextChoices):
        GENERAL = "general", _("General")
        LIMITED = "limited", _("Limited")
        RESTRICTED = "restricted", _("Restricted")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents")
    session = models.ForeignKey(
        Session,
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    item = models.ForeignKey(
        Item,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    symbol = models.CharField(
        _("symbol"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9-]*(/[A-Z0-9][A-Z0-9.-]*)+$")],
        error_messages={"unique": _("Another document bears this symbol already.")},
        help_text=_("One for all languages, such as WGOIG/2014/3."),
    )
    title = MultilingualField(_("title"))
    distribution = models.CharField(
        _("distribution"), max_length=10, choices=Distribution, default=Distribution.LIMITED
    )
    embargo_until = models.DateTimeField(_("not before"), null=True, blank=True)
    derestricted_at = models.DateTimeField(_("open to all from"), null=True, blank=True)

    class Meta:
        ordering = ("symbol",)
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(distribution__in=("general", "limited", "restricted")),
                name="document_distribution_known",
            ),
            models.CheckConstraint(
                condition=Q(access__in=("open", "delegates", "named", "closed")), name="document_access_known"
            ),
            models.CheckConstraint(
                condition=Q(embargo_until__isnull=True)
                | Q(derestricted_at__isnull=True)
                | Q(derestricted_at__gte=F("embargo_until")),
                name="document_opens_after_its_embargo",
                violation_error_message=_("A document cannot be opened to all before its embargo ends."),
            ),
        ]

    def __str__(self) -> str:
        return self.symbol

    def get_absolute_url(self) -> str:
        return reverse("meetings:document", kwargs={"key": self.key})


class DocumentVersion(models.Model):
    """The original of a document, a revision, a corrigendum or an addendum."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("Original")
        REVISION = "revision", _("Revision")
        CORRIGENDUM = "corrigendum", _("Corrigendum")
        ADDENDUM = "addendum", _("Addendum")

    SUFFIXES = {"revision": "Rev", "corrigendum": "Corr", "addendum": "Add"}

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ORIGINAL)
    number = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ("document", "issued_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=("document", "kind", "number"), name="document_version_once"),
            models.CheckConstraint(
                condition=Q(kind="original", number=0)
                | Q(kind__in=("revision", "corrigendum", "addendum"), number__gt=0),
                name="document_version_numbered",
            ),
        ]

    def __str__(self) -> str:
        return self.symbol

    @property
    def symbol(self) -> str:
        """The full symbol, such as WGOIG/2014/3/Rev.1."""
        return self.document.symbol + self.suffix

    @property
    def suffix(self) -> str:
        """What the version adds to the symbol of its document: /Rev.1, and nothing for the original."""
        name = self.SUFFIXES.get(self.kind)
        return f"/{name}.{self.number}" if name else ""


class DocumentFile(Immutable):
    """A version in one language and format, kept by the checksum of its content."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="files")
    key = models.CharField(max_length=20, unique=True, default=new_key)
    language = models.CharField(_("language"), max_length=10)
    suffix = models.CharField(_("format"), max_length=10)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=200, help_text="Name in the storage.")
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("version", "language", "suffix")
        constraints = [
            models.UniqueConstraint(
                fields=("version", "language", "suffix"),
                name="document_file_once",
                violation_error_message=_(
                    "This version has a file in this language and format already. Issue a corrigendum or a revision."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


# ── delegations ─────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── decisions and minutes ───────────────────────────────────────────────────────────────────────────────────────────


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
