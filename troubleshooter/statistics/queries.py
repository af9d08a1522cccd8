"""The only reader of the counts. Everything that a page says of visits comes from a look."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from .asking import Ask
from .cells import ANSWER, DETAIL, NEXT, NODE, TIME, VISIT
from .counted import DetailFigures, MissingPath, NodeFigures, Transition, VisitFigures
from .filters import Filters
from .folding import fold_if_long
from .lines import line_at, zone_of_days
from .mark import current_mark, line_from
from .moment import Moment
from .reading import Contents
from .replica import reading_replica
from .snapshot import snapshot
from .sources import Counts, Sources, Sums
from .spans import DAY, MONTH, Span, days, periods, spans, week_of
from .transitions import FROM_START, FROM_SUPPORT
from .visit_facts import PATH, QUESTION, STEP, SUPPORT

Only = dict[str, tuple[str, ...]]
WEEK = "week"
PERIODS: dict[str, Callable[[date], date]] = {
    DAY: lambda day: day,
    WEEK: week_of,
    MONTH: lambda day: day.replace(day=1),
}


@contextmanager
def look(*, now: datetime | None = None) -> Iterator["Look"]:
    """All that is asked within it is of one moment, and exact, whether or not anything was folded.
    Nothing may be written within it. Where there is a replica it is that one's moment.

    Unended visits have left when nothing was heard of them for 72 hours before `now`.
    """
    moment = now or timezone.now()
    fold_if_long(now=moment)
    with reading_replica(), snapshot():
        yield Look(moment)


class Look:
    """The counts at one moment."""

    def __init__(self, now: datetime) -> None:
        mark, zone = current_mark(), zone_of_days()
        self.today = now.astimezone(zone).date()
        self._at = Moment(
            mark=mark, line=line_from(mark, line_at(now)), zone=zone, contents=Contents()
        )
        self._sources: dict[int, Sources] = {}

    @property
    def line(self) -> datetime:
        """Unended visits that were last heard of before this moment have left."""
        return self._at.line

    def visits(self, f: Filters) -> VisitFigures:
        """How the visits ended."""
        return VisitFigures(**self._sums(f, VISIT).get((), {}))

    def excluded(self, f: Filters) -> dict[str, int]:
        """How many visits are left out as a rule, by the reason; also those that are included."""
        sums = self._sums(f, VISIT, by=("exclusion",), all_excluded=True)
        return {str(key): counted["visits"] for (key,), counted in sums.items()}

    def visits_by(self, f: Filters, grain: str) -> tuple[tuple[date, VisitFigures], ...]:
        """For each "day", "week" (from Monday) or "month" of the period, empty ones too; the first
        and the last hold only the days that were asked for."""
        sums = self._by_period(f, VISIT, grain)
        every = periods(f.since, f.until, PERIODS[grain])
        return tuple((start, VisitFigures(**sums.get((start,), {}))) for start in every)

    def visits_by_kind(self, f: Filters, dimension: str) -> dict[str, int]:
        """How many visits, by "platform", "version" ("platform/version") or "revision" (its primary
        key); most first."""
        by = ("platform", "version") if dimension == "version" else (dimension,)
        found = {
            "/".join(str(part) for part in parts): counted["visits"]
            for parts, counted in self._sums(f, VISIT, by=by).items()
        }
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    def nodes(self, f: Filters) -> dict[tuple[str, str], NodeFigures]:
        """Every question and step that a visit came to, by (node, key); ("", "") is the page of
        support, where `answered` are those that handed over."""
        sums = self._sums(f, NODE, by=("node", "key"))
        return {
            (str(node), str(key)): NodeFigures(**counted)
            for (node, key), counted in sums.items()
            if node != PATH
        }

    def nodes_by(self, f: Filters, node: str, key: str, dimension: str) -> dict[str, NodeFigures]:
        """One node's visits by "platform", "version" ("platform/version"), "revision" (its primary
        key) or by the first day of each "day", "week" or "month" that has any."""
        only = {"node": (node,), "key": (key,)}
        if dimension in PERIODS:
            sums = self._by_period(f, NODE, dimension, only=only)
            return {str(start): NodeFigures(**counted) for (start,), counted in sums.items()}
        by = ("platform", "version") if dimension == "version" else (dimension,)
        sums = self._sums(f, NODE, by=by, only=only)
        return {
            "/".join(str(part) for part in parts): NodeFigures(**counted)
            for parts, counted in sums.items()
        }

    def details(self, f: Filters, node: str, key: str, by: str) -> tuple[DetailFigures, ...]:
        """One node's visits, told apart by one of `Detail`; in the order of their values."""
        columns = ("value", "to_node", "to_key")
        only = {"node": (node,), "key": (key,), "by": (by,)}
        sums = self._sums(f, DETAIL, by=columns, only=only)
        return tuple(
            DetailFigures(value=str(value), to_node=str(to_node), to_key=str(to_key), **counted)
            for (value, to_node, to_key), counted in sorted(sums.items())
        )

    def answers(self, f: Filters) -> dict[str, Counter[str]]:
        """For each question the last answer that each visit gave: question -> answer -> visits."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        only = self._everywhere(f, ANSWER, (QUESTION,))
        for (key, value), counted in self._sums(f, DETAIL, by=("key", "value"), only=only).items():
            found[str(key)][str(value)] = counted["shown"]
        return dict(found)

    def flow(self, f: Filters) -> tuple[Transition, ...]:
        """What was said everywhere, and where that led."""
        columns = ("node", "key", "value", "to_node", "to_key")
        only = self._everywhere(f, NEXT, (QUESTION, STEP, SUPPORT[0]))
        sums = self._sums(f, DETAIL, by=columns, only=only)
        return tuple(
            Transition(**dict(zip(columns, parts, strict=True)), visits=counted["shown"])
            for parts, counted in sorted(sums.items())
        )

    def times(self, f: Filters, clock: str) -> dict[str, Counter[int]]:
        """Minutes -> visits, by how they ended; "left" and "open" ones up to their last event."""
        found: dict[str, Counter[int]] = defaultdict(Counter)
        sums = self._sums(f, TIME, by=("end", "minutes"), only={"clock": (clock,)})
        for (end, minutes), counted in sums.items():
            found[str(end)][int(minutes)] = counted["visits"]
        return dict(found)

    def missing_paths(self, f: Filters) -> tuple[MissingPath, ...]:
        """Settings paths that were not found, by platform and version; most reports first."""
        sums = self._sums(f, NODE, by=("key", "platform", "version"), only={"node": (PATH,)})
        found = [
            MissingPath(
                path=str(path),
                platform=str(platform),
                version=str(version),
                reports=counted["not_found"],
                shown=counted["shown"],
            )
            for (path, platform, version), counted in sums.items()
            if counted["not_found"]
        ]
        return tuple(sorted(found, key=lambda m: (-m.reports, m.path, m.platform, m.version)))

    def _everywhere(self, f: Filters, by: str, nodes: tuple[str, ...]) -> Only:
        """All that details are kept of. Named one by one, the index finds them; most look-ups of
        the tables are saved."""
        seen = {str(key) for _, key in self._sums(f, NODE, by=("node", "key"))}
        own = (FROM_START[1], FROM_SUPPORT[1])
        return {"node": nodes, "key": tuple(sorted(seen.union(own))), "by": (by,)}

    def _by_period(self, f: Filters, table: str, grain: str, *, only: Only | None = None) -> Sums:
        period = PERIODS[grain]
        rows = self._spans(f) if grain == MONTH else days(f.since, f.until)
        found: Sums = defaultdict(Counts)
        for (day,), counted in self._sums(f, table, by=("start",), only=only, over=rows).items():
            found[period(day),].add(counted)
        return dict(sorted(found.items()))

    def _spans(self, f: Filters) -> tuple[Span, ...]:
        return _spans(f.since, f.until, self.today)

    def _sums(
        self,
        f: Filters,
        table: str,
        *,
        by: tuple[str, ...] = (),
        only: Only | None = None,
        over: Sequence[Span] | None = None,
        all_excluded: bool = False,
    ) -> Sums:
        ask = Ask(
            table=table,
            filters=f,
            spans=tuple(over or self._spans(f)),
            by=by,
            only=only or {},
            all_excluded=all_excluded,
        )
        if f.guide not in self._sources:
            self._sources[f.guide] = Sources(f.guide, self._at)
        return self._sources[f.guide].sums(ask)


@lru_cache(maxsize=256)
def _spans(since: date, until: date, today: date) -> tuple[Span, ...]:
    """A page asks a dozen questions of one period."""
    return tuple(spans(since, until, today))
