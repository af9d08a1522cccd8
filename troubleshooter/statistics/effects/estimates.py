"""Slow figures, kept: found again by what was asked, and used as long as the data hardly moved."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, TypedDict

from django.utils import timezone

from troubleshooter.content import catalogue
from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.engine_values import editorial_parameters
from troubleshooter.engine import Parameters
from troubleshooter.models import Estimate as Row
from troubleshooter.models import Guide

from ..filters import Filters
from ..lines import zone_of_days
from ..mark import current_mark
from ..measures import Estimate, Interval
from .adjusted import Adjusted, Reason, Refusal, adjusted_by, posteriors
from .causes import CauseShare, cause_shares
from .change import Change, Kind
from .logged import Logged, Went
from .lots import visits_by_lot
from .moving_up import MovedUp, moves_up
from .observed import Trials
from .observing import observe, visits_under
from .what_if import Compared, Ends, Order, Unsupported, WhatIf, Worked, what_if, what_ifs

ADJUSTED, WHAT_IF, CAUSES = "adjusted", "what_if", "causes"
# What adjusted effects are kept by: a figure of before moves were worked out with them is another.
WITH_MOVES = "with moves"
# A figure stands as long as the number of visits is within this part of what it was …
MOVED = 0.05
# … and no longer than this.
KEPT = timedelta(days=7)
USUAL_DAYS = 90


class _Met(TypedDict):
    """Whose numbers and whose order visitors meet, and the visits that met another by lot."""

    live: Parameters
    order: Order
    went: tuple[Went, ...]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """When a figure was worked out, from how many visits, and whether that still holds. One of the
    three is there; with adjusted effects come the moves that may
    be worth it, if they were thought through."""

    made_at: datetime
    visits: int
    fresh: bool
    adjusted: Mapping[str, Adjusted] | None = None
    moves: tuple[MovedUp, ...] | None = None
    what_if: WhatIf | None = None
    causes: tuple[CauseShare, ...] | None = None


def find_adjusted(filters: Filters, *, now: datetime | None = None) -> Kept | None:
    """Adjusted effects by step, if they were worked out; None: `make_adjusted` would do it."""
    return _find(filters, ADJUSTED, WITH_MOVES, now)


def make_adjusted(filters: Filters, *, moves: bool = False, now: datetime | None = None) -> Kept:
    """Work them out and keep them. Takes seconds. Twice at once is harmless: the last one stays.

    With `moves` what moving some steps up would do is thought through as well, by the same
    posteriors: up to half a minute more for a large guide.
    """
    guide = _guide(filters)
    numbers, observed = editorial_parameters(guide.content), observe(filters, guide)
    known = posteriors(guide.engine, numbers, observed)
    worked = Worked(known=known, adjusted=adjusted_by(known, numbers, observed))
    told = {"steps": {key: asdict(each) for key, each in worked.adjusted.items()}, "moves": None}
    if moves:
        changes = moves_up(guide.engine, worked.adjusted, _order(guide))
        met = _met_by_visitors(filters, guide)
        found = what_ifs(worked, numbers, observed, changes, **met)
        told["moves"] = _kept_as_what_if(filters, changes, found, now)
    return _keep(filters, ADJUSTED, WITH_MOVES, told, now)


def _kept_as_what_if(
    filters: Filters, changes: Sequence[Change], found: Sequence[WhatIf], now: datetime | None
) -> list[dict[str, Any]]:
    """Moves as they are kept with the rates, and where the page “What if” finds them."""
    moves = list(zip(changes, found, strict=True))
    for change, each in moves:
        _keep(filters, WHAT_IF, _asked_of(change), asdict(each), now)
    return [{"change": asdict(change), "found": asdict(each)} for change, each in moves]


def find_what_if(filters: Filters, change: Change, *, now: datetime | None = None) -> Kept | None:
    """What a change would do, if it was worked out; None: `make_what_if` would do it."""
    return _find(filters, WHAT_IF, _asked_of(change), now)


def make_what_if(filters: Filters, change: Change, *, now: datetime | None = None) -> Kept:
    """Work it out and keep it. Takes seconds. Raises ImpossibleChange."""
    guide = _guide(filters)
    numbers = editorial_parameters(guide.content)
    met = _met_by_visitors(filters, guide)
    found = what_if(guide.engine, numbers, observe(filters, guide), change, **met)
    return _keep(filters, WHAT_IF, _asked_of(change), asdict(found), now)


def find_causes(filters: Filters, *, now: datetime | None = None) -> Kept | None:
    """How common each cause seems, if it was worked out; None: `make_causes` would do it."""
    return _find(filters, CAUSES, "", now)


def make_causes(filters: Filters, *, now: datetime | None = None) -> Kept:
    """Work it out and keep it. Takes seconds."""
    guide = _guide(filters)
    numbers = editorial_parameters(guide.content)
    found = cause_shares(guide.engine, numbers, observe(filters, guide))
    return _keep(filters, CAUSES, "", {"shares": [asdict(each) for each in found]}, now)


def update_estimates(*, now: datetime | None = None) -> int:
    """Work out afresh what the pages show first: of each published guide the adjusted effects of
    the last 90 days, with the moves that may be worth it, where they are not fresh. Old figures
    are thrown away. How many were made."""
    moment, made = now or timezone.now(), 0
    Row.objects.filter(kind__in=(ADJUSTED, WHAT_IF, CAUSES), made_at__lt=moment - KEPT).delete()
    today = moment.astimezone(zone_of_days()).date()
    for guide in Guide.objects.filter(live_revision__isnull=False).values_list("pk", flat=True):
        filters = Filters(guide=guide, since=today - timedelta(USUAL_DAYS - 1), until=today)
        if not visits_under(filters).exists():
            filters = replace(filters, simulated=True)
        kept = find_adjusted(filters, now=moment)
        whole = kept is not None and kept.fresh and kept.moves is not None
        if visits_under(filters).exists() and not whole:
            make_adjusted(filters, moves=True, now=moment)
            made += 1
    return made


def _guide(filters: Filters) -> PublishedGuide:
    """The revision that was asked for, or the live one."""
    live = Guide.objects.values_list("live_revision", flat=True).get(pk=filters.guide)
    return catalogue.published(filters.revision or live)


def _order(guide: PublishedGuide) -> Order:
    return Order.EDITORS if guide.content.shadow else Order.ENGINE


def _met_by_visitors(filters: Filters, guide: PublishedGuide) -> _Met:
    numbers = Guide.objects.values_list("live_parameters", flat=True).get(pk=filters.guide)
    return {
        "live": catalogue.parameters(numbers) if numbers else editorial_parameters(guide.content),
        "order": _order(guide),
        "went": visits_by_lot(filters, guide),
    }


def _find(filters: Filters, kind: str, question: str, now: datetime | None) -> Kept | None:
    moment = now or timezone.now()
    row = Row.objects.filter(
        guide=filters.guide, kind=kind, asked=_hash(filters, question, moment)
    ).first()
    if row is None:
        return None
    visits = visits_under(filters).count()
    near = abs(visits - row.visits) <= MOVED * row.visits
    return _kept(row, fresh=near and moment - row.made_at <= KEPT)


def _keep(
    filters: Filters, kind: str, question: str, told: dict[str, Any], now: datetime | None
) -> Kept:
    moment = now or timezone.now()
    row, _ = Row.objects.update_or_create(
        guide_id=filters.guide,
        kind=kind,
        asked=_hash(filters, question, moment),
        defaults={
            "event": current_mark().event,
            "visits": visits_under(filters).count(),
            "result": told,
            "made_at": moment,
        },
    )
    return _kept(row, fresh=True)


def _kept(row: Row, *, fresh: bool) -> Kept:
    kept = Kept(made_at=row.made_at, visits=row.visits, fresh=fresh)
    if row.kind == ADJUSTED:
        adjusted = {key: _adjusted(each) for key, each in row.result["steps"].items()}
        moves = row.result["moves"]
        return replace(
            kept, adjusted=adjusted, moves=None if moves is None else tuple(map(_moved, moves))
        )
    if row.kind == CAUSES:
        return replace(kept, causes=tuple(_cause(each) for each in row.result["shares"]))
    return replace(kept, what_if=_what_if(row.result))


def _asked_of(change: Change) -> str:
    return f"{change.kind} {change.step} {change.to:g}"


def _hash(filters: Filters, question: str, now: datetime) -> str:
    """The same for the last 90 days, whatever day it is. Other numbers are another question."""
    today = now.astimezone(zone_of_days()).date()
    asked = {**asdict(filters), "include": sorted(filters.include), "question": question}
    if filters.until == today:
        asked |= {"since": (filters.until - filters.since).days, "until": "today"}
    live = Guide.objects.values_list("live_revision", "live_parameters").get(pk=filters.guide)
    named = json.dumps([asked, live], sort_keys=True, default=date.isoformat)
    return sha256(named.encode()).hexdigest()


def _adjusted(kept: dict[str, Any]) -> Adjusted:
    return Adjusted(
        value=kept["value"],
        interval=Interval(**kept["interval"]),
        trials=Trials(**kept["trials"]),
        why_not=Refusal(kept["why_not"]),
        reason=Reason(kept["reason"]),
    )


def _moved(kept: dict[str, Any]) -> MovedUp:
    change = kept["change"]
    return MovedUp(
        change=Change(step=change["step"], kind=Kind(change["kind"]), to=change["to"]),
        found=_what_if(kept["found"]),
    )


def _cause(kept: dict[str, Any]) -> CauseShare:
    return CauseShare(**{**kept, "share": _estimate(kept["share"])})


def _what_if(kept: dict[str, Any]) -> WhatIf:
    compared = kept["compared"]
    return WhatIf(
        why_not=Unsupported(kept["why_not"]),
        compared=compared
        and Compared(
            now=_ends(compared["now"]),
            then=_ends(compared["then"]),
            difference=_ends(compared["difference"]),
            followed=compared["followed"],
        ),
        logged=kept["logged"] and _logged(kept["logged"]),
    )


def _logged(kept: dict[str, Any]) -> Logged:
    ends = {name: _estimate(kept[name]) for name in ("minutes", "resolved")}
    return Logged(visits=kept["visits"], effective=kept["effective"], **ends)


def _ends(kept: dict[str, Any]) -> Ends:
    return Ends(minutes=_estimate(kept["minutes"]), resolved=_estimate(kept["resolved"]))


def _estimate(kept: dict[str, Any]) -> Estimate:
    return Estimate(value=kept["value"], interval=Interval(**kept["interval"]))
