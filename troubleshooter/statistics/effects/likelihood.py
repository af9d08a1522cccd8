"""How likely visits are under a vector of numbers, and how each visit would move them.

The same model as `engine.learning` (see docs/engine.md, “Learning”), for all sets of causes and all
histories at once, and with the scores: the derivatives of each history's log-likelihood. For a set
of causes, steps that failed and steps that ended it show themselves with

    prod(h) - prod(g),  g = 1 - prod over the failed (1 - e),  h = 1 - prod over all tried (1 - e)

with h = 1 where nothing ended it. Where support names cause k, its h is that of the steps that
ended it less that of the failed, and nothing is taken off.
"""

from dataclasses import dataclass

import numpy as np

from troubleshooter.engine.learning.cases import NOBODY_SAID

from .layout import Asked, Floats, Layout
from .visits import Visits

# What a model rules out happens all the same, this often: people err.
LEAST_CHANCE = 1e-9
NEARLY_0 = 1e-300
# The columns themselves hold how often people slip, since they are fitted: this is only a floor.
SLIP = 1e-3


@dataclass(frozen=True, kw_only=True, eq=False)
class Numbers:
    """One vector read: log P(set), effects (steps × causes), and log P(option | set) by question
    (options × sets)."""

    prior: Floats
    effects: Floats
    tables: tuple[Floats, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """`fits` is each history's log-likelihood; `sets` P(set | history), histories × sets."""

    numbers: Numbers
    tried: "Tried"
    fits: Floats
    sets: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Tried:
    """For what was tried: log P(it | set) (tried × sets); and what its derivatives are made of:
    the parts of P that h and g have (tried × sets), and (1 - h) / h, (1 - g) / g by cause."""

    chances: Floats
    of_h: Floats
    of_g: Floats
    ratio_h: Floats
    ratio_g: Floats


def read(layout: Layout, vector: Floats) -> Numbers:
    """The numbers that a vector stands for."""
    effects = np.zeros((len(layout.guide.steps), layout.causes))
    effects[layout.step_of, layout.cause_of] = expit(vector[layout.effects])
    return Numbers(
        prior=normal(layout.sets @ vector[: layout.causes], axis=0),
        effects=effects,
        tables=tuple(_table(layout, asked, vector) for asked in layout.questions),
    )


def look(layout: Layout, visits: Visits, vector: Floats) -> Seen:
    """What a vector says of all histories."""
    numbers = read(layout, vector)
    tried = _tried(layout, visits, numbers.effects)
    options = np.concatenate(numbers.tables) if numbers.tables else np.zeros((0, len(layout.sets)))
    answers = visits.answered @ options + numbers.prior
    joint = answers[visits.answers] + tried.chances[visits.tried]
    most = joint.max(axis=1)
    sets = np.exp(joint - most[:, None])
    total = sets.sum(axis=1)
    sets /= total[:, None]
    return Seen(numbers=numbers, tried=tried, fits=most + np.log(total), sets=sets)


def scores(layout: Layout, visits: Visits, vector: Floats, seen: Seen) -> Floats:
    """Derivatives of each history's log-likelihood: histories × numbers."""
    found = np.zeros((len(visits.count), len(vector)))
    found[:, : layout.causes] = seen.sets @ layout.sets - np.exp(seen.numbers.prior) @ layout.sets
    found[:, layout.effects] = _of_effects(layout, visits, seen)
    begins = 0
    for asked, table in zip(layout.questions, seen.numbers.tables, strict=True):
        slopes = _slopes(layout, asked, vector, table)
        told = visits.answered[:, begins : begins + asked.options][visits.answers]
        for option in range(asked.options):
            rows = np.flatnonzero(told[:, option])
            found[rows, asked.places] = seen.sets[rows] @ slopes[option]
        begins += asked.options
    return found


def _tried(layout: Layout, visits: Visits, effects: Floats) -> Tried:
    missed = np.log1p(-np.minimum(effects, 1.0 - 1e-12))
    some = visits.ended.any(axis=1)
    lasted = np.exp(visits.failed @ missed)
    after = np.where(some[:, None], np.exp((visits.failed + visits.ended) @ missed), 0.0)
    g, h = np.maximum(1.0 - lasted, NEARLY_0), np.maximum(1.0 - after, NEARLY_0)
    g = np.where(lasted >= 1.0, NEARLY_0, g)
    with np.errstate(under="ignore"):
        all_h, all_g = np.exp(np.log(h) @ layout.sets.T), np.exp(np.log(g) @ layout.sets.T)
    ratio_h, ratio_g = after / h, np.where(g > NEARLY_0, lasted / g, 0.0)
    chances = all_h - all_g
    rows = np.flatnonzero(visits.named != NOBODY_SAID)
    named = visits.named[rows]
    there = layout.sets.T[named]
    last = np.maximum(lasted[rows, named] - after[rows, named], NEARLY_0)
    chances[rows] = there * all_h[rows] * (last / h[rows, named])[:, None]
    all_h[rows], all_g[rows] = chances[rows], chances[rows]
    ratio_g[rows] = 0.0
    ratio_h[rows, named], ratio_g[rows, named] = (
        after[rows, named] / last,
        lasted[rows, named] / last,
    )
    chances = np.maximum(chances, LEAST_CHANCE)
    return Tried(
        chances=np.log(chances),
        of_h=all_h / chances,
        of_g=all_g / chances,
        ratio_h=ratio_h,
        ratio_g=ratio_g,
    )


def _of_effects(layout: Layout, visits: Visits, seen: Seen) -> Floats:
    at, tried = visits.tried, seen.tried
    by_h = ((seen.sets * tried.of_h[at]) @ layout.sets) * tried.ratio_h[at]
    by_g = ((seen.sets * tried.of_g[at]) @ layout.sets) * tried.ratio_g[at]
    any_step = visits.failed + visits.ended
    gain = by_h[:, layout.cause_of] * any_step[at][:, layout.step_of]
    loss = by_g[:, layout.cause_of] * visits.failed[at][:, layout.step_of]
    return (gain - loss) * seen.numbers.effects[layout.step_of, layout.cause_of]


def _table(layout: Layout, asked: Asked, vector: Floats) -> Floats:
    """log P(option | set): each cause multiplies the usual chances by its own ratio, and the
    products are brought back to a sum of 1."""
    columns = np.log(_slipped(_columns(asked, vector)))
    held = layout.sets[:, list(asked.named)]
    joint = columns[0][:, None] * (1.0 - held.sum(axis=1)) + columns[1:].T @ held.T
    return normal(joint, axis=0)


def _slopes(layout: Layout, asked: Asked, vector: Floats, table: Floats) -> Floats:
    """Derivatives of `_table` by the question's numbers: options × sets × numbers."""
    columns = _columns(asked, vector)
    # Of log of each slipped chance by each number of its column: columns × options × options.
    own = np.eye(asked.options) * columns[:, :, None] - columns[:, :, None] * columns[:, None, :]
    own *= ((1.0 - SLIP) / _slipped(columns))[:, :, None]
    held = layout.sets[:, list(asked.named)]
    parts = np.concatenate([(1.0 - held.sum(axis=1))[:, None], held], axis=1)
    raw = np.einsum("sn,nob->osnb", parts, own).reshape(asked.options, len(held), -1)
    return raw - np.einsum("os,osp->sp", np.exp(table), raw)


def _columns(asked: Asked, vector: Floats) -> Floats:
    """Columns × options: the usual one, then those of the named causes."""
    logs = vector[asked.places].reshape(1 + len(asked.named), asked.options)
    return np.exp(normal(logs, axis=1))


def _slipped(columns: Floats) -> Floats:
    return (1.0 - SLIP) * columns + SLIP / columns.shape[1]


def normal(logs: Floats, axis: int) -> Floats:
    """Logarithms of chances that add up to 1 along an axis."""
    most = logs.max(axis=axis, keepdims=True)
    return logs - most - np.log(np.exp(logs - most).sum(axis=axis, keepdims=True))


def expit(x: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-x))
