"""The least expected minutes that any policy can reach in a world, for every state at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from .exact import ASK, HAND_OVER, TRY, Move
from .world import FAILED, OPEN, SKIPPED, TURNED_DOWN_MINUTES, UNASKED, UNSURE, State, World

# A state that nobody can be in has any value; a move must win by more than rounding.
NEVER = 1e-300
TIE = 1e-12


@dataclass(frozen=True, kw_only=True)
class Optimum:
    """`minutes[question state, step state]` to go, if every move from there on is the best one.

    Step states are counted in threes: open, failed, skipped. `moves` numbers the best move: 0 for
    handing over, then the steps, then the questions.
    """

    world: World
    table: np.ndarray
    moves: np.ndarray

    @property
    def minutes(self) -> float:
        """Expected minutes of a whole visit."""
        return float(self.table[self._place(self.world.start)])

    def policy(self, states: Sequence[State]) -> list[Move]:
        """What is best to do, to be judged in this world or in another one like it."""
        return [self._move(int(self.moves[self._place(state)])) for state in states]

    def _place(self, state: State) -> tuple[int, int]:
        steps = sum(result * 3**place for place, result in enumerate(state.results))
        return self.world.row(state.answers), steps

    def _move(self, number: int) -> Move:
        steps = len(self.world.minutes)
        if number == 0:
            return Move(HAND_OVER)
        return Move(TRY, number - 1) if number <= steps else Move(ASK, number - 1 - steps)


def solve(world: World) -> Optimum:
    """Value iteration, once through: from everything settled back to nothing settled.

    States with the same questions asked and as many steps open are done in one go.
    """
    shape = len(world.mass), 3 ** len(world.minutes)
    table = np.full(shape, float(world.support_minutes))
    moves = np.zeros(table.shape, dtype=np.int8)
    levels = _by_open_steps(len(world.minutes))
    for asked in sorted(product((True, False), repeat=len(world.options)), key=lambda a: -sum(a)):
        rows = _rows(world, asked)
        for columns in levels:
            _improve(world, table, moves, (rows, columns, asked))
    return Optimum(world=world, table=table, moves=moves)


def _by_open_steps(steps: int) -> list[np.ndarray]:
    """The step states, those with the fewest open steps first."""
    digits = np.arange(3**steps)[:, None] // 3 ** np.arange(steps) % 3
    still_open = (digits == OPEN).sum(1)
    return [np.flatnonzero(still_open == count) for count in range(steps + 1)]


def _rows(world: World, asked: Sequence[bool]) -> np.ndarray:
    """The question states in which exactly these questions were asked."""
    rows = np.zeros(1, dtype=int)
    for count, stride, was in zip(world.options, world.strides, asked, strict=True):
        stands = np.arange(count + 1) if was else np.array([count + 1])
        rows = (rows[:, None] + stands * stride).ravel()
    return rows


Block = tuple[np.ndarray, np.ndarray, Sequence[bool]]


def _improve(world: World, table: np.ndarray, moves: np.ndarray, block: Block) -> None:
    rows, columns, asked = block
    best = np.full((len(rows), len(columns)), float(world.support_minutes))
    which = np.zeros(best.shape, dtype=np.int8)
    failed = _failed_bits(columns, len(world.minutes))
    for step in range(len(world.minutes)):
        there = np.flatnonzero(_may_try(world, step, columns))
        if len(there):
            value = _trying(world, table, step, (rows, columns[there], failed[there]))
            _take(best, which, there, value, 1 + step)
    everywhere = np.arange(len(columns))
    for question, was in enumerate(asked):
        if not was:
            value = _asking(world, table, question, (rows, columns, failed))
            _take(best, which, everywhere, value, 1 + len(world.minutes) + question)
    table[np.ix_(rows, columns)] = best
    moves[np.ix_(rows, columns)] = which


def _may_try(world: World, step: int, columns: np.ndarray) -> np.ndarray:
    """Where the step is open, and what it requires is not."""
    ready = columns // 3**step % 3 == OPEN
    for first in world.requires[step]:
        ready &= columns // 3**first % 3 != OPEN
    return ready


def _failed_bits(columns: np.ndarray, steps: int) -> np.ndarray:
    digits = columns[:, None] // 3 ** np.arange(steps) % 3
    return ((digits == FAILED) << np.arange(steps)).sum(1)


def _take(
    best: np.ndarray, which: np.ndarray, there: np.ndarray, value: np.ndarray, number: int
) -> None:
    better = value < best[:, there] - TIE
    best[:, there] = np.where(better, value, best[:, there])
    which[:, there] = np.where(better, number, which[:, there])


Places = tuple[np.ndarray, np.ndarray, np.ndarray]


def _trying(world: World, table: np.ndarray, step: int, places: Places) -> np.ndarray:
    rows, columns, failed = places
    now = np.maximum(world.mass[np.ix_(rows, failed)], NEVER)
    stays = world.mass[np.ix_(rows, failed | 1 << step)] / now
    skip = world.skip[step]
    fails = world.minutes[step] + stays * table[np.ix_(rows, columns + FAILED * 3**step)]
    skips = TURNED_DOWN_MINUTES + table[np.ix_(rows, columns + SKIPPED * 3**step)]
    return (1 - skip) * fails + skip * skips


def _asking(world: World, table: np.ndarray, question: int, places: Places) -> np.ndarray:
    rows, columns, failed = places
    stride, count = world.strides[question], world.options[question]
    size = count + 2
    unasked = rows - (UNASKED % size) * stride
    answered = [unasked + option * stride for option in range(count)]
    masses = np.array([world.mass[np.ix_(each, failed)] for each in answered])
    chances = masses / np.maximum(masses.sum(0), NEVER)
    ahead = np.array([table[np.ix_(each, columns)] for each in answered])
    unsure = table[np.ix_(unasked + (UNSURE % size) * stride, columns)]
    known = (chances * ahead).sum(0)
    share = world.unsure[question]
    return world.question_minutes[question] + (1 - share) * known + share * unsure
