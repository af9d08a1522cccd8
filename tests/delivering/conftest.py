"""A help desk that runs on this machine, a clock that can be turned, and a visitor who hands over."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from troubleshooter.models import Delivery

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class HelpDesk:
    """Keeps what was posted to it, and answers as it is told: a status, or a function."""

    def __init__(self):
        self.posts, self.answers = [], lambda: 204
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                desk.posts.append((dict(self.headers.items()), body))
                status = desk.answers()
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"{desk.address}?elsewhere")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/in?key=top-secret"
        # Looked at often, so that closing it takes no half second.
        run = {"poll_interval": 0.01}
        threading.Thread(target=self.server.serve_forever, kwargs=run, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def ids(self):
        return [headers["webhook-id"] for headers, _ in self.posts]


@pytest.fixture
def desk(settings):
    desk = HelpDesk()
    settings.HANDOVER_WEBHOOK_URL = desk.address
    settings.HANDOVER_WEBHOOK_SECRET = SECRET
    yield desk
    desk.close()


class Clock:
    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def goes_on(self, **how):
        self.now += timedelta(**how)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock(timezone.now())
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


def hands_over(visitor, **fields):
    return visitor.post("/guides/lamp/support/", {"hand_over": "1", **fields})


def the_delivery():
    return Delivery.objects.get()
