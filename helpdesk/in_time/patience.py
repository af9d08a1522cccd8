"""How long one statement may take: no limit for commands, a short one where visitors wait."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

# Seconds. Visitors' statements take some thousandths; those of the statistics some seconds.
VISITOR, STAFF = 4.0, 60.0
# To hear whether a connection still works, or to get a row that somebody else writes.
CHECK, LOCK = 1.5, 3.0

_patience: ContextVar[float | None] = ContextVar("patience", default=None)


def patience() -> float | None:
    """Seconds that a statement of this thread may take from now on; None: as long as it needs."""
    return _patience.get()


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """No statement within it takes longer."""
    token = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(token)


class Patient:
    """Middleware: staff wait for their figures. What is sent bit by bit is read later, by the same
    thread: there the limit stays until the next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._of_staff = (reverse("admin:index"), reverse("insights-overview"))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        of_staff = request.path_info.startswith(self._of_staff)
        before = _patience.set(STAFF if of_staff else VISITOR)
        response = self.get_response(request)
        if not response.streaming:
            _patience.reset(before)
        return response
