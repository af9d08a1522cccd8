"""Where visits go, and where they end."""

from django.http import HttpRequest, HttpResponse

from troubleshooter.statistics.charts.flow import flow_chart
from troubleshooter.statistics.figures.flow import flow_of
from troubleshooter.statistics.figures.flow_sheets import flow_sheets
from troubleshooter.statistics.figures.names import Names
from troubleshooter.statistics.queries import Look

from .access import insights_view
from .asked import Asked
from .pages import render_insights


@insights_view
def flow(request: HttpRequest, asked: Asked, seen: Look) -> HttpResponse:
    found = flow_of(seen, asked.filters, Names(asked.content, asked.revisions))
    context = {
        "counted": found.counted,
        "found": found,
        "chart": flow_chart(found),
        "sheets": {sheet.name: sheet for sheet in flow_sheets(found)},
    }
    return render_insights(request, asked, "flow", "Where visits go", context)
