"""Who comes in the made-up year: what is true of them on each day, and when each begins.

Their truth is not the guide's: some steps help more than its editors think and some less, as in
life. So there is something to be seen, and something to be learnt.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from math import exp

from troubleshooter.content.schema import GuideContent
from troubleshooter.simulation.causes import by_shares
from troubleshooter.simulation.person import Person, person
from troubleshooter.simulation.plan import Plan
from troubleshooter.simulation.truth import Device, Truth, truth_of_guide

from .editions import MOVED_PATH, NEW_VERSION, REWRITTEN_STEP
from .year import DAYS, MOVED_AGAIN, OUTAGE, RELEASE, REPAIRED, REWRITTEN, WORSE, Year

LEAVE_PER_MINUTE, NOISE, LABEL_SHARE = 0.014, 0.02, 0.35
# A step against what its editors think, for each cause that it fixes; at most SUREST in all.
FACTORS = {"restart": 0.6, "change-network": 1.3, "leave-out-apps": 1.25, "leave-24-hours": 0.8}
SUREST = 0.97
BRIEF_TEXT, GETTING_WORSE, WORSE_STEP = 0.4, 0.6, "bigger-plan"
# Somebody always misses a path; after a change many do.
MISSED, MOVED_NOW = {MOVED_PATH: 0.02, "wifi-low-data": 0.02, "change-plan": 0.02}, "wifi-low-data"
MISSED_AFTER_A_MOVE = 0.5
OUTAGE_CAUSE, OUTAGE_SHARE = "outage", 0.8
# How devices are spread before the release. It takes up to MOST_NEW of all, most within weeks.
VERSIONS = {"": 0.12, "15": 0.05, "16": 0.1, "17": 0.23, "18": 0.5}
PLATFORMS = {"iphone": 0.78, "ipad": 0.22}
MOST_NEW, HALF_WAY, PACE = 0.55, 35.0, 12.0


@dataclass(frozen=True, kw_only=True)
class YearPlan(Plan):
    """The people of the year, in the order in which they begin. What is true of somebody is what
    is true on that day; `truth` where the days do not differ."""

    year: Year
    truth_of_day: Callable[[int], Truth] | None = None

    def begins(self, number: int) -> datetime:
        return self.year.moment((number + 0.5) / self.visits)

    def person(self, number: int) -> Person:
        ago = self.year.ago(self.begins(number))
        return person(self.truths[ago] if self.truths else self.truth, self.seed, number)

    @cached_property
    def truths(self) -> Mapping[int, Truth]:
        """By days ago."""
        if self.truth_of_day is None:
            return {}
        return {ago: self.truth_of_day(ago) for ago in range(DAYS)}


def usual_truth(content: GuideContent) -> Truth:
    """A guide of which its editors know the numbers; people leave all the same."""
    return replace(
        truth_of_guide(content),
        noise=NOISE,
        leave_per_minute=LEAVE_PER_MINUTE,
        label_share=LABEL_SHARE,
    )


def truth_of_day(content: GuideContent, ago: int) -> Truth:
    """What is true of those who begin so many days ago."""
    shares = {cause.key: cause.share for cause in content.causes}
    if ago in OUTAGE:
        shares = {key: share * (1.0 - OUTAGE_SHARE) for key, share in shares.items()}
        shares[OUTAGE_CAUSE] = OUTAGE_SHARE
    truth = usual_truth(content)
    return replace(
        truth,
        causes=by_shares(shares),
        effects={step: _effects(step, fixes, ago) for step, fixes in truth.effects.items()},
        missing_paths={path: _missed(path, ago) for path in MISSED},
        devices=_devices(ago),
    )


def _effects(step: str, fixes: Mapping[str, float], ago: int) -> Mapping[str, float]:
    factor = FACTORS.get(step, 1.0)
    if step == REWRITTEN_STEP and ago > REWRITTEN:
        factor *= BRIEF_TEXT
    if step == WORSE_STEP and ago <= WORSE:
        factor *= GETTING_WORSE
    return {cause: min(SUREST, chance * factor) for cause, chance in fixes.items()}


def _missed(path: str, ago: int) -> Mapping[str, float]:
    """By version."""
    usual = dict.fromkeys((*VERSIONS, NEW_VERSION), MISSED[path])
    moved = (path == MOVED_PATH and RELEASE >= ago > REPAIRED) or (
        path == MOVED_NOW and ago <= MOVED_AGAIN
    )
    return usual | ({NEW_VERSION: MISSED_AFTER_A_MOVE} if moved else {})


def _devices(ago: int) -> tuple[Device, ...]:
    since = RELEASE - ago
    new = MOST_NEW / (1.0 + exp((HALF_WAY - since) / PACE)) if since >= 0 else 0.0
    versions = {key: share * (1.0 - new) for key, share in VERSIONS.items()} | {NEW_VERSION: new}
    return tuple(
        Device(platform=platform, version=version, share=part * share)
        for platform, part in PLATFORMS.items()
        for version, share in versions.items()
    )
