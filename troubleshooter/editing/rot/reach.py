"""Steps that are never offered and questions that are never asked, looked for with the engine.

The engine is asked what it would do in many situations: before any answer, after each answer, after
answers that fit one cause best, and after each two answers. From each, the visit is walked on as if
no step ever helped and nobody could tell any further answer. All steps and questions met on the way
are reached. The looking ends as soon as all are, or after so many moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from troubleshooter import engine
from troubleshooter.engine.evidence import UNSURE

from .looking import Look, found
from .signs import Found, Sign

MOST_MOVES = 1_500
Answers = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What was met, and in how many situations it was looked for; `all_seen` if in all of them."""

    steps: frozenset[str]
    questions: frozenset[str]
    situations: int
    all_seen: bool

    @property
    def looked_at(self) -> str:
        rest = "" if self.all_seen else ", which are not all there are"
        return f"Looked for in {self.situations} situations{rest}."


def never_reached(look: Look) -> Iterator[Found]:
    reach = reach_of(look)
    for index, step in enumerate(look.content.steps):
        if step.key not in reach.steps and step.kind != "safety":
            yield found(
                Sign.STEP_NEVER_REACHED,
                ("steps", index, "minutes"),
                f"The step is never offered: others, or support, help sooner. {reach.looked_at}",
                "Look at its minutes, at how often it helps, and at what it is said to clear.",
            )
    for index, question in enumerate(look.content.questions):
        if question.key not in reach.questions:
            yield found(
                Sign.QUESTION_NEVER_ASKED,
                ("questions", index, "minutes"),
                f"The question is never worth its minutes. {reach.looked_at}",
                "Look at its minutes and answers, or take it out. Messages may still answer it.",
            )


def reach_of(look: Look) -> Reach:
    """Takes up to MOST_MOVES moves of the engine: a second or two for a guide that has a fault."""
    guide, parameters = look.for_engine, look.parameters
    walks, situations = _Walks(guide, parameters), 0
    for answers in _situations(guide, parameters):
        if walks.complete() or walks.moves >= MOST_MOVES:
            break
        walks.walk(answers)
        situations += 1
    return Reach(
        steps=frozenset(walks.steps),
        questions=frozenset(walks.questions),
        situations=situations,
        all_seen=walks.moves < MOST_MOVES,
    )


class _Walks:
    def __init__(self, guide: engine.Guide, parameters: engine.Parameters) -> None:
        self.guide, self.parameters = guide, parameters
        self.steps: set[str] = set()
        self.questions: set[str] = set()
        self.moves = 0

    def complete(self) -> bool:
        steps = {step.key for step in self.guide.steps if step.kind != "safety"}
        return steps <= self.steps and {q.key for q in self.guide.questions} <= self.questions

    def walk(self, answers: Answers) -> None:
        """One visit to its end, in which nothing helps and nobody can tell anything more."""
        questions, steps = dict(answers), {}
        while self.moves < MOST_MOVES:
            evidence = engine.Evidence(questions=questions, steps=steps)
            move = engine.next_move(self.guide, self.parameters, evidence)
            self.moves += 1
            if move.kind == engine.MoveKind.HAND_OVER:
                return
            if move.kind == engine.MoveKind.ASK:
                self.questions.add(move.key)
                questions[move.key] = UNSURE
            else:
                self.steps.add(move.key)
                steps[move.key] = engine.Result.NO_HELP


def _situations(guide: engine.Guide, parameters: engine.Parameters) -> Iterator[Answers]:
    answers = [(q.key, option) for q in guide.questions for option in q.options]
    yield {}
    yield from ({question: option} for question, option in answers)
    yield from (_fitting(guide, parameters, cause) for cause in guide.causes)
    for one, other in combinations(answers, 2):
        if one[0] != other[0]:
            yield dict((one, other))


def _fitting(guide: engine.Guide, parameters: engine.Parameters, cause: str) -> Answers:
    """The answers that speak most for a cause, of the questions that are about it."""
    fitting: Answers = {}
    for question in guide.questions:
        column = parameters.likelihood.get(question.key, {}).get(cause)
        if column:
            usual = parameters.usual[question.key]
            ratios = [p / max(u, 1e-9) for p, u in zip(column, usual, strict=True)]
            fitting[question.key] = question.options[ratios.index(max(ratios))]
    return fitting
