"""Following all visits at once, the most common way first, as far as is worth it."""

import heapq
from dataclasses import dataclass, field
from itertools import count

from .places import Fork, Place, fork

# So many forks are looked at: each costs the engine a decision.
MOST_FORKS = 600
# What is still open then is too little to matter, and is not followed further.
LEAST_OPEN = 0.002


@dataclass(kw_only=True, eq=False)
class Way:
    """A place in the tree, and how people came there. `fork` is None where the visit is over or was
    not followed further; `after` are its branches in the same order as the fork's."""

    place: Place
    said: str = ""
    fork: Fork | None = None
    after: list["Way"] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.place.share


@dataclass(frozen=True, kw_only=True, slots=True)
class Explored:
    """The tree, its ends, and its ways that were not followed further, with their shares."""

    root: Way
    ends: tuple[Way, ...]
    open: tuple[Way, ...]
    forks: int


def explore(place: Place, *, most: int = MOST_FORKS, least_open: float = LEAST_OPEN) -> Explored:
    """Follow visits from a place on, until `most` forks are known or less than `least_open` of all
    people (0..1) are under way."""
    root, number = Way(place=place), count()
    waiting, ends = [(-root.share, next(number), root)], []
    forks, under_way = 0, root.share
    while waiting and forks < most and under_way >= least_open:
        way = heapq.heappop(waiting)[-1]
        way.fork = fork(way.place)
        forks += 1
        for branch in way.fork.branches:
            after = Way(place=branch.place, said=branch.said)
            way.after.append(after)
            if after.place.is_over:
                ends.append(after)
            else:
                heapq.heappush(waiting, (-after.share, next(number), after))
        under_way = sum(-share for share, _, _ in waiting)
    still = tuple(way for _, _, way in sorted(waiting, key=lambda one: one[:2]))
    return Explored(root=root, ends=tuple(ends), open=still, forks=forks)
