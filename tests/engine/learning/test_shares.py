"""Shares that were learnt keep the editors' sum, and only an editor may be certain."""

import pytest

from troubleshooter.engine import Parameters
from troubleshooter.engine.learning.counts import Counts
from troubleshooter.engine.learning.maximisation import MOST, learnt_shares


@pytest.mark.parametrize(
    ("wrote", "present", "expected"),
    [
        ((0.9, 0.9), (1000.0, 100.0), (MOST, 1.8 - MOST)),
        ((0.99995, 0.99995), (1000.0, 1000.0), (MOST, MOST)),
        ((1.0, 0.4), (0.0, 1000.0), (1.0, 0.4)),
    ],
    ids=["one reaches the most", "all reach it", "an editor is certain"],
)
def test_what_one_share_may_not_have_goes_to_the_others(wrote, present, expected):
    editors = Parameters(shares=dict(zip("ab", wrote)))
    counts = Counts(present=list(present), effects=[], columns=[], visits=1000.0)
    learnt = learnt_shares("ab", editors, counts)
    assert tuple(learnt.values()) == pytest.approx(expected)
