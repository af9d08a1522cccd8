"""Causes and questions: how common each cause seems, what questions tell, what found nothing."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from troubleshooter.statistics.effects.estimates import find_causes
from troubleshooter.statistics.figures.causes import Causes, causes_of, causes_sheet
from troubleshooter.statistics.figures.names import Names
from troubleshooter.statistics.figures.question_sheets import question_sheets
from troubleshooter.statistics.figures.questions import Questions, questions_of
from troubleshooter.statistics.figures.sheets import Sheet
from troubleshooter.statistics.queries import Look

from .access import insights_view
from .asked import Asked
from .pages import render_insights


@insights_view
def causes(request: HttpRequest, asked: Asked, seen: Look) -> HttpResponse:
    common, found = read_causes(asked, seen)
    context = {
        "counted": found.counted,
        "found": found,
        "common": common,
        "sheets": {sheet.name: sheet for sheet in sheets_of(common, found)},
    }
    return render_insights(request, asked, "causes", "Causes and questions", context)


def read_causes(asked: Asked, seen: Look) -> tuple[Causes, Questions]:
    names = Names(asked.content, asked.revisions)
    return causes_of(find_causes(asked.filters), names), questions_of(seen, asked.filters, names)


def sheets_of(common: Causes, found: Questions) -> Sequence[Sheet]:
    return causes_sheet(common), *question_sheets(found)
