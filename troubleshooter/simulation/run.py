"""A whole simulation: people, their visits, and what came of it."""

from collections.abc import Callable, Sequence

from .crew import Walks, all_walks
from .person import Person
from .plan import Plan
from .report import Report

Watch = Callable[[Person, Walks], None]


def simulate(plan: Plan, watch: Sequence[Watch] = (), *, jobs: int = 1) -> dict[str, object]:
    """What came of it, as docs/simulation.md says. `watch` sees the visits of each person."""
    report = Report(plan.guide.engine, plan.policies)
    for someone, walks in all_walks(plan, jobs):
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
