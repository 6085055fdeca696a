from django.apps import AppConfig


class IndicesConfig(AppConfig):
    name = "multaqa.indices"
    label = "indices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from multaqa.indices import access  # noqa: F401  (registers who may see what)
