"""One step: its gate when it is risky, what to do, and what happened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooter.content.schema import StepContent
from troubleshooter.forms import StepForm
from troubleshooter.models import Node
from troubleshooter.templatetags.kept import around
from troubleshooter.templatetags.portal import where_am_i, why_this
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
from .pages import Errors, marks_for, render_page, title_with
from .previewing import preview_of
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
    if gate:
        title = _("Before you go on: %(step)s") % {"step": content.title}
        return render_page(request, "gate", title_with(errors, title), _gate(here, content, errors))
    title, known = title_with(errors, content.title), awaited(here, key)
    if known:
        return render_page(request, "waiting", title, _waiting(here, content, errors, known))

    def written() -> SafeString:
        return _written(request, here, content, errors)

    shown = {"guide": here.guide.content, "step": content}
    return render_page(request, "step", title, shown, written=written)


def _written(
    request: HttpRequest, here: OpenVisit, content: StepContent, errors: Errors
) -> SafeString:
    is_move = _is_move(here, content)
    chance = 0.0 if is_move else chance_of(here, content.key)
    return around(
        "troubleshooter/_step.html",
        {
            "where": where_am_i(here, Node.STEP, content.key),
            "marks": marks_for(request),
            "why": why_this(here, is_move, content, chance),
        },
        guide=here.guide,
        platform=here.visit.platform,
        version=here.visit.version,
        missing=here.state.missing_paths,
        preview="1" if preview_of(request) else "",
        **_asked(here, content, errors, waiting=False),
    )


def _asked(
    here: OpenVisit, content: StepContent, errors: Errors, *, waiting: bool
) -> dict[str, object]:
    """The step, and what is asked about it."""
    test_later = _is_move(here, content) and here.move.postpone
    return {
        "step": content,
        "result": here.state.steps.get(content.key),
        "buttons": result_buttons(content, waiting=waiting, test_later=test_later),
        "test_later": test_later,
        "together": steps_in_this_test(here, content.key),
        "problem": next(iter(errors.get("result", ())), ""),
        "back": back_address(here, Node.STEP, content.key),
    }


def _gate(here: OpenVisit, content: StepContent, errors: Errors) -> dict[str, object]:
    return {
        **_reason(here, content),
        "step": content,
        "declined": declined_requirements(here, content),
        "problem": next(iter(errors.get("result", ())), ""),
        "back": back_address(here, Node.STEP, content.key),
    }


def _waiting(
    here: OpenVisit, content: StepContent, errors: Errors, known: Awaited
) -> dict[str, object]:
    return {
        **_reason(here, content),
        **_asked(here, content, errors, waiting=True),
        "waiting": known,
        "minutes_left": _minutes_left(known),
        "meanwhile": "" if _is_move(here, content) else move_address(here),
    }


def _reason(here: OpenVisit, content: StepContent) -> dict[str, object]:
    """Where the page stands in the visit, and why."""
    is_move = _is_move(here, content)
    return {
        "here": here,
        "guide": here.guide.content,
        "is_move": is_move,
        "chance": 0.0 if is_move else chance_of(here, content.key),
    }


def _is_move(here: OpenVisit, content: StepContent) -> bool:
    return here.move.key == content.key and here.move.kind == "try"


def _minutes_left(known: Awaited) -> float:
    """Until it should show; 0 once it should, and where the guide does not say when."""
    if not known.step.wait_minutes:
        return 0.0
    return max(0.0, (known.shows_at - timezone.now()).total_seconds() / 60)
