"""A site on the server that ships: started, looked at from outside, stopped."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

SHIPPED = ("-c", "python:helpdesk.serving")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Started:
    """A running server, and what its start took: seconds until the first page, processor seconds."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float
    cpu: float

    def pids(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, children.read_text().split())]

    def cpu_seconds(self) -> float:
        """User and system time of all processes so far, in steps of a hundredth."""
        return sum(map(_cpu_of, self.pids()))

    def memory(self) -> dict[str, float]:
        """Megabytes of all processes: RSS counts shared pages each time, PSS once."""
        lines = [
            line.split()
            for pid in self.pids()
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            if line.startswith(("Rss:", "Pss:"))
        ]
        return {
            name: sum(int(line[1]) for line in lines if line[0] == f"{name}:") / 1024
            for name in ("Rss", "Pss")
        }

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def start(application: str, port: int, env: dict[str, str], first: str) -> Started:
    """Gunicorn with the options that `make serve` gives it, once it has answered `first`."""
    if _answers(port):
        raise RuntimeError(f"something answers on port {port} already: choose another with --port")
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    began = time.perf_counter()
    process = subprocess.Popen([*command, *SHIPPED, "--log-level", "error"], env=env)
    for _ in _tries(process):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", first)
            connection.getresponse().read()
            break
        except OSError:
            continue
        finally:
            connection.close()
    seconds = time.perf_counter() - began
    started = Started(process=process, port=port, seconds=seconds, cpu=0.0)
    return Started(process=process, port=port, seconds=seconds, cpu=started.cpu_seconds())


def _answers(port: int) -> bool:
    with socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def _tries(process: subprocess.Popen[bytes]) -> Iterator[None]:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}")
        yield
        time.sleep(0.05)
    raise RuntimeError("the server did not answer within half a minute")
