"""What becomes of people whose way is not followed to its end: as if nothing more was asked.

They are many ways with few people on each. Each is taken on by the engine's plan, step after step,
to where support is quicker. Most of them would be asked something first; so for these people a
little too few are helped, and none of it matters to the ways that are followed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from troubleshooter.engine import Evidence, Outlook
from troubleshooter.engine.numbers import TURNED_DOWN_MINUTES

from .places import Place, copy_of

Plan = Callable[[Evidence], Outlook]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tail:
    """Parts of all people, 0 to 1, by how their visits end, and `met` by step that they meet.

    Minutes of work, of waiting, and of both until a fix are sums over these parts: the mean for one
    of all people."""

    resolved: float
    worked_around: float
    handed_over: float
    hands_on: float
    waiting: float
    until_fixed: float
    met: Mapping[str, float]


def tail_of(place: Place, plan: Plan) -> Tail:
    """What becomes of everybody at a place. Costs the engine one plan."""
    outlook = plan(place.here.state.evidence)
    walk = _Walk(place)
    for step in outlook.plan:
        walk.try_step(step)
    return walk.tail(nothing_left=outlook.plan == outlook.still_to_try)


class _Walk:
    """A crowd on its way through a plan. `clock` is that of somebody who does every step; `so_far`
    and `waited` are the minutes of somebody who is still under way, on average."""

    def __init__(self, place: Place) -> None:
        self.guide, self.crowd, self.clock = place.here.guide, place.crowd, copy_of(place.clock)
        self.settled = place.here.state.steps
        self.left = place.share
        self.so_far, self.waited = place.clock.hands_on, place.clock.waiting
        self.hands_on, self.waiting = self.left * self.so_far, self.left * self.waited
        self.resolved = self.around = self.until_fixed = 0.0
        self.met: dict[str, float] = {}

    def try_step(self, key: str) -> None:
        """Some turn it down; for the others it works, or they go on with those who did not."""
        self.met[key] = self.left
        skip = self.crowd.people.truth.skip[key]
        self._spend(key, skip)
        match self.guide.steps[key].kind:
            case "workaround":
                enough = (1.0 - skip) * self.crowd.people.truth.enough.get(key, 1.0)
                self.around += self.left * enough
                self.crowd = self.crowd.part(1.0 - enough)
                self.left *= 1.0 - enough
            case "safety":
                self.crowd = self.crowd.offering(key)
            case _:
                self._test(key)

    def _test(self, key: str) -> None:
        self.crowd = self.crowd.offering(key).still_broken()
        before, self.left = self.left, self.crowd.share
        fixed = max(0.0, before - self.left)
        self.resolved += fixed
        self.until_fixed += fixed * (self.so_far + self.waited)

    def _spend(self, key: str, skip: float) -> None:
        work, wait = self.clock.hands_on, self.clock.waiting
        self.clock.do(key)
        self.clock.find_out([key])
        worked = (1.0 - skip) * (self.clock.hands_on - work) + skip * TURNED_DOWN_MINUTES
        waited = (1.0 - skip) * (self.clock.waiting - wait)
        self.so_far, self.waited = self.so_far + worked, self.waited + waited
        self.hands_on += self.left * worked
        self.waiting += self.left * waited

    def tail(self, *, nothing_left: bool) -> Tail:
        """At the end of the plan: another way, if no fix is left, and support."""
        for step in self.guide.workarounds if nothing_left else ():
            if step.key not in self.settled and step.key not in self.met:
                self.try_step(step.key)
        return Tail(
            resolved=self.resolved,
            worked_around=self.around,
            handed_over=self.left,
            hands_on=self.hands_on,
            waiting=self.waiting,
            until_fixed=self.until_fixed,
            met=self.met,
        )
