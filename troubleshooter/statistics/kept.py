"""Answers from the tables of counts: sums that the database makes."""

from collections.abc import Iterator, Mapping

from django.db.models import F, Model, QuerySet, Sum, Value

from .asking import Ask, Found
from .cells import Kind
from .tables import TABLES


def found_in_tables(ask: Ask, kinds: Mapping[int, Kind]) -> Iterator[Found]:
    """What the tables hold for these slices, which the question must want. One query for each span:
    the rows that it goes through are bounded by slices, months and days, not by visits."""
    table = TABLES[ask.table]
    columns = ("slice_id", *ask.own_columns) if ask.needs_slice else ask.own_columns
    for span in ask.spans:
        rows = table.model.objects.filter(
            slice__in=list(kinds),
            grain=span.grain,
            start__range=(span.first, span.last),
            **ask.only,
        )
        for values, counted in summed(rows, columns, table.measures):
            yield Found(kinds.get(values.get("slice_id")), values, counted, span.sign)


def summed(
    rows: QuerySet[Model], columns: tuple[str, ...], measures: tuple[str, ...]
) -> Iterator[tuple[dict, dict[str, int]]]:
    """(values of the columns, sums of the measures), grouped by the columns; one if there are
    none."""
    apart = {f"by_{name}": F(name) for name in columns} or {"by_nothing": Value(0)}
    sums = {f"sum_{name}": Sum(name) for name in measures}
    found = rows.order_by().values(**apart).annotate(**sums).values_list(*apart, *sums)
    for row in found:
        width = len(apart)
        counted = (number or 0 for number in row[width:])  # a sum over no rows is no number
        yield (
            dict(zip(columns, row, strict=False)),
            dict(zip(measures, counted, strict=True)),
        )
