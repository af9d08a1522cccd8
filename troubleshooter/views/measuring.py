"""How often each page is asked for, what it answers, and how long that takes.

A page is known by its name in urls.py, never by its address: an address can hold a secret, and
there are as many of them as anybody cares to make up.
"""

import time
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
METHODS = {"GET", "HEAD", "POST"}
NO_PAGE = "none"  # an address that leads nowhere

taken = Histogram(
    "helpdesk_answer_seconds",
    "Seconds from a request to its answer, without the way.",
    ["page", "method"],
    buckets=SECONDS,
)
answered = Counter("helpdesk_answers", "Answers, by what they were.", ["page", "method", "status"])
# Finding a series by its labels costs ten times as much as counting in it.
_taken = lru_cache(maxsize=1_000)(taken.labels)
_answered = lru_cache(maxsize=4_000)(answered.labels)


class Measured:
    """Times and counts each answer. Not there at all without METRICS_TOKEN."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        page, method = page_of(request), request.method if request.method in METHODS else "other"
        _taken(page, method).observe(time.perf_counter() - begun)
        _answered(page, method, str(response.status_code)).inc()
        return response


def page_of(request: HttpRequest) -> str:
    """The name of the page, from a list as long as urls.py; all of Django's admin is one."""
    match = request.resolver_match
    if match is None:
        return NO_PAGE
    return match.namespace or match.url_name or NO_PAGE
