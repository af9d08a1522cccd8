"""The numbers that visits and editors agree on best, and how sure that is.

The posterior mode, found by scoring: steps of Newton's method with the squares of the visits'
scores in place of second derivatives (Berndt, Hall, Hall, Hausman 1974). Around it the posterior is
taken to be normal in logits (Laplace); `posterior` sets that right where it lies askew.
"""

from dataclasses import dataclass

import numpy as np

from .layout import Floats, Layout
from .likelihood import Seen, look, scores
from .visits import Visits

MOST_STEPS = 40
# Fitting ends once a step promises less than this, in nats of all visits together.
LEAST_GAIN = 0.03
HALVINGS = 12


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """`mode` is the vector at the posterior mode; `root` the lower Cholesky factor of the precision
    there; `evidence` log P(visits | model), but for what no model decides."""

    layout: Layout
    mode: Floats
    root: Floats
    evidence: float
    seen: Seen


def fit(layout: Layout, visits: Visits) -> Fit:
    """Takes time in proportion to distinct histories, sets of causes and numbers."""
    vector, precision = layout.centre.copy(), layout.spread**-2.0
    seen = look(layout, visits, vector)
    height = _height(layout, visits, vector, seen)
    for _ in range(MOST_STEPS):
        slope, root = _uphill(layout, visits, vector, seen)
        step = _solved(root, slope)
        promised = float(step @ slope) / 2.0
        if promised < LEAST_GAIN:
            break
        vector, seen, height, moved = _climb(layout, visits, vector, step, height, seen)
        if not moved:
            break
    _, root = _uphill(layout, visits, vector, seen)
    volume = float(np.log(precision).sum() / 2.0 - np.log(np.diag(root)).sum())
    return Fit(layout=layout, mode=vector, root=root, evidence=height + volume, seen=seen)


def likely_slope(layout: Layout, visits: Visits, vector: Floats) -> tuple[Floats, Floats]:
    """The slope of the log posterior, and the curvature of what visits say, anywhere."""
    return _slope(layout, visits, vector, look(layout, visits, vector))


def curved(layout: Layout, curvature: Floats) -> Floats:
    """The curvature of the log posterior: what visits say, and the editors' word."""
    whole = curvature.copy()
    whole[np.diag_indices_from(whole)] += layout.spread**-2.0
    return whole


def _height(layout: Layout, visits: Visits, vector: Floats, seen: Seen) -> float:
    off = (vector - layout.centre) / layout.spread
    return float(visits.count @ seen.fits - off @ off / 2.0)


def _uphill(layout: Layout, visits: Visits, vector: Floats, seen: Seen) -> tuple[Floats, Floats]:
    """The slope of the log posterior, and the Cholesky factor of its curvature."""
    slope, curvature = _slope(layout, visits, vector, seen)
    return slope, np.linalg.cholesky(curved(layout, curvature))


def _slope(layout: Layout, visits: Visits, vector: Floats, seen: Seen) -> tuple[Floats, Floats]:
    each = scores(layout, visits, vector, seen)
    slope = visits.count @ each - (vector - layout.centre) / layout.spread**2
    return slope, (each * visits.count[:, None]).T @ each


def _solved(root: Floats, slope: Floats) -> Floats:
    return np.linalg.solve(root.T, np.linalg.solve(root, slope))


def _climb(
    layout: Layout, visits: Visits, vector: Floats, step: Floats, height: float, seen: Seen
) -> tuple[Floats, Seen, float, bool]:
    """Go a step, or a half, or a quarter of it … until that leads up."""
    for _ in range(HALVINGS):
        there = vector + step
        found = look(layout, visits, there)
        up = _height(layout, visits, there, found)
        if up > height:
            return there, found, up, True
        step = step / 2.0
    return vector, seen, height, False
