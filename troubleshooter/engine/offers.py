"""What a step, or a chain of steps, costs and gains if it is proposed.

A blocked step lends its value to what it requires: both make one chain, scored as a whole by
gain per minute, and what is tried first is the chain's first step. Source: Sidney 1975.
"""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from troubleshooter.engine.numbers import ByCause, Numbers, StepNumbers

KEPT_OFFERS = 4096
# What takes as long as support never pays. It comes after all that may, and is still compared.
DEAR = 1e30


class Bundle(Enum):
    """Why steps that could go alone are offered together."""

    NONE = "they are not: it is one step, with what it requires"
    TEST = "all of it is done before anything is tested"
    TRIP = "all of it stands behind the same settings path"


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A chain of steps (positions; prerequisites first) as if it were one step: `cost` in minutes
    if it is proposed, `effects` P(clears the cause) if it is proposed. It never `pays` if it takes
    as long as support at its best. Offers are compared by what they gain over their `price`."""

    chain: tuple[int, ...]
    cost: float
    effects: ByCause
    pays: bool
    price: float
    bundle: Bundle = Bundle.NONE


# An offer whose every step has been tried.
NOTHING_LEFT = Offer(chain=(), cost=0.0, effects=(), pays=False, price=1.0)


def open_chain(numbers: Numbers, settled: frozenset[int], target: int) -> tuple[int, ...]:
    """The open steps to do before `target`, then `target` itself.

    Where prerequisites do not order each other the editor's order does. A ring of requirements,
    which no checked guide has, is broken where it closes.
    """
    chain: list[int] = []
    seen = {target}
    waiting = [(target, iter(numbers.steps[target].requires))]
    while waiting:
        step, prerequisites = waiting[-1]
        for prerequisite in prerequisites:
            if prerequisite not in settled and prerequisite not in seen:
                seen.add(prerequisite)
                waiting.append((prerequisite, iter(numbers.steps[prerequisite].requires)))
                break
        else:
            chain.append(step)
            waiting.pop()
    return tuple(chain)


@lru_cache(maxsize=KEPT_OFFERS)
def join(numbers: Numbers, chain: tuple[int, ...], at_hand: frozenset[str] = frozenset()) -> Offer:
    """A chain as one offer: costs add up, and a cause survives only if every step misses it."""
    steps = [numbers.steps[position] for position in chain]
    costs = [step.cost - trip_saved(numbers, step, at_hand) for step in steps]
    before = zip(costs[:-1], steps[:-1], strict=True)
    needless = sum(cost for cost, step in before if step.proposed)
    return offer_of(numbers, chain, sum(costs), needless=needless)


def offer_of(
    numbers: Numbers,
    chain: tuple[int, ...],
    cost: float,
    *,
    needless: float = 0.0,
    done: tuple[int, ...] = (),
    bundle: Bundle = Bundle.NONE,
) -> Offer:
    """An offer of these steps. `needless` is the part of its cost, in minutes, that is saved should
    an early step be the fix; its effects are joined by those of steps that are `done`."""
    pays = cost - needless < numbers.support_minutes
    return Offer(
        chain=chain,
        cost=cost,
        effects=joint_effects([numbers.steps[step] for step in (*done, *chain)]),
        pays=pays,
        price=max(cost, numbers.free) * (1.0 if pays else DEAR),
        bundle=bundle,
    )


def joint_effects(steps: list[StepNumbers]) -> ByCause:
    """P(clears the cause) of all of them together, in the order of causes."""
    if len(steps) == 1:
        return steps[0].proposed
    missed: dict[int, float] = {}
    for step in steps:
        for cause, effect in step.proposed:
            missed[cause] = missed.get(cause, 1.0) * (1.0 - effect)
    return tuple(sorted((cause, 1.0 - part) for cause, part in missed.items()))


def trip_saved(numbers: Numbers, step: StepNumbers, at_hand: frozenset[str]) -> float:
    """Minutes saved where the step's settings path is open already; never more than it takes."""
    if step.place == "" or step.place not in at_hand:
        return 0.0
    return (1.0 - step.skip) * min(numbers.trip_minutes, step.minutes)
