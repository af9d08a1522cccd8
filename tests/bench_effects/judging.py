"""One run: what is estimated from a population's visits, held against its truth."""

import random
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from scipy.stats import spearmanr

from tests.bench.guides import Kind
from tests.engine.reference import guide_values
from troubleshooter.engine import look_ahead, next_move
from troubleshooter.statistics.effects.adjusted import (
    FEWEST_TRIED,
    Adjusted,
    Refusal,
    adjusted_effects,
)
from troubleshooter.statistics.effects.change import Change, changed
from troubleshooter.statistics.effects.change import Kind as ChangeKind
from troubleshooter.statistics.effects.expecting import expect
from troubleshooter.statistics.effects.layout import lay_out_numbers, model_of
from troubleshooter.statistics.effects.likelihood import read
from troubleshooter.statistics.effects.people import People
from troubleshooter.statistics.effects.what_if import what_if

from .world import Case, case, engines_policy, true_rates, visited, with_step_at


@dataclass(frozen=True, kw_only=True)
class Task:
    seed: int
    kind: Kind
    visits: int
    editors_off: bool = False
    rates_only: bool = False


@dataclass(kw_only=True)
class Judged:
    """Of one run. `covered` and `width` of what is told; `unsure` the refused; `ranks` (raw,
    adjusted) Spearman correlation with the truth, of the steps that are told, and `ranks_of_tried`
    of all that were tried, for which a page would tell a raw rate; `moved` (raw, adjusted) first less last;
    `what_if` (minutes, resolved) covered, or None where it was refused."""

    covered: list[bool] = field(default_factory=list)
    refused_covered: list[bool] = field(default_factory=list)
    width: list[float] = field(default_factory=list)
    ranks: tuple[float, float] | None = None
    ranks_of_tried: tuple[float, float] | None = None
    moved: tuple[float, float] | None = None
    what_if: tuple[bool, bool] | None = None
    no_change: bool = False


def judge(task: Task) -> Judged:
    one, found = case(task.seed, task.kind, editors_off=task.editors_off), Judged()
    seen = visited(one, engines_policy(one), task.visits)
    told, truth = adjusted_effects(one.guide, one.numbers, seen), true_rates(one.truth)
    for key, each in told.items():
        into = found.covered if each.enough else found.refused_covered
        into.append(truth[key] in each.interval)
        if each.enough:
            found.width.append(each.interval.width)
    found.ranks = _ranks(told, truth, [key for key, each in told.items() if each.enough])
    found.ranks_of_tried = _ranks(told, truth, _tried(told))
    if task.rates_only:
        return found
    draw = random.Random(task.seed)
    _judge_change(task, one, seen, draw, found)
    found.moved = _moved(one, draw.choice(one.guide.steps).key, task.visits)
    return found


def _tried(told: dict[str, Adjusted]) -> list[str]:
    """A step for no cause at all has nothing that could be adjusted."""
    return [
        key
        for key, each in told.items()
        if each.trials.tried >= FEWEST_TRIED and each.why_not is not Refusal.NO_CAUSE
    ]


def _ranks(
    told: dict[str, Adjusted], truth: dict[str, float], keys: list[str]
) -> tuple[float, float] | None:
    """Both rank the same steps."""
    raw, adjusted, true = (
        [told[key].trials.rate for key in keys],
        [told[key].value for key in keys],
        [truth[key] for key in keys],
    )
    if len(keys) < 3 or len(set(raw)) < 2:
        return None
    return float(spearmanr(raw, true)[0]), float(spearmanr(adjusted, true)[0])


def _judge_change(task, one: Case, seen, draw: random.Random, found: Judged) -> None:
    step = draw.choice(one.guide.steps)
    kind = draw.choice((ChangeKind.FIRST, ChangeKind.REMOVE, ChangeKind.MINUTES))
    change = Change(step=step.key, kind=kind, to=step.minutes * draw.choice((0.3, 3.0)))
    said = what_if(one.guide, one.numbers, seen, change)
    if said.compared is None:
        return
    now, then = (true_ends(one, each) for each in (one.guide, changed(one.guide, change)))
    difference = said.compared.difference
    minutes, resolved = then[0] - now[0], then[1] - now[1]
    found.no_change = minutes == 0.0
    # Where nothing changes, the interval is one point; sums differ in the last digits.
    found.what_if = (
        difference.minutes.interval.low - 1e-9
        <= minutes
        <= difference.minutes.interval.high + 1e-9,
        difference.resolved.interval.low - 1e-9
        <= resolved
        <= difference.resolved.interval.high + 1e-9,
    )


def true_ends(one: Case, guide) -> tuple[float, float]:
    """Minutes and share resolved of the true people, by the same walk as the estimate: held to the
    exact optimum's own arithmetic in tests/statistics/effects."""
    _, numbers = guide_values(one.truth)
    layout = lay_out_numbers(one.guide, numbers, model_of(numbers))
    true = read(layout, layout.centre)
    people = People(
        sets=layout.sets,
        chances=np.exp(true.prior)[None],
        effects={s.key: true.effects[at][None] for at, s in enumerate(one.guide.steps)},
        answers={q.key: np.exp(true.tables[at])[None] for at, q in enumerate(one.guide.questions)},
        skip={s.key: np.array([numbers.skip.get(s.key, 0.0)]) for s in one.guide.steps},
        unsure={q.key: np.array([numbers.unsure.get(q.key, 0.0)]) for q in one.guide.questions},
        enough={},
        models=(slice(0, 1),),
    )
    went = expect(
        guide,
        people,
        partial(next_move, guide, one.numbers),
        partial(look_ahead, guide, one.numbers, asking=False),
    )
    minutes = went.work + went.handed_over * guide.support_minutes
    return float(minutes[0]), float(went.resolved[0])


def _moved(one: Case, step: str, visits: int) -> tuple[float, float]:
    """How far the same step's raw and adjusted rate move from the first place to the last."""
    raw, adjusted = [], []
    for first in (True, False):
        seen = visited(one, with_step_at(one, step, first=first), visits)
        found = adjusted_effects(one.guide, one.numbers, seen)[step]
        raw.append(found.trials.rate or 0.0)
        adjusted.append(found.value)
    return raw[0] - raw[1], adjusted[0] - adjusted[1]
