"""Postponed tests, exactly: how near the engine comes to the best way of testing steps together.

A guide of 2–5 steps, most of which share one slow test; nothing is asked and nobody skips. A state
is which steps have failed and which are done but not tested yet.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from troubleshooter.engine import (
    Evidence,
    Guide,
    MoveKind,
    Parameters,
    Result,
    Step,
    next_move,
)

from .joint import independent, one_at_a_time

Steps = frozenset[int]
NONE: Steps = frozenset()


@dataclass(frozen=True, kw_only=True)
class Ratios:
    """Expected minutes divided by the least possible ones: the engine's, and those of the best
    order in which every step is tested by itself."""

    engine: float
    one_by_one: float


class Workshop:
    """A random guide with a slow test."""

    def __init__(self, seed: int, several: bool) -> None:
        draw = random.Random(seed)
        causes = [f"c{place}" for place in range(draw.randint(2, 5))]
        parts = np.array([draw.expovariate(1) + 0.1 for _ in causes])
        shares = np.minimum(0.9, parts / parts.sum() * (draw.uniform(1.1, 1.6) if several else 1))
        self.sets, self.chances = independent(shares) if several else one_at_a_time(shares)
        places = range(draw.randint(2, 5))
        self.support, self.test = draw.choice([60, 120, 300]), draw.choice([10, 30, 60, 120])
        self.minutes = [draw.uniform(1, 12) for _ in places]
        self.slow = [draw.random() < 0.85 for _ in places]
        self.clears = [(draw.randrange(len(causes)), draw.uniform(0.4, 0.95)) for _ in places]
        self.guide = Guide(
            key="workshop",
            support_minutes=self.support,
            causes=tuple(causes),
            steps=tuple(
                Step(key=f"s{j}", minutes=m, check_minutes=self.test if slow else 0.0)
                for j, (m, slow) in enumerate(zip(self.minutes, self.slow, strict=True))
            ),
        )
        self.parameters = Parameters(
            shares=dict(zip(causes, shares.tolist(), strict=True)),
            effects={f"s{j}": {causes[cause]: e} for j, (cause, e) in enumerate(self.clears)},
        )
        self.broken = cache(self._broken)
        self.least = cache(self._least)

    def _broken(self, done: Steps) -> float:
        left = np.ones(self.sets.shape[1])
        for cause, effect in (self.clears[step] for step in done):
            left[cause] *= 1 - effect
        return float(self.chances @ (1 - np.prod(np.where(self.sets, 1 - left, 1.0), axis=1)))

    def tested(self, failed: Steps, done: Steps, ahead: float) -> float:
        """`ahead` counts only where these steps, once tested, turn out not to have helped."""
        return self.broken(failed | done) / self.broken(failed) * ahead

    def _least(self, failed: Steps, waiting: Steps, together: int) -> float:
        """The least expected minutes to go, with at most so many steps in one test."""
        best = float("inf") if waiting else float(self.support)
        if waiting:
            ahead = self.least(failed | waiting, NONE, together)
            best = self.test + self.tested(failed, waiting, ahead)
        for step in set(range(len(self.minutes))) - failed - waiting:
            if self.slow[step] and len(waiting) < together:
                ahead = self.least(failed, waiting | {step}, together)
                best = min(best, self.minutes[step] + ahead)
            elif not self.slow[step] and not waiting:
                ahead = self.least(failed | {step}, NONE, together)
                quick = self.minutes[step] + self.tested(failed, frozenset({step}), ahead)
                best = min(best, quick)
        return best

    def engines(self, failed: Steps = NONE, waiting: Steps = NONE) -> float:
        """The expected minutes to go if every move is the engine's."""
        results = {f"s{j}": Result.NO_HELP for j in failed}
        results |= {f"s{j}": Result.WAITING for j in waiting}
        move = next_move(self.guide, self.parameters, Evidence(steps=results))
        if move.kind is MoveKind.HAND_OVER:
            return self.support
        step = int(move.key[1:])
        if step in waiting:
            return self.test + self._after(failed, waiting)
        if move.postpone:
            return self.minutes[step] + self.engines(failed, waiting | {step})
        if self.slow[step]:
            return self.minutes[step] + self.test + self._after(failed, waiting | {step})
        ahead = self.engines(failed | {step}, waiting)
        return self.minutes[step] + self.tested(failed, frozenset({step}), ahead)

    def _after(self, failed: Steps, tested: Steps) -> float:
        return self.tested(failed, tested, self.engines(failed | tested, NONE))


def measure(seed: int, several: bool, most_together: int = 4) -> Ratios:
    """How the engine does on one guide, where up to four steps may be tested together."""
    guide = Workshop(seed, several)
    least = guide.least(NONE, NONE, most_together)
    return Ratios(engine=guide.engines() / least, one_by_one=guide.least(NONE, NONE, 1) / least)


def lines(seeds: Sequence[int]) -> Iterator[str]:
    """The engine and testing one by one, for one cause at a time and for several."""
    for several in (False, True):
        found = [measure(seed, several) for seed in seeds]
        engine = [each.engine for each in found]
        alone = [each.one_by_one for each in found]
        yield (
            f"{'several' if several else 'one cause'}: the engine {np.mean(engine):.4f} "
            f"({max(engine):.3f}), each step tested by itself {np.mean(alone):.4f} ({max(alone):.3f})"
        )
