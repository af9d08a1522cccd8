"""The overview: which fixes resolve most, and what to change first."""

from django.http import HttpRequest, HttpResponse

from troubleshooter.statistics.figures.counted import counted
from troubleshooter.statistics.queries import Look

from .access import insights_view
from .asked import Asked
from .pages import render_insights


@insights_view
def overview(request: HttpRequest, asked: Asked, seen: Look) -> HttpResponse:
    context = {"counted": counted(seen, asked.filters)}
    return render_insights(request, asked, "overview", asked.guide.title, context)
