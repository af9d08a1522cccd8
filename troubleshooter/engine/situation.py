"""Where a visit stands: the belief, and what is settled, open and still on offer."""

from dataclasses import dataclass

from troubleshooter.engine.belief import Belief, believe_numbers
from troubleshooter.engine.evidence import UNSURE, Evidence, Result
from troubleshooter.engine.guide import Guide, StepKind
from troubleshooter.engine.menu import Menu, draw_up_menu
from troubleshooter.engine.numbers import Numbers, numbers_of
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.plan import Plan, make_plan

SETTLING = frozenset(result for result in Result if result.settles)


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """Positions of settled, failed and waiting steps and of open questions, (question, option)
    positions of the answers, and the plan without questions.

    `solved` is true once a step other than a safeguard is said to have fixed the problem.
    """

    numbers: Numbers
    belief: Belief
    answers: tuple[tuple[int, int], ...]
    settled: frozenset[int]
    failed: tuple[int, ...]
    waiting: tuple[int, ...]
    solved: bool
    open_questions: tuple[int, ...]
    menu: Menu
    plan: Plan


def size_up(guide: Guide, parameters: Parameters, evidence: Evidence) -> Situation:
    """Everything that a decision looks at. ValueError if parameters do not match the options."""
    return size_up_numbers(numbers_of(guide, parameters), evidence)


def size_up_numbers(numbers: Numbers, evidence: Evidence) -> Situation:
    """As `size_up`, for a guide that is already laid out."""
    belief = believe_numbers(numbers, evidence)
    results = [evidence.steps.get(step.key) for step in numbers.steps]
    settled = frozenset(place for place, result in enumerate(results) if result in SETTLING)
    menu = draw_up_menu(numbers, settled, at_hand=_at_hand(numbers, results))
    return Situation(
        numbers=numbers,
        belief=belief,
        answers=_answers(numbers, evidence),
        settled=settled,
        failed=tuple(p for p, result in enumerate(results) if result == Result.NO_HELP),
        waiting=tuple(p for p, result in enumerate(results) if result == Result.WAITING),
        solved=any(
            result == Result.FIXED and step.kind != StepKind.SAFETY
            for step, result in zip(numbers.steps, results, strict=True)
        ),
        open_questions=_open_questions(numbers, evidence),
        menu=menu,
        plan=make_plan(belief, menu),
    )


def _at_hand(numbers: Numbers, results: list[Result | None]) -> frozenset[str]:
    """Places that a step has led to already, as far as the guide says that a trip there counts."""
    if not numbers.trip_minutes:
        return frozenset()
    been = {Result.NO_HELP, Result.WAITING}
    pairs = zip(numbers.steps, results, strict=True)
    return frozenset(step.place for step, result in pairs if step.place and result in been)


def _answers(numbers: Numbers, evidence: Evidence) -> tuple[tuple[int, int], ...]:
    return tuple(
        (place, question.options.index(answer))
        for place, question in enumerate(numbers.questions)
        if (answer := evidence.questions.get(question.key, UNSURE)) in question.options
    )


def _open_questions(numbers: Numbers, evidence: Evidence) -> tuple[int, ...]:
    """Questions without an answer; one that the guide does not offer is none, "not sure" is one."""
    return tuple(
        place
        for place, question in enumerate(numbers.questions)
        if question.options
        and evidence.questions.get(question.key) not in (UNSURE, *question.options)
    )
