"""All that the overview says, from one look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from troubleshooter.models import Detail, Node, Revision

from ..filters import Filters
from ..queries import Look
from .actions import Actions, actions
from .counted import Counted, counted
from .ends import Ends, Times, ends_of, times_of
from .league import NOT_ASKED, AdjustedRates, League, Row, Sort, league
from .moving import moves_that_help
from .names import Names
from .over_time import OverTime, over_time


@dataclass(frozen=True, kw_only=True)
class Overview:
    counted: Counted
    ends: Ends
    times: Times
    over_time: OverTime
    league: League
    brought_most: tuple[Row, ...]
    actions: Actions


def overview(
    seen: Look,
    filters: Filters,
    names: Names,
    revisions: Sequence[Revision],
    *,
    adjusted: AdjustedRates = NOT_ASKED,
    sort: Sort = Sort.SHARE,
) -> Overview:
    """`brought_most` are the fixes that lead by their share, whatever the table is sorted by."""
    nodes, ends = seen.nodes(filters), ends_of(seen.visits(filters))
    resolved = ends.visits.resolved
    return Overview(
        counted=counted(seen, filters, ends.visits.visits),
        ends=ends,
        times=times_of(seen, filters),
        over_time=over_time(seen, filters, revisions),
        league=league(nodes, names, resolved=resolved, adjusted=adjusted, sort=sort),
        brought_most=league(nodes, names, resolved=resolved).leading,
        actions=actions(
            nodes,
            _answers(seen, filters, nodes),
            ends,
            names,
            support_minutes=names.content.content.support_minutes,
            moves=moves_that_help(adjusted, names),
        ),
    )


def _answers(
    seen: Look, filters: Filters, nodes: Iterable[tuple[str, str]]
) -> dict[str, dict[str, int]]:
    """What was said to each question. One by one: the counts are found by their question."""
    return {
        key: {one.value: one.shown for one in seen.details(filters, node, key, Detail.ANSWER)}
        for node, key in nodes
        if node == Node.QUESTION
    }
