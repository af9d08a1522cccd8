"""The adjusted effect of each step: its fix rate if everybody tried it first, and how sure that is.

Corrected for when a step was tried and by whom: the causes behind whole, censored histories are
worked out by both belief models, with the editors' numbers as far as they may be off. An interval
holds those of both models, and is widened for what neither knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from troubleshooter.engine import Guide, Parameters

from ..measures import Estimate, Interval, wilson
from .layout import Floats, Model, lay_out_numbers
from .observed import Observed, Trials
from .posterior import Posterior, posterior_of
from .rates import fix_rates, with_editors_effects
from .visits import lay_out_visits

DRAWS = 400
SEED = 5
ENDS = (0.025, 0.975)
# How much longer each side of an interval is made for what no model knows.
DOUBT = 1.15
# Fewer tries than this say nothing; and an interval must be so much narrower than without them.
FEWEST_TRIED = 10
NARROWER = 0.8
# Unless it is so short anyway: a step for a rare cause can help few, whatever it does.
KNOWN = 0.03
# Of so many earlier steps on average one can say that a step was tried late.
LATE = 0.5


class Refusal(StrEnum):
    """Why an adjusted effect is not told."""

    NONE = ""
    NO_CAUSE = "no_cause"
    FEW_TRIED = "few_tried"
    NO_OVERLAP = "no_overlap"


class Reason(StrEnum):
    """Why the fix rate when tried differs from the adjusted one."""

    CHANCE = "chance"
    LATE = "late"
    UNLIKELY = "unlikely"
    LIKELY = "likely"


@dataclass(frozen=True, kw_only=True)
class Adjusted:
    """A step's fix rate if it were tried first by everybody (0..1), beside what was seen.

    `why_not` says why it is not to be told; `value` is then what editors and visits come to all
    the same. `reason` is why the rate when tried, `trials.rate`, is another.
    """

    value: float
    interval: Interval
    trials: Trials
    why_not: Refusal
    reason: Reason

    @property
    def enough(self) -> bool:
        return self.why_not is Refusal.NONE

    @property
    def estimate(self) -> Estimate | None:
        return Estimate(value=self.value, interval=self.interval) if self.enough else None


@dataclass(frozen=True, kw_only=True, eq=False)
class _Worked:
    """Rates by step under one model: mean, interval, and how wide it would be without any try."""

    mean: Floats
    low: Floats
    high: Floats
    blind: Floats
    evidence: float


def adjusted_effects(
    guide: Guide, editors: Parameters, observed: Observed
) -> Mapping[str, Adjusted]:
    """step -> its adjusted effect, for every step of the guide.

    Takes about 3 s for 20,000 visits of a large guide; the same for the same arguments. Raises
    ValueError where the editors' numbers do not match the guide's options.
    """
    return adjusted_by(posteriors(guide, editors, observed), editors, observed)


def adjusted_by(
    known: Sequence[Posterior], editors: Parameters, observed: Observed
) -> Mapping[str, Adjusted]:
    """As `adjusted_effects`, where the posteriors are worked out already."""
    guide = known[0].layout.guide
    worked = [_worked(each) for each in known]
    believed = weights([each.evidence for each in worked])
    mean = sum(weight * each.mean for weight, each in zip(believed, worked, strict=True))
    low = np.clip(np.min([each.low for each in worked], axis=0), 0.0, 1.0)
    high = np.clip(np.max([each.high for each in worked], axis=0), 0.0, 1.0)
    blind = np.max([each.blind for each in worked], axis=0)
    told: dict[str, Adjusted] = {}
    for place, step in enumerate(guide.steps):
        trials = observed.tries(step.key)
        interval = Interval(low=float(low[place]), high=float(high[place]))
        acts = any(editors.effects.get(step.key, {}).get(cause) for cause in guide.causes)
        told[step.key] = Adjusted(
            value=float(mean[place]),
            interval=interval,
            trials=trials,
            why_not=_why_not(trials, acts, interval.width, float(blind[place])),
            reason=_reason(trials, float(mean[place])),
        )
    return told


def posteriors(guide: Guide, editors: Parameters, observed: Observed) -> tuple[Posterior, ...]:
    """What may be true under each model, the same for the same arguments."""
    visits = lay_out_visits(guide, editors, observed.record.histories)
    luck = np.random.default_rng(SEED)
    return tuple(
        posterior_of(lay_out_numbers(guide, editors, model), visits, luck) for model in Model
    )


def _worked(posterior: Posterior) -> _Worked:
    layout = posterior.layout
    luck = np.random.default_rng(SEED).standard_normal((DRAWS, len(layout.centre)))
    vectors = posterior.draw(luck)
    rates = fix_rates(layout, vectors)
    mean = rates.mean(axis=0)
    low, high = np.quantile(rates, ENDS, axis=0)
    blind = fix_rates(layout, with_editors_effects(layout, vectors, luck))
    return _Worked(
        mean=mean,
        low=mean - DOUBT * (mean - low),
        high=mean + DOUBT * (high - mean),
        blind=DOUBT * np.diff(np.quantile(blind, ENDS, axis=0), axis=0)[0],
        evidence=posterior.evidence,
    )


def weights(evidence: list[float]) -> list[float]:
    """How far each model is to be believed, adding up to 1."""
    odds = np.exp(np.array(evidence) - max(evidence))
    return [float(each) for each in odds / odds.sum()]


def _why_not(trials: Trials, acts: bool, width: float, blind: float) -> Refusal:
    if not acts:
        return Refusal.NO_CAUSE
    if trials.tried < FEWEST_TRIED:
        return Refusal.FEW_TRIED
    vague = width > max(NARROWER * blind, KNOWN)
    return Refusal.NO_OVERLAP if vague else Refusal.NONE


def _reason(trials: Trials, adjusted: float) -> Reason:
    rate = trials.rate
    if rate is None or adjusted in wilson(trials.fixed, trials.tried):
        return Reason.CHANCE
    if rate > adjusted:
        return Reason.LIKELY
    return Reason.LATE if trials.after >= LATE else Reason.UNLIKELY
