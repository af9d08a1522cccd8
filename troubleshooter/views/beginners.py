"""Who begins a visit, as far as that decides whether it counts in statistics. Nobody is refused.

A source of visits is known for a day, by a keyed hash of its network address in the memory of the
server. Neither the address nor the hash is ever written down.
"""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from troubleshooter.models import BegunBy
from troubleshooter.visits import services

SALT = "troubleshooter.views.beginners"
A_DAY = 24 * 60 * 60
# One machine may use any address of such a network.
IPV6_NETWORK = 64


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
    source = _hash_of(address)
    number = _counted(source)
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


def source_of(request: HttpRequest) -> str | None:
    """The network address that the request came from; None if it cannot be known."""
    text = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        text = forwarded[-settings.PROXIES] if len(forwarded) >= settings.PROXIES else ""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped or ip_network((int(address), IPV6_NETWORK), strict=False))


def _is_staff(request: HttpRequest) -> bool:
    """Without a session's cookie nobody is asked for."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_active and request.user.is_staff


def _hash_of(address: str) -> str:
    """Another one each day."""
    day = timezone.localdate().isoformat()
    return salted_hmac(f"{SALT} {day}", address, algorithm="sha256").hexdigest()


def _counted(source: str) -> int:
    """How many visits this source has begun today, this one included."""
    kept = caches["sources"]
    kept.add(source, 0, timeout=A_DAY)
    try:
        return kept.incr(source)
    except ValueError:  # thrown out in this very moment, for want of room
        return 1
