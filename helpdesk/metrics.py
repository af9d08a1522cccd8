"""Where counts for Prometheus are kept, from the environment. Without a token there are none."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .variables import data_dir, env_text

FEWEST = 16
# Where prometheus-client keeps what all processes of a server count; it looks when it is imported.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def folder_of_counts() -> Path:
    """That folder: on this server's own disk, since processes share it by mapping it."""
    return Path(os.environ.setdefault(FOLDER, str(data_dir() / "metrics")))


def env_metrics(name: str) -> str:
    """What whoever fetches the metrics has to send. Empty: nothing is counted, nothing is told."""
    token = env_text(name, "")
    if not token:
        return ""
    if len(token) < FEWEST or not token.isascii():
        raise ImproperlyConfigured(
            f"{name} must be {FEWEST} or more ASCII characters, such as from: openssl rand -hex 32"
        )
    folder_of_counts().mkdir(parents=True, exist_ok=True)
    return token
