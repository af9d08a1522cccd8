"""What the words of the statistics mean: docs/statistics.md, as a page."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from .access import for_leads
from .pages import render_alone

DOCUMENT = "docs/statistics.md"
ELSEWHERE = re.compile(r"\[([^\]]+)\]\((?!#)[^)]+\)")
"""Links to other documents: on the page they lead nowhere, so only their words stay."""


@require_safe
@for_leads
def definitions(request: HttpRequest) -> HttpResponse:
    context = {"text": text(Path(settings.BASE_DIR, DOCUMENT))}
    return render_alone(request, "definitions", "What the words mean", context)


@cache
def text(path: Path) -> SafeString:
    """Without its title, since the page has one; each heading can be linked to."""
    _, _, body = path.read_text().partition("\n")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(ELSEWHERE.sub(r"\1", body))
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", anchor(words.content))
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S308  no html


def anchor(heading: str) -> str:
    """As code hosts make it: “Fix rate when tried” is #fix-rate-when-tried."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
