"""Taking over what was learnt: all of it, some of it, or what stays near the editors' numbers."""

from collections.abc import Collection, Mapping
from math import fsum

from troubleshooter.engine.learning.changes import Change, places
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.prior import ONE_CAUSE_SUM


def within_band(found: Collection[Change], band: float) -> tuple[str, ...]:
    """The places of those whose odds, learnt over editors', lie within 1 / band and band (>= 1)."""
    return tuple(
        change.place
        for change in found
        if all(_within(was, now, band) for was, now in zip(change.was, change.now, strict=True))
    )


def _within(was: float, now: float, band: float) -> bool:
    return now * (1.0 - was) <= band * was * (1.0 - now) and was * (1.0 - now) <= band * now * (
        1.0 - was
    )


def with_chosen(numbers: Parameters, learnt: Parameters, chosen: Collection[str]) -> Parameters:
    """The numbers, with the learnt ones at the chosen places. A place that `numbers` does not have
    is left out. Shares keep saying whether causes come alone or together."""
    taken = {place: column for place, column in places(learnt) if place in chosen}

    def one(place: str, p: float) -> float:
        return taken[place][0] if place in taken else p

    return Parameters(
        shares=_same_model(
            numbers.shares,
            {key: one(f"shares.{key}", p) for key, p in numbers.shares.items()},
            {key for key in numbers.shares if f"shares.{key}" in taken},
        ),
        effects={
            step: {cause: one(f"effects.{step}.{cause}", p) for cause, p in effects.items()}
            for step, effects in numbers.effects.items()
        },
        skip={key: one(f"skip.{key}", p) for key, p in numbers.skip.items()},
        usual={q: taken.get(f"usual.{q}", column) for q, column in numbers.usual.items()},
        likelihood={
            q: {c: taken.get(f"likelihood.{q}.{c}", column) for c, column in named.items()}
            for q, named in numbers.likelihood.items()
        },
        unsure={key: one(f"unsure.{key}", p) for key, p in numbers.unsure.items()},
        # The shares of groups were drawn towards those that are replaced now: they would hide them.
        shares_by_group={}
        if any(p.startswith("shares.") for p in taken)
        else numbers.shares_by_group,
    )


def _same_model(
    before: Mapping[str, float], after: dict[str, float], chosen: Collection[str]
) -> dict[str, float]:
    """Where another sum of the shares would be another belief model they keep the sum that they
    had. The others make room for the chosen ones, so that choosing twice is choosing once."""
    was, now = fsum(before.values()), fsum(after.values())
    if (was <= ONE_CAUSE_SUM) == (now <= ONE_CAUSE_SUM) or not now:
        return after
    others = {key: share for key, share in after.items() if key not in chosen}
    room = was - fsum(after[key] for key in chosen)
    if room <= 0.0 or not fsum(others.values()):
        others, room = after, was
    scale = room / fsum(others.values())
    return after | {key: min(share * scale, 1.0) for key, share in others.items()}
