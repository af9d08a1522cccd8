"""The bench's command line: `python -m tests.bench_speed`, from the root of the project.

It makes databases of its own and throws the embedded ones away. The clients run on the same
machine; what counts is the processor's time of the server, which they do not touch.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from signal import SIGTERM, signal
from tempfile import TemporaryDirectory

from . import parts
from .sites import Place, made

SIZES = {"guides": parts.GUIDES, "steps": parts.STEPS, "visits": parts.VISITS}


def asked() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.bench_speed", description=__doc__)
    add = parser.add_argument
    add("--parts", nargs="+", choices=["clients", *SIZES], default=["clients", *SIZES])
    add("--clients", nargs="+", type=int, default=[1, 8, 32, 128], metavar="N")
    add("--sizes", nargs="+", type=int, metavar="N", help="of the one part that grows")
    add("--rounds", type=int, default=5, help="of each site, in turn")
    add("--steps", type=int, default=400, help="forward, in each round")
    add(
        "--postgresql",
        metavar="URL",
        help="measure there; databases URL_portal, URL_rivals are made new",
    )
    add("--folder", help="where the embedded databases are made (a temporary folder)")
    add("--port", type=int, default=8790, help="the first of two")
    add("--json", metavar="FILE", help="write every figure there as well")
    return parser.parse_args()


def main() -> None:
    wanted = asked()
    signal(SIGTERM, lambda *_: sys.exit(1))  # as Ctrl+C: the servers are stopped
    with ExitStack() as stack:
        folder = wanted.folder or stack.enter_context(TemporaryDirectory())
        place = Place(folder=Path(folder), postgresql=wanted.postgresql, port=wanted.port)
        made(place)
        print(
            f"{'PostgreSQL' if wanted.postgresql else 'SQLite'}; processor time of the web server, each step"
        )
        figures = list(measured(place, wanted))
    if wanted.json:
        Path(wanted.json).write_text(json.dumps(figures, indent=1))


def measured(place: Place, wanted: Namespace) -> Iterator[dict[str, object]]:
    amount = parts.Amount(rounds=wanted.rounds, steps=wanted.steps)
    for part in wanted.parts:
        if part == "clients":
            yield from parts.side_by_side(place, wanted.clients, amount, say)
        else:
            yield from parts.growth(place, part, wanted.sizes or list(SIZES[part]), amount, say)


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
