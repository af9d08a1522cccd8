"""Walking many people: one after another, or on several processor cores at once.

Nobody's visit hangs on anybody else's, so that the result is the same either way.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.pool import AsyncResult, Pool

from troubleshooter.content.catalogue import group_of

from .flocks import Flocks
from .moments import Way
from .person import Person
from .plan import Plan
from .policies import Policies, PolicyName
from .walk import Walked, walk

Walks = Mapping[PolicyName, Walked]

# Fewer people than this are done before helpers have begun. So many are shared out at a time, and
# so many times before the first must be back: what is under way takes bounded memory.
FEWEST_TO_SHARE = 400
AT_A_TIME = 100
AHEAD = 20


def all_walks(plan: Plan, jobs: int) -> Iterator[tuple[Person, Walks]]:
    """Everybody with their visits, in the order of the population.

    What was said in a visit is left out unless the plan is `for_events`.
    """
    sharing = jobs > 1 and plan.visits >= FEWEST_TO_SHARE and "fork" in get_all_start_methods()
    return _by_helpers(plan, jobs) if sharing else _by_oneself(plan)


def _by_oneself(plan: Plan) -> Iterator[tuple[Person, Walks]]:
    walker = _Walker(plan=plan, policies=_policies(plan))
    for number in range(plan.visits):
        someone = plan.person(number)
        yield someone, walker.walks(someone)


def _by_helpers(plan: Plan, jobs: int) -> Iterator[tuple[Person, Walks]]:
    """Helpers are forks of this process: they have the plan already, and touch no database."""
    walker, flocks = _Walker(plan=plan, policies=_policies(plan)), Flocks(jobs)
    with ExitStack() as stack:
        begin = get_context("fork").Pool
        helpers = [stack.enter_context(begin(1, _Helper.begin, (plan,))) for _ in range(jobs)]
        under_way: deque[_Shared] = deque()
        for first in range(0, plan.visits, AT_A_TIME):
            numbers = range(first, min(first + AT_A_TIME, plan.visits))
            people = [plan.person(number) for number in numbers]
            homes = [flocks.home(walker.way(PolicyName.ENGINE, one), one) for one in people]
            under_way.append(_Shared(people, homes, helpers))
            if len(under_way) > AHEAD:
                yield from under_way.popleft().in_order()
        for shared in under_way:
            yield from shared.in_order()


class _Shared:
    """People who are shared out among helpers."""

    def __init__(self, people: list[Person], homes: list[int], helpers: Sequence[Pool]) -> None:
        self.people, self.homes = people, homes
        self.parts: list[AsyncResult[list[Walks]]] = [
            helper.apply_async(_Helper.walk, ([o.luck.person for o, h in self._both() if h == at],))
            for at, helper in enumerate(helpers)
        ]

    def in_order(self) -> Iterator[tuple[Person, Walks]]:
        parts = [iter(part.get()) for part in self.parts]
        for someone, home in self._both():
            yield someone, next(parts[home])

    def _both(self) -> Iterator[tuple[Person, int]]:
        return zip(self.people, self.homes, strict=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Walker:
    plan: Plan
    policies: Policies

    def walks(self, someone: Person) -> Walks:
        """The visits of one person, by order."""
        found = {name: walk(self.way(name, someone), someone) for name in self.plan.policies}
        if self.plan.for_events:
            return found
        return {name: replace(walked, said=()) for name, walked in found.items()}

    def way(self, name: PolicyName, someone: Person) -> Way:
        group = group_of(someone.device.platform, someone.device.version)
        return self.policies.of(name, someone.luck.lot(), group)


class _Helper:
    """What a helper's process holds."""

    walker: _Walker

    @classmethod
    def begin(cls, plan: Plan) -> None:
        cls.walker = _Walker(plan=plan, policies=_policies(plan))

    @classmethod
    def walk(cls, people: list[int]) -> list[Walks]:
        walker = cls.walker
        return [walker.walks(walker.plan.person(number)) for number in people]


def _policies(plan: Plan) -> Policies:
    return Policies(plan.guide, plan.parameters, for_events=plan.for_events)
