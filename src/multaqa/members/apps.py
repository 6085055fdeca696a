"""The room's registration: visibility rules, reference data after each migration, audit of account changes."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "multaqa.members"
    label = "members"
    verbose_name = _("Members")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from multaqa.members import access, account_audit
        from multaqa.members.reference import load_after_migration

        access.register()
        account_audit.connect()
        post_migrate.connect(load_after_migration, sender=self, dispatch_uid="members.reference")
