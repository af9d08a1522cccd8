"""Causes and questions: how well each question tells causes apart, and what found nothing."""

from django.http import HttpRequest, HttpResponse

from troubleshooter.statistics.figures.names import Names
from troubleshooter.statistics.figures.question_sheets import question_sheets
from troubleshooter.statistics.figures.questions import questions_of
from troubleshooter.statistics.queries import Look

from .access import insights_view
from .asked import Asked
from .pages import render_insights


@insights_view
def causes(request: HttpRequest, asked: Asked, seen: Look) -> HttpResponse:
    found = questions_of(seen, asked.filters, Names(asked.content, asked.revisions))
    context = {
        "counted": found.counted,
        "found": found,
        "sheets": {sheet.name: sheet for sheet in question_sheets(found)},
    }
    return render_insights(request, asked, "causes", "Causes and questions", context)
