"""Guesses at codes for another device are counted for each source, in the memory of the server.

A code has 51.9 bits and lives for minutes, so that guesses are of no use anyway. The limit keeps a
machine from trying. It is far above what a house or a school full of people mistype.
"""

import time

from django.core.cache import caches
from django.http import HttpRequest

from .sources import counted, hash_of_source, source_of

SALT = "troubleshooter.views.guessing"
MOST_WRONG = 100
# Wrong codes are counted within spans of so many seconds.
SPAN = 15 * 60


def seconds_to_wait(request: HttpRequest) -> int:
    """0 for a source that may try a code now; else the seconds until it may again."""
    key = _key(request)
    if key is None or caches["sources"].get(key, 0) < MOST_WRONG:
        return 0
    return SPAN - int(time.time()) % SPAN


def count_wrong(request: HttpRequest) -> None:
    """One more code that was none. Where sources are not known nothing is counted."""
    key = _key(request)
    if key is not None:
        counted(key, seconds=SPAN)


def _key(request: HttpRequest) -> str | None:
    address = source_of(request)
    if address is None:
        return None
    return f"{hash_of_source(address, salt=SALT)}-{int(time.time()) // SPAN}"
