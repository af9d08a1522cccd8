"""“I can't find this”: a settings path that is not where the guide says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from troubleshooter.visits import services
from troubleshooter.visits.queries import OpenVisit

from .cookies import read_token
from .moves import to_next, visit_view


@require_POST
@visit_view
def not_found(request: HttpRequest, guide: str, key: str) -> HttpResponse:
    here = services.report_missing_path(guide, read_token(request, guide), path=key)
    return _back_to(here, request.POST.get("from", ""))


def _back_to(here: OpenVisit, page: str) -> HttpResponse:
    """The question or step that the report came from, named by the button; else the next move."""
    node, _, key = page.partition("/")
    if (node == "question" and key in here.guide.questions) or (
        node == "step" and key in here.guide.steps
    ):
        return redirect(node, here.guide.key, key)
    return to_next(here)
