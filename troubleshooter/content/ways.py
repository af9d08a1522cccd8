"""Which way a settings path goes, for what a visitor has told of platform and version."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .schema import PathContent, PlatformContent, VariantContent


@dataclass(frozen=True, kw_only=True)
class Way:
    """One row of segments, and for whom it holds (empty when it is known to hold)."""

    label: str
    segments: tuple[str, ...]
    unverified: bool


def ways(
    path: PathContent, platforms: Sequence[PlatformContent], platform: str, version: str
) -> tuple[Way, ...]:
    """The one way that matches, or all that may, the newest of each platform first and each once.

    An empty platform or version means that the visitor is not sure.
    """
    fitting = [
        (variant, known)
        for known in platforms
        if platform in ("", known.key)
        for variant in reversed(path.variants)
        if variant.platform == known.key and _covers(variant, known, version)
    ]
    many = platform == "" and len(platforms) > 1
    labels: dict[tuple[str, ...], list[str]] = {}
    for variant, known in fitting:
        labels.setdefault(variant.segments, []).append(_label(variant, known, many=many))
    unverified = {v.segments for v, _ in fitting if v.confidence == "unverified"}
    return tuple(
        Way(
            label=", ".join(dict.fromkeys(names)) if len(labels) > 1 else "",
            segments=segments,
            unverified=segments in unverified,
        )
        for segments, names in labels.items()
    )


def _covers(variant: VariantContent, platform: PlatformContent, version: str) -> bool:
    if version not in platform.versions:
        return version == ""
    first, last = _range(variant, platform)
    return first <= platform.versions.index(version) <= last


def _range(variant: VariantContent, platform: PlatformContent) -> tuple[int, int]:
    versions = platform.versions
    first = versions.index(variant.from_) if variant.from_ else 0
    last = versions.index(variant.to) if variant.to else len(versions) - 1
    return first, last


def _label(variant: VariantContent, platform: PlatformContent, *, many: bool) -> str:
    first, last = _range(variant, platform)
    told = {"device": platform.name, "first": platform.versions[first]}
    if first == last:
        words = _("%(device)s %(first)s") if many else _("Version %(first)s")
        return words % told
    told["last"] = platform.versions[last]
    words = _("%(device)s %(first)s to %(last)s") if many else _("Version %(first)s to %(last)s")
    return words % told
