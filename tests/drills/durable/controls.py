"""Portals that promise less: with each of them a drill must fail."""

import io
import threading
import time
from collections.abc import Callable, Iterable

from helpdesk.wsgi import application as portal

Environ = dict[str, object]
# A restart takes longer, a commit less.
LATER = 0.3


def application(environ: Environ, start_response: Callable) -> Iterable[bytes]:
    """Says of an answer or a result that it was heard, and records it afterwards."""
    path = str(environ["PATH_INFO"])
    if environ["REQUEST_METHOD"] != "POST" or path.endswith("/start/"):
        return portal(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    heard = {**environ, "wsgi.input": io.BytesIO(body)}
    threading.Thread(target=_record, args=(heard,), daemon=True).start()
    start_response("302 Found", [("Location", path.rsplit("/", 3)[0] + "/next/")])
    return []


def _record(environ: Environ) -> None:
    time.sleep(LATER)
    list(portal(environ, lambda *args: None))
