"""Which numbers a guide's visitors meet now, and which they met before."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from troubleshooter.models import Guide, Origin, Parameters

from .adopting import QUICK_VISITS, is_quick
from .ancestry import simulated_part

# So many earlier sets are linked from the guide; all of them stand in the list.
EARLIER = 5


@dataclass(frozen=True, kw_only=True)
class LiveNumbers:
    """`adopted` is how many learnt numbers the live set took over, `learnt` the set that they are
    from, and `latest` the last learnt set, where it is another. `quick` says whether learning now
    keeps nobody waiting."""

    live: Parameters
    since: datetime
    author: AbstractBaseUser | None
    adopted: int
    simulated: bool
    learnt: Parameters | None
    latest: Parameters | None
    earlier: tuple[Parameters, ...]
    quick: bool
    quick_visits: int = QUICK_VISITS

    @property
    def editorial(self) -> bool:
        return self.live.origin == Origin.EDITORIAL

    @property
    def kept(self) -> bool:
        """Whether it went live with its revision, and not later."""
        return "kept" in self.live.report

    @property
    def back_to(self) -> int | None:
        return self.live.report.get("back_to")


def live_numbers(guide: Guide) -> LiveNumbers | None:
    """None where the guide is not published. The same few queries for any number of sets."""
    if guide.live_revision_id is None:
        return None
    live = _named(Parameters.objects.all()).get(pk=guide.live_parameters_id)
    sets = _named(Parameters.objects.filter(revision=guide.live_revision_id)).defer("report")
    learnt = live.parent if live.parent and live.parent.origin == Origin.LEARNT else None
    latest = sets.filter(origin=Origin.LEARNT).first()
    return LiveNumbers(
        live=live,
        since=live.created_at,
        author=live.author or (live.revision.author if _came_with_revision(live) else None),
        adopted=len(live.report.get("adopted", live.report.get("kept", ()))),
        simulated=simulated_part(live, guide),
        learnt=learnt,
        latest=None if latest == learnt else latest,
        earlier=tuple(sets.exclude(pk=live.pk).exclude(origin=Origin.LEARNT)[:EARLIER]),
        quick=is_quick(guide),
    )


def _came_with_revision(live: Parameters) -> bool:
    return live.parent is None or "kept" in live.report


def _named(sets: QuerySet[Parameters]) -> QuerySet[Parameters]:
    """With who made them, and without what is weighty."""
    sets = sets.select_related("author", "parent", "revision__author")
    return sets.order_by("-created_at", "-pk").defer(
        "content", "parent__content", "parent__report", "revision__content"
    )
