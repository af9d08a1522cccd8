"""Learning: rounds of expectation and maximisation from the editors' numbers."""

from dataclasses import dataclass, replace

from troubleshooter.engine.guide import Guide
from troubleshooter.engine.learning.cases import Cases, lay_out
from troubleshooter.engine.learning.counts import Counts
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


def fit(guide: Guide, editors: Parameters, record: Record, rounds: int = MOST_ROUNDS) -> Fit:
    """The numbers at the posterior mode, given the visits and the editors' numbers before them.

    Takes time in proportion to rounds, distinct histories and causes. Raises ValueError where the
    editors' numbers do not match the guide's options.
    """
    cases = lay_out(guide, editors, record.histories)
    found = fit_cases(guide, editors, cases, rounds)
    return replace(found, parameters=_with_habits(editors, found.parameters, record))


def fit_cases(guide: Guide, editors: Parameters, cases: Cases, rounds: int = MOST_ROUNDS) -> Fit:
    """As `fit`, for histories that are laid out already; habits stay the editors'."""
    now, before, done = editors, float("-inf"), 0
    while done < rounds:
        counts = expect(read_numbers(guide, now), cases)
        now, done = _maximise(guide, editors, now, counts), done + 1
        fits = counts.log_likelihood / max(counts.visits, 1.0)
        if fits - before < LEAST_GAIN:
            break
        before = fits
    return Fit(parameters=now, counts=counts, rounds=done)


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
