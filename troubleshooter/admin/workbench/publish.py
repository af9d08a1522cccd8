"""The tab “Publish”: what would change, what is in the way, and the buttons that send it on."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE as CHANGED
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from troubleshooter.content import catalogue
from troubleshooter.content.checks import check
from troubleshooter.content.publishing import GuideHasProblems, frozen, live_content
from troubleshooter.content.publishing import publish as publish_draft
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.editing.comparing import compare
from troubleshooter.editing.plans import OPEN, NotPossible, send_on
from troubleshooter.editing.plans import approve as approve_plan
from troubleshooter.editing.plans import cancel as cancel_plan
from troubleshooter.learning.asking import approve_numbers, wish_of
from troubleshooter.models import Guide, Parameters, PlannedPublication, PublicationState

from ..place_names import subject
from .page import CHANGE, PUBLISH, address_of, may, render_workbench, workbench_view
from .problem_links import ProblemLinks
from .publish_form import PublishForm

MOST_LISTED = 30
ENDED_SHOWN = 5
NOW, LATER, ASK = VERBS = ("now", "later", "ask")


@workbench_view(CHANGE)
def publish(request: HttpRequest, guide: Guide) -> HttpResponse:
    draft = content_from_rows(guide)
    if request.method != "POST":
        return _page(request, guide, draft, PublishForm())
    verb = request.POST.get("verb", "")
    if verb in VERBS and verb not in _verbs(request, guide):
        raise PermissionDenied
    form = PublishForm(request.POST, later=verb == LATER)
    if _may_be_sent(form, verb, draft):
        try:
            _send(request, guide, draft, verb, form.cleaned_data)
            return redirect(address_of("publish", guide))
        except GuideHasProblems:
            form.add_error(None, "First mend what is listed below. Your note is kept.")
    return _page(request, guide, draft, form)


def _verbs(request: HttpRequest, guide: Guide) -> tuple[str, ...]:
    """What this person may do with this guide's draft."""
    if guide.needs_approval or not may(request, PUBLISH):
        return (ASK,)
    return VERBS


def _may_be_sent(form: PublishForm, verb: str, draft: GuideContent) -> bool:
    """What is sent on is what the person has read: a draft that changed since is shown anew."""
    if verb not in VERBS:
        form.add_error(None, "Choose one of the buttons below.")
    elif form.data.get("seen", "") not in ("", frozen(draft)[1]):
        form.add_error(None, "The draft was changed while you read it. Read it again, then send.")
    if verb == NOW and form.is_valid() and form.cleaned_data["publish_at"]:
        form.add_error(
            "publish_at", "Empty this to publish now, or choose to publish at that time."
        )
    return form.is_valid()


def _send(
    request: HttpRequest, guide: Guide, draft: GuideContent, verb: str, said: dict[str, Any]
) -> None:
    author, note, at = request.user, said["note"], said["publish_at"]
    if live_content(guide) == draft:
        messages.info(request, "There was nothing to publish. Visitors see what the draft says.")
    elif verb == NOW:
        done = publish_draft(guide, content=draft, author=author, note=note)
        _log(request, guide, f"Published as revision {done.revision.number}.")
        words = f"Revision {done.revision.number} is live. New visitors see it from now on."
        messages.success(request, words)
    else:
        ask = verb == ASK
        send_on(guide, content=draft, author=author, note=note, publish_at=at, ask=ask)
        words = "Kept. It waits for someone else to approve it." if ask else "Planned."
        messages.success(request, words)


def _log(request: HttpRequest, guide: Guide, words: str) -> None:
    LogEntry.objects.log_actions(request.user.pk, [guide], CHANGED, words, single_object=True)


def _page(
    request: HttpRequest, guide: Guide, draft: GuideContent, form: PublishForm
) -> HttpResponse:
    live, problems, links = live_content(guide), check(draft), ProblemLinks(guide)
    waiting = _planned(guide).filter(state__in=OPEN)
    context = {
        "form": form,
        "live": live,
        "seen": frozen(draft)[1],
        "comparison": compare(live, draft),
        "unchanged": live == draft,
        "lines": [(each, links.mend(each.place)) for each in problems[:MOST_LISTED]],
        "more": max(0, len(problems) - MOST_LISTED),
        "verbs": _verbs(request, guide),
        "open": [_open(request, planned, live) for planned in waiting],
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
        **_what_waits(planned, live),
    }


def _what_waits(planned: PlannedPublication, live: GuideContent | None) -> dict[str, object]:
    """What it would change: a guide's content, or which numbers of which set."""
    wish = wish_of(planned)
    if wish is None:
        return {"comparison": compare(live, GuideContent.model_validate(planned.content))}
    numbers = get_object_or_404(Parameters, pk=wish.parameters)
    published = catalogue.published(numbers.revision_id)
    return {"wish": wish, "subjects": [subject(place, published) for place in wish.places or ()]}


@require_POST
@workbench_view(PUBLISH)
def approve(request: HttpRequest, guide: Guide, planned: int) -> HttpResponse:
    row = get_object_or_404(guide.planned, pk=planned)
    approve_row = approve_numbers if wish_of(row) else approve_plan
    try:
        done = approve_row(row, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, done)
    return redirect(address_of("publish", guide))


def _tell(request: HttpRequest, done: PlannedPublication) -> None:
    if done.state == PublicationState.FAILED:
        messages.error(request, f"It could not be published: {done.problem}")
    elif wish_of(done):
        _log(request, done.guide, "Approved numbers, which are live.")
        messages.success(request, "Approved. New visits meet these numbers from now on.")
    elif done.revision is not None:
        _log(request, done.guide, f"Approved, and published as revision {done.revision.number}.")
        messages.success(request, f"Approved. Revision {done.revision.number} is live.")
    else:
        messages.success(request, "Approved. It goes live at its time.")


@require_POST
@workbench_view(CHANGE)
def cancel(request: HttpRequest, guide: Guide, planned: int) -> HttpResponse:
    row = get_object_or_404(guide.planned, pk=planned)
    own, words = row.author_id == request.user.pk, request.POST.get("words", "").strip()
    if not own and not may(request, PUBLISH):
        raise PermissionDenied
    if not own and not words:
        messages.error(request, "Say why not. Its author reads it. Nothing is declined yet.")
        return redirect(address_of("publish", guide))
    try:
        cancel_plan(row, by=request.user, words=words)
        messages.success(request, "It will not go live.")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect(address_of("publish", guide))
