"""The alarms once more, for all days at once, with numpy and scipy: a second way to the same days."""

import numpy
from scipy.stats import hypergeom

WINDOWS = (1, 3, 7, 14, 28, 56, 112)


def days_with_an_alarm(times, of, *, watched, least=0.1, first=0):
    """The numbers of the days, from `first` on, on which a fall is told."""
    level = 0.25 / (366 * len(WINDOWS) * watched)
    today = numpy.arange(first, len(of))
    told = numpy.zeros(len(today), dtype=bool)
    for window in WINDOWS:
        start = numpy.maximum(today - window + 1, 0)
        begin = numpy.maximum(start - 365, 0)
        after = [_between(x, start, today + 1) for x in (times, of)]
        before = [_between(x, begin, start) for x in (times, of)]
        spread = _spread(times, of, begin, start)
        with numpy.errstate(all="ignore"):
            fell = before[0] / before[1] - after[0] / after[1] >= least
        hits, tried = numpy.ceil(after[0] / spread), after[1] // spread
        hits_before, tried_before = before[0] // spread, before[1] // spread
        fell &= (after[1] > 0) & (before[1] > 0) & (hits <= tried)
        at = numpy.flatnonzero(fell)
        p = hypergeom.cdf(
            hits[at], (tried + tried_before)[at], (hits + hits_before)[at], tried[at]
        )  # fmt: skip
        told[at] |= p <= level
    return set((today[told]).tolist())


def _between(counts, begin, end):
    sums = numpy.concatenate([[0.0], numpy.cumsum(counts, dtype=float)])
    return sums[end] - sums[begin]


def _spread(times, of, begin, end):
    """Pearson's chi-square, multiplied out, so that sums from the first day on are enough."""
    tried = numpy.maximum(of, 1)
    squares, hits, total, days = (
        _between(x, begin, end) for x in (times**2 / tried, times, of, (of > 0).astype(float))
    )
    with numpy.errstate(all="ignore"):
        p = hits / total
        square = (squares - 2 * p * hits + p**2 * total) / (p * (1 - p)) / (days - 1)
    return numpy.maximum(numpy.where(numpy.isfinite(square), square, 1.0), 1.0)
