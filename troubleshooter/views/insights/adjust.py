"""Working out what fixes do on equal terms: takes seconds, so it is asked for by a button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from troubleshooter.statistics.effects.estimates import make_adjusted
from troubleshooter.statistics.queries import look

from .access import for_leads
from .asking import read


@require_POST
@for_leads
def adjust(request: HttpRequest) -> HttpResponse:
    """For the visits that the address asks for; then back to the page that asked."""
    with look() as seen:
        asked = read(request, seen)
    if asked is not None:
        make_adjusted(asked.filters)
    back = request.POST.get("back", "")
    known = url_has_allowed_host_and_scheme(back, None) and back.startswith("/insights/")
    return redirect(back if known else "insights-overview")
