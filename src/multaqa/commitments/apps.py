from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "multaqa.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from multaqa.commitments import access, fillings  # noqa: F401  (registers what fills an agenda item)

        access.register()
