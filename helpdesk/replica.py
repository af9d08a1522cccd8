"""A replica of the database from which statistics are read, from the environment."""

import os
from collections.abc import Mapping

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

POSTGRESQL = "django.db.backends.postgresql"
IN_TIME = "helpdesk.in_time"


def env_replica(name: str, primary: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """The database `replica`, set up as the primary is, or none. An error does not repeat the
    address: it holds a password."""
    url = os.environ.get(name, "").strip()
    if not url:
        return {}
    try:
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, dj_database_url.ParseError):
        found = {"ENGINE": ""}
    if found["ENGINE"] != POSTGRESQL or primary["ENGINE"] != IN_TIME:
        raise ImproperlyConfigured(
            f"{name} must be the address of a PostgreSQL, beside one in DATABASE_URL: "
            "postgres://name:password@replica.example.org:5432/helpdesk"
        )
    options = {**primary.get("OPTIONS", {}), **found.get("OPTIONS", {})}
    options.pop("target_session_attrs", None)  # of a primary with several hosts
    # Tests have one database.
    return {
        "replica": {**found, "ENGINE": IN_TIME, "OPTIONS": options, "TEST": {"MIRROR": "default"}}
    }
