"""`make audit`: has any library of the lock a hole that is known?

    python -m tests.audit PIP-AUDIT [--if-reachable]

pip-audit asks OSV (https://osv.dev, or OSV_URL) about each library by its version. First it asks
about an old Django, of which holes must be known: who knows none cannot be believed. Ends with 1
where a hole is known, and with 2 where nobody could be asked or a library was left out; where
nobody could be asked, with 0 if that is allowed by `--if-reachable`. pip-audit itself ends with 1
for both, and says that all is well where it could ask about nothing, so its report is read.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

OSV = "https://api.osv.dev/v1/query"
LOCK = Path(__file__).resolve().parents[1] / "requirements.txt"
KNOWN = "django==2.0\n"
WELL, HOLES, NOT_ASKED = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`holes`: "library version: names of the hole, mended in …"; `left_out`: why, for each."""

    asked: int
    holes: tuple[str, ...]
    left_out: tuple[str, ...]


def main() -> int:
    options = argparse.ArgumentParser(prog="make audit")
    options.add_argument("program")
    options.add_argument("--if-reachable", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="audit-") as name:
        known = Path(name, "known.txt")
        known.write_text(KNOWN)
        control = answer(ask(chosen.program, known, Path(name, "known.json")))
        found = answer(ask(chosen.program, LOCK, Path(name, "lock.json")))
    status, words = judged(control, found)
    print(words)
    unasked = control is None or found is None
    return WELL if unasked and chosen.if_reachable else status


def ask(program: str, requirements: Path, report: Path) -> str | None:
    """pip-audit's report as JSON. None where it came to none: then it says why on standard error."""
    command = [program, "--requirement", str(requirements), "--no-deps", "--disable-pip"]
    command += ["--vulnerability-service", "osv", "--osv-url", os.environ.get("OSV_URL", OSV)]
    command += ["--progress-spinner", "off", "--format", "json", "--output", str(report)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if report.exists() and report.read_text().strip():
        return report.read_text()
    print(done.stderr.strip().rpartition("\n")[2], file=sys.stderr)
    return None


def answer(report: str | None) -> Answer | None:
    if report is None:
        return None
    libraries = json.loads(report)["dependencies"]
    asked = [one for one in libraries if "vulns" in one]
    return Answer(
        asked=len(asked),
        holes=tuple(_hole(one, hole) for one in asked for hole in one["vulns"]),
        left_out=tuple(
            f"{one['name']}: {one.get('skip_reason')}" for one in libraries if "vulns" not in one
        ),
    )


def judged(control: Answer | None, found: Answer | None) -> tuple[int, str]:
    """Status and words for people."""
    if control is None or found is None:
        return NOT_ASKED, "Nobody could be asked whether a library has a known hole."
    if not control.holes:
        return NOT_ASKED, f"Not to be believed: no hole is known of {KNOWN.strip()}."
    if found.holes:
        return HOLES, "\n".join(["These have known holes:", *found.holes])
    if found.left_out or not found.asked:
        return NOT_ASKED, "\n".join([f"Of {found.asked} asked; not of these:", *found.left_out])
    return WELL, f"No hole is known of any of {found.asked} libraries."


def _hole(library: dict, hole: dict) -> str:
    names = ", ".join([hole["id"], *hole.get("aliases", [])])
    mended = ", ".join(hole.get("fix_versions", [])) or "no version yet"
    return f"{library['name']} {library['version']}: {names}, mended in {mended}"


if __name__ == "__main__":
    sys.exit(main())
