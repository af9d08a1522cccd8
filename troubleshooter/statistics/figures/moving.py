"""Steps that would save minutes if they were met sooner: a word beside the other actions."""

from collections.abc import Iterable

from troubleshooter.models import Node

from ..effects.what_if import Ends
from ..measures.interval import Estimate, Interval
from .actions import Action, Kind, Late
from .league import AdjustedRates
from .names import Names


def moves_that_help(adjusted: AdjustedRates, names: Names) -> Iterable[Action]:
    """Those whose saving is beyond chance, and that do not resolve fewer visits. None of figures
    that the visits have left behind. The gain is in minutes of 100 visits."""
    for move in adjusted.moves if adjusted.fresh else ():
        key, compared = move.change.step, move.found.compared
        named, helps = names.node(Node.STEP, key), adjusted.estimates.get(key)
        if compared is None or helps is None or not named.here:
            continue
        if _helps(compared.difference):
            late = Late(change=move.change, helps=helps, after=adjusted.after[key])
            gain = _saved_by_100(compared.difference.minutes)
            yield Action(kind=Kind.MOVE_UP, node=named, gain=gain, late=late)


def _helps(difference: Ends) -> bool:
    return difference.minutes.interval.high < 0.0 <= difference.resolved.interval.high


def _saved_by_100(minutes: Estimate) -> Estimate:
    low, high = -100 * minutes.interval.high, -100 * minutes.interval.low
    return Estimate(value=-100 * minutes.value, interval=Interval(low=low, high=high))
