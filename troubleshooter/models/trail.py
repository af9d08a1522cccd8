"""Rows that leave an entry in the audit trail, however they are written.

django-auditlog hears of every row that is saved or deleted by itself. Rows that are written many at
once make no such sound, so this query set tells of them: from what to what, and by whom.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from auditlog import get_logentry_model
from auditlog.context import auditlog_disabled, auditlog_value, disable_auditlog
from auditlog.diff import model_instance_diff
from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.deletion import Collector

CREATED, UPDATED, REMOVED = 0, 1, 2  # as auditlog numbers its actions
Changes = dict[str, list[str]]
Belonging = dict[str, int | str]


class TrackedQuerySet(models.QuerySet):
    """Costs a few queries more for each write of many rows, whatever their number."""

    def update(self, **values: Any) -> int:
        """Also what `bulk_update` comes down to."""
        if auditlog_disabled.get():
            return super().update(**values)
        with transaction.atomic(using=self.db):
            pks = list(self.order_by().values_list("pk", flat=True))
            rows = self.model._base_manager.using(self.db).filter(pk__in=pks)
            before = {row.pk: row for row in rows}
            count = super().update(**values)
            after = {row.pk: row for row in rows.all()}
            names = [name for name in values if _is_told(self.model, name)]
            _tell(self.model, UPDATED, dict(_differing(before, after, names)))
        return count

    update.alters_data = True

    def bulk_create(self, objs: Iterable[models.Model], *args: Any, **kwargs: Any) -> list[Any]:
        made = super().bulk_create(objs, *args, **kwargs)
        if not auditlog_disabled.get():
            fields = [f for f in self.model._meta.concrete_fields if not f.primary_key]
            nothing = self.model(**{f.attname: None for f in fields})
            told = {row.pk: _changes(nothing, row, fields) for row in made}
            _tell(self.model, CREATED, told)
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        """Tells of what goes with them as well. auditlog would ask for each row by itself, while
        every writer waits."""
        if auditlog_disabled.get():
            return super().delete()
        with transaction.atomic(using=self.db):
            entries = list(_of_removal(self))
            with disable_auditlog():
                count = super().delete()
            get_logentry_model().objects.bulk_create(entries)
        return count

    delete.alters_data = True
    delete.queryset_only = True  # as Django's: no manager deletes all there is


class Tracked(models.Model):
    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_additional_data(self) -> Belonging:
        """What auditlog keeps beside an entry about this row."""
        return belonging(type(self), [self])[self.pk]


def belonging(model: type[models.Model], rows: Iterable[models.Model]) -> dict[int, Belonging]:
    """For each row its guide, and the thing on whose page it is edited, as "step.12"."""
    rows = list(rows)
    owner = _owner(model)
    ids = {row.pk: getattr(row, owner.attname) if owner else row.pk for row in rows}
    guides = ids
    if owner and owner.name != "guide":
        above = owner.related_model
        path = "guide" if _has(above, "guide") else f"{_owner(above).name}__guide"
        found = dict(above._base_manager.filter(pk__in=set(ids.values())).values_list("pk", path))
        guides = {pk: found.get(of, 0) for pk, of in ids.items()}
    own_page = owner is None or (owner.name == "guide" and _has(model, "key"))
    name = model._meta.model_name if own_page else owner.related_model._meta.model_name
    return {pk: {"guide": guides[pk], "of": f"{name}.{pk if own_page else ids[pk]}"} for pk in ids}


def names_of(model: type[models.Model], pks: Iterable[int]) -> dict[int, str]:
    """What the rows are called, in one query."""
    return {row.pk: str(row) for row in _with_links(model, pks, _named_with(model))}


def _with_links(
    model: type[models.Model], pks: Iterable[int], links: Iterable[str]
) -> models.QuerySet:
    rows = model._base_manager.filter(pk__in=set(pks))
    links = tuple(links)  # without one it would follow every relation
    return rows.select_related(*links) if links else rows


def _owner(model: type[models.Model]) -> models.ForeignKey | None:
    """The first link of a row is to what it is part of. A guide is part of nothing."""
    if model._meta.model_name == "guide":
        return None
    return next(f for f in model._meta.concrete_fields if f.is_relation)


def _has(model: type[models.Model], name: str) -> bool:
    return name in {field.name for field in model._meta.concrete_fields}


def _named_with(model: type[models.Model], depth: int = 2) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if depth and field.is_relation and issubclass(field.related_model, Tracked):
            yield field.name
            yield from (f"{field.name}__{n}" for n in _named_with(field.related_model, depth - 1))


def _is_told(model: type[models.Model], name: str) -> bool:
    """Whether the settings want this field in the trail: one that only repeats others is not."""
    if not auditlog.contains(model):
        return True
    fields = auditlog.get_model_fields(model)
    wanted = not fields["include_fields"] or name in fields["include_fields"]
    return wanted and name not in fields["exclude_fields"]


def _differing(
    before: Mapping[int, models.Model], after: Mapping[int, models.Model], names: list[str]
) -> Iterator[tuple[int, Changes]]:
    for pk, row in after.items():
        fields = [row._meta.get_field(name) for name in names]
        if changes := _changes(before[pk], row, fields):
            yield pk, changes


def _changes(old: models.Model, new: models.Model, fields: Iterable[models.Field]) -> Changes:
    pairs = ((f.name, getattr(old, f.attname), getattr(new, f.attname)) for f in fields)
    return {name: [str(was), str(now)] for name, was, now in pairs if was != now}


def _tell(model: type[models.Model], action: int, told: dict[int, Changes]) -> None:
    if not told:
        return
    _name_links(model, told)
    rows = model._base_manager.filter(pk__in=told)
    entries = _entries(model, action, told, names_of(model, told), belonging(model, rows))
    get_logentry_model().objects.bulk_create(entries)


def _of_removal(rows: models.QuerySet) -> Iterator[models.Model]:
    """Entries of the rows, and of all that go with them, those first."""
    going = Collector(using=rows.db, origin=rows)
    going.collect(rows.all())
    going.sort()
    for model, gone in going.data.items():
        if auditlog.contains(model):
            links = {f.name for f in model._meta.concrete_fields if f.is_relation}
            links.update(_named_with(model))
            named = list(_with_links(model, [row.pk for row in gone], links).order_by("-pk"))
            told = {row.pk: model_instance_diff(row, None) for row in named}
            names = {row.pk: str(row) for row in named}
            yield from _entries(model, REMOVED, told, names, belonging(model, named))


def _entries(
    model: type[models.Model],
    action: int,
    told: Mapping[int, Changes],
    names: Mapping[int, str],
    where: Mapping[int, Belonging],
) -> Iterator[models.Model]:
    person = getattr(auditlog_value.get({}), "get", {}.get)("actor")
    entry = get_logentry_model()
    kind = ContentType.objects.get_for_model(model)
    for pk, changes in told.items():
        yield entry(
            content_type=kind,
            object_pk=str(pk),
            object_id=pk,
            object_repr=names[pk],
            action=action,
            changes=changes,
            actor=person,
            actor_email=getattr(person, "email", None),
            additional_data=where[pk],
        )


def _name_links(model: type[models.Model], told: dict[int, Changes]) -> None:
    """Links in words, as auditlog writes them for single rows."""
    for field in (f for f in model._meta.concrete_fields if f.is_relation):
        pairs = [changes[field.name] for changes in told.values() if field.name in changes]
        ids = {int(one) for pair in pairs for one in pair if one != "None"}
        names = names_of(field.related_model, ids) if ids else {}
        for pair in pairs:
            pair[:] = [one if one == "None" else names.get(int(one), one) for one in pair]
