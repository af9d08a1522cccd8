"""How long one decision takes in a guide as large as guides are expected to become."""

import random
from collections.abc import Callable, Iterator
from time import perf_counter, thread_time

import numpy as np

from .command import through_command
from .exact import Policy
from .guides import LARGE, GuideFile, Kind, random_guide
from .policies import through_engine
from .world import FAILED, OPEN, SKIPPED, UNASKED, UNSURE, State

GUIDES, STATES = 6, 300


def lines(seed: int) -> Iterator[str]:
    """Median, 99th percentile and rate by kind of guide, each state new to the engine.

    The function is timed by the processor's time, so that a busy machine makes no difference; the
    command by the clock.
    """
    for kind in (Kind.ONE, Kind.SEVERAL):
        files = [random_guide(seed + number, kind, LARGE) for number in range(GUIDES)]
        times = [t for number, file in enumerate(files) for t in _times(file, seed + number)]
        yield f"{kind.value} cause(s), `next_move`: {_summary(times)}"
        with through_command(files[0]) as policy:
            states = _states(files[0], seed)
            _time(policy, states[0], perf_counter)
            piped = [_time(policy, state, perf_counter) for state in states[1:]]
        yield f"{kind.value} cause(s), `manage.py next_move`: {_summary(piped)}"


def _summary(times: list[float]) -> str:
    middle, high, worst = (1e3 * np.percentile(times, p) for p in (50, 99, 100))
    rate = len(times) / sum(times)
    return f"median {middle:.2f} ms, p99 {high:.2f} ms, worst {worst:.2f} ms, {rate:.0f} a second"


def _times(file: GuideFile, seed: int) -> list[float]:
    policy = through_engine(file)
    first, *states = _states(file, seed)
    _time(policy, first, thread_time)  # lays out the guide, which happens once for each guide
    return [_time(policy, state, thread_time) for state in states]


def _time(policy: Policy, state: State, clock: Callable[[], float]) -> float:
    started = clock()
    policy([state])
    return clock() - started


def _states(file: GuideFile, seed: int) -> list[State]:
    """What may be known in the course of visits, from nothing to nearly all; none twice."""
    draw = random.Random(seed)
    return list(dict.fromkeys(_state(file, draw) for _ in range(STATES)))


def _state(file: GuideFile, draw: random.Random) -> State:
    asked, tried = draw.random(), draw.random()
    answers = [
        UNASKED if draw.random() > asked else draw.choice([0, 1, 0, 1, 0, 1, UNSURE])
        for _ in file["questions"]
    ]
    results = [
        OPEN if draw.random() > tried else draw.choice([FAILED, FAILED, FAILED, SKIPPED])
        for _ in file["steps"]
    ]
    return State(tuple(answers), tuple(results))
