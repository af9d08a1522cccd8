"""Where visits go: a tree without rings, rows that add up, and nothing lost without a word."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trying import tries
from troubleshooter.models import Event
from troubleshooter.statistics.charts import flow as chart
from troubleshooter.statistics.charts.flow import flow_chart
from troubleshooter.statistics.counted import NodeFigures, Transition, VisitFigures
from troubleshooter.statistics.figures import flow as module
from troubleshooter.statistics.figures.flow import START, flow_of, main_ways
from troubleshooter.statistics.figures.names import Names
from troubleshooter.statistics.filters import Filters

from .made_up import MadeUpLook
from .world import FIXED, NOT_SURE, TO_BULB, TO_PLUG, TO_SUPPORT, Visitors

ALL = Filters(guide=1, since=date(2026, 1, 1), until=date(2026, 12, 31))
KEYS = [("question", "a"), ("step", "b"), ("step", "c"), ("question", "d"), ("step", "e")]
MOVES = st.dictionaries(
    st.sampled_from([START, *KEYS]),
    st.dictionaries(
        st.sampled_from([*KEYS, ("end", "resolved"), ("", "support")]),
        st.integers(1, 9),
        max_size=5,
    ),
    max_size=6,
)


@given(MOVES)
def test_every_place_that_can_be_reached_stands_below_the_start_and_in_no_ring(moves):
    parents = main_ways(moves)
    reached, waiting = set(), [START]
    while waiting:
        for to in moves.get(waiting.pop(), {}):
            if to in KEYS and to not in reached:
                reached.add(to)
                waiting.append(to)
    assert set(parents) == reached
    seen = {START}
    for at, parent in parents.items():
        assert parent in seen
        assert moves[parent][at]
        seen.add(at)


@given(MOVES)
def test_each_place_hangs_on_its_widest_way_of_those_that_were_there(moves):
    seen = [START]
    for at, parent in main_ways(moves).items():
        out = [moves.get(one, {}).get(to, 0) for one in seen for to in KEYS if to not in seen]
        assert moves[parent][at] == max(out)
        seen.append(at)


class Flowing(MadeUpLook):
    def __init__(self, transitions, **more):
        super().__init__(**more)
        self.transitions = transitions

    def flow(self, f):
        return self.transitions


def names_of(live):
    return Names(live.published, ())


def test_places_without_room_are_counted(lamp, monkeypatch):
    monkeypatch.setattr(module, "MOST_BRANCHES", 2)
    steps = ["plug-in", "new-bulb", "fuse-out", "rewire"]
    seen = Flowing(
        [Transition(node="", key="start", value="", to_node="step", to_key=key, visits=9 - place)
         for place, key in enumerate(steps)],
        whole=VisitFigures(visits=30),
        of_nodes={("step", key): NodeFigures(shown=place + 1) for place, key in enumerate(steps)},
    )  # fmt: skip
    found = flow_of(seen, ALL, names_of(lamp))
    assert [branch.named.key for branch in found.branches] == ["plug-in", "new-bulb"]
    assert (found.others.nodes, found.others.times) == (2, 3 + 4)


@pytest.fixture
def some(lamp):
    visitors = Visitors(lamp)
    visitors.come(40, TO_PLUG, FIXED)
    visitors.come(5, NOT_SURE, FIXED)
    visitors.come(12, TO_PLUG, TO_BULB, TO_SUPPORT)
    visitors.come(6, TO_PLUG, TO_BULB)
    visitors.come(3, days=1)
    return visitors


def test_each_row_adds_up_and_agrees_with_the_events(some, lead):
    found = lead.get("/insights/flow/?guide=lamp").context["found"]
    assert [(b.named.key, b.depth) for b in found.branches] == [
        ("others", 1),
        ("plug-in", 2),
        ("new-bulb", 3),
    ]
    for branch in found.branches:
        rest = branch.resolved + branch.support + branch.on + branch.left.times + branch.open
        assert branch.came.times == rest
    _, plug, bulb = found.branches
    # Again, from the rows themselves.
    shown = Counter(Event.objects.values_list("next_key", flat=True))
    assert (plug.came.times, bulb.came.times) == (shown["plug-in"], shown["new-bulb"]) == (63, 18)
    assert plug.resolved == Event.objects.filter(key="plug-in", value="fixed").count() == 45
    assert (plug.on, plug.onward) == (18, {3: 18})
    assert (bulb.support, bulb.left.times) == (12, 6)
    assert found.branches[0].open == 3
    assert found.loses_most.named.key == "new-bulb"
    assert found.begins == {1: 66}


def test_moves_tell_how_many_of_those_who_said_the_same(some, lead):
    found = lead.get("/insights/flow/?guide=lamp").context["found"]
    told = {(m.at and m.at.key, m.said, m.to.key if m.to else m.end): m.visits for m in found.moves}
    assert (told["others", "Yes", "plug-in"].times, told["others", "Yes", "plug-in"].of) == (58, 58)
    assert told["others", "not sure", "plug-in"].times == 5
    assert (told["plug-in", "no help", "new-bulb"].of) == 18
    assert sum(move.visits.times for move in found.moves) == Event.objects.count()


def test_the_picture_is_clean_and_bands_are_as_wide_as_visits(some, lead):
    answer = lead.get("/insights/flow/?guide=lamp")
    drawing = answer.context["chart"]
    for svg in (drawing.narrow, drawing.wide):
        assert svg.startswith("<svg")
        assert "style=" not in svg
        assert "<script" not in svg
    assert "Do other lamps" in drawing.wide
    assert "Do other lamps" not in drawing.narrow


def test_words_of_editors_are_escaped_in_the_picture(lamp):
    seen = Flowing(
        [Transition(node="", key="start", value="", to_node="step", to_key="<b>x", visits=9)],
        whole=VisitFigures(visits=9),
        of_nodes={("step", "<b>x"): NodeFigures(shown=9)},
    )
    drawing = flow_chart(flow_of(seen, ALL, names_of(lamp)))
    assert "<b>x" not in drawing.wide
    assert "&lt;b&gt;x" in drawing.wide


def test_nobody_has_no_picture(lamp):
    assert flow_chart(flow_of(Flowing([]), ALL, names_of(lamp))) is None


@settings(max_examples=tries(15))
@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS), st.integers(1, 9))))
def test_any_flow_can_be_drawn(pairs):
    branches = [
        {
            "number": place, "title": key, "depth": place % 4 + 1, "on": 9, "resolved": place,
            "support": 1, "left": 2, "open": 0,
            "onward": [[KEYS.index(to) + 1, n] for at, to, n in pairs if at == (node, key)],
        }
        for place, (node, key) in enumerate(KEYS, 1)
    ]  # fmt: skip
    for wide in (True, False):
        picture = chart._picture(branches, [[1, 5]], wide, 120)
        each = chart._placed(picture)
        bands = list(chart._bands(picture, each, 50.0))
        assert len(bands) == 4 * len(picture.bands)
        for box in picture.boxes.values():
            assert box.into <= box.top + box.size * each + 1e-6
            assert box.out <= box.top + box.size * each + 1e-6
