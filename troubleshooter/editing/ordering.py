"""The order of a guide's rows: set whole, or not at all."""

from collections.abc import Sequence

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, Model, QuerySet

from troubleshooter.models import Guide
from troubleshooter.models.base import Ordered, Retirable


class OrderHasChanged(Exception):
    """The list is not as its editor saw it: someone added, removed or moved a row meanwhile."""


def rows_in_order(guide: Guide, model: type[Ordered]) -> QuerySet:
    """The guide's rows that stand in an order: all but those that are taken out."""
    rows = model._default_manager.filter(guide=guide).order_by("order", "pk")
    return rows.filter(retired=False) if issubclass(model, Retirable) else rows


@transaction.atomic
def put_in_order(
    guide: Guide,
    model: type[Ordered],
    *,
    seen: Sequence[int],
    wanted: Sequence[int],
    editor: AbstractBaseUser,
) -> bool:
    """Give the rows the wanted order. Answers whether anything moved.

    `seen` is the order that the editor had on the page. Raises OrderHasChanged, and changes
    nothing, where the rows are not in that order any more, or `wanted` are not the same rows.
    """
    Guide.objects.select_for_update(no_key=True).get(pk=guide.pk)
    rows = {row.pk: row for row in rows_in_order(guide, model)}
    if list(rows) != list(seen) or sorted(wanted) != sorted(seen):
        raise OrderHasChanged
    if list(wanted) == list(seen):
        return False
    for place, pk in enumerate(wanted):
        rows[pk].order = place
    model._default_manager.bulk_update(rows.values(), ["order"])
    _write_down(guide, model, rows, seen, wanted, editor)
    return True


def moved(seen: Sequence[int], pk: int, by: int) -> list[int]:
    """The order with one row moved up (-1) or down (1). At an end, and for a row that is not
    there, it stays as it is."""
    order = list(seen)
    if pk not in order:
        return order
    place = order.index(pk)
    order.insert(min(max(place + by, 0), len(order) - 1), order.pop(place))
    return order


def last_place(siblings: QuerySet) -> int:
    """The number that puts a new row behind its siblings."""
    last = siblings.aggregate(Max("order"))["order__max"]
    return 0 if last is None else last + 1


def _write_down(
    guide: Guide,
    model: type[Model],
    rows: dict[int, Ordered],
    seen: Sequence[int],
    wanted: Sequence[int],
    editor: AbstractBaseUser,
) -> None:
    """Who moved what, where to: the row that went farthest, and how many others."""
    far = max(wanted, key=lambda pk: abs(wanted.index(pk) - seen.index(pk)))
    kind = model._meta.verbose_name
    words = (
        f"Put in order: the {kind} “{rows[far]}” "
        f"from place {seen.index(far) + 1} to {wanted.index(far) + 1}."
    )
    LogEntry.objects.log_actions(editor.pk, [guide], CHANGE, words, single_object=True)
