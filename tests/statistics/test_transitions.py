"""Where a visitor went from a page: by what came of a step, not by that it was waited for."""

from datetime import UTC, datetime

import pytest

from troubleshooter.statistics.transitions import transitions
from troubleshooter.statistics.visit_facts import Happened, Known

KNOWN = Known(causes=(), steps=frozenset("ab"), workarounds=frozenset(), paths={}, brought={})
RESOLVED = ("end", "resolved")


def said(*events):
    """Events as (kind, key, value, what is shown then)."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return [
        Happened(
            visit=1,
            pk=place,
            kind=kind,
            node="step",
            key=key,
            value=value,
            move="",
            move_key="",
            next_move="try" if then else "",
            next_key=then,
            believed=None,
            page_seconds=None,
            unread=False,
            place=place,
            at=at,
        )
        for place, (kind, key, value, then) in enumerate(events)
    ]


def led(*events):
    return [(key, value, to) for _, key, value, *to in transitions(said(*events), KNOWN)]


WAITS = ("result", "a", "waiting", "a")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([WAITS], [("a", "waiting", ["step", "a"])]),
        ([WAITS, ("changed", "a", "no_help", "b")], [("a", "no_help", ["step", "b"])]),
        ([WAITS, ("changed", "a", "fixed", "")], [("a", "fixed", [*RESOLVED])]),
        (
            [WAITS, ("changed", "a", "waiting", "a"), ("changed", "a", "could_not", "b")],
            [("a", "could_not", ["step", "b"])],
        ),
        # What came first of a step that was not waited for stays, whatever is said of it later.
        (
            [("result", "a", "no_help", "b"), ("changed", "a", "could_not", "c")],
            [("a", "no_help", ["step", "b"])],
        ),
        # In between another step was done: both lead where each of them led.
        (
            [("result", "a", "waiting", "b"), ("result", "b", "no_help", "a"), ("changed", "a", "no_help", "c")],
            [("b", "no_help", ["step", "a"]), ("a", "no_help", ["step", "c"])],
        ),
    ],
)  # fmt: skip
def test_who_waits_goes_where_the_step_led_in_the_end(events, expected):
    assert led(*events) == expected
