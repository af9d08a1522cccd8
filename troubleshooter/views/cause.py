"""Where support says what the actual cause was, by a signed link. Nobody signs in for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooter.content import catalogue
from troubleshooter.learning.diagnosis import name_cause, named_cause, visit_of
from troubleshooter.learning.errors import BadLink, UnknownCause, VisitForgotten
from troubleshooter.models import Node, Visit
from troubleshooter.visits import handover
from troubleshooter.visits.queries import OpenVisit, state_of

from .limiting import limited_by_address
from .pages import render_page
from .previewing import preview_of


@require_http_methods(["GET", "HEAD", "POST"])
@limited_by_address("causes")
def cause(request: HttpRequest, token: str) -> HttpResponse:
    response = _answer(request, token)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    try:
        visit = _named_here(request, visit_of(token))
        if request.method != "POST":
            return _page(request, visit, token)
        name_cause(visit.pk, cause=request.POST.get("cause", ""))
    except (BadLink, VisitForgotten):
        return render_page(request, "cause_gone", _("This link has ended"), {}, status=404)
    except UnknownCause:
        return _page(request, visit, token, error=_("Choose one of the causes."))
    return redirect("cause", token)


def _named_here(request: HttpRequest, visit: Visit) -> Visit:
    """A visit of a preview is known within that preview only, and there nothing else is."""
    preview = preview_of(request)
    previewed = visit.revision_id if visit.preview else None
    if previewed != (preview.live.published.revision_id if preview else None):
        raise BadLink("of another place")
    return visit


def _page(request: HttpRequest, visit: Visit, token: str, error: str = "") -> HttpResponse:
    """What was tried, in the guide's words; nothing that the visitor wrote."""
    here = OpenVisit(
        visit=visit,
        guide=catalogue.for_reader(catalogue.published(visit.revision_id)),
        state=state_of(visit),
    )
    context = {
        "here": here,
        "guide": here.guide.content,
        "token": token,
        "tried": [one for one in handover.said(here) if one.node is Node.STEP],
        "named": here.guide.causes.get(named_cause(visit)),
        "error": error,
    }
    return render_page(request, "cause", _("What was the actual cause?"), context)
