"""What statistics cost: the same number of questions for any number of visits, none for a writer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.statistics.test_exact import everything
from tests.statistics.world import World
from troubleshooter.models import Event, StaleDay
from troubleshooter.models.counts import Slice
from troubleshooter.statistics.folding import fold
from troubleshooter.statistics.queries import look
from troubleshooter.statistics.tables import TABLES

OVERVIEW_QUERIES = 24


def some_visits(world, count):
    for _ in range(count):
        visit = world.begin(platform="desk", version="1", next_move="try", next_key="plug-in")
        world.later(50)
        world.say(visit, "step", "plug-in", "no_help", next_move="hand_over")
        world.later(3_000)


def queries_of_an_overview(world):
    f = next(everything(world))
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        look(now=world.now) as seen,
    ):
        seen.visits(f)
        seen.excluded(f)
        seen.visits_by(f, "week")
        seen.nodes(f)
        seen.times(f, "hands_on")
    return [query["sql"] for query in asked]


def test_a_look_asks_as_much_for_any_number_of_visits(lamp):
    world = World(lamp)
    some_visits(world, 3)
    fold(now=world.now)
    few = queries_of_an_overview(world)
    some_visits(world, 60)
    fold(now=world.now)
    many = queries_of_an_overview(world)
    assert len(many) == len(few) <= OVERVIEW_QUERIES


def counted_in(asked):
    return [sql for sql in asked if any(f'"{table.name}"' in sql for table in TABLES.values())]


def test_a_tail_costs_a_few_questions_more(lamp):
    world = World(lamp)
    some_visits(world, 3)
    fold(now=world.now)
    without = queries_of_an_overview(world)
    some_visits(world, 60)
    assert len(queries_of_an_overview(world)) <= len(without) + 3


def test_nothing_is_counted_when_something_is_said(visitor):
    with CaptureQueriesContext(connection) as asked:
        visitor.post("/guides/lamp/questions/others/", {"option": "yes"})
        visitor.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    names = [table.name for table in TABLES.values()] + [
        model._meta.db_table for model in (Slice, StaleDay)
    ]
    assert len(asked) > 4
    assert [q["sql"] for q in asked if any(name in q["sql"] for name in names)] == []


def test_the_event_table_has_no_index_for_counting(db):
    """SQLite walks any index that begins with what is grouped by to answer for the tail, and each
    makes every event dearer."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Event._meta.db_table)
    indexes = {tuple(one["columns"]) for one in found.values() if one["index"] or one["unique"]}
    assert indexes - {("id",)} == {("visit_id", "sequence"), ("visit_id",)}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of SQLite's planner")
def test_the_tail_is_found_by_the_number_of_the_event(lamp):
    world = World(lamp)
    some_visits(world, 5)
    asked = [sql for sql in queries_of_an_overview(world) if '"id" > 0' in sql]
    assert len(asked) == 2
    for sql in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[-1] for row in cursor.fetchall()]
        assert len(plan) == 1
        assert "USING INTEGER PRIMARY KEY (rowid>?)" in plan[0]
