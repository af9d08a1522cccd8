"""How long somebody stays signed in: hours in all, and less when nobody was seen."""

import time

from django.conf import settings
from django.http import HttpRequest

from troubleshooter.accounts.sessions import BEGAN, SEEN

# A session is written when somebody was seen, and no more often than this, in seconds.
SEEN_EVERY = 5 * 60


def begin(request: HttpRequest) -> None:
    """Whoever signs in begins anew."""
    now = int(time.time())
    request.session[BEGAN], request.session[SEEN] = now, now


def is_over(request: HttpRequest) -> bool:
    """Else whoever asks was seen. A session that says nothing of it began in another version."""
    session, now = request.session, int(time.time())
    if BEGAN not in session:
        begin(request)
    too_old = now - session[BEGAN] >= settings.SESSION_HOURS * 3600
    unseen = now - session[SEEN]
    if too_old or unseen >= settings.IDLE_MINUTES * 60:
        return True
    if unseen >= SEEN_EVERY:
        session[SEEN] = now
    return False
