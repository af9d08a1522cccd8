"""A copy of the checkout, in which one fault after the other is planted and taken out again."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .fault import ROOT, Fault

# Some faults make a test wait for ever; nobody would merge that either.
LONGEST = 300  # seconds
# What pytest ends with: all passed, some failed.
PASSED, FAILED = 0, 1


class Seen(StrEnum):
    """What the tests said of a fault."""

    RED = "red"
    HUNG = "hung"
    GREEN = "GREEN: nothing saw it"
    BROKEN = "BROKEN: no test ran"

    @property
    def good(self) -> bool:
        return self in (Seen.RED, Seen.HUNG)


@dataclass(frozen=True, kw_only=True)
class Copy:
    """The files of a checkout that git knows or would take, as they stand now."""

    folder: Path

    def made(self) -> "Copy":
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.folder / name)
        return self

    def with_fault(self, fault: Fault) -> Seen:
        """What its tests say of it. The copy is whole again after it."""
        path = self.folder / fault.file
        whole = path.read_text()
        path.write_text(fault.applied(whole))
        try:
            return self.tested(*fault.tests)
        finally:
            path.write_text(whole)

    def tested(self, *tests: str) -> Seen:
        """A process of its own; no bytecode, or one fault could be taken for the next."""
        environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "PYTHONDONTWRITEBYTECODE": "1",
            "DATA_DIR": str(self.folder / "var"),
        }
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
        try:
            ended = subprocess.run(
                command, cwd=self.folder, env=environment, capture_output=True, timeout=LONGEST
            )
        except subprocess.TimeoutExpired:
            return Seen.HUNG
        known = {PASSED: Seen.GREEN, FAILED: Seen.RED}
        return known.get(ended.returncode, Seen.BROKEN)
