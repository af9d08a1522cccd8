"""What visitors will see of a guide, as values: their ways through it and what becomes of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from troubleshooter.engine import MoveKind
from troubleshooter.models import Node, Outcome

Given = tuple[Node, str, str]
"""A question or step, its key, and the answer or result."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossing:
    """A question or step that people meet ("" for support), and every branch from it.

    `share` is the part of all people (0..1) who come here; `minutes` what they have worked until
    then. `postponed`: what came of the step is found out later, together with others. `given` is
    what they have said by then.
    """

    kind: MoveKind
    key: str
    share: float
    minutes: float
    postponed: bool
    given: tuple[Given, ...]
    branches: tuple["Branching", ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Branching:
    """What is said at a crossing, by which part of all people, and what follows: the visit is over
    with this outcome, or `then`; where it is neither, the way was not followed further. `given` is
    all that they have said by then."""

    said: str
    share: float
    given: tuple[Given, ...]
    outcome: Outcome
    then: Crossing | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What becomes of people: parts of them, 0 to 1, and minutes for one of them on average.

    `minutes` are all of it: work, waiting, and support for those handed over; `until_fixed` is the
    mean of work and waiting for those whose problem a step fixes, None if there are none.
    """

    resolved: float
    worked_around: float
    handed_over: float
    hands_on: float
    waiting: float
    minutes: float
    until_fixed: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """`tree` is None where a visit is over before it begins, which no guide asks for.

    followed   the part of people, 0 to 1, whose ways are known to the end
    met        step or question, by (node, key) -> the part of people who meet it
    decisions  how many the engine was asked for
    left_out   the part of people with too rare a mix of causes to be looked at
    """

    tree: Crossing | None
    expected: Expected
    met: Mapping[tuple[Node, str], float]
    followed: float
    left_out: float
    decisions: int
