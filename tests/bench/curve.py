"""The learning curve: how the engine's minutes come down as visits teach it the numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import Pool

import numpy as np

from tests.engine.reference import guide_values
from troubleshooter.engine.learning import fit

from .exact import expected_minutes
from .guides import Kind, misjudged, random_guide
from .optimum import solve
from .policies import through_engine
from .population import Habits, Population, Seen
from .world import true_world

VISITS = (0, 100, 300, 1000, 3000)


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one line of the table is about: the editor's numbers are off by `sd` in log-odds."""

    title: str
    kind: Kind
    sd: float
    habits: Habits


LINES = tuple(
    Line(title=f"{name}, {what}", kind=kind, sd=sd, habits=habits)
    for kind, name in ((Kind.ONE, "one cause"), (Kind.SEVERAL, "several"))
    for what, sd, habits in (
        ("numbers off by sd 1.0", 1.0, Habits()),
        ("the same, 20 % of hand-overs labelled", 1.0, Habits(label=0.2)),
        ("the same, 30 % leave", 1.0, Habits(leave=0.3)),
        ("true numbers", 0.0, Habits()),
    )
)


def curve(task: tuple[Line, int]) -> list[float]:
    """Ratio to the exact optimum after 0, 100 … visits, chosen by what was learnt until then."""
    line, seed = task
    truth = random_guide(seed, line.kind)
    guess = misjudged(truth, seed, line.sd) if line.sd else truth
    guide, editors = guide_values(guess)
    world, seen = true_world(truth), Seen()
    people = Population(truth, line.habits, seed)
    numbers, minutes = editors, [expected_minutes(world, through_engine(guess))]
    for before, after in pairwise(VISITS):
        people.visit(through_engine(guess, numbers), after - before, seen)
        numbers = fit(guide, editors, seen.record).parameters
        minutes.append(expected_minutes(world, through_engine(guess, numbers)))
    return [each / solve(world).minutes for each in minutes]


def rows(seeds: Sequence[int], jobs: int) -> Iterator[str]:
    """The curve as Markdown: mean ratio after so many visits, one line for each way of learning."""
    yield "| visits | " + " | ".join(f"{visits}" for visits in VISITS) + " |"
    yield "|---" * (len(VISITS) + 1) + "|"
    with Pool(jobs) as pool:
        for line in LINES:
            tasks = [(line, seed) for seed in seeds]
            means = np.mean(pool.map(curve, tasks, chunksize=1), axis=0)
            yield f"| {line.title} | " + " | ".join(f"{mean:.4f}" for mean in means) + " |"
