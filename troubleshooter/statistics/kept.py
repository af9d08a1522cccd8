"""Answers from the tables of counts: sums that the database makes."""

from collections.abc import Iterator, Mapping

from .asking import Ask, Found
from .cells import Kind
from .selecting import Part, summed
from .spans import Span
from .tables import TABLES


def found_in_tables(ask: Ask, kinds: Mapping[int, Kind]) -> Iterator[Found]:
    """What the tables hold for these slices, which the question must want. The rows that it goes
    through are bounded by slices, months and days, not by visits."""
    table = TABLES[ask.table]
    columns = ("slice_id", *ask.own_columns) if ask.needs_slice else ask.own_columns
    parts = [_part(span, kinds, ask.only) for span in ask.spans]
    for values, counted in summed(table.name, columns, table.measures, parts):
        yield Found(kinds.get(values.get("slice_id")), values, counted)


def _part(span: Span, kinds: Mapping[int, Kind], only: Mapping[str, str]) -> Part:
    is_value = {"grain": span.grain, **only}
    return Part(
        slices=tuple(kinds), is_value=is_value, first=span.first, last=span.last, sign=span.sign
    )
