"""Whatever happened, and whenever it was folded: a look equals a count from the raw events."""

import os
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from tests.statistics.truth import Truth
from tests.statistics.world import START, World
from tests.trying import tries
from troubleshooter.models import Clock, Detail, Exclusion
from troubleshooter.statistics.filters import Filters
from troubleshooter.statistics.folding import fold
from troubleshooter.statistics.queries import Look, look
from troubleshooter.statistics.rebuilding import differences
from troubleshooter.statistics.snapshot import snapshot

# More of them for a night: HISTORIES=2000.
EXAMPLES = int(os.environ.get("HISTORIES", "40"))
ZONES = ["UTC", "Europe/Berlin", "Pacific/Auckland"]
NODES = [("question", "others"), ("question", "flicker"), ("", ""), ("", "start"), ("", "support")]
NODES += [("step", key) for key in ("plug-in", "new-bulb", "fuse-out", "rewire", "candle")]
RESULTS = ["fixed", "no_help", "could_not", "not_found", "waiting"]
PAGES = st.sampled_from(
    [("", ""), ("hand_over", ""), ("ask", "others"), ("ask", "flicker")]
    + [("try", key) for node, key in NODES if node == "step"]
)
SAID = st.one_of(
    st.tuples(
        st.just("question"), st.sampled_from(["others", "flicker"]), st.sampled_from(["yes", "no"])
    ),
    st.tuples(
        st.just("step"),
        st.sampled_from([key for node, key in NODES if node == "step"]),
        st.sampled_from(RESULTS),
    ),
)
WHICH = st.integers(0, 5)
GAPS = st.sampled_from([0.2, 0.8, 2, 40, 300, 3_000, 20_000, 86_400, 260_000])
BELIEVED = st.none() | st.lists(st.sampled_from([0, 300, 700]), min_size=3, max_size=3)

BEGIN = st.fixed_dictionaries(
    {
        "platform": st.sampled_from(["", "desk", "floor"]),
        "version": st.sampled_from(["", "1", "2"]),
        "revision": st.sampled_from([0, 0, 1, 2]),
        "message": st.sampled_from(["", "no-power"]),
        "simulated": st.sampled_from([False, False, False, True]),
        "outage": st.sampled_from([False, False, False, True]),
        "preview": st.sampled_from([False, False, False, True]),
        "begun_by": st.sampled_from(["visitor", "visitor", "visitor", "staff", "flood"]),
        "page": PAGES,
    }
)
SAY = st.tuples(
    WHICH,
    SAID,
    PAGES,
    BELIEVED,
    st.sampled_from([None, None, 0.3, 20.0]),
    st.sampled_from([False, False, False, False, True]),
)
ACTS = st.one_of(
    st.tuples(st.just("begin"), BEGIN),
    *[st.tuples(st.just("say"), SAY)] * 5,
    st.tuples(st.just("run"), st.tuples(WHICH, st.lists(SAID, min_size=4, max_size=7))),
    st.tuples(st.just("confirm"), st.tuples(WHICH, PAGES)),
    st.tuples(
        st.just("missing"), st.tuples(WHICH, st.sampled_from(["switch", "model"]), PAGES, PAGES)
    ),
    st.tuples(
        st.just("pick"), st.tuples(WHICH, st.sampled_from(["", "no-power", "no-power"]), PAGES)
    ),
    st.tuples(st.just("hand over"), WHICH),
    st.tuples(st.just("diagnosed"), WHICH),
    st.tuples(st.just("forget"), WHICH),
    st.tuples(st.just("sweep"), st.none()),
    *[st.tuples(st.just("fold"), st.sampled_from([1, 3, 1000]))] * 3,
    st.tuples(st.just("look"), st.integers(-90, 90)),
)
HISTORY = st.lists(st.tuples(GAPS, ACTS), min_size=5, max_size=30)
FILTERS = st.fixed_dictionaries(
    {
        "since": st.integers(-3, 40),
        "length": st.integers(0, 70),
        "revision": st.sampled_from([None, None, 0, 1]),
        "platform": st.sampled_from([None, None, "", "desk"]),
        "version": st.sampled_from([None, None, "", "2"]),
        "include": st.sets(st.sampled_from([e.value for e in Exclusion if e])).map(frozenset),
        "simulated": st.sampled_from([False, False, True]),
    }
)


def filters(world, drawn):
    since = START.date() + timedelta(days=drawn["since"])
    revision = drawn["revision"]
    return Filters(
        guide=world.guide,
        since=since,
        until=since + timedelta(days=drawn["length"]),
        revision=None if revision is None else world.revisions[revision],
        **{name: drawn[name] for name in ("platform", "version", "include", "simulated")},
    )


def everything(world, drawn=()):
    whole = {"guide": world.guide, "since": START.date() - timedelta(days=9)}
    whole["until"] = world.now.date() + timedelta(days=9)
    yield Filters(**whole)
    yield Filters(**whole, include=frozenset(e.value for e in Exclusion if e))
    yield from (filters(world, one) for one in drawn)


@contextmanager
def unfolded_look(now):
    """A look while somebody else holds the mark: it finds what it finds."""
    with snapshot():
        yield Look(now)


