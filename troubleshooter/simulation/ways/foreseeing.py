"""Working out what visitors will see of a guide.

Worked out, not drawn: see `crowd` for why that is exact, and `exploring` for how far it goes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from math import fsum

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import MoveKind, Parameters, editors_move, look_ahead, next_move
from troubleshooter.models import Node, Outcome
from troubleshooter.simulation.truth import Truth

from .exploring import LEAST_OPEN, MOST_FORKS, Explored, Way, explore
from .forecast import Branching, Crossing, Expected, Forecast, Given
from .places import start
from .population import Population, population, truth_of
from .tail import Tail, tail_of

NODES = {MoveKind.ASK: Node.QUESTION, MoveKind.TRY: Node.STEP}


def foresee(
    guide: PublishedGuide,
    numbers: Parameters,
    *,
    truth: Truth | None = None,
    editors_order: bool = False,
    most: int = MOST_FORKS,
    least_open: float = LEAST_OPEN,
) -> Forecast:
    """The forecast for a guide and the numbers that its visitors meet (of one group already).

    People are as these numbers say, or as another `truth` does. Costs up to `most` decisions, and
    one plan for each way that is still open then. Raises ValueError if the numbers do not match.
    """
    people = population(truth or truth_of(guide.content, numbers))
    decide = partial(editors_move if editors_order else next_move, guide.engine, numbers)
    plan = partial(look_ahead, guide.engine, numbers, asking=False)
    explored = explore(start(guide, people, decide), most=most, least_open=least_open)
    tails = [tail_of(way.place, plan) for way in explored.open]
    return _forecast(explored, tails, people, guide.engine.support_minutes)


def _forecast(
    explored: Explored, tails: Sequence[Tail], people: Population, support_minutes: float
) -> Forecast:
    met = Counter(dict[tuple[Node, str], float]())
    for node, key, share in _met(explored.root):
        met[node, key] += share
    for tail in tails:
        for key, share in tail.met.items():
            met[Node.STEP, key] += share
    return Forecast(
        tree=crossing_of(explored.root),
        expected=_expected(explored.ends, tails, support_minutes),
        met=dict(met),
        followed=fsum(way.share for way in explored.ends),
        left_out=people.left_out,
        decisions=explored.forks,
    )


def crossing_of(way: Way) -> Crossing | None:
    """The tree from a way on; None where nothing is known of what follows, or nothing does."""
    if way.fork is None:
        return None
    return Crossing(
        kind=way.fork.kind,
        key=way.fork.key,
        share=way.share,
        minutes=way.place.clock.hands_on,
        postponed=way.fork.postponed,
        given=_given(way),
        branches=tuple(_branching(after) for after in way.after),
    )


def _branching(way: Way) -> Branching:
    return Branching(
        said=way.said,
        share=way.share,
        given=_given(way),
        outcome=way.place.outcome,
        then=crossing_of(way),
    )


def _given(way: Way) -> tuple[Given, ...]:
    given = way.place.here.state.given
    return tuple((Node(node), key, str(value)) for (node, key), value in given.items())


def _met(way: Way) -> Iterator[tuple[Node, str, float]]:
    """Each question and step where people come to it first, not when they look again."""
    if way.fork is None:
        return
    node = NODES.get(way.fork.kind)
    if node is not None and (node, way.fork.key) not in way.place.here.state.given:
        yield node, way.fork.key, way.share
    for after in way.after:
        yield from _met(after)


def _expected(ends: Sequence[Way], tails: Sequence[Tail], support_minutes: float) -> Expected:
    """What becomes of all people: of those followed to the end, and of the others."""

    def ending(outcome: Outcome) -> float:
        return fsum(way.share for way in ends if way.place.outcome == outcome)

    def spent(minutes: str) -> float:
        followed = fsum(way.share * getattr(way.place.clock, minutes) for way in ends)
        return followed + fsum(getattr(tail, minutes) for tail in tails)

    resolved = ending(Outcome.RESOLVED) + fsum(tail.resolved for tail in tails)
    handed_over = ending(Outcome.HANDED_OVER) + fsum(tail.handed_over for tail in tails)
    hands_on, waiting = spent("hands_on"), spent("waiting")
    fixed = (way for way in ends if way.place.outcome == Outcome.RESOLVED)
    until = fsum(way.share * way.place.clock.minutes for way in fixed)
    until += fsum(tail.until_fixed for tail in tails)
    return Expected(
        resolved=resolved,
        worked_around=ending(Outcome.WORKED_AROUND) + fsum(tail.worked_around for tail in tails),
        handed_over=handed_over,
        hands_on=hands_on,
        waiting=waiting,
        minutes=hands_on + waiting + handed_over * support_minutes,
        until_fixed=until / resolved if resolved else None,
    )
