"""A guide's own page: what it helps with, which device, and the start of a visit."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from troubleshooter.content import catalogue
from troubleshooter.content.schema import GuideContent
from troubleshooter.content.ways import ways
from troubleshooter.forms import StartForm
from troubleshooter.visits import services
from troubleshooter.visits.queries import OpenVisit, find_visit
from troubleshooter.visits.waiting import asked_on_return

from .beginners import beginner_of, remember
from .cards import guide_card
from .cookies import give_token, read_token
from .limiting import limited_by_address
from .moves import move_address, to_next, withdrawn
from .pages import render_page, title_with
from .previewing import guide_or_404
from .stamps import sent_by


@require_safe
def guide(request: HttpRequest, guide: str) -> HttpResponse:
    live = guide_or_404(request, guide)
    if live.withdrawn:
        return withdrawn(request, live)
    return _page(request, live, StartForm(live.published.content, initial=_picked(request, live)))


@require_POST
@limited_by_address("starts")
def start(request: HttpRequest, guide: str) -> HttpResponse:
    live = guide_or_404(request, guide)
    if live.withdrawn:
        return withdrawn(request, live)
    form = StartForm(live.published.content, request.POST)
    if not form.is_valid():
        return _page(request, live, form)
    beginner = beginner_of(request)
    started = services.start(
        live,
        **form.cleaned_data,
        begun_by=beginner.by,
        sent=sent_by(request),
        form=request.POST.get("form", ""),
        held=read_token(request, guide),
    )
    remember(beginner, started.visit.visit.pk)
    return give_token(request, to_next(started.visit), guide, started.token)


def _picked(request: HttpRequest, live: catalogue.LiveGuide) -> dict[str, str]:
    """What the address picks already: a message that was found, the device from an embedded page.
    What the guide does not know is left out."""
    form = StartForm(live.published.content, request.GET)
    form.is_valid()
    return {name: form.cleaned_data[name] for name in request.GET if name in form.cleaned_data}


def _page(request: HttpRequest, live: catalogue.LiveGuide, form: StartForm) -> HttpResponse:
    content = live.published.content
    here = find_visit(content.key, read_token(request, content.key))
    context = {
        **_asked(here),
        "guide": content,
        "live": live,
        "form": form,
        "here": here,
        "card": None if here else guide_card(request, live),
        "version_groups": version_groups(content),
        "version_ways": [
            ways(live.published.paths[key], content.platforms, "", "")
            for key in content.version_paths
        ],
        "message": live.published.messages.get(str(form["message"].value())),
    }
    response = render_page(request, "guide", title_with(form.errors, content.title), context)
    add_never_cache_headers(response)
    return response


def _asked(here: OpenVisit | None) -> dict[str, object]:
    """Who comes back while something is waited for is asked whether it worked, and may go on with
    what else there is."""
    if here is None or here.fixing_step is not None:
        return {}
    asked = asked_on_return(here, timezone.now())
    if asked is None:
        return {}
    elsewhere = here.move.key != asked.step.key
    return {"asked": asked, "meanwhile": move_address(here) if elsewhere else ""}


def version_groups(content: GuideContent) -> list[dict[str, object]]:
    """The versions to choose from: one list where all platforms share it, else one for each."""
    if len({platform.versions for platform in content.platforms}) == 1:
        return [{"name": "", "versions": content.platforms[0].versions}]
    return [{"name": p.name, "versions": p.versions} for p in content.platforms]
