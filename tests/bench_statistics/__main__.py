"""The bench's command line: `python -m tests.bench_statistics`, from the root of the project.

It makes a database of its own beside the one that DATABASE_URL names, and throws it away.
"""

import os
import statistics
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import django

REPEATS = 15


def main() -> None:
    parser = ArgumentParser(prog="python -m tests.bench_statistics", description=__doc__)
    add = parser.add_argument
    add("--visits", nargs="+", type=int, default=[10_000, 100_000], metavar="N", help="growing")
    add("--folder", default=None, help="where an embedded database is made (a temporary folder)")
    wanted = parser.parse_args()
    with ExitStack() as stack:
        folder = wanted.folder or stack.enter_context(TemporaryDirectory())
        os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk.settings"
        os.environ["DATA_DIR"] = folder
        django.setup()
        for line in measured(wanted.visits, folder):
            print(line, flush=True)


def measured(sizes: list[int], folder: str) -> Iterator[str]:
    from django.db import connection

    from . import clocks, leaving, page, population, writing

    connection.settings_dict["TEST"]["NAME"] = (
        f"{folder}/bench.sqlite3" if connection.vendor == "sqlite" else "bench_statistics"
    )
    kept = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        where, before = population.setting(), 0
        yield f"{connection.vendor}; milliseconds {clocks.named()}, median of {REPEATS} looks"
        for seed, size in enumerate(sizes):
            began = perf_counter()
            events = population.fill(where, size - before, seed)
            yield f"\n{size} visits ({events} new events, written in {perf_counter() - began:.0f} s)"
            yield from folded(size - before)
            yield from looked(where)
            for part in (page.opened, leaving.taken_out, writing.recorded):
                yield from part(clocks.clock())
            before = size
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def folded(visits: int) -> Iterator[str]:
    from troubleshooter.statistics.folding import fold

    began, busy = perf_counter(), process_time()
    assert fold()
    took, cpu = perf_counter() - began, process_time() - busy
    yield f"- folding: {visits / took:.0f} visits/s ({visits / cpu:.0f} per second of processor)"
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def looked(where) -> Iterator[str]:
    from troubleshooter.models import Event
    from troubleshooter.statistics.filters import Filters
    from troubleshooter.statistics.queries import look

    until = where.until.date()
    year = Filters(guide=where.guide, since=until - timedelta(days=364), until=until)
    month = Filters(guide=where.guide, since=until - timedelta(days=29), until=until)
    overview = {
        "visits": lambda seen, f: seen.visits(f),
        "excluded": lambda seen, f: seen.excluded(f),
        "visits by week": lambda seen, f: seen.visits_by(f, "week"),
        "nodes": lambda seen, f: seen.nodes(f),
        "times": lambda seen, f: seen.times(f, "hands_on"),
    }
    for name, f in (("a year", year), ("30 days", month)):
        ask_all = lambda seen, f: [ask(seen, f) for ask in overview.values()]  # noqa: E731
        parts = {part: timed(look, ask, f) for part, ask in overview.items()}
        cold, warm = timed(look, ask_all, f), timed(look, ask_all, f, before=nothing)
        folded = timed(look, ask_all, f, before=fold_one_more)
        told = ", ".join(f"{part} {ms:.1f}" for part, ms in parts.items())
        yield f"- overview of {name}: {cold:.1f} in a new process, {folded:.1f} after a fold, "
        yield f"  {warm:.1f} later (in a new process: {told})"
    others = {
        "flow": lambda seen, f: seen.flow(f),
        "a step by version": lambda seen, f: seen.nodes_by(f, "step", "step-3", "version"),
        "a step's next": lambda seen, f: seen.details(f, "step", "step-3", "next"),
        "a step by cause": lambda seen, f: seen.details(f, "step", "step-3", "cause"),
        "a step by week": lambda seen, f: seen.nodes_by(f, "step", "step-3", "week"),
    }
    told = ", ".join(f"{part} {timed(look, ask, year):.1f}" for part, ask in others.items())
    yield f"- other questions, a year: {told}"
    yield f"- writing 500 events: {timed_writes(Event):.1f}"
    tail = timed(look, lambda seen, f: [ask(seen, f) for ask in overview.values()], year)
    yield f"- overview of a year with a tail of 500 events, each of another visit: {tail:.1f}"


def forget() -> None:
    from troubleshooter.statistics import sources

    sources.forget()


def nothing() -> None:
    """All is remembered."""


def fold_one_more() -> None:
    """One more event of the newest visit is folded."""
    from troubleshooter.models import Event
    from troubleshooter.statistics.folding import fold

    one = Event.objects.order_by("-pk").first()
    one.pk, one.sequence, one.kind = None, one.sequence + 1, "confirmed"
    one.save(force_insert=True)
    assert fold()


def timed(look: Callable, ask: Callable, f, *, before: Callable[[], None] = forget) -> float:
    from .clocks import clock

    spent, found = clock(), []
    for _ in range(REPEATS):
        before()
        began = spent()
        with look() as seen:
            ask(seen, f)
        found.append(spent() - began)
    return 1e3 * statistics.median(found)


def timed_writes(event: type) -> float:
    """Events as the portal writes them, one by one, on the newest 500 visits."""
    from .clocks import clock

    last = {e.visit_id: e for e in event.objects.order_by("-pk")[:5000]}
    spent, taken = clock(), last[max(last)].pk
    began = spent()
    for one in list(last.values())[:500]:
        one.pk, one.sequence, one.kind = None, one.sequence + 1000 + taken, "confirmed"
        one.save(force_insert=True)
    return 1e3 * (spent() - began)


if __name__ == "__main__":
    main()
