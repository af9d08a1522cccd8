"""Adjusted effects as the pages show them: as far as they were worked out."""

from ..effects.estimates import Kept, find_adjusted
from ..filters import Filters
from .league import NOT_ASKED, AdjustedRates


def adjusted_rates(filters: Filters) -> AdjustedRates:
    """What is kept for these visits. Nothing is worked out here: that takes seconds."""
    kept = find_adjusted(filters)
    return NOT_ASKED if kept is None else rates_of(kept)


def rates_of(kept: Kept) -> AdjustedRates:
    told = kept.adjusted or {}
    return AdjustedRates(
        estimates={key: one.estimate for key, one in told.items() if one.estimate},
        refused={key: str(one.why_not) for key, one in told.items() if not one.enough},
        reasons={key: str(one.reason) for key, one in told.items()},
        after={key: one.trials.after for key, one in told.items()},
        moves=kept.moves or (),
        made_at=kept.made_at,
        fresh=kept.fresh,
    )
