"""The table: how many times the least possible minutes each policy takes, on random guides."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import Pool

import numpy as np

from . import policies
from .command import through_command
from .exact import Policy, expected_minutes
from .guides import GuideFile, Kind, correlations, misjudged, random_guide
from .optimum import solve
from .world import World, believed_world, true_world

# By how much a policy must be worse than another to count as worse.
WORSE = 1e-4


class Column(StrEnum):
    """What the guides of a column are like, and whether their numbers are true."""

    ONE = "one"
    SEVERAL = "several"
    CORRELATED = "correlated"
    MISJUDGED = "misjudged"
    MISJUDGED_ONE = "misjudged-one"


TITLES = {
    Column.ONE: "one cause",
    Column.SEVERAL: "several",
    Column.CORRELATED: "correlated",
    Column.MISJUDGED: "several, numbers off by sd 1.0",
    Column.MISJUDGED_ONE: "one cause, numbers off by sd 1.0",
}
EDITOR, ENGINE = "editor's order with stopping", "the engine"
SIMPLE: dict[str, Callable[[GuideFile, int], Policy]] = {
    "random order, all steps": policies.random_order,
    "editor's order, all steps": lambda file, _: policies.editors_order(file),
    EDITOR: lambda file, _: policies.editors_order_with_stopping(file),
    "chance per minute with stopping": lambda file, _: policies.chance_per_minute(file),
    "exact planning on the same belief": lambda file, _: solve(believed_world(file)).policy,
}


@dataclass(frozen=True, kw_only=True)
class Task:
    """One guide to be measured. `piped` asks the command instead of the engine's function."""

    column: Column
    seed: int
    piped: bool = False


def case(task: Task) -> tuple[GuideFile, World]:
    """The guide that the policies see, and the world that they are judged in."""
    kind = Kind.ONE if task.column in (Column.ONE, Column.MISJUDGED_ONE) else Kind.SEVERAL
    truth = random_guide(task.seed, kind)
    loadings = correlations(truth, task.seed) if task.column is Column.CORRELATED else None
    off = task.column in (Column.MISJUDGED, Column.MISJUDGED_ONE)
    return misjudged(truth, task.seed, 1.0) if off else truth, true_world(truth, loadings)


def measure(task: Task) -> dict[str, float]:
    """Policy -> its expected minutes, divided by the least possible ones (>= 1)."""
    file, world = case(task)
    least = solve(world).minutes
    minutes = {
        name: expected_minutes(world, make(file, task.seed)) for name, make in SIMPLE.items()
    }
    with _engine(file, task.piped) as policy:
        minutes[ENGINE] = expected_minutes(world, policy)
    return {name: value / least for name, value in minutes.items()}


@contextmanager
def _engine(file: GuideFile, piped: bool) -> Iterator[Policy]:
    if piped:
        with through_command(file) as policy:
            yield policy
    else:
        yield policies.through_engine(file)


def measure_all(tasks: Sequence[Task], jobs: int) -> list[dict[str, float]]:
    """`measure` for every task, in their order, with this many processes."""
    if jobs == 1:
        return [measure(task) for task in tasks]
    with Pool(jobs) as pool:
        return pool.map(measure, tasks, chunksize=1)


def rows(columns: Sequence[Column], found: dict[Column, list[dict[str, float]]]) -> Iterator[str]:
    """The table as Markdown: mean (95th percentile · worst) of the ratios."""
    yield "| policy | " + " | ".join(TITLES[column] for column in columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for name in (*SIMPLE, ENGINE):
        cells = [_cell([ratios[name] for ratios in found[column]]) for column in columns]
        yield f"| {name} | " + " | ".join(cells) + " |"
    against = [_against_editor(found[column]) for column in columns]
    yield "| worse than the editor's order with stopping | " + " | ".join(against) + " |"


def _cell(ratios: Sequence[float]) -> str:
    mean, high, worst = np.mean(ratios), np.percentile(ratios, 95), max(ratios)
    return f"{mean:.4f} ({high:.3f} · {worst:.3f})"


def _against_editor(found: Sequence[dict[str, float]]) -> str:
    """In which share of guides the engine is worse, by > 2 % too, and how much at worst."""
    ratios = np.array([each[ENGINE] / each[EDITOR] for each in found])
    worse, much = np.mean(ratios > 1 + WORSE), np.mean(ratios > 1.02)
    return f"{worse:.1%}, by > 2 % {much:.1%}, worst {ratios.max() - 1:+.1%}"
