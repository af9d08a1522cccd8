"""What reading a file costs, in a process of its own, so that one file cannot hide behind another."""

import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass

HOPELESS = 30  # seconds of processor after which the process is ended
AS_PROMISED, NOT_AS_PROMISED = 0, 1


@dataclass(frozen=True, kw_only=True)
class Cost:
    seconds: float  # of processor, so that other work on the machine does not count
    megabytes: float  # of the whole process, with Python and Django
    as_promised: bool


def measured(act: Callable[[], bool]) -> Cost:
    """Do it in a child process: it must return True, and raise nothing."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _be_the_child(act)
    _, status, used = os.wait4(pid, 0)
    return Cost(
        seconds=used.ru_utime + used.ru_stime,
        megabytes=used.ru_maxrss / 1024,
        as_promised=os.waitstatus_to_exitcode(status) == AS_PROMISED,
    )


def _be_the_child(act: Callable[[], bool]) -> None:
    """Never returns."""
    resource.setrlimit(resource.RLIMIT_CPU, (HOPELESS, HOPELESS + 1))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    status = NOT_AS_PROMISED
    try:
        if act():
            status = AS_PROMISED
    except BaseException:
        traceback.print_exc(limit=3)
        sys.stderr.flush()
    finally:
        os._exit(status)
