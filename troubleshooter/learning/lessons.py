"""Learning from a guide's visits, and keeping what was learnt as a set of numbers."""

from dataclasses import dataclass
from datetime import datetime

from troubleshooter.content import catalogue
from troubleshooter.content.engine_values import editorial_parameters, parameters_as_json
from troubleshooter.engine.learning import Lesson, group_shares, learn
from troubleshooter.models import Guide, Origin, Parameters

from .errors import NothingToLearn
from .reading import read_visits
from .report import Report, report_of

METHOD = "map-em"


@dataclass(frozen=True, kw_only=True)
class Taught:
    """What a guide's visits up to `until` teach about its live revision."""

    guide: Guide
    until: datetime
    lesson: Lesson
    report: Report


def teach(guide: Guide, *, until: datetime, include_simulated: bool = False) -> Taught:
    """Learn from the visits; nothing is written. Takes seconds for thousands of visits.

    Raises NothingToLearn.
    """
    if guide.live_revision_id is None:
        raise NothingToLearn(f"{guide.key} is not published, so nobody has used it yet.")
    reading = read_visits(guide, until=until, include_simulated=include_simulated)
    if not reading.most.visits:
        raise NothingToLearn(f"No visit of {guide.key} says anything about its numbers yet.")
    live = catalogue.published(guide.live_revision_id)
    editors = editorial_parameters(live.content)
    lesson = learn(live.engine, editors, reading.most, reading.held_out)
    groups = group_shares(
        live.engine, lesson.parameters, reading.most_by_group, reading.held_out_by_group
    )
    report = report_of(lesson, groups) | {"include_simulated": include_simulated}
    return Taught(guide=guide, until=until, lesson=lesson, report=report)


def keep(taught: Taught) -> Parameters:
    """The learnt numbers as a set of their own. It is not live: see `adopting`."""
    return Parameters.objects.create(
        revision_id=taught.guide.live_revision_id,
        origin=Origin.LEARNT,
        content=parameters_as_json(taught.lesson.parameters),
        parent_id=taught.guide.live_parameters_id,
        method=METHOD,
        visits=taught.lesson.visits,
        until=taught.until,
        report=taught.report,
    )
