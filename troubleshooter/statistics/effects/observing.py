"""What the visits under some filters showed, read from their events."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from troubleshooter.content import catalogue
from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import UNSURE, Result
from troubleshooter.engine.learning import History, Record, Tally
from troubleshooter.models import Visit

from ..filters import Filters
from ..lines import zone_of_days
from ..machines import exclusion_of
from ..reading import Contents, Read, moments_of, read_numbered
from ..visit_facts import DIAGNOSED, FORGOTTEN, QUESTION, SAYING, STEP, TAKEN_BACK, Happened, told
from .observed import Observed, Trials

# Only so many of the latest visits are read, so that time and memory have a bound.
MOST_VISITS = 20_000
DONE = (Result.FIXED, Result.NO_HELP)
DECLINED = (Result.COULD_NOT, Result.NOT_FOUND)


def observe(filters: Filters, guide: PublishedGuide) -> Observed:
    """What the latest visits showed, up to `MOST_VISITS`, in terms of this revision of the guide.

    What the revision does not have is left out of each visit; visits of other revisions count with
    what they have in common. Takes seconds for thousands of visits.
    """
    contents, gathered = Contents(), _Gathered(guide=guide)
    numbers = list(visits_under(filters).order_by("-pk").values_list("pk", flat=True)[:MOST_VISITS])
    for visit, events in read_numbered(sorted(numbers)):
        reason = exclusion_of(visit, told(events), contents.of(visit.revision))
        if not reason or reason in filters.include:
            gathered.add((visit, events))
    return gathered.observed()


def visits_under(filters: Filters) -> QuerySet[Visit]:
    """The visits that a lead chose, those that are left out as a rule still among them."""
    zone = zone_of_days()
    visits = Visit.objects.filter(
        guide=filters.guide,
        simulated=filters.simulated,
        started_at__gte=moments_of(filters.since, zone)[0],
        started_at__lt=moments_of(filters.until, zone)[1],
    )
    chosen = {
        "revision": filters.revision,
        "platform": filters.platform,
        "version": filters.version,
    }
    return visits.filter(**{name: value for name, value in chosen.items() if value is not None})


@dataclass
class _Gathered:
    guide: PublishedGuide
    histories: Counter[History] = field(default_factory=Counter)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    believed: dict[str, list[float]] = field(default_factory=dict)
    after: Counter[str] = field(default_factory=Counter)

    def add(self, read: Read) -> None:
        """One visit: what it had established at its end, and how it came there."""
        visit, events = read
        if any(event.kind == FORGOTTEN for event in events):
            return
        given: dict[tuple[str, str], str] = {}
        cause = ""
        first: dict[str, tuple[int, float | None]] = {}
        for event in events:
            if event.kind == DIAGNOSED:
                cause = event.key
            elif event.kind in SAYING:
                if event.node == STEP and event.key not in first:
                    first[event.key] = (_failed(given), self._chance(visit.revision, event))
                given[event.node, event.key] = event.value
            elif event.kind == TAKEN_BACK:
                given.pop((event.node, event.key), None)
        self._count(given)
        self._count_first(given, first)
        history = self._history(given, cause)
        if history != History():
            self.histories[history] += 1

    def _chance(self, revision: int, event: Happened) -> float | None:
        """How likely the portal thought that the step would help, by what it believed then."""
        causes = tuple(catalogue.published(revision).causes)
        step = self.guide.steps.get(event.key)
        if event.believed is None or step is None or len(event.believed) != len(causes):
            return None
        parts = zip(causes, event.believed, strict=True)
        return min(1.0, sum(step.fixes.get(cause, 0.0) * part / 1000.0 for cause, part in parts))

    def _count(self, given: Mapping[tuple[str, str], str]) -> None:
        for (node, key), value in given.items():
            known = self.guide.questions if node == QUESTION else self.guide.steps
            if key in known:
                self.counts.setdefault(f"{node}.{key}", Counter())[value] += 1

    def _count_first(
        self,
        given: Mapping[tuple[str, str], str],
        first: Mapping[str, tuple[int, float | None]],
    ) -> None:
        for key, (after, chance) in first.items():
            if given[STEP, key] in DONE:
                self.after[key] += after
                if chance is not None:
                    self.believed.setdefault(key, []).append(chance)

    def _history(self, given: Mapping[tuple[str, str], str], cause: str) -> History:
        acting = {
            key: value
            for (node, key), value in given.items()
            if node == STEP and key in self.guide.steps and self.guide.steps[key].fixes
        }
        return History(
            answers=frozenset(self._answers(given)),
            failed=frozenset(key for key, value in acting.items() if value == Result.NO_HELP),
            fixed=frozenset(key for key, value in acting.items() if value == Result.FIXED),
            cause=cause if cause in self.guide.causes else "",
        )

    def _answers(self, given: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
        for (node, key), value in given.items():
            if node == QUESTION and value != UNSURE and key in self.guide.questions:
                yield key, value

    def observed(self) -> Observed:
        return Observed(
            record=Record(
                histories=self.histories,
                declined={key: self._tally(STEP, key, DECLINED) for key in self.guide.steps},
                unsure={key: self._tally(QUESTION, key, (UNSURE,)) for key in self.guide.questions},
            ),
            trials={key: self._trials(key) for key in self.guide.steps},
        )

    def _tally(self, node: str, key: str, values: Iterable[str]) -> Tally:
        """Of those who said something final."""
        counts = self.counts.get(f"{node}.{key}", Counter())
        settled = counts.total() - counts[Result.WAITING]
        return Tally(times=sum(counts[value] for value in values), of=settled)

    def _trials(self, key: str) -> Trials:
        counts = self.counts.get(f"{STEP}.{key}", Counter())
        tried = sum(counts[value] for value in DONE)
        chances = self.believed.get(key, [])
        return Trials(
            tried=tried,
            fixed=counts[Result.FIXED],
            after=self.after[key] / tried if tried else 0.0,
            believed=sum(chances) / len(chances) if chances else None,
        )


def _failed(given: Mapping[tuple[str, str], str]) -> int:
    return sum(node == STEP and value == Result.NO_HELP for (node, _), value in given.items())
