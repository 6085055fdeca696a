"""Django's settings, all of them from the environment; docs/reference/settings.md lists every variable."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from multaqa.site import environment as env
from multaqa.site.secret import secret_key

HERE = Path(__file__).resolve().parent

# ── where things live ────────────────────────────────────────────────────────────────────────────────────────────
HOME = env.read(
    "MULTAQA_HOME",
    "multaqa-home",
    "Folder of the database, the secret key, collected assets and outgoing mail.",
    Path,
).resolve()
DATABASE_URL = env.text(
    "DATABASE_URL",
    "",
    "Address of the database; empty: SQLite in the home folder. postgres://user:password@host:5432/name for PostgreSQL.",
)
DATABASE_CONNECTION_SECONDS = env.number(
    "MULTAQA_DATABASE_CONNECTION_SECONDS",
    600,
    "How long a connection to PostgreSQL is kept open, in seconds.",
)

if DATABASE_URL:
    DATABASES = {
        "default": dj_database_url.parse(
            DATABASE_URL, conn_max_age=DATABASE_CONNECTION_SECONDS, conn_health_checks=True
        )
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(HOME / "multaqa.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── security: closed unless opened ───────────────────────────────────────────────────────────────────────────────
DEBUG = env.flag("MULTAQA_DEBUG", False, "Show technical error pages. Never on a machine that others reach.")
PLAIN_HTTP = env.flag(
    "MULTAQA_PLAIN_HTTP",
    False,
    "Serve without TLS, for one's own machine only: no redirect to https, no HSTS, cookies without the Secure mark.",
)
BEHIND_PROXY = env.flag(
    "MULTAQA_BEHIND_PROXY",
    False,
    "A reverse proxy in front ends TLS and sets X-Forwarded-Proto; it must strip that header from clients.",
)
ALLOWED_HOSTS = env.words(
    "MULTAQA_HOSTS",
    "localhost,127.0.0.1,[::1]",
    "Host names under which the platform answers, separated by commas.",
)
CSRF_TRUSTED_ORIGINS = env.words(
    "MULTAQA_TRUSTED_ORIGINS",
    "",
    "Origins (https://name) from which forms are accepted besides the platform's own.",
)
PUBLIC_ADDRESS = env.text(
    "MULTAQA_PUBLIC_ADDRESS",
    "http://localhost:8000",
    "Scheme and host under which readers reach the platform: where letters that nobody's request sends lead.",
).rstrip("/")
HSTS_SECONDS = env.number(
    "MULTAQA_HSTS_SECONDS", 31_536_000, "How long browsers remember to use TLS only, in seconds."
)
SESSION_COOKIE_AGE = env.number("MULTAQA_SESSION_SECONDS", 1_209_600, "How long a sign-in lasts, in seconds.")

SECRET_KEY = env.text(
    "MULTAQA_SECRET_KEY",
    "",
    "Key that signs cookies and links; empty: one is made on first start and kept in the home folder.",
) or secret_key(HOME)
_TLS = not (DEBUG or PLAIN_HTTP)
SECURE_SSL_REDIRECT = _TLS
SECURE_HSTS_SECONDS = HSTS_SECONDS if _TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────
UPLOAD_LIMIT_BYTES = env.number(
    "MULTAQA_UPLOAD_LIMIT_BYTES", 20_000_000, "Largest file that a form accepts, in bytes."
)
DATA_UPLOAD_MAX_MEMORY_SIZE = env.number(
    "MULTAQA_REQUEST_LIMIT_BYTES", 2_500_000, "Largest request body without its files, in bytes."
)
DATA_UPLOAD_MAX_NUMBER_FIELDS = env.number(
    "MULTAQA_REQUEST_LIMIT_FIELDS",
    10_000,
    "Most fields of one form: the presence of a large meeting has many.",
)
API_PAGE_LIMIT_ROWS = env.number(
    "MULTAQA_API_PAGE_LIMIT_ROWS", 1_000, "Most rows in one page of an API answer."
)
COMPARE_LIMIT_COUNTRIES = env.number(
    "MULTAQA_COMPARE_LIMIT_COUNTRIES", 12, "Most countries side by side on the comparison page."
)
INVITATION_VALIDITY_DAYS = env.number(
    "MULTAQA_INVITATION_VALIDITY_DAYS", 14, "How long an invitation may be accepted, in days."
)

# ── languages ────────────────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [HERE / "locale"]
ARABIC_DIGITS = env.choice(
    "MULTAQA_ARABIC_DIGITS", "latn", "Digits on Arabic pages: latn (0123) or arab (٠١٢٣).", {"latn", "arab"}
)
TIME_ZONE = env.text("MULTAQA_TIME_ZONE", "Asia/Dubai", "Time zone in which times are shown.")
USE_I18N = USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

# ── mail ─────────────────────────────────────────────────────────────────────────────────────────────────────────
EMAIL_HOST = env.text(
    "MULTAQA_MAIL_HOST", "", "SMTP server; empty: mail is written to the home folder instead of being sent."
)
EMAIL_PORT = env.number("MULTAQA_MAIL_PORT", 587, "Port of the SMTP server.")
EMAIL_HOST_USER = env.text("MULTAQA_MAIL_USER", "", "User name at the SMTP server.")
EMAIL_HOST_PASSWORD = env.text("MULTAQA_MAIL_PASSWORD", "", "Password at the SMTP server.")
EMAIL_TIMEOUT = env.number(
    "MULTAQA_MAIL_TIMEOUT_SECONDS", 10, "How long the SMTP server may take to answer, in seconds."
)
EMAIL_USE_TLS = True
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "MULTAQA_MAIL_FROM", "multaqa@localhost", "Sender of the platform's mail."
)

# ── background ───────────────────────────────────────────────────────────────────────────────────────────────────
# Tasks wait in the database for a worker (`multaqa worker`); a test without one finds them there, not done.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ── composition ──────────────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "multaqa.core",
    "multaqa.members",
    "multaqa.indices",
    "multaqa.meetings",
    "multaqa.commitments",
    "multaqa.site",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "corsheaders",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "multaqa.site.middleware.ErrorMiddleware",
    "multaqa.site.middleware.ReadingMiddleware",
]
ROOT_URLCONF = "multaqa.site.urls"
WSGI_APPLICATION = "multaqa.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "multaqa.site.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "multaqa.site.templatetags.multaqa",
            ],
        },
    }
]
FORM_RENDERER = "multaqa.site.forms.FieldRenderer"
CSRF_FAILURE_VIEW = "multaqa.site.errors.csrf_failure"

FONT_FOLDER = HERE / "static/vendor/ttf"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

AUTH_USER_MODEL = "members.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "members:me"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "multaqa.members.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Multaqa"

# anyone may read the API from another site's page; nothing there takes cookies
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_METHODS = ("GET", "OPTIONS")
CORS_EXPOSE_HEADERS = ("ETag", "Link")
