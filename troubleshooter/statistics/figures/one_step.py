"""All that a step's own page says, from one look."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from troubleshooter.models import Detail, Node, Revision

from ..counted import DetailFigures, MissingPath, NodeFigures
from ..filters import Filters
from ..measures.change import Change, change, changes
from ..measures.leaving import hazard
from ..measures.rate import Rate, rate
from ..queries import Look
from .counted import Counted, counted
from .names import Named, Names
from .over_time import Mark, grain_of, marks_of

LAST = 1_000
FAR = 8
"""From this place on all are shown as one: few visits go so far."""
NOT_SURE = "not sure"
Counts = Mapping[str, NodeFigures]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some of a step's visits. `differs`: their fix rate is another than that of all the others,
    beyond chance, with all parts of the table taken into account."""

    value: str
    words: str
    shown: int
    tried: Rate
    left: Rate
    change: Change | None

    @property
    def differs(self) -> bool:
        return self.change is not None and self.change.changed


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The fix rate of the visits that began in one day, week or month."""

    start: date
    tried: Rate


@dataclass(frozen=True, kw_only=True)
class Onward:
    """How many, of those who said `value`, came to what next."""

    value: str
    to: Named | None
    end: str
    visits: Rate


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A settings path that was not found, by those who were shown it."""

    path: str
    platform: str
    version: str
    reports: Rate


@dataclass(frozen=True, kw_only=True)
class OneStep:
    """`before` and `now`: the fix rate in the first and in the second half of the time."""

    named: Named
    counted: Counted
    figures: NodeFigures
    tried: Rate
    left: Rate
    by_platform: tuple[Part, ...]
    by_version: tuple[Part, ...]
    by_revision: tuple[Part, ...]
    by_cause: tuple[Part, ...]
    by_place: tuple[Part, ...]
    onward: tuple[Onward, ...]
    missing: tuple[Missing, ...]
    grain: str
    trend: tuple[Moment, ...]
    marks: tuple[Mark, ...]
    halves: Change


def one_step(
    seen: Look, filters: Filters, names: Names, revisions: tuple[Revision, ...], key: str
) -> OneStep:
    figures = seen.nodes(filters).get((Node.STEP, key), NodeFigures())
    numbers = {str(revision.pk): str(revision.number) for revision in revisions}
    grain = grain_of(filters)
    trend = _trend(seen, filters, key, grain)
    return OneStep(
        named=names.node(Node.STEP, key),
        counted=counted(seen, filters),
        figures=figures,
        tried=rate(figures.fixed, figures.tried),
        left=_left(figures),
        by_platform=_parts(_largest(_by(seen, filters, key, "platform")), names.platform),
        by_version=_parts(_newest(_by(seen, filters, key, "version"), names), _version(names)),
        by_revision=_parts(_listed(_by(seen, filters, key, "revision"), numbers), numbers.get),
        by_cause=_parts(_largest(_detailed(seen, filters, key, Detail.CAUSE)), names.cause),
        by_place=_parts(_places(_detailed(seen, filters, key, Detail.PLACE)), str),
        onward=tuple(_onward(seen.details(filters, Node.STEP, key, Detail.NEXT), names)),
        missing=tuple(_missing(seen.missing_paths(filters), names, key)),
        grain=grain,
        trend=trend,
        marks=marks_of(filters, revisions)[0],
        halves=_halves(trend),
    )


def _by(seen: Look, filters: Filters, key: str, dimension: str) -> Counts:
    return seen.nodes_by(filters, Node.STEP, key, dimension)


def _detailed(seen: Look, filters: Filters, key: str, by: str) -> Counts:
    return {
        one.value: NodeFigures(
            shown=one.shown, fixed=one.fixed, no_help=one.tried - one.fixed, left=one.left
        )
        for one in seen.details(filters, Node.STEP, key, by)
    }


def _largest(counts: Counts) -> Counts:
    return dict(sorted(counts.items(), key=lambda one: (-one[1].shown, one[0])))


