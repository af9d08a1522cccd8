"""The services of compose.yaml on this machine: nginx, the portal, PostgreSQL, Redis."""

import os
import shlex
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from . import image
from .postgres import Server, primary

DEPLOY = image.ROOT / "docs" / "deploy"
HOST = "localhost"
TOKEN = "a-token-of-the-drill"


@dataclass(frozen=True, kw_only=True)
class Chain:
    """What runs, by its processes and ports, and where its words go."""

    folder: Path
    variables: dict[str, str]
    database: Server
    cache: Popen
    proxy: Popen
    plain: int
    secure: int
    direct: int

    def said(self) -> str:
        """All that was written to any log."""
        logs = sorted(self.folder.glob("*.log"))
        return "".join(path.read_text(errors="replace") for path in logs)

    def portal(self) -> Popen:
        """Starts the portal as CMD does."""
        line = image.command(self.folder)
        line = [f"127.0.0.1:{self.direct}" if part == "0.0.0.0:8000" else part for part in line]
        return run(line, self.folder, "portal", env=self.variables, cwd=self.where)

    @property
    def where(self) -> Path:
        return self.folder / "srv" / "helpdesk"

    def manage(self, *options: str) -> None:
        python = str(self.folder / "srv" / "venv" / "bin" / "python")
        done = [python, "manage.py", *options]
        subprocess.run(done, env=self.variables, cwd=self.where, check=True)


@contextmanager
def running(folder: Path, port: int) -> Iterator[Chain]:
    """All but the portal. Ports from `port` to `port` + 4 are taken."""
    variables = image.built(folder) | {"PATH": os.environ["PATH"]}
    with ExitStack() as stack:
        database = stack.enter_context(primary(port))
        line = f"redis-server --port {port + 1} --bind 127.0.0.1 --save ''"
        cache = stack.enter_context(stopped(run(shlex.split(line), folder, "redis")))
        _write_proxy(folder, port)
        line = f"nginx -c {folder}/nginx.conf -e stderr -g 'daemon off;'"
        proxy = stack.enter_context(stopped(run(shlex.split(line), folder, "nginx")))
        variables |= {
            "DATA_DIR": str(folder / "data"),
            "DATABASE_URL": database.url(),
            "CACHE_URL": f"redis://127.0.0.1:{port + 1}/0",
            "SECRET_KEY": "of-the-drill-" * 5,
            "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
            "PUBLIC_URL": f"https://{HOST}",
            "HTTPS": "1",
            "BEHIND_PROXY": "1",
            "PROXIES": "1",
            "LOG_FORMAT": "json",
            "METRICS_TOKEN": TOKEN,
        }
        ports = {"plain": port + 2, "secure": port + 3, "direct": port + 4}
        parts = {"database": database, "cache": cache, "proxy": proxy}
        chain = Chain(folder=folder, variables=variables, **parts, **ports)
        until_open(port + 3)
        yield chain


def _write_proxy(folder: Path, port: int) -> None:
    """nginx.conf as it ships, with the ports and paths of the drill, and its access log on."""
    text = (DEPLOY / "nginx.conf").read_text()
    for old, new in (
        ("/tmp/", f"{folder}/"),
        ("/etc/nginx/tls/", f"{folder}/"),
        ("root /etc/nginx;", f"root {DEPLOY};"),
        ("listen 8080", f"listen 127.0.0.1:{port + 2}"),
        ("listen 8443", f"listen 127.0.0.1:{port + 3}"),
        ("app:8000", f"127.0.0.1:{port + 4}"),
        ("access_log off;", f"access_log {folder}/access.log quiet;"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    # Where the drill runs as root the workers could not write into its folder.
    (folder / "nginx.conf").write_text(("user root;\n" if os.geteuid() == 0 else "") + text)
    line = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-subj /CN={HOST} -addext subjectAltName=DNS:{HOST} "
        f"-keyout {folder}/key.pem -out {folder}/certificate.pem"
    )
    subprocess.run(shlex.split(line), check=True, capture_output=True)


def run(
    line: list[str],
    folder: Path,
    name: str,
    *,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
) -> Popen:
    """A process whose words go to a file of its name."""
    with (folder / f"{name}.log").open("a") as log:
        return Popen(line, env=env, cwd=cwd or folder, stdout=log, stderr=log)


@contextmanager
def stopped(process: Popen) -> Iterator[Popen]:
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def until_open(port: int, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nobody listens on {port}")
