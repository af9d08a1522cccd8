"""The accessibility statement: what was tested, how and when, and whom to tell what does not work.

What it claims is data, here and nowhere else. Change it only after the tests it names were run.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .pages import render_page


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A checker and the version that the pages were checked with."""

    name: str
    version: str


@dataclass(frozen=True, kw_only=True)
class Tested:
    """The last time that everything the statement names was looked at. `states` of pages, >= 1."""

    on: date
    states: int
    tools: tuple[Tool, ...]


TESTED = Tested(
    on=date(2026, 11, 28),
    states=52,
    tools=(
        Tool(name="axe-core", version="4.12.1"),
        Tool(name="HTML_CodeSniffer", version="2.5.1"),
        Tool(name="Chromium", version="156"),
    ),
)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"tested": TESTED, "contact": _link(settings.ACCESSIBILITY_CONTACT)}
    return render_page(request, "accessibility", _("Accessibility"), context)


def _link(contact: str) -> dict[str, str] | None:
    """An e-mail address is written to, a page is opened."""
    if not contact:
        return None
    return {"address": contact if "://" in contact else f"mailto:{contact}", "words": contact}
