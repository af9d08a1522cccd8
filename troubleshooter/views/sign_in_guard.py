"""Whoever guesses a password of staff is held up. django-axes asks; this counts, and says for how
long.

Three counts: an account from one address, all accounts from one address, one account from
everywhere. The first is low, so that a stranger who guesses locks out nobody but themselves, and
who shares an address with them signs in. The others stop lists of passwords and many machines.
Only keyed hashes are counted, another one each day: no address, no name, no browser.
"""

import logging
from collections.abc import Iterator, Mapping

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from .counting import hidden, passwords
from .sources import hash_of_source, source_of
from .staff_session import begin

SALT = "troubleshooter.views.sign_in_guard"
ONE = "passwords"
FROM_ONE_ADDRESS = "passwords-from-one-address"
FOR_ONE_ACCOUNT = "passwords-for-one-account"
UNKNOWN = "unknown"
Credentials = Mapping[str, object] | None
# By number of account. The name of a failed try is not told: passwords are typed there.
log = logging.getLogger("troubleshooter.staff")


class Guard(AxesBaseHandler, AbstractAxesHandler):
    """What django-axes calls; the names are its own."""

    def is_locked(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        return seconds_to_wait(request, credentials) > 0

    def get_failures(self, request: HttpRequest, credentials: Credentials = None) -> int:
        """Not asked: `is_locked` knows three counts, and each has a limit of its own."""
        return 0

    def user_login_failed(
        self,
        sender: object,
        credentials: Credentials,
        request: HttpRequest | None = None,
        **kwargs: object,
    ) -> None:
        """One more wrong password. While somebody is held up nothing is counted: it ends."""
        if request is None or request.axes_locked_out:
            return
        log.warning("A wrong password for an account of staff")
        for kind, who in _counted(request, credentials):
            passwords().hit(kind, who)
        if seconds_to_wait(request, credentials):
            request.axes_locked_out, request.axes_credentials = True, credentials

    def user_logged_in(
        self, sender: object, request: HttpRequest, user: AbstractBaseUser, **kwargs: object
    ) -> None:
        """Who mistyped and then got in begins anew, and so does the session. The other two counts
        stay: an account of their own would let somebody guess at others for ever."""
        for kind, who in _counted(request, {"username": user.get_username()}):
            if kind == ONE:
                passwords().forget(kind, who)
        begin(request)
        log.info("Account %d signed in with its password", user.pk)

    def user_logged_out(
        self,
        sender: object,
        request: HttpRequest,
        user: AbstractBaseUser | None,
        **kwargs: object,
    ) -> None:
        """Nothing is counted then. Who was not signed in can sign out too."""
        if user is not None:
            log.info("Account %d signed out", user.pk)


def source_for_axes(request: HttpRequest) -> str:
    """In the place of the address: django-axes itself never sees one."""
    return hash_of_source(source_of(request) or UNKNOWN, salt=SALT)


def seconds_to_wait(request: HttpRequest, credentials: Credentials) -> int:
    """0 for who may try a password now."""
    return max(passwords().seconds_to_wait(*one) for one in _counted(request, credentials))


def _counted(request: HttpRequest, credentials: Credentials) -> Iterator[tuple[str, str]]:
    source = source_for_axes(request)
    name = str((credentials or {}).get("username") or "")
    yield ONE, hidden(source, name)
    yield FROM_ONE_ADDRESS, source
    yield FOR_ONE_ACCOUNT, hidden(name)


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: Credentials
) -> HttpResponse:
    """In the place of a log-in page's answer: when it goes on, and what to do until then."""
    seconds = max(1, seconds_to_wait(request, credentials))
    answer = render(request, "staff/locked_out.html", {"minutes": -(-seconds // 60)}, status=429)
    answer["Retry-After"] = str(seconds)
    add_never_cache_headers(answer)
    return answer
