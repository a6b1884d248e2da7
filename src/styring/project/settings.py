"""Settings; a deployment gives what differs in the environment (``docs/drift.md`` lists every variable)."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from styring.project import environment
from styring.project.folders import data_folder, mode_of
from styring.project.logs import logging_settings
from styring.project.secrets import secret_key
from styring.project.signin import SIGN_IN_ORIGINS

PACKAGE = Path(__file__).parent.parent
DATA = data_folder()
MODE = mode_of(DATA)
"""``demo`` (anyone may step into any of the demo's people), ``production`` or ``test``."""
DEMO = MODE == "demo"
if DEMO:
    os.environ.setdefault("STYRING_TODAY", "2026-11-06")  # the demo stands still on the day it is told for

_address = environment.address(os.environ.get("STYRING_URL", "http://localhost:8000"))
ADDRESS = _address.url
"""What people write to reach the system; cookies, hosts and links in mail follow from it."""
IS_SECURE = _address.is_secure
environment.refuse_held_clock(MODE)

DEBUG = False
SECRET_KEY = secret_key(DATA, MODE)
ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole_number("STYRING_PROXIES", 0)
ALLOWED_HOSTS = environment.hosts(_address, MODE)
CSRF_TRUSTED_ORIGINS = [ADDRESS]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_SECURE
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_REDIRECT_EXEMPT = [r"^helse/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
SESSION_COOKIE_NAME = "sessionid"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "styring.home.views.errors.session_expired"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *SIGN_IN_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

USE_TZ = True
TIME_ZONE = "Europe/Oslo"
USE_I18N = True
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["styring.project.formats"]

AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "styring.project.urls"
WSGI_APPLICATION = "styring.project.wsgi.application"
LOGIN_URL = "/konto/logg-inn/"
LOGIN_REDIRECT_URL = "/min-side/"
LOGOUT_REDIRECT_URL = "/"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
INSTALLED_APPS = [
    "styring.ui",  # before django.forms, whose templates it has its own of
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "styring.audit",
    "styring.accounts",
    "styring.organisation",
    "styring.access",
    "styring.restapi",
    "styring.imports",
    "styring.tasks",
    "styring.wheel",
    "styring.thread",
    "styring.ledger",
    "styring.plans",
    "styring.budget",
    "styring.scorecards",
    "styring.reporting",
    "styring.documents",
    "styring.public",
    "styring.home",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if MODE != "test" else []),
    "django.middleware.gzip.GZipMiddleware",
    "styring.ui.middleware.request_id",
    "styring.ui.middleware.request_line",
    "styring.ui.middleware.asking_once",
    *(["styring.project.first_run.until_founded"] if MODE == "production" else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "styring.ui.middleware.language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "styring.project.keeping.keep_what_was_typed",
    "styring.ui.middleware.errors_in_words",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "access" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "styring.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "styring.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
LOCALE_PATHS = sorted(PACKAGE.glob("*/locale"))

DATABASES = {"default": environment.database(os.environ.get("DATABASE_URL", f"sqlite:///{DATA / 'styring.sqlite3'}"))}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    "drawings": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA / "drawings"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
if MODE == "test":
    CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name} for name in CACHES}
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}, "queue": TASKS["default"]}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if MODE == "test"
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

globals().update(environment.mail(os.environ.get("STYRING_MAIL"), DATA))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("STYRING_MAIL_FROM", f"styringshjulet@{_address.host}")
LOGGING = logging_settings(os.environ.get("STYRING_LOG_LEVEL", "INFO" if MODE == "production" else "WARNING").upper())

from styring.project.signin import *  # noqa: E402, F403 - sign-in has its own page of settings
