"""The tables of the page “Compare”."""

from collections.abc import Iterable

from .comparison import Comparison, Mix
from .names import Names
from .sheets import Cell, Kind, Sheet, sheet
from .words import NO_MESSAGE, said

SIDES = (("before", "held against", Kind.RATE), ("after", "chosen", Kind.RATE))
OVERALL = (("what", "Of all visits", Kind.TEXT), *SIDES, ("change", "difference", Kind.CHANGE))
STEPS = (
    ("step", "Step", Kind.NODE),
    ("before", "fixed when tried: held against", Kind.RATE),
    ("after", "chosen", Kind.RATE),
    ("change", "difference", Kind.CHANGE),
    ("left_before", "left here: held against", Kind.RATE),
    ("left_after", "chosen", Kind.RATE),
    ("left_change", "difference", Kind.CHANGE),
)
MIX = (
    ("by", "By", Kind.TEXT),
    ("kind", "kind of visit", Kind.TEXT),
    ("before", "held against", Kind.COUNT),
    ("after", "chosen", Kind.COUNT),
)
ENDED = {
    "resolved": "resolved, of those who said how it ended",
    "handed_over": "handed over, of all that ended",
    "left": "left, of all that ended",
}
BY = {"platform": "device", "version": "version", "message": "message"}


def comparison_sheets(found: Comparison, names: Names) -> tuple[Sheet, ...]:
    overall = [
        (ENDED[name], change.before, change.after, change) for name, change in found.overall.items()
    ]
    steps = [
        (
            *(one.named, one.fixed.before, one.fixed.after, one.fixed),
            *(one.left.before, one.left.after, one.left),
        )
        for one in found.steps
    ]
    mixes = [row for mix in found.mixes for row in _kinds(mix, names)]
    return (
        sheet("overall", "All visits of both sides", OVERALL, overall),
        sheet("steps", "Each step on both sides", STEPS, steps),
        sheet("mix", "Who came on both sides", MIX, mixes, most=40),
    )


def _kinds(mix: Mix, names: Names) -> Iterable[tuple[Cell, ...]]:
    for kind in dict.fromkeys((*mix.after, *mix.before)):
        words = _words(mix.by, kind, names)
        yield BY[mix.by], words, mix.before.get(kind, 0), mix.after.get(kind, 0)


def _words(by: str, kind: str, names: Names) -> str:
    if by == "message":
        return said(names, "", "start", kind) or NO_MESSAGE
    platform, _, version = kind.partition("/")
    device = names.platform(platform) or "not sure"
    return f"{device}, {version or 'not sure'}" if by == "version" else device
