"""The minutes of one visit as they go by: work, waiting, and what steps cost beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from troubleshooter.engine import Guide, Step


class OutOfPatience(Exception):
    """The person has left, in the middle of what they were doing."""


@dataclass(kw_only=True)
class Clock:
    """Minutes so far. `patience` is how many of work there are before the person leaves.

    `steps` are the guide's, by key; `ready` is when each step that is under way can be judged, on
    this clock; `places` are the settings paths that steps have led to.
    """

    guide: Guide
    steps: Mapping[str, Step]
    patience: float
    hands_on: float = 0.0
    waiting: float = 0.0
    disruption: float = 0.0
    ready: dict[str, float] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    @property
    def minutes(self) -> float:
        """Since the start."""
        return self.hands_on + self.waiting

    def work(self, minutes: float) -> None:
        """Raises OutOfPatience if the person leaves meanwhile."""
        self.hands_on = min(self.hands_on + minutes, self.patience)
        if self.hands_on >= self.patience:
            raise OutOfPatience

    def do(self, key: str) -> None:
        """The work of a step; a settings path that is open already saves the trip there."""
        step = self.steps[key]
        open_already = step.place != "" and step.place in self.places
        self.work(step.minutes - (min(self.guide.trip_minutes, step.minutes) * open_already))
        self.disruption += self.guide.disruption_minutes[step.disruption - 1]
        self.places.add(step.place)
        self.ready[key] = self.minutes + step.wait_minutes

    def find_out(self, keys: Sequence[str]) -> None:
        """Wait until all these steps can be judged, and test them together."""
        ready = max(self.ready.get(key, 0.0) for key in keys)
        self.waiting += max(0.0, ready - self.minutes)
        self.work(max(self.steps[key].check_minutes for key in keys))
