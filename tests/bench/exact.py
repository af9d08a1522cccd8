"""The exact optimum of a small world, and the exact expected minutes of any policy in it.

Nothing here is sampled or approximate: dynamic programming over every state of knowledge. Sources:
Bellman 1957; Vomlelová & Vomlel 2003 for the troubleshooting problem in this form.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .world import FAILED, OPEN, SKIPPED, TURNED_DOWN_MINUTES, UNASKED, UNSURE, State, World

ASK, TRY, HAND_OVER = "ask", "try", "hand_over"


class Move(NamedTuple):
    """What a policy says: `place` of the question or step; 0 for handing over."""

    kind: str
    place: int = 0


# All states of one level at a time, so that a policy behind a pipe can answer them together.
Policy = Callable[[Sequence[State]], Sequence[Move]]


@dataclass(frozen=True, kw_only=True)
class Visits:
    """How visits under a policy go: expected minutes, and how many states they can pass."""

    minutes: float
    states: int


def expected_minutes(world: World, policy: Policy) -> float:
    """Expected minutes until the problem is fixed or support has it, under a policy.

    Raises ValueError if the policy offers something that is settled.
    """
    return follow(world, policy).minutes


def follow(world: World, policy: Policy) -> Visits:
    """As `expected_minutes`, with the number of states that the policy was asked about."""
    levels = [[world.start]]
    moves: dict[State, Move] = {}
    while levels[-1]:
        moves.update(zip(levels[-1], policy(levels[-1]), strict=True))
        reached = (after for state in levels[-1] for _, after in _ways(world, state, moves[state]))
        levels.append(list(dict.fromkeys(reached)))
    minutes: dict[State, float] = {}
    for level in reversed(levels):
        for state in level:
            ahead = sum(p * minutes[after] for p, after in _ways(world, state, moves[state]))
            minutes[state] = _price(world, moves[state]) + ahead
    return Visits(minutes=minutes[world.start], states=len(moves))


def _price(world: World, move: Move) -> float:
    """Expected minutes that the move itself takes."""
    if move.kind == HAND_OVER:
        return world.support_minutes
    if move.kind == ASK:
        return float(world.question_minutes[move.place])
    skip = float(world.skip[move.place])
    return (1 - skip) * float(world.minutes[move.place]) + skip * TURNED_DOWN_MINUTES


def _ways(world: World, state: State, move: Move) -> Iterator[tuple[float, State]]:
    """How it may go on while the problem is there: probabilities (adding up to 1 − P(fixed))."""
    if move.kind == ASK:
        yield from _answers(world, state, move.place)
    elif move.kind == TRY:
        yield from _results(world, state, move.place)


def _answers(world: World, state: State, place: int) -> Iterator[tuple[float, State]]:
    if state.answers[place] != UNASKED:
        raise ValueError(f"asked twice: question {place} in {state}")
    unsure = float(world.unsure[place])
    given = [_answered(state, place, option) for option in range(world.options[place])]
    masses = [world.broken(after) for after in given]
    ways = [(unsure, _answered(state, place, UNSURE))]
    ways += [((1 - unsure) * m / sum(masses), s) for m, s in zip(masses, given, strict=True)]
    yield from (way for way in ways if way[0] > 0)


def _results(world: World, state: State, place: int) -> Iterator[tuple[float, State]]:
    if state.results[place] != OPEN:
        raise ValueError(f"tried twice: step {place} in {state}")
    skip = float(world.skip[place])
    failed, skipped = (_tried(state, place, result) for result in (FAILED, SKIPPED))
    ways = [((1 - skip) * world.broken(failed) / world.broken(state), failed), (skip, skipped)]
    yield from (way for way in ways if way[0] > 0)


def _answered(state: State, place: int, answer: int) -> State:
    answers = (*state.answers[:place], answer, *state.answers[place + 1 :])
    return state._replace(answers=answers)


def _tried(state: State, place: int, result: int) -> State:
    results = (*state.results[:place], result, *state.results[place + 1 :])
    return state._replace(results=results)
