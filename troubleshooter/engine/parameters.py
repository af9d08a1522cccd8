"""The numbers that a decision rests on, whether an editor wrote them or visits taught them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """Probabilities (0..1) by key. A key that is missing means the neutral value in brackets.

    shares      cause -> the part of cases in which it is involved; may add up to more than 1 [0]
    effects     step -> cause -> P(the step clears it, done properly) [0]
    skip        step -> P(a person cannot or will not do it) [0]
    usual       question -> P(option | none of the causes that the question names) [uniform]
    likelihood  question -> cause -> P(option | that cause) [the question says nothing about it]
    unsure      question -> P(a person cannot tell) [0]
    shares_by_group   group of visits, such as a device and version -> cause -> share, where groups
                      are known to differ from `shares` [they do not]

    Distributions over options are tuples in the order of `Question.options`.
    """

    shares: Mapping[str, float] = field(default_factory=dict)
    effects: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    skip: Mapping[str, float] = field(default_factory=dict)
    usual: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    likelihood: Mapping[str, Mapping[str, tuple[float, ...]]] = field(default_factory=dict)
    unsure: Mapping[str, float] = field(default_factory=dict)
    shares_by_group: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def for_group(self, group: str) -> "Parameters":
        """The numbers for a visit of this group: its own shares, if it has any."""
        if group not in self.shares_by_group:
            return self
        return replace(
            self, shares={**self.shares, **self.shares_by_group[group]}, shares_by_group={}
        )
