"""Where a visit goes next, and the one seam where domain errors become HTTP answers."""

from collections.abc import Callable
from functools import lru_cache, wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from troubleshooter.content import catalogue
from troubleshooter.engine import MoveKind
from troubleshooter.visits.errors import GuideWithdrawn, UnknownNode, VisitGone
from troubleshooter.visits.queries import OpenVisit, require_visit
from troubleshooter.visits.waiting import due_step

from .cookies import read_token
from .limiting import by_address
from .pages import render_page
from .previewing import guide_or_404

View = Callable[..., HttpResponse]
# So many addresses are kept, of a hundred bytes each.
KEPT_ADDRESSES = 8_192
# As Django's add_never_cache_headers, which also works out a date for what is older than HTTP/1.1.
KEPT_NOWHERE = "max-age=0, no-cache, no-store, must-revalidate, private"


def visit_view(view: View) -> View:
    """Answer for a missing visit, a withdrawn guide and an unknown key; keep nothing in caches."""

    @wraps(view)
    def answered(request: HttpRequest, guide: str, **kwargs: str) -> HttpResponse:
        try:
            response = view(request, guide, **kwargs)
        except VisitGone:
            response = by_address(request, "strangers") or _to_guide(request, guide)
        except GuideWithdrawn:
            response = withdrawn(request, guide_or_404(request, guide))
        except UnknownNode as error:
            raise Http404(str(error)) from error
        response.headers["Cache-Control"] = KEPT_NOWHERE
        patch_vary_headers(response, ["Cookie"])
        return response

    return answered


@require_safe
@visit_view
def next_address(request: HttpRequest, guide: str) -> HttpResponse:
    return to_return(require_visit(guide, read_token(request, guide)))


def address(name: str, *args: str) -> str:
    """`reverse`, kept: a step forward needs the same few again and again."""
    return _address(get_script_prefix(), name, *args)


@lru_cache(maxsize=KEPT_ADDRESSES)
def _address(prefix: str, name: str, *args: str) -> str:
    return reverse(name, args=args)


def to_return(here: OpenVisit) -> HttpResponseRedirect:
    """302 to where someone who comes back goes on. Whether it worked comes first, once that can
    be known."""
    due = due_step(here, timezone.now())
    if due is None or here.fixing_step is not None:
        return to_next(here)
    return HttpResponseRedirect(address("step", here.guide.key, due.step.key))


def to_next(here: OpenVisit) -> HttpResponseRedirect:
    """302 straight to the current move, or to where the visit ended, or to where it waits."""
    if here.fixing_step is not None:
        return HttpResponseRedirect(address("resolved", here.guide.key))
    if here.stays_at is not None:
        return HttpResponseRedirect(address("step", here.guide.key, here.stays_at))
    return HttpResponseRedirect(move_address(here))


def move_address(here: OpenVisit) -> str:
    """The page of the current move."""
    if here.move.kind is MoveKind.HAND_OVER:
        return address("support", here.guide.key)
    name = "question" if here.move.kind is MoveKind.ASK else "step"
    return address(name, here.guide.key, here.move.key)


def back_address(here: OpenVisit, node: str = "", key: str = "") -> str:
    """The question or step before this one in the visit; the guide's page before the first."""
    given = list(here.state.given)
    before = given[: given.index((node, key))] if (node, key) in here.state.given else given
    if not before:
        return address("guide", here.guide.key)
    return address(before[-1][0], here.guide.key, before[-1][1])


def withdrawn(request: HttpRequest, live: catalogue.LiveGuide) -> HttpResponse:
    content = live.published.content
    return render_page(request, "withdrawn", content.title, {"guide": content, "live": live})


def _to_guide(request: HttpRequest, guide: str) -> HttpResponse:
    guide_or_404(request, guide)
    return redirect("guide", guide)
