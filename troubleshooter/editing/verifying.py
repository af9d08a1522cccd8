"""Settings paths that someone must look at: new ones, unconfirmed ones, and those long unchecked.

Guides write the same path many times. What is the same to an editor with a device in the hand, the
same labels on the same device and versions, is one entry of the queue, and changes everywhere.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from troubleshooter.models import Confidence, PlatformVersion, Variant

from .missed import Missed, Shown, rates_of
from .rot.days import months_before


@dataclass(frozen=True, kw_only=True)
class Sameness:
    """What makes variants one entry: the device, its versions (first, last) and the labels."""

    platform: str
    first: str
    last: str
    segments: str

    @property
    def name(self) -> str:
        """A short name for forms: it changes as soon as anything of this does."""
        text = "\0".join((self.platform, self.first, self.last, self.segments))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def versions(self) -> str:
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True, kw_only=True)
class ToVerify:
    """One entry. `checked` is the oldest day on which someone looked, None where nobody did."""

    same: Sameness
    variants: tuple[Variant, ...]
    missed: Missed

    @property
    def name(self) -> str:
        return self.same.name

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.same.segments.split("\n"))

    @property
    def again(self) -> bool:
        """Whether someone confirmed it once, and it is only to be looked at again."""
        return all(each.confidence != Confidence.UNVERIFIED for each in self.variants)

    @property
    def checked(self) -> date | None:
        days = [each.checked for each in self.variants]
        return min(days) if all(days) else None


Offered = Mapping[int, tuple[PlatformVersion, ...]]


def queue(guide_id: int | None = None, today: date | None = None) -> tuple[ToVerify, ...]:
    """The entries, those that most visitors could not find first. With a guide, only those that it
    uses too. Takes the same few queries however long it is."""
    waiting = list(_waiting(today or timezone.localdate()))
    groups: dict[Sameness, list[Variant]] = {}
    offered = _offered(variant.platform_id for variant in waiting)
    for variant in waiting:
        groups.setdefault(_sameness(variant, offered), []).append(variant)
    if guide_id is not None:
        groups = {
            same: found
            for same, found in groups.items()
            if any(variant.path.guide_id == guide_id for variant in found)
        }
    return tuple(sorted(_entries(groups, offered), key=_most_missed))


def _waiting(today: date) -> Iterable[Variant]:
    too_old = Q(checked__lt=months_before(today, settings.PATH_CHECK_MONTHS))
    rows = Variant.objects.filter(path__retired=False)
    rows = rows.filter(Q(confidence=Confidence.UNVERIFIED) | too_old)
    rows = rows.select_related("path__guide", "platform", "from_version", "to_version")
    return rows.order_by("path__guide__order", "path__guide", "path__order", "path", "order", "pk")


def _offered(platforms: Iterable[int]) -> Offered:
    found: dict[int, tuple[PlatformVersion, ...]] = {}
    for version in PlatformVersion.objects.filter(platform__in=set(platforms)):
        found[version.platform_id] = (*found.get(version.platform_id, ()), version)
    return found


def _sameness(variant: Variant, offered: Offered) -> Sameness:
    versions = offered.get(variant.platform_id, ())
    first = variant.from_version or (versions[0] if versions else None)
    last = variant.to_version or (versions[-1] if versions else None)
    return Sameness(
        platform=variant.platform.name,
        first=first.name if first else "",
        last=last.name if last else "",
        segments=variant.segments,
    )


def covered(variant: Variant, versions: tuple[PlatformVersion, ...]) -> tuple[str, ...]:
    """The names of the versions that the variant is for; none where its ends are in disorder."""
    places = {version.pk: place for place, version in enumerate(versions)}
    first = places.get(variant.from_version_id, 0)
    last = places.get(variant.to_version_id, len(versions) - 1)
    return tuple(version.name for version in versions[first : last + 1])


def _entries(groups: Mapping[Sameness, list[Variant]], offered: Offered) -> list[ToVerify]:
    everything = [variant for found in groups.values() for variant in found]
    rates = rates_of(
        Shown(
            guide_id=variant.path.guide_id,
            path_id=variant.path_id,
            path=variant.path.key,
            platform=variant.platform.key,
            versions=covered(variant, offered.get(variant.platform_id, ())),
        )
        for variant in everything
    )
    by_variant = dict(zip((each.pk for each in everything), rates, strict=True))
    return [
        ToVerify(
            same=same,
            variants=tuple(found),
            missed=sum((by_variant[each.pk] for each in found), Missed()),
        )
        for same, found in groups.items()
    ]


def _most_missed(entry: ToVerify) -> tuple:
    same = entry.same
    return (-entry.missed.reports, entry.again, same.platform, same.last, same.first, same.segments)
