"""What the tables said is remembered, and never for longer than it is true."""

from django.db.models import F

from tests.statistics.test_cost import queries_of_an_overview, some_visits
from tests.statistics.test_exact import equals, everything
from tests.statistics.world import World
from troubleshooter.models import VisitCount
from troubleshooter.statistics.folding import fold
from troubleshooter.statistics.queries import look
from troubleshooter.statistics.rebuilding import rebuild
from troubleshooter.statistics.tables import TABLES

TWO_MONTHS = 60 * 24 * 3600


def counted(world):
    """The statements of an overview that ask the tables of counts."""
    asked = queries_of_an_overview(world)
    return [sql for sql in asked if any(f'"{table.name}"' in sql for table in TABLES.values())]


def of_two_months(world):
    some_visits(world, 3)
    world.later(TWO_MONTHS)
    some_visits(world, 2)
    fold(now=world.now)


def test_between_two_folds_nothing_is_asked_again(lamp):
    world = World(lamp)
    of_two_months(world)
    assert len(counted(world)) >= 8
    assert counted(world) == []


def test_after_a_fold_only_the_last_days_are_asked_again(lamp):
    world = World(lamp)
    of_two_months(world)
    first = counted(world)
    some_visits(world, 1)
    fold(now=world.now)
    again = counted(world)
    assert 0 < len(again) < len(first)


def test_what_a_rebuild_puts_right_is_seen(lamp):
    world = World(lamp)
    of_two_months(world)
    VisitCount.objects.update(visits=F("visits") + 1)
    with look(now=world.now) as seen:
        assert seen.visits(next(everything(world))).visits == 7
    for _ in rebuild():
        pass
    equals(world, world.now, everything(world))


def test_what_is_said_late_in_a_visit_of_an_old_month_is_seen(lamp):
    world = World(lamp)
    of_two_months(world)
    early, late = world.visits[0], world.visits[-1]
    acts = [
        lambda: world.say(late, "step", "new-bulb", "fixed"),
        lambda: world.say(early, "step", "plug-in", "fixed"),
        lambda: world.forget(early),
        lambda: some_visits(world, 1),
    ]
    for act in acts:
        equals(world, world.now, everything(world))
        act()
        equals(world, world.now, everything(world))
        fold(now=world.now)
        equals(world, world.now, everything(world))
