"""Answers from the tables of counts: sums that the database makes."""

from collections.abc import Iterator, Mapping

from .asking import Ask, Found
from .cells import DETAIL, Kind
from .kinds import ALL
from .selecting import Part, summed
from .spans import MONTH, Span
from .tables import TABLES


def found_in_tables(ask: Ask, kinds: Mapping[int, Kind]) -> Iterator[Found]:
    """What the tables hold for these slices, which the question must want. The rows that it goes
    through are bounded by slices, months and days, not by visits."""
    table = TABLES[ask.table]
    columns = ("slice_id", *ask.own_columns) if ask.needs_slice else ask.own_columns
    parts = [_part(ask, span, _slices(ask, span, kinds)) for span in ask.spans]
    for values, numbers in summed(table.name, columns, table.measures, parts):
        counted = dict(zip(table.measures, numbers, strict=True))
        if ask.needs_slice:
            yield Found(kinds[values[0]], values[1:], counted)
        else:
            yield Found(None, values, counted)


def _slices(ask: Ask, span: Span, kinds: Mapping[int, Kind]) -> tuple[int, ...]:
    """Of months those of all devices together, where the question does not tell them apart."""
    together = span.grain == MONTH and not ask.tells_devices_apart
    return tuple(number for number, kind in kinds.items() if (kind.platform == ALL) == together)


def _part(ask: Ask, span: Span, slices: tuple[int, ...]) -> Part:
    """Where the table's index has the day before the columns that are asked for, the days are
    named."""
    named = bool(ask.only) and ask.table != DETAIL
    return Part(
        slices=slices,
        values={"grain": (span.grain,), **ask.only},
        first=span.first,
        last=span.last,
        starts=tuple(span.starts()) if named else (),
        sign=span.sign,
    )
