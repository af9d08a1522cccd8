"""Two sets of visits, side by side."""

from django.http import HttpRequest, HttpResponse

from troubleshooter.statistics.figures.comparison import compare as compared
from troubleshooter.statistics.figures.comparison_sheets import comparison_sheets
from troubleshooter.statistics.figures.counted import counted
from troubleshooter.statistics.figures.names import Names
from troubleshooter.statistics.queries import Look

from .access import insights_view
from .asked import Asked
from .other_side import read_other_side
from .pages import render_insights


@insights_view
def compare(request: HttpRequest, asked: Asked, seen: Look) -> HttpResponse:
    other = read_other_side(request.GET, asked)
    context: dict[str, object] = {"other": other}
    if other.mixed:
        context["counted"] = counted(seen, asked.filters)
    else:
        names = Names(asked.content, asked.revisions)
        found = compared(seen, other.filters, asked.filters, names)
        sheets = {sheet.name: sheet for sheet in comparison_sheets(found, names)}
        context |= {"counted": found.counted, "found": found, "sheets": sheets}
    return render_insights(request, other.asked, "compare", "Compare", context)
