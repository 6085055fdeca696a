import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import multaqa.core.fields
import multaqa.core.keys
from multaqa.core.immutability import written_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("meetings", "0001_initial"),
        ("members", "0002_group_access_and_observers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentMethod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "text",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="method"
                    ),
                ),
                ("adopted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment_methods",
                        to="members.group",
                    ),
                ),
            ],
            options={
                "ordering": ("group", "-number"),
            },
        ),
        migrations.CreateModel(
            name="Commitment",
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
                    "title",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="title"
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("open_data", "Open data"),
                            ("e_services", "E-services"),
                            ("participation", "Participation"),
                            ("institutions", "Institutions and law"),
                            ("skills", "Skills"),
                            ("infrastructure", "Infrastructure"),
                            ("measurement", "Measurement"),
                        ],
                        max_length=20,
                        verbose_name="theme",
                    ),
                ),
                (
                    "problem",
                    multaqa.core.fields.MultilingualField(
                        blank=True, default=multaqa.core.fields.MultilingualText, verbose_name="problem"
                    ),
                ),
                (
                    "expected_result",
                    multaqa.core.fields.MultilingualField(
                        blank=True,
                        default=multaqa.core.fields.MultilingualText,
                        verbose_name="expected result",
                    ),
                ),
                (
                    "lead",
                    multaqa.core.fields.MultilingualField(
                        blank=True,
                        default=multaqa.core.fields.MultilingualText,
                        verbose_name="lead institution",
                    ),
                ),
                (
                    "resources",
                    multaqa.core.fields.MultilingualField(
                        blank=True, default=multaqa.core.fields.MultilingualText, verbose_name="resources"
                    ),
                ),
                (
                    "supporters",
                    multaqa.core.fields.MultilingualField(
                        blank=True, default=multaqa.core.fields.MultilingualText, verbose_name="supporters"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("closed", "Closed")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("is_example", models.BooleanField(default=False, editable=False)),
                (
                    "carries",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        help_text="The commitment of an earlier cycle that this one goes on with.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_by",
                        to="commitments.commitment",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: a commitment of the whole group.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="members.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="meetings.decision",
                        verbose_name="decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "ordering": ("due_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Assessment",
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
                ("period_starts", models.DateField(verbose_name="period from")),
                ("period_ends", models.DateField(verbose_name="period to")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("limited", "Limited"),
                            ("substantial", "Substantial"),
                            ("complete", "Complete"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "words",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="finding"
                    ),
                ),
                ("assessed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="commitments.assessmentmethod",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
                "ordering": ("commitment", "-period_ends", "-assessed_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="IndicatorLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index", models.SlugField(max_length=60, verbose_name="index")),
                ("node", models.CharField(max_length=80, verbose_name="element")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "ordering": ("commitment", "index", "node"),
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                    "title",
                    multaqa.core.fields.MultilingualField(
                        default=multaqa.core.fields.MultilingualText, verbose_name="title"
                    ),
                ),
                (
                    "indicator",
                    multaqa.core.fields.MultilingualField(
                        blank=True, default=multaqa.core.fields.MultilingualText, verbose_name="indicator"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ("commitment", "due_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ProgressReport",
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
                ("period_starts", models.DateField(verbose_name="period from")),
                ("period_ends", models.DateField(verbose_name="period to")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("limited", "Limited"),
                            ("substantial", "Substantial"),
                            ("complete", "Complete"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "points",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Language → list of sentences.",
                        verbose_name="points",
                    ),
                ),
                (
                    "evidence",
                    models.JSONField(
                        blank=True, default=list, help_text="Addresses.", verbose_name="evidence"
                    ),
                ),
                (
                    "challenge",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("design", "Design"),
                            ("relevance", "Relevance"),
                            ("institution", "Institution"),
                            ("political_support", "Political support"),
                            ("capacity", "Capacity"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="challenge",
                    ),
                ),
                (
                    "challenge_words",
                    multaqa.core.fields.MultilingualField(
                        blank=True,
                        default=multaqa.core.fields.MultilingualText,
                        verbose_name="the challenge in words",
                    ),
                ),
                ("reported_at", models.DateTimeField(auto_now_add=True)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="commitments.commitment",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "progress report",
                "verbose_name_plural": "progress reports",
                "ordering": ("commitment", "-period_ends", "-reported_at", "-pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="assessmentmethod",
            constraint=models.UniqueConstraint(
                fields=("group", "number"), name="assessment_method_once_per_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("state", "draft")),
                    models.Q(("published_at__isnull", False), ("state__in", ("published", "closed"))),
                    _connector="OR",
                ),
                name="commitment_published_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "theme__in",
                        [
                            "open_data",
                            "e_services",
                            "participation",
                            "institutions",
                            "skills",
                            "infrastructure",
                            "measurement",
                        ],
                    )
                ),
                name="commitment_theme_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_ends__gt", models.F("period_starts"))),
                name="assessment_period_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["not_started", "limited", "substantial", "complete", "withdrawn"])
                ),
                name="assessment_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorlink",
            constraint=models.UniqueConstraint(
                fields=("commitment", "index", "node"),
                name="indicator_linked_once",
                violation_error_message="The commitment is linked to this element already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_ends__gt", models.F("period_starts"))),
                name="report_period_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["not_started", "limited", "substantial", "complete", "withdrawn"])
                ),
                name="report_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("challenge", ""),
                    (
                        "challenge__in",
                        ["design", "relevance", "institution", "political_support", "capacity"],
                    ),
                    _connector="OR",
                ),
                name="report_challenge_known",
            ),
        ),
        written_once("commitments_progressreport", "commitments_assessmentmethod", "commitments_assessment"),
    ]
