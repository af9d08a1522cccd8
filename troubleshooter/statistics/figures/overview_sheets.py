"""The tables of the overview, as files hold them."""

from .ends import Times
from .league import League, Row
from .over_time import Mark, OverTime, Period
from .overview import Overview
from .sheets import Cell, Kind, Sheet, sheet

FIXES = (
    ("step", "Fix", Kind.NODE),
    ("share", "Share of all fixes", Kind.RATE),
    ("adjusted", "On equal terms", Kind.ESTIMATE),
    ("refused", "why not", Kind.TEXT),
    ("tried", "Fixed when tried", Kind.RATE),
    ("left", "Left here", Kind.RATE),
    ("group", "group", Kind.COUNT),
)
ENDS = ("resolved", "worked_around", "handed_over", "left", "open", "forgotten")
OVER_TIME = (
    ("from", "From", Kind.DAY),
    ("days", "days", Kind.COUNT),
    ("visits", "visits", Kind.COUNT),
    *((end, end.replace("_", " "), Kind.COUNT) for end in ENDS),
)
MARKS = (
    ("kind", "Kind", Kind.TEXT),
    ("from", "from", Kind.DAY),
    ("until", "until", Kind.DAY),
    ("words", "words", Kind.TEXT),
)
MINUTES = (
    ("clock", "Clock", Kind.TEXT),
    ("part", "part of all fixes", Kind.NUMBER),
    ("minutes", "took at most", Kind.COUNT),
    ("low", "from", Kind.COUNT),
    ("high", "to", Kind.COUNT),
    ("visits", "fixes", Kind.COUNT),
)
PARTS = (("quarter", 0.25), ("median", 0.5), ("three_quarters", 0.75))


def overview_sheets(found: Overview) -> tuple[Sheet, ...]:
    return (
        sheet("fixes", "Fixes", FIXES, _fixes(found.league)),
        sheet("over-time", "How visits ended over time", OVER_TIME, _periods(found.over_time)),
        sheet("marks", "What happened meanwhile", MARKS, map(_mark, found.over_time.marks)),
        sheet("minutes", "How long a fix takes", MINUTES, _minutes(found.times)),
    )


def _fixes(league: League) -> list[tuple[Cell, ...]]:
    """With the number of the group in which each stands; none for those too few to compare."""
    return [
        _fix(row, None if group.too_few else number)
        for number, group in enumerate(league.groups, 1)
        for row in group.rows
    ]


def _fix(row: Row, group: int | None) -> tuple[Cell, ...]:
    return row.step, row.share, row.adjusted, row.refused, row.tried, row.left, group


def _periods(over_time: OverTime) -> list[tuple[Cell, ...]]:
    return [_period(period) for period in over_time.periods]


def _period(period: Period) -> tuple[Cell, ...]:
    f = period.figures
    return (period.start, period.days, f.visits, *(getattr(f, end) for end in ENDS))


def _mark(mark: Mark) -> tuple[Cell, ...]:
    return mark.kind, mark.day, mark.until, mark.words


def _minutes(times: Times) -> list[tuple[Cell, ...]]:
    return [
        (clock, part, one.minutes, one.low, one.high, one.visits)
        for clock in ("hands_on", "elapsed")
        for name, part in PARTS
        for one in (getattr(getattr(times, clock), name),)
    ]
