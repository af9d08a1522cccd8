"""What visits showed, read from their events in one stream."""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.db.models import QuerySet

from troubleshooter.content import catalogue
from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import UNSURE, Result
from troubleshooter.engine.learning import History, Record, Tally, faded_by
from troubleshooter.models import Event, EventKind, Guide, Node, Outcome, Visit

# Every fifth visit tells whether what the others teach is any good.
HELD_OUT_EVERY = 5
# Only so many of the latest visits are read, so that memory has a bound.
MOST_VISITS = 200_000
CHUNK = 10_000
NO_GROUP = ""
SAYING = (
    EventKind.ANSWERED,
    EventKind.RESULT,
    EventKind.CHANGED,
    EventKind.TAKEN_BACK,
    EventKind.DIAGNOSED,
)
DECLINED = (Result.COULD_NOT, Result.NOT_FOUND)
COLUMNS = (
    "visit_id",
    "revision_id",
    "visit__platform",
    "visit__version",
    "kind",
    "node",
    "key",
    "value",
)

Row = tuple[int, int, str, str, str, str, str, str]
Grouped = dict[str, Counter[History]]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What visits showed, every fifth one held out. By visit, so that the same are held out the
    next time. The last two are the same histories by group: platform and version, where known."""

    most: Record
    held_out: Record
    most_by_group: Grouped
    held_out_by_group: Grouped


def read_visits(
    guide: Guide, *, until: datetime, include_simulated: bool = False, most: int = MOST_VISITS
) -> Reading:
    """Everything that visits of the guide showed up to `until`, in terms of its live revision.

    Left out are previews, visits that began under an outage, those that were forgotten, and
    simulated ones unless they are asked for. What the live revision does not have any more is left
    out of each.
    """
    live = catalogue.published(guide.live_revision_id)
    visits = _visits(guide, include_simulated)
    events = Event.objects.filter(visit__in=visits, at__lte=until, kind__in=SAYING)
    first = visits.order_by("-pk").values_list("pk", flat=True)[most - 1 : most].first()
    if first is not None:
        events = events.filter(visit__gte=first)
    rows = events.order_by("visit_id", "sequence").values_list(*COLUMNS).iterator(chunk_size=CHUNK)
    return _read(live, rows)


def _visits(guide: Guide, include_simulated: bool) -> QuerySet[Visit]:
    visits = Visit.objects.counted().filter(guide=guide, outage=False)
    visits = visits.exclude(outcome=Outcome.FORGOTTEN)
    return visits if include_simulated else visits.filter(simulated=settings.DEMO)


def _read(live: PublishedGuide, rows: Iterable[Row]) -> Reading:
    most, held_out = _Gathered(), _Gathered()
    for visit, events in groupby(rows, key=itemgetter(0)):
        into = held_out if zlib.crc32(str(visit).encode()) % HELD_OUT_EVERY == 0 else most
        into.add(live, list(events))
    return Reading(
        most=most.record(),
        held_out=held_out.record(),
        most_by_group=most.by_group(),
        held_out_by_group=held_out.by_group(),
    )


@dataclass
class _Gathered:
    histories: Grouped = field(default_factory=dict)
    declined: Counter[str] = field(default_factory=Counter)
    offered: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def add(self, live: PublishedGuide, rows: list[Row]) -> None:
        """One visit: what it had established at its end, and the cause that support named last."""
        given: dict[tuple[str, str], str] = {}
        cause = ""
        _, revision, platform, version, *_ = rows[0]
        for *_, kind, node, key, value in rows:
            if kind == EventKind.DIAGNOSED:
                cause = key
            elif kind == EventKind.TAKEN_BACK:
                given.pop((node, key), None)
            else:
                given[node, key] = value
        answers = frozenset(self._answers(live, given))
        steps = {k: Result(v) for (node, k), v in given.items() if node == Node.STEP}
        self._count_declined(live, steps)
        history = _history(live, revision, answers, steps, cause if cause in live.causes else "")
        if history != History():
            group = catalogue.group_of(platform, version)
            self.histories.setdefault(group, Counter())[history] += 1

    def _answers(
        self, live: PublishedGuide, given: dict[tuple[str, str], str]
    ) -> Iterator[tuple[str, str]]:
        for (node, key), value in given.items():
            if node == Node.QUESTION and key in live.questions:
                self.asked[key] += 1
                self.unsure[key] += value == UNSURE
                if any(option.key == value for option in live.questions[key].options):
                    yield key, value

    def _count_declined(self, live: PublishedGuide, steps: dict[str, Result]) -> None:
        for key, result in steps.items():
            if key in live.steps and result.settles:
                self.offered[key] += 1
                self.declined[key] += result in DECLINED

    def record(self) -> Record:
        return Record(
            histories=sum(self.histories.values(), Counter()),
            declined={k: Tally(times=self.declined[k], of=n) for k, n in self.offered.items()},
            unsure={k: Tally(times=self.unsure[k], of=n) for k, n in self.asked.items()},
        )

    def by_group(self) -> Grouped:
        return {group: seen for group, seen in self.histories.items() if group != NO_GROUP}


def _history(
    live: PublishedGuide,
    revision_id: int,
    answers: frozenset[tuple[str, str]],
    steps: dict[str, Result],
    cause: str,
) -> History:
    """What a visit says about causes. Only what acts on a cause can have failed or helped."""
    acting = {key: result for key, result in steps.items() if _acts(live, key)}
    done = {key for key, result in acting.items() if result in (Result.NO_HELP, Result.FIXED)}
    fixed = {key for key in done if acting[key] is Result.FIXED}
    return History(
        answers=answers,
        failed=frozenset(done - fixed),
        fixed=frozenset(fixed),
        cause=cause,
        faded=frozenset(_faded(live, catalogue.published(revision_id), done)),
    )


def _acts(live: PublishedGuide, key: str) -> bool:
    return key in live.steps and bool(live.steps[key].fixes)


def _faded(
    live: PublishedGuide, then: PublishedGuide, done: set[str]
) -> Iterator[tuple[str, float]]:
    for key in done:
        editions = live.steps[key].edition - (then.steps[key].edition if key in then.steps else 0)
        if editions > 0 and key in then.steps:
            yield key, faded_by(editions)
