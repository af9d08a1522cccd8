"""One pass over all histories: how often each number came true, as far as the numbers can tell.

The expectation step of EM (Dempster, Laird, Rubin 1977), in closed form. A history takes time in
proportion to the causes; what histories have in common is worked out once for all of them.
"""

from math import log

from troubleshooter.engine.belief import excess
from troubleshooter.engine.learning.attempt import Attempt
from troubleshooter.engine.learning.cases import NOBODY_SAID, Answers, Case, Cases
from troubleshooter.engine.learning.counts import Counts, nothing_yet
from troubleshooter.engine.learning.states import Told, Untold
from troubleshooter.engine.numbers import Numbers, QuestionNumbers
from troubleshooter.engine.prior import bounded


def expect(numbers: Numbers, cases: Cases) -> Counts:
    """The expected counts of everything that the numbers speak of, over all cases."""
    counts = nothing_yet(numbers)
    every = [_all_answers(numbers, question) for question in numbers.questions]
    answered = [_Answered(numbers, answers, every) for answers in cases.answers]
    attempts = [Attempt(numbers, tried) for tried in cases.tried]
    for case in cases.cases:
        _expect_one(counts, answered[case.answers], attempts[case.tried], case)
    for attempt in attempts:
        attempt.add_to(counts)
    return counts


class _Answered:
    """The same answers: the odds of each cause with them. `log_chance` is what a history's weight
    lacks to be a probability: that of the usual answers, over that of any trouble at all."""

    def __init__(self, numbers: Numbers, answers: Answers, every: list[float]) -> None:
        self.answers = answers
        self.odds = list(numbers.prior)
        self.log_chance = -log(excess(numbers.prior))
        for question, option in answers:
            asked = numbers.questions[question]
            self.log_chance += log(asked.usual[option] / every[question])
            for cause, ratio in asked.ratios[option]:
                self.odds[cause] = bounded(self.odds[cause] * ratio, numbers.most_odds)


def _all_answers(numbers: Numbers, question: QuestionNumbers) -> float:
    """What the chances of a question's answers add up to before anything is known: not quite 1
    where two causes that it names may hold at once (see `belief.answer_chances`)."""
    total = 0.0
    for usual, ratios in zip(question.usual, question.ratios, strict=True):
        odds = list(numbers.prior)
        for cause, ratio in ratios:
            odds[cause] = bounded(odds[cause] * ratio, numbers.most_odds)
        total += usual * excess(odds)
    return total / excess(numbers.prior)


def _expect_one(counts: Counts, answered: _Answered, attempt: Attempt, case: Case) -> None:
    cleared, lasting = attempt.weights(answered.odds)
    found = (
        Untold(cleared, lasting)
        if case.cause == NOBODY_SAID
        else Told(cleared, lasting, case.cause)
    )
    states, count = found.states(), case.count
    if states is None:
        counts.impossible += count
        return
    counts.visits += count
    counts.log_likelihood += count * (states.log_weight + answered.log_chance)
    for cause, (gone, last) in enumerate(zip(states.cleared, states.lasted, strict=True)):
        counts.present[cause] += count * (gone + last)
        attempt.cleared[cause] += count * gone
        attempt.lasted[cause] += count * last
    for question, option in answered.answers:
        columns = counts.columns[question]
        none, only = found.alone(columns.named)
        columns.usual[option] += count * none
        for likelihood, alone in zip(columns.likelihood, only, strict=True):
            likelihood[option] += count * alone
