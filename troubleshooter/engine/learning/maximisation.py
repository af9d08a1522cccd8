"""From expected counts to numbers, with the editors' own standing in for visits not seen yet.

The maximisation step of EM for the posterior mode: conjugate pseudo-counts (Dirichlet and beta).
Shares are the means of an exponential family, so that counting visits is exact for both belief
models. How much causes overlap cannot be told from what visits show: shares keep the editors' sum.
"""

from collections.abc import Mapping, Sequence
from math import fsum

from troubleshooter.engine.guide import Guide
from troubleshooter.engine.learning.counts import Columns, Counts
from troubleshooter.engine.learning.history import Tally
from troubleshooter.engine.numbers import SLIP
from troubleshooter.engine.parameters import Parameters

# How many visits the editors' numbers weigh as much as.
SHARE_VISITS, EFFECT_VISITS, ANSWER_VISITS, HABIT_VISITS = 20.0, 6.0, 8.0, 20.0
# Only an editor may be certain.
LEAST, MOST = 1e-4, 1.0 - 1e-4

Column = tuple[float, ...]


def learnt_shares(causes: Sequence[str], editors: Parameters, counts: Counts) -> dict[str, float]:
    """cause -> share, adding up to what the editors' shares do. 0 and 1 stay the editors' word."""
    return drawn_to(causes, editors, counts, SHARE_VISITS)


def drawn_to(
    causes: Sequence[str], numbers: Parameters, counts: Counts, visits: float
) -> dict[str, float]:
    """As `learnt_shares`, towards the shares of `numbers` as if these were so many visits."""
    wrote = [numbers.shares.get(cause, 0.0) for cause in causes]
    total = fsum(wrote)
    # With one cause at a time the shares that count are those of the whole.
    scale = 1.0 / total if 0.0 < total < 1.0 else 1.0
    shares = {
        cause: _mixed(share, visits, share * scale, Tally(times=present, of=counts.visits))
        for cause, share, present in zip(causes, wrote, counts.present, strict=True)
    }
    free = [cause for cause, share in zip(causes, wrote, strict=True) if 0.0 < share < 1.0]
    return shares | _scaled({cause: shares[cause] for cause in free}, total - wrote.count(1.0))


def _scaled(shares: Mapping[str, float], total: float) -> dict[str, float]:
    """Shares in the same proportions that add up to `total`, none above `MOST`."""
    scaled, open_shares, left = dict(shares), dict(shares), total
    while open_shares:
        scale = left / fsum(open_shares.values())
        over = [cause for cause, share in open_shares.items() if share * scale > MOST]
        for cause in over:
            scaled[cause] = MOST
            left -= MOST
            del open_shares[cause]
        if not over:
            return scaled | {cause: share * scale for cause, share in open_shares.items()}
    return scaled


def learnt_effects(
    guide: Guide, editors: Parameters, counts: Counts
) -> dict[str, dict[str, float]]:
    """step -> cause -> P(the step clears it)."""
    causes = {cause: place for place, cause in enumerate(guide.causes)}
    places = {step.key: place for place, step in enumerate(guide.steps)}
    learnt = {}
    for key, effects in editors.effects.items():
        trials = counts.effects[places[key]] if key in places else {}
        learnt[key] = {
            cause: _mixed(effect, EFFECT_VISITS, effect, trials.get(causes.get(cause, -1), Tally()))
            for cause, effect in effects.items()
        }
    return learnt


def learnt_answers(
    guide: Guide, editors: Parameters, now: Parameters, counts: Counts
) -> tuple[dict[str, Column], dict[str, dict[str, Column]]]:
    """question -> usual column, and question -> cause -> column.

    `now` are the numbers that the answers were expected with: they tell answers from slips.
    """
    usual, likelihood = dict(editors.usual), {q: dict(c) for q, c in editors.likelihood.items()}
    for question, columns in zip(guide.questions, counts.columns, strict=True):
        key = question.key
        if key in usual:
            usual[key] = _column(editors.usual[key], now.usual[key], columns.usual)
        for cause, told in _by_cause(guide, columns):
            wrote, stands = editors.likelihood[key][cause], now.likelihood[key][cause]
            likelihood[key][cause] = _column(wrote, stands, told)
    return usual, likelihood


def _by_cause(guide: Guide, columns: Columns) -> list[tuple[str, list[float]]]:
    named = [guide.causes[cause] for cause in columns.named]
    return list(zip(named, columns.likelihood, strict=True))


def _column(wrote: Column, now: Column, told: Sequence[float]) -> Column:
    """A distribution over options; what is told by a slip of the finger teaches nothing of it."""
    slip = SLIP / len(wrote)
    meant = [
        count * (1.0 - SLIP) * p / ((1.0 - SLIP) * p + slip)
        for p, count in zip(now, told, strict=True)
    ]
    mixed = [ANSWER_VISITS * p + count for p, count in zip(wrote, meant, strict=True)]
    total = fsum(mixed)
    kept = [max(p / total, LEAST) if p > 0.0 else 0.0 for p in mixed]
    return tuple(p / fsum(kept) for p in kept)


def learnt_habits(editors: Mapping[str, float], tallies: Mapping[str, Tally]) -> dict[str, float]:
    """How often steps are declined, or people cannot tell: counted, with no cause to guess."""
    return {
        key: _mixed(p, HABIT_VISITS, p, tallies.get(key, Tally())) for key, p in editors.items()
    }


def _mixed(wrote: float, visits: float, mean: float, tally: Tally) -> float:
    if wrote in (0.0, 1.0):
        return wrote
    return min(max((visits * mean + tally.times) / (visits + tally.of), LEAST), MOST)
