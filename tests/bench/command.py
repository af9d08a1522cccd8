"""`manage.py next_move` as a policy: what scripts and judges see, through its pipe."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from .exact import Move, Policy
from .guides import GuideFile
from .policies import as_move, evidence_of
from .world import State

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def through_command(file: GuideFile) -> Iterator[Policy]:
    """A policy that asks the command for every move. Starts a process, which takes a second."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "guide.yaml"
        path.write_text(yaml.safe_dump(file, sort_keys=False))
        with _started(path) as process:

            def moves(states: Sequence[State]) -> list[Move]:
                return [_asked(process, file, state) for state in states]

            yield moves


@contextmanager
def _started(path: Path) -> Iterator[subprocess.Popen]:
    command = [sys.executable, ROOT / "manage.py", "next_move", path]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as process:
        yield process
        process.stdin.close()


def _asked(process: subprocess.Popen, file: GuideFile, state: State) -> Move:
    process.stdin.write(json.dumps(evidence_of(file, state)) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("the command has ended")
    said = json.loads(line)
    return as_move(file, said["move"], said["key"])
