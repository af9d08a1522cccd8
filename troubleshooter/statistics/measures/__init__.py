"""Honest measures: plain arithmetic on counts. No database, no clock, nothing to install.

What each of them means, with its formula and its source, stands in docs/statistics.md.
"""

from troubleshooter.statistics.measures.bounds import Bounds, bounds
from troubleshooter.statistics.measures.change import Arrow, Change, change, changes
from troubleshooter.statistics.measures.days import Day
from troubleshooter.statistics.measures.difference import difference, p_value, p_value_of_estimates
from troubleshooter.statistics.measures.duration import (
    Duration,
    Quartiles,
    quartiles,
    time_until,
)
from troubleshooter.statistics.measures.incidence import Incidence, Point, cumulative_incidence
from troubleshooter.statistics.measures.interval import Estimate, Interval, apart, wilson
from troubleshooter.statistics.measures.leading import Groups, leading_estimates, leading_groups
from troubleshooter.statistics.measures.leaving import Leaving, hazard, leaving_by_place
from troubleshooter.statistics.measures.many import benjamini_hochberg, holm
from troubleshooter.statistics.measures.mix import MixDifference, Verdict, mix_difference
from troubleshooter.statistics.measures.rate import Rate, Shown, percent, rate
from troubleshooter.statistics.measures.watch import Alarm, Turn, watch

__all__ = [
    "Alarm",
    "Arrow",
    "Bounds",
    "Change",
    "Day",
    "Duration",
    "Estimate",
    "Groups",
    "Incidence",
    "Interval",
    "Leaving",
    "MixDifference",
    "Point",
    "Quartiles",
    "Rate",
    "Shown",
    "Turn",
    "Verdict",
    "apart",
    "benjamini_hochberg",
    "bounds",
    "change",
    "changes",
    "cumulative_incidence",
    "difference",
    "hazard",
    "holm",
    "leading_estimates",
    "leading_groups",
    "leaving_by_place",
    "mix_difference",
    "p_value",
    "p_value_of_estimates",
    "percent",
    "quartiles",
    "rate",
    "time_until",
    "watch",
    "wilson",
]
