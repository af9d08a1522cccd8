"""Entries that a guide does not name any more: deleted, or retired where a visit refers to them."""

from collections.abc import Iterable

from django.db.models import Model, Q, prefetch_related_objects

from troubleshooter.models import (
    Cause,
    Guide,
    Message,
    Node,
    Option,
    Platform,
    PlatformVersion,
    Question,
    SettingsPath,
    Step,
    Variant,
)
from troubleshooter.models.base import Retirable

from . import references
from .references import Reference

NODES: dict[type[Model], str] = {
    Question: Node.QUESTION.value,
    Step: Node.STEP.value,
    SettingsPath: Node.PATH.value,
}


def delete_or_retire(guide: Guide, gone: list[Model]) -> list[Model]:
    """Delete the rows, but for those that a visit refers to. Answers what has been retired now.

    In a transaction, before which the caller has looked ahead (`references.look_ahead`).
    """
    leaving = [row for row in gone if not getattr(row, "retired", False)]
    used = _Used(guide, [row for row in leaving if isinstance(row, Retirable)])
    retired = [row for row in leaving if isinstance(row, Retirable) and used.holds(row)]
    for model, rows in _by_model(retired).items():
        model.objects.filter(pk__in=rows).update(retired=True)
    deleted = _by_model(row for row in leaving if row not in retired)
    _free_versions(deleted.get(Platform, []), deleted.get(PlatformVersion, []))
    for model, rows in deleted.items():
        model.objects.filter(pk__in=rows).delete()
    return retired


def referred_to(guide: Guide, rows: list[Model]) -> list[Model]:
    """Those of the guide's rows that its visits refer to. Previews of a draft do not count."""
    used = _Used(guide, rows)
    return [row for row in rows if used.holds(row)]


def _by_model(rows: Iterable[Model]) -> dict[type[Model], list[int]]:
    found: dict[type[Model], list[int]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row.pk)
    return found


def _free_versions(platforms: list[int], versions: list[int]) -> None:
    """A variant of a retired path may still name a version that goes: it goes first."""
    if platforms or versions:
        first = Q(from_version__in=versions) | Q(from_version__platform__in=platforms)
        last = Q(to_version__in=versions) | Q(to_version__platform__in=platforms)
        Variant.objects.filter(first | last).delete()


class _Used:
    """Which of the rows the guide's visits refer to. Reads nothing when there are no rows."""

    def __init__(self, guide: Guide, rows: list[Model]) -> None:
        prefetch_related_objects([row for row in rows if isinstance(row, Option)], "question")
        self.any = bool(rows) and guide.visits.counted().exists()
        wanted = {_reference(row) for row in rows if not isinstance(row, Cause)}
        self.references = references.referred_to(guide, wanted) if self.any and wanted else set()

    def holds(self, row: Model) -> bool:
        """Every visit is about all causes of its revision, so a cause stays once there is one."""
        return self.any if isinstance(row, Cause) else _reference(row) in self.references


def _reference(row: Model) -> Reference:
    match row:
        case Option(key=key, question=question):
            return Reference(Node.QUESTION.value, question.key, key)
        case Message(key=key):
            return Reference(references.MESSAGE, key)
    return Reference(NODES[type(row)], row.key)
