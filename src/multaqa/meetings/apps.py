from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "multaqa.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from multaqa.meetings import access

        access.register()
