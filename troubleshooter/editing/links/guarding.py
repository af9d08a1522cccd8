"""Connections that lead to public hosts only.

An address in a guide may name a machine of the house, by its number or by a name that resolves to
it. So the name is resolved once, every number is looked at, and the connection goes to one of just
these numbers. The standard library lets us do that in one place, where a client library for HTTP
would have to be opened up.
"""

import socket
import ssl
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv6Address, ip_address

from django.conf import settings


class NotPublic(OSError):
    """The host is not one of the public web."""


class GuardedConnection(HTTPConnection):
    def connect(self) -> None:
        self.sock = public_socket(self.host, self.port, self.timeout)


class GuardedSecureConnection(HTTPSConnection):
    def connect(self) -> None:
        plain = public_socket(self.host, self.port, self.timeout)
        self.sock = _secure().wrap_socket(plain, server_hostname=self.host)


def public_socket(host: str, port: int, timeout: float | None) -> socket.socket:
    """A connection to the host. Raises NotPublic where any of its numbers is of a private net."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = [str(where[0]) for *_, where in found]
    if not settings.LINK_CHECK_PRIVATE and not all(map(is_public, numbers)):
        raise NotPublic(f"{host} is not on the public web")
    return socket.create_connection((numbers[0], port), timeout)


def is_public(number: str) -> bool:
    address = ip_address(number.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast


def _secure() -> ssl.SSLContext:
    return ssl.create_default_context()
