"""The token that a form sends along against forged posts: Django's own, masked anew for each page.

The mask hides the secret from whoever can measure how well a page is packed (BREACH). Django draws
and adds it letter by letter, which takes a tenth of the time of a whole page of a visit.

A script that has a token already takes it over to the page that follows (`marks.js`). Then the
fragment needs none, and nothing in it is another text each time.
"""

import secrets

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token
from django.utils.functional import SimpleLazyObject

# What the script says with each request, while it knows a token.
KNOWN = "Form-Marks"
LETTERS = len(CSRF_ALLOWED_CHARS)
# Bytes from here on are thrown away, so that each letter is as likely as any other.
EVEN = 256 // LETTERS * LETTERS
PLACES = {letter: place for place, letter in enumerate(CSRF_ALLOWED_CHARS)}
# A letter for each byte below EVEN, and for each sum of two places.
ROUND = CSRF_ALLOWED_CHARS * (EVEN // LETTERS)


def masked(request: HttpRequest) -> dict[str, object]:
    """A context processor, in place of Django's. Where a page has no form nothing is worked out."""
    return {
        "csrf_token": SimpleLazyObject(lambda: _token(request)),
        "marked_by_script": marked_by_script(request),
    }


def marked_by_script(request: HttpRequest) -> bool:
    """Whether forms of the answer get their token and mark from the script that asked for it."""
    # Tests and commands write pages without the middleware that tells of htmx.
    return bool(getattr(request, "htmx", False)) and request.headers.get(KNOWN) == "known"


def _token(request: HttpRequest) -> str:
    """Whoever has no secret yet gets one from Django."""
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True  # as Django does: the cookie lives on
    return with_mask(secret, _mask())


def with_mask(secret: str, mask: str) -> str:
    """The mask, and the secret hidden by it, as Django reads them: 64 letters."""
    pairs = zip(secret, mask, strict=True)
    return mask + "".join([ROUND[PLACES[one] + PLACES[other]] for one, other in pairs])


def _mask() -> str:
    """32 letters, at random."""
    letters = ""
    while len(letters) < CSRF_SECRET_LENGTH:
        drawn = secrets.token_bytes(2 * CSRF_SECRET_LENGTH)
        letters += "".join([ROUND[byte] for byte in drawn if byte < EVEN])
    return letters[:CSRF_SECRET_LENGTH]
