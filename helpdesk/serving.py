"""How gunicorn serves the portal: `gunicorn -c python:helpdesk.serving`. Its options go before.

Threads, since a step waits for the disk or the database most of its time; decision 14 has the
figures. Nothing of the portal is loaded here, so that a restart of the workers loads all of it.
"""

import shutil

from gunicorn.config import Config
from gunicorn.glogging import Logger

from .logs import PLAIN, log_format
from .metrics import folder_of_counts
from .quiet_log import JsonLines, Plain, WithoutSecrets

FORMAT = log_format()

wsgi_app = "helpdesk.wsgi"
# Threads of gunicorn's own ("gthread").
worker_class = "helpdesk.even_lines.EvenLines"
workers, threads = 2, 4
# It would lie in somebody's home, and nobody uses it.
control_socket_disable = True
# A worker that is stuck is ended after so many seconds; one that is told to stop may finish.
timeout, graceful_timeout = 60, 30
# Longer than a proxy keeps a connection that it may use again.
keepalive = 75
# Now and then a worker begins anew, not all at once, so that memory cannot grow for ever.
max_requests, max_requests_jitter = 50_000, 10_000
# Off unless --access-logfile says where. Without addresses, browsers and query strings.
STATUSES = {"302", "304", "405", "500", "503"}
access_log_format = "%(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"


class QuietLogger(Logger):
    """Gunicorn's own log, and its access log, in the format of ours and as quiet."""

    def atoms(self, *about: object) -> dict[str, object]:
        """Anything can be typed into the address of a page that there is not."""
        told = super().atoms(*about)
        known = str(told["s"]).startswith("2") or str(told["s"]) in STATUSES
        return told if known else {**told, "U": "…"}

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        written = "%(message)s" if FORMAT == "plain" else None
        access = JsonLines() if written is None else Plain(written)
        error = JsonLines() if written is None else Plain(PLAIN)
        for log, formatter in ((self.error_log, error), (self.access_log, access)):
            for handler in log.handlers:
                handler.setFormatter(formatter)
                handler.addFilter(WithoutSecrets())


logger_class = QuietLogger


def on_starting(server: object) -> None:
    """What an earlier server counted is no count of this one."""
    shutil.rmtree(folder_of_counts(), ignore_errors=True)
    folder_of_counts().mkdir(parents=True, exist_ok=True)
