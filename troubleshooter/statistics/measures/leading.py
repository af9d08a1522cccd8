"""Groups in place of ranks: what leads, as far as the visits can tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from .difference import p_value, p_value_of_estimates
from .interval import Estimate
from .many import holm
from .rate import INTERVAL_FROM, Rate

ALPHA = 0.05
Number = TypeVar("Number")


@dataclass(frozen=True, kw_only=True)
class Groups:
    """Keys, best group first; inside a group in the order in which they came, which is no rank.

    In the first group are all that no other was found to be better than. The next group is made
    in the same way from the rest. `too_few` were seen fewer than 10 times and take no part.
    """

    groups: tuple[tuple[str, ...], ...]
    too_few: tuple[str, ...] = ()

    @property
    def leading(self) -> tuple[str, ...]:
        return self.groups[0] if self.groups else ()

    @property
    def place(self) -> dict[str, int]:
        """The number of each key's group, from 1."""
        return {key: number for number, keys in enumerate(self.groups, 1) for key in keys}


def leading_groups(rates: Mapping[str, Rate]) -> Groups:
    """Rates that can be told apart, in groups.

    All pairs are compared (Newcombe 1998) and corrected for being many (Holm 1979): with a chance
    of 95 % no pair is wrongly told apart, and then the truly best is in the first group.
    Source of such groups: Gupta 1965; Mogstad, Romano, Shaikh and Wilhelm 2024.
    """
    enough = {key: seen for key, seen in rates.items() if seen.of >= INTERVAL_FROM}
    groups = in_groups(enough, p_value, lambda seen: seen.times / seen.of)
    return Groups(groups=groups, too_few=tuple(key for key in rates if key not in enough))


def leading_estimates(estimates: Mapping[str, Estimate]) -> Groups:
    """The same for numbers with a 95 % interval, such as adjusted rates: higher is better."""
    return Groups(groups=in_groups(estimates, p_value_of_estimates, lambda number: number.value))


def in_groups(
    numbers: Mapping[str, Number],
    compare: Callable[[Number, Number], float],
    size: Callable[[Number], float],
) -> tuple[tuple[str, ...], ...]:
    """Keys in groups, the best first: `compare` gives the p-value of two, `size` says which of two
    that are told apart is better."""
    pairs = list(combinations(numbers, 2))
    apart = holm([compare(numbers[a], numbers[b]) for a, b in pairs], ALPHA)
    told = [pair for pair, found in zip(pairs, apart, strict=True) if found]
    beaten_by: dict[str, set[str]] = {key: set() for key in numbers}
    for a, b in told:
        worse, better = sorted((a, b), key=lambda key: size(numbers[key]))
        beaten_by[worse].add(better)
    return _peeled(beaten_by)


def _peeled(beaten_by: Mapping[str, set[str]]) -> tuple[tuple[str, ...], ...]:
    """Whatever nothing beats, then whatever nothing beats among the rest, and so on."""
    groups, rest = [], list(beaten_by)
    while rest:
        group = tuple(key for key in rest if beaten_by[key].isdisjoint(rest))
        groups.append(group)
        rest = [key for key in rest if key not in group]
    return tuple(groups)
