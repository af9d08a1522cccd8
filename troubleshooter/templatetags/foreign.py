"""A page that shows texts in another language than its own says so, once, at its top."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django import template
from django.template import Context, NodeList
from django.template.base import Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from troubleshooter.content.texts import Foreign

register = template.Library()

# The foreign texts that the page which is being written has met; None: none is.
_met: ContextVar[list[Foreign] | None] = ContextVar("met", default=None)


def meet(text: Foreign) -> None:
    """The page shows this text."""
    met = _met.get()
    if met is not None:
        met.append(text)


@contextmanager
def meeting() -> Iterator[list[Foreign]]:
    """The foreign texts that are met meanwhile."""
    met: list[Foreign] = []
    before = _met.set(met)
    try:
        yield met
    finally:
        _met.reset(before)


class TellsOfForeign(template.Node):
    """Writes a fragment, and the line into its <main> where it has met foreign texts. What a page
    shows is known when it is written, and not before."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        with meeting() as met:
            html = self.nodelist.render(context)
        if not met:
            return html
        top = html.index(">", html.index("<main")) + 1
        line = render_to_string("troubleshooter/_not_translated.html")
        return mark_safe(html[:top] + line + html[top:])  # noqa: S308  both were safe


@register.tag
def tells_of_foreign(parser: Parser, token: Token) -> TellsOfForeign:
    nodelist = parser.parse(("endtells_of_foreign",))
    parser.delete_first_token()
    return TellsOfForeign(nodelist)
