"""A new version of a device's system: every path that led to the newest one is copied forward."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from troubleshooter.content.schema import GuideContent
from troubleshooter.models import (
    Confidence,
    Guide,
    Platform,
    PlatformVersion,
    SettingsPath,
    Variant,
)


class VersionKnown(Exception):
    """A platform has this version already; `platforms` are those."""

    def __init__(self, platforms: Sequence[Platform]) -> None:
        super().__init__(", ".join(str(platform) for platform in platforms))
        self.platforms = tuple(platforms)


class VersionIsLive(Exception):
    """Visitors can choose the version already, or it is not the newest: it stays."""


@dataclass(frozen=True, kw_only=True)
class Added:
    """What came of it: in so many guides, so many variants are to be verified now."""

    guides: int
    variants: int


def namesakes(platforms: Iterable[Platform]) -> list[Platform]:
    """The platforms of other guides that visitors know by the same name."""
    names = {platform.name.casefold() for platform in platforms}
    own = {platform.guide_id for platform in platforms}
    others = Platform.objects.exclude(guide__in=own).select_related("guide")
    return [each for each in others if each.name.casefold() in names]


@transaction.atomic
def add_version(platforms: Sequence[Platform], name: str, *, editor: AbstractBaseUser) -> Added:
    """Give each platform a newest version. What led to the one before ends there and begins anew.

    The copies are unverified, have no date, and so wait in the queue of paths to verify. Raises
    VersionKnown, and changes nothing, where a platform has the version.
    """
    _lock(platforms)
    known = [each for each in platforms if each.versions.filter(name=name).exists()]
    if known:
        raise VersionKnown(known)
    copied = sum(_add(platform, name) for platform in platforms)
    for platform in platforms:
        words = f"Added version {name} of {platform.name}, and copied its settings paths forward."
        LogEntry.objects.log_actions(editor.pk, [platform.guide], CHANGE, words, single_object=True)
    return Added(guides=len({platform.guide_id for platform in platforms}), variants=copied)


@transaction.atomic
def remove_version(version: PlatformVersion, *, editor: AbstractBaseUser) -> None:
    """Take back `add_version`, as long as nobody has met the version. Raises VersionIsLive."""
    platform = version.platform
    _lock([platform])
    if not may_be_removed(version):
        raise VersionIsLive
    before = platform.versions.exclude(pk=version.pk).last()
    for copy in Variant.objects.filter(from_version=version):
        if copy.to_version_id is None:
            _end_at(None, path=copy.path_id, platform=platform, to_version=before)
        copy.delete()
    _end_at(before, to_version=version)
    name = version.name
    version.delete()
    words = f"Took version {name} of {platform.name} out again, with the paths copied for it."
    LogEntry.objects.log_actions(editor.pk, [platform.guide], CHANGE, words, single_object=True)


def _end_at(version: PlatformVersion | None, **which: object) -> None:
    """Each by itself: the audit trail tells of every one."""
    for variant in Variant.objects.filter(**which):
        variant.to_version = version
        variant.save()


def may_be_removed(version: PlatformVersion) -> bool:
    """Only the newest of several, and only until visitors can choose it."""
    versions = list(version.platform.versions.all())
    return len(versions) > 1 and versions[-1] == version and not _is_live(version)


def _is_live(version: PlatformVersion) -> bool:
    guide = version.platform.guide
    if guide.live_revision is None:
        return False
    content = GuideContent.model_validate(guide.live_revision.content)
    return any(
        version.name in platform.versions
        for platform in content.platforms
        if platform.key == version.platform.key
    )


def _lock(platforms: Iterable[Platform]) -> None:
    """Nobody else publishes or adds a version to these guides meanwhile."""
    guides = sorted({platform.guide_id for platform in platforms})
    list(Guide.objects.select_for_update(no_key=True).filter(pk__in=guides).order_by("pk"))


def _add(platform: Platform, name: str) -> int:
    newest = platform.versions.last()
    order = newest.order + 1 if newest else 0
    version = PlatformVersion.objects.create(platform=platform, name=name, order=order)
    if newest is None:
        return 0
    paths = SettingsPath.objects.filter(guide=platform.guide_id).prefetch_related("variants")
    return sum(_carry_forward(path, platform, newest, version) for path in paths)


def _carry_forward(
    path: SettingsPath, platform: Platform, newest: PlatformVersion, version: PlatformVersion
) -> int:
    """End what covers the newest version there, and put its copy behind it."""
    in_order: list[Variant] = []
    for variant in path.variants.all():
        in_order.append(variant)
        if variant.platform_id == platform.pk and variant.to_version_id in (None, newest.pk):
            in_order.append(_copy(variant, newest, version))
    copies = [variant for variant in in_order if variant.pk is None]
    for place, variant in enumerate(in_order):
        variant.order = place
        if copies:
            variant.save()
    return len(copies)


def _copy(variant: Variant, newest: PlatformVersion, version: PlatformVersion) -> Variant:
    """The copy has an open end where the variant had one, so that removing it can tell."""
    copy = Variant(
        path=variant.path,
        platform=variant.platform,
        segments=variant.segments,
        from_version=version,
        to_version=version if variant.to_version_id else None,
        confidence=Confidence.UNVERIFIED,
    )
    variant.to_version = newest
    return copy
