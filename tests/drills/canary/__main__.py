"""`make drill-canary`: a person with a marked address, browser and words walks through the portal.

    python -m tests.drills.canary [sqlite] [postgres] [controls]

Then all that was written down is searched for the marks. Prints a line for each thing, and ends
with status 1 where a mark is found that should not be there, or a planted one is not found.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PARTS = ("sqlite", "postgres", "controls")


def main(parts: list[str]) -> int:
    wrong = [part for part in parts or PARTS if subprocess.run(_alone(part)).returncode]
    print(f"NOT as it should be: {', '.join(wrong)}" if wrong else "ok", flush=True)
    return 1 if wrong else 0


def _alone(part: str) -> list[str]:
    """Each part in a process of its own: Django is set up once."""
    return [sys.executable, "-m", "tests.drills.canary", "--alone", part]


def alone(part: str) -> int:
    with tempfile.TemporaryDirectory(prefix="drill-canary-") as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
        }
        if part != "postgres":
            return _looked(part, Path(folder), "")
        from tests.drills.deploy.postgres import primary

        with primary(PORT_OF_POSTGRES) as postgres:
            os.environ["DATABASE_URL"] = postgres.url()
            return _looked(part, Path(folder), postgres.url(), postgres.folder)


PORT_OF_POSTGRES = 55432


def _looked(part: str, folder: Path, database: str, cluster: Path | None = None) -> int:
    import django

    django.setup()
    from .looking import controls, whole

    found = controls(folder) if part == "controls" else whole(folder, database, cluster)
    return 1 if [what for what, right in found if not _told(part, what, right)] else 0


def _told(part: str, what: str, right: bool) -> bool:
    print(f"{'ok  ' if right else 'NOT '} {part}: {what}", flush=True)
    return right


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        sys.exit(alone(sys.argv[2]))
    sys.exit(main(sys.argv[1:]))
