"""The hand-over: what support will ask, filled in, for the visitor to change, copy and send."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooter.delivering.line import Standing, standings
from troubleshooter.forms import HandoffForm
from troubleshooter.models import DeliveryState
from troubleshooter.visits import handover, services
from troubleshooter.visits.queries import OpenVisit, require_visit

from .cookies import read_token
from .hand_over_files import cause_link
from .limiting import limited_by_visit
from .moves import back_address, visit_view
from .pages import render_page, title_with
from .stamps import sent_by


@require_http_methods(["GET", "HEAD", "POST"])
@limited_by_visit("support")
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
    services.keep_handoff(
        guide,
        token,
        fields=form.cleaned_data,
        hand_over=request.POST.get("hand_over") == "1",
        cause_link=cause_link(request, here),
        sent=sent_by(request),
    )
    return redirect("support", guide)


def _page(request: HttpRequest, here: OpenVisit, form: HandoffForm) -> HttpResponse:
    desks = standings(here.visit)
    context = {
        "here": here,
        "guide": here.guide.content,
        "form": form,
        "to_send": [one.desk.name for one in desks if one.can_change],
        "on_its_way": [one.desk.name for one in desks if _is_on_its_way(one)],
        "sent": [one for one in desks if one.state == DeliveryState.SENT],
        "not_sent": [one.desk.name for one in desks if one.state == DeliveryState.GIVEN_UP],
        "workarounds": handover.workarounds(here),
        "left": handover.left_to_try(here),
        "summary": handover.summary(here, cause_link(request, here)),
        "back": back_address(here),
    }
    return render_page(request, "support", _title(here, form), context)


def _title(here: OpenVisit, form: HandoffForm) -> str:
    title = _("You are ready for support") if here.state.handed_over else _("Contact support")
    return title_with(form.errors, title)


def _is_on_its_way(one: Standing) -> bool:
    return one.state == DeliveryState.WAITING
