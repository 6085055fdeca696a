"""The web process's entry: ``multaqa.site.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "multaqa.site.settings")
application = get_wsgi_application()
