"""The part of a truth file that says which causes people have."""

from collections.abc import Mapping

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine.prior import ONE_CAUSE_SUM

from .causes import Mix, by_shares, listed
from .copula import by_pairs, lower_triangle
from .findings import Findings

KEYS = ("joint", "shares", "pairs")
TOLERANCE = 0.005 + 1e-9  # how far from 1 a sum may be, as in a guide file
STRONGEST = 0.999


def read_causes(value: object, guide: PublishedGuide, found: Findings) -> Mix | None:
    """Either `joint`, or `shares` with or without `pairs`; None where something is wrong."""
    before = len(found.problems)
    given = found.table(value, "causes", KEYS)
    if "joint" in given:
        if len(given) > 1:
            found.add("causes", "joint says it all: leave out shares and pairs")
        return _joint(given["joint"], guide, found)
    shares = {cause.key: cause.share for cause in guide.content.causes}
    if "shares" in given:
        shares |= found.numbers(given["shares"], "causes.shares", tuple(guide.causes))
    if not any(shares.values()):
        found.add("causes.shares", "at least one share must be above 0")
    pairs = _pairs(given["pairs"], guide, found) if "pairs" in given else {}
    if pairs and sum(shares.values()) <= ONE_CAUSE_SUM:
        found.add("causes.pairs", "shares that add up to 1 or less mean one cause at a time")
    if len(found.problems) > before:
        return None
    return _correlated(shares, pairs, found) if pairs else by_shares(shares)


def _joint(value: object, guide: PublishedGuide, found: Findings) -> Mix | None:
    before = len(found.problems)
    sets: dict[frozenset[str], float] = {}
    for place, entry in found.rows(value, "causes.joint"):
        row = found.table(entry, place, ("causes", "probability"))
        causes = frozenset(found.names(row.get("causes"), f"{place}.causes", tuple(guide.causes)))
        probability = found.number(row.get("probability"), f"{place}.probability")
        if causes in sets:
            found.add(place, "the same causes are listed before")
        sets[causes] = probability or 0.0
    if len(found.problems) == before and abs(sum(sets.values()) - 1.0) > TOLERANCE:
        found.add("causes.joint", f"adds up to {sum(sets.values()):g}; it must be 1")
    return listed(sets) if len(found.problems) == before else None


def _pairs(value: object, guide: PublishedGuide, found: Findings) -> dict[frozenset[str], float]:
    pairs: dict[frozenset[str], float] = {}
    for place, entry in found.rows(value, "causes.pairs"):
        row = found.table(entry, place, ("causes", "correlation"))
        causes = frozenset(found.names(row.get("causes"), f"{place}.causes", tuple(guide.causes)))
        correlation = found.number(
            row.get("correlation"), f"{place}.correlation", least=-STRONGEST, most=STRONGEST
        )
        if len(causes) != 2:
            found.add(f"{place}.causes", "must name two causes")
        elif causes in pairs:
            found.add(place, "the same pair is listed before")
        pairs[causes] = correlation or 0.0
    return pairs


def _correlated(
    shares: Mapping[str, float], pairs: Mapping[frozenset[str], float], found: Findings
) -> Mix | None:
    real = {cause: share for cause, share in shares.items() if share > 0.0}
    triangle = lower_triangle(
        [
            [1.0 if one == other else pairs.get(frozenset({one, other}), 0.0) for other in real]
            for one in real
        ]
    )
    if triangle is None:
        found.add("causes.pairs", "no causes can be correlated like this; bring them nearer to 0")
        return None
    return by_pairs(real, triangle)
