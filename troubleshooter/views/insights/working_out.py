"""Figures that take seconds are worked out when somebody asks for them, and kept."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from troubleshooter.statistics.effects.estimates import make_adjusted, make_causes, make_what_if
from troubleshooter.statistics.queries import look

from .access import for_leads
from .asked import Asked
from .asking import read
from .what_if import read_thought


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def work_out(request: HttpRequest, *, page: str) -> HttpResponse:
    """For the visits and the question in the address; then back to the page that shows it. GET,
    as after signing in, works nothing out."""
    if page not in WORK:
        raise Http404(page)
    back = reverse(f"insights-{page}")
    query = request.META.get("QUERY_STRING", "")
    if request.method == "POST":
        with look() as seen:
            asked = read(request, seen)
        if asked is not None:
            WORK[page](request, asked)
    return HttpResponseRedirect(f"{back}?{query}" if query else back)


def _what_if(request: HttpRequest, asked: Asked) -> None:
    """Nothing for what is not valid: the page says what is wrong with it."""
    changing = read_thought(request.GET, asked).changing
    if changing is not None:
        make_what_if(asked.filters, changing.change)


def _adjusted(request: HttpRequest, asked: Asked) -> None:
    make_adjusted(asked.filters)


def _causes(request: HttpRequest, asked: Asked) -> None:
    make_causes(asked.filters)


WORK: Mapping[str, Callable[[HttpRequest, Asked], None]] = {
    "overview": _adjusted,
    "what-if": _what_if,
    "causes": _causes,
}
