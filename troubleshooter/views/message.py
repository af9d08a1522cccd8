"""The message on the screen, picked amid a visit: exchanged for another, or taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.schema import MessageContent
from troubleshooter.content.search import LONGEST_QUERY, search
from troubleshooter.forms import PickForm
from troubleshooter.visits import services
from troubleshooter.visits.errors import InvalidAnswer
from troubleshooter.visits.queries import require_visit

from .cookies import read_token
from .home import FOUND, asked
from .limiting import limited_by_address, limited_by_visit
from .moves import back_address, to_next, visit_view
from .pages import render_page, wants_fragment
from .stamps import sent_by


@require_http_methods(["GET", "HEAD", "POST"])
@limited_by_address("searches", when=asked)
@limited_by_visit("answers")
@visit_view
def message(request: HttpRequest, guide: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, guide)
    form = PickForm(request.POST)
    if not form.is_valid():
        return _page(request, guide, refused=True)
    token, picked = read_token(request, guide), form.cleaned_data["message"]
    try:
        return to_next(services.pick_message(guide, token, message=picked, sent=sent_by(request)))
    except InvalidAnswer:
        return _page(request, guide, refused=True)


def _page(request: HttpRequest, guide: str, *, refused: bool = False) -> HttpResponse:
    here = require_visit(guide, read_token(request, guide))
    query = asked(request)
    hits = _found(here.guide, query)
    context = {
        "here": here,
        "guide": here.guide.content,
        "message": here.guide.messages.get(here.state.message),
        "query": query,
        "hits": hits,
        "messages": hits or here.guide.content.messages,
        "longest": LONGEST_QUERY,
        "refused": refused,
        "back": back_address(here),
    }
    if wants_fragment(request) and request.htmx.target == FOUND:
        response = render(request, "troubleshooter/_messages_while_typing.html", context)
    else:
        title = _("What does your screen say?")
        response = render_page(request, "message", title, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _found(guide: PublishedGuide, query: str) -> tuple[MessageContent, ...]:
    """The guide's messages that the words may mean, the best first."""
    hits = search((guide,), query, only="message") if query else ()
    return tuple(guide.messages[hit.key] for hit in hits)
