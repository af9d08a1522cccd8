"""What the page of a set of numbers says: where it comes from, what it is worth, what is live."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp

from troubleshooter.content import catalogue
from troubleshooter.content.engine_values import editorial_parameters, parameters_from_json
from troubleshooter.engine.learning import Change, places
from troubleshooter.learning.adopting import require_adoptable, require_returnable
from troubleshooter.learning.errors import FitsWorse, NotAdoptable, OtherRevision
from troubleshooter.learning.report import Report, changes_in
from troubleshooter.models import Guide, Origin, Parameters

from .ancestry import simulated_part
from .numbers_table import SAME, Column, Row, Section, sections

METHODS = {"map-em": "What visits showed was weighed against what the editors wrote (MAP-EM)."}
# Fewer visits than this, held out, can say either thing by chance.
FEW_HELD_OUT = 50
# Further apart than this makes no difference to anybody.
MOST_NATS = 10.0
REMEDIES = {
    FitsWorse: "Learn again when there are more visits. What follows may still tell you which of "
    "your own numbers to look at.",
    OtherRevision: "Use “Learn now” on the guide’s page, or the command learn.",
}


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """How well visits that were not learnt from are foretold. `learnt` and `editors` are mean
    log-likelihoods, in nats for each visit; `better` is what was made of them."""

    visits: int
    better: bool
    learnt: float
    editors: float

    @property
    def times(self) -> float:
        """How many times as likely (>= 1) the better numbers make a visit: the geometric mean."""
        return exp(min(abs(self.learnt - self.editors), MOST_NATS))

    @property
    def percent(self) -> int:
        """How much more likely each visit is as learnt; how much less, where it is not better."""
        return round(100 * (self.times - 1 if self.better else 1 - 1 / self.times))

    @property
    def few(self) -> bool:
        return self.visits < FEW_HELD_OUT


@dataclass(frozen=True, kw_only=True)
class Refusal:
    code: str
    why: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class NumbersPage:
    """`refusal` says why these numbers cannot go live; `live` that visitors meet just these.

    `impossible` visits taught nothing. `groups` are the devices whose causes are others.
    """

    parameters: Parameters
    guide: Guide
    method: str
    simulated: bool
    held_out: HeldOut | None
    sections: tuple[Section, ...]
    live: bool
    refusal: Refusal | None
    impossible: int = 0
    groups: tuple[str, ...] = ()

    @property
    def learnt(self) -> bool:
        return self.parameters.origin == Origin.LEARNT

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for part in self.sections for row in (*part.clear, *part.unclear))

    @property
    def may_be_adopted(self) -> bool:
        return self.learnt and not self.live and self.refusal is None

    @property
    def ticked(self) -> int:
        return sum(row.ticked for row in self.rows)

    @property
    def taken(self) -> int:
        return sum(row.taken for row in self.rows)


def numbers_page(parameters: Parameters) -> NumbersPage:
    """Takes the same few queries whatever the number of changes."""
    guide = parameters.revision.guide
    learnt = parameters.origin == Origin.LEARNT
    met = _met(parameters, guide)
    shown = _of_learnt(parameters, met) if learnt else _of_others(parameters)
    rows = [row for part in shown for row in (*part.clear, *part.unclear)]
    same = {} if learnt else dict(places(parameters_from_json(parameters.content)))
    return NumbersPage(
        parameters=parameters,
        guide=guide,
        method=METHODS.get(parameters.method, parameters.method),
        simulated=simulated_part(parameters, guide),
        held_out=_held_out(parameters.report) if learnt else None,
        sections=shown,
        live=bool(rows) and all(row.taken for row in rows) if learnt else bool(met) and met == same,
        refusal=_refusal(parameters, guide),
        impossible=parameters.report.get("impossible", 0),
        groups=tuple(_groups(parameters)),
    )


def _met(parameters: Parameters, guide: Guide) -> dict[str, Column]:
    """The numbers that visitors meet now, by place; none where they belong to another revision."""
    if parameters.revision_id != guide.live_revision_id:
        return {}
    return dict(places(catalogue.parameters(guide.live_parameters_id)))


def _of_learnt(learnt: Parameters, met: dict[str, Column]) -> tuple[Section, ...]:
    return sections(changes_in(learnt.report), catalogue.published(learnt.revision_id), met)


def _of_others(parameters: Parameters) -> tuple[Section, ...]:
    """Where the numbers are not what the editors wrote in their revision."""
    published = catalogue.published(parameters.revision_id)
    was = dict(places(editorial_parameters(published.content)))
    now = places(parameters_from_json(parameters.content))
    return sections(_differences(was, now), published, sure=False)


def _differences(was: dict[str, Column], now: Iterator[tuple[str, Column]]) -> Iterator[Change]:
    for place, column in now:
        wrote = was.get(place, column)
        if any(abs(a - b) > SAME for a, b in zip(wrote, column, strict=True)):
            yield Change(place=place, was=wrote, now=column, low=column, high=column, count=0.0)


def _held_out(report: Report) -> HeldOut | None:
    told = report.get("held_out")
    if not told:
        return None
    return HeldOut(
        visits=told["visits"],
        better=bool(told["better"]),
        learnt=told["learnt"],
        editors=told["editors"],
    )


def _groups(parameters: Parameters) -> Iterator[str]:
    """Devices and versions, as `platform/version`, by the names that visitors know."""
    platforms = catalogue.published(parameters.revision_id).platforms
    for group in sorted(parameters.report.get("groups", {}).get("shares", ())):
        platform, _, version = group.partition("/")
        yield f"{platforms[platform].name if platform in platforms else platform} {version}"


def _refusal(parameters: Parameters, guide: Guide) -> Refusal | None:
    learnt = parameters.origin == Origin.LEARNT
    try:
        (require_adoptable if learnt else require_returnable)(parameters, guide)
    except NotAdoptable as refusal:
        kind = type(refusal)
        return Refusal(code=kind.__name__, why=str(refusal), remedy=REMEDIES.get(kind, ""))
    return None
