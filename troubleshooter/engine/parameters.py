"""The numbers that a decision rests on, whether an editor wrote them or visits taught them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """Probabilities (0..1) by key. A key that is missing means the neutral value in brackets.

    shares      cause -> the part of cases in which it is involved; may add up to more than 1 [0]
    effects     step -> cause -> P(the step clears it, done properly) [0]
    skip        step -> P(a person cannot or will not do it) [0]
    usual       question -> P(option | none of the causes that the question names) [uniform]
    likelihood  question -> cause -> P(option | that cause) [the question says nothing about it]
    unsure      question -> P(a person cannot tell) [0]

    Distributions over options are tuples in the order of `Question.options`.
    """

    shares: Mapping[str, float] = field(default_factory=dict)
    effects: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    skip: Mapping[str, float] = field(default_factory=dict)
    usual: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    likelihood: Mapping[str, Mapping[str, tuple[float, ...]]] = field(default_factory=dict)
    unsure: Mapping[str, float] = field(default_factory=dict)
