"""What steps would do if everybody tried them first: the fix rate on the common mix of causes."""

import numpy as np

from .layout import Floats, Layout
from .likelihood import NEARLY_0, expit, normal


def fix_rates(layout: Layout, vectors: Floats) -> Floats:
    """P(the step, done properly and first, leaves nothing of the problem): vectors × steps, 0..1.

    By g-computation (Robins 1986): the chance of each set of causes, times that the step clears
    all of it, summed over the sets.
    """
    chances = np.exp(normal(vectors[:, : layout.causes] @ layout.sets.T, axis=1))
    effects = expit(vectors[:, layout.effects])
    rates = np.zeros((len(vectors), len(layout.guide.steps)))
    for step in range(rates.shape[1]):
        logs = np.full((len(vectors), layout.causes), np.log(NEARLY_0))
        acting = layout.step_of == step
        logs[:, layout.cause_of[acting]] = np.log(effects[:, acting])
        rates[:, step] = (chances * np.exp(np.maximum(logs @ layout.sets.T, -700.0))).sum(axis=1)
    return rates


def with_editors_effects(layout: Layout, vectors: Floats, luck: Floats) -> Floats:
    """The same vectors, but for effects: as editors know them, no visit asked. `luck` are standard
    normal numbers of the same shape."""
    some = vectors.copy()
    places = layout.effects
    some[:, places] = layout.centre[places] + luck[:, places] * layout.spread[places]
    return some
