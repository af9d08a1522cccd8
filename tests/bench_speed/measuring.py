"""Many visitors at once go forward, and what that cost the server."""

import math
import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .browser import Browser
from .server import Started
from .walks import WALKS, Walk

USUAL_WALK = 6  # steps of a walk, about; more walks are begun where it was shorter


@dataclass(frozen=True, kw_only=True)
class Window:
    """One measured stretch: processor seconds of the server, seconds of each step by the clock."""

    cpu: float
    seconds: list[float]
    bytes: int
    elapsed: float


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What windows of one site come to: milliseconds; kilobytes; steps each second."""

    site: str
    clients: int
    steps: int
    cpu_ms: float
    p50_ms: float
    p99_ms: float
    kilobytes: float
    steps_per_second: float


def window(site: str, server: Started, *, clients: int, steps: int, seed: int, **extra) -> Window:
    """Begin walks for all clients, outside what is measured; then let them go forward together."""
    share = max(4, math.ceil(steps / clients))
    with ThreadPoolExecutor(clients) as pool:
        begun = list(
            pool.map(
                lambda n: _begun(site, server.port, share, seed * 1000 + n, extra), range(clients)
            )
        )
        before, began = server.cpu_seconds(), time.perf_counter()
        told = list(pool.map(lambda walks: _gone(walks, share), begun))
        elapsed, cpu = time.perf_counter() - began, server.cpu_seconds() - before
    walks = [walk for some in begun for walk in some]
    for walk in walks:
        walk.browser.leave()
    return Window(
        cpu=cpu,
        seconds=[one for some in told for one in some],
        bytes=sum(walk.bytes for walk in walks),
        elapsed=elapsed,
    )


def _begun(site: str, port: int, share: int, seed: int, extra: dict) -> list[Walk]:
    """Walks of one client, one connection for all: each has cookies of its own."""
    rnd, walks, line = random.Random(seed), [], None
    for _ in range(math.ceil(share / USUAL_WALK) + 1):
        browser = Browser(port=port, htmx=site.endswith("htmx"), connection=line)
        walk = WALKS[site](browser=browser, rnd=rnd, **extra)
        walk.begin()
        line = browser.connection
        walks.append(walk)
    return walks


def _gone(walks: list[Walk], share: int) -> list[float]:
    """Seconds of each step forward."""
    took: list[float] = []
    for walk in walks:
        while walk.page is not None and len(took) < share:
            began = time.perf_counter()
            walk.forward()
            took.append(time.perf_counter() - began)
    return took


def cost(site: str, clients: int, windows: list[Window]) -> Cost:
    seconds = sorted(one for some in windows for one in some.seconds)
    steps = len(seconds)
    return Cost(
        site=site,
        clients=clients,
        steps=steps,
        cpu_ms=1e3 * statistics.median(w.cpu / len(w.seconds) for w in windows),
        p50_ms=1e3 * seconds[steps // 2],
        p99_ms=1e3 * seconds[min(steps - 1, int(0.99 * steps))],
        kilobytes=sum(w.bytes for w in windows) / steps / 1024,
        steps_per_second=steps / sum(w.elapsed for w in windows),
    )
