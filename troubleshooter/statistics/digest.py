"""What a support lead is told of a week: the findings of the overview, against the week before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from troubleshooter.content.catalogue import published
from troubleshooter.models import Guide, Node, Revision

from .alerts.standing import alerts_between
from .counted import NodeFigures
from .figures.counted import Counted, counted
from .figures.ends import Ends, ends_of
from .figures.league import League, Row, league
from .figures.names import Named, Names
from .figures.standing import NamedAlert, named
from .filters import Filters
from .measures.change import Change, changes
from .measures.leaving import hazard
from .measures.rate import Rate
from .queries import Look

WEEK = timedelta(days=7)
FIXES = 3


@dataclass(frozen=True, kw_only=True)
class Losing:
    """Where most people left, and how many of those who were there."""

    node: Named
    left: Rate


@dataclass(frozen=True, kw_only=True)
class Digest:
    """A week of one guide, `since` to `until`, both included. Changes are against the week before.

    `fixes` are the three that resolved most, first those that lead. So many lead as `leading` says:
    where they are more than one, they cannot be told apart. `alerts` were noticed in the week.
    """

    guide: Guide
    since: date
    until: date
    counted: Counted
    ends: Ends
    before: Ends
    resolved: Change
    handed_over: Change
    left: Change
    fixes: tuple[Row, ...]
    leading: int
    losing: Losing | None
    alerts: tuple[NamedAlert, ...]


def week_before(today: date) -> tuple[date, date]:
    """The last week, Monday to Sunday, that was over when `today` began."""
    monday = today - timedelta(days=today.weekday()) - WEEK
    return monday, monday + WEEK - timedelta(days=1)


def digest_of(seen: Look, guide: Guide, *, since: date, simulated: bool) -> Digest | None:
    """The week that begins on `since`; None where there was neither a visit nor an alert."""
    until = since + WEEK - timedelta(days=1)
    week = Filters(guide=guide.pk, since=since, until=until, simulated=simulated)
    earlier = Filters(
        guide=guide.pk, since=since - WEEK, until=since - timedelta(days=1), simulated=simulated
    )
    names = _names(guide)
    ends, before = ends_of(seen.visits(week)), ends_of(seen.visits(earlier))
    nodes = seen.nodes(week)
    alerts = _alerts(guide, since, names)
    if not (ends.visits.visits or alerts):
        return None
    moved = changes(_pairs(before, ends))
    found = league(nodes, names, resolved=ends.visits.resolved)
    return Digest(
        guide=guide,
        since=since,
        until=until,
        counted=counted(seen, week),
        ends=ends,
        before=before,
        **moved,
        fixes=_most(found),
        leading=len(found.leading),
        losing=_losing(nodes, names),
        alerts=alerts,
    )


def _names(guide: Guide) -> Names:
    older = Revision.objects.filter(guide=guide, number__isnull=False).defer("content")
    return Names(published(guide.live_revision_id), tuple(older.order_by("-number")))


def _pairs(before: Ends, after: Ends) -> Mapping[str, tuple[Rate, Rate]]:
    return {
        "resolved": (before.resolved.responders, after.resolved.responders),
        "handed_over": (before.handed_over, after.handed_over),
        "left": (before.left, after.left),
    }


def _most(found: League) -> tuple[Row, ...]:
    """The groups come in order; none is named that resolved nothing."""
    return tuple(row for row in found.rows if row.figures.fixed)[:FIXES]


def _losing(nodes: Mapping[tuple[str, str], NodeFigures], names: Names) -> Losing | None:
    """The question or step at which most visits ended without a word."""
    places = {at: seen for at, seen in nodes.items() if at[0] in (Node.QUESTION, Node.STEP)}
    at = max(places, key=lambda one: (places[one].left, one), default=None)
    if at is None or not places[at].left:
        return None
    seen = places[at]
    left = hazard(shown=seen.shown, left=seen.left, still_open=seen.open)
    return Losing(node=names.node(*at), left=left)


def _alerts(guide: Guide, since: date, names: Names) -> tuple[NamedAlert, ...]:
    zone = timezone.get_current_timezone()
    began, over = (datetime.combine(day, time.min, zone) for day in (since, since + WEEK))
    return tuple(named(alert, names) for alert in alerts_between(guide.pk, began, over))
