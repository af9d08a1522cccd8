"""“I can't find this”: a settings path that is not where the guide says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from troubleshooter.engine import MoveKind
from troubleshooter.visits import services
from troubleshooter.visits.showing import shown_again

from .cookies import read_token
from .limiting import limited_by_visit
from .moves import to_next, visit_view
from .stamps import sent_by


@require_POST
@limited_by_visit("answers")
@visit_view
def not_found(request: HttpRequest, guide: str, key: str) -> HttpResponse:
    """Back to the question or step that the report came from, named by the button; else on to the
    next move."""
    page = request.POST.get("from", "")
    here = services.report_missing_path(
        guide, read_token(request, guide), path=key, page=page, sent=sent_by(request)
    )
    back = shown_again(here.guide, page)
    if back is None:
        return to_next(here)
    return redirect("question" if back.move == MoveKind.ASK else "step", guide, back.key)
