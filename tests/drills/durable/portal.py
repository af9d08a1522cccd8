"""The portal on the server that ships, to be started, killed and started again."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[3]
GUIDES = sorted((ROOT / "troubleshooter" / "guides").glob("*.yaml"))


@dataclass(kw_only=True)
class Portal:
    folder: Path
    port: int
    database: str = ""
    application: str = "helpdesk.wsgi"
    settings: str = "helpdesk.settings"
    workers: int = 2
    threads: int = 4
    variables: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None

    @property
    def env(self) -> dict[str, str]:
        env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        # All who take part come from one address.
        env |= {"DATA_DIR": str(self.folder), "RATE_LIMITS": "starts=10000000/minute"}
        env |= {"VISITS_PER_SOURCE": "0", "DJANGO_SETTINGS_MODULE": self.settings}
        if self.database:
            env["DATABASE_URL"] = self.database
        return env | self.variables

    @property
    def judged_by(self) -> str:
        return self.database or str(self.folder / "helpdesk.sqlite3")

    def made(self) -> "Portal":
        self.manage("migrate", "--verbosity", "0")
        self.manage("import_guide", "--publish", "--only-new", *map(str, GUIDES))
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        return self

    def manage(self, *command: str) -> subprocess.CompletedProcess:
        line = [sys.executable, "manage.py", *command]
        return subprocess.run(line, cwd=ROOT, env=self.env, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", "python:helpdesk.serving"]
        command += [self.application]
        command += ["--workers", str(self.workers), "--threads", str(self.threads)]
        command += ["--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"]
        if self.answers("/healthz"):
            raise RuntimeError(f"somebody else serves at port {self.port}")
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, start_new_session=True, stdout=log, stderr=log
        )
        self.until_well()
        # Connections are kept: who comes before all listen stays with those that do.
        until = time.monotonic() + 60
        while not all(map(_listens, self.workers_alive())) and time.monotonic() < until:
            time.sleep(0.05)

    def until_well(self, path: str = "/healthz", seconds: float = 60) -> float:
        """Seconds until the path answers 200."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.answers(path) == 200:
                return time.monotonic() - began
            time.sleep(0.02)
        raise RuntimeError(f"{path} did not answer 200 within {seconds} seconds")

    def answers(self, path: str, seconds: float = 10) -> int:
        """The status, or 0."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def workers_alive(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_worker(self, number: int) -> None:
        alive = self.workers_alive()
        if alive:
            os.kill(alive[number % len(alive)], signal.SIGKILL)

    def kill(self) -> None:
        """All its processes at one moment, as if by the kernel."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Started, and ended whatever happens."""
        self.start()
        try:
            yield
        except BaseException:
            self.kill()
            raise
        self.stop()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)


def _listens(pid: int) -> bool:
    """Whether the process waits at a socket for somebody to come."""
    process = Path(f"/proc/{pid}")
    try:
        told = [file.read_text() for file in (process / "fdinfo").iterdir()]
        watched = [number for one in told for number in re.findall(r"(?m)^tfd:\s*(\d+)", one)]
        return any(os.readlink(process / "fd" / number).startswith("socket:") for number in watched)
    except OSError:  # what was listed is closed by now
        return False