def _newest(counts: Counts, names: Names) -> Counts:
    """By platform, newest version first; what the guide does not list comes last."""
    order = {
        f"{platform.key}/{version}": (place, -age)
        for place, platform in enumerate(names.content.content.platforms)
        for age, version in enumerate(platform.versions)
    }
    return dict(sorted(counts.items(), key=lambda one: (order.get(one[0], (LAST, 0)), one[0])))


def _listed(counts: Counts, order: Mapping[str, str]) -> Counts:
    """In an order that is given; all of it that has visits."""
    return {value: counts[value] for value in order if value in counts}


def _places(counts: Counts) -> Counts:
    """In their order, from 1 on; the far ones together."""
    found: dict[str, NodeFigures] = {}
    for value in sorted(counts, key=int):
        place = int(value) + 1
        words = str(place) if place < FAR else f"{FAR} or later"
        found[words] = _sum(found.get(words, NodeFigures()), counts[value])
    return found


def _sum(first: NodeFigures, second: NodeFigures) -> NodeFigures:
    return NodeFigures(
        shown=first.shown + second.shown,
        fixed=first.fixed + second.fixed,
        no_help=first.no_help + second.no_help,
        left=first.left + second.left,
    )


def _parts(counts: Counts, words: Callable[[str], str]) -> tuple[Part, ...]:
    """Each part against all the others together."""
    tried = {value: rate(one.fixed, one.tried) for value, one in counts.items()}
    compared = changes({v: (_others(tried, v), r) for v, r in tried.items() if len(tried) > 1})
    return tuple(
        Part(
            value=value,
            words=words(value) or NOT_SURE,
            shown=one.shown,
            tried=tried[value],
            left=_left(one),
            change=compared.get(value),
        )
        for value, one in counts.items()
    )


def _others(rates: Mapping[str, Rate], value: str) -> Rate:
    rest = [other for key, other in rates.items() if key != value]
    return rate(sum(one.times for one in rest), sum(one.of for one in rest))


def _left(one: NodeFigures) -> Rate:
    """Where somebody left who had answered before, `shown` may not hold them."""
    return hazard(shown=max(one.shown, one.left + one.open), left=one.left, still_open=one.open)


def _version(names: Names) -> Callable[[str], str]:
    def words(value: str) -> str:
        platform, _, version = value.partition("/")
        return f"{names.platform(platform) or NOT_SURE}, {version or NOT_SURE}"

    return words


def _onward(details: Iterable[DetailFigures], names: Names) -> Iterable[Onward]:
    """By what was said, most first."""
    rows = list(details)
    said: dict[str, int] = {}
    for row in rows:
        said[row.value] = said.get(row.value, 0) + row.shown
    for row in sorted(rows, key=lambda one: (-said[one.value], one.value, -one.shown)):
        known = row.to_node in (Node.STEP, Node.QUESTION)
        yield Onward(
            value=row.value,
            to=names.node(row.to_node, row.to_key) if known else None,
            end="" if known else row.to_key,
            visits=rate(row.shown, said[row.value]),
        )


def _missing(paths: Iterable[MissingPath], names: Names, key: str) -> Iterable[Missing]:
    step = names.step(key)
    for one in paths:
        if step is not None and one.path in step.paths:
            path = names.path(one.path)
            yield Missing(
                path=path.name if path else one.path,
                platform=names.platform(one.platform) or NOT_SURE,
                version=one.version or NOT_SURE,
                reports=rate(one.reports, max(one.shown, one.reports)),
            )


def _trend(seen: Look, filters: Filters, key: str, grain: str) -> tuple[Moment, ...]:
    found = _by(seen, filters, key, grain)
    return tuple(
        Moment(start=date.fromisoformat(start), tried=rate(one.fixed, one.tried))
        for start, one in sorted(found.items())
    )


def _halves(trend: Sequence[Moment]) -> Change:
    middle = len(trend) // 2
    return change(_together(trend[:middle]), _together(trend[middle:]))


def _together(trend: Sequence[Moment]) -> Rate:
    return rate(sum(one.tried.times for one in trend), sum(one.tried.of for one in trend))
