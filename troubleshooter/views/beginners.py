"""Who begins a visit, as far as that decides whether it counts in statistics. Nobody is refused.

A source of visits is known for a day, by a keyed hash of its network address in the memory of the
server. Neither the address nor the hash is ever written down.
"""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from troubleshooter.models import BegunBy

SALT = "troubleshooter.views.beginners"
A_DAY = 24 * 60 * 60
# One machine may use any address of such a network.
IPV6_NETWORK = 64


def begun_by(request: HttpRequest) -> BegunBy:
    """Whose visit this is. Counts it: call it once for a visit."""
    if _is_staff(request):
        return BegunBy.STAFF
    source = source_of(request)
    most = settings.VISITS_PER_SOURCE
    if source is None or not most or _counted(source) <= most:
        return BegunBy.VISITOR
    return BegunBy.FLOOD


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


def _counted(source: str) -> int:
    """How many visits this source has begun today, this one included."""
    day = timezone.localdate().isoformat()
    key = salted_hmac(f"{SALT} {day}", source, algorithm="sha256").hexdigest()
    kept = caches["sources"]
    kept.add(key, 0, timeout=A_DAY)
    try:
        return kept.incr(key)
    except ValueError:  # thrown out in this very moment, for want of room
        return 1
