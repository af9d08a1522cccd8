"""Slices as they are kept: a number for each kind of visit."""

from collections.abc import Iterable, Mapping

from troubleshooter.models import Slice

from .cells import Kind

COLUMNS = ("guide_id", "revision_id", "platform", "version", "simulated", "exclusion")


def kinds_of(guide: int) -> dict[int, Kind]:
    """The guide's slices, by number."""
    rows = Slice.objects.filter(guide=guide).values_list("pk", *COLUMNS)
    return {number: Kind(*values) for number, *values in rows}


def numbers_of(kinds: Iterable[Kind]) -> Mapping[Kind, int]:
    """The numbers of these kinds; slices that are not there yet are made."""
    wanted = set(kinds)
    known = _known(wanted)
    missing = wanted - known.keys()
    if missing:
        made = [Slice(**dict(zip(COLUMNS, kind, strict=True))) for kind in missing]
        Slice.objects.bulk_create(made, ignore_conflicts=True)
        known = _known(wanted)
    return known


def _known(wanted: set[Kind]) -> dict[Kind, int]:
    guides = {kind.guide for kind in wanted}
    return {
        kind: number
        for guide in guides
        for number, kind in kinds_of(guide).items()
        if kind in wanted
    }
