"""A step's own page: who came to it, what it did for them, and where they went."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from troubleshooter.models import Node
from troubleshooter.statistics.charts.trend import trend_chart
from troubleshooter.statistics.counted import NodeFigures
from troubleshooter.statistics.figures.adjusted import adjusted_rates
from troubleshooter.statistics.figures.names import Names
from troubleshooter.statistics.figures.one_step import one_step
from troubleshooter.statistics.measures import Rate, rate
from troubleshooter.statistics.queries import Look

from .access import insights_view
from .asked import Asked
from .editing_links import EditingLinks
from .pages import render_insights

LINES = (
    ("shown", "saw it", False),
    ("tried", "tried it", False),
    ("fixed", "were fixed by it", True),
    ("no_help", "got no help from it", True),
    ("could_not", "could not do it", False),
    ("not_found", "could not find it", False),
    ("waiting", "are waiting for it", False),
    ("left", "left there", False),
    ("open", "are still there", False),
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """Some of the visits that saw a step. `inner`: a part of the line before."""

    words: str
    inner: bool
    visits: int
    rate: Rate


@insights_view
def step(request: HttpRequest, asked: Asked, seen: Look, *, key: str) -> HttpResponse:
    names = Names(asked.content, asked.revisions)
    if names.step(key) is None:
        raise Http404(key)
    found = one_step(seen, asked.filters, names, asked.revisions, key)
    context = {
        "counted": found.counted,
        "found": found,
        "trend": trend_chart(found.trend),
        "funnel": funnel(found.figures),
        "adjusted": _adjusted(asked, key),
        "edit": EditingLinks(request.user, asked.guide).of(Node.STEP, key),
    }
    return render_insights(request, asked, "step", found.named.title, context, tab="overview")


def _adjusted(asked: Asked, key: str) -> dict[str, object]:
    """What the step would do on equal terms, as far as it was worked out."""
    known = adjusted_rates(asked.filters)
    return {
        "known": known,
        "estimate": known.estimates.get(key),
        "refused": known.refused.get(key, ""),
        "reason": known.reasons.get(key, ""),
        "after": known.after.get(key, 0.0),
    }


def funnel(figures: NodeFigures) -> list[Line]:
    """Lines without a visit are left out, but for the first three, which say so."""
    counts = [(words, inner, getattr(figures, name)) for name, words, inner in LINES]
    return [
        Line(words=words, inner=inner, visits=n, rate=rate(min(n, figures.shown), figures.shown))
        for place, (words, inner, n) in enumerate(counts)
        if n or place < 3
    ]
