"""Who begins a visit, as far as that decides whether it counts in statistics. Nobody is refused.

A source of visits is known for a day, by a keyed hash of its network address in the memory of the
server. Neither the address nor the hash is ever written down.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from troubleshooter.models import BegunBy
from troubleshooter.visits import services

from .counting import visitors
from .sources import hash_of_source, source_of

SALT = "troubleshooter.views.beginners"
A_DAY = 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class Beginner:
    """`number` says which visit of its source this is today; 0 where nobody counts."""

    by: BegunBy
    source: str = ""
    number: int = 0


def beginner_of(request: HttpRequest) -> Beginner:
    """Whose visit this is. Counts it: call it once for a visit, and `remember` it then."""
    if _is_staff(request):
        return Beginner(by=BegunBy.STAFF)
    address = source_of(request)
    if address is None or not settings.VISITS_PER_SOURCE:
        return Beginner(by=BegunBy.VISITOR)
    source = hash_of_source(address, salt=SALT)
    number = visitors().number(source, seconds=A_DAY)
    flood = number > settings.VISITS_PER_SOURCE
    return Beginner(by=BegunBy.FLOOD if flood else BegunBy.VISITOR, source=source, number=number)


def remember(beginner: Beginner, visit: int) -> None:
    """Keep which visits a source has begun today. With the first one too many, those before it do
    not count either."""
    most, kept = settings.VISITS_PER_SOURCE, caches["sources"]
    if 0 < beginner.number <= most:
        kept.set(f"{beginner.source}-{beginner.number}", visit, timeout=A_DAY)
    elif beginner.number == most + 1:
        before = kept.get_many(f"{beginner.source}-{n}" for n in range(1, most + 1))
        services.mark_flood(list(before.values()))


def _is_staff(request: HttpRequest) -> bool:
    """Without a session's cookie nobody is asked for."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_active and request.user.is_staff
