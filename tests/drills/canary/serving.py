"""The portal as it ships, with all its logs, in a folder that is looked through."""

import subprocess
import sys
from dataclasses import dataclass

from tests.drills.durable.portal import ROOT, Portal

LAMP = ROOT / "tests" / "guides" / "lamp.yaml"
TOKEN = "a-token-for-the-metrics-of-32-letters"
# As it ships, but for limits that a walk of every page would meet, and a mail server that is away.
VARIABLES = {
    "BEHIND_PROXY": "1",
    "PROXIES": "1",
    "METRICS_TOKEN": TOKEN,
    "EMAIL_URL": "smtp://127.0.0.1:9",
    "HANDOVER_MAIL_TO": "desk@example.org",
    "RATE_LIMITS": "answers=100000/minute,support=100000/minute,passes=100000/minute,held=100000/minute",
}


@dataclass(kw_only=True)
class Logged(Portal):
    """`log` holds what it says, `access.log` each request."""

    form: str = "plain"

    def made(self) -> "Logged":
        """With one small guide, so that every page of it can be walked."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("import_guide", "--publish", str(LAMP))
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        return self

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", self.application]
        command += ["-c", "python:helpdesk.serving", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--access-logfile", str(self.folder / "access.log")]
        env = {**self.env, "LOG_FORMAT": self.form}
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, start_new_session=True, stdout=log, stderr=log
        )
        self.until_well()

    def manage(self, *command: str) -> subprocess.CompletedProcess:
        """Its words go into the log: whoever runs it by a timer has them there."""
        line = [sys.executable, "manage.py", *command]
        with (self.folder / "log").open("ab") as log:
            return subprocess.run(line, cwd=ROOT, env=self.env, check=True, stdout=log, stderr=log)
