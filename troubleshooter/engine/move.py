"""What to do next: the engine's one decision, as a short list of rules in order of precedence."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from troubleshooter.engine.asking import question_worth_asking
from troubleshooter.engine.evidence import Evidence, Result
from troubleshooter.engine.guide import Guide, StepKind
from troubleshooter.engine.numbers import Numbers, StepNumbers, numbers_of
from troubleshooter.engine.offers import Bundle, Offer, open_chain
from troubleshooter.engine.order import stop_in_editors_order
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.plan import best_offer, score_all
from troubleshooter.engine.reason import (
    Reason,
    reason_to_ask,
    reason_to_hand_over,
    reason_to_try,
)
from troubleshooter.engine.search import look_for_best
from troubleshooter.engine.situation import Situation, size_up_numbers
from troubleshooter.engine.testing import tested_with, worth_postponing

KEPT_MOVES = 16_384


class MoveKind(StrEnum):
    """Ask a question, try a step, or hand over to support."""

    ASK = "ask"
    TRY = "try"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """What comes next. `key` names the question or step; it is empty for handing over.

    `minutes` (>= 0) is what is expected to go by from here on. With `postpone` the step is done but
    not tested yet, since more is to be done first; `together` are the steps that are waiting for
    the same test as this one.
    """

    kind: MoveKind
    key: str
    minutes: float
    reason: Reason
    postpone: bool = False
    together: tuple[str, ...] = ()


def next_move(guide: Guide, parameters: Parameters, evidence: Evidence) -> Move:
    """The next move: the same for the same arguments, whatever the order of the evidence.

    A visit that a step has fixed is over, which is the caller's to see: asked all the same, the
    answer is what to do should the problem come back. A walk that records each move's answer or
    result ends, since nothing is offered twice except a step under way. The last few thousand moves
    are kept. Raises ValueError if parameters do not match the options.
    """
    return _kept_move(numbers_of(guide, parameters), RULES, *_frozen(evidence))


def editors_move(guide: Guide, parameters: Parameters, evidence: Evidence) -> Move:
    """What comes next in the editor's own order: gates, then step after step as the guide has them,
    until support is cheaper than going on; no other question. For hold-outs and comparisons."""
    return _kept_move(numbers_of(guide, parameters), EDITORS_RULES, *_frozen(evidence))


Answered = frozenset[tuple[str, str]]
Tried = frozenset[tuple[str, Result]]
Rule = Callable[[Situation], Move | None]


def _frozen(evidence: Evidence) -> tuple[Answered, Tried]:
    return frozenset(evidence.questions.items()), frozenset(evidence.steps.items())


@lru_cache(maxsize=KEPT_MOVES)
def _kept_move(numbers: Numbers, rules: tuple[Rule, ...], answered: Answered, tried: Tried) -> Move:
    here = size_up_numbers(numbers, Evidence(questions=dict(answered), steps=dict(tried)))
    for rule in rules:
        move = rule(here)
        if move is not None:
            return move
    minutes = numbers.support_minutes
    return Move(kind=MoveKind.HAND_OVER, key="", minutes=minutes, reason=reason_to_hand_over(here))


def keep_waiting(here: Situation) -> Move | None:
    """A step under way is seen to its end before anything else muddles what it did; unless its
    test is worth putting off until another step is done that the same test will tell about."""
    if not here.waiting or here.solved:
        return None
    more = worth_postponing(here)
    return try_step(here, here.waiting[0]) if more is None else _try_first(here, more)


def pinned_step(here: Situation) -> Move | None:
    """What the editor wants first comes first, whatever its chances; a safeguard never does."""
    return _first_open(here, lambda step: step.pinned and step.kind != StepKind.SAFETY)


def gate_question(here: Situation) -> Move | None:
    """What the editor wants known before any step."""
    gates = (place for place in here.open_questions if here.numbers.questions[place].gate)
    place = next(gates, None)
    if place is None:
        return None
    return _ask(here, place, here.plan.minutes + here.numbers.questions[place].minutes)


def best_by_search(here: Situation) -> Move | None:
    """What a search finds best, where what remains is small enough for one."""
    verdict = look_for_best(here)
    if verdict is None:
        return best_by_rule(here)
    if verdict.ask is not None:
        return _ask(here, verdict.ask, verdict.minutes, verdict.without_asking)
    if verdict.offer is not None:
        return try_step(here, verdict.offer.chain[0], verdict.minutes)
    return None


def best_by_rule(here: Situation) -> Move | None:
    """The question that saves most, if it beats asking nothing and asking after the best step; else
    the step with the best chance per minute, or what it requires first, as long as going on is
    expected to take less than support."""
    scores = score_all(here.belief.weights, here.menu)
    best = best_offer(scores, here.menu)
    asking = question_worth_asking(here, scores, best if here.plan.stop else None)
    if asking is not None:
        return _ask(here, asking.question, asking.minutes)
    return _try_first(here, best, here.plan.minutes) if best and here.plan.stop else None


def editors_next(here: Situation) -> Move | None:
    """The first step in the editor's order, as long as support is not cheaper than going on."""
    stop = stop_in_editors_order(here)
    return try_step(here, stop.first, stop.minutes) if stop.first is not None else None


def workaround(here: Situation) -> Move | None:
    """Another way to what the person needs, once no fix is left that can help."""
    acts = (one for offer in here.menu.offers for one in offer.effects)
    if any(effect > 0.0 and here.numbers.prior[cause] > 0.0 for cause, effect in acts):
        return None
    return _first_open(here, lambda step: step.kind == StepKind.WORKAROUND)


RULES: tuple[Rule, ...] = (keep_waiting, pinned_step, gate_question, best_by_search, workaround)
EDITORS_RULES: tuple[Rule, ...] = (
    keep_waiting,
    pinned_step,
    gate_question,
    editors_next,
    workaround,
)


def _first_open(here: Situation, wanted: Callable[[StepNumbers], bool]) -> Move | None:
    """Try the editor's first unsettled step of a sort, or what it requires first."""
    for place, step in enumerate(here.numbers.steps):
        if place not in here.settled and wanted(step):
            return try_step(here, open_chain(here.numbers, here.settled, place)[0])
    return None


def _ask(here: Situation, question: int, minutes: float, without: float | None = None) -> Move:
    return Move(
        kind=MoveKind.ASK,
        key=here.numbers.questions[question].key,
        minutes=minutes,
        reason=reason_to_ask(
            here, question, minutes, here.plan.minutes if without is None else without
        ),
    )


def _try_first(here: Situation, offer: Offer, together: float | None = None) -> Move:
    """The first step of an offer; the test waits if all of the offer is to be done before it, and
    the minutes are then those of doing all of it `together`."""
    postpone = offer.bundle is Bundle.TEST and len(offer.chain) > 1
    minutes = together if postpone else None
    return try_step(here, offer.chain[0], minutes, postpone=postpone)


def try_step(
    here: Situation, step: int, minutes: float | None = None, postpone: bool = False
) -> Move:
    """Try the step at this position, with the reason for it."""
    reason = reason_to_try(here, step)
    return Move(
        kind=MoveKind.TRY,
        key=here.numbers.steps[step].key,
        minutes=reason.expected_minutes if minutes is None else minutes,
        reason=reason,
        postpone=postpone,
        together=tested_with(here, step),
    )
