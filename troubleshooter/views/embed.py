"""A guide in a frame of another site: what it helps with, and the way in.

The page has no script and sets no cookie. Start opens the guide's own page in a new tab, where the
portal is the first party: so no browser setting about other sites' cookies is in the way, and the
visit is where it can be continued. See docs/embedding.md.
"""

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from troubleshooter.content.usual import usual_minutes
from troubleshooter.forms import StartForm

from .guide import version_groups
from .previewing import guide_or_404


@require_safe
@cache_control(private=True, max_age=60)
def embed(request: HttpRequest, guide: str) -> HttpResponse:
    """For the sites in EMBED_ORIGINS. Where there are none, nobody can frame this page either."""
    allowed = list(settings.EMBED_ORIGINS)
    framed = csp_replace({"frame-ancestors": allowed or [NONE], "script-src": [NONE]})(_page)
    response = framed(request, guide)
    # This header knows no list of sites. Browsers that know the list above do without it.
    response.xframe_options_exempt = bool(allowed)
    return response


def _page(request: HttpRequest, key: str) -> HttpResponse:
    live = guide_or_404(request, key)
    content = live.published.content
    context = {
        "guide": content,
        "live": live,
        "form": StartForm(content),
        "minutes": None if live.withdrawn else usual_minutes(live),
        "version_groups": version_groups(content),
    }
    return render(request, "troubleshooter/embed.html", context)
