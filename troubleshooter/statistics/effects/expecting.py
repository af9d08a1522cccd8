"""What an order of questions and steps comes to for all people of a guide, by draw.

All visits are followed at once, the most common way first, as far as the engine may be asked. Those
who are then still under way are taken on by its plan, as if nothing more was asked.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np

from troubleshooter.engine import (
    Evidence,
    Guide,
    Move,
    MoveKind,
    Outlook,
    StepKind,
)
from troubleshooter.engine.numbers import TURNED_DOWN_MINUTES

from .layout import Floats
from .people import Crowd, People
from .walking import Clock, Ended, Place, follow, mean

# So many decisions of the engine at most, and no more once so few people are under way.
MOST_DECISIONS = 500
LEAST_UNDER_WAY = 0.002


@dataclass(kw_only=True, eq=False)
class Expected:
    """By draw: parts of all people (0..1) by how their visits end, and mean minutes of work and of
    waiting, without support's. `followed` is the part of people who were followed to the end."""

    resolved: Floats
    worked_around: Floats
    handed_over: Floats
    work: Floats
    waiting: Floats
    followed: float = 0.0

    def end(self, parts: Floats, clock: Clock, where: Floats) -> None:
        where += parts
        self.work += parts * clock.work
        self.waiting += parts * clock.waited


def expect(
    guide: Guide,
    people: People,
    decide: Callable[[Evidence], Move],
    plan: Callable[[Evidence], Outlook],
) -> Expected:
    """What becomes of everybody. Costs the engine up to `MOST_DECISIONS` decisions, and one plan
    for each way that is still open then."""
    zeros = [np.zeros(len(people.chances)) for _ in range(5)]
    found = Expected(
        resolved=zeros[0],
        worked_around=zeros[1],
        handed_over=zeros[2],
        work=zeros[3],
        waiting=zeros[4],
    )
    for place in _followed(guide, people, decide, found):
        _planned(guide, place, plan(place.evidence), found)
    return found


def _followed(
    guide: Guide, people: People, decide: Callable[[Evidence], Move], found: Expected
) -> list[Place]:
    """Follow everybody as far as it goes; the places of those who are still under way."""
    steps, number = {step.key: step for step in guide.steps}, count()
    start = Place(
        evidence=Evidence(), crowd=Crowd(people=people, parts=people.chances), clock=Clock()
    )
    waiting, under_way, left = [(-1.0, next(number), start)], 1.0, MOST_DECISIONS
    while waiting and left and under_way >= LEAST_UNDER_WAY:
        share, _, place = heapq.heappop(waiting)
        under_way += share
        move, left = decide(place.evidence), left - 1
        if move.kind is MoveKind.HAND_OVER:
            found.end(place.crowd.share, place.clock, found.handed_over)
            found.followed -= share
            continue
        for after in follow(guide, steps, place, move):
            if isinstance(after, Ended):
                where = found.worked_around if after.workaround else found.resolved
                found.end(after.parts, after.clock, where)
                found.followed += mean(after.parts)
            elif (part := mean(after.crowd.share)) > 0.0:
                under_way += part
                heapq.heappush(waiting, (-part, next(number), after))
    return [place for _, _, place in sorted(waiting, key=lambda one: one[:2])]


def _planned(guide: Guide, place: Place, outlook: Outlook, found: Expected) -> None:
    """Step after step of the plan, on the clock of those who do them all; then support."""
    steps = {step.key: step for step in guide.steps}
    crowd, clock, left = place.crowd, place.clock, place.crowd.share
    work, waiting = left * clock.work, left * clock.waited
    nothing_left = outlook.plan == outlook.still_to_try
    around = [step.key for step in guide.steps if step.kind is StepKind.WORKAROUND]
    for key in (*outlook.plan, *(around if nothing_left else ())):
        if key in place.evidence.steps and key in around:
            continue
        step, skip = steps[key], crowd.people.skip[key]
        did = clock.doing(guide, step).finding_out([step])
        work += left * ((1.0 - skip) * (did.work - clock.work) + skip * TURNED_DOWN_MINUTES)
        waiting += left * (1.0 - skip) * (did.waited - clock.waited)
        clock = did
        if step.kind is StepKind.WORKAROUND:
            enough = (1.0 - skip) * crowd.people.enough.get(key, 1.0)
            found.worked_around += left * enough
            crowd, left = crowd.part((1.0 - enough)[:, None]), left * (1.0 - enough)
        elif step.kind is not StepKind.SAFETY:
            # Who turns a step down keeps all causes; both kinds of people go on as one crowd, in
            # which each set of causes is as common as among those who did it.
            did_it = crowd.doing(key).still_broken()
            fixed = np.clip(left * (1.0 - skip) - did_it.share, 0.0, left)
            found.resolved += fixed
            left = left - fixed
            scale = np.divide(left, did_it.share, out=np.zeros_like(left), where=left > 0.0)
            crowd = did_it.part(scale[:, None])
    found.handed_over += left
    found.work += work
    found.waiting += waiting
