"""One question: it is asked, and it is answered or answered anew."""

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooter.content.schema import MessageContent, QuestionContent
from troubleshooter.forms import AnswerForm
from troubleshooter.models import Node
from troubleshooter.templatetags.kept import around
from troubleshooter.templatetags.portal import where_am_i, why_this
from troubleshooter.visits import services
from troubleshooter.visits.errors import InvalidAnswer, UnknownNode
from troubleshooter.visits.queries import OpenVisit, require_visit

from .cookies import read_token
from .limiting import limited_by_visit
from .moves import back_address, to_next, visit_view
from .pages import Errors, marks_for, render_page, title_with
from .stamps import sent_by


@require_http_methods(["GET", "HEAD", "POST"])
@limited_by_visit("answers")
@visit_view
def question(request: HttpRequest, guide: str, key: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, guide, key, {})
    form = AnswerForm(request.POST)
    if form.is_valid():
        option = form.cleaned_data["option"]
        try:
            token, sent = read_token(request, guide), sent_by(request)
            return to_next(services.answer(guide, token, question=key, option=option, sent=sent))
        except InvalidAnswer:
            form.add_error("option", _("Choose one of the answers listed here."))
    return _page(request, guide, key, form.errors)


def _page(request: HttpRequest, guide: str, key: str, errors: Errors) -> HttpResponse:
    here = require_visit(guide, read_token(request, guide))
    content = here.guide.questions.get(key)
    if content is None:
        raise UnknownNode(key)
    context = {"guide": here.guide.content, "question": content}

    def written() -> SafeString:
        return _written(request, here, content, errors)

    title = title_with(errors, content.text)
    return render_page(request, "question", title, context, written=written)


def _written(
    request: HttpRequest, here: OpenVisit, content: QuestionContent, errors: Errors
) -> SafeString:
    key = content.key
    is_move = here.move.key == key and here.move.kind == "ask"
    return around(
        "troubleshooter/_question.html",
        {
            "where": where_am_i(here, Node.QUESTION, key),
            "marks": marks_for(request),
            "why": why_this(here, is_move),
        },
        guide=here.guide,
        question=content,
        platform=here.visit.platform,
        version=here.visit.version,
        missing=here.state.missing_paths,
        selected=here.state.questions.get(key),
        by_message=_message_of(here, key),
        problem=next(iter(errors.get("option", ())), ""),
        back=back_address(here, Node.QUESTION, key),
    )


def _message_of(here: OpenVisit, key: str) -> MessageContent | None:
    """The picked message, if it gave the question's present answer."""
    return here.guide.messages[here.state.message] if key in here.brought else None
