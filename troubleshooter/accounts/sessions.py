"""Where an account of staff is signed in, and ending that.

Only staff have sessions, so there are few enough to look at each. No browser and no address of
theirs is kept: a session is known by when it began.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from auditlog.models import LogEntry
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

# When somebody signed in, and when they were last seen: seconds since 1970, in the session itself.
BEGAN, SEEN = "began", "seen"
SALT = "troubleshooter.accounts.sessions"
LETTERS = 16  # 64 bits: enough to tell one's own sessions apart
AUDITED = "sessions"


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A session that still opens something. `name` is a hash of its key, which is a secret."""

    name: str
    key: str
    began: datetime | None
    seen: datetime | None


def sessions_of(user: AbstractBaseUser) -> list[SignedIn]:
    """Those of this account, the one that was last seen first. One that a new password has ended
    is none."""
    return sorted(_of(user), key=lambda one: (one.seen is not None, one.seen), reverse=True)


@transaction.atomic
def end_sessions(user: AbstractBaseUser, names: Collection[str]) -> int:
    """How many were ended. Names of other accounts' sessions, and of none, end nothing."""
    keys = [one.key for one in _of(user) if one.name in names]
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    if ended:
        LogEntry.objects.log_create(
            user,
            action=LogEntry.Action.UPDATE,
            changes={AUDITED: ["signed in", f"{ended} ended"]},
            force_log=True,
        )
    return ended


def name_of(key: str | None) -> str:
    """What stands for a session on pages and in forms."""
    return salted_hmac(SALT, key or "", algorithm="sha256").hexdigest()[:LETTERS]


def _of(user: AbstractBaseUser) -> Iterator[SignedIn]:
    own, valid = str(user.pk), user.get_session_auth_hash()
    for row in Session.objects.filter(expire_date__gt=timezone.now()).order_by("pk"):
        said = row.get_decoded()
        if said.get(SESSION_KEY) == own and constant_time_compare(
            said.get(HASH_SESSION_KEY, ""), valid
        ):
            yield SignedIn(
                name=name_of(row.session_key),
                key=row.session_key,
                began=_moment(said.get(BEGAN)),
                seen=_moment(said.get(SEEN)),
            )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
