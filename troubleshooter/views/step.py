"""One step: its gate when it is risky, what to do, and what happened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooter.content.schema import StepContent
from troubleshooter.forms import StepForm
from troubleshooter.models import Node
from troubleshooter.visits import services
from troubleshooter.visits.errors import InvalidAnswer, UnknownNode
from troubleshooter.visits.gates import declined_requirements, open_gate
from troubleshooter.visits.queries import (
    OpenVisit,
    chance_of,
    require_visit,
    steps_in_this_test,
)
from troubleshooter.visits.waiting import Awaited, awaited

from .buttons import result_buttons
from .cookies import read_token
from .limiting import limited_by_visit
from .moves import back_address, move_address, to_next, visit_view
from .pages import Errors, render_page, title_with
from .stamps import sent_by


@require_http_methods(["GET", "HEAD", "POST"])
@limited_by_visit("answers")
@visit_view
def step(request: HttpRequest, guide: str, key: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, guide, key, {})
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            return _said(request, guide, key, form.cleaned_data)
        except InvalidAnswer:
            form.add_error("result", _("Choose one of the answers listed here."))
    return _page(request, guide, key, form.errors)


def _said(request: HttpRequest, guide: str, key: str, said: dict[str, str]) -> HttpResponse:
    token, sent = read_token(request, guide), sent_by(request)
    if said["result"]:
        here = services.record_result(guide, token, step=key, result=said["result"], sent=sent)
        recorded = here.state.steps.get(key) == said["result"]
        return to_next(here) if recorded else _to_gate(here, key)
    return _to_gate(services.confirm(guide, token, step=key, sent=sent), key)


def _to_gate(here: OpenVisit, key: str) -> HttpResponse:
    """Where this step begins now: at a step that it requires, at its gate, or with itself."""
    return redirect("step", here.guide.key, open_gate(here, here.guide.steps[key]) or key)


def _page(request: HttpRequest, guide: str, key: str, errors: Errors) -> HttpResponse:
    here = require_visit(guide, read_token(request, guide))
    content = here.guide.steps.get(key)
    if content is None:
        raise UnknownNode(key)
    gate = open_gate(here, content)
    if gate is not None and gate != key:
        return redirect("step", guide, gate)
    name = "gate" if gate else "step"
    title = _("Before you go on: %(step)s") % {"step": content.title} if gate else content.title
    return render_page(request, name, title_with(errors, title), _context(here, content, errors))


def _context(here: OpenVisit, content: StepContent, errors: Errors) -> dict[str, object]:
    result = here.state.steps.get(content.key)
    is_move = here.move.key == content.key and here.move.kind == "try"
    test_later = is_move and here.move.postpone
    known = awaited(here, content.key)
    return {
        "here": here,
        "guide": here.guide.content,
        "step": content,
        "result": result,
        "waiting": known,
        "minutes_left": _minutes_left(known) if known else 0,
        "meanwhile": move_address(here) if known and not is_move else "",
        "buttons": result_buttons(content, waiting=known is not None, test_later=test_later),
        "test_later": test_later,
        "together": steps_in_this_test(here, content.key),
        "declined": declined_requirements(here, content),
        "problem": next(iter(errors.get("result", ())), ""),
        "back": back_address(here, Node.STEP, content.key),
        "chance": 0.0 if is_move else chance_of(here, content.key),
        "is_move": is_move,
    }


def _minutes_left(known: Awaited) -> float:
    """Until it should show; 0 once it should, and where the guide does not say when."""
    if not known.step.wait_minutes:
        return 0.0
    return max(0.0, (known.shows_at - timezone.now()).total_seconds() / 60)
