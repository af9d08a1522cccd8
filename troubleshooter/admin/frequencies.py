"""Chances as natural frequencies: how many of so many people."""

from collections.abc import Sequence
from dataclasses import dataclass

BASES = (100, 1_000, 10_000)


@dataclass(frozen=True, kw_only=True)
class Frequencies:
    """Chances (0..1) in words that can be compared: all are of the same number of people."""

    base: int

    def one(self, chance: float) -> str:
        """Such as "12 in 100"."""
        number = round(chance * self.base)
        if not number and chance > 0.0:
            return f"under 1 in {self.base:,}"
        if number == self.base and chance < 1.0:
            return f"over {self.base - 1:,} in {self.base:,}"
        return f"{number:,} in {self.base:,}"

    def between(self, low: float, high: float) -> str:
        """Such as "9 to 16 in 100"."""
        return f"{round(low * self.base):,} to {round(high * self.base):,} in {self.base:,}"


def telling_apart(was: Sequence[float], now: Sequence[float]) -> Frequencies:
    """Among the fewest people in whom all of these can be seen, and something seen to differ."""
    for base in BASES:
        differ = any(round(a * base) != round(b * base) for a, b in zip(was, now, strict=True))
        if differ and all(_visible(chance, base) for chance in (*was, *now)):
            return Frequencies(base=base)
    return Frequencies(base=BASES[-1])


def _visible(chance: float, base: int) -> bool:
    return chance in (0.0, 1.0) or 0 < round(chance * base) < base
