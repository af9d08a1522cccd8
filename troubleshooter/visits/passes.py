"""Passes: they let a visit go on on another device as well, each of them once and within minutes.

Two things redeem a pass, whichever comes first: the secret in a link, or the short code. What the
other device then holds is a token of its own, which opens the visit beside the first one.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from troubleshooter.models import DevicePass, Visit

from .codes import hash_of_code, new_code
from .errors import PassEnded, VisitGone
from .queries import require_visit
from .tokens import hash_of, new_token

LIFETIME = timedelta(minutes=15)
# More than one, so that who taps twice may still use the code that they wrote down first.
MOST_OPEN = 3
# 128 bits are beyond guessing within minutes, and make a QR code that every camera reads.
SECRET_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Issued:
    """What redeems a new pass. It is shown once and kept nowhere."""

    secret: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The guide whose visit goes on, and the token that opens it on the other device."""

    guide: str
    token: str


@transaction.atomic
def issue(guide_key: str, token: str | None) -> Issued:
    """A pass to this visit. The oldest ones that are still open end, and so do all that are past
    their time, whosever they are. Raises VisitGone (also for a preview) and GuideWithdrawn."""
    visit = require_visit(guide_key, token, lock=True).visit
    if visit.preview:
        raise VisitGone(guide_key)
    now = timezone.now()
    DevicePass.objects.filter(token_hash=None, expires_at__lte=now).delete()
    _leave_room(visit)
    issued = Issued(
        secret=secrets.token_urlsafe(SECRET_BYTES), code=new_code(), expires_at=now + LIFETIME
    )
    DevicePass.objects.create(
        visit=visit,
        secret_hash=hash_of(issued.secret),
        code_hash=hash_of_code(issued.code),
        expires_at=issued.expires_at,
    )
    return issued


def _leave_room(visit: Visit) -> None:
    """End the oldest open passes of the visit, but for as many as may stand beside a new one."""
    newest = visit.passes.filter(token_hash=None).order_by("-pk").values_list("pk", flat=True)
    visit.passes.filter(pk__in=list(newest[MOST_OPEN - 1 :])).delete()


def redeem_secret(secret: str) -> Moved:
    """Raises PassEnded; never says why."""
    return _redeem(secret_hash=hash_of(secret))


def redeem_code(code: str) -> Moved:
    """Takes a code as `codes.code_in` gives it. Raises PassEnded; never says why."""
    return _redeem(code_hash=hash_of_code(code))


@transaction.atomic
def _redeem(**hashes: bytes) -> Moved:
    """The row is taken by an update that only one can make, however many ask at once."""
    now = timezone.now()
    found = (
        DevicePass.objects.filter(
            **hashes,
            token_hash=None,
            expires_at__gt=now,
            visit__token_hash__isnull=False,
            visit__guide__withdrawn=False,
        )
        .select_related("visit__guide")
        .first()
    )
    if found is None:
        raise PassEnded
    token = new_token()
    still_open = DevicePass.objects.filter(pk=found.pk, token_hash=None)
    if not still_open.update(redeemed_at=now, token_hash=hash_of(token)):
        raise PassEnded
    return Moved(guide=found.visit.guide.key, token=token)
