"""What nobody caught: an error of ours, or a database that cannot be reached for the moment."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.defaults import server_error

from .kept_to_send import kept_to_send

# A restart of the database, or a lock that somebody holds for long, is over by then.
RETRY_SECONDS = 10


def trouble(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles the error.

    Where the database is the trouble nothing was recorded, or it will be found to be: sending the
    same once more records it once. So the page keeps all that was sent, for one tap.
    """
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return server_error(request)
    response = render(request, "503.html", {"kept": kept_to_send(request)}, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    add_never_cache_headers(response)
    return response
