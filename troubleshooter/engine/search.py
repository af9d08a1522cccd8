"""Looking ahead over all answers, where what remains is small enough to do so.

At each point there are three kinds of things to do: hand over, try the offer with the best chance
per minute, or ask one of the questions. The search follows them all to the end, with up to two more
questions on the way. So a question is asked when it is worth most: not before a cheap step that may
make it needless, and not after one that its answer would spare. Against the exact optimum over all
orders of steps and questions this loses less than 0.1 % (`make bench-engine`): which step to try
hardly needs a search, when to ask and when to stop does.

Source: expectimax over a belief; chance per minute for the steps, Heckerman et al. 1995.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from troubleshooter.engine.joint import (
    KEPT_TABLES,
    Answers,
    Tables,
    few_enough,
    sets_of,
    tables_of,
)
from troubleshooter.engine.numbers import Numbers
from troubleshooter.engine.offers import Offer
from troubleshooter.engine.plan import TIE
from troubleshooter.engine.situation import Situation

# Further questions looked ahead to: a third changes no move that matters.
DEEPEST = 2
# A chance below this part of what is wrong is none: it is what rounding leaves.
LEAST_PART = 1e-13
# How much one decision may look at, in units of about 0.01 ms: little in a large guide, where many
# states would take as long; more where the whole guide has few steps and questions that matter.
MOST_WORK, MOST_WORK_IF_SMALL = 110, 1_100
SMALL_STEPS, SMALL_QUESTIONS = 8, 5
# Beside the best offer so many are looked at closely, if they promise at least this part of it.
CONTENDERS, CONTENDING = 2, 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The best thing to do and its expected minutes: the question at `ask`, or the first step of
    `offer`, or neither: hand over. `without_asking` are the minutes if the question is never asked.
    """

    minutes: float
    ask: int | None = None
    offer: Offer | None = None
    without_asking: float = 0.0


def look_for_best(here: Situation) -> Verdict | None:
    """The best thing to do by search; None where what remains is too large for one."""
    search = _search(here)
    if search is None:
        return None
    choice = search.best(search.start, search.questions, 0, search.depth)
    if choice.ask is None:
        return search.contended(choice)
    rest = tuple(q for q in search.questions if q != choice.ask)
    without = search.best(search.start, rest, 0, search.depth).minutes
    return Verdict(minutes=choice.minutes, ask=choice.ask, without_asking=without)


def _search(here: Situation) -> "_Search | None":
    numbers = here.numbers
    if not few_enough(numbers) or not here.menu.plain:
        return None
    offers = [each for each in here.menu.offers if _may_help(numbers, each)]
    questions = tuple(
        q
        for q in here.open_questions
        if numbers.questions[q].telling and _may_pay(numbers, numbers.questions[q].minutes)
    )
    depth = _affordable_depth(numbers, len(offers), questions)
    return _Search(here, offers, questions, depth) if depth is not None else None


def _may_help(numbers: Numbers, offer: Offer) -> bool:
    acts = any(numbers.prior[cause] > 0.0 for cause, _ in offer.effects)
    return acts and offer.pays


def _may_pay(numbers: Numbers, minutes: float) -> bool:
    """What costs as much as support can never save anything."""
    return minutes < numbers.support_minutes


def _affordable_depth(numbers: Numbers, offers: int, questions: Sequence[int]) -> int | None:
    """How many questions can be looked ahead to; None if not even one."""
    options = [len(numbers.questions[q].options) for q in questions]
    one = 1 + sum(options)
    two = one + (sum(options) ** 2 - sum(n * n for n in options)) // 2
    most = MOST_WORK_IF_SMALL if _is_small(numbers) else MOST_WORK
    # Measured: each combination of answers is walked offer by offer; at each point there are some
    # fixed costs, a look at every offer, and for each a sum over the sets of causes.
    each = offers * (1.0 + offers * (0.1 + sets_of(numbers) / 500.0))
    if each * two <= most:
        return min(DEEPEST, len(questions))
    return min(1, len(questions)) if each * one <= most else None


@lru_cache(maxsize=KEPT_TABLES)
def _is_small(numbers: Numbers) -> bool:
    """Whether the whole guide, without what can never matter, has few steps and questions."""
    steps = sum(
        any(numbers.prior[cause] > 0.0 for cause, _ in step.effects)
        and _may_pay(numbers, step.cost)
        for step in numbers.steps
    )
    questions = sum(each.telling and _may_pay(numbers, each.minutes) for each in numbers.questions)
    return steps <= SMALL_STEPS and questions <= SMALL_QUESTIONS


class Trial(NamedTuple):
    """Trying an offer: the steps proposed `after` it (a bit set), its cost in minutes, P(still
    broken after it), and its gain per minute in a unit of the moment."""

    offer: Offer
    after: int
    cost: float
    broken: float
    ratio: float


