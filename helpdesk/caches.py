"""The caches. Nothing needs any of them: what is not there is worked out again."""

from pathlib import Path
from typing import Any

LOCAL = "django.core.cache.backends.locmem.LocMemCache"
FILES = "django.core.cache.backends.filebased.FileBasedCache"
SHARED = "helpdesk.shared_cache.SharedCache"
# A cache near by answers in a millisecond. Nobody waits longer than this for one that does not.
WAIT = 0.25


def env_caches(url: str, data_dir: Path) -> dict[str, dict[str, Any]]:
    """The caches by name; `url` is what CACHE_URL names, or empty. Requests are counted elsewhere,
    see counting.py in troubleshooter/views."""
    return {
        "default": {"BACKEND": LOCAL},
        # Charts that were drawn, by their content: for all servers, or for this server's processes.
        "charts": _shared(url) if url else _files(data_dir / "charts"),
        # In memory only: what a server knows of where visits come from is never written down.
        "sources": {
            "BACKEND": LOCAL,
            "LOCATION": "sources",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        },
    }


def _files(folder: Path) -> dict[str, Any]:
    return {"BACKEND": FILES, "LOCATION": folder, "OPTIONS": {"MAX_ENTRIES": 2_000}}


def _shared(url: str) -> dict[str, Any]:
    waits = {"socket_timeout": WAIT, "socket_connect_timeout": WAIT}
    serializer = "helpdesk.shared_cache.Json"
    return {
        "BACKEND": SHARED,
        "LOCATION": [url],  # a list: a password may hold what would part several servers
        "KEY_PREFIX": "helpdesk",
        "OPTIONS": {"serializer": serializer, **waits},
    }
