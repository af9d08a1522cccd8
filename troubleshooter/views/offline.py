"""What a phone needs without a connection: the worker that gives the visit's page that is kept, and
a page for when none is.

The worker stands at the root, since it may only answer for addresses below its own.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from .pages import render_page


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The browser asks for it again by itself, and takes it in when one byte differs."""
    return render(
        request, "troubleshooter/worker.js", content_type="text/javascript; charset=utf-8"
    )


@require_safe
@never_cache
def offline(request: HttpRequest) -> HttpResponse:
    return render_page(request, "offline", _("You are offline"), {})
