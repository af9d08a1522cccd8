"""An answer that went with its message counts as not given; what happened before still happened."""

from dataclasses import replace

import pytest

from tests.statistics.test_exact import equals_in_detail, everything
from tests.statistics.world import World
from troubleshooter.engine import Evidence, Result
from troubleshooter.engine.learning import History
from troubleshooter.statistics.effects.lots import visits_by_lot
from troubleshooter.statistics.effects.observing import observe
from troubleshooter.statistics.folding import fold
from troubleshooter.statistics.queries import look

OTHERS = ("question", "others")
ASK, TRY = {"next_move": "ask", "next_key": "flicker"}, {"next_move": "try", "next_key": "plug-in"}
HISTORIES = {
    "left open": [("begin", "no-power"), ("pick", "")],
    "answered by hand after": [("begin", "no-power"), ("pick", ""), ("say", "yes")],
    "answered again by a message": [("begin", ""), ("pick", "no-power"), ("pick", ""), ("pick", "no-power")],
    "never taken back": [("begin", ""), ("pick", "no-power"), ("say", "yes")],
    "another in its place": [("begin", "no-power"), ("pick", "no-power")],
}  # fmt: skip
ANSWERED = dict(zip(HISTORIES, (0, 1, 1, 1, 1), strict=True))


def live(world, history):
    visit = None
    for what, how in history:
        world.later(40)
        if what == "begin":
            visit = world.begin(message=how, **({} if how else ASK))
            if how:
                world.say(visit, *OTHERS, "no", **ASK)
        elif what == "pick":
            world.pick(visit, how, **TRY)
        else:
            world.say(visit, *OTHERS, how, **ASK)
    world.later(40)
    world.say(visit, "step", "plug-in", "no_help", **ASK, believed=[700, 300, 0])


@pytest.mark.django_db
@pytest.mark.parametrize("name", HISTORIES)
def test_what_was_taken_back_is_not_answered_and_leads_on_once(lamp, name):
    world = World(lamp)
    live(world, HISTORIES[name])
    asked = list(everything(world))
    equals_in_detail(world, world.now, asked)
    fold(now=world.now)
    with look(now=world.now) as seen:
        figures = seen.nodes(asked[0])
        assert (figures[OTHERS].shown, figures[OTHERS].answered) == (1, ANSWERED[name])
        assert figures["step", "plug-in"].no_help == 1
        flow = seen.flow(asked[0])
        assert sum(one.visits for one in flow if (one.node, one.key) == OTHERS) == 1


@pytest.mark.django_db
def test_effects_see_what_stood_at_each_moment(lamp):
    """What was on offer after the message was taken back was on offer without its answer."""
    world = World(lamp)
    live(world, HISTORIES["left open"])
    world.add(world.visits[0], kind="handed_over", move="try", move_key="new-bulb")
    filters = next(iter(everything(world)))
    content = lamp.published.content.model_copy(update={"explore": 0.1})
    guide = replace(lamp.published, content=content)
    (history,) = observe(filters, guide).record.histories
    assert history == History(failed=frozenset({"plug-in"}))
    (went,) = visits_by_lot(filters, guide)
    assert (went.asked, went.done) == ((), ("plug-in",))
    assert went.met[-1].evidence == Evidence(questions={}, steps={"plug-in": Result.NO_HELP})


@pytest.mark.django_db
def test_nobody_is_a_machine_for_a_message_that_answers_for_them(lamp):
    """What comes along with a message was not typed, however soon it comes."""
    world = World(lamp)
    visit = world.begin()
    world.pick(visit, "no-power", page_seconds=0.2, unread=True)
    world.later(20)
    world.say(visit, "question", "flicker", "yes", page_seconds=20)
    whole = list(everything(world))
    equals_in_detail(world, world.now, whole)
    with look(now=world.now) as seen:
        assert not seen.excluded(whole[0])
        assert seen.visits(whole[0]).visits == 1
