"""The parts of the bench, each a table: many clients, growth in three directions."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from .measuring import Cost, cost, window
from .server import Started
from .sites import PORTAL, RIVALS, SITES, Place, filled, running
from .walks import KNOWN

# So often the same visitors come before those that are measured: there are two processes.
WARM = 3
Say = Callable[[str], None]
# What a look at growth walks through, and the sites that are measured beside it.
GUIDES, STEPS, VISITS = (1, 10, 100, 1_000), (10, 50, 100, 500), (1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True, kw_only=True)
class Amount:
    """How much is measured: rounds of each site in turn, so many steps in each."""

    rounds: int
    steps: int


def side_by_side(
    place: Place, clients: list[int], amount: Amount, say: Say
) -> Iterator[dict[str, object]]:
    """All sites in turn, again and again, at each number of clients; starts and memory."""
    with running(place, RIVALS, PORTAL) as servers:
        for application, server in servers.items():
            say(
                f"{application}: served after {server.seconds:.2f} s, {server.cpu:.2f} s of processor"
            )
            yield {
                "part": "start",
                "application": application,
                "seconds": server.seconds,
                "cpu": server.cpu,
            }
        for number in clients:
            for site in [*SITES] * WARM:  # nobody pays for what only the first visitors pay for
                window(site, servers[SITES[site]], clients=number, steps=amount.steps, seed=1)
            yield from _in_turn(servers, number, amount, say)
        for application, server in servers.items():
            memory = server.memory()
            say(f"{application}: {memory['Pss']:.0f} MB (PSS), {memory['Rss']:.0f} MB (RSS)")
            yield {"part": "memory", "application": application, **memory}


def _in_turn(
    servers: dict[str, Started], clients: int, amount: Amount, say: Say
) -> Iterator[dict[str, object]]:
    windows = {site: [] for site in SITES}
    for number in range(amount.rounds):
        for site, seen in windows.items():
            server, seed = servers[SITES[site]], 1 if site in KNOWN else 100 + number
            seen.append(window(site, server, clients=clients, steps=amount.steps, seed=seed))
    costs = [cost(site, clients, seen) for site, seen in windows.items()]
    for one in costs:
        say(line(one, costs[0]))
        yield {"part": "clients", **asdict(one), "ratio": one.cpu_ms / costs[0].cpu_ms}


def line(one: Cost, floor: Cost) -> str:
    return (
        f"{one.clients:4} clients  {one.site:21} {one.cpu_ms:7.2f} ms  {one.cpu_ms / floor.cpu_ms:5.2f} x  "
        f"p50 {one.p50_ms:7.1f}  p99 {one.p99_ms:7.1f} ms  {one.steps_per_second:6.0f}/s  {one.kilobytes:5.1f} KB"
    )


def growth(place: Place, what: str, sizes: list[int], amount: Amount, say: Say) -> Iterator[dict]:
    """The portal's cost of a step at growing sizes, and how it compares with the smallest. The same
    visitors came before: a decision that nobody has asked for yet is another question."""
    first: float | None = None
    for size in sizes:
        filled(place, what, size)
        with running(place, PORTAL) as servers:
            asked = {"clients": 4, "steps": amount.steps, "guides": walked(what, size)}
            for seed in [*range(amount.rounds)] * WARM:
                window("portal", servers[PORTAL], seed=seed, **asked)
            windows = [
                window("portal", servers[PORTAL], seed=seed, **asked)
                for seed in range(amount.rounds)
            ]
        one = cost("portal", 4, windows)
        first = first or one.cpu_ms
        say(f"{size:9,} {what:7} {one.cpu_ms:7.2f} ms  {one.cpu_ms / first:5.2f} x")
        yield {"part": what, "size": size, **asdict(one), "ratio": one.cpu_ms / first}


def walked(what: str, size: int) -> tuple[str, ...]:
    """The guide that is walked. It is the same beside however many others: how often visitors of
    many guides are the first to ask for a decision is another question."""
    return (f"steps-{size}",) if what == "steps" else ("icloud-backup",)
