"""What publishing the draft would do to visitors, in people out of 100 and in minutes."""

from dataclasses import dataclass

from troubleshooter.content.head_counts import fewer_or_more, in_hundred, minutes, shorter_or_longer
from troubleshooter.simulation.ways.comparing import Change, Version, changed
from troubleshooter.simulation.ways.kept import kept_forecast, kept_forecast_of_older

from .ways_versions import Versions, on_device

NOBODY = "nobody is helped"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that is counted: now, with the draft, and the difference, in words."""

    what: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, kw_only=True)
class Effect:
    """`lines` are empty where there is nothing to compare; the page then says why."""

    unchanged: bool
    problems: bool
    unpublished: bool
    lines: tuple[Line, ...] = ()
    change: Change | None = None


def effect_of(versions: Versions) -> Effect:
    """Live against draft, for all devices together."""
    change = None
    if versions.draft and versions.live and not versions.unchanged:
        change = _change(on_device(versions.live, ""), on_device(versions.draft, ""))
    return Effect(
        unchanged=versions.unchanged,
        problems=bool(versions.problems),
        unpublished=versions.live is None,
        lines=_lines(change) if change else (),
        change=change,
    )


def _change(live: Version, draft: Version) -> Change:
    return changed(live, draft, kept_forecast_of_older(live, draft), kept_forecast(draft))


def _lines(change: Change) -> tuple[Line, ...]:
    return (
        _people("Solved without support", change, "resolved"),
        _people("Given a way around it", change, "worked_around"),
        _people("Handed to support", change, "handed_over"),
        _time("Minutes of work in a visit", change, "hands_on"),
        _time("Waiting in a visit", change, "waiting"),
        _time("Until it is solved, waiting included", change, "until_fixed"),
        _time("All in all, with support’s time", change, "minutes"),
    )


def _people(what: str, change: Change, name: str) -> Line:
    before, after = getattr(change.before, name), getattr(change.after, name)
    return Line(
        what=what,
        before=in_hundred(before),
        after=in_hundred(after),
        difference=fewer_or_more(before, after),
    )


def _time(what: str, change: Change, name: str) -> Line:
    before, after = getattr(change.before, name), getattr(change.after, name)
    if before is None or after is None:
        words = [NOBODY if number is None else minutes(number) for number in (before, after)]
        return Line(what=what, before=words[0], after=words[1], difference="")
    return Line(
        what=what,
        before=minutes(before),
        after=minutes(after),
        difference=shorter_or_longer(before, after),
    )
