"""What a question is worth: the minutes to go if it is asked now, or after the best step.

Source: myopic value of a question, Heckerman et al. 1995; asking later instead, Ottosen 2012.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from troubleshooter.engine.belief import (
    Belief,
    after_answer,
    after_failure,
    answer_chances,
    chance,
)
from troubleshooter.engine.menu import Menu, Offer, draw_up_menu
from troubleshooter.engine.numbers import QuestionNumbers
from troubleshooter.engine.plan import Plan, make_plan


@dataclass(frozen=True, kw_only=True, slots=True)
class Future:
    """One way in which trying an offer may not end the problem, and its probability."""

    probability: float
    belief: Belief
    plan: Plan


def minutes_asking_after(
    belief: Belief, settled: frozenset[int], offer: Offer, question: QuestionNumbers
) -> float:
    """Expected minutes to go if an offer is tried first, and the question asked if it fails.

    Costs two plans for every option.
    """
    menu = draw_up_menu(belief.numbers, settled.union(offer.chain))
    return offer.cost + sum(
        future.probability * minutes_asking_now(future.belief, menu, question, future.plan.minutes)
        for future in _futures(belief, menu, offer)
    )


def _futures(belief: Belief, menu: Menu, offer: Offer) -> Iterator[Future]:
    """The last step of an offer was declined, which says nothing; or it was done and failed."""
    *before, last = (belief.numbers.steps[step] for step in offer.chain)
    broken, tried = 1.0, belief
    for step in before:
        broken *= 1.0 - chance(tried.weights, step.proposed)
        tried = after_failure(tried, step.proposed)
    failed = after_failure(tried, last.effects)
    fails = broken * (1.0 - chance(tried.weights, last.effects))
    for probability, then in ((last.skip * broken, tried), ((1.0 - last.skip) * fails, failed)):
        if probability > 0.0:
            yield Future(probability=probability, belief=then, plan=make_plan(then, menu))


def minutes_asking_now(
    belief: Belief, menu: Menu, question: QuestionNumbers, minutes: float
) -> float:
    """Expected minutes to go if the question is asked now and no other after it.

    `minutes` are those without asking, which is where "not sure" leads. One plan per option.
    """
    answered = sum(
        p * make_plan(after_answer(belief, ratios), menu).minutes
        for p, ratios in zip(answer_chances(belief, question), question.ratios, strict=True)
    )
    return question.minutes + (1.0 - question.unsure) * answered + question.unsure * minutes
