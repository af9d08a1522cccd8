"""Rows of one table brought to what they should be, with as few writes as there are changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
Identity = tuple[Any, ...]
Wanted = Mapping[Identity, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Synced(Generic[Row]):
    """`rows` are the wanted ones, by identity; `gone` are still there, for the caller to judge."""

    rows: dict[Identity, Row]
    gone: list[Row]
    returned: list[Row]  # were retired, and are wanted again


def sync(existing: QuerySet[Row], identity: tuple[str, ...], wanted: Wanted) -> Synced[Row]:
    """Create what is missing and change what differs: one read, at most one insert and one update.

    The fields of `identity` tell the rows apart and never change, so that no unique constraint can
    be hurt on the way, whatever is reordered or renamed. Nothing is deleted.
    """
    found, gone = _by_identity(existing, identity, wanted)
    returned = [row for row in found.values() if getattr(row, "retired", False)]
    model = existing.model
    missing = {
        key: model(**dict(zip(identity, key, strict=True)), **values)
        for key, values in wanted.items()
        if key not in found
    }
    model.objects.bulk_create(missing.values())
    _update(model, [(row, wanted[key]) for key, row in found.items()])
    return Synced(
        rows={key: (found | missing)[key] for key in wanted}, gone=gone, returned=returned
    )


def _by_identity(
    existing: QuerySet[Row], identity: tuple[str, ...], wanted: Wanted
) -> tuple[dict[Identity, Row], list[Row]]:
    """What is there and wanted, and the rest; of two with one identity the second is too many."""
    found: dict[Identity, Row] = {}
    gone = []
    for row in existing:
        key = tuple(getattr(row, field) for field in identity)
        if key in wanted and key not in found:
            found[key] = row
        else:
            gone.append(row)
    return found, gone


def _update(model: type[Row], rows: list[tuple[Row, dict[str, Any]]]) -> None:
    changed, fields = [], set()
    for row, values in rows:
        differing = [field for field, value in values.items() if getattr(row, field) != value]
        for field in differing:
            setattr(row, field, values[field])
        if differing:
            changed.append(row)
            fields.update(differing)
    if changed:
        model.objects.bulk_update(changed, sorted(fields), batch_size=200)
