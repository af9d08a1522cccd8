"""Taking a row out of a guide: deleted, or retired where visits refer to it; and the way back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.db.models import Model

from troubleshooter.content.leaving import delete_or_retire, referred_to
from troubleshooter.content.references import look_ahead
from troubleshooter.models import Guide, Option
from troubleshooter.models.base import Ordered, Retirable

from .ordering import last_place


class Fate(StrEnum):
    """What taking a row out does to it."""

    DELETED = "deleted"
    RETIRED = "retired"
    STAYS = "stays retired"


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """What became, or would become, of the rows."""

    deleted: list[Model] = field(default_factory=list)
    retired: list[Model] = field(default_factory=list)
    stay: list[Model] = field(default_factory=list)

    def fate_of(self, row: Model) -> Fate:
        if row in self.retired:
            return Fate.RETIRED
        return Fate.STAYS if row in self.stay else Fate.DELETED


def guide_of(row: Model) -> Guide:
    return row.question.guide if isinstance(row, Option) else row.guide


def foreseen(guide: Guide, rows: Iterable[Model]) -> Leaving:
    """What `take_out` would do now. Changes nothing."""
    rows = list(rows)
    look_ahead([guide])
    used = referred_to(guide, [row for row in rows if isinstance(row, Retirable)])
    return Leaving(
        deleted=[row for row in rows if row not in used],
        retired=[row for row in used if not row.retired],
        stay=[row for row in used if row.retired],
    )


def take_out(guide: Guide, rows: Iterable[Model]) -> Leaving:
    """Delete the guide's rows, but retire those that visits refer to.

    One that is retired already, and that visits refer to, stays as it is. In a transaction of the
    caller's own, that one looks ahead (`references.look_ahead`).
    """
    look_ahead([guide])
    return _taken_out(guide, list(rows))


@transaction.atomic
def _taken_out(guide: Guide, rows: list[Model]) -> Leaving:
    leaving = foreseen(guide, rows)
    delete_or_retire(guide, leaving.retired)
    for row in leaving.retired:
        row.retired = True
    for row in leaving.deleted:
        type(row)._default_manager.filter(pk=row.pk).delete()
    return leaving


@transaction.atomic
def bring_back(row: Retirable, siblings: Iterable[Ordered]) -> None:
    """End the row's retirement. It comes last among its siblings."""
    row.retired = False
    row.order = last_place(siblings)
    row.save(update_fields=["retired", "order"])
