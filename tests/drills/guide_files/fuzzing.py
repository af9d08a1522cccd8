"""Many files made by chance, in as many processes as there are processors; the same for a seed."""

import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .looking import NotClear, look
from .mutating import mutated
from .originals import large_files, small_files

BATCH = 500
LARGE_EVERY = 100  # one file of so many is made from those that ship: they are long


@dataclass(frozen=True, kw_only=True)
class Batch:
    accepted: tuple[bytes, ...]
    refused: int
    wrong: tuple[str, ...]  # each with the seed and place that make it again
    slowest: float  # seconds of processor for one file


def batches(seed: int, files: int) -> Iterator[Batch]:
    """`files` is rounded up to whole batches."""
    seeds = [f"{seed}-{n}" for n in range(-(-files // BATCH))]
    with multiprocessing.Pool(maxtasksperchild=20) as pool:
        yield from pool.imap_unordered(fuzzed, seeds)


def fuzzed(seed: str, files: int = BATCH) -> Batch:
    chance, small, large = Random(seed), small_files(), large_files()
    accepted, wrong, slowest = [], [], 0.0
    for n in range(files):
        data = mutated(chance, small if n % LARGE_EVERY else large)
        begun = time.process_time()
        try:
            if look(data) is not None:
                accepted.append(data)
        except NotClear as error:
            wrong.append(f"seed {seed}, file {n}: {error}")
        slowest = max(slowest, time.process_time() - begun)
    refused = files - len(accepted) - len(wrong)
    return Batch(accepted=tuple(accepted), refused=refused, wrong=tuple(wrong), slowest=slowest)
