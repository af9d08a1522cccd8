"""Where a visit stands: the belief, and what is settled, open and still on offer."""

from dataclasses import dataclass

from troubleshooter.engine.belief import Belief, believe_numbers
from troubleshooter.engine.evidence import UNSURE, Evidence, Result
from troubleshooter.engine.guide import Guide, StepKind
from troubleshooter.engine.menu import Menu, draw_up_menu
from troubleshooter.engine.numbers import Numbers, read_numbers
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.plan import Plan, make_plan

SETTLING = frozenset(result for result in Result if result.settles)


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """Positions of settled and waiting steps and of open questions; the plan without questions.

    `solved` is true once a step other than a safeguard is said to have fixed the problem.
    """

    numbers: Numbers
    belief: Belief
    settled: frozenset[int]
    waiting: tuple[int, ...]
    solved: bool
    open_questions: tuple[int, ...]
    menu: Menu
    plan: Plan


def size_up(guide: Guide, parameters: Parameters, evidence: Evidence) -> Situation:
    """Everything that a decision looks at. ValueError if parameters do not match the options."""
    numbers = read_numbers(guide, parameters)
    belief = believe_numbers(numbers, evidence)
    results = [evidence.steps.get(step.key) for step in numbers.steps]
    settled = frozenset(place for place, result in enumerate(results) if result in SETTLING)
    menu = draw_up_menu(numbers, settled)
    return Situation(
        numbers=numbers,
        belief=belief,
        settled=settled,
        waiting=tuple(p for p, result in enumerate(results) if result == Result.WAITING),
        solved=any(
            result == Result.FIXED and step.kind != StepKind.SAFETY
            for step, result in zip(numbers.steps, results, strict=True)
        ),
        open_questions=_open_questions(numbers, evidence),
        menu=menu,
        plan=make_plan(belief, menu),
    )


def _open_questions(numbers: Numbers, evidence: Evidence) -> tuple[int, ...]:
    """Questions without an answer; one that the guide does not offer is none, "not sure" is one."""
    return tuple(
        place
        for place, question in enumerate(numbers.questions)
        if question.options
        and evidence.questions.get(question.key) not in (UNSURE, *question.options)
    )