class _Search:
    def __init__(
        self, here: Situation, offers: list[Offer], questions: tuple[int, ...], depth: int
    ) -> None:
        self.numbers: Numbers = here.numbers
        self.tables: Tables = tables_of(here.numbers)
        self.offers = [(offer, sum(1 << step for step in offer.chain)) for offer in offers]
        self.questions, self.depth = questions, depth
        self.start: Answers = here.answers
        self.done = sum(1 << step for step in here.failed)
        self.kept: dict[tuple[Answers, tuple[int, ...], int, int], Verdict] = {}
        self.next_trials: dict[tuple[Answers, int], Trial | None] = {}

    def best(
        self, answers: Answers, questions: tuple[int, ...], proposed: int, depth: int
    ) -> Verdict:
        """What to do once these answers are in and these steps have been offered in vain."""
        name = (answers, questions if depth else (), proposed, depth)
        found = self.kept.get(name)
        if found is None:
            found = self.kept[name] = self._best(answers, questions, proposed, depth)
        return found

    def _best(
        self, answers: Answers, questions: tuple[int, ...], proposed: int, depth: int
    ) -> Verdict:
        minutes, ask, offer = self.numbers.support_minutes, None, None
        trial = self._next_offer(answers, proposed)
        if trial is not None:
            trying = self._trying(trial, answers, questions, depth)
            if trying < minutes * (1.0 - TIE):
                minutes, offer = trying, trial.offer
        margin = self.numbers.ask_margin
        for question in questions if depth else ():
            asking = self._asking(question, answers, questions, proposed, depth)
            if asking < (minutes if ask is not None else minutes - margin) * (1.0 - TIE):
                minutes, ask, offer = asking, question, None
        return Verdict(minutes=minutes, ask=ask, offer=offer)

    def contended(self, choice: Verdict) -> Verdict:
        """The choice, unless one of the next best offers first, and then what is best, takes less:
        where steps share causes the best chance per minute is not always the best to begin with."""
        if choice.offer is None or self.numbers.tie_band:
            return choice
        trials = sorted(self._trials(self.start, 0), key=lambda trial: -trial.ratio)
        for trial in trials[1 : CONTENDERS + 1]:
            minutes = self._trying(trial, self.start, self.questions, self.depth)
            if trial.ratio >= CONTENDING * trials[0].ratio and minutes < choice.minutes * (1 - TIE):
                choice = Verdict(minutes=minutes, offer=trial.offer)
        return choice

    def _trying(
        self, trial: "Trial", answers: Answers, questions: tuple[int, ...], depth: int
    ) -> float:
        then = self.best(answers, questions, trial.after, depth)
        return trial.cost + trial.broken * then.minutes

    def _asking(
        self, question: int, answers: Answers, questions: tuple[int, ...], proposed: int, depth: int
    ) -> float:
        asked = self.numbers.questions[question]
        rest = tuple(each for each in questions if each != question)
        told = [
            tuple(sorted((*answers, (question, option)))) for option in range(len(asked.options))
        ]
        weights = [self.tables.trouble(each, self.done, proposed) for each in told]
        total = sum(weights) or 1.0  # 0 where what was proposed always works: no time goes by then
        known = sum(
            weight / total * self.best(each, rest, proposed, depth - 1).minutes
            for weight, each in zip(weights, told, strict=True)
        )
        unknown = self.best(answers, rest, proposed, depth - 1).minutes if asked.unsure else 0.0
        return asked.minutes + (1.0 - asked.unsure) * known + asked.unsure * unknown

    def _next_offer(self, answers: Answers, proposed: int) -> "Trial | None":
        """The trial with the best chance per minute; the editor's earliest of the tie band."""
        name = (answers, proposed)
        if name not in self.next_trials:
            trials = self._trials(answers, proposed)
            least = max((trial.ratio for trial in trials), default=0.0)
            least *= (1.0 - TIE) * (1.0 - self.numbers.tie_band)
            self.next_trials[name] = next((each for each in trials if each.ratio >= least), None)
        return self.next_trials[name]

    def _trials(self, answers: Answers, proposed: int) -> "list[Trial]":
        """Everything that can still be tried and may help, in the editor's order."""
        trouble, done = self.tables.trouble, self.done
        now = trouble(answers, done, proposed)
        found = []
        for offer, steps in self.offers:
            after = proposed | steps
            left = trouble(answers, done, after) if after != proposed else now
            if now - left > LEAST_PART * now:
                in_all, expected = self._costs(offer, answers, proposed, now)
                ratio = (now - left) / max(in_all, self.numbers.free)
                found.append(Trial(offer, after, expected, left / now, ratio))
        return found

    def _costs(
        self, offer: Offer, answers: Answers, proposed: int, now: float
    ) -> tuple[float, float]:
        """What is left of the offer takes, in all, by which it is compared; and for those who are
        `now` in trouble, some of whom an early step will have helped."""
        if len(offer.chain) == 1:
            return offer.cost, offer.cost
        in_all, expected, broken = 0.0, 0.0, now
        for step in offer.chain:
            if not proposed >> step & 1:
                numbers, proposed = self.numbers.steps[step], proposed | 1 << step
                in_all += numbers.cost
                expected += numbers.cost * broken / now
                if numbers.proposed:
                    broken = self.tables.trouble(answers, self.done, proposed)
        return in_all, expected
