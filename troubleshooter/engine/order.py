"""The editor's own order, stopped where support is cheaper: what the engine is compared with."""

from dataclasses import dataclass

from troubleshooter.engine.belief import excess, gain, weigh_failure
from troubleshooter.engine.menu import ON_ITS_OWN
from troubleshooter.engine.offers import open_chain
from troubleshooter.engine.plan import TIE
from troubleshooter.engine.situation import Situation


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """The first step (position) of the order, or None where handing over at once is best, and the
    expected minutes to go."""

    first: int | None
    minutes: float


def stop_in_editors_order(here: Situation) -> Stop:
    """Going through the open fixes and checks as the guide has them, each after what it requires,
    to the point where handing over is cheapest."""
    numbers, left = here.numbers, list(here.belief.weights)
    total, cleared, spent = excess(left), 0.0, 0.0
    least, stops = numbers.support_minutes, False
    order = _editors_order(here)
    for position in order:
        step = numbers.steps[position]
        spent += step.cost * (1.0 - cleared / total)
        gained = gain(left, step.proposed)
        cleared += gained + cleared * gained
        weigh_failure(left, step.proposed)
        minutes = spent + numbers.support_minutes * max(0.0, 1.0 - cleared / total)
        if minutes < least * (1.0 - TIE):
            least, stops = minutes, True
    return Stop(first=order[0] if stops else None, minutes=least)


def _editors_order(here: Situation) -> list[int]:
    order: dict[int, None] = {}
    for position, step in enumerate(here.numbers.steps):
        if step.kind in ON_ITS_OWN and position not in here.settled:
            order.update(dict.fromkeys(open_chain(here.numbers, here.settled, position)))
    return list(order)
