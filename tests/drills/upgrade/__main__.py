"""`make drill-upgrade FROM=commit`: the old code on the tables of the new, as while an upgrade goes on.

Prints a line for each thing that was looked at, and ends with status 1 where one is not so.
"""

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WALK = (Path(__file__).parent / "walk.py").read_text()
VISITS = 5
Found = tuple[str, bool]


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.drills.upgrade", description=__doc__)
    parser.add_argument("old", help="the commit that serves while the tables are of the new code")
    old = parser.parse_args().old
    with tempfile.TemporaryDirectory(prefix="drill-upgrade-") as name:
        folder = Path(name)
        before = unpacked(old, folder / "old")
        failed = [what for what, right in found(before, folder / "data") if not _told(what, right)]
    return 1 if failed else 0


def _told(what: str, right: bool) -> bool:
    print(f"{'ok  ' if right else 'NOT '} {what}", flush=True)
    return right


def unpacked(commit: str, folder: Path) -> Path:
    done = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


def found(old: Path, data: Path) -> Iterator[Found]:
    guide = ["import_guide", "--publish", "troubleshooter/guides/printer.yaml"]
    manage(old, data, "migrate", "--verbosity", "0")
    manage(old, data, *guide)
    yield "before: the old code on its own tables", walk(old, data)["ended"] == VISITS
    manage(ROOT, data, "migrate", "--verbosity", "0")
    first = walk(old, data)
    yield f"the old code on the new tables: {VISITS} visits to their end", first["ended"] == VISITS
    second = walk(ROOT, data, first["cookies"])
    yield "the new code goes on with a visit of the old", second["ended"] == VISITS + 1
    third = walk(old, data, second["cookies"])
    yield "the old code goes on with a visit of the new", third["ended"] == VISITS + 1
    counted = manage(ROOT, data, "update_statistics") and manage(
        ROOT, data, "rebuild_statistics", "--verify"
    )
    yield "the new code counts all of them, and is right", counted
    yield (
        "the old code publishes, and the new reads it",
        manage(old, data, *guide) and (walk(ROOT, data)["ended"] == VISITS),
    )
    spoil(data)
    yield (
        "control: a column that the old code needs is gone, and it fails",
        walk(old, data) == FAILED,
    )


FAILED = {"ended": -1, "cookies": {}}


def walk(code: Path, data: Path, cookies: dict[str, str] | None = None) -> dict:
    """What walk.py printed; FAILED if it did not come to its end."""
    done = run(code, data, "shell", cookies=cookies, text=WALK)
    said = [line for line in done.stdout.splitlines() if line.startswith("WALKED ")]
    if said:
        return json.loads(said[-1].removeprefix("WALKED "))
    print(*done.stderr.strip().splitlines()[-1:])
    return FAILED


def manage(code: Path, data: Path, *options: str) -> bool:
    done = run(code, data, *options)
    if done.returncode:
        print(done.stdout, done.stderr)
    return done.returncode == 0


def run(
    code: Path, data: Path, *options: str, cookies: dict[str, str] | None = None, text: str = ""
) -> subprocess.CompletedProcess[str]:
    environ = {
        **os.environ,
        "DATA_DIR": str(data),
        "DATABASE_URL": "",
        "DEBUG": "1",
        "VISITS": str(VISITS),
        "COOKIE": json.dumps(cookies or {}),
    }
    command = [sys.executable, "manage.py", *options]
    return subprocess.run(
        command, cwd=code, env=environ, input=text, capture_output=True, text=True, check=False
    )


def spoil(data: Path) -> None:
    statement = "ALTER TABLE troubleshooter_event RENAME COLUMN move_key TO planted"
    text = f"from django.db import connection; connection.cursor().execute('{statement}')"
    run(ROOT, data, "shell", text=text)


if __name__ == "__main__":
    sys.exit(main())
