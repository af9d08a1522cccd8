"""What a list says about the last thing that was done with it: kept in the address, not a session,
so that two windows do not take each other's words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect

from troubleshooter.models import Guide

from .page import address_of
from .parts import BY_NAME, Part

STALE = (
    "Someone else changed this list while you had it open. Nothing of theirs is lost, and nothing "
    "was moved. This is the list as it is now: try again."
)


@dataclass(frozen=True, kw_only=True)
class Said:
    part: str
    words: str
    failed: bool = False


def back_to(guide: Guide, part: Part, **what: object) -> HttpResponseRedirect:
    """To the part's list, which then says what was done: `moved=pk` or `stale=1`."""
    query = urlencode({"list": part.name, **what})
    return HttpResponseRedirect(f"{address_of('overview', guide)}?{query}#{part.name}")


def said_in(request: HttpRequest, guide: Guide) -> Said | None:
    """For a guide that came from `listing.with_rows`. None where there is nothing to say."""
    part = BY_NAME.get(request.GET.get("list", ""))
    if part is None:
        return None
    if "stale" in request.GET:
        return Said(part=part.name, words=STALE, failed=True)
    rows = [r for r in getattr(guide, part.name).all() if not getattr(r, "retired", False)]
    moved = request.GET.get("moved", "")
    for place, row in enumerate(rows, start=1):
        if str(row.pk) == moved:
            words = f"“{row}” is number {place} of {len(rows)} now."
            return Said(part=part.name, words=words)
    return None
