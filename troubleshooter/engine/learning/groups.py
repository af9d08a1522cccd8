"""Shares by group of visits, such as the devices and versions, as far as the data support it.

Partial pooling by empirical Bayes (Efron & Morris 1975): the shares of a group are drawn towards
those of all visits, by as many visits' worth as groups are alike. How alike is told by how far each
group's expected counts stray from what the shares of all foretell: a score test, and the moment
estimate of a Dirichlet distribution's strength that follows from it. Where they stray no further
than by chance, there are no groups.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum, inf, sqrt

from troubleshooter.engine.guide import Guide
from troubleshooter.engine.learning.cases import Cases, lay_out
from troubleshooter.engine.learning.expectation import Expectation, expect
from troubleshooter.engine.learning.history import History
from troubleshooter.engine.learning.maximisation import SHARE_VISITS, drawn_to
from troubleshooter.engine.numbers import read_numbers
from troubleshooter.engine.parameters import Parameters

Grouped = Mapping[str, Mapping[History, int]]

# So many standard errors beyond chance, or groups count as alike.
SURE = 3.0
# A group with less to say about a cause, in visits, is left out of the comparison.
LEAST_VISITS = 5.0
ROUNDS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Groups:
    """`strength` is how many visits the shares of all weigh in a group's; infinite where the groups
    do not differ by more than chance, and `shares` (group -> cause -> share) are then empty.
    `beyond_chance` is the evidence for a difference, in standard errors. The last two are mean
    log-likelihoods of held-out visits, with the shares of all and with those of their group."""

    strength: float
    beyond_chance: float
    shares: Mapping[str, Mapping[str, float]]
    held_out_pooled: float = 0.0
    held_out_grouped: float = 0.0


def group_shares(guide: Guide, learnt: Parameters, most: Grouped, held_out: Grouped) -> Groups:
    """What groups of visits say of the shares, beyond what was learnt from all together."""
    cases = {group: lay_out(guide, learnt, histories) for group, histories in most.items()}
    strength, beyond = _strength(guide, learnt, cases)
    if beyond < SURE:
        return Groups(strength=inf, beyond_chance=beyond, shares={})
    shares = {group: _drawn(guide, learnt, each, strength) for group, each in cases.items()}
    pooled, grouped = _foretold(guide, learnt, shares, held_out)
    return Groups(
        strength=strength,
        beyond_chance=beyond,
        shares=shares,
        held_out_pooled=pooled,
        held_out_grouped=grouped,
    )


def _strength(guide: Guide, learnt: Parameters, cases: Mapping[str, Cases]) -> tuple[float, float]:
    """Visits that the shares of all weigh, no fewer than the editors' do; and how many standard
    errors beyond chance groups are apart. For each group and cause: score squared over its
    variance, 1 on average by chance."""
    expectation = Expectation(read_numbers(guide, learnt))
    scores = [_scores(guide, learnt, expectation, each) for each in cases.values()]
    excess, terms, worth = 0.0, 0, 0.0
    for cause, by_group in enumerate(zip(*scores, strict=True)):
        share = _whole(guide, learnt)[cause]
        for score, spread in _centred(by_group):
            visits = spread / (share * (1.0 - share)) if 0.0 < share < 1.0 else 0.0
            if visits >= LEAST_VISITS:
                excess += score * score / spread - 1.0
                terms, worth = terms + 1, worth + visits
    if not terms or excess <= 0.0:
        return inf, 0.0
    # Shares that add up stray together, so that chance goes further than for each by itself.
    together = len(guide.causes) / max(1, len(guide.causes) - 1)
    return max(SHARE_VISITS, worth / excess - 1.0), excess / sqrt(2.0 * terms * together)


@dataclass(slots=True)
class _Score:
    """Visits in which a cause was there beyond those foretold, their variance, and all visits."""

    beyond: float = 0.0
    spread: float = 0.0
    visits: float = 0.0


def _whole(guide: Guide, learnt: Parameters) -> list[float]:
    """Shares that count: with one cause at a time those of the whole."""
    total = min(1.0, fsum(learnt.shares.values())) or 1.0
    return [learnt.shares[cause] / total for cause in guide.causes]


def _scores(
    guide: Guide, learnt: Parameters, expectation: Expectation, cases: Cases
) -> list[_Score]:
    shares = _whole(guide, learnt)
    scores = [_Score() for _ in shares]
    for count, present in expectation.present(cases):
        for score, there, share in zip(scores, present, shares, strict=True):
            score.beyond += count * (there - share)
            score.spread += count * (there - share) ** 2
            score.visits += count
    return scores


def _centred(scores: Sequence[_Score]) -> list[tuple[float, float]]:
    """Scores, and their variance, about those of all groups: what all have in common is no
    difference between them, such as shares that had to keep the editors' sum."""
    mean = fsum(each.beyond for each in scores) / (fsum(each.visits for each in scores) or 1.0)
    return [(each.beyond - mean * each.visits, each.spread) for each in scores]


def _drawn(guide: Guide, learnt: Parameters, cases: Cases, strength: float) -> dict[str, float]:
    """The shares of one group, drawn towards those of all: a few rounds of EM, the rest fixed."""
    now = learnt
    for _ in range(ROUNDS):
        counts = expect(read_numbers(guide, now), cases)
        now = replace(now, shares=drawn_to(guide.causes, learnt, counts, strength))
    return dict(now.shares)


def _foretold(
    guide: Guide, learnt: Parameters, shares: Mapping[str, Mapping[str, float]], held_out: Grouped
) -> tuple[float, float]:
    """Mean log-likelihood of held-out visits of these groups: with all's shares, with their own."""
    pooled, grouped, visits = [], [], 0.0
    for group, own in shares.items():
        cases = lay_out(guide, learnt, held_out.get(group, {}))
        alike = expect(read_numbers(guide, learnt), cases)
        apart = expect(read_numbers(guide, replace(learnt, shares=own)), cases)
        pooled.append(alike.log_likelihood)
        grouped.append(apart.log_likelihood)
        visits += alike.visits
    return fsum(pooled) / (visits or 1.0), fsum(grouped) / (visits or 1.0)
