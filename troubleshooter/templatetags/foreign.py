"""A page that shows texts in another language than its own says so, once, at its top."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from troubleshooter.content.texts import Foreign

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


def told(html: SafeString, met: Sequence[Foreign]) -> SafeString:
    """A fragment, with the line in its <main> where it has met foreign texts. What a page shows is
    known when it is written, and not before."""
    if not met:
        return html
    top = html.index(">", html.index("<main")) + 1
    line = render_to_string("troubleshooter/_not_translated.html")
    return mark_safe(html[:top] + line + html[top:])  # noqa: S308  both were safe
