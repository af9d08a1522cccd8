"""A visit goes on on another device as well: the QR code and the short code that lead there."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooter.visits import passes
from troubleshooter.visits.codes import in_groups
from troubleshooter.visits.queries import require_visit

from .cookies import read_token
from .limiting import limited_by_visit
from .moves import visit_view
from .pages import render_page
from .square import square


@require_http_methods(["GET", "HEAD", "POST"])
@limited_by_visit("passes")
@visit_view
def another_device(request: HttpRequest, guide: str) -> HttpResponse:
    """Only a POST makes a pass. It is shown in the answer itself, since nothing that redeems it is
    kept: loading the page again makes no second one, and offers the button again."""
    token = read_token(request, guide)
    here = require_visit(guide, token)
    shown = _shown(request, passes.issue(guide, token)) if request.method == "POST" else {}
    context = {
        "here": here,
        "guide": here.guide.content,
        "back": reverse("next", args=[guide]),
        **shown,
    }
    return render_page(request, "another_device", _("Go on with another device"), context)


def _shown(request: HttpRequest, issued: passes.Issued) -> dict[str, object]:
    link = request.build_absolute_uri(reverse("go-on-link", args=[issued.secret]))
    return {
        "square": square(link),
        "code": in_groups(issued.code),
        "address": f"{request.get_host()}{reverse('go-on')}",
        "minutes": passes.LIFETIME.seconds // 60,
    }
