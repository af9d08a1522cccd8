"""Where requests come from, as far as a server must know to count them. Nothing is written down.

A source is known by a keyed hash of its network address, another one each day, and in the memory
of the server only.
"""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

# One machine may use any address of such a network.
IPV6_NETWORK = 64


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


def hash_of_source(address: str, *, salt: str) -> str:
    """Another one each day."""
    day = timezone.localdate().isoformat()
    return salted_hmac(f"{salt} {day}", address, algorithm="sha256").hexdigest()
