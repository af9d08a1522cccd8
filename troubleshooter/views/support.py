"""The hand-over: what support will ask, filled in, for the visitor to change, copy and send."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from troubleshooter.forms import HandoffForm
from troubleshooter.learning.diagnosis import link_token
from troubleshooter.visits import handover, services
from troubleshooter.visits.queries import OpenVisit, require_visit

from .cookies import read_token
from .moves import back_address, visit_view
from .pages import render_page
from .stamps import sent_by


@require_http_methods(["GET", "HEAD", "POST"])
@visit_view
def support(request: HttpRequest, guide: str) -> HttpResponse:
    token = read_token(request, guide)
    here = require_visit(guide, token)
    items = here.guide.content.handoff
    if request.method != "POST":
        return _page(request, here, HandoffForm(items, initial=handover.fields(here)))
    form = HandoffForm(items, request.POST)
    if not form.is_valid():
        return _page(request, here, form)
    hand_over = request.POST.get("hand_over") == "1"
    services.keep_handoff(
        guide, token, fields=form.cleaned_data, hand_over=hand_over, sent=sent_by(request)
    )
    return redirect("support", guide)


def _page(request: HttpRequest, here: OpenVisit, form: HandoffForm) -> HttpResponse:
    context = {
        "here": here,
        "guide": here.guide.content,
        "form": form,
        "workarounds": handover.workarounds(here),
        "left": handover.left_to_try(here),
        "summary": handover.summary(here, _cause_link(request, here)),
        "back": back_address(here),
    }
    return render_page(request, "support", "Contact support", context)


def _cause_link(request: HttpRequest, here: OpenVisit) -> str:
    return request.build_absolute_uri(reverse("cause", args=[link_token(here.visit.pk)]))
