"""What is watched of a guide, day by day, as a look counts it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.models import AlertKind, Node

from ..counted import NodeFigures
from ..filters import Filters
from ..measures.watch import BASELINE, WINDOWS, Day
from ..queries import DAY, Look
from .watched import Watched

LOOKED_AT = timedelta(days=BASELINE + max(WINDOWS))
VERSION = "version"

Series = Mapping[Watched, Sequence[Day]]


def series_of(
    seen: Look, guide: int, content: PublishedGuide, *, today: date, simulated: bool
) -> Series:
    """Of each fix: whom it fixed, of those who tried it. Of each settings path, platform and
    version: who did not find it, of those who were shown it.

    A version that came out meanwhile is held against the others before its first day: a path that
    it moved was missing from the start. Takes a query for each fix and path, and one more for each
    version on which somebody missed one.
    """
    filters = Filters(guide=guide, since=today - LOOKED_AT, until=today, simulated=simulated)
    return dict([*_fixes(seen, filters, content), *_paths(seen, filters, content)])


def _fixes(
    seen: Look, filters: Filters, content: PublishedGuide
) -> Iterator[tuple[Watched, list[Day]]]:
    for step in content.steps.values():
        if step.kind == "fix":
            days = seen.nodes_by(filters, Node.STEP, step.key, DAY)
            counted = {day: (figures.fixed, figures.tried) for day, figures in days.items()}
            yield Watched(kind=AlertKind.FIX_RATE, key=step.key), _days(counted)


def _paths(
    seen: Look, filters: Filters, content: PublishedGuide
) -> Iterator[tuple[Watched, list[Day]]]:
    for path in content.paths:
        by_version = seen.nodes_by(filters, Node.PATH, path, VERSION)
        missed = {name for name, figures in by_version.items() if figures.not_found}
        days = (
            {name: _path_days(seen, filters, path, name) for name in by_version} if missed else {}
        )
        for name in by_version:
            platform, _, version = name.partition("/")
            what = Watched(kind=AlertKind.PATH, key=path, platform=platform, version=version)
            yield what, with_others_before(name, days) if name in missed else []


def _path_days(seen: Look, filters: Filters, path: str, name: str) -> list[Day]:
    platform, _, version = name.partition("/")
    of_version = Filters(
        guide=filters.guide,
        since=filters.since,
        until=filters.until,
        simulated=filters.simulated,
        platform=platform,
        version=version,
    )
    days: dict[str, NodeFigures] = seen.nodes_by(of_version, Node.PATH, path, DAY)
    return _days({day: (figures.not_found, figures.shown) for day, figures in days.items()})


def with_others_before(name: str, days: Mapping[str, Sequence[Day]]) -> list[Day]:
    """The days of a version, and those of all others before its first one."""
    first = min(entry.day for entry in days[name])
    times: Counter[date] = Counter()
    of: Counter[date] = Counter()
    for entry in (e for other in days if other != name for e in days[other] if e.day < first):
        times[entry.day] += entry.times
        of[entry.day] += entry.of
    before = [Day(day=day, times=times[day], of=of[day]) for day in sorted(of)]
    return [*before, *days[name]]


def _days(counted: Mapping[str, tuple[int, int]]) -> list[Day]:
    return [
        Day(day=date.fromisoformat(day), times=times, of=of)
        for day, (times, of) in sorted(counted.items())
        if of
    ]
