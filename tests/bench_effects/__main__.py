"""The command line: `python -m tests.bench_effects`, from the root of the project.

With `--keep FILE` each run is written down as it ends, and found there the next time: five hundred
take an hour, and need not be taken at once.
"""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from tests.bench.__main__ import commit
from tests.bench.guides import Kind

from .judging import Judged, Task, judge

NO_DIFFERENCE = 1e-9
TITLES = {Kind.ONE: "one cause", Kind.SEVERAL: "several"}


def main() -> None:
    parser = ArgumentParser(prog="python -m tests.bench_effects", description=__doc__)
    add = parser.add_argument
    add("--runs", type=int, default=500, metavar="N", help="populations, half of each kind (500)")
    add("--visits", type=int, default=4000, metavar="N", help="in each population (4000)")
    add("--seed", type=int, default=1, metavar="S", help="of the first population (1)")
    add("--jobs", type=int, default=1, metavar="N", help="processes (1)")
    add("--keep", type=Path, metavar="FILE", help="runs that are done, as lines of JSON")
    add("--editors-off", action="store_true", help="disturb the editors' numbers, not the truth")
    add("--rates-only", action="store_true", help="rates and their ranks: a third of the time")
    wanted = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d}, commit {commit()}, seed {wanted.seed}, ", end="")
    print(f"{wanted.runs} populations of {wanted.visits} visits\n", flush=True)
    done = kept(wanted.keep)
    tasks = [
        Task(
            seed=seed,
            kind=kind,
            visits=wanted.visits,
            editors_off=wanted.editors_off,
            rates_only=wanted.rates_only,
        )
        for seed in range(wanted.seed, wanted.seed + wanted.runs // 2)
        for kind in TITLES
    ]
    with Pool(wanted.jobs) as pool:
        for task, judged in pool.imap_unordered(run, [one for one in tasks if one not in done]):
            done[task] = judged
            if wanted.keep:
                with wanted.keep.open("a") as file:
                    file.write(json.dumps([asdict(task), asdict(judged)]) + "\n")
    found = {kind: [done[task] for task in tasks if task.kind is kind] for kind in TITLES}
    print("| | " + " | ".join(TITLES.values()) + " |\n|---|---|---|")
    for row in zip(*(summary(each) for each in found.values()), strict=True):
        print(f"| {row[0][0]} | " + " | ".join(value for _, value in row) + " |")


def run(task: Task) -> tuple[Task, Judged]:
    return task, judge(task)


def kept(file: Path | None) -> dict[Task, Judged]:
    lines = file.read_text().splitlines() if file and file.exists() else []
    read = (json.loads(line) for line in lines)
    return {Task(**task | {"kind": Kind(task["kind"])}): Judged(**found) for task, found in read}


def summary(runs: Sequence[Judged]) -> list[tuple[str, str]]:
    """What the runs come to, line by line."""
    covered = [yes for run in runs for yes in run.covered]
    refused = [yes for run in runs for yes in run.refused_covered]
    return [
        ("adjusted rates told", f"{len(covered)} of {len(covered) + len(refused)}"),
        ("their 95 % intervals hold the truth", f"{np.mean(covered):.1%}"),
        ("those of refused ones would", f"{np.mean(refused):.1%}"),
        ("mean length of an interval", f"{np.mean([w for r in runs for w in r.width]):.3f}"),
        *ranked("steps told", [run.ranks for run in runs if run.ranks]),
        *ranked("all steps tried", [run.ranks_of_tried for run in runs if run.ranks_of_tried]),
        *thought_through(runs),
    ]


def ranked(of: str, ranks: Sequence[tuple[float, float]]) -> list[tuple[str, str]]:
    """How the two rankings fare against each other. A raw one that is perfect cannot be beaten."""
    if not ranks:
        return [(f"{of}: guides in which both can be ranked", "0")] + [("", "")] * 5
    raw, adjusted = np.array(ranks).T
    same = abs(adjusted - raw) < NO_DIFFERENCE
    higher, perfect = (adjusted > raw) & ~same, raw > 1.0 - NO_DIFFERENCE
    return [
        (f"{of}: guides in which both can be ranked", f"{len(ranks)}"),
        (f"{of}: rank correlation, raw · adjusted", f"{raw.mean():.2f} · {adjusted.mean():.2f}"),
        (f"{of}: adjusted higher", f"{higher.mean():.1%}"),
        (f"{of}: the same, and of those both 1", f"{same.mean():.1%}, {(same & perfect).mean():.1%}"),
        (f"{of}: adjusted lower", f"{(~higher & ~same).mean():.1%}"),
        (f"{of}: higher, where raw is below 1", f"{higher[~perfect].mean():.1%} of {(~perfect).sum()}"),
    ]  # fmt: skip


def thought_through(runs: Sequence[Judged]) -> list[tuple[str, str]]:
    """What the same step moves by, and what if; nothing where only rates were asked for."""
    moved = np.array([run.moved for run in runs if run.moved])
    if not len(moved):
        return []
    said = [run for run in runs if run.what_if]
    real = [run for run in said if not run.no_change]
    return [
        ("raw rate, first less last", f"{moved[:, 0].mean():+.3f}, {abs(moved[:, 0]).mean():.3f} either way"),
        ("adjusted, first less last", f"{moved[:, 1].mean():+.3f}, {abs(moved[:, 1]).mean():.3f} either way"),
        ("what if told", f"{len(said)} of {len(runs)}, {len(real)} of them with a change"),
        ("interval of minutes holds the truth", f"{np.mean([run.what_if[0] for run in real]):.1%}"),
        ("interval of share resolved does", f"{np.mean([run.what_if[1] for run in real]):.1%}"),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
