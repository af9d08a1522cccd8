"""What nobody caught: an error of ours, or a database that cannot be reached for the moment."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from .kept_to_send import kept_to_send

# A restart of the database, or a lock that somebody holds for long, is over by then.
RETRY_SECONDS = 10


def trouble(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles the error.

    Where the database is the trouble nothing was recorded, or it will be found to be: sending the
    same once more records it once. So the page keeps all that was sent, for one tap. The number is
    the request's in our log, and says nothing of the visitor.
    """
    number = getattr(request, "number", "")
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        # Without the request: what is broken may be what its page would ask for.
        return HttpResponseServerError(render_to_string("500.html", {"number": number}))
    context = {"kept": kept_to_send(request), "number": number}
    response = render(request, "503.html", context, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    add_never_cache_headers(response)
    return response
