"""The bench's command line: `python -m tests.bench`, from the root of the project."""

import subprocess
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, datetime

from . import curve, postponed, timing
from .command import ROOT
from .table import Column, Task, measure_all, rows

DEFAULT_COLUMNS = [Column.ONE, Column.SEVERAL, Column.CORRELATED, Column.MISJUDGED]


def main() -> None:
    wanted = arguments()
    print(f"{datetime.now(UTC):%Y-%m-%d}, commit {commit()}, seed {wanted.seed}\n", flush=True)
    everything = not (wanted.table or wanted.timing or wanted.postponed or wanted.learning)
    if wanted.table or everything:
        for line in table(wanted):
            print(line, flush=True)
    if wanted.timing or everything:
        print("\nOne decision at 20 causes, 30 steps and 15 questions:\n")
        for line in timing.lines(wanted.seed):
            print(f"- {line}", flush=True)
    if wanted.postponed or everything:
        print("\nSteps that share a slow test, mean ratio to the exact optimum (worst):\n")
        for line in postponed.lines(range(wanted.seed, wanted.seed + 4 * wanted.guides)):
            print(f"- {line}", flush=True)
    if wanted.learning or everything:
        for line in learning(wanted):
            print(line, flush=True)


def arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    add = parser.add_argument
    add("--guides", type=int, default=50, metavar="N", help="random guides in each column (50)")
    add("--seed", type=int, default=1, metavar="S", help="of the first guide (1)")
    add("--columns", nargs="+", type=Column, default=DEFAULT_COLUMNS, help=", ".join(Column))
    add("--jobs", type=int, default=2, metavar="N", help="processes (2)")
    add("--piped", action="store_true", help="ask `manage.py next_move` instead of the function")
    add("--table", action="store_true", help="only what is named: the table of ratios")
    add("--timing", action="store_true", help="only what is named: time of one decision")
    add("--postponed", action="store_true", help="only what is named: steps that share a test")
    add("--learning", action="store_true", help="only what is named: the learning curve")
    return parser.parse_args()


def table(wanted: Namespace) -> Iterator[str]:
    """Expected minutes divided by the least possible ones, policies by columns."""
    seeds = range(wanted.seed, wanted.seed + wanted.guides)
    yield f"Mean ratio to the exact optimum (95th percentile · worst), {wanted.guides} guides each:\n"
    tasks = [
        Task(column=column, seed=seed, piped=wanted.piped)
        for column in wanted.columns
        for seed in seeds
    ]
    measured = zip(tasks, measure_all(tasks, wanted.jobs), strict=True)
    found: dict[Column, list[dict[str, float]]] = {column: [] for column in wanted.columns}
    for task, ratios in measured:
        found[task.column].append(ratios)
    yield from rows(wanted.columns, found)


def learning(wanted: Namespace) -> Iterator[str]:
    """The learning curve, on a fifth of the guides: each is walked by thousands of people."""
    guides = max(1, wanted.guides // 5)
    yield f"\nLearning: mean ratio to the exact optimum after so many visits, {guides} guides each:\n"
    yield from curve.rows(range(wanted.seed, wanted.seed + guides), wanted.jobs)


def commit() -> str:
    """The commit that is measured, with a + where the code differs from it."""
    said = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    return subprocess.run(said, cwd=ROOT, capture_output=True, text=True).stdout.strip() or "?"


if __name__ == "__main__":
    main()
