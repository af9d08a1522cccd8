"""What may still be tried, each step together with the open steps that it requires.

A blocked step lends its value to what it requires: both make one chain, scored as a whole by
gain per minute, and what is tried first is the chain's first step. Source: Sidney 1975.
"""

from collections.abc import Set
from dataclasses import dataclass

from troubleshooter.engine.guide import StepKind
from troubleshooter.engine.numbers import ByCause, Numbers

# Safeguards are offered only where a step requires them, workarounds when no fix is left.
ON_ITS_OWN = frozenset({StepKind.FIX, StepKind.CHECK})


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A chain of steps (positions; prerequisites first) as if it were one step: `cost` in minutes
    if it is proposed, `effects` P(clears the cause) if it is proposed."""

    chain: tuple[int, ...]
    cost: float
    effects: ByCause


@dataclass(frozen=True, kw_only=True, slots=True)
class Menu:
    """Offers in the editor's order; which of them act on a cause, and which contain a step."""

    numbers: Numbers
    offers: tuple[Offer, ...]
    acting_on: tuple[tuple[int, ...], ...]
    containing: tuple[tuple[int, ...], ...]


def draw_up_menu(numbers: Numbers, settled: Set[int], without: int | None = None) -> Menu:
    """The menu when the steps at `settled` positions are done or declined.

    `without` leaves out one more step and everything that would need it first.
    """
    chains = (
        open_chain(numbers, settled, position)
        for position, step in enumerate(numbers.steps)
        if step.kind in ON_ITS_OWN and position not in settled
    )
    offers = tuple(join(numbers, chain) for chain in chains if without not in chain)
    acting_on: list[list[int]] = [[] for _ in numbers.causes]
    containing: list[list[int]] = [[] for _ in numbers.steps]
    for place, offer in enumerate(offers):
        for cause, _ in offer.effects:
            acting_on[cause].append(place)
        for step in offer.chain:
            containing[step].append(place)
    return Menu(
        numbers=numbers,
        offers=offers,
        acting_on=tuple(map(tuple, acting_on)),
        containing=tuple(map(tuple, containing)),
    )


def open_chain(numbers: Numbers, settled: Set[int], target: int) -> tuple[int, ...]:
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


def join(numbers: Numbers, chain: tuple[int, ...]) -> Offer:
    """A chain as one offer: costs add up, and a cause survives only if every step misses it."""
    if len(chain) == 1:
        step = numbers.steps[chain[0]]
        return Offer(chain=chain, cost=step.cost, effects=step.proposed)
    missed: dict[int, float] = {}
    for position in chain:
        for cause, effect in numbers.steps[position].proposed:
            missed[cause] = missed.get(cause, 1.0) * (1.0 - effect)
    return Offer(
        chain=chain,
        cost=sum(numbers.steps[position].cost for position in chain),
        effects=tuple(sorted((cause, 1.0 - part) for cause, part in missed.items())),
    )
