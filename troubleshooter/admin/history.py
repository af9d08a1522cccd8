"""What was changed, by whom, from what to what: the audit trail in the words of editors."""

from collections.abc import Iterator
from dataclasses import dataclass

from auditlog import get_logentry_model
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from troubleshooter.models import Guide

from .differences_shown import marked

ACTIONS = {0: "added", 1: "changed", 2: "removed"}
NOBODY = "nobody signed in: a command"
# So many of the newest stand on a thing's own page.
NEWEST = 100


@dataclass(frozen=True, kw_only=True)
class Told:
    field: str
    was: SafeString
    now: SafeString


def trail_of(row: Model) -> QuerySet[LogEntry]:
    """The newest first: what happened to a row and to what stands on its page. For a guide, to
    everything in it."""
    entries = get_logentry_model().objects.select_related("actor", "content_type")
    if isinstance(row, Guide):
        found = Q(additional_data__guide=row.pk)
    else:
        found = Q(additional_data__of=f"{row._meta.model_name}.{row.pk}")
    kind = ContentType.objects.get_for_model(row)
    return entries.filter(found | Q(content_type=kind, object_id=row.pk)).order_by(
        "-timestamp", "-pk"
    )


def who(entry: LogEntry) -> str:
    person = entry.actor
    if person is None:
        return entry.actor_email or NOBODY
    return person.get_full_name() or person.get_username()


def what(entry: LogEntry) -> str:
    """Such as "Cause: The bulb"."""
    model = entry.content_type.model_class()
    kind = str(model._meta.verbose_name if model else entry.content_type.model)
    return f"{kind.capitalize()}: {entry.object_repr}"


def told(entry: LogEntry) -> Iterator[Told]:
    """From what to what. What a new row leaves empty is not worth a line."""
    for name, change in (entry.changes or {}).items():
        words = _choices(entry, name)
        was, now = (words.get(side, side) for side in _sides(change))
        if was != now:
            left, right = marked(was, now)
            yield Told(field=label(entry, name), was=left, now=right)


def label(entry: LogEntry, name: str) -> str:
    field = _field(entry, name)
    words = name.replace("_", " ") if field is None else str(field.verbose_name)
    return words.capitalize()


def _choices(entry: LogEntry, name: str) -> dict[str, str]:
    """What the values of a field are called, where it has a fixed set of them."""
    field = _field(entry, name)
    return {str(value): str(words) for value, words in getattr(field, "choices", None) or ()}


def _field(entry: LogEntry, name: str) -> Field | None:
    """None where the field has another name by now."""
    model = entry.content_type.model_class()
    try:
        field = model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None


def _sides(change: list[str] | dict) -> tuple[str, str]:
    if isinstance(change, dict):  # several at once, such as a person's groups
        names = ", ".join(change["objects"])
        return ("", names) if change["operation"] == "add" else (names, "")
    was, now = ("" if side == "None" else str(side) for side in change)
    return was, now


def trail_context(row: Model, guide: int | None) -> dict[str, object]:
    """What the page of a thing's history shows. Two queries, whatever happened."""
    entries = trail_of(row)[:NEWEST]
    return {
        "trail": [(e, who(e), what(e), ACTIONS.get(e.action, ""), list(told(e))) for e in entries],
        "all_changes": f"{reverse('admin:auditlog_logentry_changelist')}?guide={guide}",
    }
