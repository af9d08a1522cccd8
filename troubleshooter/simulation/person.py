"""One made-up person: what is wrong, and what they would answer and do, whenever they are asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from math import inf, log

from troubleshooter.engine import UNSURE

from .draws import Luck
from .truth import Device, Truth


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """`causes` are those at the start; `patience` the minutes of work until they leave."""

    truth: Truth
    luck: Luck
    causes: frozenset[str]
    device: Device
    patience: float

    def answer(self, question: str) -> str:
        """The option they choose, or "not sure"."""
        truth, draw = self.truth, self.luck.uniform
        if draw("unsure", question) < truth.unsure[question]:
            return UNSURE
        answers = truth.answers[question]
        options, chosen = answers.options, draw("answer", question)
        if truth.noise and draw("noise", question) < truth.noise:
            return options[int(chosen * len(options))]
        return options[_place(answers.chances(self.causes), chosen)]

    def turns_down(self, step: str) -> bool:
        return self.luck.uniform("skip", step) < self.truth.skip[step]

    def path_not_found(self, paths: Iterable[str]) -> str | None:
        """The first of these settings paths that they do not find, if there is one."""
        missing, version = self.truth.missing_paths, self.device.version
        return next(
            (
                path
                for path in paths
                if path in missing
                and self.luck.uniform("path", path) < missing[path].get(version, 0.0)
            ),
            None,
        )

    def cleared(self, step: str, causes: frozenset[str]) -> frozenset[str]:
        """Those of the causes that doing the step clears."""
        effects = self.truth.effects[step]
        return frozenset(
            cause
            for cause in causes
            if self.luck.uniform("effect", step, cause) < effects.get(cause, 0.0)
        )

    def has_enough(self, workaround: str) -> bool:
        return self.luck.uniform("enough", workaround) < self.truth.enough.get(workaround, 1.0)

    def cause_named_by_support(self, left: frozenset[str]) -> str | None:
        """One of the causes that are left, or None if support does not say."""
        if not left or self.luck.uniform("label") >= self.truth.label_share:
            return None
        return sorted(left)[int(self.luck.uniform("label", "which") * len(left))]


def person(truth: Truth, seed: int, number: int) -> Person:
    """Number 0, 1, 2 … of the population with this seed: always the same person."""
    luck = Luck(seed=seed, person=number)
    rate = truth.leave_per_minute
    return Person(
        truth=truth,
        luck=luck,
        causes=truth.causes.drawn(luck),
        device=truth.devices[
            _place([device.share for device in truth.devices], luck.uniform("device"))
        ],
        patience=-log(1.0 - luck.uniform("patience")) / rate if rate else inf,
    )


def _place(weights: tuple[float, ...] | list[float], chosen: float) -> int:
    """The position that a number in [0, 1) falls on, among weights of any sum."""
    sums = list(accumulate(weights))
    wanted = chosen * sums[-1]
    return next((at for at, reached in enumerate(sums) if wanted < reached), len(sums) - 1)
