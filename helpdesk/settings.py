"""One settings file. Every value that differs between machines is an environment variable.

A checkout runs with no variables set. Odd values are refused, with the variable's name.
docs/operations.md lists every variable; a test keeps it complete.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django import VERSION as DJANGO
from django.core.exceptions import ImproperlyConfigured

from .accessibility import env_contact
from .caches import env_caches
from .database import env_database
from .embedding import env_origins
from .error_reports import env_reports
from .hand_over import env_mail_to, env_webhook
from .headers import *  # noqa: F403  settings, each by its name
from .limiting import env_cache, env_limits
from .logs import log_format, logging_in
from .metrics import env_metrics
from .replica import env_replica
from .signing_in import *  # noqa: F403  settings, each by its name
from .variables import (
    BASE_DIR,
    data_dir,
    env_choice,
    env_count,
    env_flag,
    env_list,
    env_site,
    env_text,
)

# How mail goes out, and the port that is usual for it. What is printed goes nowhere.
MAIL_PORTS = {"console": 0, "smtp": 25, "smtp+tls": 587, "smtps": 465}


def env_mail() -> SplitResult:
    """The mail server that EMAIL_URL names. An error does not repeat it: it holds a password."""
    url = urlsplit(env_text("EMAIL_URL", "console:"))
    try:
        known = url.scheme in MAIL_PORTS and (url.port or MAIL_PORTS[url.scheme]) >= 0
    except ValueError:
        known = False
    if not known or (url.scheme == "console") == bool(url.hostname):
        raise ImproperlyConfigured(
            "EMAIL_URL must be console: or an address such as "
            "smtp+tls://name:password@mail.example.org:587 (smtp, smtp+tls or smtps)."
        )
    return url


def secret_key() -> str:
    """SECRET_KEY, or one made for this checkout and kept readable by its owner only."""
    key = env_text("SECRET_KEY", "")
    if key:
        return key
    path = DATA_DIR / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()


DATA_DIR = data_dir()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env_flag("DEBUG", default=False)
# A portal for looking around: a database of its own, all of it made up, and every page says so.
DEMO = env_flag("DEMO", default=False)
SECRET_KEY = secret_key()
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")

# HTTPS=1 is for production: secure cookies, redirects, strict transport security.
HTTPS = env_flag("HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = VISIT_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env_flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies, each of which adds where a request came from to X-Forwarded-For, are ours.
PROXIES = env_count("PROXIES", "1", most=10) if BEHIND_PROXY else 0
CSRF_COOKIE_HTTPONLY = True
if HTTPS:  # browsers take these names from this very host alone, and over https alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# Only /embed/ pages can be framed, and by these sites alone.
EMBED_ORIGINS = env_origins("EMBED_ORIGINS")
# An editor's page of learnt numbers has a box for each of them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

INSTALLED_APPS = [
    "troubleshooter.apps.EditorsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "auditlog",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "troubleshooter",
]

MIDDLEWARE = [
    "helpdesk.request_numbers.Numbered",
    "helpdesk.in_time.patience.Patient",
    "helpdesk.headers.AlwaysRefused",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "helpdesk.headers.OnePolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "troubleshooter.views.measuring.Measured",
    # A page over a bad connection: a fifth of the bytes. It pads answers at random, so that their
    # length tells nothing, and what is secret in a page is another text each time.
    "helpdesk.packing.PackedAnswers",
    "troubleshooter.views.search_engines.UnlistedByDefault",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "troubleshooter.views.languages.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "troubleshooter.views.staff_gate.StaffMessages",
    "django_htmx.middleware.HtmxMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "troubleshooter.views.staff_gate.StaffGate",
    "troubleshooter.admin.audit.StaffAudit",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "helpdesk.urls"
WSGI_APPLICATION = "helpdesk.wsgi.application"

# Squeezed, once: but an error has to name a line that one can find.
TEMPLATE_LOADERS = [
    "django.template.loaders.filesystem.Loader" if DEBUG else "helpdesk.squeezing.SqueezedLoader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "troubleshooter.views.form_tokens.forms",
            ],
        },
    }
]

DATABASES = {"default": env_database(DATA_DIR, demo=DEMO)}
DATABASES |= env_replica("REPLICA_URL", DATABASES["default"])
DATABASE_ROUTERS = ["troubleshooter.statistics.replica.Router"] if "replica" in DATABASES else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What may be done how often, and the cache in which all servers count, where there is one.
LIMITS = env_limits("RATE_LIMITS")
CACHE_URL = env_cache("CACHE_URL")
# Wrong passwords are counted for all processes of this server. The file is no record.
WRONG_PASSWORDS = f"counts+file://{DATA_DIR / 'wrong-passwords.sqlite3'}"

# One network address that begins more visits in a day is left out of the figures; 0: none is.
VISITS_PER_SOURCE = env_count("VISITS_PER_SOURCE", "200", least=0, most=1_000_000)
# `prune` deletes visits that began so many days ago; 0: it has to be told.
VISIT_DAYS = env_count("VISIT_DAYS", "0", least=0, most=36_500)
# A settings path that someone looked at so many months ago is to be looked at again.
PATH_CHECK_MONTHS = env_count("PATH_CHECK_MONTHS", "12")
# Links to machines of the house are not asked for, unless guides are about just those.
LINK_CHECK_PRIVATE = env_flag("LINK_CHECK_PRIVATE", default=False)

CACHES = env_caches(CACHE_URL, DATA_DIR)

# What Prometheus has to send to be told.
METRICS_TOKEN = env_metrics("METRICS_TOKEN")
# Where errors are told.
SENTRY_DSN = env_reports("SENTRY_DSN")

# The digest and the alerts go out by mail. Without a server they are printed.
PUBLIC_URL = env_site("PUBLIC_URL", "http://127.0.0.1:8000")
MAIL = env_mail()
MAIL_BACKEND = (
    f"django.core.mail.backends.{'console' if MAIL.scheme == 'console' else 'smtp'}.EmailBackend"
)
MAIL_SERVER = {
    "host": MAIL.hostname or "",
    "port": MAIL.port or MAIL_PORTS[MAIL.scheme],
    "username": unquote(MAIL.username or ""),
    "password": unquote(MAIL.password or ""),
    "use_tls": MAIL.scheme == "smtp+tls",
    "use_ssl": MAIL.scheme == "smtps",
    "timeout": 20,
}
if DJANGO >= (6, 1):  # It has one name for all of them, and refuses those of before beside it.
    options = {} if MAIL.scheme == "console" else MAIL_SERVER
    MAILERS = {"default": {"BACKEND": MAIL_BACKEND, "OPTIONS": options}}
    # It would not let a portal start that prints its mail.
    SILENCED_SYSTEM_CHECKS = ["mail.E001"]
else:
    EMAIL_BACKEND, EMAIL_TIMEOUT = MAIL_BACKEND, MAIL_SERVER["timeout"]
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER["host"], MAIL_SERVER["port"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER["username"], MAIL_SERVER["password"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER["use_tls"], MAIL_SERVER["use_ssl"]
DEFAULT_FROM_EMAIL = env_text("MAIL_FROM", "helpdesk@localhost")
# Hand-overs go to a help desk by themselves only where one is named.
HANDOVER_WEBHOOK_URL, HANDOVER_WEBHOOK_SECRET = env_webhook()
HANDOVER_MAIL_TO = env_mail_to(mail_goes_out=MAIL.scheme != "console")
ACCESSIBILITY_CONTACT = env_contact()

# Staff sign in with a code from their phone as well: each as they like, or all of them.
STAFF_SECOND_FACTOR = env_choice("STAFF_SECOND_FACTOR", "optional", "required") == "required"
OTP_TOTP_ISSUER = f"Help portal {urlsplit(PUBLIC_URL).netloc}"

LANGUAGE_CODE = "en"
# What visitors may read the pages in, besides what they were written in. Content has its own.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "troubleshooter" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE = HTTPS
TIME_ZONE = "UTC"
USE_TZ = True

# Absolute: a preview works under an address prefix of its own.
STATIC_URL = "/static/"
STATIC_ROOT = Path(env_text("STATIC_DIR", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "helpdesk.one_script.OneScript",
]
MEDIA_ROOT = DATA_DIR / "media"  # pictures, written by editors; every server must see the same
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Who changed what. Content and accounts only: never a visit, and no network address of anybody.
AUDITLOG_DISABLE_REMOTE_ADDR = True
AUDITLOG_USE_FK_STRING_REPRESENTATION = True
AUDITLOG_CID_HEADER = None
AUDITLOG_INCLUDE_TRACKING_MODELS = [
    {"model": "troubleshooter.Guide", "exclude_fields": ["publish_next_at"]},
    *(
        f"troubleshooter.{name}"
        for name in (
            *("GuidePath", "Platform", "PlatformVersion", "Cause", "CauseFact", "Fact"),
            *("Question", "QuestionPath", "QuestionFact", "Option", "Likelihood"),
            *("Step", "StepEffect", "StepRequirement", "StepPath", "StepFact", "StepPicture"),
            *("SettingsPath", "Variant", "PathPicture", "Picture"),
            *("Message", "MessageAnswer", "HandoffItem", "Aftercare", "AftercarePath"),
            *("Occasion", "Translation"),
        )
    ),
    {
        "model": "troubleshooter.PlannedPublication",
        "include_fields": ["note", "publish_at", "state", "approved_by", "problem", "revision"],
    },
    {"model": "auth.Group", "m2m_fields": {"permissions"}},
    {
        "model": "auth.User",
        "exclude_fields": ["last_login"],
        "mask_fields": ["password"],
        "m2m_fields": {"groups", "user_permissions"},
    },
]

LOGGING = logging_in(log_format())
