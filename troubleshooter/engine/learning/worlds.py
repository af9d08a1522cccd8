"""The sets of causes that may hold at once, listed, so that each can be looked at by itself.

All sets where there are few causes. Where there are many, the large ones are left out: with shares
that add up to little more than 1, three causes at once are rare among ten and more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb

# More sets than this are not looked at, unless it takes more to look at all pairs.
MOST_SETS = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Worlds:
    """Sets of causes, the small ones first. Each grows from an earlier one, or from the empty set,
    which is not among them, by one cause: `grown` holds (place of the earlier + 1, or 0; cause).
    `members` are, for each cause, the places of the sets that it is in."""

    grown: tuple[tuple[int, int], ...]
    members: tuple[tuple[int, ...], ...]

    def products(self, factors: Sequence[float]) -> list[float]:
        """For each set the product of its causes' factors."""
        found = [1.0]
        for parent, cause in self.grown:
            found.append(found[parent] * factors[cause])
        return found[1:]

    def by_cause(self, masses: Sequence[float]) -> list[float]:
        """For each cause the sum over the sets that it is in."""
        return [sum([masses[place] for place in places]) for places in self.members]


@lru_cache(maxsize=16)
def worlds_of(causes: int, single: bool) -> Worlds:
    """The sets of so many causes; those with one cause each where only one holds at a time."""
    most = 1 if single else _largest(causes)
    sets: list[tuple[int, ...]] = [()]
    grown: list[tuple[int, int]] = []
    for parent, earlier in enumerate(sets):  # the list grows as it is read
        if len(earlier) < most:
            for cause in range(earlier[-1] + 1 if earlier else 0, causes):
                sets.append((*earlier, cause))
                grown.append((parent, cause))
    members = (
        tuple(place for place, each in enumerate(sets[1:]) if cause in each)
        for cause in range(causes)
    )
    return Worlds(grown=tuple(grown), members=tuple(members))


def _largest(causes: int) -> int:
    """How many causes a set may have."""
    size, sets = 0, 0
    while size < causes and (size < 2 or sets + comb(causes, size + 1) <= MOST_SETS):
        size += 1
        sets += comb(causes, size)
    return size
