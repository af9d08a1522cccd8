"""What is to be simulated."""

from collections.abc import Sequence
from dataclasses import dataclass

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import Parameters

from .person import Person, person
from .policies import PolicyName
from .truth import Truth


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`visits` people of the population with this seed, each under every policy.

    `for_events` keeps all that an event needs to know of what was said and of what was on offer.
    """

    guide: PublishedGuide
    parameters: Parameters
    truth: Truth
    policies: Sequence[PolicyName]
    visits: int
    seed: int
    for_events: bool = False

    def person(self, number: int) -> Person:
        """Number 0, 1, 2 … of those who come: always the same one."""
        return person(self.truth, self.seed, number)
