"""Which visit a token opens: one statement, and a second where it is no visit's own token."""

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from troubleshooter.models import Guide, Prepared, Visit

# Of the guide only its key and what changes in the course of a day; Django reads the rest if asked.
VISIT = tuple(column.attname for column in Visit._meta.concrete_fields)
GUIDE = ("id", "key", "withdrawn")


def _by_token(guide_key: str, opened: bytes) -> QuerySet[Visit]:
    wanted = (column.name for column in Visit._meta.concrete_fields)
    visits = Visit.objects.select_related("guide").only(*wanted, "guide__key", "guide__withdrawn")
    return visits.order_by().filter(guide__key=guide_key).filter(token_hash=opened)


def _by_token_locked(guide_key: str, opened: bytes) -> QuerySet[Visit]:
    return _by_token(guide_key, opened).select_for_update(of=("self",))


BY_TOKEN = Prepared(query=_by_token, holes=("", b"-"))
BY_TOKEN_LOCKED = Prepared(query=_by_token_locked, holes=("", b"-"))


def visit_opened_by(guide_key: str, opened: bytes, *, lock: bool) -> Visit | None:
    """The visit with its guide. With `lock` other writers wait; it needs a transaction."""
    rows = (BY_TOKEN_LOCKED if lock else BY_TOKEN).rows(guide_key, opened)
    if not rows:
        # Few visits go on on another device: only where the first way in fails is this tried.
        return _opened_by_pass(guide_key, opened, lock=lock)
    visit = Visit.from_db(DEFAULT_DB_ALIAS, VISIT, rows[0][: len(VISIT)])
    visit.guide = Guide.from_db(DEFAULT_DB_ALIAS, GUIDE, rows[0][len(VISIT) :])
    return visit


def _opened_by_pass(guide_key: str, opened: bytes, *, lock: bool) -> Visit | None:
    """The visit that a pass to another device opens, once it was redeemed; not if forgotten."""
    visits = Visit.objects.select_related("guide").filter(guide__key=guide_key)
    if lock:
        visits = visits.select_for_update(of=("self",))
    return visits.filter(passes__token_hash=opened, token_hash__isnull=False).first()
