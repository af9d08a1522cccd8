"""What to do next: the engine's one decision, as a short list of rules in order of precedence."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from troubleshooter.engine.asking import minutes_asking_after, minutes_asking_now
from troubleshooter.engine.evidence import Evidence
from troubleshooter.engine.guide import Guide, StepKind
from troubleshooter.engine.menu import open_chain
from troubleshooter.engine.numbers import StepNumbers
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.plan import TIE, best_offer
from troubleshooter.engine.reason import (
    Reason,
    reason_to_ask,
    reason_to_hand_over,
    reason_to_try,
)
from troubleshooter.engine.situation import Situation, size_up


class MoveKind(StrEnum):
    """Ask a question, try a step, or hand over to support."""

    ASK = "ask"
    TRY = "try"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """What comes next. `key` names the question or step; it is empty for handing over."""

    kind: MoveKind
    key: str
    reason: Reason


def next_move(guide: Guide, parameters: Parameters, evidence: Evidence) -> Move:
    """The next move: the same for the same arguments, whatever the order of the evidence.

    A visit that a step has fixed is over, which is the caller's to see: asked all the same, the
    answer is what to do should the problem come back. A walk that records each move's answer or
    result ends, since nothing is offered twice except a step under way. Costs one plan for every
    option of every open question. Raises ValueError if parameters do not match the options.
    """
    here = size_up(guide, parameters, evidence)
    for rule in RULES:
        move = rule(here)
        if move is not None:
            return move
    return Move(kind=MoveKind.HAND_OVER, key="", reason=reason_to_hand_over(here))


def keep_waiting(here: Situation) -> Move | None:
    """A step under way is seen to its end before anything else muddles what it did."""
    return _try(here, here.waiting[0]) if here.waiting and not here.solved else None


def pinned_step(here: Situation) -> Move | None:
    """What the editor wants first comes first, whatever its chances; a safeguard never does."""
    return _first_open(here, lambda step: step.pinned and step.kind != StepKind.SAFETY)


def gate_question(here: Situation) -> Move | None:
    """What the editor wants known before any step."""
    gates = (place for place in here.open_questions if here.numbers.questions[place].gate)
    place = next(gates, None)
    return None if place is None else _ask(here, place)


def worthwhile_question(here: Situation) -> Move | None:
    """The question that saves most, if that beats asking nothing and asking after the best step."""
    best = _best_question(here)
    if best is None:
        return None
    place, now = best
    offer = best_offer(here.belief, here.menu)
    if offer is not None:
        question = here.numbers.questions[place]
        later = minutes_asking_after(here.belief, here.settled, offer, question)
        if not _less(now, later):
            return None
    return _ask(here, place)


def best_step(here: Situation) -> Move | None:
    """The fix or check with the best chance per minute, or what it requires first.

    It goes on where the plan would stop: in this policy no visit ends while a step is left.
    """
    return _try(here, here.plan.order[0]) if here.plan.order else None


def workaround(here: Situation) -> Move | None:
    """Another way to what the person needs, once no fix is left."""
    return _first_open(here, lambda step: step.kind == StepKind.WORKAROUND)


RULES: tuple[Callable[[Situation], Move | None], ...] = (
    keep_waiting,
    pinned_step,
    gate_question,
    worthwhile_question,
    best_step,
    workaround,
)


def _best_question(here: Situation) -> tuple[int, float] | None:
    """The open question with the least minutes to go, if it saves more than the margin."""
    best, least = None, here.plan.minutes - here.numbers.ask_margin
    for place in here.open_questions:
        question = here.numbers.questions[place]
        now = minutes_asking_now(here.belief, here.menu, question, here.plan.minutes)
        if _less(now, least):
            best, least = place, now
    return None if best is None else (best, least)


def _less(minutes: float, other: float) -> bool:
    """Whether minutes are fewer by more than rounding can make them."""
    return minutes < other - TIE * abs(other)


def _first_open(here: Situation, wanted: Callable[[StepNumbers], bool]) -> Move | None:
    """Try the editor's first unsettled step of a sort, or what it requires first."""
    for place, step in enumerate(here.numbers.steps):
        if place not in here.settled and wanted(step):
            return _try(here, open_chain(here.numbers, here.settled, place)[0])
    return None


def _ask(here: Situation, question: int) -> Move:
    key = here.numbers.questions[question].key
    return Move(kind=MoveKind.ASK, key=key, reason=reason_to_ask(here, question))


def _try(here: Situation, step: int) -> Move:
    key = here.numbers.steps[step].key
    return Move(kind=MoveKind.TRY, key=key, reason=reason_to_try(here, step))
