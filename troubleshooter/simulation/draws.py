"""Chance that can be asked for twice: what a person does hangs on who and where, never on when.

So the same person meets two policies with the same luck (common random numbers), and a run can be
repeated exactly, on any machine.
"""

from dataclasses import dataclass
from hashlib import blake2b

UNIT = 2.0**-53
LOT_BITS = 63


@dataclass(frozen=True, kw_only=True, slots=True)
class Luck:
    """The luck of one person (counted from 0) in the population of this seed."""

    seed: int
    person: int

    def uniform(self, *about: str | int) -> float:
        """A number in [0, 1) for this matter: always the same one."""
        return (self._bits(about) >> 11) * UNIT

    def lot(self) -> int:
        """A whole number of 63 bits, as a visit keeps it."""
        return self._bits(("lot",)) >> (64 - LOT_BITS)

    def _bits(self, about: tuple[str | int, ...]) -> int:
        named = "\n".join(map(str, (self.seed, self.person, *about)))
        return int.from_bytes(blake2b(named.encode(), digest_size=8).digest(), "big")
