"""Walking many people: one after another, or on several processor cores at once.

Nobody's visit hangs on anybody else's, so that the result is the same either way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing import get_all_start_methods, get_context

from troubleshooter.content.catalogue import group_of

from .person import Person, person
from .plan import Plan
from .policies import Policies, PolicyName
from .walk import Walked, walk

Walks = Mapping[PolicyName, Walked]

# Fewer people than this are done before helpers have begun; each takes so many at a time.
FEWEST_TO_SHARE = 400
AT_A_TIME = 50


def all_walks(plan: Plan, jobs: int) -> Iterator[tuple[Person, Walks]]:
    """Everybody with their visits, in the order of the population.

    What was said in a visit is left out unless the plan is `for_events`.
    """
    sharing = jobs > 1 and plan.visits >= FEWEST_TO_SHARE and "fork" in get_all_start_methods()
    walks = _by_helpers(plan, jobs) if sharing else _by_oneself(plan)
    for number, walked in enumerate(walks):
        yield person(plan.truth, plan.seed, number), walked


def _by_oneself(plan: Plan) -> Iterator[Walks]:
    walker = _Walker(plan=plan, policies=_policies(plan))
    return map(walker.walks, range(plan.visits))


def _by_helpers(plan: Plan, jobs: int) -> Iterator[Walks]:
    """Helpers are forks of this process: they have the plan already, and touch no database."""
    parts = [
        range(first, min(first + AT_A_TIME, plan.visits))
        for first in range(0, plan.visits, AT_A_TIME)
    ]
    with get_context("fork").Pool(jobs, _Helper.begin, (plan,)) as pool:
        yield from chain.from_iterable(pool.imap(_Helper.walk, parts))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Walker:
    plan: Plan
    policies: Policies

    def walks(self, number: int) -> Walks:
        """The visits of one person, by order."""
        plan = self.plan
        someone = person(plan.truth, plan.seed, number)
        lot = someone.luck.lot()
        group = group_of(someone.device.platform, someone.device.version)
        found = {
            n: walk(plan.guide, self.policies.of(n, lot, group), someone) for n in plan.policies
        }
        return found if plan.for_events else {n: replace(w, said=()) for n, w in found.items()}


class _Helper:
    """What a helper's process holds."""

    walker: _Walker

    @classmethod
    def begin(cls, plan: Plan) -> None:
        cls.walker = _Walker(plan=plan, policies=_policies(plan))

    @classmethod
    def walk(cls, people: range) -> list[Walks]:
        return [cls.walker.walks(number) for number in people]


def _policies(plan: Plan) -> Policies:
    return Policies(plan.guide, plan.parameters, for_events=plan.for_events)
