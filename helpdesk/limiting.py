"""How often something may be done, as data: so many in a time, and several of these with `;`.

In the notation of the `limits` library, fixed windows (https://limits.readthedocs.io/). What is
counted where: limiting.py, guessing.py and sign_in_guard.py in troubleshooter/views.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from limits import parse_many

from .variables import env_text

LIMITS = {
    # By network address. Hundreds of people may share one: a school, a mobile operator.
    "starts": "300/minute;3000/hour",
    "searches": "1800/minute",
    "strangers": "600/minute",  # a cookie of no visit
    "links": "600/minute",  # to go on from another device
    "causes": "120/minute",  # support names what it was
    "codes": "100/15minutes",  # wrong ones, to go on from another device
    # By visit.
    "answers": "300/minute;1000/hour",
    "support": "30/minute",
    "passes": "20/minute",
    "calendars": "60/minute",
    "held": "20/minute",  # all that is held about a visit, as a file
    # Wrong passwords: for an account from one address, for all accounts from one, from everywhere.
    "passwords": "5/15minutes",
    "passwords-from-one-address": "50/15minutes",
    "passwords-for-one-account": "100/hour",
}
FORMS = "kind=so many/minute, with ; between several limits of a kind and commas between kinds"


def env_limits(name: str) -> Mapping[str, str]:
    """LIMITS, with what the variable changes. An unknown kind and odd limits are refused."""
    changed = dict(LIMITS)
    for part in filter(None, env_text(name, "").replace(" ", "").split(",")):
        kind, _, text = part.partition("=")
        if kind not in LIMITS:
            kinds = ", ".join(sorted(LIMITS))
            raise ImproperlyConfigured(f"{name} knows no {kind!r}. It knows {kinds}.")
        try:
            parse_many(text)
        except ValueError:
            raise ImproperlyConfigured(f"{name} must be {FORMS}; not {part!r}.") from None
        changed[kind] = text
    return changed


def env_cache(name: str) -> str:
    """Empty, or the address of a cache that all servers share. An error does not repeat it."""
    text = env_text(name, "")
    url = urlsplit(text)
    if text and not (url.scheme in {"redis", "rediss"} and url.hostname):
        raise ImproperlyConfigured(
            f"{name} must be an address such as redis://:password@cache.example.org:6379/0 "
            "(redis, or rediss for an encrypted connection)."
        )
    return text
