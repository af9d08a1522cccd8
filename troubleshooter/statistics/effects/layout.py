"""A guide's numbers as one vector without bounds, and the sets of causes that people may have.

Shares and effects are kept as logits, columns of answers as logarithms: so an editor's error is a
normal number on each, and steps of a fit need no fences.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from troubleshooter.engine import Guide, Parameters
from troubleshooter.engine.learning.worlds import worlds_of
from troubleshooter.engine.prior import ONE_CAUSE_SUM, VANISHING, prior_odds

Floats = NDArray[np.float64]

# How far editors are off, as a standard deviation of log-odds.
EDITORS_ERROR = 1.0
# What an editor is certain of (0 or 1) is not in question.
CERTAIN = 1e-3
# An answer that editors rule out is given all the same, so rarely.
LEAST_ANSWER = 2e-3
LEAST = 1e-4
# What shares add up to where the other model would have causes come together.
TOGETHER = 1.1


class Model(StrEnum):
    """How causes come: one at a time, or several at once."""

    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Where a question's columns begin: of each there are `options` numbers, first the usual one,
    then one for each of the `named` causes (positions)."""

    begins: int
    options: int
    named: tuple[int, ...]

    @property
    def ends(self) -> int:
        return self.begins + self.options * (1 + len(self.named))

    @property
    def places(self) -> slice:
        return slice(self.begins, self.ends)


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """`sets` (sets × causes, 0 or 1); `centre` and `spread` are the editors' numbers and how far
    they may be off. The vector holds log-odds of causes, then logits of effects (`step_of` and
    `cause_of` say which), then the questions' columns."""

    guide: Guide
    sets: Floats
    centre: Floats
    spread: Floats
    step_of: NDArray[np.intp]
    cause_of: NDArray[np.intp]
    questions: tuple[Asked, ...]

    @property
    def causes(self) -> int:
        return self.sets.shape[1]

    @property
    def effects(self) -> slice:
        return slice(self.causes, self.causes + len(self.step_of))


def lay_out_numbers(guide: Guide, editors: Parameters, model: Model) -> Layout:
    """The vector of a guide's numbers under a model, centred on what the editors wrote."""
    odds, odds_spread = _odds(guide, editors, model)
    pairs = [
        (step, guide.causes.index(cause), effect)
        for step, each in enumerate(guide.steps)
        for cause, effect in editors.effects.get(each.key, {}).items()
        if cause in guide.causes and effect > 0.0
    ]
    effects = np.array([effect for _, _, effect in pairs], dtype=float)
    asked, columns, columns_spread = _questions(guide, editors, len(odds) + len(pairs))
    sure = effects >= 1.0
    return Layout(
        guide=guide,
        sets=_sets(len(guide.causes), model),
        centre=np.concatenate([odds, logit(np.clip(effects, LEAST, 1.0 - LEAST)), columns]),
        spread=np.concatenate(
            [odds_spread, np.where(sure, CERTAIN, EDITORS_ERROR), columns_spread]
        ),
        step_of=np.array([step for step, _, _ in pairs], dtype=np.intp),
        cause_of=np.array([cause for _, cause, _ in pairs], dtype=np.intp),
        questions=asked,
    )


def model_of(editors: Parameters) -> Model:
    """The model that the editors' shares speak of."""
    return Model.ONE if sum(editors.shares.values()) <= ONE_CAUSE_SUM else Model.SEVERAL


def logit(p: Floats) -> Floats:
    return np.log(p) - np.log1p(-p)


def _odds(guide: Guide, editors: Parameters, model: Model) -> tuple[Floats, Floats]:
    """Log-odds of each cause; only differences matter where there is one cause at a time."""
    shares = np.array([editors.shares.get(cause, 0.0) for cause in guide.causes])
    shares = shares if shares.sum() > 0.0 else np.ones(len(shares))
    known = shares > 0.0
    if model is Model.ONE:
        odds = shares / shares.sum()
    else:
        total = shares.sum()
        together = shares if total > ONE_CAUSE_SUM else shares / total * TOGETHER
        odds = np.array(prior_odds(tuple(np.minimum(together, 1.0 - LEAST).tolist())))
    least = np.where(known, np.log(np.maximum(odds, LEAST**2)), np.log(VANISHING))
    return least, np.where(known, EDITORS_ERROR, CERTAIN)


def _sets(causes: int, model: Model) -> Floats:
    worlds = worlds_of(causes, model is Model.ONE)
    sets = np.zeros((len(worlds.grown) + 1, causes))
    for place, (parent, cause) in enumerate(worlds.grown, start=1):
        sets[place] = sets[parent]
        sets[place, cause] = 1.0
    return sets[1:]


def _questions(
    guide: Guide, editors: Parameters, begins: int
) -> tuple[tuple[Asked, ...], Floats, Floats]:
    asked: list[Asked] = []
    columns: list[float] = []
    for question in guide.questions:
        count = len(question.options)
        named = editors.likelihood.get(question.key, {})
        causes = tuple(guide.causes.index(cause) for cause in named if cause in guide.causes)
        usual = editors.usual.get(question.key, (1.0 / count,) * count)
        asked.append(Asked(begins=begins + len(columns), options=count, named=causes))
        for column in (usual, *(named[guide.causes[cause]] for cause in causes)):
            columns += [float(np.log(max(p, LEAST_ANSWER))) for p in column]
    # Two options whose logarithms are each off by so much are off by `EDITORS_ERROR` in log-odds.
    spread = np.full(len(columns), EDITORS_ERROR / np.sqrt(2.0))
    return tuple(asked), np.array(columns, dtype=float), spread
