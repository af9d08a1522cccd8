"""People who have used the lamp guide, through the real services."""

from datetime import UTC, datetime

from troubleshooter.content import catalogue
from troubleshooter.learning.diagnosis import name_cause
from troubleshooter.learning.reading import read_visits
from troubleshooter.models import Guide, Visit
from troubleshooter.visits import services

LATER = datetime(2100, 1, 1, tzinfo=UTC)


def visit(*, answers=None, results=None, cause="", handed_over=False, guide="lamp") -> Visit:
    """One visit: these answers, then these results in their order."""
    started = services.start(catalogue.live_guide(guide), platform="desk", version="2", message="")
    for question, option in (answers or {}).items():
        services.answer(guide, started.token, question=question, option=option)
    for step, result in (results or {}).items():
        services.record_result(guide, started.token, step=step, result=result)
    if handed_over:
        services.keep_handoff(guide, started.token, fields={}, hand_over=True)
    row = started.visit.visit
    if cause:
        name_cause(row.pk, cause=cause)
    return row


def token_visit(**given):
    """As `visit`, with the visitor's token."""
    started = services.start(catalogue.live_guide("lamp"), platform="desk", version="2", message="")
    for step, result in given.get("results", {}).items():
        services.record_result("lamp", started.token, step=step, result=result)
    return started.token, started.visit.visit


def many(count, **said):
    return [visit(**said) for _ in range(count)]


def read(**settings):
    """Histories of both parts together, with how often each; and the two records."""
    guide = Guide.objects.get(key=settings.pop("guide", "lamp"))
    reading = read_visits(guide, **{"until": LATER} | settings)
    return {**reading.most.histories, **reading.held_out.histories}, reading
