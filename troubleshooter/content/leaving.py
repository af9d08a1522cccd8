"""Entries that a guide does not name any more: deleted, or retired where a visit refers to them."""

from collections.abc import Iterable

from django.db.models import Model, Q, prefetch_related_objects

from troubleshooter.models import (
    Cause,
    Event,
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

NODES: dict[type[Model], Node] = {
    Question: Node.QUESTION,
    Step: Node.STEP,
    SettingsPath: Node.PATH,
}
OFFERED = {"ask": Node.QUESTION, "try": Node.STEP}
"""What the engine had on offer when an event was recorded, by the kind of its move."""


def delete_or_retire(guide: Guide, gone: list[Model]) -> list[Model]:
    """Delete the rows, but for those that a visit refers to. Answers what has been retired now."""
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
        self.answers: set[tuple[str, str, str]] = set()
        self.nodes: set[tuple[str, str]] = set()
        self.messages: set[str] = set()
        self.visits = guide.visits.counted()
        self.any = bool(rows) and self.visits.exists()
        if self.any:
            self._read(guide, {_key_in_visits(row) for row in rows})

    def _read(self, guide: Guide, keys: set[str]) -> None:
        events = Event.objects.counted().filter(visit__guide=guide).order_by()
        said = events.filter(key__in=keys).values_list("node", "key", "value").distinct()
        offered = events.filter(move_key__in=keys).values_list("move", "move_key").distinct()
        self.answers = set(said)
        self.nodes = {(node, key) for node, key, _ in self.answers}
        self.nodes |= {(OFFERED.get(move, Node.NONE), key) for move, key in offered}
        picked = self.visits.filter(message__in=keys).order_by()
        self.messages = set(picked.values_list("message", flat=True).distinct())

    def holds(self, row: Model) -> bool:
        """Every visit is about all causes of its revision, so a cause stays once there is one."""
        match row:
            case Option(key=key, question=question):
                return (Node.QUESTION, question.key, key) in self.answers
            case Message(key=key):
                return key in self.messages
            case Cause():
                return self.any
        return (NODES[type(row)], row.key) in self.nodes


def _key_in_visits(row: Model) -> str:
    """An option is found by the key of its question."""
    return row.question.key if isinstance(row, Option) else row.key
