"""Checks on settings paths: one variant, and one only, for every platform and version on offer.

A variant covers an interval of its platform's versions, by position. Where a bound is wrong, the
variant is given credit for all that it may cover when gaps are looked for, and for as little as it
must cover when overlaps are: no problem is reported that only follows from another.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .problems import Code, Finding, Loc, brief, shown
from .reading import Reading
from .schema import VariantContent

MOST_NAMED = 12

Interval = tuple[int, int]
"""Positions of versions, the first and the last, both included."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A platform whose versions are all known."""

    key: str
    name: str
    versions: tuple[str, ...]
    position: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """What one variant covers of one platform."""

    loc: Loc
    possible: Interval
    certain: Interval | None = None


def path_variants(reading: Reading) -> Iterator[Finding]:
    """Unknown versions, reversed ranges, overlaps and gaps, of each settings path."""
    offers: dict[str, Offer] = {}
    for offer in _offers(reading):
        offers.setdefault(offer.key, offer)  # of two platforms with one key, the first counts
    for index, path in enumerate(reading.content.paths):
        loc: Loc = ("paths", index, "variants")
        if reading.given(*loc):
            entries = [((*loc, at), variant) for at, variant in enumerate(path.variants)]
            yield from _check_path(reading, offers, loc, entries)


def _offers(reading: Reading) -> Iterator[Offer]:
    for index, platform in enumerate(reading.content.platforms):
        loc = ("platforms", index)
        versions = platform.versions
        known = all(reading.given(*loc, "versions", at) for at in range(len(versions)))
        if versions and known and reading.given(*loc, "key") and reading.given(*loc, "versions"):
            position: dict[str, int] = {}
            for at, name in enumerate(versions):
                position.setdefault(name, at)
            yield Offer(key=platform.key, name=platform.name, versions=versions, position=position)


def _check_path(
    reading: Reading,
    offers: Mapping[str, Offer],
    loc: Loc,
    entries: list[tuple[Loc, VariantContent]],
) -> Iterator[Finding]:
    spans: dict[str, list[Span]] = {key: [] for key in offers}
    anywhere: list[tuple[Loc, VariantContent]] = []  # variants of a platform that cannot be told
    for here, variant in entries:
        if not reading.given(*here, "platform"):
            anywhere.append((here, variant))
            continue
        offer = offers.get(reading.read_as("platforms", variant.platform))
        if offer:
            yield from _bad_bounds(reading, offer, here, variant)
            spans[offer.key].append(_span(reading, offer, here, variant))
    for offer in offers.values():
        yield from _overlaps(offer, spans[offer.key])
    yield from _missing(reading, offers, spans, loc, anywhere)


def _bad_bounds(
    reading: Reading, offer: Offer, loc: Loc, variant: VariantContent
) -> Iterator[Finding]:
    positions = []
    for key, name in (("from", variant.from_), ("to", variant.to)):
        if not name or not reading.given(*loc, key):
            continue
        if name in offer.position:
            positions.append(offer.position[name])
            continue
        message = f"The platform {shown(offer.key)} has no version {shown(name)}."
        remedy = f"Use one of: {_listed(offer.versions)}; or add it to the platform."
        yield Finding(code=Code.UNDEFINED_NAME, loc=(*loc, key), message=message, remedy=remedy)
    if positions != sorted(positions):
        message = f"The variant ends at {shown(variant.to)}, before it begins."
        remedy = "Exchange `from` and `to`, or correct the order of the platform's versions."
        yield Finding(
            code=Code.VARIANT_REVERSED,
            loc=loc,
            message=message,
            remedy=remedy,
            near=(*loc, "from"),
            also=((*loc, "to"),),
        )


def _span(reading: Reading, offer: Offer, loc: Loc, variant: VariantContent) -> Span:
    newest = len(offer.versions) - 1
    first = _bound(reading, offer, (*loc, "from"), variant.from_, 0)
    last = _bound(reading, offer, (*loc, "to"), variant.to, newest)
    if first is not None and last is not None and first > last:
        return Span(loc=loc, possible=(last, first))
    possible = (first or 0, newest if last is None else last)
    certain = [end for end in (first, last) if end is not None]
    return Span(loc=loc, possible=possible, certain=(certain[0], certain[-1]) if certain else None)


def _bound(reading: Reading, offer: Offer, loc: Loc, name: str, default: int) -> int | None:
    """The position of a bound; None when it cannot be told."""
    if not reading.given(*loc):
        return None
    return offer.position.get(name) if name else default


def _overlaps(offer: Offer, spans: list[Span]) -> Iterator[Finding]:
    certain = [(span.certain, span.loc) for span in spans if span.certain]
    reach, holder = -1, None
    for (first, last), loc in sorted(certain):
        if holder is not None and first <= reach:
            earlier, later = sorted((holder, loc))
            version = f"{offer.name} {offer.versions[first]}"
            message = f"It matches {brief(version)}, as variant {earlier[-1]} of this path does."
            remedy = "Change `from` and `to` so that each version has one variant."
            yield Finding(
                code=Code.VARIANTS_OVERLAP,
                loc=later,
                message=message,
                remedy=remedy,
                near=(*later, "from"),
                also=((*earlier, "to"),),
            )
        if last > reach:
            reach, holder = last, loc


def _missing(
    reading: Reading,
    offers: Mapping[str, Offer],
    spans: Mapping[str, list[Span]],
    loc: Loc,
    anywhere: list[tuple[Loc, VariantContent]],
) -> Iterator[Finding]:
    waiting = list(anywhere)
    for offer in offers.values():
        covered = [span.possible for span in spans[offer.key]]
        gaps = _gaps(covered, len(offer.versions))
        for here, variant in list(waiting if gaps else ()):
            possible = _span(reading, offer, here, variant).possible
            if any(first <= possible[1] and possible[0] <= last for first, last in gaps):
                waiting.remove((here, variant))
                covered.append(possible)
                gaps = _gaps(covered, len(offer.versions))
        if gaps:
            versions = [v for first, last in gaps for v in offer.versions[first : last + 1]]
            where = f"the platform {shown(offer.key)} in version {_listed(versions)}"
            message = f"The settings path has no variant for {where}."
            remedy = "Add a variant, or widen `from` and `to` of one."
            near = _beside(gaps[0], spans[offer.key])
            yield Finding(
                code=Code.VARIANT_MISSING, loc=loc, message=message, remedy=remedy, near=near
            )


def _beside(gap: Interval, spans: list[Span]) -> Loc | None:
    """The bound that could be moved to close the gap."""
    for span in spans:
        first, last = span.possible
        if first == gap[1] + 1:
            return (*span.loc, "from")
        if last == gap[0] - 1:
            return (*span.loc, "to")
    return None


def _gaps(covered: list[Interval], count: int) -> list[Interval]:
    """The intervals of 0..count-1 that nothing covers."""
    gaps, reach = [], -1
    for first, last in [*sorted(covered), (count, count)]:
        if first > reach + 1:
            gaps.append((reach + 1, first - 1))
        reach = max(reach, last)
    return gaps


def _listed(versions: list[str] | tuple[str, ...]) -> str:
    more = ", …" if len(versions) > MOST_NAMED else ""
    return ", ".join(brief(version) for version in versions[:MOST_NAMED]) + more
