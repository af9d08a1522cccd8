"""Slices as they are kept: a number for each kind of visit.

Most questions do not tell devices apart. For those, months are kept of all devices together as
well: a guide for six versions of three devices is then read in a twentieth of the rows.
"""

from collections.abc import Iterable, Mapping

from troubleshooter.models import Prepared, Slice

from .cells import Kind
from .replica import read_from

ALL = "*"  # a key that no platform and no version can have
COLUMNS = ("guide_id", "revision_id", "platform", "version", "simulated", "exclusion")


OF_GUIDE = Prepared(
    query=lambda guide: Slice.objects.filter(guide=guide).values_list("pk", *COLUMNS), holes=(0,)
)


def of_all_devices(kind: Kind) -> Kind:
    """The slice, kept by month only, that this kind of visit counts in too."""
    return kind._replace(platform=ALL, version=ALL)


def kinds_of(guide: int) -> dict[int, Kind]:
    """The guide's slices, those of all devices among them, by number."""
    return {row[0]: Kind(*row[1:]) for row in OF_GUIDE.rows(guide, using=read_from())}


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
