"""Steps that were done but not tested yet: when to test them, and with what else."""

from collections.abc import Iterable
from typing import Protocol

from troubleshooter.engine.belief import gain, weigh_failure
from troubleshooter.engine.evidence import Evidence, Result
from troubleshooter.engine.guide import Guide
from troubleshooter.engine.offers import Offer, joint_effects
from troubleshooter.engine.plan import TIE
from troubleshooter.engine.situation import Situation
from troubleshooter.engine.together import MOST_TOGETHER, growing, in_one_test


def worth_postponing(here: Situation) -> Offer | None:
    """What to do before the steps under way are tested, if one test of all promises more per
    minute; None if they are to be tested now, or each shows by itself whether it helped."""
    done = waiting_for_test(here, here.waiting[0])
    if not done or len(done) >= MOST_TOGETHER:
        return None
    numbers, weights = here.numbers, here.belief.weights
    test = max(numbers.steps[step].check_minutes for step in done)
    effects = joint_effects([numbers.steps[step] for step in done])
    best, most = None, gain(weights, effects) / max(test, numbers.free)
    left = list(weights)
    weigh_failure(left, effects)
    for chain in growing(numbers, left, _could_join(here, done), MOST_TOGETHER - len(done)):
        offer = in_one_test(numbers, chain, here.menu.at_hand, done)
        score = gain(weights, offer.effects) / offer.price
        if score > most * (1.0 + TIE):
            best, most = offer, score
    return best


def waiting_for_test(here: Situation, step: int) -> tuple[int, ...]:
    """The steps under way that the test of this step tells about; none if it has no slow test."""
    steps = here.numbers.steps
    if steps[step].check_minutes <= 0.0:
        return ()
    return tuple(one for one in here.waiting if same_test(steps[one], steps[step]))


def tested_with(here: Situation, step: int) -> tuple[str, ...]:
    """Keys of the other steps under way that this step's test will tell about as well."""
    waiting = waiting_for_test(here, step)
    return tuple(here.numbers.steps[one].key for one in waiting if one != step)


class Tested(Protocol):
    """What a step must say of itself: what its test costs, and which test it is."""

    @property
    def check_minutes(self) -> float: ...

    @property
    def test(self) -> str: ...


def tested_together(guide: Guide, evidence: Evidence, step: str) -> tuple[str, ...]:
    """Keys of the other steps that are done but not tested yet, and that the test of this step
    tells about as well. What it says of this step it says of them: they share the credit."""
    steps = {each.key: each for each in guide.steps}
    if step not in steps:
        return ()
    return tuple(
        key
        for key, other in steps.items()
        if key != step
        and evidence.steps.get(key) is Result.WAITING
        and same_test(other, steps[step])
    )


def same_test(one: Tested, other: Tested) -> bool:
    """Whether one test tells about both: the same name, or both the guide's own."""
    if one.check_minutes <= 0.0 or other.check_minutes <= 0.0 or one.test != other.test:
        return False
    return one.test != "" or one.check_minutes == other.check_minutes


def _could_join(here: Situation, done: Iterable[int]) -> list[int]:
    """Open steps, alone on their offers, that the test of the steps under way would tell about."""
    steps = here.numbers.steps
    first = next(iter(done))
    alone = (offer.chain[0] for offer in here.menu.offers if len(offer.chain) == 1)
    return [
        step
        for step in alone
        if step not in here.waiting
        and same_test(steps[step], steps[first])
        and steps[step].effects
        and not steps[step].risky
    ]
