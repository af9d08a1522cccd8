"""Learning: rounds of expectation and maximisation from the editors' numbers."""

from dataclasses import dataclass, replace

from troubleshooter.engine.guide import Guide
from troubleshooter.engine.learning.cases import lay_out
from troubleshooter.engine.learning.counts import Counts, nothing_yet
from troubleshooter.engine.learning.expectation import expect
from troubleshooter.engine.learning.history import Record
from troubleshooter.engine.learning.maximisation import (
    learnt_answers,
    learnt_effects,
    learnt_habits,
    learnt_shares,
)
from troubleshooter.engine.numbers import read_numbers
from troubleshooter.engine.parameters import Parameters

MOST_ROUNDS = 20
# Rounds end once a visit's mean log-likelihood gains less than this, in nats.
LEAST_GAIN = 1e-5


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """What was learnt, the expected counts behind it (with the numbers of the last round but one),
    and in how many rounds."""

    parameters: Parameters
    counts: Counts
    rounds: int


def fit(
    guide: Guide,
    editors: Parameters,
    record: Record,
    *,
    rounds: int = MOST_ROUNDS,
    start: Parameters | None = None,
) -> Fit:
    """The numbers at the posterior mode, given the visits and the editors' numbers before them.
    `start` is where to look first, if not at the editors' numbers.

    Takes time in proportion to rounds, distinct histories and causes. Raises ValueError where the
    editors' numbers do not match the guide's options.
    """
    cases = lay_out(guide, editors, record.histories)
    now, before, done = start or editors, float("-inf"), 0
    counts = nothing_yet(read_numbers(guide, editors))
    while done < rounds:
        counts = expect(read_numbers(guide, now), cases)
        now, done = _maximise(guide, editors, now, counts), done + 1
        fits = counts.log_likelihood / max(counts.visits, 1.0)
        if fits - before < LEAST_GAIN:
            break
        before = fits
    return Fit(parameters=_with_habits(editors, now, record), counts=counts, rounds=done)


def log_likelihood(guide: Guide, parameters: Parameters, record: Record) -> float:
    """How well numbers foretell visits: mean nats for each (<= 0, higher is better)."""
    cases = lay_out(guide, parameters, record.histories)
    counts = expect(read_numbers(guide, parameters), cases)
    return counts.log_likelihood / max(counts.visits, 1.0)


def _maximise(guide: Guide, editors: Parameters, now: Parameters, counts: Counts) -> Parameters:
    usual, likelihood = learnt_answers(guide, editors, now, counts)
    return replace(
        editors,
        shares=learnt_shares(guide.causes, editors, counts),
        effects=learnt_effects(guide, editors, counts),
        usual=usual,
        likelihood=likelihood,
    )


def _with_habits(editors: Parameters, learnt: Parameters, record: Record) -> Parameters:
    return replace(
        learnt,
        skip=learnt_habits(editors.skip, record.declined),
        unsure=learnt_habits(editors.unsure, record.unsure),
    )
