"""What a question is worth: the minutes to go if it is asked now, or after the best step.

Source: myopic value of a question, Heckerman et al. 1995; asking later instead, Ottosen 2012.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from troubleshooter.engine.belief import (
    Belief,
    after_answers,
    after_failure,
    chance,
)
from troubleshooter.engine.menu import Menu, draw_up_menu
from troubleshooter.engine.numbers import QuestionNumbers
from troubleshooter.engine.offers import Offer
from troubleshooter.engine.plan import TIE, least_minutes, rescore, score_all
from troubleshooter.engine.situation import Situation

# Only so many questions are looked at closely: those whose answers move most of what is believed.
SHORTLIST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Future:
    """One way in which trying an offer may not end the problem, and its probability."""

    probability: float
    belief: Belief


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """A question that is worth asking, and the minutes to go if it is asked now."""

    question: int
    minutes: float


def question_worth_asking(
    here: Situation, scores: Sequence[float], best: Offer | None
) -> Asking | None:
    """The question that saves most, if that beats asking nothing and asking after `best`."""
    found, least = None, here.plan.minutes - here.numbers.ask_margin
    for place in _shortlist(here):
        question = here.numbers.questions[place]
        now = minutes_asking_now(here.belief, here.menu, scores, question, here.plan.minutes)
        if less(now, least):
            found, least = Asking(question=place, minutes=now), now
    if found is None or best is None:
        return found
    question = here.numbers.questions[found.question]
    later = minutes_asking_after(here.belief, here.settled, here.menu.at_hand, best, question)
    return found if less(found.minutes, later) else None


def less(minutes: float, other: float) -> bool:
    """Whether minutes are fewer by more than rounding can make them."""
    return minutes < other - TIE * abs(other)


def _shortlist(here: Situation) -> list[int]:
    """The open questions that move most, in the editor's order; none that takes as long as support
    would, and so can never pay."""
    asked, support = here.numbers.questions, here.numbers.support_minutes
    found = [q for q in here.open_questions if asked[q].telling and asked[q].minutes < support]
    if len(found) <= SHORTLIST:
        return found
    moved = {q: _moves(here, asked[q]) for q in found}
    return sorted(sorted(found, key=lambda q: -moved[q])[:SHORTLIST])


def _moves(here: Situation, question: QuestionNumbers) -> float:
    """How far an answer is expected to move the belief, as a share of all trouble, 0..1.

    The weights' linear part stands in for the exact belief: this only decides what is looked at.
    """
    weights = here.belief.weights
    total = sum(weights) or 1.0
    moved = 0.0
    for usual, ratios in zip(question.usual, question.ratios, strict=True):
        named = sum(weights[cause] for cause, _ in ratios)
        seen = sum(weights[cause] * ratio for cause, ratio in ratios)
        mean = (total - named + seen) / total
        moved += usual * (
            sum(weights[cause] * abs(ratio - mean) for cause, ratio in ratios)
            + (total - named) * abs(1.0 - mean)
        )
    return (1.0 - question.unsure) * moved / (2.0 * total)


def minutes_asking_after(
    belief: Belief,
    settled: frozenset[int],
    at_hand: frozenset[str],
    offer: Offer,
    question: QuestionNumbers,
) -> float:
    """Expected minutes to go if an offer is tried first, and the question asked if it fails.

    Costs two plans for every option.
    """
    menu = draw_up_menu(belief.numbers, settled.union(offer.chain), at_hand=at_hand)
    minutes = offer.cost
    for future in _futures(belief, offer):
        scores = score_all(future.belief.weights, menu)
        without = least_minutes(future.belief.weights, menu, scores)
        minutes += future.probability * minutes_asking_now(
            future.belief, menu, scores, question, without
        )
    return minutes


def _futures(belief: Belief, offer: Offer) -> Iterator[Future]:
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
            yield Future(probability=probability, belief=then)


def minutes_asking_now(
    belief: Belief,
    menu: Menu,
    scores: Sequence[float],
    question: QuestionNumbers,
    minutes: float,
) -> float:
    """Expected minutes to go if the question is asked now and no other after it.

    `scores` are those of the menu under this belief, `minutes` the minutes without asking, which is
    where "not sure" leads. One plan per option.
    """
    answered = 0.0
    for (p, weights), ratios in zip(after_answers(belief, question), question.ratios, strict=True):
        scores_then = rescore(weights, menu, scores, [cause for cause, _ in ratios])
        answered += p * least_minutes(weights, menu, scores_then)
    return question.minutes + (1.0 - question.unsure) * answered + question.unsure * minutes
