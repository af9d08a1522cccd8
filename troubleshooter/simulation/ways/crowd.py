"""A crowd of people with the same visit so far: who they are, and what is left of their trouble.

Nothing is drawn. A person answers by the causes at the start, and each step clears each cause by
itself, once. So the part of a crowd that is left after a test is known for every set of causes:
part * (1 - product over its causes of what has cleared them).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .population import Population

Left = Mapping[str, float]
"""cause -> P(no step so far has cleared it), 1 where it is not named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Crowd:
    """`parts` of all people, by the sets of the population: those who say what this crowd has said,
    whatever came of steps. `done` is what steps have left of each cause, `tested` the same at the
    last test, which found that something was left."""

    people: Population
    parts: Sequence[float]
    done: Left = field(default_factory=dict)
    tested: Left = field(default_factory=dict)

    @property
    def share(self) -> float:
        """The part of all people, 0 to 1."""
        return min(1.0, sum(self._in_trouble(self.tested)))

    def answering(self, question: str, option: int) -> "Crowd":
        """Those who can tell, and choose the option at this position."""
        truth = self.people.truth
        answers = truth.answers[question]
        told, guessed = 1.0 - truth.noise, truth.noise / len(answers.options)
        knowing = 1.0 - truth.unsure[question]
        chances = self.people.chances(question)
        return replace(
            self,
            parts=[
                part * knowing * (told * by_set[option] + guessed)
                for part, by_set in zip(self.parts, chances, strict=True)
            ],
        )

    def part(self, chance: float) -> "Crowd":
        """So many of them, of all sets of causes alike."""
        return replace(self, parts=[part * chance for part in self.parts])

    def doing(self, step: str) -> "Crowd":
        """All of them do the step. What came of it is not known yet."""
        return self._treated(step, 1.0)

    def offering(self, step: str) -> "Crowd":
        """As `doing`, for those who do it and those who turn it down together: roughly, since who
        turns it down keeps all of the causes and not a part of each."""
        return self._treated(step, 1.0 - self.people.truth.skip[step])

    def _treated(self, step: str, done: float) -> "Crowd":
        left = dict(self.done)
        for cause, effect in self.people.truth.effects[step].items():
            left[cause] = left.get(cause, 1.0) * (1.0 - done * effect)
        return replace(self, done=left)

    def still_broken(self) -> "Crowd":
        """Those whom a test tells now that something is left."""
        return replace(self, tested=self.done)

    def fixed(self) -> "Crowd":
        """Those whom a test tells now that nothing is left. Their visit ends here: they are told
        apart by sets alone."""
        before, now = self._in_trouble(self.tested), self._in_trouble(self.done)
        left = [max(0.0, b - n) for b, n in zip(before, now, strict=True)]
        return Crowd(people=self.people, parts=left)

    def _in_trouble(self, left: Left) -> list[float]:
        """The parts of those for whom something is left, by set."""
        if not left:
            return list(self.parts)
        gone = {cause: 1.0 - part for cause, part in left.items()}
        cleared = [1.0]
        for fewer, cause in self.people.grown:
            cleared.append(cleared[fewer] * gone.get(cause, 0.0))
        return [
            part * (1.0 - all_gone) for part, all_gone in zip(self.parts, cleared[1:], strict=True)
        ]
