"""How much of the machine a command may use."""

import os


def cores() -> int:
    """Processor cores of this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
