"""What was learnt, as a table for the eye."""

from collections.abc import Iterator, Sequence

from troubleshooter.engine.learning import Change
from troubleshooter.learning.lessons import Taught

HEADINGS = ("number", "editors", "learnt", "95 %", "visits")
GAP = "  "


def lines(taught: Taught) -> Iterator[str]:
    """From how many visits, how well it foretells others, and each change."""
    lesson, held_out = taught.lesson, taught.lesson.held_out
    revision = taught.guide.live_revision.number
    yield f"{taught.guide.key}, revision {revision}: {lesson.visits} visits"
    if lesson.impossible:
        yield f"{lesson.impossible} of them the numbers rule out. They taught nothing."
    yield (
        f"How well {held_out.visits} held-out visits are foretold (higher is better): "
        f"{held_out.learnt:.3f} as learnt, {held_out.editors:.3f} as the editors wrote"
    )
    yield ""
    yield from _table([HEADINGS, *(_row(change) for change in lesson.changes)])
    yield ""
    groups = taught.report["groups"]["shares"]
    if groups:
        yield f"These devices and versions differ from all together: {', '.join(sorted(groups))}"
        yield "Their own shares are in the report. Visits do not use them yet."
        yield ""


def _row(change: Change) -> tuple[str, ...]:
    """Of a distribution over options every number but the last, which is the rest."""
    shown = slice(0, max(1, len(change.now) - 1))
    bounds = zip(change.low[shown], change.high[shown], strict=True)
    return (
        change.place,
        _numbers(change.was[shown]),
        _numbers(change.now[shown]),
        " ".join(f"{low:.3f}–{high:.3f}" for low, high in bounds),
        f"{change.count:.0f}",
    )


def _numbers(column: Sequence[float]) -> str:
    return " ".join(f"{p:.3f}" for p in column)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield GAP.join(cells).rstrip()
