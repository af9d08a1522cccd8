"""`make drill-guide-files`: broken, hostile and fuzzed guide files, and what became of them.

    python -m tests.drills.guide_files [--files 100000] [--seed 1]

Prints a line for each figure, and ends with status 1 where one is missed.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SECONDS, MEGABYTES, LEAST = 2, 200, 500
TAKEN = 300  # of the files that were accepted are imported and published
Found = tuple[str, bool]


def main() -> int:
    options = argparse.ArgumentParser(prog="make drill-guide-files")
    options.add_argument("--files", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="drill-guide-files-") as name:
        os.environ |= {"DATA_DIR": name, "DATABASE_URL": "", "DEBUG": "1"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        import django

        django.setup()
        folder = Path(name)
        failed = [what for what, right in _found(folder, chosen) if not _told(what, right)]
    return 1 if failed else 0


def _told(what: str, right: bool) -> bool:
    print(f"{'ok  ' if right else 'NOT '} {what}", flush=True)
    return right


def _found(folder: Path, chosen: argparse.Namespace) -> Iterator[Found]:
    # Only now is Django set up.
    from django.core.management import call_command

    from .controls import unseen

    call_command("migrate", verbosity=0)
    yield from _costs()
    yield from _writes(folder)
    yield from _fuzz(chosen)
    for what, seen in unseen(folder):
        yield f"planted and seen: {what}", seen


def _costs() -> Iterator[Found]:
    """One file after the other is made and let go: what the drill holds is not the reader's."""
    from .looking import look
    from .malformed import malformed_files
    from .measuring import measured

    costs = {
        name: measured(lambda data=data: look(data) is None) for name, data in malformed_files()
    }
    yield f"{len(costs)} malformed files", len(costs) >= LEAST
    wrong = [name for name, cost in costs.items() if not cost.as_promised]
    yield f"each refused clearly; not so: {wrong or 'none'}", not wrong
    slowest = max(costs, key=lambda name: costs[name].seconds)
    seconds = costs[slowest].seconds
    yield f"longest: {seconds:.2f} s of processor ({slowest})", seconds <= SECONDS
    largest = max(costs, key=lambda name: costs[name].megabytes)
    megabytes = costs[largest].megabytes
    yield f"most memory: {megabytes:.0f} MB of a process ({largest})", megabytes <= MEGABYTES


def _writes(folder: Path) -> Iterator[Found]:
    from .malformed import malformed_files
    from .writing import wrote_something

    count, wrong = wrote_something(malformed_files(), folder)
    yield f"{count} imports wrote nothing; not so: {wrong[:5] or 'none'}", not wrong


def _fuzz(chosen: argparse.Namespace) -> Iterator[Found]:
    from troubleshooter.content.reader import read_guide

    from .fuzzing import batches
    from .writing import not_taken

    done = list(batches(chosen.seed, chosen.files))
    accepted = [data for batch in done for data in batch.accepted]
    refused = sum(batch.refused for batch in done)
    wrong = [line for batch in done for line in batch.wrong]
    yield (
        f"{len(accepted) + refused + len(wrong)} fuzzed files: {refused} refused, {len(accepted)} "
        f"accepted and the same when written and read again; neither: {wrong[:10] or 'none'}",
        not wrong and len(accepted) > 0,
    )
    slowest = max(batch.slowest for batch in done)
    yield f"longest of them: {slowest:.2f} s of processor", slowest <= SECONDS
    some = accepted[:: max(1, len(accepted) // TAKEN)][:TAKEN]
    contents = (read_guide(data)[0] for data in some)
    count, went_wrong = not_taken(content for content in contents if content is not None)
    yield (
        f"{count} of them imported and published; not so: {went_wrong[:5] or 'none'}",
        not went_wrong,
    )


if __name__ == "__main__":
    sys.exit(main())
