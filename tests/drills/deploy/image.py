"""What the container file does, done in a folder: for machines that have no docker.

Each RUN, COPY and ENV of the first stage, in its order; the paths of the image lie in the folder.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "docs" / "deploy" / "Dockerfile"
# Where the image has them -> where they are here.
PATHS = ("/srv/", "/build/")


def built(folder: Path) -> dict[str, str]:
    """Builds the first stage; gives the variables that the image sets for the second."""
    stage, variables = 0, {}
    for kind, rest in _instructions():
        rest = _here(rest, folder)
        stage += kind == "FROM"
        if kind == "ENV" and stage == 2:
            variables = dict(part.split("=", 1) for part in rest.split())
        elif stage == 1:
            _do(kind, rest, folder)
    return variables


def command(folder: Path) -> list[str]:
    """CMD, in the folder."""
    (last,) = [rest for kind, rest in _instructions() if kind == "CMD"]
    return [_here(part.strip(' "'), folder) for part in last.strip("[]").split(",")]


def _instructions() -> list[tuple[str, str]]:
    lines = [line for line in FILE.read_text().splitlines() if line and line[0] != "#"]
    return [(kind, rest) for kind, _, rest in (line.partition(" ") for line in lines)]


def _here(text: str, folder: Path) -> str:
    for path in PATHS:
        text = text.replace(path, f"{folder}{path}")
    return text


def _do(kind: str, rest: str, folder: Path) -> None:
    if kind == "COPY":
        *sources, target = rest.split()
        for source in sources:
            _copy(ROOT / source, Path(target), into=target.endswith("/"))
    elif kind == "RUN":
        where = folder / "srv" / "helpdesk"
        line = rest.replace("python -m venv", f"{sys.executable} -m venv")
        cwd = where if where.is_dir() else folder
        clean = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        clean |= {
            key: value for key, value in os.environ.items() if key.startswith(("PIP_", "SSL_"))
        }
        subprocess.run(["sh", "-ec", line], cwd=cwd, env=clean, check=True)


def _copy(source: Path, target: Path, *, into: bool) -> None:
    target = target / source.name if into else target
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)
