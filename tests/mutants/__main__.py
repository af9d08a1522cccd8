"""`make mutants`: plants each fault in a copy of the checkout, and runs the tests that must see it.

First the control: in the copy without a fault all these tests pass. Ends with status 1 if they do
not, or if a fault is not seen. `MUTANTS=words` takes the faults whose names have those words.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from .fault import Fault
from .faults import FAULTS
from .planting import Copy, Seen


def main(wanted: str) -> int:
    faults = [fault for fault in FAULTS if wanted in fault.name]
    if not faults:
        print(f"No fault has “{wanted}” in its name.")
        return 1
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Copy(folder=Path(folder)).made()
        if not _passes_without(copy, faults):
            return 1
        seen = [_told(copy, fault) for fault in faults]
    found = sum(one.good for one in seen)
    print(f"{found} of {len(faults)} faults were seen.")
    return 0 if found == len(faults) else 1


def _passes_without(copy: Copy, faults: list[Fault]) -> bool:
    tests = sorted({test for fault in faults for test in fault.tests})
    control = copy.tested(*tests)
    passes = control is Seen.GREEN
    said = "green" if passes else control
    print(f"control, no fault, {len(tests)} test files: {said}", flush=True)
    return passes


def _told(copy: Copy, fault: Fault) -> Seen:
    began = time.monotonic()
    seen = copy.with_fault(fault)
    print(f"{seen:<24}{time.monotonic() - began:5.0f} s  {fault.name}", flush=True)
    return seen


if __name__ == "__main__":
    sys.exit(main(os.environ.get("MUTANTS", "")))
