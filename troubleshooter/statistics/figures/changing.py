"""What the page “What if” says: a change that was thought of, and what would come of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..effects.change import Change
from ..effects.estimates import Kept
from ..effects.what_if import WhatIf
from ..measures.interval import Estimate
from .names import Named
from .sheets import Cell, Kind, Sheet, sheet

BY_MODEL = "by the model"
BY_VISITS = "by visits that went that way"


@dataclass(frozen=True, kw_only=True)
class Changing:
    """`kept` is None until somebody has asked for the change to be worked out."""

    change: Change
    named: Named
    kept: Kept | None

    @property
    def found(self) -> WhatIf | None:
        return self.kept.what_if if self.kept else None

    @property
    def minutes(self) -> str:
        """Whether visitors would need "fewer" minutes, "more", or it cannot be told (empty)."""
        compared = self.found and self.found.compared
        return _turn(compared.difference.minutes, "more", "fewer") if compared else ""

    @property
    def resolved(self) -> str:
        """Whether "more" visits would be resolved, "fewer", or it cannot be told (empty)."""
        compared = self.found and self.found.compared
        return _turn(compared.difference.resolved, "more", "fewer") if compared else ""


def changing_sheets(changing: Changing) -> tuple[Sheet, ...]:
    """None where nothing can be told."""
    found = changing.found
    if not (found and found.compared):
        return ()
    return (
        _sheet("minutes", "Minutes of work for one visitor", Kind.MINUTES, Kind.MINUTES, found),
        _sheet("resolved", "Share of visits resolved", Kind.ESTIMATE, Kind.POINTS, found),
    )


def _sheet(name: str, title: str, kind: Kind, difference: Kind, found: WhatIf) -> Sheet:
    columns = (
        ("way", "Worked out", Kind.TEXT),
        ("now", "as it is", kind),
        ("then", "with the change", kind),
        ("difference", "difference", difference),
        ("visits", "visits", Kind.COUNT),
        ("effective", "worth", Kind.COUNT),
    )
    return sheet(name, title, columns, _rows(name, found))


def _rows(name: str, found: WhatIf) -> Iterable[tuple[Cell, ...]]:
    compared, logged = found.compared, found.logged
    if compared:
        sides = (compared.now, compared.then, compared.difference)
        yield (BY_MODEL, *(getattr(side, name) for side in sides), None, None)
    if logged:
        then: Estimate = getattr(logged, name)
        yield BY_VISITS, None, then, None, logged.visits, round(logged.effective)


def _turn(difference: Estimate, above: str, below: str) -> str:
    if 0 in difference.interval:
        return ""
    return above if difference.value > 0 else below
