"""What an editor does with learnt numbers: takes them over, goes back, or has more learnt."""

from collections.abc import Collection

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from troubleshooter.content import catalogue
from troubleshooter.learning.asking import (
    Adopted,
    adopt_near_or_ask,
    adopt_or_ask,
    go_back_or_ask,
)
from troubleshooter.learning.errors import NotAdoptable, NothingToLearn, UnknownPlace
from troubleshooter.learning.lessons import Taught, keep, teach
from troubleshooter.models import Guide, Origin, Parameters, PlannedPublication, Visit

from .workbench.page import address_of

# So many visits are learnt from in a few seconds: short enough to wait for a page.
QUICK_VISITS = 5_000


def adopt_and_tell(
    request: HttpRequest, learnt: Parameters, chosen: Collection[str] | None
) -> Parameters | None:
    """The set that went live, or None where nothing changed. The editor reads which it was."""
    guide = learnt.revision.guide
    note = request.POST.get("note", "").strip()
    try:
        live = adopt_or_ask(learnt, chosen=chosen, author=request.user, note=note)
    except UnknownPlace as unknown:
        words = f"This set has no number “{unknown}”. Nothing was adopted. Look at the page again."
        messages.error(request, words)
        return None
    except NotAdoptable as refusal:
        messages.error(request, f"Nothing was adopted. {refusal}")
        return None
    return _went_live(request, guide, live)


def go_back_and_tell(request: HttpRequest, parameters: Parameters) -> Parameters | None:
    """The set that went live, or None where nothing changed. The editor reads which it was."""
    guide = parameters.revision.guide
    try:
        live = go_back_or_ask(parameters, author=request.user)
    except NotAdoptable as refusal:
        messages.error(request, f"What is live stays. {refusal}")
        return None
    return _went_live(request, guide, live)


def what_is_live(live: Parameters) -> str:
    """What new visits meet, and where it comes from."""
    if "back_to" in live.report:
        return f"set {live.pk}, with the numbers of set {live.report['back_to']}"
    adopted = len(live.report.get("adopted", ()))
    return f"set {live.pk}, with {adopted} learnt {'number' if adopted == 1 else 'numbers'}"


def is_quick(guide: Guide) -> bool:
    """Whether there are so few visits that learning from them keeps nobody waiting."""
    visits = Visit.objects.counted().filter(guide=guide, simulated=settings.DEMO).order_by()
    return visits[:QUICK_VISITS].count() < QUICK_VISITS


def learn_and_tell(request: HttpRequest, guide: Guide) -> Parameters | None:
    """The learnt set, new or the same as before; None where there is nothing to learn."""
    try:
        taught = teach(guide, until=timezone.now())
    except NothingToLearn as nothing:
        messages.warning(request, str(nothing))
        return None
    known = _known_already(taught)
    if known is not None:
        messages.info(request, f"There is nothing new since set {known.pk}.")
        return known
    learnt = keep(taught)
    messages.success(request, f"Learnt from {learnt.visits:,} visits. Kept as set {learnt.pk}.")
    _tell_what_the_band_allowed(request, guide, learnt)
    return learnt


def _went_live(request: HttpRequest, guide: Guide, live: Adopted) -> Parameters | None:
    """`guide` is as it was before."""
    if isinstance(live, PlannedPublication):
        _tell_who_must_agree(request, guide)
        return None
    if live.pk == guide.live_parameters_id:
        messages.info(request, f"These numbers were live already, as set {live.pk}.")
        return None
    words = f"Live now for new visits of “{guide}”: {what_is_live(live)}. Visits under way keep"
    messages.success(request, f"{words} the numbers that they started with.")
    return live


def _tell_who_must_agree(request: HttpRequest, guide: Guide) -> None:
    words = format_html(
        "These numbers wait for someone else to approve them. Visitors meet what they met. "
        '<a href="{}">See what waits</a>',
        address_of("publish", guide),
    )
    messages.success(request, words)


def _known_already(taught: Taught) -> Parameters | None:
    """The last learnt set, if the same was learnt from the same visits: a button pressed twice."""
    sets = Parameters.objects.filter(revision=taught.guide.live_revision_id, origin=Origin.LEARNT)
    last = sets.order_by("-created_at", "-pk").first()
    if last is None or last.visits != taught.lesson.visits:
        return None
    same = catalogue.parameters(last.pk) == taught.lesson.parameters
    return last if same else None


def _tell_what_the_band_allowed(request: HttpRequest, guide: Guide, learnt: Parameters) -> None:
    try:
        live = adopt_near_or_ask(learnt)
    except NotAdoptable:  # the set's own page says why
        return
    if live is not None:
        _went_live(request, guide, live)
