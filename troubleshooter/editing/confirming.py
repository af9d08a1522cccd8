"""What an editor has seen on a device, written down once for every guide that says the same."""

from collections.abc import Collection, Iterable
from datetime import date

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from troubleshooter.models import Confidence, Guide, Variant

from .verifying import ToVerify, queue


class NotInQueue(Exception):
    """Someone changed or confirmed an entry meanwhile: it is not in the queue any more."""


@transaction.atomic
def confirm(
    names: Collection[str], *, source: str, today: date, editor: AbstractBaseUser
) -> tuple[ToVerify, ...]:
    """Confirm entries of the queue as they are, in all guides that use them.

    Where the version before has the same labels, and is confirmed too, the two become one range.
    Raises NotInQueue, and changes nothing, where one of them is not as the editor saw it.
    """
    entries = _named(names, today)
    for entry in entries:
        for variant in entry.variants:
            variant.confidence, variant.checked = Confidence.CONFIRMED, today
            variant.source = source
            variant.save()
            merge_back(variant)
        _write_down(entry, f"Confirmed the path {_labels(entry.same.segments)}", editor)
    return entries


@transaction.atomic
def correct(
    name: str,
    *,
    segments: str,
    confidence: Confidence,
    source: str,
    today: date,
    editor: AbstractBaseUser,
) -> ToVerify:
    """Write other labels into all variants of an entry. Raises NotInQueue as `confirm` does."""
    (entry,) = _named([name], today)
    for variant in entry.variants:
        variant.segments, variant.confidence, variant.source = segments, confidence, source
        variant.checked = None if confidence == Confidence.UNVERIFIED else today
        variant.save()
        merge_back(variant)
    words = f"Changed the path {_labels(entry.same.segments)} to {_labels(segments)}"
    _write_down(entry, words, editor)
    return entry


def merge_back(variant: Variant) -> None:
    """Make one range of a confirmed variant and the confirmed one before it that says the same.

    The range gets the new day: a version that is out does not change its labels any more, so what
    was confirmed for it stays true. The sources stand side by side. One that is not confirmed is
    left alone: it would seem surer than it is.
    """
    before = _just_before(variant) if variant.confidence == Confidence.CONFIRMED else None
    if before is None or before.segments != variant.segments:
        return
    if before.confidence != Confidence.CONFIRMED:
        return
    before.to_version, before.checked = variant.to_version, variant.checked
    before.source = "; ".join(dict.fromkeys(filter(None, (before.source, variant.source))))
    before.save()
    variant.delete()


def _just_before(variant: Variant) -> Variant | None:
    """The variant of the path that ends at the version before this one's first."""
    if variant.from_version is None:
        return None
    versions = list(variant.platform.versions.all())
    place = versions.index(variant.from_version) if variant.from_version in versions else 0
    if place == 0:
        return None
    siblings = Variant.objects.filter(path=variant.path_id, platform=variant.platform_id)
    return siblings.filter(to_version=versions[place - 1]).exclude(pk=variant.pk).first()


def _named(names: Iterable[str], today: date) -> tuple[ToVerify, ...]:
    wanted = set(names)
    guides = Guide.objects.order_by("pk").select_for_update(no_key=True)
    list(guides.values_list("pk"))  # locked: a publication reads each path either before or after
    entries = tuple(entry for entry in queue(today=today) if entry.name in wanted)
    if {entry.name for entry in entries} != wanted:
        raise NotInQueue
    return entries


def _labels(segments: str) -> str:
    return "“" + " > ".join(segments.split("\n")) + "”"


def _write_down(entry: ToVerify, words: str, editor: AbstractBaseUser) -> None:
    where = f" on {entry.same.platform} {entry.same.versions}."
    paths = list({variant.path_id: variant.path for variant in entry.variants}.values())
    for path in paths:
        LogEntry.objects.log_actions(editor.pk, [path], CHANGE, words + where, single_object=True)
