"""One guide, one place: everything that it is made of, in order, with what needs work."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from troubleshooter.content.checks import check
from troubleshooter.content.publishing import live_content
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.editing.undecided import NONE, undecided_for
from troubleshooter.models import Guide

from .checklist import checklist, known_address
from .embedding import embedding_of
from .listing import elsewhere, listings, with_rows
from .page import VIEW, render_workbench, workbench_view
from .said import said_in


@dataclass(frozen=True, kw_only=True)
class State:
    """How the draft stands to what visitors see. `number` is None while they see nothing."""

    number: int | None
    since: datetime | None
    same: bool


@workbench_view(VIEW)
@require_safe
def overview(request: HttpRequest, guide: Guide) -> HttpResponse:
    content = content_from_rows(guide)
    problems = check(content)
    rows = with_rows(guide)
    state = state_of(guide, content)
    context = {
        "state": state,
        "undecided": undecided_for(request.user).get(guide.pk, NONE),
        "problems": problems,
        "own_problems": list(elsewhere(problems)),
        "problems_address": known_address("problems", guide),
        "publish_address": known_address("publish", guide),
        "lists": listings(request, rows, problems),
        "checklist": () if state.number else checklist(rows, len(problems)),
        "said": said_in(request, rows),
        "embedding": embedding_of(guide),
    }
    return render_workbench(request, guide, "overview", str(guide), context)


def state_of(guide: Guide, content: GuideContent) -> State:
    live = guide.live_revision
    if live is None:
        return State(number=None, since=None, same=False)
    return State(number=live.number, since=live.published_at, same=live_content(guide) == content)
