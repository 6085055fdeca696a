from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "multaqa.site"
    label = "site"
