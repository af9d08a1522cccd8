"""Why a move is the next one, as numbers from which one calm sentence can be made."""

from collections.abc import Iterable
from dataclasses import dataclass

from troubleshooter.engine.belief import after_failure, chance
from troubleshooter.engine.menu import draw_up_menu
from troubleshooter.engine.plan import HALF, least_minutes, make_plan, pick, score_all
from troubleshooter.engine.situation import Situation


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """The numbers behind a move.

    likeliest, likelihood     the cause that is most likely still there ("" if none is named), 0..1
    aims_at, aim_likelihood   the cause that the step is most likely to clear, and how likely it is
                              to be there; "" and 0 unless it tries a step that acts on a cause
    chance                    P(the move fixes the problem, done properly), 0..1; 0 unless it tries
    minutes                   what the move itself costs, waiting and disruption included
    ratio                     chance per minute
    expected_minutes          minutes to the end with this move; with a step, nothing asked after it
    expected_minutes_without  the same without it: never asking it, or never trying this step
    runner_up                 the step that would come next if this move were not there
    to_half                   the steps to try until a fix is as likely as not; None if it never is
    """

    likeliest: str
    likelihood: float
    chance: float
    minutes: float
    ratio: float
    expected_minutes: float
    expected_minutes_without: float
    runner_up: str | None
    to_half: tuple[str, ...] | None
    aims_at: str = ""
    aim_likelihood: float = 0.0

    @property
    def steps_to_half(self) -> int | None:
        """How many steps those are."""
        return None if self.to_half is None else len(self.to_half)


def reason_to_ask(here: Situation, question: int, minutes: float, without: float) -> Reason:
    """Why the question at this position is asked next: the minutes to go with it and without."""
    asked = here.numbers.questions[question]
    likeliest, likelihood = _likeliest(here)
    return Reason(
        likeliest=likeliest,
        likelihood=likelihood,
        chance=0.0,
        minutes=asked.minutes,
        ratio=0.0,
        expected_minutes=minutes,
        expected_minutes_without=without,
        runner_up=_first(here, here.plan.order),
        to_half=_to_half(here, here.plan.order, here.plan.broken),
    )


def reason_to_try(here: Situation, step: int) -> Reason:
    """Why the step at this position is tried next."""
    tried = here.numbers.steps[step]
    fixes = chance(here.belief.weights, tried.effects)
    minutes, order, broken = _beginning_with(here, step)
    rest = draw_up_menu(here.numbers, here.settled, without=step, at_hand=here.menu.at_hand)
    scores = score_all(here.belief.weights, rest)
    second = pick(scores, here.numbers.tie_band)
    likeliest, likelihood = _likeliest(here)
    aims_at, aim_likelihood = _aim(here, step)
    return Reason(
        likeliest=likeliest,
        likelihood=likelihood,
        aims_at=aims_at,
        aim_likelihood=aim_likelihood,
        chance=fixes,
        minutes=tried.minutes,
        ratio=fixes / max(tried.minutes, here.numbers.free),
        expected_minutes=minutes,
        expected_minutes_without=least_minutes(here.belief.weights, rest, scores),
        runner_up=None if second is None else _first(here, rest.offers[second].chain),
        to_half=_to_half(here, order, broken),
    )


def _beginning_with(here: Situation, step: int) -> tuple[float, tuple[int, ...], tuple[float, ...]]:
    """If this one is tried and then the plan followed: the minutes to go, the steps, and P(still
    broken) before and after each; which is the plan itself where it begins with this step."""
    if here.plan.stop and here.plan.order[0] == step:
        return here.plan.minutes, here.plan.order, here.plan.broken
    tried = here.numbers.steps[step]
    broken = 1.0 - chance(here.belief.weights, tried.proposed)
    after = make_plan(
        after_failure(here.belief, tried.proposed),
        draw_up_menu(here.numbers, here.settled | {step}, at_hand=here.menu.at_hand),
        down_to=HALF / broken if broken else 1.0,
    )
    minutes = tried.cost + broken * after.minutes
    return minutes, (step, *after.order), (1.0, *(broken * p for p in after.broken))


def reason_to_hand_over(here: Situation) -> Reason:
    """Why support comes next: its minutes are both the cost and what is expected to go by."""
    likeliest, likelihood = _likeliest(here)
    minutes = here.numbers.support_minutes
    return Reason(
        likeliest=likeliest,
        likelihood=likelihood,
        chance=0.0,
        minutes=minutes,
        ratio=0.0,
        expected_minutes=minutes,
        expected_minutes_without=here.plan.minutes,
        runner_up=_first(here, here.plan.order),
        to_half=_to_half(here, here.plan.order, here.plan.broken),
    )


def _likeliest(here: Situation) -> tuple[str, float]:
    """The cause most likely still there (the editor's first of equals) and how likely it is."""
    still_present = here.belief.still_present
    return max(still_present.items(), key=lambda item: item[1], default=("", 0.0))


def _aim(here: Situation, step: int) -> tuple[str, float]:
    """The cause that the step would most probably clear: present, times cleared if present."""
    present = tuple(here.belief.still_present.items())
    effects = [one for one in here.numbers.steps[step].effects if one[1] > 0]
    if not effects:
        return "", 0.0
    return present[max(effects, key=lambda one: present[one[0]][1] * one[1])[0]]


def _first(here: Situation, order: tuple[int, ...]) -> str | None:
    return here.numbers.steps[order[0]].key if order else None


def _to_half(
    here: Situation, order: tuple[int, ...], broken: Iterable[float]
) -> tuple[str, ...] | None:
    count = next((tried for tried, p in enumerate(broken) if p <= HALF), None)
    return None if count is None else tuple(here.numbers.steps[step].key for step in order[:count])
