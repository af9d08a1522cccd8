"""What lies ahead of a visit, for pages and reports that show more than the next move."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from troubleshooter.engine.asking import minutes_asking_now
from troubleshooter.engine.evidence import Evidence, Result
from troubleshooter.engine.guide import Guide
from troubleshooter.engine.numbers import Numbers, numbers_of
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.plan import make_plan, score_all
from troubleshooter.engine.situation import size_up, size_up_numbers

# Of a few hundred bytes each.
KEPT_LISTS = 4_096


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """Keys and expected minutes (>= 0).

    `plan` are the steps up to where handing over is cheaper than going on, `still_to_try` all that
    are left, best first; `expected_minutes` is the time to go by that plan, without questions;
    `asking_now` question -> the time to go if it is asked now and nothing after it.
    """

    plan: tuple[str, ...]
    still_to_try: tuple[str, ...]
    expected_minutes: float
    asking_now: Mapping[str, float]


def look_ahead(
    guide: Guide, parameters: Parameters, evidence: Evidence, *, asking: bool = True
) -> Outlook:
    """The outlook under this evidence. Costs one plan for every option of every open question;
    without `asking` one plan in all, and says nothing of questions."""
    here = size_up(guide, parameters, evidence)
    plan = make_plan(here.belief, here.menu, at_least=len(here.numbers.steps))
    keys = tuple(here.numbers.steps[step].key for step in plan.order)
    open_questions = here.open_questions if asking else ()
    questions = (here.numbers.questions[place] for place in open_questions)
    scores = score_all(here.belief.weights, here.menu)
    minutes = plan.minutes
    return Outlook(
        plan=keys[: plan.stop],
        still_to_try=keys,
        expected_minutes=minutes,
        asking_now={
            question.key: minutes_asking_now(here.belief, here.menu, scores, question, minutes)
            for question in questions
        },
    )


def still_to_try(
    guide: Guide, parameters: Parameters, evidence: Evidence, *, most: int
) -> tuple[str, ...]:
    """The first `most` of the outlook's steps of that name. It costs as much of one plan, and
    nothing when the same was asked lately."""
    answered = frozenset(evidence.questions.items())
    return _first_left(
        numbers_of(guide, parameters), answered, frozenset(evidence.steps.items()), most
    )


@lru_cache(maxsize=KEPT_LISTS)
def _first_left(
    numbers: Numbers,
    answered: frozenset[tuple[str, str]],
    tried: frozenset[tuple[str, Result]],
    most: int,
) -> tuple[str, ...]:
    here = size_up_numbers(numbers, Evidence(questions=dict(answered), steps=dict(tried)))
    plan = make_plan(here.belief, here.menu, at_least=most)
    return tuple(numbers.steps[step].key for step in plan.order[:most])
