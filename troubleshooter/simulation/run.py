"""A whole simulation: people, policies, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import Parameters

from .person import Person, person
from .policies import Policies, PolicyName
from .report import Report
from .truth import Truth
from .walk import Walked, walk

Watch = Callable[[Person, Mapping[PolicyName, Walked]], None]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`visits` people of the population with this seed, each under every policy.

    `for_events` says all that an event needs to know of what was on offer.
    """

    guide: PublishedGuide
    parameters: Parameters
    truth: Truth
    policies: Sequence[PolicyName]
    visits: int
    seed: int
    for_events: bool = False


def simulate(plan: Plan, watch: Sequence[Watch] = ()) -> dict[str, object]:
    """What came of it, as docs/simulation.md says. `watch` sees the visits of each person."""
    policies = Policies(plan.guide, plan.parameters, for_events=plan.for_events)
    report = Report(plan.guide.engine, plan.policies)
    for number in range(plan.visits):
        someone = person(plan.truth, plan.seed, number)
        lot = someone.luck.lot()
        walks = {n: walk(plan.guide, policies.of(n, lot), someone) for n in plan.policies}
        report.add(walks)
        for seen in watch:
            seen(someone, walks)
    return {
        "guide": plan.guide.key,
        "visits": plan.visits,
        "seed": plan.seed,
        "support_minutes": plan.guide.engine.support_minutes,
        **report.as_json(),
    }
