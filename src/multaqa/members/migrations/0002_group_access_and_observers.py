from django.db import migrations, models


def open_what_stands(apps, editor):
    """Every group was found by everyone until now."""
    apps.get_model("members", "Group").objects.update(access="public")


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="invitation",
            name="invitation_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="role",
            name="role_kind_known",
        ),
        migrations.AddField(
            model_name="group",
            name="access",
            field=models.CharField(
                choices=[("public", "Everyone finds it"), ("members", "Only its own people find it")],
                default="members",
                max_length=10,
                verbose_name="access",
            ),
        ),
        migrations.RunPython(open_what_stands, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="invitation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("administrator", "Administrator"),
                    ("secretariat", "Secretariat"),
                    ("coordinator", "National coordinator"),
                    ("contributor", "Contributor"),
                    ("reviewer", "Reviewer"),
                    ("chair", "Chair"),
                    ("delegate", "Delegate"),
                    ("observer", "Observer"),
                ],
                max_length=15,
                verbose_name="role",
            ),
        ),
        migrations.AlterField(
            model_name="role",
            name="kind",
            field=models.CharField(
                choices=[
                    ("administrator", "Administrator"),
                    ("secretariat", "Secretariat"),
                    ("coordinator", "National coordinator"),
                    ("contributor", "Contributor"),
                    ("reviewer", "Reviewer"),
                    ("chair", "Chair"),
                    ("delegate", "Delegate"),
                    ("observer", "Observer"),
                ],
                max_length=15,
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(("access__in", ("public", "members"))), name="group_access_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "secretariat",
                            "coordinator",
                            "contributor",
                            "reviewer",
                            "chair",
                            "delegate",
                            "observer",
                        ],
                    )
                ),
                name="invitation_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "administrator",
                            "secretariat",
                            "coordinator",
                            "contributor",
                            "reviewer",
                            "chair",
                            "delegate",
                            "observer",
                        ],
                    )
                ),
                name="role_kind_known",
            ),
        ),
    ]
