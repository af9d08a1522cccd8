"""The tab “Publish”: what would change, what is in the way, and the buttons that send it on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from troubleshooter.content.checks import check
from troubleshooter.content.publishing import GuideHasProblems, frozen, live_content
from troubleshooter.content.publishing import publish as publish_draft
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.editing.comparing import compare
from troubleshooter.editing.plans import OPEN, NotPossible, send_on
from troubleshooter.editing.plans import approve as approve_plan
from troubleshooter.editing.plans import cancel as cancel_plan
from troubleshooter.models import Guide, PlannedPublication, PublicationState

from .page import CHANGE, PUBLISH, address_of, may, render_workbench, workbench_view
from .problem_links import ProblemLinks
from .publish_form import PublishForm

MOST_LISTED = 30
ENDED_SHOWN = 5
NOW, LATER, ASK = "now", "later", "ask"


@workbench_view(CHANGE)
def publish(request: HttpRequest, guide: Guide) -> HttpResponse:
    if request.method != "POST":
        return _page(request, guide, PublishForm())
    verb = request.POST.get("verb", "")
    if verb in (NOW, LATER) and verb not in _verbs(request, guide):
        raise PermissionDenied
    form = PublishForm(request.POST, later=verb == LATER)
    if _ready(guide, form, verb, seen=request.POST.get("seen", "")):
        try:
            _send(request, guide, verb, form.cleaned_data)
            return redirect(address_of("publish", guide))
        except GuideHasProblems:
            form.add_error(None, "First mend what is listed below. Your note is kept.")
    return _page(request, guide, form)


def _ready(guide: Guide, form: PublishForm, verb: str, *, seen: str) -> bool:
    """Whether it can be sent on: said in full, and of the draft that the editor has read."""
    if seen != frozen(content_from_rows(guide))[1]:
        form.add_error(None, "The draft has changed since you opened this page. Read it again.")
    if verb not in (NOW, LATER, ASK):
        form.add_error(None, "Choose one of the buttons.")
    return form.is_valid()


def _verbs(request: HttpRequest, guide: Guide) -> tuple[str, ...]:
    """What this person may do with this guide's draft."""
    if guide.needs_approval or not may(request, PUBLISH):
        return (ASK,)
    return (NOW, LATER, ASK)


def _send(request: HttpRequest, guide: Guide, verb: str, said: dict) -> None:
    author, note, at = request.user, said["note"], said["publish_at"]
    if verb == NOW:
        publication = publish_draft(guide, author=author, note=note)
        words = f"Revision {publication.revision.number} is live. New visitors see it from now on."
    else:
        send_on(guide, author=author, note=note, publish_at=at, ask=verb == ASK)
        words = "Kept. It waits for someone else to approve it." if verb == ASK else "Planned."
    messages.success(request, words)


def _page(request: HttpRequest, guide: Guide, form: PublishForm) -> HttpResponse:
    draft, live = content_from_rows(guide), live_content(guide)
    problems, links = check(draft), ProblemLinks(guide)
    context = {
        "form": form,
        "live": live,
        "seen": frozen(draft)[1],
        "comparison": compare(live, draft),
        "unchanged": live == draft,
        "lines": [(each, links.mend(each.place)) for each in problems[:MOST_LISTED]],
        "more": max(0, len(problems) - MOST_LISTED),
        "verbs": _verbs(request, guide),
        "open": [
            _open(request, planned, live) for planned in _planned(guide).filter(state__in=OPEN)
        ],
        "ended": _planned(guide).exclude(state__in=OPEN).order_by("-ended_at")[:ENDED_SHOWN],
    }
    return render_workbench(request, guide, "publish", f"Publish: {guide}", context)


def _planned(guide: Guide) -> models.QuerySet[PlannedPublication]:
    return guide.planned.select_related("author", "approved_by", "revision")


def _open(
    request: HttpRequest, planned: PlannedPublication, live: GuideContent | None
) -> dict[str, object]:
    waits = planned.state == PublicationState.WAITING
    own = planned.author_id == request.user.pk
    return {
        "planned": planned,
        "waits": waits,
        "own": own,
        "may_approve": waits and not own and may(request, PUBLISH),
        "comparison": compare(live, GuideContent.model_validate(planned.content)),
    }


@require_POST
@workbench_view(PUBLISH)
def approve(request: HttpRequest, guide: Guide, planned: int) -> HttpResponse:
    row = get_object_or_404(guide.planned, pk=planned)
    try:
        done = approve_plan(row, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, done)
    return redirect(address_of("publish", guide))


def _tell(request: HttpRequest, done: PlannedPublication) -> None:
    if done.state == PublicationState.FAILED:
        messages.error(request, f"It could not be published: {done.problem}")
    elif done.revision is not None:
        messages.success(request, f"Approved. Revision {done.revision.number} is live.")
    else:
        messages.success(request, "Approved. It goes live at its time.")


@require_POST
@workbench_view(CHANGE)
def cancel(request: HttpRequest, guide: Guide, planned: int) -> HttpResponse:
    row = get_object_or_404(guide.planned, pk=planned)
    if row.author_id != request.user.pk and not may(request, PUBLISH):
        raise PermissionDenied
    try:
        cancel_plan(row, words=request.POST.get("words", "").strip())
        messages.success(request, "It will not go live.")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect(address_of("publish", guide))
