"""A PostgreSQL of our own, alone or with a streaming replica, in a folder that is thrown away."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
ACCOUNT = "postgres"


def as_postgres(command: Sequence[str]) -> None:
    """PostgreSQL refuses to run as root; elsewhere it runs as whoever asks."""
    if os.geteuid() == 0:
        command = ["su", ACCOUNT, "-c", shlex.join(command)]
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)


class Server:
    """One server process, by its folder and port."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def url(self, name: str = ACCOUNT) -> str:
        return f"postgres://{ACCOUNT}@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = str(self.folder / "log")
        self._control("start", "-w", "-o", options, "-l", log)

    def stop(self, how: str = "fast") -> None:
        """`immediate` is as if it were killed."""
        self._control("stop", "-w", "-m", how)

    def promote(self) -> None:
        self._control("promote", "-w")

    def _control(self, *options: str) -> None:
        as_postgres([str(HOMES[-1] / "pg_ctl"), "-D", str(self.folder), *options])


@contextmanager
def primary(port: int) -> Iterator[Server]:
    """Made new, with defaults as they ship: everything durable."""
    with _folder() as folder:
        made = Server(folder / "data", port)
        trust = ["--auth", "trust", "--username", ACCOUNT, "--encoding", "UTF8"]
        as_postgres([str(HOMES[-1] / "initdb"), "-D", str(made.folder), *trust])
        with _running(made):
            yield made


@contextmanager
def replica(of: Server, port: int) -> Iterator[Server]:
    """A hot standby that follows by streaming."""
    with _folder() as folder:
        made = Server(folder / "data", port)
        to = ["-D", str(made.folder), "-R", "-X", "stream", "-d", of.url()]
        as_postgres([str(HOMES[-1] / "pg_basebackup"), *to])
        with _running(made):
            yield made


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="drill-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT, ACCOUNT)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(server: Server) -> Iterator[None]:
    server.start()
    try:
        yield
    finally:
        if (server.folder / "postmaster.pid").exists():
            server.stop("immediate")
