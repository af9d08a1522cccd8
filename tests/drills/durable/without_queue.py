"""The portal's settings, but for the queue before SQLite's one writer: a control."""

from helpdesk.settings import *  # noqa: F403
from helpdesk.settings import DATABASES

DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
