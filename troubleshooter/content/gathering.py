"""Guides with all that belongs to them, in one statement for each table.

Django's `prefetch_related` does the same, and builds each statement anew whenever it is asked: four
fifths of what reading a draft costs. Here each is built once in a process.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import ForeignKey, Model

from troubleshooter.models import Guide

Way = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Table:
    """What lies at the end of a way from a guide, such as ("questions", "options")."""

    model: type[Model]
    link: ForeignKey  # to the rows at the way's last place but one
    of_one: str  # a statement that takes a guide's number
    of_all: str


def gathered(parts: Iterable[str], pk: int | None = None) -> list[Guide]:
    """The guide of that number, or all, with the related rows that `parts` names.

    `parts` are ways as `prefetch_related` takes them, made of links back to a guide. What an empty
    table could have below it is not asked for.
    """
    guides = list(Guide.objects.all() if pk is None else Guide.objects.filter(pk=pk))
    found: dict[Way, list[Model]] = {(): list(guides)}
    for way in _ways(tuple(parts)):
        found[way] = _hung(way, found[way[:-1]], pk)
    return guides


def _hung(way: Way, parents: list[Model], pk: int | None) -> list[Model]:
    """The rows at the end of `way`, each list of them on its parent, as if it had been fetched."""
    rows = _rows(way, parents[0]._state.db, pk) if parents else []
    by_parent, link = defaultdict(list), _table(way).link
    for row in rows:
        by_parent[getattr(row, link.attname)].append(row)
    for parent in parents:
        kept = parent.__dict__.setdefault("_prefetched_objects_cache", {})
        kept[way[-1]] = by_parent[parent.pk]
        for row in by_parent[parent.pk]:
            link.set_cached_value(row, parent)
    return rows


def _rows(way: Way, database: str | None, pk: int | None) -> list[Model]:
    table = _table(way)
    rows = table.model._default_manager.db_manager(database)
    return list(rows.raw(table.of_all) if pk is None else rows.raw(table.of_one, [pk]))


@cache
def _ways(parts: tuple[str, ...]) -> tuple[Way, ...]:
    """Each once, and no way before the one that it goes on from."""
    whole = [tuple(part.split("__")) for part in parts]
    return tuple(dict.fromkeys(way[:end] for way in whole for end in range(1, len(way) + 1)))


@cache
def _table(way: Way) -> _Table:
    links = _links(way)
    model = links[-1].model
    rows = model._default_manager.all()
    back = "__".join(link.name for link in reversed(links))
    of_one, (_,) = rows.filter(**{back: 0}).query.sql_with_params()
    of_all, () = rows.query.sql_with_params()
    return _Table(model=model, link=links[-1], of_one=of_one, of_all=of_all)


def _links(way: Way) -> list[ForeignKey]:
    """From the guide's own on."""
    links: list[ForeignKey] = []
    model: type[Model] = Guide
    for name in way:
        back = {one.get_accessor_name(): one for one in model._meta.related_objects}[name]
        links.append(back.field)
        model = back.related_model
    return links
