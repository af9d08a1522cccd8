"""`make drill-load`: many people at once on the embedded database, with and without the queue."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .judging import Verdict, judged
from .people import Crowd
from .portal import Portal

# Seconds, without the first ones: then all processes read guides and templates.
CLIENTS, SECONDS, COLD = 64, 20, 3
LEAST_RATE, MOST_WAIT, MOST_SPREAD = 100, 1.0, 2.0
# Workers and threads of each; 8 writers or more.
SHAPES = ((2, 4), (1, 8), (4, 8))
CONTROL = "tests.drills.durable.without_queue"


@dataclass(frozen=True, kw_only=True)
class Measured:
    rate: float
    median: float
    slow: float
    longest: float
    refused: int
    verdict: Verdict

    def __str__(self) -> str:
        return (
            f"{self.rate:6.0f} answers/s   p50 {self.median:.3f}   p99 {self.slow:.3f} s   "
            f"longest {self.longest:.3f} s   {self.refused} refused   {self.verdict}"
        )

    @property
    def missed(self) -> list[str]:
        figures = {
            "a refusal": self.refused > 0,
            "answers a second": self.rate < LEAST_RATE,
            "p99": self.slow > MOST_SPREAD * self.median,
            "the longest wait": self.longest > MOST_WAIT,
            "what was acknowledged": not self.verdict.good,
        }
        return [name for name, missed in figures.items() if missed]


def main(parts: tuple[str, ...] = (), seconds: int = SECONDS, clients: int = CLIENTS) -> int:
    """`parts`: shapes such as 2x4."""
    failed = False
    for workers, threads in SHAPES:
        if parts and f"{workers}x{threads}" not in parts:
            continue
        for settings in ("helpdesk.settings", CONTROL):
            measured = measure(workers, threads, settings, seconds, clients)
            name = "control" if settings == CONTROL else "portal "
            missed = f"   missed: {', '.join(measured.missed)}" if measured.missed else ""
            print(f"{name} {workers} x {threads}: {measured}{missed}", flush=True)
            failed |= settings != CONTROL and bool(measured.missed)
    return int(failed)


def measure(workers: int, threads: int, settings: str, seconds: int, clients: int) -> Measured:
    with tempfile.TemporaryDirectory(prefix="drill-load-") as name:
        portal = Portal(
            folder=Path(name), port=8741, workers=workers, threads=threads, settings=settings
        )
        with portal.made().running(), Crowd(portal.port, clients) as crowd:
            time.sleep(COLD)
            crowd.waits_since_now()
            began = time.monotonic()
            time.sleep(seconds)
            waits, took = crowd.waits, time.monotonic() - began
        return Measured(
            rate=len(waits) / took,
            median=waits[len(waits) // 2],
            slow=waits[int(len(waits) * 0.99)],
            longest=waits[-1],
            refused=len(crowd.refused),
            verdict=judged(crowd.visits, portal.judged_by),
        )
