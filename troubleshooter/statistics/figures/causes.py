"""How common each cause seems to be, beside what the editors wrote."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..effects.causes import CauseShare
from ..effects.estimates import Kept
from ..measures.interval import Estimate
from .names import Names
from .sheets import Cell, Kind, Sheet, sheet

COLUMNS = (
    ("cause", "Cause", Kind.TEXT),
    ("editors", "by the editors", Kind.SHARE),
    ("share", "by visits and editors", Kind.ESTIMATE),
    ("unlike", "which is", Kind.TEXT),
)


@dataclass(frozen=True, kw_only=True)
class Cause:
    """`share` is None where visits are too few. `unlike`: "more" or "less" common than the editors
    wrote, beyond the interval; empty where that cannot be told."""

    name: str
    editors: float
    share: Estimate | None
    unlike: str


@dataclass(frozen=True, kw_only=True)
class Causes:
    """`kept` is None until somebody has asked for it to be worked out."""

    kept: Kept | None
    causes: tuple[Cause, ...]

    @property
    def unlike(self) -> tuple[Cause, ...]:
        """Causes whose share the editors may want to look at, furthest off first."""
        off = [one for one in self.causes if one.unlike and one.share]
        return tuple(sorted(off, key=lambda one: -abs(one.share.value - one.editors)))

    @property
    def too_few(self) -> bool:
        return bool(self.causes) and all(one.share is None for one in self.causes)


def causes_of(kept: Kept | None, names: Names) -> Causes:
    shares = (kept and kept.causes) or ()
    return Causes(kept=kept, causes=tuple(_causes(shares, names)))


def causes_sheet(found: Causes) -> Sheet:
    return sheet("causes", "How common each cause seems", COLUMNS, map(_row, found.causes))


def _causes(shares: Iterable[CauseShare], names: Names) -> Iterable[Cause]:
    """Most common first."""
    for one in sorted(shares, key=lambda each: -each.share.value):
        yield Cause(
            name=names.cause(one.cause),
            editors=one.editors,
            share=one.share if one.enough else None,
            unlike=_unlike(one) if one.enough else "",
        )


def _unlike(one: CauseShare) -> str:
    if one.editors in one.share.interval:
        return ""
    return "more" if one.share.value > one.editors else "less"


def _row(one: Cause) -> tuple[Cell, ...]:
    return one.name, one.editors, one.share, f"{one.unlike} common" if one.unlike else None
