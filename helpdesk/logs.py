"""What is logged, to standard error: warnings, errors, and who of staff signs in. For people or as
JSON."""

from typing import Any

from .variables import env_choice

PLAIN = "%(asctime)s %(levelname)s %(name)s [%(number)s] %(message)s"
FORMATS = {
    "plain": {"()": "helpdesk.quiet_log.Plain", "format": PLAIN},
    "json": {"()": "helpdesk.quiet_log.JsonLines"},
}
# They would name the address that hand-overs are posted to.
TALKATIVE = ("httpx", "httpcore")
# Each sign-in of staff, by the number of the account.
STAFF = "troubleshooter.staff"


def log_format() -> str:
    """One of FORMATS."""
    return env_choice("LOG_FORMAT", "plain", "json")


def logging_in(form: str) -> dict[str, Any]:
    """The settings of Python's logging; `form` is one of FORMATS."""
    console = {"class": "logging.StreamHandler", "filters": ["secrets"], "formatter": form}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"secrets": {"()": "helpdesk.quiet_log.WithoutSecrets"}},
        "formatters": FORMATS,
        "handlers": {"console": console},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            **{name: {"level": "WARNING"} for name in TALKATIVE},
            STAFF: {"level": "INFO"},
        },
    }
