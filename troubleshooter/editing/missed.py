"""How often visitors could not find a settings path on their device.

Counted are visits of people, no previews and none that were made up (in a demo all are), which
began in the last 90 days and said which device and version they are about. A visit counts for a
path if a question or step that shows the path (in the draft) was offered in it and the visitor said
something after that, or if the visitor reported the path. Whoever left without a word is not
counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from troubleshooter.models import EventKind, Node, QuestionPath, StepPath, Visit

DAYS = 90
# So many paths are counted in one query; a database takes only so many columns.
AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A path on one device, in some of its versions."""

    guide_id: int
    path_id: int
    path: str
    platform: str
    versions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Missed:
    """In so many of the visits that met a path its visitor could not find it."""

    reports: int = 0
    visits: int = 0

    @property
    def rate(self) -> float:
        """0..1; 0 where nobody has met the path."""
        return self.reports / self.visits if self.visits else 0.0

    def __add__(self, other: "Missed") -> "Missed":
        return Missed(reports=self.reports + other.reports, visits=self.visits + other.visits)


Place = tuple[int, str, str]
"""A path (its row), a platform and a version."""


def rates_of(shown: Iterable[Shown]) -> list[Missed]:
    """For each path how often it was missed. A few queries for every 200 paths."""
    shown = list(shown)
    counts = _counts({(each.guide_id, each.path_id): each.path for each in shown})
    return [
        sum(
            (counts.get((each.path_id, each.platform, v), Missed()) for v in each.versions),
            Missed(),
        )
        for each in shown
    ]


def _counts(paths: Mapping[tuple[int, int], str]) -> dict[Place, Missed]:
    found: dict[Place, Missed] = {}
    every = list(paths.items())
    on_steps = _showing(StepPath, "step", paths)
    on_questions = _showing(QuestionPath, "question", paths)
    for start in range(0, len(every), AT_ONCE):
        found |= _count(every[start : start + AT_ONCE], on_steps, on_questions)
    return found


Keys = Mapping[int, list[str]]


def _showing(
    model: type[StepPath] | type[QuestionPath], owner: str, paths: Mapping[tuple[int, int], str]
) -> Keys:
    """The keys of the steps, or questions, that show each path."""
    ids = {path_id for _, path_id in paths}
    rows = model.objects.filter(path__in=ids).values_list("path_id", f"{owner}__key")
    showing: dict[int, list[str]] = {}
    for path_id, key in rows:
        showing.setdefault(path_id, []).append(key)
    return showing


def _count(
    every: Sequence[tuple[tuple[int, int], str]], on_steps: Keys, on_questions: Keys
) -> dict[Place, Missed]:
    columns: dict[str, Count] = {}
    for (guide_id, path_id), key in every:
        reported = Q(events__kind=EventKind.PATH_NOT_FOUND, events__key=key)
        met = reported | _met(on_steps.get(path_id, []), on_questions.get(path_id, []))
        own = Q(guide_id=guide_id)
        columns[f"reports_{path_id}"] = Count("pk", filter=own & reported, distinct=True)
        columns[f"visits_{path_id}"] = Count("pk", filter=own & met, distinct=True)
    since = timezone.now() - timedelta(days=DAYS)
    visits = Visit.objects.filter(
        preview=False,
        simulated=settings.DEMO,
        started_at__gte=since,
        guide__in={g for (g, _), _ in every},
    )
    rows = visits.exclude(version="").order_by().values("platform", "version").annotate(**columns)
    return {
        (path_id, row["platform"], row["version"]): Missed(
            reports=row[f"reports_{path_id}"], visits=row[f"visits_{path_id}"]
        )
        for row in rows
        for (_, path_id), _ in every
        if row[f"visits_{path_id}"]
    }


def _met(steps: list[str], questions: list[str]) -> Q:
    """An event that shows that a step or question was offered before it, or was answered."""
    return (
        Q(events__move="try", events__move_key__in=steps)
        | Q(events__move="ask", events__move_key__in=questions)
        | Q(events__node=Node.STEP, events__key__in=steps)
        | Q(events__node=Node.QUESTION, events__key__in=questions)
    )
