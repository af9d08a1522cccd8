"""Our own log holds no secret of an address, whatever a request was answered with, and nothing that
somebody typed: of an error it has the way to it and its kind, not what it says.
"""

import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType

from django.db import InterfaceError, OperationalError
from pythonjsonlogger.json import JsonFormatter

from .request_numbers import current

# Links that do something for whoever has them: to another device, and to name the cause.
SECRET = re.compile(r"(/(?:go-on|support/cause)/)[^/\s'\"]+")
# That a database is away is told by these, and their first line is about nothing else.
TOLD = (OperationalError, InterfaceError)

# What gunicorn says of a request that it cannot read or answer goes on with the address that it
# came from, and with the request itself.
OF_GUNICORN = re.compile(r"^(Invalid request|Error handling request)\b.*", re.DOTALL)
NOWHERE = "an address that is not there"

Raised = tuple[type[BaseException], BaseException, TracebackType | None]


class WithoutSecrets(logging.Filter):
    """Writes an ellipsis in place of what such a link holds, the kind of page in place of the
    address of one that was refused, and notes which request it was."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record through. What it says is put together here, once."""
        record.args = _without_path(record)
        said = OF_GUNICORN.sub(r"\1", record.getMessage())
        record.msg, record.args = SECRET.sub(r"\1…", said), ()
        record.number = current.get()
        return True


def _without_path(record: logging.LogRecord) -> object:
    """Of an answer that Django logs: its words, with what the address means to us in place of it.
    Anything can be typed into an address."""
    path = getattr(getattr(record, "request", None), "path", None)
    if not (path and isinstance(record.args, tuple) and record.args):
        return record.args
    *others, last = record.args
    if last not in (path, path.encode("unicode_escape").decode()):
        return record.args
    match = getattr(record.request, "resolver_match", None)
    return (*others, f"/{match.route}" if match else NOWHERE)


def way_to(error: BaseException) -> str:
    """Where it was raised, line by line, as Python writes it, and what it was; so too for what it
    was raised from. Without its words: they may hold what somebody typed."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [way_to(before), "\n\n"] if before is not None else []
    lines += traceback.format_tb(error.__traceback__)
    return "".join(lines) + _kind(error)


def _kind(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    said = str(error).strip().split("\n")[0] if isinstance(error, TOLD) else ""
    return f"{name}: {said}" if said else name


class Plain(logging.Formatter):
    """A line for people, and below it the way to the error."""

    def formatException(self, raised: Raised) -> str:  # noqa: N802  Python’s name
        return way_to(raised[1])


class JsonLines(JsonFormatter):
    """One JSON object a line: time, level, logger, request, message, and the way to an error.

    Nothing else of a record: Django hands over the request, whose address has what was typed."""

    def add_fields(self, out: dict, record: logging.LogRecord, message: dict) -> None:
        out["time"] = datetime.fromtimestamp(record.created, UTC).isoformat()
        out["level"], out["logger"] = record.levelname, record.name
        out["request"], out["message"] = getattr(record, "number", "-"), record.getMessage()
        if status := getattr(record, "status_code", None):
            out["status"] = status
        if message.get("exc_info"):
            out["error"] = message["exc_info"]

    def formatException(self, raised: Raised) -> str:  # noqa: N802  Python’s name
        return way_to(raised[1])
