"""Who goes to which helper: those who answer alike to the same one.

They meet the same states, and each helper decides by itself what comes next in a state that it has
not met. Shared out at random, most decisions would be made by every helper.
"""

from troubleshooter.engine import MoveKind
from troubleshooter.visits.entries import entry_of_answer

from .moments import Way
from .person import Person

# Alike are those who give the same answers to so many questions, if that many come first.
ANSWERS = 3
# A helper with so many people more than another gives the next ones away.
MOST_AHEAD = 50

Flock = tuple[tuple[str, str], ...]
"""Questions with their answers."""


class Flocks:
    """Sends people to helpers, who are counted from 0."""

    def __init__(self, helpers: int) -> None:
        self.people = [0] * helpers
        self.homes: dict[Flock, int] = {}

    def home(self, way: Way, someone: Person) -> int:
        """The helper for this person, on this way."""
        flock = _flock(way, someone)
        idle = min(range(len(self.people)), key=self.people.__getitem__)
        home = self.homes.setdefault(flock, idle)
        if self.people[home] > self.people[idle] + MOST_AHEAD:
            home = self.homes[flock] = idle
        self.people[home] += 1
        return home


def _flock(way: Way, someone: Person) -> Flock:
    """The first answers."""
    moment, said = way.start, []
    for _ in range(ANSWERS):
        move = moment.offered.move
        if move.kind is not MoveKind.ASK:
            break
        lead = moment.lead(entry_of_answer, move.key, someone.answer(move.key))
        if lead is None:
            break
        told, moment = lead
        said.append((told.entry.key, told.entry.value))
    return tuple(said)
