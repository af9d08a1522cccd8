"""All that is held about a visit, as a file for the visitor who holds its cookie."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from troubleshooter.visits import held as visits_held

from .cookies import read_token
from .limiting import always, limited_by_visit
from .moves import visit_view


@require_safe
@limited_by_visit("held", when=always)
@visit_view
def held(request: HttpRequest, guide: str) -> HttpResponse:
    text = visits_held.held(guide, read_token(request, guide))
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="my-answers-{guide}.json"'
    response["X-Robots-Tag"] = "noindex"
    return response
