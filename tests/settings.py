"""The platform's settings in the tests: the same but for what would be slow, or would need a built site."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("MULTAQA_HOME", str(Path(__file__).resolve().parent.parent / "var/tests"))
os.environ.setdefault("MULTAQA_SECRET_KEY", "a key for the tests, known to everyone")
os.environ.setdefault("MULTAQA_PLAIN_HTTP", "yes")

from multaqa.site.settings import *
from multaqa.site.settings import MIDDLEWARE, STATIC_ROOT, STORAGES

MIDDLEWARE = [*MIDDLEWARE, "tests.plugins.ratchet.RecordTheAddress"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
