import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import multaqa.core.fields
import multaqa.core.keys
import multaqa.meetings.models.parts
from multaqa.core.immutability import written_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0002_group_access_and_observers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Audience",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="name"
                    ),
                ),
            ],
            options={
                "verbose_name": "audience",
                "verbose_name_plural": "audiences",
                "ordering": ("meeting", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=multaqa.core.keys.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("comments", "Open to comments"),
                            ("adopted", "Adopted"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="phase",
                    ),
                ),
                (
                    "text",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="text"
                    ),
                ),
                (
                    "comments_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="comments until"),
                ),
                ("adopted_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "minutes",
                "verbose_name_plural": "minutes",
                "ordering": ("session",),
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=multaqa.core.keys.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "focal_email",
                    models.EmailField(max_length=254, verbose_name="e-mail address of the focal point"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ar", "Arabic")],
                        default="en",
                        max_length=10,
                        verbose_name="language of its letters",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("none", "No answer yet"),
                            ("tentative", "Perhaps"),
                            ("accepted", "Coming"),
                            ("declined", "Not coming"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "message",
                    models.TextField(blank=True, max_length=2000, verbose_name="message to the secretariat"),
                ),
                (
                    "credentials",
                    models.CharField(
                        choices=[
                            ("none", "Not received"),
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="credentials",
                    ),
                ),
                ("invited_at", models.DateTimeField(auto_now_add=True)),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="members.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "delegation",
                "verbose_name_plural": "delegations",
                "ordering": ("meeting", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=multaqa.core.keys.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("open", "Open: as the part above it"),
                            ("delegates", "Delegates only"),
                            ("named", "Named audiences"),
                            ("closed", "Closed: admitted delegations only"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="access",
                    ),
                ),
                (
                    "symbol",
                    models.CharField(
                        error_messages={"unique": "Another document bears this symbol already."},
                        help_text="One for all languages, such as WGOIG/2014/3.",
                        max_length=60,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z][A-Z0-9-]*(/[A-Z0-9][A-Z0-9.-]*)+$")
                        ],
                        verbose_name="symbol",
                    ),
                ),
                (
                    "title",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="title"
                    ),
                ),
                (
                    "distribution",
                    models.CharField(
                        choices=[
                            ("general", "General"),
                            ("limited", "Limited"),
                            ("restricted", "Restricted"),
                        ],
                        default="limited",
                        max_length=10,
                        verbose_name="distribution",
                    ),
                ),
                ("embargo_until", models.DateTimeField(blank=True, null=True, verbose_name="not before")),
                (
                    "derestricted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="open to all from"),
                ),
                (
                    "admitted",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="meetings.delegation",
                        verbose_name="admitted delegations",
                    ),
                ),
                (
                    "audiences",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="meetings.audience", verbose_name="audiences"
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ("symbol",),
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("original", "Original"),
                            ("revision", "Revision"),
                            ("corrigendum", "Corrigendum"),
                            ("addendum", "Addendum"),
                        ],
                        default="original",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("issued_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="meetings.document",
                    ),
                ),
            ],
            options={
                "ordering": ("document", "issued_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=multaqa.core.keys.new_key, max_length=20, unique=True)),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("suffix", models.CharField(max_length=10, verbose_name="format")),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("size", models.PositiveBigIntegerField(help_text="Bytes.")),
                ("sha256", models.CharField(max_length=64)),
                ("stored", models.CharField(help_text="Name in the storage.", max_length=200)),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="meetings.documentversion",
                    ),
                ),
            ],
            options={
                "ordering": ("version", "language", "suffix"),
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=multaqa.core.keys.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("open", "Open: as the part above it"),
                            ("delegates", "Delegates only"),
                            ("named", "Named audiences"),
                            ("closed", "Closed: admitted delegations only"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="access",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(editable=False)),
                (
                    "title",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="title"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("information", "Information"),
                            ("discussion", "Discussion"),
                            ("decision", "Decision"),
                        ],
                        default="information",
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "summary",
                    multaqa.core.fields.MultilingualField(
                        blank=True, default=multaqa.core.fields.MultilingualText, verbose_name="summary"
                    ),
                ),
                (
                    "presenters",
                    multaqa.core.fields.MultilingualField(
                        blank=True, default=multaqa.core.fields.MultilingualText, verbose_name="presenters"
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="begins")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="duration in minutes"
                    ),
                ),
                (
                    "filling",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing: as written here"),
                            ("follow_up", "Follow-up of earlier decisions"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="filled by itself",
                    ),
                ),
                ("is_released", models.BooleanField(default=False, editable=False)),
                ("is_withdrawn", models.BooleanField(default=False, editable=False)),
                (
                    "admitted",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="meetings.delegation",
                        verbose_name="admitted delegations",
                    ),
                ),
                (
                    "audiences",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="meetings.audience", verbose_name="audiences"
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda item",
                "verbose_name_plural": "agenda items",
                "ordering": ("session", "position", "pk"),
            },
        ),
        migrations.AddField(
            model_name="document",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="meetings.item",
                verbose_name="agenda item",
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=multaqa.core.keys.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.CharField(blank=True, editable=False, max_length=20)),
                (
                    "text",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="text"
                    ),
                ),
                (
                    "manner",
                    models.CharField(
                        blank=True,
                        choices=[("consensus", "By consensus"), ("vote", "By vote")],
                        default="",
                        max_length=10,
                        verbose_name="adopted",
                    ),
                ),
                (
                    "votes_for",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes in favour"),
                ),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes against"),
                ),
                (
                    "abstentions",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="abstentions"),
                ),
                ("adopted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("is_example", models.BooleanField(default=False, editable=False)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="meetings.item",
                        verbose_name="agenda item",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ("item", "created_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=multaqa.core.keys.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number")),
                (
                    "name",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="name"
                    ),
                ),
                (
                    "purpose",
                    multaqa.core.fields.MultilingualField(
                        blank=True, default=multaqa.core.fields.MultilingualText, verbose_name="purpose"
                    ),
                ),
                (
                    "place",
                    multaqa.core.fields.MultilingualField(
                        blank=True, default=multaqa.core.fields.MultilingualText, verbose_name="place"
                    ),
                ),
                ("online", models.URLField(blank=True, verbose_name="address of the online room")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=60,
                        validators=[multaqa.meetings.models.parts.known_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("public", "Everyone"),
                            ("group", "People of the group"),
                            ("delegates", "Delegates only"),
                            ("named", "Named audiences"),
                            ("closed", "Closed: admitted delegations only"),
                        ],
                        default="group",
                        max_length=10,
                        verbose_name="access",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("announced", "Announced"),
                            ("open", "Open"),
                            ("concluded", "Concluded"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, editable=False, help_text="iCalendar's revision of what a calendar shows."
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "is_example",
                    models.BooleanField(
                        default=False, editable=False, help_text="Made for the demonstration; pages say so."
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.country",
                        verbose_name="host country",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="following",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ("-starts_on", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="document",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="meetings.meeting"
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to="meetings.meeting"
            ),
        ),
        migrations.AddField(
            model_name="audience",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="audiences", to="meetings.meeting"
            ),
        ),
        migrations.CreateModel(
            name="AgendaRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("released_at", models.DateTimeField()),
                (
                    "note",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="note"
                    ),
                ),
                (
                    "content",
                    models.JSONField(
                        help_text="Sessions and items as released; `agendas.py` reads and writes it."
                    ),
                ),
                ("changes", models.JSONField(help_text="What changed, by the key of the session or item.")),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_releases",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ("meeting", "-number"),
            },
        ),
        migrations.CreateModel(
            name="MinutesComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="comment")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.delegation",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="meetings.minutes",
                    ),
                ),
            ],
            options={
                "ordering": ("minutes", "made_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=multaqa.core.keys.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "title",
                    multaqa.core.fields.MultilingualField(
                        blank=True, default=multaqa.core.fields.MultilingualText, verbose_name="function"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ar", "Arabic")],
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "Head of delegation"),
                            ("deputy", "Deputy head"),
                            ("delegate", "Delegate"),
                            ("adviser", "Adviser"),
                            ("observer", "Observer"),
                        ],
                        default="delegate",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("is_withdrawn", models.BooleanField(default=False, editable=False)),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="meetings.delegation",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ("delegation", "pk"),
            },
        ),
        migrations.AddField(
            model_name="audience",
            name="participants",
            field=models.ManyToManyField(
                blank=True, related_name="audiences", to="meetings.participant", verbose_name="participants"
            ),
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="reservation"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="meetings.decision",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="meetings.delegation",
                        verbose_name="delegation",
                    ),
                ),
            ],
            options={
                "ordering": ("decision", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, verbose_name="address")),
                (
                    "name",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="name"
                    ),
                ),
                (
                    "symbol",
                    models.CharField(
                        help_text="Capital letters with which the symbols of its documents begin, such as WGOIG.",
                        max_length=20,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[A-Z][A-Z0-9-]{1,19}$")],
                        verbose_name="symbol",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="members.group",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "series of meetings",
                "verbose_name_plural": "series of meetings",
                "ordering": ("group", "slug"),
            },
        ),
        migrations.AddField(
            model_name="meeting",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="meetings.series",
                verbose_name="series",
            ),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=multaqa.core.keys.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("open", "Open: as the part above it"),
                            ("delegates", "Delegates only"),
                            ("named", "Named audiences"),
                            ("closed", "Closed: admitted delegations only"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="access",
                    ),
                ),
                (
                    "title",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="title"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the meeting's.",
                        max_length=60,
                        validators=[multaqa.meetings.models.parts.known_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "room",
                    multaqa.core.fields.MultilingualField(
                        blank=True, default=multaqa.core.fields.MultilingualText, verbose_name="room"
                    ),
                ),
                ("is_released", models.BooleanField(default=False, editable=False)),
                ("is_withdrawn", models.BooleanField(default=False, editable=False)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "admitted",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="meetings.delegation",
                        verbose_name="admitted delegations",
                    ),
                ),
                (
                    "audiences",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="meetings.audience", verbose_name="audiences"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ("starts_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="meetings.participant",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="meetings.session",
                    ),
                ),
            ],
            options={
                "ordering": ("session", "pk"),
            },
        ),
        migrations.AddField(
            model_name="minutes",
            name="session",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="meetings.session"
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="meetings.session",
                verbose_name="session",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="session",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="meetings.session",
                verbose_name="session",
            ),
        ),
        migrations.CreateModel(
            name="SpeechRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=multaqa.core.keys.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("called", "Has the floor"),
                            ("done", "Has spoken"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speech_requests",
                        to="meetings.delegation",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speech_requests",
                        to="meetings.item",
                    ),
                ),
            ],
            options={
                "ordering": ("item", "asked_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("language", models.CharField(max_length=10)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("person", "-made_at"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("person",),
                        name="calendar_feed_one_in_force",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(
                fields=("document", "kind", "number"), name="document_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "original"), ("number", 0)),
                    models.Q(("kind__in", ("revision", "corrigendum", "addendum")), ("number__gt", 0)),
                    _connector="OR",
                ),
                name="document_version_numbered",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.UniqueConstraint(
                fields=("version", "language", "suffix"),
                name="document_file_once",
                violation_error_message="This version has a file in this language and format already. Issue a corrigendum or a revision.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("adopted_at__isnull", True), ("number", "")),
                    models.Q(
                        ("adopted_at__isnull", False),
                        ("manner__in", ("consensus", "vote")),
                        models.Q(("number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decision_adopted_with_its_manner_and_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("manner", "vote"), _negated=True),
                    models.Q(
                        ("abstentions__isnull", False),
                        ("votes_against__isnull", False),
                        ("votes_for__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="decision_vote_is_counted",
                violation_error_message="A vote needs its three counts: in favour, against, abstentions.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("country__isnull", False), ("organisation__isnull", True)),
                    models.Q(("country__isnull", True), ("organisation__isnull", False)),
                    _connector="OR",
                ),
                name="delegation_of_a_country_or_an_organisation",
                violation_error_message="Choose a country or an organisation, and not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("country__isnull", False)),
                fields=("meeting", "country"),
                name="delegation_once_per_country",
                violation_error_message="This country is invited already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", False)),
                fields=("meeting", "organisation"),
                name="delegation_once_per_organisation",
                violation_error_message="This organisation is invited already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ("none", "tentative", "accepted", "declined"))),
                name="delegation_answer_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("credentials__in", ("none", "received", "accepted"))),
                name="delegation_credentials_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendarelease",
            constraint=models.UniqueConstraint(
                fields=("meeting", "number"), name="agenda_release_once_per_meeting"
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_withdrawn", False)),
                fields=("delegation", "email"),
                name="participant_once_per_delegation",
                violation_error_message="Somebody with this address is registered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_withdrawn", False), ("role", "head")),
                fields=("delegation",),
                name="delegation_one_head",
                violation_error_message="The delegation has a head already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ("head", "deputy", "delegate", "adviser", "observer"))),
                name="participant_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.UniqueConstraint(
                fields=("decision", "delegation"),
                name="reservation_once_per_delegation",
                violation_error_message="This delegation's reservation is recorded already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(
                fields=("group", "slug"),
                name="series_once_per_group",
                violation_error_message="The group has a series with this address already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="meeting_ends_after_it_starts",
                violation_error_message="The last day cannot be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("draft", "announced", "open", "concluded", "cancelled"))),
                name="meeting_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("access__in", ("public", "group", "delegates"))),
                name="meeting_access_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number__isnull", False)),
                fields=("series", "number"),
                name="meeting_number_once_per_series",
                violation_error_message="The series has a meeting with this number already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="session_ends_after_it_starts",
                violation_error_message="The end must be later than the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("access__in", ("open", "delegates", "named", "closed"))),
                name="session_access_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                fields=("session", "participant"), name="presence_once_per_session"
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("adopted_at__isnull", False), ("phase", "adopted")),
                    models.Q(("adopted_at__isnull", True), ("phase__in", ("draft", "comments"))),
                    _connector="OR",
                ),
                name="minutes_adopted_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("access__in", ("open", "delegates", "named", "closed"))),
                name="item_access_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ("information", "discussion", "decision"))),
                name="item_purpose_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("distribution__in", ("general", "limited", "restricted"))),
                name="document_distribution_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("access__in", ("open", "delegates", "named", "closed"))),
                name="document_access_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("embargo_until__isnull", True),
                    ("derestricted_at__isnull", True),
                    ("derestricted_at__gte", models.F("embargo_until")),
                    _connector="OR",
                ),
                name="document_opens_after_its_embargo",
                violation_error_message="A document cannot be opened to all before its embargo ends.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speechrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "called"))),
                fields=("item", "delegation"),
                name="speech_requested_once",
                violation_error_message="The delegation is on the list of speakers already.",
            ),
        ),
        written_once("meetings_agendarelease", "meetings_documentfile", "meetings_minutescomment"),
    ]
