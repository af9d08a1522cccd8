"""Everything that the visitor said, each with Change, and the way to delete it all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooter.delivering.line import was_sent
from troubleshooter.visits import handover, services
from troubleshooter.visits.queries import require_visit

from .cookies import read_token, take_token
from .limiting import limited_by_visit
from .moves import back_address, visit_view
from .pages import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@limited_by_visit("answers")
@visit_view
def answers(request: HttpRequest, guide: str) -> HttpResponse:
    token = read_token(request, guide)
    if request.method == "POST" and request.POST.get("forget") == "1":
        services.forget(guide, token)
        return take_token(request, redirect("guide", guide), guide)
    here = require_visit(guide, token, even_withdrawn=True)
    context = {
        "here": here,
        "guide": here.guide.content,
        "device": handover.device(here),
        "message": here.guide.messages.get(here.visit.message),
        "said": handover.said(here),
        "was_sent": was_sent(here.visit),
        "back": back_address(here),
    }
    return render_page(request, "answers", _("My answers"), context)
