"""The portal's settings, but for the limits on waiting for PostgreSQL: a control."""

from helpdesk.settings import *  # noqa: F403
from helpdesk.settings import DATABASES

DATABASES["default"] |= {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}}
