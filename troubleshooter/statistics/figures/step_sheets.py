"""The tables of a step's own page, as files hold them."""

from collections.abc import Sequence

from .one_step import Missing, Moment, OneStep, Onward, Part
from .sheets import Cell, Kind, Sheet, sheet
from .words import ENDINGS, RESULTS

FUNNEL = (("what", "Visits that", Kind.TEXT), ("visits", "visits", Kind.COUNT))
COUNTS = (
    *("shown", "answered", "tried", "fixed", "no_help"),
    *("could_not", "not_found", "waiting", "left", "open"),
)
PARTS = (
    ("part", "Part", Kind.TEXT),
    ("shown", "shown", Kind.COUNT),
    ("tried", "fixed when tried", Kind.RATE),
    ("left", "left here", Kind.RATE),
    ("differs", "against the rest", Kind.CHANGE),
)
TREND = (("from", "From", Kind.DAY), ("tried", "fixed when tried", Kind.RATE))
ONWARD = (
    ("said", "They said", Kind.TEXT),
    ("to", "and came to", Kind.NODE),
    ("end", "or to", Kind.TEXT),
    ("visits", "visits", Kind.RATE),
)
MISSING = (
    ("path", "Path", Kind.TEXT),
    ("platform", "Device", Kind.TEXT),
    ("version", "version", Kind.TEXT),
    ("reports", "not found", Kind.RATE),
)
BY = ("place", "cause", "platform", "version", "revision")


def step_sheets(found: OneStep) -> tuple[Sheet, ...]:
    counts = [(name, getattr(found.figures, name)) for name in COUNTS]
    return (
        sheet("funnel", "From seeing it to a fix", FUNNEL, counts),
        sheet("trend", "Fixed when tried, over time", TREND, map(_moment, found.trend)),
        *(_parts(name, getattr(found, f"by_{name}")) for name in BY),
        sheet("onward", "What people did next", ONWARD, map(_onward, found.onward)),
        sheet("missing", "Settings paths not found", MISSING, map(_missing, found.missing)),
    )


def _parts(name: str, parts: Sequence[Part]) -> Sheet:
    rows = [(one.words, one.shown, one.tried, one.left, one.change) for one in parts]
    return sheet(f"by-{name}", f"By {name}", PARTS, rows)


def _moment(one: Moment) -> tuple[Cell, ...]:
    return one.start, one.tried


def _onward(one: Onward) -> tuple[Cell, ...]:
    return RESULTS.get(one.value, one.value), one.to, ENDINGS.get(one.end, one.end), one.visits


def _missing(one: Missing) -> tuple[Cell, ...]:
    return one.path, one.platform, one.version, one.reports
