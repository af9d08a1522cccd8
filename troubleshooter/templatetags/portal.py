"""How the pages write paths, times and chances."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.markup import html_from_markdown
from troubleshooter.content.schema import (
    CauseContent,
    FactContent,
    PathContent,
    StepContent,
)
from troubleshooter.content.texts import ACCOUNT_ROW, Foreign
from troubleshooter.content.translating import base_of
from troubleshooter.content.ways import Way, ways
from troubleshooter.content.wording import duration, in_ten, rhythm
from troubleshooter.engine import Evidence, Move, MoveKind, Result
from troubleshooter.visits.gates import is_risky
from troubleshooter.visits.page_stamps import stamp
from troubleshooter.visits.queries import OpenVisit
from troubleshooter.visits.tokens import new_form
from troubleshooter.visits.why import why

from .foreign import meet
from .kept import kept

register = template.Library()
register.filter(duration)
register.filter(in_ten)
register.filter(rhythm)
register.simple_tag(kept)

# The bar shows number / (number + this): it grows with every answer and never goes back.
MOVES_AHEAD = 4
# Further than this nobody can honestly say how long it will take.
FAR_AHEAD = 5


@register.filter
def words(text: str) -> str:
    """A guide's text within a page; marked where it is in another language than the page."""
    if not isinstance(text, Foreign):
        return text
    return format_html('<span lang="{}" dir="{}">{}</span>', *_other(text), str(text))


@register.simple_tag
def lang_of(text: str) -> str:
    """The same as attributes, where no element can stand: in an option, or of a whole box."""
    if not isinstance(text, Foreign):
        return ""
    return format_html(' lang="{}" dir="{}"', *_other(text))


@register.filter
def markdown(text: str) -> SafeString:
    html = html_from_markdown(text)
    if not isinstance(text, Foreign):
        return html
    return format_html('<div lang="{}" dir="{}">{}</div>', *_other(text), html)


def _other(text: Foreign) -> tuple[str, str]:
    meet(text)
    leftward = base_of(text.language) in settings.LANGUAGES_BIDI
    return text.language, "rtl" if leftward else "ltr"


@register.filter
def risky(step: StepContent) -> bool:
    return is_risky(step)


@register.filter
def account_row(segment: str) -> bool:
    return segment == ACCOUNT_ROW


@register.filter
def spoken(segments: tuple[str, ...]) -> SafeString:
    """A path as one would read it out."""
    names = [_("your name at the top") if account_row(name) else name for name in segments]
    return format_html_join(_(", then "), "{}", ((words(name),) for name in names))


@register.simple_tag
def demo_line() -> str:
    """What every page of a demo says, and no other."""
    return kept("troubleshooter/_demo.html") if settings.DEMO else ""


@register.simple_tag(takes_context=True)
def language_link(context: RequestContext) -> str:
    """The way to another language, on a page that is written for one request."""
    request = context.get("request")
    return link_to_languages(request) if request else ""


def link_to_languages(request: HttpRequest) -> str:
    """The way to another language and back. The address of a link to another device is a secret,
    and is not carried along."""
    if not getattr(request, "translated", False):
        return ""
    match = request.resolver_match
    secret = match is not None and match.url_name == "go-on-link"
    place = "" if secret else urlencode({"next": request.get_full_path()})
    return format_html(kept("troubleshooter/_language_link.html"), place)


@register.simple_tag(takes_context=True)
def form_marks(context: RequestContext) -> str:
    """What a form sends along besides its fields. Nothing where a script puts it into the form."""
    if context.get("marked_by_script"):
        return ""
    return marks(str(context.get("csrf_token", "")))


def marks(token: str) -> SafeString:
    """The token against forged posts, and when the page was fetched."""
    # Neither has a character that means something in HTML.
    return SafeString(
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<input type="hidden" name="page" value="{stamp()}">'
    )


@register.simple_tag
def form_mark() -> SafeString:
    """Which form it is that begins a visit: sent twice, it begins one."""
    return format_html('<input type="hidden" name="form" value="{}">', new_form())


@register.simple_tag
def path_of(guide: PublishedGuide, key: str) -> PathContent:
    return guide.paths[key]


@register.simple_tag
def ways_to(
    guide: PublishedGuide, path: PathContent, platform: str = "", version: str = ""
) -> tuple[Way, ...]:
    """The ways that fit the visitor's device, or those of every device and version."""
    return ways(path, guide.content.platforms, platform, version)


@register.simple_tag
def facts_of(guide: PublishedGuide, keys: tuple[str, ...]) -> tuple[FactContent, ...]:
    return tuple(guide.facts[key] for key in keys)


@register.simple_tag
def cause_of(guide: PublishedGuide, key: str) -> CauseContent | None:
    return guide.causes.get(key)


@register.simple_tag
def why_this(
    here: OpenVisit, is_move: bool, step: StepContent | None = None, chance: float = 0.0
) -> SafeString:
    """Why this question or step is next, or that it is not, as a line to unfold. `chance` is P(the
    step would help at this point)."""
    return kept(
        "troubleshooter/_why.html",
        guide=here.guide,
        move=here.move if is_move else None,
        tried=tuple(here.state.steps.items()) if is_move else (),
        step=step,
        chance=chance,
    )


@register.simple_tag
def why_next(
    guide: PublishedGuide, tried: tuple[tuple[str, Result], ...], move: Move
) -> SafeString:
    """Why this is the next move. The guide's names stand in it as holes until the sentence of ours
    is safe, and are then filled in as `words` has them."""
    names: list[str] = []

    def hole(name: str) -> str:
        names.append(name)
        return f"{{{len(names) - 1}}}"

    sentence = why(guide, Evidence(questions={}, steps=dict(tried)), move, name=hole)
    return format_html(sentence, *(words(name) for name in names), "")


@register.simple_tag
def where_am_i(here: OpenVisit, node: str, key: str) -> SafeString:
    """The place of this page in the visit, in words and as a bar."""
    return kept("troubleshooter/_where.html", **place_of(here, node, key))


def place_of(here: OpenVisit, node: str, key: str) -> dict[str, float]:
    """The place of this page in the visit, and how far most people have to go from here."""
    given = list(here.state.given)
    number = given.index((node, key)) + 1 if (node, key) in here.state.given else len(given) + 1
    ahead = here.move.reason.to_half
    typical = len(given) + len(ahead) if ahead is not None and len(ahead) <= FAR_AHEAD else 0
    told = typical > number
    return {
        "outage": here.visit.outage,
        "number": number,
        "typical": typical if told else 0,
        "minutes": _minutes_ahead(here, ahead or ()) if told else 0,
        "bar_max": number + MOVES_AHEAD,
    }


def _minutes_ahead(here: OpenVisit, steps: tuple[str, ...]) -> float:
    """Hands-on minutes of what is asked now and of these steps; waiting is said at each step."""
    asked = here.guide.questions.get(here.move.key) if here.move.kind is MoveKind.ASK else None
    return (asked.minutes if asked else 0) + sum(here.guide.steps[key].minutes for key in steps)
