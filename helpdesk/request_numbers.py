"""A number for each request, made by us, so that an error on a page can be found in the log.

It says nothing of the visit or the visitor: random bits, and new with every request. A proxy of
ours may give it instead, in X-Request-ID, so that its log and ours tell of the same request.
"""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# nginx's $request_id: 32 hexadecimal digits. Nothing else can be smuggled into our log.
GIVEN = re.compile(r"[0-9a-f]{32}")
# Outside of a request there is none.
current: ContextVar[str] = ContextVar("current request number", default="-")


class Numbered:
    """`request.number`, and the same in each line that is logged meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.number = number_of(request)
        token = current.set(request.number)
        try:
            return self.get_response(request)
        finally:
            current.reset(token)


def number_of(request: HttpRequest) -> str:
    """16 hexadecimal digits of ours, or the 32 of a proxy of ours."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    if settings.BEHIND_PROXY and GIVEN.fullmatch(given):
        return given
    return secrets.token_hex(8)
