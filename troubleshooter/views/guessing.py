"""Guesses at codes for another device are counted for each source: `codes` in settings.LIMITS.

A code has 51.9 bits and lives for minutes, so that guesses are of no use anyway. The limit keeps a
machine from trying. It is far above what a house or a school full of people mistype.
"""

from django.http import HttpRequest

from .counting import visitors
from .sources import hash_of_source, source_of

SALT = "troubleshooter.views.guessing"
KIND = "codes"


def seconds_to_wait(request: HttpRequest) -> int:
    """0 for a source that may try a code now; else the seconds until it may again."""
    address = source_of(request)
    if address is None:
        return 0
    return visitors().seconds_to_wait(KIND, hash_of_source(address, salt=SALT))


def count_wrong(request: HttpRequest) -> None:
    """One more code that was none. Where sources are not known nothing is counted."""
    address = source_of(request)
    if address is not None:
        visitors().hit(KIND, hash_of_source(address, salt=SALT))
