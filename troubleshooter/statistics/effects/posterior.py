"""What may be true, given the visits and the editors' numbers: a normal distribution in logits.

Around the posterior mode alone such a distribution lies askew: effects near 1 have a long tail. So
mean and precision are brought, by steps of natural gradient, to where the expected slope is zero
and the precision is the expected curvature (Gaussian variational inference: Opper, Archambeau 2009;
Khan, Lin 2017). Expectations are taken over pairs of opposite draws, which cancel all but the skew.
"""

from dataclasses import dataclass

import numpy as np

from .fitting import Fit, curved, fit, likely_slope
from .layout import Floats, Layout
from .visits import Visits

# Multiplications (in all) that may be spent on settling, and looks at the least and at most.
EFFORT = 6e9
FEWEST, MOST = 4, 96
AT_ONCE = 8
PACE = 0.4


@dataclass(frozen=True, kw_only=True, eq=False)
class Posterior:
    """`mean` and `root`, the lower Cholesky factor of the precision; `evidence` is log P(visits |
    model) in nats, but for what both models have in common."""

    layout: Layout
    mean: Floats
    root: Floats
    evidence: float

    def draw(self, luck: Floats) -> Floats:
        """Vectors, draws × numbers, made of standard normal numbers of that shape."""
        return self.mean + np.linalg.solve(self.root.T, luck.T).T


def posterior_of(layout: Layout, visits: Visits, luck: np.random.Generator) -> Posterior:
    """Takes seconds for thousands of distinct histories of a large guide."""
    found = fit(layout, visits)
    mean, root = _settled(found, visits, luck)
    return Posterior(layout=layout, mean=mean, root=root, evidence=found.evidence)


def _settled(found: Fit, visits: Visits, luck: np.random.Generator) -> tuple[Floats, Floats]:
    mean, precision = found.mode, found.root @ found.root.T
    for pairs in _rounds(found.layout, visits):
        root = np.linalg.cholesky(precision)
        half = np.linalg.solve(root.T, luck.standard_normal((len(mean), pairs))).T
        slope, curvature = np.zeros_like(mean), np.zeros_like(precision)
        for off in (*half, *-half):
            each, counted = likely_slope(found.layout, visits, mean + off)
            slope += each / (2 * pairs)
            curvature += counted / (2 * pairs)
        precision = (1.0 - PACE) * precision + PACE * curved(found.layout, curvature)
        mean = mean + PACE * np.linalg.solve(precision, slope)
    return mean, np.linalg.cholesky(precision)


def _rounds(layout: Layout, visits: Visits) -> list[int]:
    """How many pairs of draws to look at in each round."""
    size = len(layout.centre)
    one = max(1.0, len(visits.count) * size * (size + len(layout.sets)))
    looks = int(min(max(EFFORT / one, FEWEST), MOST))
    at_once = min(AT_ONCE, looks // 2)
    return [at_once // 2] * (looks // at_once)
