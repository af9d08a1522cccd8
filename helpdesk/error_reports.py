"""Errors told to Sentry, or to what speaks as it does, where SENTRY_DSN names one.

What goes out is made anew from a list of what may: the kind of an error, the way to it through the
code, and the number of the request. Nothing of the request itself, no variables, no words of the
error, since any of them may hold what somebody typed; no name of the machine.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .request_numbers import current
from .variables import env_text

Event = dict[str, Any]
OF_EVENT = {"event_id", "timestamp", "level", "platform", "logger", "release"}
OF_ERROR = {"type", "module"}
OF_FRAME = {"filename", "function", "module", "lineno", "in_app"}
OF_FRAME |= {"pre_context", "context_line", "post_context"}  # lines of the code


def env_reports(name: str) -> str:
    """Where errors are told, or empty. A refusal does not repeat it: it holds a key."""
    address = env_text(name, "")
    if address:
        start_reporting(name, address)
    return address


def start_reporting(name: str, address: str, **more: Any) -> None:
    """From now on in this process; `more` goes to sentry_sdk.init."""
    # Late: it takes a tenth of a second and memory, and most portals have none.
    import sentry_sdk
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration
    from sentry_sdk.utils import BadDsn

    try:
        sentry_sdk.init(
            dsn=address,
            # What Django could not answer is logged; what ends a command goes through the hook.
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[LoggingIntegration(level=None), ExcepthookIntegration()],
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            server_name="",
            before_send=allowed,
            **more,
        )
    except BadDsn:
        raise ImproperlyConfigured(
            f"{name} must be an address such as https://key@sentry.example.org/1."
        ) from None


def allowed(event: Event, hint: object) -> Event:
    """The event, with nothing in it but what is on the lists above."""
    told = {name: event[name] for name in OF_EVENT & event.keys()}
    told["tags"] = {"request": current.get()}
    errors = event.get("exception", {}).get("values", [])
    told["exception"] = {"values": [_error(one) for one in errors]}
    return told


def _error(error: Event) -> Event:
    frames = (error.get("stacktrace") or {}).get("frames", [])
    way = [{name: frame[name] for name in OF_FRAME & frame.keys()} for frame in frames]
    return {name: error[name] for name in OF_ERROR & error.keys()} | {"stacktrace": {"frames": way}}