def equals(world, now, asked):
    """Every answer of a look, against the count from raw events; before and after a fold."""
    with unfolded_look(now) as seen:
        answers_equal(seen, Truth(seen.line), asked)
    with look(now=now) as seen:
        answers_equal(seen, Truth(seen.line), asked)


def answers_equal(seen, true, asked):
    for f in asked:
        assert seen.visits(f) == true.visits(f)
        assert seen.excluded(f) == true.excluded(f)
        assert seen.nodes(f) == true.nodes(f)
        assert seen.flow(f) == true.flow(f)
        assert seen.missing_paths(f) == true.missing_paths(f)
        for grain in ("day", "week", "month"):
            assert seen.visits_by(f, grain) == true.visits_by(f, grain)
        for clock in Clock.values:
            assert seen.times(f, clock) == true.times(f, clock)


def equals_in_detail(world, now, asked):
    """The answers about single nodes too."""
    equals(world, now, asked)
    with look(now=now) as seen:
        true = Truth(seen.line)
        for f in asked:
            for at in (*true.nodes(f), *NODES[2:5]):
                for by in Detail.values:
                    assert seen.details(f, *at, by) == true.details(f, *at, by), (at, by)
                for by in ("platform", "version", "revision", "day", "week", "month"):
                    assert seen.nodes_by(f, *at, by) == true.nodes_by(f, *at, by), (at, by)


def act(world, what, how, drawn):
    """One thing that happens to the world."""
    if what == "begin":
        page = dict(zip(("next_move", "next_key"), how["page"]))
        rest = {name: value for name, value in how.items() if name != "page"}
        visit = world.begin(**rest, **page)
        if how["message"]:
            world.say(visit, "question", "others", "no", **page)
    elif what == "fold":
        assert fold(now=world.now, batch=how)
    elif what == "look":
        equals(world, world.now + timedelta(hours=how), list(everything(world, drawn)))
    elif what == "sweep":
        world.sweep_previews()
    elif world.visits:
        happen(world, what, how)


def happen(world, what, how):
    which, *rest = how if isinstance(how, tuple) else (how,)
    visit = world.visits[which % len(world.visits)]
    if what == "say":
        said, (move, key), believed, seconds, unread = rest
        world.say(
            visit,
            *said,
            next_move=move,
            next_key=key,
            believed=believed if said[0] == "step" else None,
            page_seconds=seconds,
            unread=unread,
        )
    elif what == "run":
        for said in rest[0]:
            world.say(visit, *said)
            world.later(0.5)
    elif what == "confirm":
        (move, key) = rest[0]
        world.add(visit, kind="confirmed", node="step", key="rewire", next_move=move, next_key=key)
    elif what == "missing":
        path, (on, on_key), (move, key) = rest
        columns = {"move": on, "move_key": on_key, "next_move": move, "next_key": key}
        world.add(visit, kind="path_not_found", node="path", key=path, **columns)
    elif what == "pick":
        message, (move, key) = rest
        world.pick(visit, message, next_move=move, next_key=key)
    elif what == "hand over":
        world.add(visit, kind="handed_over")
    elif what == "diagnosed":
        world.add(visit, kind="diagnosed", node="cause", key="bulb")
    elif what == "forget":
        world.forget(visit)


@pytest.mark.django_db
def test_a_look_equals_a_count_from_raw_events(lamp, settings_of_zone):
    @settings(
        max_examples=tries(EXAMPLES, least=15),
        deadline=None,
        phases=[
            Phase.explicit,
            Phase.reuse,
            Phase.generate,
        ],  # a smaller case takes minutes to find
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(
        zone=st.sampled_from(ZONES),
        history=HISTORY,
        drawn=st.lists(FILTERS, min_size=1, max_size=2),
        ahead=st.integers(-80, 200),
    )
    def run(zone, history, drawn, ahead):
        settings_of_zone(zone)
        with transaction.atomic():
            world = World(lamp)
            for gap, (what, how) in history:
                world.later(gap)
                act(world, what, how, drawn)
            end = world.now + timedelta(hours=ahead)
            equals(world, end, list(everything(world, drawn)))
            fold(now=world.now)
            assert list(differences()) == []
            equals_in_detail(world, end, list(everything(world, drawn))[1:])
            transaction.set_rollback(True)

    run()


KINDS = [
    {},
    {"preview": True},
    {"simulated": True},
    {"outage": True},
    {"begun_by": "staff"},
    {"begun_by": "flood"},
]
PLAIN = {
    "platform": "desk",
    "version": "1",
    "revision": 0,
    "message": "",
    "page": ("try", "plug-in"),
}


@pytest.mark.django_db
def test_a_visit_of_each_kind_counts_as_raw_events_say(lamp):
    """Few histories that are drawn by chance have all of them."""
    world = World(lamp)
    for place, kind in enumerate(KINDS):
        act(world, "begin", PLAIN | {"begun_by": "visitor"} | kind, ())
        world.later(40)
        said = ("step", "plug-in", "fixed")
        act(world, "say", (place, said, ("", ""), None, 20.0, False), ())
    fold(now=world.now)
    whole = list(everything(world))
    asked = [*whole, *(replace(one, simulated=True) for one in whole)]
    equals_in_detail(world, world.now + timedelta(days=3), asked)
