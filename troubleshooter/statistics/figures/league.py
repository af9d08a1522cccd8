"""Which fixes resolve most: one row for each, in groups rather than ranks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from troubleshooter.models import Node

from ..counted import NodeFigures
from ..effects.moving_up import MovedUp
from ..measures.interval import Estimate
from ..measures.leading import Groups, leading_estimates, leading_groups
from ..measures.leaving import hazard
from ..measures.parts import leading_parts
from ..measures.rate import Rate, Shown, rate
from .names import Named, Names


class Sort(StrEnum):
    """What the table is sorted by; only the first two say which fix is better."""

    SHARE = "share"
    ADJUSTED = "adjusted"
    RATE = "rate"
    LEFT = "left"


@dataclass(frozen=True, kw_only=True)
class AdjustedRates:
    """What adjusting came to, by step: estimates, or why there is none (a word of `Refusal`); why
    the rate when tried differs (a word of `Reason`), and after how many other steps it was tried.
    `moves` are changes of the order that were thought through with it.

    `asked`: it was worked out, at `made_at`. `fresh`: the visits have hardly changed since."""

    estimates: Mapping[str, Estimate] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, float] = field(default_factory=dict)
    moves: Sequence[MovedUp] = ()
    made_at: datetime | None = None
    fresh: bool = True

    @property
    def asked(self) -> bool:
        return self.made_at is not None


NOT_ASKED = AdjustedRates()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One fix. `share` is of all resolved visits. `adjusted` is None where the data cannot say,
    and `refused` says why not; both are empty where nobody has asked."""

    step: Named
    figures: NodeFigures
    share: Rate
    tried: Rate
    adjusted: Estimate | None
    refused: str
    left: Rate


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows that the data cannot tell apart, the first group best. `too_few`: no more can be said
    than their counts."""

    rows: tuple[Row, ...]
    leading: bool
    too_few: bool


@dataclass(frozen=True, kw_only=True)
class League:
    """`resolved`: all resolved visits. `adjusted`: what is known of the fixes on equal terms."""

    sort: Sort
    resolved: int
    adjusted: AdjustedRates
    groups: tuple[Group, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def most_share(self) -> float:
        """The largest share that any fix may have: the end of a scale for all of them."""
        return max((row.share.interval.high for row in self.rows if row.share.interval), default=1)

    @property
    def leading(self) -> tuple[Row, ...]:
        """The fixes that no other is better than, by what the table is sorted by."""
        return next((group.rows for group in self.groups if group.leading), ())


def league(
    nodes: Mapping[tuple[str, str], NodeFigures],
    names: Names,
    *,
    resolved: int,
    adjusted: AdjustedRates = NOT_ASKED,
    sort: Sort = Sort.SHARE,
) -> League:
    """`resolved` is the number of all resolved visits. Workarounds and mere checks are no fixes."""
    named = {key: names.node(node, key) for node, key in nodes if node == Node.STEP}
    rows = {
        key: _row(named[key], nodes[Node.STEP, key], resolved, adjusted)
        for key in named
        if named[key].kind == "fix"
    }
    groups = GROUPING[sort](rows)
    too_few = (*groups.too_few, *(k for k in rows if k not in {*groups.place, *groups.too_few}))
    found = [(keys, number == 0, False) for number, keys in enumerate(groups.groups)]
    return League(
        sort=sort,
        resolved=resolved,
        adjusted=adjusted,
        groups=tuple(
            Group(rows=_ordered(keys, rows, sort), leading=leading, too_few=few)
            for keys, leading, few in (*found, (too_few, False, True))
            if keys
        ),
    )


def _row(named: Named, seen: NodeFigures, resolved: int, adjusted: AdjustedRates) -> Row:
    return Row(
        step=named,
        figures=seen,
        # A visit can say of two steps that they fixed it, but never of more visits than there are.
        share=rate(min(seen.fixed, resolved), resolved),
        tried=rate(seen.fixed, seen.tried),
        adjusted=adjusted.estimates.get(named.key),
        refused=adjusted.refused.get(named.key, ""),
        left=hazard(shown=seen.shown, left=seen.left, still_open=seen.open),
    )


def _by_share(rows: Mapping[str, Row]) -> Groups:
    return leading_parts({key: row.share.times for key, row in rows.items()})


def _by_adjusted(rows: Mapping[str, Row]) -> Groups:
    return leading_estimates({k: row.adjusted for k, row in rows.items() if row.adjusted})


def _by_rate(rows: Mapping[str, Row]) -> Groups:
    return leading_groups({key: row.tried for key, row in rows.items()})


def _by_left(rows: Mapping[str, Row]) -> Groups:
    return leading_groups({key: row.left for key, row in rows.items()})


GROUPING: dict[Sort, Callable[[Mapping[str, Row]], Groups]] = {
    Sort.SHARE: _by_share,
    Sort.ADJUSTED: _by_adjusted,
    Sort.RATE: _by_rate,
    Sort.LEFT: _by_left,
}


def _ordered(keys: tuple[str, ...], rows: Mapping[str, Row], sort: Sort) -> tuple[Row, ...]:
    return tuple(sorted((rows[key] for key in keys), key=lambda row: -_size(row, sort)))


def _size(row: Row, sort: Sort) -> float:
    if sort == Sort.ADJUSTED:
        return row.adjusted.value if row.adjusted else -1.0
    shown = {Sort.SHARE: row.share, Sort.RATE: row.tried, Sort.LEFT: row.left}[sort]
    # What is too few for a rate is in the order of its counts, never of its shares.
    return shown.times / shown.of if shown.of and shown.shown_as != Shown.COUNT else shown.times
